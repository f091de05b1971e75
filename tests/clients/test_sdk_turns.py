"""Turns as programs run them with the official client for Python, on `appserver app-server`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("openai_codex", reason="needs the official client: pip install openai-codex")

import openai_codex as sdk

from tests.clients.sdk import make_config, open_async, open_client, open_sync

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.clients.conftest import Place

OWN = ("--agent", "own:Own")


def kinds(result: Any) -> list[str]:
    """The kinds of a turn's items."""
    return [item.root.type for item in result.items]


def follow(turn: Any, act: Callable[[], object]) -> tuple[list[str], str]:
    """Stream a turn to its end, doing something after the first delta; returns its deltas and its status."""
    deltas: list[str] = []
    event: Any = None
    for event in turn.stream():
        if event.method == "item/agentMessage/delta":
            deltas.append(event.payload.delta)
            if len(deltas) == 1:
                act()
    assert event.method == "turn/completed"
    return deltas, event.payload.turn.status.value


@pytest.mark.promise("sdk-turns")
def test_the_command_in_the_place_of_codex(appserver_command: str, place: Place) -> None:
    with open_sync(make_config(appserver_command, place)) as codex:
        assert "appserver/" in codex.metadata.serverInfo.version
        thread = codex.thread_start(sandbox=sdk.Sandbox.workspace_write)
        result = thread.run("hello there\n!echo made > file; echo done")
        assert result.status.value == "completed"
        assert result.final_response.startswith("This is the offline agent.")
        assert kinds(result) == ["userMessage", "reasoning", "commandExecution", "agentMessage"]
        assert result.items[2].root.aggregated_output == "done\n"
        assert result.usage.last.input_tokens > 0
        assert result.duration_ms is not None
        assert (place.work / "file").read_text() == "made\n"
        assert [one.id for one in codex.thread_list().data] == [thread.id]


@pytest.mark.promise("sdk-turns")
def test_settings_of_the_client_are_shown(appserver_command: str, place: Place) -> None:
    config = make_config(appserver_command, place)
    config.config_overrides = ('model="some-model"', "a.b=1")
    with open_sync(config) as codex:
        shown = codex._client._request_raw("config/read", {})
        assert isinstance(shown, dict)
        assert shown["config"]["model"] == "some-model"


@pytest.mark.promise("sdk-turns")
@pytest.mark.parametrize(
    ("mode", "outcome"),
    [
        (sdk.ApprovalMode.auto_review, "the command was completed: made"),
        (sdk.ApprovalMode.deny_all, "the command was completed: made"),
    ],
)
def test_approval_modes(appserver_command: str, place: Place, mode: sdk.ApprovalMode, outcome: str) -> None:
    with open_sync(make_config(appserver_command, place, *OWN)) as codex:
        result = codex.thread_start(approval_mode=mode).run("run echo made")
        assert result.final_response == outcome
        assert kinds(result) == ["userMessage", "commandExecution", "agentMessage"]


@pytest.mark.promise("sdk-turns")
@pytest.mark.parametrize(
    ("decision", "status", "outcome"),
    [
        ("accept", "completed", ["the command was completed: made"]),
        ("acceptForSession", "completed", ["the command was completed: made"]),
        ("decline", "completed", ["the command was declined: "]),
        ("cancel", "interrupted", []),
    ],
)
def test_an_approval_is_answered_by_the_program(
    appserver_command: str, place: Place, decision: str, status: str, outcome: list[str]
) -> None:
    asked: list[tuple[str, Any]] = []

    def approve(method: str, params: Any) -> dict[str, Any]:
        asked.append((method, params["command"]))
        return {"decision": decision}

    with open_client(make_config(appserver_command, place, *OWN), approve) as client:
        thread_id = client.thread_start({"approvalPolicy": "on-request"}).thread.id
        turn_id = client.turn_start(thread_id, "run echo made").turn.id
        assert client.wait_for_turn_completed(turn_id).turn.status.value == status
        assert asked == [("item/commandExecution/requestApproval", "echo made")]
        turn = client.thread_read(thread_id, include_turns=True).thread.turns[0]
        assert [item.root.text for item in turn.items if item.root.type == "agentMessage"] == outcome


@pytest.mark.promise("sdk-turns")
def test_a_turn_is_streamed_steered_and_interrupted(appserver_command: str, place: Place) -> None:
    with open_sync(make_config(appserver_command, place, *OWN)) as codex:
        thread = codex.thread_start()
        turn = thread.turn("wait")
        assert follow(turn, lambda: turn.steer("a word")) == (
            ["waiting for more\n\n", "and heard 1 more"],
            "completed",
        )

        turn = thread.turn("wait")
        assert follow(turn, turn.interrupt) == (["waiting for more\n\n"], "interrupted")
        with pytest.raises(sdk.InvalidRequestError, match="no active turn to interrupt"):
            turn.interrupt()
        with pytest.raises(sdk.InvalidRequestError, match="no active turn to steer"):
            turn.steer("a word")
        assert len(thread.read(include_turns=True).thread.turns) == 2


@pytest.mark.promise("sdk-turns")
def test_a_turn_that_fails_raises_with_the_agents_words(appserver_command: str, place: Place) -> None:
    with open_sync(make_config(appserver_command, place, *OWN)) as codex:
        thread = codex.thread_start()
        with pytest.raises(RuntimeError, match="my own agent has failed"):
            thread.run("fail")
        assert thread.run("hello").final_response == "my own agent heard HELLO"


@pytest.mark.promise("sdk-turns")
def test_the_asynchronous_client_runs_many_turns_at_once(appserver_command: str, place: Place) -> None:
    async def use(codex: Any, number: int) -> None:
        thread = await codex.thread_start()
        first = await thread.run(f"hello {number}")
        assert first.final_response == f"my own agent heard HELLO {number}"
        turn = await thread.turn("wait")
        event: Any = None
        async for event in turn.stream():
            if event.method == "item/agentMessage/delta" and event.payload.delta.startswith("waiting"):
                if number % 2:
                    await turn.interrupt()
                else:
                    await turn.steer("a word")
        assert event.payload.turn.status.value == ("interrupted" if number % 2 else "completed")
        await thread.set_name(f"number {number}")
        read = await thread.read(include_turns=True)
        assert (read.thread.name, len(read.thread.turns)) == (f"number {number}", 2)

    async def use_all() -> None:
        async with open_async(make_config(appserver_command, place, *OWN)) as codex:
            await asyncio.gather(*(use(codex, number) for number in range(8)))
            assert len((await codex.thread_list()).data) == 8

    asyncio.run(use_all())


@pytest.mark.promise("sdk-close")
@pytest.mark.parametrize("message", [None, "wait", "run echo begun; sleep 3600"])
def test_it_ends_within_the_clients_two_seconds(
    appserver_command: str, place: Place, message: str | None
) -> None:
    """The client kills what takes longer: that the exit status is 0 says that it had not to."""
    with open_client(make_config(appserver_command, place, *OWN)) as client:
        if message is not None:
            thread_id = client.thread_start({"approvalPolicy": "on-request"}).thread.id
            turn_id = client.turn_start(thread_id, message).turn.id
            begun = "item/agentMessage/delta" if message == "wait" else "item/commandExecution/outputDelta"
            client.register_turn_notifications(turn_id)
            while client.next_turn_notification(turn_id).method != begun:
                pass
