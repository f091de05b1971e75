"""Files of rules: where they are read, what is not read of them, and how rules are added."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from appserver.config.command_rules import Decision
from appserver.config.loading import ConfigLoader, LoaderOverrides
from appserver.config.problems import ConfigError
from appserver.config.rule_book import RuleBook, append_rule
from appserver.config.rule_files import MAX_FILE_BYTES, MAX_FILES

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.config.command_rules import Rules
    from appserver.config.problems import ConfigNotice

ALLOW = 'prefix_rule(pattern=["{}"])\n'
FORBID = 'prefix_rule(pattern=["{}"], decision="forbidden")\n'


def read(
    home: Path, cwd: Path | None = None, *, book: RuleBook | None = None, requirements: str = ""
) -> tuple[Rules, list[ConfigNotice]]:
    """The rules that hold in a folder."""
    required = home.parent / "requirements.toml"
    required.write_text(requirements)
    overrides = LoaderOverrides(
        system_config_path=home.parent / "system" / "config.toml",
        managed_config_path=home.parent / "managed.toml",
        system_requirements_path=required,
    )
    loaded = ConfigLoader(home=str(home), overrides=overrides).load(None if cwd is None else str(cwd))
    return (book or RuleBook(str(home))).rules_for(loaded)


def said(rules: Rules, *words: str) -> str | None:
    """What they say of a command."""
    match = rules.match(words)
    return None if match is None else match.decision.name.lower()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a rule in it."""
    home = tmp_path / "home"
    (home / "rules").mkdir(parents=True)
    (home / "rules" / "good.rules").write_text(ALLOW.format("good"))
    return home


@pytest.mark.promise("rules-read")
def test_all_files_of_the_home_and_no_others_are_read(home: Path) -> None:
    (home / "rules" / "a.rules").write_text(FORBID.format("bad"))
    (home / "rules" / "a.txt").write_text(ALLOW.format("text"))
    (home / "rules" / "below").mkdir()
    (home / "rules" / "below" / "b.rules").write_text(ALLOW.format("below"))
    rules, notices = read(home)
    assert [said(rules, name) for name in ("good", "bad", "text", "below")] == [
        "allow",
        "forbidden",
        None,
        None,
    ]
    assert notices == []


