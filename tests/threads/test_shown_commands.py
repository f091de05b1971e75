"""What a command does, and how it is written, beside the real program: a table of commands, and what differs."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.events import ServerRequest
from appserver.execution.quoting import shell_line
from appserver.turns.items.command_actions import command_actions
from tests.engine.provider import TestProvider, call_events, text_events
from tests.engine.turns import new_thread, start_turn

if TYPE_CHECKING:
    from tests.engine.provider import Answer

TABLE = """\
cat a.txt
cat a b
cat -n a.txt
cat
cat -
cat -- a
cat /etc/hosts
cat 'a b.txt'
cat ./sub/a.txt
head a
head -n 5 a
head -5 a
head -n5 a
head -c 5 a
tail a
tail -n 5 a
tail -n +5 a
tail -5 a
tail -f a
sed -n 1,5p a
sed -n '1,5p' a
sed -n 5p a
sed -n '$p' a
sed -i s/a/b/ a
sed 's/a/b/' a
sed -n 1,5p
nl a
nl -ba a
less a
more a
bat a
wc -l a
wc a
ls
ls -la
ls -la src
ls src tests
ls -I x
ls --color=never src
tree
tree -L 2 src
find
find .
find . -name x.py
find src -type f
find . -name x.py -type f
find . -maxdepth 2
find . -name x -delete
rg foo
rg foo src
rg -n foo src
rg --files
rg --files src
rg -l foo
rg -g x foo
rg -i foo src tests
rg foo -n src
rg -e foo src
rg 'a b' src
grep foo a
grep -n foo a
grep -rn foo .
grep -R foo src
grep foo
grep -e foo a
grep -E 'a|b' a
egrep foo a
fgrep foo a
ag foo
ack foo src
git grep foo
git grep -n foo src
git status
git diff
git ls-files
git log
git show HEAD
pwd
echo hi
printf hi
cd src
cd src && ls
cd src && cat a
cd src && rg foo
cat a | head
cat a | head -n 5
cat a | wc -l
cat a | grep foo
rg foo | head -n 5
rg --files | head -n 50
ls | head
ls && cat a
cat a; cat b
cat a && git status
ls | sort | uniq
find . -type f | sort
nl -ba a | sed -n 1,5p
cat a | tail -n 5
true
python3 -c x
python3 a.py
jq . a
awk '{print}' a
awk '{print $1}' a
sort a
uniq a
stat a
file a
du -sh .
which ls
env
date
echo hi && ls
ls -1
ls -a src/
cat src/../a
fd x
fd x src
fd
exa
eza src
npm test
cargo build
yes | head -n 1
bash -lc 'cat a'
bash -c 'ls src'
rg -A 3 foo src
rg --type py foo
grep -A 3 foo a
grep -c foo a
ls -d src
cat <a
git branch
git branch -a
pip list
xxd a
hexdump a
strings a
readlink a
diff a b
cut -d: -f1 a
tr a b
column -t a
cat a |
ls -l | awk '{print $1}'
sed -n '1,5p;7p' a
sed -n -e 1,5p a
find src -name '*.py'
find . -iname x
find . -path x
rg foo .
rg -F foo src
rg -uu foo
rg --hidden foo
rg -C3 foo
grep --include=x -r foo src
ls a/b/c
ls a/src
ls a/build/
ls ../x
ls /usr/lib
ls ..
rg foo a/b.txt
rg foo a/src/
grep foo /etc/hosts
find a/b -name x
find a/src
find -name x
find /usr/lib/x
tree a/b
du -sh a/b
git ls-files a/b
git ls-files --others
git grep foo a/b
rg --files a/b
fd x a/b
cat a/../b.txt
cd a && cd b && cat c
cd /usr && cat c
cd a; ls
ls; cd a
ls | wc
ls | sort -r
ls | sort -o x
cat a | sed -n 1,5p
cat a | cut -c1-5
cat a | tr a b
rg foo | sort | uniq -c
rg foo | wc -l
rg foo || true
true && ls
ls && true
ls && echo done
echo a; echo b
printf a && ls
cat a | head -c 5
cat a | xargs ls
ls | xargs cat
ls | tee x
sed -n 1,5p a | head -n 2
sed -n 1,5p a && sed -n 1,5p b
git status && ls
rg -n "foo bar" src | head -n 40
rg
rg -n
grep
ag
tail
head -n 5
nl
ls ""
cat 'x
cat ''
cat a > /dev/null
rg --files | rg foo
ls -la | grep foo
find . -type f | grep foo
find . -type f | wc -l
rg --files -g x
rg --files -g x src
eza -la src
less -N a
bat -n a
bat --pager less a
awk 1 a
grep -f pat a
tree -o x
ls -R a
find . -size +1k
find . -newer x"""
COMMANDS = TABLE.split("\n")

DIFFERENT = {
    "find . -name x -delete": "it removes what it finds",
    "cd src": "Codex shows nothing at all",
    "awk '{print}' a": "its program may run and write anything",
    "awk '{print $1}' a": "likewise",
    "awk 1 a": "likewise",
    "ls -l | awk '{print $1}'": "likewise",
    "ls | sort -o x": "it writes a file",
    "ls | tee x": "likewise",
    "tree -o x": "likewise",
    "cat a | xargs ls": "it runs a command",
    "ls | xargs cat": "likewise",
    "find -name x": "what is searched for is not where",
    "grep -f pat a": "a file says what is searched for",
    "sed -n 1,5p a | head -n 2": "the filter is left out, as elsewhere",
    "cat ''": "there is no such file",
}
"""Where ours differs, and why."""

WORDS = [
    "x,y",
    "a=b",
    "a%b",
    "a^b",
    "a]b",
    "a[b",
    "a{b",
    "a~b",
    "a#b",
    "~",
    "#a",
    "echo 'a b'",
    'echo "a"',
    "echo 'a' \"b\"",
    "echo 'a' $HOME",
    "echo '!'",
    "echo it's \\ x",
    "",
    "a\nb",
    "é",
    "echo 'a' `ls`",
    "echo 'a'\\n",
    "a!b",
    "a'b",
    "a'$b",
    "'",
    "$'",
    "a\tb",
    "a@b:c+d",
    "-x",
    "echo '^' '$'",
    'echo "it\'s $x"',
    "echo ''",
    "^a'",
    "a\\'b",
]
AT_ONCE = 24
DONE = {
    "type": "response.completed",
    "response": {"id": "r", "usage": {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}},
}


async def shown_by_the_real_program(commands: list[str], place: Path) -> dict[str, dict[str, Any]]:
    """What the real program asks about each command."""
    module = pytest.importorskip(
        "codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin"
    )
    parts = [commands[start : start + AT_ONCE] for start in range(0, len(commands), AT_ONCE)]
    answers: list[Answer] = []
    for part in parts:
        calls = [
            event
            for number, command in enumerate(part)
            for event in call_events("exec_command", {"cmd": command, "login": False}, f"c{number}", number)
        ]
        answers += [[*calls, DONE], [*text_events("ok")[:-1], DONE]]
    home, work = place / "home", place / "work"
    home.mkdir()
    work.mkdir()
    shown: dict[str, dict[str, Any]] = {}
    with TestProvider(*answers) as provider:
        (home / "config.toml").write_text(
            f'model = "m"\nmodel_provider = "mock"\n[model_providers.mock]\nname = "Mock"\n'
            f'base_url = "{provider.base_url}"\n'
        )
        environment = {"CODEX_HOME": str(home), "HOME": str(home), "PATH": os.environ["PATH"]}
        program = [str(module.bundled_codex_path()), "app-server"]
        async with appserver.connect(
            command=program, cwd=work, env=environment, experimental_api=True, connect_timeout=60
        ) as client:
            for part in parts:
                settings: dict[str, Any] = {"approval_policy": "untrusted", "sandbox": "read-only"}
                thread_id = await new_thread(client, cwd=str(work), **settings)
                await start_turn(client, thread_id)
                async for event in client:
                    if isinstance(event, ServerRequest):
                        params = event.params.to_wire()
                        shown[part[int(params["itemId"][1:])]] = params
                        await client.resolve_server_request(event.id, {"decision": "decline"})
                    if isinstance(event, p.TurnCompletedNotification):
                        break
    return shown


@pytest.mark.timeout(180)
@pytest.mark.promise("value-command-actions")
async def test_commands_are_shown_as_by_the_real_program(tmp_path: Path) -> None:
    assert len(COMMANDS) > 200
    shown = await shown_by_the_real_program([*COMMANDS, *WORDS], tmp_path)
    work = tmp_path / "work"
    different = {
        command
        for command in COMMANDS
        if shown[command]["commandActions"]
        != [
            action.to_wire()
            for action in command_actions(("/bin/bash", "-c", command), is_shell=True, cwd=work)
        ]
    }
    assert different == set(DIFFERENT)
    lines = {command: shell_line(["/bin/bash", "-c", command]) for command in shown}
    assert lines == {command: params["command"] for command, params in shown.items()}


@pytest.mark.promise("value-command-actions")
@pytest.mark.parametrize("letters", ["ab '\"$`!^\\\n=,é~", "'^", "'\"\\", " a^!"])
def test_a_line_has_just_the_words_that_it_is_made_of(letters: str) -> None:
    numbers = range(len(letters) ** 2)
    for number in numbers:
        first, second = letters[number % len(letters)], letters[number // len(letters)]
        words = [f"{first}{second}", "", f"x{second}{first}y{first}"]
        assert shlex.split(shell_line(words)) == words


@pytest.mark.promise("value-command-actions")
@pytest.mark.parametrize(
    "script",
    [
        "rg --pre ./evil x",
        "rg --pre=./evil x",
        "rg --pr ./evil x",
        "rg -iz x",
        "find . -exec ./evil ;",
        "find . -fprint x",
        "git grep -O./evil x",
        "git grep --open-files-in-pager=./evil x",
        "git -c core.pager=./evil grep x",
        "fd -x ./evil",
        "ag --pager ./evil x",
        "less +!./evil a",
        "less -o made a",
        "more -x a",
        "tail -f a",
        "ls; ./evil",
        "cat a | sh",
        "cat a > b",
        "cat $(evil)",
        "A=1 cat a",
        "/bin/cat a",
        "./cat a",
        "ls | sort --output=x",
        "ls | uniq a b",
        "sed -n 1,5p a b",
        "sed -n 1e a",
        "cat a\0b",
        "cat a" + "a" * 5_000,
    ],
)
def test_what_runs_or_writes_something_is_not_shown_as_less(script: str) -> None:
    (action,) = command_actions(("/bin/sh", "-c", script), is_shell=True, cwd=Path("/w"))
    assert action.to_wire() == {"type": "unknown", "command": script}
