"""Which skills there are, what they say of themselves, and which of them count."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.skills import finding
from appserver.skills.reading import SkillError, read_skill
from tests.config.real_program import RealProgram
from tests.config.test_in_a_server import NO_SYSTEM, said
from tests.instructions.test_files import git, put

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def text(description: str = "d", more: str = "") -> str:
    return f"---\ndescription: {description}\n{more}---\nBody\n"


FILES: dict[str, str | bytes] = {
    "deep/er/still": text("x", "name: named\n"),
    ".hidden/x": text(),
    "a/b/c/d/e/f": text("six deep"),
    "a/b/c/d/e/f/g": text("seven deep"),
    "outer": text(),
    "outer/inner": text("a skill within a skill"),
    "short": text("s", "metadata:\n  short-description: sh\nlicense: MIT\nallowed-tools: [x]\n"),
    "integer": text("5", "name: 7\n"),
    "flag": text("true"),
    "colon": text("a: b: c"),
    "quoted": text('"a: b"'),
    "multi": text("|\n  one\n   two"),
    "anchor": "---\nx: &a hello\ndescription: *a\n---\n",
    "spaces": text("  a   b  ", "name: 'a b/c:d'\n"),
    "long": text("d" * 1100),
    "longest-name": text("d", f"name: {'n' * 64}\n"),
    "crlf": text().replace("\n", "\r\n"),
    "empty-name": text("d", "name: ''\n"),
}
"""Skills by their folders."""

BAD: dict[str, str | bytes] = {
    "plain": "no",
    "open": "---\nname: x\n",
    "undescribed": "---\nname: x\n---\n",
    "blank": text("''"),
    "null": text(""),
    "long-name": text("d", f"name: {'n' * 65}\n"),
    "bom": f"\ufeff{text()}",
    "nothing": "",
    "no-matter": "---\n---\nx",
}
"""Files that cannot be used, with the same words in the real program."""

OWN_WORDS: dict[str, tuple[str | bytes, str]] = {
    "list": ("---\n- a\n---\n", "invalid YAML: the front matter is no mapping of names to values"),
    "unclosed": (
        text("'x"),
        "invalid YAML: while scanning a quoted scalar, found unexpected end of stream at line 1",
    ),
    "bytes": (
        b"---\ndescription: \xff\n---\n",
        "failed to read file: it is not valid UTF-8, from byte 17 on",
    ),
    "twice": (
        text("a", "description: b\n"),
        "invalid YAML: duplicate field `description` at line 2 column 1",
    ),
    "collection": (text("[a]"), "invalid YAML: `description` is a collection, and not a text"),
}

YAML = """
interface:
  display_name: Disp
  short_description: sd
  icon_small: ./assets/i.svg
  icon_large: ../evil.png
  brand_color: '#112233'
  default_prompt: dp
dependencies:
  tools:
    - type: mcp
      value: gh
      description: dd
      transport: streamable_http
      url: http://x
    - value: nothing
"""

INTERFACES = {
    "whole": YAML,
    "broken": "interface: [\n",
    "wrong": "interface:\n  display_name: 5\n  brand_color: red\n  icon_small: /abs.png\n"
    f"  default_prompt: {'x' * 2000}\n",
    "empty": "",
}


def tree(root: Path) -> list[Path]:
    """Skills of every kind, everywhere; returns the folders to ask about."""
    skills = root / "home/skills"
    for name, content in {**FILES, **BAD}.items():
        put(skills / name / "SKILL.md", content)
    for name, content in INTERFACES.items():
        put(skills / name / "SKILL.md", text())
        put(skills / name / "agents/openai.yaml", content)
        put(skills / name / "assets/i.svg", "x")
    put(root / "outside/SKILL.md", text("by a link to its folder"))
    (skills / "linked").symlink_to(root / "outside")
    (skills / "circle").symlink_to(skills)
    (skills / "file-link").mkdir()
    (skills / "file-link/SKILL.md").symlink_to(put(root / "elsewhere.md", text()))
    (skills / "folder/SKILL.md").mkdir(parents=True)
    (skills / "pipe").mkdir()
    os.mkfifo(skills / "pipe/SKILL.md")
    put(root / "home/.agents/skills/own/SKILL.md", text("the user's own"))
    git(root / "p")
    for place in (".agents", ".codex", "a/.agents", "a/.codex"):
        put(root / "p" / place / f"skills/of-{place.replace('/', '-')}/SKILL.md", text())
    put(root / "p/.agents/skills/outer/SKILL.md", text("the same name"))
    (root / "p/a/b").mkdir()
    return [root / "p", root / "p/a/b", root, root / "missing"]


@pytest.fixture
async def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[appserver.AppServerClient]:
    """A client of a server with a home, whose user lives there too."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    async with appserver.start(home=tmp_path / "home", loader_overrides=NO_SYSTEM) as client:
        yield client


