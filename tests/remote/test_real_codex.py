"""The client and the real program, with a model that follows a script."""

from __future__ import annotations

import os
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from tests.protocol.real_codex.model_server import serve_model
from tests.protocol.real_codex.scripts import SCRIPTS
from tests.protocol.real_codex.session import CONFIG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

codex_cli_bin = pytest.importorskip(
    "codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin"
)

pytestmark = [
    pytest.mark.timeout(120),  # a few seconds on an idle machine, most of them the program's
    pytest.mark.promise("remote-codex"),
]


@asynccontextmanager
async def codex(place: Path, **options: Any) -> AsyncIterator[tuple[appserver.RemoteAppServerClient, str]]:
    """A client of the program, and the id of a thread."""
    home, directory = place / "home", place / "work"
    home.mkdir()
    directory.mkdir()
    with serve_model(SCRIPTS) as model_url, (place / "log").open("wb") as log:
        config = CONFIG.format(model_url=model_url, python=sys.executable, tool_server="none")
        (home / "config.toml").write_text(config.partition("[mcp_servers")[0])
        environment = {"CODEX_HOME": str(home), "HOME": str(home), "PATH": os.environ["PATH"]}
        async with appserver.connect(
            command=[str(codex_cli_bin.bundled_codex_path()), "app-server"],
            cwd=directory,
            env=environment,
            stderr=log.fileno(),
            connect_timeout=60,
            **options,
        ) as client:
            started = await client.request(
                p.ThreadStartParams(cwd=str(directory), approval_policy="on-request")
            )
            yield client, started.thread.id


async def start_turn(client: appserver.RemoteAppServerClient, thread_id: str, prompt: str) -> str:
    """A new turn's id."""
    text = p.TextUserInput(text=prompt)
    started = await client.request(p.TurnStartParams(thread_id=thread_id, input=[text]))
    return started.turn.id


async def events_of(client: appserver.RemoteAppServerClient, turn_id: str) -> AsyncIterator[Any]:
    """The events until the end of a turn."""
    async for event in client:
        yield event
        if isinstance(event, p.TurnCompletedNotification) and event.turn.id == turn_id:
            return
    raise AssertionError("the stream ended before the turn did")


async def events_until_question(
    client: appserver.RemoteAppServerClient,
) -> AsyncIterator[appserver.ServerRequest]:
    """The next question."""
    async for event in client:
        if isinstance(event, appserver.ServerRequest):
            yield event
            return


async def test_a_conversation(tmp_path: Path) -> None:
    async with codex(tmp_path, client_name="me") as (client, thread_id):
        assert client.initialize_response.user_agent.startswith("me/")
        # A plain answer.
        turn_id = await start_turn(client, thread_id, "hello")
        *events, completed = [event async for event in events_of(client, turn_id)]
        assert completed.turn.status == "completed"
        texts = [
            event.item.text
            for event in events
            if isinstance(event, p.ItemCompletedNotification)
            and isinstance(event.item, p.AgentMessageThreadItem)
        ]
        assert texts == ["A plain answer."]
        # A command, with each answer.
        for decision, status in (("accept", "completed"), ("decline", "declined")):
            turn_id = await start_turn(client, thread_id, "run a command")
            asked, resolved, ended = [], [], []
            async for event in events_of(client, turn_id):
                match event:
                    case appserver.ServerRequest(params=p.CommandExecutionRequestApprovalParams()):
                        assert client.open_server_requests() == [event]
                        assert await client.resolve_server_request(event.id, {"decision": decision})
                        asked.append(event.id)
                    case p.ServerRequestResolvedNotification(request_id=number):
                        resolved.append(number)
                    case p.ItemCompletedNotification(item=p.CommandExecutionThreadItem() as item):
                        ended.append(item.status)
                    case _:
                        pass
            assert len(asked) == 1
            assert resolved == asked
            assert ended == [status]
        # An interrupt.
        turn_id = await start_turn(client, thread_id, "wait")
        async for event in events_of(client, turn_id):
            if isinstance(event, p.AgentMessageDeltaNotification):
                await client.request(p.TurnInterruptParams(thread_id=thread_id, turn_id=turn_id))
            if isinstance(event, p.TurnCompletedNotification):
                assert event.turn.status == "interrupted"
        # What it refuses, and what it knows.
        with pytest.raises(appserver.ServerError, match="unknown variant `future/thing`") as refused:
            await client.request_raw("future/thing")
        assert refused.value.code == -32600
        with pytest.raises(appserver.ServerError):
            await client.request(p.ThreadReadParams(thread_id="01a21893-e137-7a92-8b04-be82df46e332"))
        read = await client.request(p.ThreadReadParams(thread_id=thread_id, include_turns=True))
        assert len(read.thread.turns) == 4
        listed = await client.request(p.ModelListParams())
        assert any(model.is_default for model in listed.data)
        stats = client.stats()
        assert (stats.junk, stats.late_answers, stats.requests_open, stats.server_requests_open) == (
            0,
            0,
            0,
            0,
        )


async def test_a_turn_is_left_behind_when_the_client_goes(tmp_path: Path) -> None:
    async with codex(tmp_path) as (client, thread_id):
        await start_turn(client, thread_id, "run a command")
        questions = [event async for event in events_until_question(client)]
        await client.shutdown()
        assert client.open_server_requests() == []
        with pytest.raises(appserver.RuntimeClosedError):
            await client.resolve_server_request(questions[0].id, {"decision": "accept"})


async def test_what_a_client_opts_out_of_does_not_come(tmp_path: Path) -> None:
    methods = ["item/agentMessage/delta", "thread/started"]
    async with codex(tmp_path, opt_out_notification_methods=methods) as (client, thread_id):
        stream = client.subscribe(thread_id=thread_id, methods=["turn/completed"])
        turn_id = await start_turn(client, thread_id, "hello")
        seen = {event.method async for event in events_of(client, turn_id)}
        assert not seen & set(methods)
        ended = await stream.next_event()
        assert isinstance(ended, p.TurnCompletedNotification)
        assert ended.turn.id == turn_id
