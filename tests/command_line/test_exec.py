"""`appserver exec` as a program in pipes."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from appserver import protocol as p
from appserver.command_line.exec import HOW_TO_ASK, OFFLINE
from tests.command_line.program import finish, messages, run_program, start_program

if TYPE_CHECKING:
    from typing import IO

NOTICE = f"appserver: {OFFLINE}; {HOW_TO_ASK}\n"
ANSWER = "This is the offline agent. No model is involved: it answers by fixed rules.\n"


def read_until(stream: IO[bytes] | None, text: bytes) -> bytes:
    assert stream is not None
    read = b""
    while text not in read:
        line = stream.readline()
        assert line, f"{text!r} never came, but {read!r}"
        read += line
    return read


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.mark.promise("exec-text")
def test_a_prompt_is_answered_in_plain_text(tmp_path: Path) -> None:
    result = run_program("exec", "hello there", cwd=tmp_path)
    assert result.returncode == 0
    assert f"\n{ANSWER}\nYou wrote 2 words:\nhello there\n" in result.stdout
    assert result.stdout.endswith("\n")
    assert "\x1b" not in result.stdout
    assert result.stderr == NOTICE


@pytest.mark.promise("exec-json")
def test_json_is_one_wire_message_a_line_and_nothing_else(tmp_path: Path) -> None:
    result = run_program(
        "exec", "--json", "--approve", "accept", "!echo out; exit 3\n>f.txt text", cwd=tmp_path
    )
    assert result.returncode == 0
    sent = messages(result.stdout)
    assert all(message.keys() in ({"method", "params"}, {"id", "method", "params"}) for message in sent)
    for message in sent:
        if "id" not in message:
            decoded = p.decode_notification(message["method"], message["params"])
            assert not isinstance(decoded, p.UnknownNotification)
    methods = [message["method"] for message in sent]
    assert methods[0] == "thread/started"
    assert methods[-1] == "turn/completed"
    assert methods.count("item/commandExecution/requestApproval") == 1
    assert methods.count("item/fileChange/requestApproval") == 1
    text = "".join(m["params"]["delta"] for m in sent if m["method"] == "item/agentMessage/delta")
    assert "`echo out; exit 3` ended with exit status 3.\n- f.txt was added." in text
    assert sent[0]["params"]["thread"]["source"] == "exec"
    assert (tmp_path / "f.txt").read_text() == "text\n"
    assert result.stderr == NOTICE


@pytest.mark.promise("exec-approve")
def test_without_a_terminal_approvals_are_declined(tmp_path: Path) -> None:
    result = run_program("exec", "!touch made\n>f.txt text", cwd=tmp_path)
    assert result.returncode == 0
    assert "$ touch made\n[declined]\n" in result.stdout
    assert "+text\n[declined]\n" in result.stdout
    assert "declined, there is nobody to ask: touch made (see --approve)" in result.stderr
    assert f"declined, there is nobody to ask: add {tmp_path / 'f.txt'}" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.promise("exec-approve")
@pytest.mark.parametrize(
    ("approve", "asked", "run"), [("decline", 2, 0), ("accept", 2, 2), ("accept-for-session", 1, 2)]
)
def test_approve(tmp_path: Path, approve: str, asked: int, run: int) -> None:
    writes = ("-c", 'sandbox_mode="workspace-write"')
    result = run_program(
        "exec", *writes, "--json", "--approve", approve, "!echo x >> log\n!echo x >> log", cwd=tmp_path
    )
    requests = [message for message in messages(result.stdout) if "id" in message]
    assert len(requests) == asked
    assert ("declined, as --approve says: echo x >> log\n" in result.stderr) == (approve == "decline")
    assert "nobody to ask" not in result.stderr
    log = tmp_path / "log"
    assert (log.read_text() if log.exists() else "") == "x\n" * run


def test_a_session_of_commands_and_changes_reads_well(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("before\n")
    result = run_program(
        "exec", "--approve", "accept", "!echo out; exit 3\n>old.txt after\n!no-such-program", cwd=tmp_path
    )
    assert result.returncode == 0
    transcript = result.stdout.splitlines()
    assert transcript[0] == "The prompt holds 2 commands and 1 file change."
    assert transcript[1:3] == ["$ echo out; exit 3", "out"]
    assert transcript[3].startswith("[exit status 3, ")
    assert transcript[4:9] == [f"update {tmp_path / 'old.txt'}", "@@ -1 +1 @@", "-before", "+after", "[done]"]
    assert transcript[9] == "$ no-such-program"
    assert transcript[11].startswith("[exit status 127")
    assert "- old.txt was updated." in transcript


@pytest.mark.promise("exec-stdin")
@pytest.mark.parametrize(
    "arguments", [("exec", "-"), ("exec",), ("exec", "--json", "-"), ("exec", "-", "--json")]
)
def test_the_prompt_from_standard_input(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = run_program(*arguments, cwd=tmp_path, stdin="words in a pipe\n")
    assert result.returncode == 0
    text = result.stdout
    if "--json" in arguments:
        text = "".join(
            m["params"]["delta"] for m in messages(text) if m["method"] == "item/agentMessage/delta"
        )
    assert "You wrote 4 words:\nwords in a pipe\n" in text


def test_a_prompt_after_two_hyphens_is_taken_as_it_is(tmp_path: Path) -> None:
    assert "\n-x\n" in run_program("exec", "--", "-x", cwd=tmp_path).stdout
    assert "\n-\n" in run_program("exec", "--", "-", cwd=tmp_path).stdout


def test_text_that_is_not_ascii(tmp_path: Path) -> None:
    for environment in ({}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        result = run_program("exec", "-", cwd=tmp_path, stdin="grüße 🎉", environment=environment)
        assert "grüße 🎉" in result.stdout


def test_the_directory(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for flag in ("-C", "--cd"):
        result = run_program("exec", flag, "sub", "--approve", "accept", "!basename $(pwd)", cwd=tmp_path)
        assert "\nsub\n" in result.stdout


def test_an_ephemeral_thread(tmp_path: Path) -> None:
    for flags, ephemeral in (([], False), (["--ephemeral"], True)):
        sent = messages(run_program("exec", "--json", *flags, "x", cwd=tmp_path).stdout)
        assert sent[0]["params"]["thread"]["ephemeral"] is ephemeral


@pytest.mark.promise("exec-first-signal", "exec-status-turn")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_interrupts_the_turn(tmp_path: Path, number: signal.Signals) -> None:
    program = start_program(
        "exec", "--json", "--approve", "accept", "!sleep 1000 & echo $!; wait", cwd=tmp_path
    )
    seen = read_until(program.stdout, b"outputDelta").decode()
    program.send_signal(number)
    out, err = finish(program)
    assert program.returncode == 1
    last = messages(out)[-1]
    assert last["method"] == "turn/completed"
    assert last["params"]["turn"]["status"] == "interrupted"
    assert ("stopping; Ctrl+C again leaves at once" in err) == (number == signal.SIGINT)
    assert is_gone(int(messages(seen)[-1]["params"]["delta"]))


@pytest.mark.promise("exec-first-signal")
def test_a_second_signal_leaves_at_once_and_leaves_no_command(tmp_path: Path) -> None:
    stubborn = "trap '' TERM; echo $$; while :; do sleep 0.05; done"
    program = start_program("exec", "--approve", "accept", f"!{stubborn}", cwd=tmp_path)
    read_until(program.stdout, b"$ ")
    pid = int(read_until(program.stdout, b"\n"))
    program.send_signal(signal.SIGINT)
    read_until(program.stderr, b"leaves at once")
    program.send_signal(signal.SIGINT)
    _, err = finish(program)
    assert program.returncode == 1
    assert "Traceback" not in err
    while not is_gone(pid):
        os.sched_yield()


@pytest.mark.promise("exec-status-turn")
def test_a_reader_that_leaves_ends_the_run_quietly(tmp_path: Path) -> None:
    for flags in ([], ["--json"]):
        program = start_program("exec", *flags, "-", cwd=tmp_path, stdin=subprocess.PIPE)
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(b"word " * 50_000)
        program.stdin.close()
        program.stdin = None
        program.stdout.readline()
        program.stdout.close()
        program.stdout = None
        _, err = finish(program)
        assert program.returncode == 1
        assert err == NOTICE


def test_a_reader_that_stops_does_not_keep_a_signal_from_working(tmp_path: Path) -> None:
    program = start_program("exec", "--json", "-", cwd=tmp_path, stdin=subprocess.PIPE)
    assert program.stdin is not None
    program.stdin.write(b"word " * 50_000)
    program.stdin.close()
    program.stdin = None
    read_until(program.stdout, b"item/agentMessage/delta")  # from here on the pipe fills up
    program.send_signal(signal.SIGINT)
    read_until(program.stderr, b"leaves at once")
    out, _ = finish(program)
    assert program.returncode == 1
    assert messages(out)[-1]["params"]["turn"]["status"] == "interrupted"


def test_a_long_answer_is_neither_merged_nor_cut(tmp_path: Path) -> None:
    program = start_program("exec", "--json", "-", cwd=tmp_path, stdin=subprocess.PIPE)
    prompt = " ".join(str(number) for number in range(20_000))
    out, err = program.communicate(prompt.encode(), timeout=60)
    sent = messages(out.decode())
    deltas = [m["params"]["delta"] for m in sent if m["method"] == "item/agentMessage/delta"]
    assert len(deltas) > 20_000  # none was merged
    assert sent[-1]["params"]["turn"]["items"][0]["text"] == "".join(deltas)
    assert err.decode() == NOTICE


@pytest.mark.promise("exec-status-turn")
def test_a_full_disk_is_reported(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        program = start_program("exec", "x", cwd=tmp_path, stdout=full)
        _, err = finish(program)
    assert program.returncode == 1
    assert "cannot write the output: No space left on device" in err


def test_output_into_a_file_and_into_nothing(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as file:
        program = start_program("exec", "x", cwd=tmp_path, stdout=file)
        assert program.wait(30) == 0
        finish(program)
    assert ANSWER in (tmp_path / "out").read_text()
    program = start_program("exec", "x", cwd=tmp_path, stdout=subprocess.DEVNULL)
    finish(program)
    assert program.returncode == 0


@pytest.mark.parametrize(("closed", "status"), [(">&-", 1), ("2>&-", 0), ("<&-", 0)])
def test_closed_standard_streams(tmp_path: Path, closed: str, status: int) -> None:
    from tests.command_line.program import COMMAND, ENVIRONMENT

    script = f'"$@" {closed}; echo "status $?"'
    result = subprocess.run(
        ["/bin/sh", "-c", script, "sh", *COMMAND, "exec", "!echo x"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert result.stdout.endswith(f"status {status}\n")
    assert "Traceback" not in result.stderr


@pytest.mark.promise("exec-sandbox-hint")
@pytest.mark.parametrize(
    ("mode", "prompt", "hints"),
    [
        ("read-only", "!touch made\n!touch made", 1),
        ("read-only", "!echo cannot resolve host; exit 1", 1),
        ("read-only", "!ls no-such-file", 0),
        ("read-only", "!echo Permission denied", 0),
        ("workspace-write", "!touch made", 0),
        ("workspace-write", "!mkdir .git/hooks", 1),
        ("danger-full-access", "!echo Permission denied; exit 1", 0),
    ],
)
def test_who_accepted_is_told_what_a_sandbox_lets_through(
    tmp_path: Path, mode: str, prompt: str, hints: int
) -> None:
    (tmp_path / ".git").mkdir()
    result = run_program("exec", "-c", f"sandbox_mode={mode}", "--approve", "accept", prompt, cwd=tmp_path)
    assert result.returncode == 0
    assert result.stderr.count("kept in a sandbox") == hints
    assert result.stderr.count("\n") == 1 + hints
    assert result.stderr.count("sandbox_mode=workspace-write") == (hints if mode == "read-only" else 0)
    assert (tmp_path / "made").exists() == (mode == "workspace-write" and "made" in prompt)
