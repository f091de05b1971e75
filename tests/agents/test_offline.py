"""`OfflineAgent` on a recorded turn; the tests of the command line run it inside a real runtime."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from appserver import protocol as p
from appserver.agents.offline import OfflineAgent
from tests.agents.recording_turn import RecordingTurn

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.agents.agent import Agent
    from appserver.agents.turn_context import TurnContext


async def answer(
    cwd: Path, text: str, *, consent: str = "accept", others: tuple[p.UserInput, ...] = ()
) -> RecordingTurn:
    turn = RecordingTurn(cwd, text, consent=consent, others=others)
    await OfflineAgent().run_turn(turn.context)
    return turn


@pytest.mark.promise("offline-honest")
async def test_it_says_what_it_is_and_repeats_the_prompt(tmp_path: Path) -> None:
    turn = await answer(tmp_path, "hello  there,\n  indented friend")
    assert turn.joined.startswith("This is the offline agent. No model is involved")
    assert "You wrote 4 words:\nhello  there,\n  indented friend\n" in turn.joined
    assert "!ls" in turn.joined
    assert turn.record == ["reasoning: The prompt holds no commands and no file changes.", "message", "usage"]


async def test_the_answer_streams_word_by_word(tmp_path: Path) -> None:
    turn = await answer(tmp_path, "one two")
    assert all(len(delta.split()) == 1 for delta in turn.answer)
    assert len(turn.answer) == len(turn.joined.split())


async def test_the_same_prompt_gives_the_same_answer(tmp_path: Path) -> None:
    first, second = [await answer(tmp_path, "a b\n!echo x; exit 3") for _ in range(2)]
    assert (first.record, first.answer, first.usage) == (second.record, second.answer, second.usage)


async def test_usage_counts_words(tmp_path: Path) -> None:
    turn = await answer(tmp_path, "one two three")
    thought = len(turn.record[0].removeprefix("reasoning: ").split())
    assert turn.usage == {
        "input_tokens": 3,
        "output_tokens": len(turn.joined.split()) + thought,
        "reasoning_output_tokens": thought,
    }


async def test_commands_run_in_order_and_report_their_exit_status(tmp_path: Path) -> None:
    turn = await answer(tmp_path, "please\n!echo x > made\n!cat made; exit 7\n")
    assert turn.record == [
        "reasoning: The prompt holds 2 commands and no file changes.",
        "command: echo x > made",
        "command: cat made; exit 7",
        "message",
        "usage",
    ]
    assert (
        "- `echo x > made` ended with exit status 0.\n- `cat made; exit 7` ended with exit status 7."
        in turn.joined
    )


@pytest.mark.parametrize(
    ("consent", "text"),
    [
        ("declined", "`touch x` was declined and did not run."),
        ("failed", "`touch x` did not run: nobody gave"),
    ],
)
async def test_a_command_without_consent(tmp_path: Path, consent: str, text: str) -> None:
    turn = await answer(tmp_path, "!touch x", consent=consent)
    assert text in turn.joined
    assert os.listdir(tmp_path) == []  # noqa: PTH208


async def test_files_are_added_updated_and_left(tmp_path: Path) -> None:
    turn = await answer(
        tmp_path, ">notes.txt first line\n>notes.txt second line\n>notes.txt second line\n>sub/empty"
    )
    assert turn.record[1:4] == ["add: notes.txt", "update: notes.txt", "add: sub/empty"]
    assert (tmp_path / "notes.txt").read_text() == "second line\n"
    assert (tmp_path / "sub/empty").read_text() == ""
    for line in ("notes.txt was added.", "notes.txt was updated.", "notes.txt holds that text already."):
        assert f"- {line}" in turn.joined


@pytest.mark.parametrize(
    ("consent", "text"),
    [("declined", "the change was declined"), ("failed", "nobody gave a valid answer")],
)
async def test_a_file_change_without_consent(tmp_path: Path, consent: str, text: str) -> None:
    turn = await answer(tmp_path, ">notes.txt text", consent=consent)
    assert text in turn.joined
    assert os.listdir(tmp_path) == []  # noqa: PTH208


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("../outside.txt", "lies outside"),
        ("/etc/passwd", "lies outside"),
        (".", "lies outside"),
        ("binary", "not valid UTF-8"),
    ],
)
async def test_a_file_it_may_not_touch_is_not_even_proposed(tmp_path: Path, path: str, reason: str) -> None:
    (tmp_path / "binary").write_bytes(b"\xff")
    turn = await answer(tmp_path, f">{path} text")
    assert reason in turn.joined
    assert len(turn.record) == 3
    assert not (tmp_path.parent / "outside.txt").exists()


async def test_a_change_that_fails_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    turn = await answer(tmp_path, ">file/below text")
    assert "file/below was left alone: 'file' is not a directory" in turn.joined


@pytest.mark.promise("offline-honest")
async def test_lines_that_only_look_like_actions(tmp_path: Path) -> None:
    turn = await answer(tmp_path, "!\n> a quotation\n >x y\n !ls")
    assert turn.record == ["reasoning: The prompt holds no commands and no file changes.", "message", "usage"]
    assert "You wrote 7 words:" in turn.joined


@pytest.mark.parametrize("text", ["", "   \n\n"])
async def test_an_empty_prompt(tmp_path: Path, text: str) -> None:
    turn = await answer(tmp_path, text)
    assert turn.joined.startswith("This is the offline agent.")
    assert "You wrote" not in turn.joined
    assert turn.usage["input_tokens"] == 0


async def test_inputs_that_are_no_text_are_named(tmp_path: Path) -> None:
    turn = await answer(tmp_path, "look", others=(p.LocalImageUserInput(path="/x.png"),))
    assert "Only text is read; passed over: localImage." in turn.joined


def test_it_is_an_agent_with_an_honest_name() -> None:
    agent: Agent = OfflineAgent()
    assert agent.model == "offline"


def test_the_recording_turn_has_only_verbs_that_turns_have() -> None:
    verbs = {name for name in vars(RecordingTurn) if not name.startswith("_")} - {"context", "joined"}
    assert verbs <= set(dir(_turn_context()))


def _turn_context() -> type[TurnContext]:
    from appserver.agents.turn_context import TurnContext

    return TurnContext