async def listed(client: appserver.AppServerClient, *cwds: Path) -> list[Any]:
    """The entries as they go over the wire, without what the real program brings along."""
    answer = await client.request(p.SkillsListParams(cwds=[str(cwd) for cwd in cwds]))
    return without_system(answer.to_wire()["data"])


def without_system(entries: list[Any]) -> list[Any]:
    return [
        {**entry, "skills": [skill for skill in entry["skills"] if skill["scope"] != "system"]}
        for entry in entries
    ]


@pytest.mark.promise("skills-found")
async def test_the_same_skills_and_errors_as_in_the_real_program(
    client: appserver.AppServerClient, tmp_path: Path
) -> None:
    cwds = tree(tmp_path)
    ours = await listed(client, *cwds)
    with RealProgram(tmp_path / "home", "") as real:
        theirs = without_system(real.ask("skills/list", cwds=[str(cwd) for cwd in cwds])["result"]["data"])
    assert [entry["cwd"] for entry in ours] == [entry["cwd"] for entry in theirs]
    for own, their in zip(ours, theirs, strict=True):
        assert own["skills"] == their["skills"]
        assert own["errors"] == their["errors"]


@pytest.mark.promise("skills-found")
@pytest.mark.parametrize("case", OWN_WORDS)
async def test_what_cannot_be_read_is_said_with_its_place(
    client: appserver.AppServerClient, tmp_path: Path, case: str
) -> None:
    content, reason = OWN_WORDS[case]
    path = put(tmp_path / "home/skills/bad/SKILL.md", content)
    put(tmp_path / "home/skills/good/SKILL.md", text())
    (entry,) = await listed(client, tmp_path)
    assert [skill["name"] for skill in entry["skills"]] == ["good"]
    ((where, message),) = [(error["path"], error["message"]) for error in entry["errors"]]
    assert (where, message[: len(reason)]) == (str(path), reason)


@pytest.mark.promise("skills-found")
async def test_system_skills_of_the_home_are_shown_as_such(
    client: appserver.AppServerClient, tmp_path: Path
) -> None:
    put(tmp_path / "home/skills/.system/theirs/SKILL.md", text())
    answer = await client.request(p.SkillsListParams(cwds=["/"]))
    assert [(skill.name, skill.scope) for skill in answer.data[0].skills] == [("theirs", "system")]


@pytest.mark.promise("skills-bounds")
async def test_the_list_is_never_old(client: appserver.AppServerClient, tmp_path: Path) -> None:
    for name in ("one", "two"):
        put(tmp_path / f"home/skills/{name}/SKILL.md", text(name))
        (entry,) = await listed(client, tmp_path)
        assert entry["skills"][-1]["description"] == name
    answer = await client.request(p.SkillsListParams(force_reload=True))
    assert answer.data[0].cwd == str(Path.cwd())
    assert len([skill for skill in answer.data[0].skills if skill.scope == "user"]) == 2


