"""The official client for Python, on `appserver app-server` with an agent that asks a model: a mock one."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("openai_codex", reason="needs the official client: pip install openai-codex")

import openai_codex as sdk

from tests.clients.sdk import make_config, open_async, open_client, open_sync
from tests.engine.provider import Hold, TestProvider, call_events, completed, message_events, text_events

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.clients.conftest import Place
    from tests.engine.provider import Answer

SCHEMA = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
    "additionalProperties": False,
}
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def config_of(command: str, place: Place, provider: TestProvider) -> sdk.CodexConfig:
    """The command with a provider in its settings, as a user of the client would name one."""
    config = make_config(command, place)
    row = f'{{name="Mock", base_url="{provider.base_url}", request_max_retries=0, stream_max_retries=0}}'
    config.config_overrides = (
        'model="mock-model"',
        'model_provider="mock"',
        f"model_providers.mock={row}",
    )
    return config


def command_of(text: str) -> Answer:
    """An answer that runs a command."""
    return [*call_events("exec_command", {"cmd": text}), completed()]


def kinds(result: Any) -> list[str]:
    """The kinds of a turn's items."""
    return [item.root.type for item in result.items]


@pytest.mark.promise("sdk-turns")
def test_a_turn_with_a_tool(appserver_command: str, place: Place) -> None:
    with (
        TestProvider(command_of("echo made > file; echo out"), text_events("all ", "done")) as provider,
        open_sync(config_of(appserver_command, place, provider)) as codex,
    ):
        thread = codex.thread_start(
            sandbox=sdk.Sandbox.full_access, approval_mode=sdk.ApprovalMode.deny_all, cwd=str(place.work)
        )
        result = thread.run("make a file")
        assert result.final_response == "all done"
        assert kinds(result) == ["userMessage", "commandExecution", "agentMessage"]
        assert result.items[1].root.aggregated_output == "out\n"
        assert result.usage.total.total_tokens > 0
        assert "out" in str(provider.requests[1].outputs[0])
        assert (place.work / "file").read_text() == "made\n"

        resumed = codex.thread_resume(thread.id)
        assert resumed.run("and now?").final_response == "done"
        assert "all done" in str(provider.requests[2].body["input"])


@pytest.mark.promise("sdk-turns")
@pytest.mark.parametrize(("decision", "is_run"), [("accept", True), ("decline", False)])
def test_a_tool_is_approved_by_the_program(
    appserver_command: str, place: Place, decision: str, *, is_run: bool
) -> None:
    asked: list[str] = []

    def approve(method: str, _params: Any) -> dict[str, Any]:
        asked.append(method)
        return {"decision": decision}

    with (
        TestProvider(command_of("touch file"), text_events("done")) as provider,
        open_client(config_of(appserver_command, place, provider), approve) as client,
    ):
        settings = {"approvalPolicy": "untrusted", "sandbox": "danger-full-access", "cwd": str(place.work)}
        thread_id = client.thread_start(settings).thread.id
        turn_id = client.turn_start(thread_id, "make it").turn.id
        assert client.wait_for_turn_completed(turn_id).turn.status.value == "completed"
        assert asked == ["item/commandExecution/requestApproval"]
        assert (place.work / "file").exists() == is_run


@pytest.mark.promise("sdk-turns")
def test_structured_output_and_images_reach_the_model(appserver_command: str, place: Place) -> None:
    image = place.work / "pixel.png"
    image.write_bytes(PIXEL)
    with (
        TestProvider(text_events('{"answer": "red"}')) as provider,
        open_sync(config_of(appserver_command, place, provider)) as codex,
    ):
        inputs = [sdk.TextInput("which colour?"), sdk.LocalImageInput(str(image))]
        result = codex.thread_start().run(inputs, output_schema=SCHEMA, effort="high")
        assert result.final_response == '{"answer": "red"}'
        body = provider.requests[0].body
        assert body["text"]["format"]["schema"] == SCHEMA
        assert "data:image/png;base64," in str(body["input"])
        assert body["reasoning"]["effort"] == "high"


def followed(act: Callable[[Any], Any], answers: list[Answer], command: str, place: Place) -> tuple[Any, Any]:
    """Stream a turn by the asynchronous client and act at its first delta; its last event, and the requests."""

    async def follow() -> tuple[Any, Any]:
        with TestProvider(*answers) as provider:
            async with open_async(config_of(command, place, provider)) as codex:
                thread = await codex.thread_start()
                turn = await thread.turn("go on")
                event: Any = None
                has_acted = False
                async for event in turn.stream():
                    if event.method == "item/agentMessage/delta" and not has_acted:
                        has_acted = True
                        await act(turn)
            return event, provider.requests

    return asyncio.run(follow())


@pytest.mark.promise("sdk-turns")
def test_a_turn_is_steered(appserver_command: str, place: Place) -> None:
    answers: list[Answer] = [[*message_events("half")[:4], Hold()], text_events("heard")]
    event, requests = followed(lambda turn: turn.steer("more"), answers, appserver_command, place)
    assert event.method == "turn/completed"
    assert event.payload.turn.status.value == "completed"
    assert [request.prompt for request in requests] == ["go on", "more"]


@pytest.mark.promise("sdk-turns")
def test_a_turn_is_interrupted(appserver_command: str, place: Place) -> None:
    hold = Hold()
    answers: list[Answer] = [[*message_events("half")[:4], hold]]
    event, _ = followed(lambda turn: turn.interrupt(), answers, appserver_command, place)
    assert event.payload.turn.status.value == "interrupted"
    assert hold.left.is_set()


@pytest.mark.promise("sdk-turns")
def test_a_provider_that_refuses_fails_the_turn(appserver_command: str, place: Place) -> None:
    from tests.engine.provider import Plain

    refusal = Plain(400, b'{"error": {"message": "not like that"}}')
    with (
        TestProvider(refusal) as provider,
        open_sync(config_of(appserver_command, place, provider)) as codex,
    ):
        thread = codex.thread_start()
        with pytest.raises(RuntimeError, match="not like that"):
            thread.run("hello")
        assert thread.run("again").final_response == "done"
