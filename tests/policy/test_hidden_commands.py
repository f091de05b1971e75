"""Commands that hide behind others: whatever runs them, they are held up, and never let through for their own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from appserver.config.command_rules import Decision
from appserver.policy import hidden_commands, shell_words
from appserver.policy.hidden_commands import MAX_DEPTH, MAX_LOOKED_INTO, shown_commands
from appserver.policy.model_commands import CommandVerdict, is_forced_removal
from appserver.policy.scripts import MAX_CHARACTERS
from appserver.policy.wrappers import SHELLS, WRAPPERS
from tests.policy.test_matrix import SANDBOXES, judged, rules

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.promise("commands-found")

ASK, REFUSE, RUN = CommandVerdict.ASK, CommandVerdict.REFUSE, CommandVerdict.RUN
WORKSPACE = SANDBOXES["workspace-write"]

WAYS: Sequence[str] = (
    *("trap '{}' EXIT", 'trap -- "{}" INT TERM', "alias x='{}'", "eval {}", "eval '{}'", "eval 'true;' '{}'"),
    *("su -c '{}'", "su root -c '{}'", "su -c'{}' root", "su --command='{}'", "su - root -c '{}'"),
    *(
        "runuser -u root -- {}",
        "sg root '{}'",
        "sudo {}",
        "sudo -u root {}",
        "sudo -u root -g x -- {}",
        "doas {}",
    ),
    *("env -S '{}'", "env -S'{}'", "env --split-string='{}'", "env -i A=1 {}", "env -u A {}", "A=1 B=2 {}"),
    *(
        "watch {}",
        "watch '{}'",
        "watch -n 1 '{}'",
        "watch -n 1 {}",
        "script -c '{}' /dev/null",
        "script -qc '{}'",
    ),
    *(
        "echo x | xargs {}",
        "echo x | xargs -n 1 {}",
        "xargs -I % sh -c '{}'",
        "xargs -I{{}} {}",
        "parallel {} ::: x",
    ),
    *(
        "find . -exec {} +",
        "find . -name x -execdir {} ';'",
        "find . -ok {} \\;",
        "find . -exec sh -c '{}' \\;",
    ),
    *("nice {}", "nice -n 5 {}", "nice -5 {}", "ionice -c 3 {}", "nohup {}", "nohup {} &", "setsid -w {}"),
    *(
        "timeout 5 {}",
        "timeout 5.5 {}",
        "timeout -k 1 5 {}",
        "timeout -s KILL 1h {}",
        "timeout --foreground 5s {}",
    ),
    *(
        "stdbuf -o0 {}",
        "strace -f {}",
        "unshare -r {}",
        "chroot / {}",
        "taskset 0x1 {}",
        "flock f {}",
        "flock f -c '{}'",
    ),
    *("ssh host {}", "ssh host '{}'", "ssh -p 22 host {}", "ssh -i key -l me host '{}'", "busybox {}"),
    *(
        "sh -c '{}'",
        "bash -lc '{}'",
        "bash -xc '{}'",
        "bash -c -- '{}'",
        "bash -o pipefail -c '{}'",
        "dash -ec '{}'",
    ),
    *(
        "bash --norc -c '{}' name",
        "fish -c '{}'",
        "/usr/bin/env bash -c '{}'",
        "unknown-wrapper bash -c '{}'",
    ),
    *(
        "exec {}",
        "exec -a name {}",
        "command {}",
        "command -p {}",
        "builtin command {}",
        "time {}",
        "time -p {}",
        "! {}",
    ),
    *(
        "coproc {}",
        "{} | cat",
        "true && {}",
        "false || {}",
        "true; {}",
        "true & {}",
        "true\n{}",
        "({})",
        "{{ {}; }}",
    ),
    *(
        "if {}; then :; fi",
        "if :; then {}; fi",
        "while {}; do :; done",
        "until :; do {}; done",
        "f() {{ {}; }}; f",
    ),
    *(
        "case a in a) {};; esac",
        "for x in a; do {}; done",
        "if :; then :; elif {}; then :; fi",
        "if :; then :; else {}; fi",
    ),
    *(
        "echo $({})",
        'echo "$({})"',
        "echo `{}`",
        'echo "`{}`"',
        "cat <({})",
        "tee >({})",
        "{} > out",
        "{} 2>&1",
    ),
    *(
        "bash <<EOF\n{}\nEOF",
        "cat <<EOF | sh\n{}\nEOF",
        "bash <<< '{}'",
        "echo '{}' | sh",
        "echo '{}' | tee x | bash -s",
    ),
    *(
        "printf '%s' '{}' | ssh host",
        "sh < <(echo '{}')",
        "bash <(echo '{}')",
        "echo '{}' | at now",
        "X='{}'; $X",
    ),
    *(
        "echo '{}' | sudo sh",
        "tmux new-session '{}'",
        "sudo env A=1 nice -n 5 timeout 5 {}",
        "bash -c \"su -c '{}'\"",
    ),
    *(
        "cat < <({})",
        "while read x; do :; done < <({})",
        "mapfile -t a < <({})",
        "echo x > >({})",
        "echo '{}' > >(sh)",
        "cat <<< `{}`",
        "2>err {}",
        "1>&2 {}",
        "&>out {}",
        "<in >out {}",
    ),
    *("echo {} | sh", "printf '%s ' {} | bash", "sh <(echo {})", ". <(echo {})", "source <(echo '{}')"),
    *(
        "cat > f <<'E'\ndon't\nE\n{}",
        'cat <<E\n"\nE\n{}',
        "cat <<-E\n\tit's\n\tE\n{}",
        "cat <<A <<B\n'\nA\n'\nB\n{}",
        "cat <<E\n{}\nE",
    ),
    *("# don't\n{}", 'echo x # "\n{}', "echo ${{#a}}; {}", "echo a#b; {}"),
    *("echo $'\\''; {}", "echo $'a\\'b'; {}; echo $'\\''", "echo it\\'s; {}; echo it\\'s", "echo don't\n{}"),
    *(
        "docker run --rm -v a:b box {}",
        "docker exec -it box {}",
        "podman exec box sh -c '{}'",
        "kubectl exec -it pod -c box -- {}",
    ),
    *("uv run {}", "uv run --with x -- {}", "poetry run {}", "npx {}", "npm exec -- {}", "direnv exec . {}"),
    *("fd x -x {}", "fd x --exec-batch {}", "tar -I '{}' -cf a b", "rsync -e '{}' a b:"),
    *(
        "git bisect run {}",
        "git submodule foreach {}",
        "git submodule foreach '{}'",
        "git rebase -x '{}' main",
        "git rebase --exec='{}' main",
        "git filter-branch --tree-filter '{}'",
        "git -c alias.x='!{}' x",
        "git -c core.pager='{}' log",
        "git config alias.x '!{}'",
    ),
)
"""Ways to have a command run, with a gap for it."""


@pytest.mark.parametrize("said", [Decision.PROMPT, Decision.FORBIDDEN])
def test_rules_hold_it_up(said: Decision) -> None:
    held = rules(("curl", said), *((name, Decision.ALLOW) for name in WRAPPERS))
    expected = (ASK if said is Decision.PROMPT else REFUSE, False)
    found = {way: judged(way.format("curl x"), "on-request", WORKSPACE, rules=held) for way in WAYS}
    assert [way for way, one in found.items() if (one.verdict, one.is_free) != expected] == []


@pytest.mark.parametrize("removal", ["rm -f x", "/bin/rm -rf x", "rm x --forc", "\\rm -fr x", "r'm' -f x"])
def test_a_forced_removal_is_asked_about(removal: str) -> None:
    plain = removal.replace("'", "")  # where the way has quotes of its own
    scripts = [way.format(plain if "'" in way else removal) for way in WAYS]
    assert [script for script in scripts if not is_forced_removal(script)] == []
    full = SANDBOXES["full access"]
    assert {judged(script, "on-request", full).verdict for script in scripts} == {ASK}
    assert {judged(script, "never", full).verdict for script in scripts} == {REFUSE}


@pytest.mark.parametrize(
    "script",
    [
        "$'\\x72m' -f x",
        "$'r\\155' -f x",
        '$"rm" -f x',
        '"r"m -"f" x',
        "{rm,-f,x}",
        "r\\\nm -f x",
        "rm\t-f x",
        "rm -f x\r\n",
    ],
)
def test_words_are_read_as_a_shell_reads_them(script: str) -> None:
    assert is_forced_removal(script)


def test_what_does_not_remove_by_force_is_not_asked_about() -> None:
    found = {way: judged(way.format("rm x"), "on-request", WORKSPACE).verdict for way in WAYS}
    assert [way for way, verdict in found.items() if verdict is not RUN] == []


def test_nothing_behind_another_is_let_through_for_its_own_name() -> None:
    allowed = rules(("touch", Decision.ALLOW))
    for wrapper in (*sorted(WRAPPERS), "unknown-wrapper", "/tmp/own", "./own"):
        for script in (f"{wrapper} touch a", f"{wrapper} -x 5 touch a", f"{wrapper} 'touch a'"):
            assert not judged(script, "untrusted", WORKSPACE, rules=allowed).is_free, script


def test_no_rule_for_whatever_another_runs_is_proposed_to_the_user() -> None:
    for wrapper in sorted({*WRAPPERS} - SHELLS):
        for words in ([wrapper], [wrapper, "5"], [wrapper, "-u", "root"], [wrapper, "A=1"]):
            script = " ".join([*words, "touch", "a"])
            found = judged(script, "on-request", WORKSPACE, leaves_sandbox=True, wanted=words)
            assert found.proposal is not None
            assert found.proposal[-2:] == ("touch", "a") or found.proposal[:2] == ("/bin/bash", "-lc"), script


@pytest.mark.parametrize(
    "words", [["bash", "-o"], ["python3", "-W", "error"], ["git", "-C", "x"], ["node", "-r", "x"]]
)
def test_an_option_does_not_say_what_runs(words: list[str]) -> None:
    found = judged(" ".join([*words, "a"]), "on-request", WORKSPACE, leaves_sandbox=True, wanted=words)
    assert found.proposal == (*words, "a")


@pytest.mark.parametrize(
    "script",
    [
        *(
            "git rm -f a",
            "docker rm -f a",
            "echo rm -f",
            "cat rm -f",
            "grep -r rm -f words",
            "git commit -m 'rm -f x'",
        ),
        *(
            "rm -- -f",
            "rm -r a",
            "ls -f",
            "man rm",
            "which rm",
            "sudo ls rm -f",
            "timeout 5 ls rm",
            "echo 'rm -f x'",
        ),
        *(
            "python3 script.py rm -f x",
            "ssh host ls rm",
            "bash script.sh rm -f",
            "echo 'rm -f x' | grep rm",
            "farm -f",
            "# rm -f x\nls",
            "ls # ; rm -f x",
            "cat <<E > f\ndon't rm -f x\nE",
            "docker run box ls rm -f",
            "git commit -m '!rm -f x'",
            "git log --grep='rm -f x'",
        ),
    ],
)
def test_words_that_are_no_command_are_not_asked_about(script: str) -> None:
    assert not is_forced_removal(script)


@pytest.mark.parametrize(
    "script",
    [
        "true; " + "x" * MAX_CHARACTERS + "; rm -f y",
        "$(" * (MAX_DEPTH + 3) + "rm -f y",
        "eval " * 40 + "rm -f y",
        "bash -c " * 1_000 + "'rm -f y'",
        "su -c 'a b' " * 1_000 + "; rm -f y",
    ],
    ids=["long", "deep", "deep words", "many", "much"],
)
def test_what_is_too_much_to_look_into_is_held_up_for_a_word(script: str) -> None:
    assert is_forced_removal(script)
    held = rules(("rm", Decision.FORBIDDEN))
    assert judged(script, "on-request", WORKSPACE, rules=held).verdict is REFUSE


@pytest.mark.parametrize(
    "text",
    [
        "-exec sh r-m-f ",
        "sh 'a b' ",
        "trap 'x `y`' ",
        "A='x y' ",
        "`a`b",
        "su -c 'a;b' ",
        "$'\\'",
        "\"'",
        "<<a ",
        "sh|a b|",
    ],
)
def test_no_text_is_looked_into_without_end(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a command of 16 KiB holds up everybody for a minute."""
    looked: list[int] = []
    real = shell_words.simple_commands

    def look(script: str) -> object:
        looked.append(len(script))
        return real(script)

    monkeypatch.setattr(hidden_commands, "simple_commands", look)
    for _ in shown_commands(text * (MAX_CHARACTERS // len(text))):
        pass
    assert sum(looked) <= MAX_LOOKED_INTO