@pytest.mark.promise("rules-read")
def test_a_home_without_rules(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    rules, notices = read(tmp_path / "home")
    assert (said(rules, "ls"), notices) == (None, [])
    (tmp_path / "home" / "rules").write_text("no folder")
    assert read(tmp_path / "home")[1] == []


@pytest.mark.promise("rules-broken")
@pytest.mark.parametrize("place", ["syntax", "call"])
def test_a_mistake_is_told_with_its_place_and_the_other_files_hold(home: Path, place: str) -> None:
    wrong = "prefix_rule(pattern=['x')\n" if place == "syntax" else FORBID.format("").replace('""', "")
    text = FORBID.format("bad") + ALLOW.format("open") + wrong + FORBID.format("late")
    (home / "rules" / "b.rules").write_text(text)
    rules, (notice,) = read(home)
    assert said(rules, "good") == "allow"
    assert said(rules, "bad") == "forbidden"  # as far as it can be read, it holds commands up
    assert said(rules, "open") is None
    assert said(rules, "late") == (None if place == "syntax" else "forbidden")
    assert notice.path == str(home / "rules" / "b.rules")
    assert notice.range is not None
    assert notice.range.line == 3
    assert notice.details is not None
    assert f"{notice.path}: line 3, column " in notice.details


def _fifo(path: Path, _elsewhere: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path, _elsewhere: Path) -> None:
    path.mkdir()


def _large(path: Path, _elsewhere: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100_000_000)


def _unreadable(path: Path, _elsewhere: Path) -> None:
    path.write_bytes(b'prefix_rule(pattern=["\xff"])')


def _link_out(path: Path, elsewhere: Path) -> None:
    target = elsewhere / "x.rules"
    target.write_text(ALLOW.format("linked"))
    path.symlink_to(target)


def _link_to_a_device(path: Path, _elsewhere: Path) -> None:
    path.symlink_to("/dev/zero")


def _link_to_itself(path: Path, _elsewhere: Path) -> None:
    path.symlink_to(path)


HOSTILE = {
    "fifo": (_fifo, "no regular file"),
    "folder": (_folder, "no regular file"),
    "100 MB": (_large, f"of which {MAX_FILE_BYTES} can be read"),
    "bytes": (_unreadable, "no UTF-8"),
    "link out": (_link_out, "a link leads to"),
    "device": (_link_to_a_device, "no regular file"),
    "loop": (_link_to_itself, os.strerror(errno.ELOOP)),
}


@pytest.mark.promise("rules-broken")
@pytest.mark.parametrize("kind", HOSTILE)
def test_files_that_cannot_be_meant_are_not_read(home: Path, tmp_path: Path, kind: str) -> None:
    make, why = HOSTILE[kind]
    make(home / "rules" / "b.rules", tmp_path)
    rules, (notice,) = read(home)
    assert (said(rules, "good"), said(rules, "linked")) == ("allow", None)
    assert why in str(notice.details)
    assert str(home / "rules" / "b.rules") in str(notice.details)


@pytest.mark.promise("rules-broken")
def test_a_link_within_the_home_is_followed_and_one_of_the_home_itself_too(
    home: Path, tmp_path: Path
) -> None:
    (home / "mine").mkdir()
    (home / "mine" / "c").write_text(ALLOW.format("linked"))
    (home / "rules" / "c.rules").symlink_to("../mine/c")
    (home / "rules" / "gone.rules").symlink_to("nowhere")
    other = tmp_path / "other"
    other.symlink_to(home)
    for place in (home, other):
        rules, notices = read(place)
        assert (said(rules, "linked"), notices) == ("allow", [])


@pytest.mark.promise("rules-broken")
def test_what_is_too_much_is_left_out_and_told(home: Path) -> None:
    for number in range(MAX_FILES + 1):
        (home / "rules" / f"a{number:03}.rules").write_text(FORBID.format(f"x{number}"))
    rules, (notice,) = read(home)
    assert (said(rules, "x0"), said(rules, f"x{MAX_FILES}"), said(rules, "good")) == ("forbidden", None, None)
    assert "put them together" in notice.summary
    for number in range(2):
        text = "".join(ALLOW.format(f"y{number}.{rule}") for rule in range(5_500))
        (home / "rules" / f"a{number:03}.rules").write_text(text)
    rules, notices = read(home)
    assert len(rules.read.rules) == 10_000
    assert said(rules, f"x{MAX_FILES - 1}") == "forbidden"
    assert any("10000 are applied" in notice.summary for notice in notices)


def project(tmp_path: Path, home: Path, trust: str | None) -> Path:
    """A project with rules at its root and below."""
    root = tmp_path / "project"
    for folder, name in ((root, "root"), (root / "sub", "sub")):
        rules = folder / ".codex" / "rules"
        rules.mkdir(parents=True)
        (rules / "p.rules").write_text(ALLOW.format(name) + FORBID.format(f"no-{name}"))
    (root / ".git").mkdir()
    if trust is not None:
        (home / "config.toml").write_text(f'[projects."{root}"]\ntrust_level = "{trust}"\n')
    return root


@pytest.mark.promise("rules-projects")
@pytest.mark.parametrize("trust", [None, "untrusted"])
def test_a_project_that_is_not_trusted_has_no_rules(home: Path, tmp_path: Path, trust: str | None) -> None:
    rules, _ = read(home, project(tmp_path, home, trust) / "sub")
    assert [said(rules, name) for name in ("root", "no-root", "sub", "no-sub")] == [None] * 4
    assert said(rules, "good") == "allow"


@pytest.mark.promise("rules-projects")
def test_a_trusted_project_has_rules_and_lets_through_at_its_root_only(home: Path, tmp_path: Path) -> None:
    rules, _ = read(home, project(tmp_path, home, "trusted") / "sub")
    found = {name: said(rules, name) for name in ("root", "no-root", "sub", "no-sub", "good")}
    assert found == {
        "root": "allow",
        "no-root": "forbidden",
        "sub": None,
        "no-sub": "forbidden",
        "good": "allow",
    }


REQUIRED = """
[rules]
prefix_rules = [
  { pattern = [{ token = "good" }], decision = "prompt", justification = "look" },
  { pattern = [{ any_of = ["rm", "mv"] }, { token = "x" }], decision = "forbidden" },
]
"""


@pytest.mark.promise("rules-required")
def test_what_an_administrator_requires_is_stricter_than_what_a_user_allows(home: Path) -> None:
    rules, _ = read(home, requirements=REQUIRED)
    assert (said(rules, "good"), said(rules, "mv", "x"), said(rules, "mv", "y")) == (
        "prompt",
        "forbidden",
        None,
    )


@pytest.mark.promise("rules-required")
@pytest.mark.parametrize(
    ("table", "why"),
    [
        ('{ pattern = [], decision = "prompt" }', "has no `pattern`"),
        ('{ pattern = ["a"], decision = "prompt" }', "has in its `pattern` something else"),
        ('{ pattern = [{ token = "a", any_of = ["b"] }], decision = "prompt" }', "something else"),
        ('{ pattern = [{ any_of = [] }], decision = "prompt" }', "something else"),
        ('{ pattern = [{ token = "a" }] }', "has no `decision`"),
        ('{ pattern = [{ token = "a" }], decision = "allow" }', "not permitted"),
        ('{ pattern = [{ token = "a" }], decision = "prompt", justification = "" }', "is empty"),
    ],
)
def test_requirements_that_cannot_be_meant_end_the_start(home: Path, table: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why) as raised:
        read(home, requirements=f"[rules]\nprefix_rules = [{table}]\n")
    assert raised.value.is_fatal
    assert "index 0" in raised.value.text


@pytest.mark.promise("rules-read")
def test_a_file_that_has_changed_is_read_again_and_one_that_has_not_is_not(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = RuleBook(str(home))
    first, _ = read(home, book=book)
    opened: list[Any] = []
    real_open = os.open

    def counting(path: Any, *arguments: Any, **more: Any) -> int:
        opened.extend([path] if str(path).endswith(".rules") else [])
        return real_open(path, *arguments, **more)

    monkeypatch.setattr(os, "open", counting)
    second, _ = read(home, book=book)
    assert second.read is first.read
    assert opened == []
    (home / "rules" / "good.rules").write_text(FORBID.format("good"))
    assert said(read(home, book=book)[0], "good") == "forbidden"
    assert len(opened) == 1


@pytest.mark.promise("rules-added")
def test_a_rule_is_added_and_what_stands_there_stays(home: Path) -> None:
    file = home / "rules" / "default.rules"
    append_rule(str(home), ["git", "push"])
    assert file.read_text() == 'prefix_rule(pattern=["git", "push"], decision="allow")\n'
    file.write_text("# mine, without an end of line")
    file.chmod(0o640)
    append_rule(str(home), ["touch", 'a"b'])
    append_rule(str(home), ["touch", 'a"b'])
    assert file.read_text() == (
        '# mine, without an end of line\nprefix_rule(pattern=["touch", "a\\"b"], decision="allow")\n'
    )
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in file.parent.iterdir()) == ["default.rules", "good.rules"]


@pytest.mark.promise("rules-added")
def test_it_is_not_written_through_a_link_out_of_the_home(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("untouched")
    (home / "rules" / "default.rules").symlink_to(target)
    with pytest.raises(OSError, match="a link leads to"):
        append_rule(str(home), ["ls"])
    assert target.read_text() == "untouched"


@pytest.mark.promise("rules-added")
def test_a_file_that_is_full_or_no_file_stays_as_it_is(home: Path) -> None:
    file = home / "rules" / "default.rules"
    file.write_text("#" * MAX_FILE_BYTES)
    with pytest.raises(OSError, match="make it shorter"):
        append_rule(str(home), ["ls"])
    assert file.stat().st_size == MAX_FILE_BYTES
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(OSError, match="no regular file"):
        append_rule(str(home), ["ls"])


@pytest.mark.promise("rules-added")
def test_two_processes_that_add_at_once_lose_nothing(home: Path) -> None:
    script = (
        "import sys\nfrom appserver.config.rule_book import append_rule\n"
        "for number in range(20):\n    append_rule(sys.argv[1], [sys.argv[2], str(number)])\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(home), name]) for name in ("a", "b")]
    assert [process.wait(50) for process in running] == [0, 0]
    rules, notices = read(home)
    words = [(name, str(number)) for name in ("a", "b") for number in range(20)]
    assert notices == []
    assert {said(rules, *pair) for pair in words} == {"allow"}
    assert len(rules.read.rules) == len(words) + 1


@pytest.mark.promise("rules-added")
def test_what_is_added_in_memory_is_bounded(home: Path) -> None:
    book = RuleBook(str(home))
    for number in range(1_500):
        book.add([f"x{number}"])
        book.add(["x0"])
    assert len(book.added.rules) == 1_000
    assert book.added.rules[0].decision is Decision.ALLOW