@pytest.mark.promise("skills-bounds")
async def test_no_tree_is_too_large(
    client: appserver.AppServerClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MAX_FOLDERS", 10)
    skills = tmp_path / "home/skills"
    for number in range(20):
        put(skills / f"s{number:02}/SKILL.md", text())
    put(tmp_path / "home/.agents/skills/other/SKILL.md", text())
    put(skills / "s00/SKILL.md", text() + "x" * (2 << 20))
    put(skills / "s01/SKILL.md", text("d" * 100_000))
    put(skills / "s02/SKILL.md", f"---\ndescription: {'[' * 100}\n---\n")
    (entry,) = await listed(client, tmp_path)
    assert [skill["name"] for skill in entry["skills"]] == ["other", "s00", *[f"s0{n}" for n in range(3, 9)]]
    said = {Path(error["path"]).parent.name: error["message"] for error in entry["errors"]}
    assert said["home"] == "only 10 folders of it were looked at"
    assert "has more than 65536 bytes" in said["s01"]
    assert "too deep" in said["s02"]


@pytest.mark.promise("skills-found")
async def test_skills_are_switched_off_and_on_in_the_users_file(
    client: appserver.AppServerClient, tmp_path: Path
) -> None:
    file = tmp_path / "home/config.toml"
    file.write_text("# mine\nmodel_provider = 'openai'  # and mine\n")
    path = str(put(tmp_path / "home/skills/one/SKILL.md", text()))
    put(tmp_path / "home/skills/two/SKILL.md", text())

    async def off() -> list[str]:
        (entry,) = await listed(client, tmp_path)
        return [skill["name"] for skill in entry["skills"] if not skill["enabled"]]

    async def switch(**fields: Any) -> bool:
        return (await client.request(p.SkillsConfigWriteParams(**fields))).effective_enabled

    before = file.read_text()
    assert await switch(path=path, enabled=True)
    assert file.read_text() == before
    assert not await switch(path=path, enabled=False)
    assert not await switch(path=path, enabled=False)
    assert not await switch(name="two", enabled=False)
    assert await off() == ["one", "two"]
    entries = "\n".join(
        f"[[skills.config]]\n{said}\nenabled = false\n" for said in (f'path = "{path}"', 'name = "two"')
    )
    assert file.read_text() == f"{before}\n{entries}"
    assert await switch(path=path, enabled=True)
    assert await off() == ["two"]
    assert await switch(name="two", enabled=True)
    assert await off() == []
    assert file.read_text().strip() == before.strip()
    for fields in (
        {"enabled": True},
        {"path": path, "name": "x", "enabled": True},
        {"name": " ", "enabled": True},
    ):
        with pytest.raises(appserver.ServerError) as raised:
            await switch(**fields)
        assert raised.value.code == -32602
        assert raised.value.message == "skills/config/write requires exactly one of path or name"
    file.write_text("skills = [")
    with pytest.raises(appserver.ServerError, match=r"failed to load configuration: .*config.toml:1:"):
        await switch(name="two", enabled=False)
    assert file.read_text() == "skills = ["
    (entry,) = await listed(client, tmp_path)
    assert entry["skills"] == []
    assert entry["errors"][0]["message"].startswith(f"failed to reload config: {file}:1:")


@pytest.mark.promise("skills-found")
async def test_further_roots_hold_until_others_are_set(
    client: appserver.AppServerClient, tmp_path: Path
) -> None:
    put(tmp_path / "extra/e/SKILL.md", text())
    put(tmp_path / "extra/SKILL.md", text("the root itself"))

    async def found() -> list[tuple[str, str]]:
        (entry,) = await listed(client, tmp_path)
        return [(skill["name"], skill["scope"]) for skill in entry["skills"]]

    roots = [str(tmp_path / name) for name in ("extra", "missing")]
    await client.request(p.SkillsExtraRootsSetParams(extra_roots=roots))
    assert await said(client, "skills/changed")
    assert await found() == [("e", "user"), ("extra", "user")]
    await client.request(p.SkillsExtraRootsSetParams(extra_roots=[]))
    assert await found() == []
    with pytest.raises(appserver.ServerError, match="takes 64 roots at the most, not 65"):
        await client.request(p.SkillsExtraRootsSetParams(extra_roots=[f"/{number}" for number in range(65)]))


@pytest.mark.promise("skills-found")
async def test_without_a_home_there_are_none(tmp_path: Path) -> None:
    put(tmp_path / ".agents/skills/one/SKILL.md", text())
    async with appserver.start() as client:
        assert await listed(client, tmp_path) == [{"cwd": str(tmp_path), "skills": [], "errors": []}]
        with pytest.raises(appserver.ServerError, match="no home"):
            await client.request(p.SkillsConfigWriteParams(name="x", enabled=False))


FORMS = (
    "",
    "a = 1",
    "a = 1\n[skills]\nconfig = []\n",
    "[skills]\nconfig = [{path='/x', enabled=true}]\n[b]\nc=1\n",
    "[skills.other]\nx=1\n",
    "[skills]\n# note\nfoo = 1\n\n[tail]\ny=1\n",
    "skills = {foo=1}\n",
    "[[skills.config]]\npath='/y'\nenabled=true\n# c\n[tail]\ny=1\n",
    "\ufeffa=1\n",
)
"""Files in which entries stand, or could stand, in every form that TOML has for them."""


@pytest.mark.promise("skills-found")
@pytest.mark.parametrize("before", FORMS)
async def test_entries_fit_the_form_that_is_there(
    client: appserver.AppServerClient, tmp_path: Path, before: str
) -> None:
    file = tmp_path / "home/config.toml"
    file.write_text(before)

    def read() -> dict[str, Any]:
        return tomllib.loads(file.read_text().removeprefix("\ufeff"))

    def without(data: dict[str, Any]) -> dict[str, Any]:
        """All but the entries that the test is about, and tables that hold nothing else."""
        skills = dict(data.get("skills", {}))
        kept = [entry for entry in skills.pop("config", []) if entry.get("path") == "/y"]
        skills.update({"config": kept} if kept else {})
        found = {key: value for key, value in data.items() if key != "skills"}
        return {**found, **({"skills": skills} if skills else {})}

    at_first = without(read())
    await client.request(p.SkillsConfigWriteParams(path="/x", enabled=False))
    await client.request(p.SkillsConfigWriteParams(name="/x", enabled=False))
    entries = [entry for entry in read()["skills"]["config"] if entry.get("path") != "/y"]
    assert entries == [{"path": "/x", "enabled": False}, {"name": "/x", "enabled": False}]
    assert without(read()) == at_first
    await client.request(p.SkillsConfigWriteParams(path="/x", enabled=True))
    await client.request(p.SkillsConfigWriteParams(name="/x", enabled=True))
    assert without(read()) == at_first
    assert "/x" not in file.read_text()
    for comment in ("# note", "# c"):
        assert (comment in before) == (comment in file.read_text())


@pytest.mark.parametrize("kind", ["folder", "pipe", "nothing", "no text"])
def test_what_is_no_file_leaves_no_descriptor(kind: str, tmp_path: Path) -> None:
    """As when it takes the place of a file that was seen."""
    path = tmp_path / "SKILL.md"
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "no text":
            path.write_bytes(b"\xff")
        case _:
            pass
    held = len(list(Path("/dev/fd").iterdir()))
    with pytest.raises(SkillError, match="failed to read file"):
        read_skill(str(path), "repo")
    assert len(list(Path("/dev/fd").iterdir())) == held


async def test_a_request_asks_for_so_many_folders(tmp_path: Path) -> None:
    async with appserver.start(home=tmp_path, loader_overrides=NO_SYSTEM) as client:
        answer = await client.request(p.SkillsListParams(cwds=["/"] * 256))
        assert len(answer.data) == 256
        with pytest.raises(appserver.ServerError, match="256 cwds at the most, not 257; ask for some"):
            await client.request(p.SkillsListParams(cwds=["/"] * 257))
