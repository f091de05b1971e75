"""What goes wrong between the agent and its provider: a failed turn, with the cause and the text of the protocol."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.testing import start_client
from tests.engine.provider import (
    Cut,
    Hold,
    Plain,
    TestProvider,
    completed,
    failed,
    message_events,
    text_events,
)
from tests.engine.turns import error_of, messages, new_thread, run_turn

if TYPE_CHECKING:
    from tests.engine.provider import Answer

DISCONNECTED = "stream disconnected before completion: "


def http(cause: str, status: int | None) -> dict[str, Any]:
    """A cause with a status, as it is written."""
    return {cause: {"httpStatusCode": status}}


def body(message: str = "no", **fields: str) -> bytes:
    """The body of an error."""
    inner = ", ".join(f'"{name}": "{value}"' for name, value in {"message": message, **fields}.items())
    return b'{"error": {%s}}' % inner.encode()


CASES: dict[str, tuple[Answer, Any, str]] = {
    "400": (Plain(400, body()), "other", '{"error": {"message": "no"}}'),
    "400 context": (
        Plain(400, body(code="context_length_exceeded")),
        "other",
        '{"error": {"message": "no", "code": "context_length_exceeded"}}',
    ),
    "401": (
        Plain(401, body("who?")),
        http("httpConnectionFailed", 401),
        "unexpected status 401 Unauthorized: who?, url: URL",
    ),
    "403 without JSON": (
        Plain(403, b"<html>"),
        http("httpConnectionFailed", 403),
        "unexpected status 403 Forbidden: <html>, url: URL",
    ),
    "404": (
        Plain(404),
        http("httpConnectionFailed", 404),
        "unexpected status 404 Not Found: , url: URL",
    ),
    "a redirection is not followed": (
        Plain(307, b"", {"location": "/v1/other"}),
        http("httpConnectionFailed", 307),
        "unexpected status 307 Temporary Redirect: , url: URL",
    ),
    "429": (
        Plain(429, body()),
        http("responseTooManyFailedAttempts", 429),
        "exceeded retry limit, last status: 429 Too Many Requests",
    ),
    "429 quota": (
        Plain(429, body(type="insufficient_quota")),
        "usageLimitExceeded",
        "Quota exceeded. Check your plan and billing details.",
    ),
    "429 limit": (
        Plain(429, body(type="usage_limit_reached")),
        "usageLimitExceeded",
        "The usage limit of your plan is reached.",
    ),
    "500": (
        Plain(500, body()),
        "internalServerError",
        "We’re currently experiencing high demand, which may cause temporary errors.",  # noqa: RUF001
    ),
    "503": (
        Plain(503, body()),
        http("httpConnectionFailed", 503),
        "unexpected status 503 Service Unavailable: no, url: URL",
    ),
    "503 overloaded": (
        Plain(503, body(code="server_is_overloaded")),
        "serverOverloaded",
        "Selected model is at capacity. Please try a different model.",
    ),
    "no answer at all": (
        Cut(),
        http("httpConnectionFailed", None),
        "Connection failed: error sending request",
    ),
    "context": (
        [failed("context_length_exceeded")],
        "contextWindowExceeded",
        "Codex ran out of room in the model's context window. Start a new thread or clear earlier history before "
        "retrying.",
    ),
    "overloaded": (
        [failed("server_is_overloaded")],
        "serverOverloaded",
        "Selected model is at capacity. Please try a different model.",
    ),
    "quota": (
        [failed("insufficient_quota")],
        "usageLimitExceeded",
        "Quota exceeded. Check your plan and billing details.",
    ),
    "not included": (
        [failed("usage_not_included")],
        "usageLimitExceeded",
        "The usage limit of your plan is reached.",
    ),
    "prompt": ([failed("invalid_prompt", "bad prompt")], "other", "bad prompt"),
    "policy": ([failed("cyber_policy", "not that")], "cyberPolicy", "not that"),
    "later": ([failed("slow_down", "easy")], "other", f"{DISCONNECTED}rate limit exceeded: easy"),
    "too often": (
        [failed("rate_limit_exceeded", "not so often")],
        "other",
        f"{DISCONNECTED}rate limit exceeded: not so often",
    ),
    "413": (
        Plain(413, body("long")),
        http("httpConnectionFailed", 413),
        "unexpected status 413 Payload Too Large: long, url: URL",
    ),
    "another code": ([failed("odd", "odd thing")], "other", f"{DISCONNECTED}odd thing"),
    "failed without an error": (
        [{"type": "response.failed", "response": None}],
        "other",
        f"{DISCONNECTED}the response failed",
    ),
    "incomplete": (
        [
            {
                "type": "response.incomplete",
                "response": {"incomplete_details": {"reason": "max_output_tokens"}},
            }
        ],
        "other",
        "Incomplete response returned, reason: max_output_tokens",
    ),
    "filtered": (
        [{"type": "response.incomplete", "response": {"incomplete_details": {"reason": "content_filter"}}}],
        "other",
        f"{DISCONNECTED}Incomplete response returned, reason: content_filter",
    ),
    "ended early": (
        message_events("half"),
        "other",
        f"{DISCONNECTED}stream closed before response.completed",
    ),
    "cut": (
        [*message_events("half"), Cut()],
        "other",
        f"{DISCONNECTED}stream closed before response.completed",
    ),
    "nothing": ([], "other", f"{DISCONNECTED}stream closed before response.completed"),
    "no events": ([b"<html>junk</html>"], "other", f"{DISCONNECTED}stream closed before response.completed"),
}


@pytest.mark.promise("model-failures")
@pytest.mark.parametrize(("answer", "cause", "text"), CASES.values(), ids=CASES)
async def test_failures(answer: Answer, cause: Any, text: str) -> None:
    with TestProvider(answer) as provider:
        async with start_client(agent=provider.agent()) as client:
            thread = await new_thread(client)
            error = error_of(await run_turn(client, thread))
            again = await run_turn(client, thread, "again")
    assert error.to_wire()["codexErrorInfo"] == cause
    assert error.message == text.replace("URL", f"{provider.base_url}/responses")
    assert [item.text for item in messages(again)] == ["done"]  # the thread goes on
    # No tries are left. What is too long is shortened before the thread goes on, which is one request more.
    assert len(provider.requests) == 2 + (cause == "contextWindowExceeded")


async def test_a_conversation_that_is_too_long_fills_the_window() -> None:
    with TestProvider([failed("context_length_exceeded")]) as provider:
        async with start_client(agent=provider.agent()) as client:
            events = await run_turn(client, await new_thread(client))
    (told,) = [event for event in events if isinstance(event, p.ThreadTokenUsageUpdatedNotification)]
    assert told.token_usage.total.total_tokens == told.token_usage.model_context_window == 258_400
    assert told.token_usage.last == told.token_usage.total


@pytest.mark.promise("model-failures")
async def test_a_provider_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    provider = TestProvider()
    agent = provider.agent(base_url=f"http://user:secret-1@127.0.0.1:{port}/v1?key=secret-2")
    async with start_client(agent=agent) as client:
        error = error_of(await run_turn(client, await new_thread(client)))
    provider.__enter__().__exit__()
    assert error.to_wire()["codexErrorInfo"] == http("httpConnectionFailed", None)
    assert error.message == "Connection failed: error sending request"
    assert error.additional_details is not None
    assert "refused" in error.additional_details
    assert error.additional_details.endswith(f", url: http://127.0.0.1:{port}/v1/responses")


@pytest.mark.promise("model-failures")
@pytest.mark.parametrize("steps", [0, 1, 4])
async def test_a_provider_that_says_nothing_more(steps: int) -> None:
    hold = Hold()
    answer = [*message_events("half")[:steps], hold]
    with TestProvider(answer) as provider:
        async with start_client(agent=provider.agent(stream_idle_timeout_ms=50)) as client:
            error = error_of(await run_turn(client, await new_thread(client)))
        assert hold.left.wait(30)  # the connection is closed
    assert error.message == f"{DISCONNECTED}idle timeout waiting for SSE"
    assert error.codex_error_info == "other"


@pytest.mark.promise("model-failures")
async def test_a_key_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLANK_KEY", " ")
    with TestProvider() as provider:
        for name in ("NO_SUCH_KEY", "BLANK_KEY"):
            agent = provider.agent(env_key=name, env_key_instructions="Get one.")
            async with start_client(agent=agent) as client:
                error = error_of(await run_turn(client, await new_thread(client)))
            assert error.message == f"Missing environment variable: `{name}`. Get one."
            assert error.codex_error_info == "other"
    assert not provider.requests


async def test_a_provider_that_nobody_knows() -> None:
    with TestProvider() as provider:
        async with appserver.start(agent=provider.agent(), legacy_notifications=False) as client:
            thread = await new_thread(client, model_provider="nobody")
            error = error_of(await run_turn(client, thread))
        async with start_client(agent=provider.agent()) as client:
            with pytest.raises(appserver.ServerError, match="Model provider `nobody` not found"):
                await new_thread(client, model_provider="nobody")
    assert error.message == "Model provider `nobody` not found"


JUNK: list[bytes | dict[str, Any]] = [
    b"data: [DONE]\n\n",
    b"data: {\n\n",
    b"data: \xff\xfe\n\n",
    b"data: [1, 2]\n\n",
    b"data: " + b"[" * 5000 + b"\n\n",
    b": comment\n\n",
    b"event: response.completed\n\n",
    {"type": "response.output_text.delta", "output_index": 7, "delta": "nowhere"},
    {"type": "response.output_text.delta", "output_index": 0, "delta": 5},
    {"type": "response.output_text.delta", "delta": None},
    {"type": "response.output_item.added"},
    {"type": "response.output_item.added", "item": []},
    {"type": "response.output_item.added", "output_index": 3, "item": {"type": "odd"}},
    {"type": "response.output_item.added", "output_index": 0, "item": {"type": "message", "id": "again"}},
    {"type": "response.output_item.done"},
    {"type": "response.output_item.done", "output_index": 4, "item": {"type": 5}},
    {"type": "response.output_item.done", "output_index": 5, "item": {"type": "reasoning", "summary": 5}},
    {"type": "response.reasoning_summary_text.delta", "output_index": 0, "delta": "not reasoning"},
    {"type": "response.reasoning_summary_part.added", "output_index": 0, "summary_index": 0},
    {"type": "response.reasoning_text.delta", "output_index": 0, "delta": "not reasoning"},
    {"type": "error", "message": "ignored"},
    {"type": ["unhashable"]},
    {"type": "response.unknown"},
]


@pytest.mark.parametrize(("data", "count"), [("{ secret", 1), ("[DONE]", 0), ("[1, 2]", 0)])
async def test_the_log_tells_once_of_events_that_are_no_json(
    data: str, count: int, caplog: pytest.LogCaptureFixture
) -> None:
    whole = text_events("text")
    with TestProvider([*whole[:1], *[f"data: {data}\n\n".encode()] * 3, *whole[1:]]) as provider:
        async with start_client(agent=provider.agent()) as client:
            events = await run_turn(client, await new_thread(client))
    assert [item.text for item in messages(events)] == ["text"]
    said = [record.getMessage() for record in caplog.records if "is no JSON" in record.getMessage()]
    assert len(said) == count
    assert "secret" not in "".join(said)


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", None])
async def test_an_answer_that_is_no_stream_is_told_of(kind: str | None) -> None:
    headers = {} if kind is None else {"content-type": kind}
    with TestProvider(*[Plain(200, b"<html>hi</html>", headers)] * 8) as provider:
        async with start_client(agent=provider.agent()) as client:
            error = error_of(await run_turn(client, await new_thread(client)))
    assert error.message == "stream disconnected before completion: stream closed before response.completed"
    told = None if kind is None else f"the answer is {kind}, and no text/event-stream: is the address right?"
    assert error.additional_details == told


@pytest.mark.promise("model-junk")
async def test_junk_between_events_changes_nothing() -> None:
    first, *rest = message_events("text")[1:]
    with TestProvider([first, *JUNK, *rest, completed()]) as provider:
        async with start_client(agent=provider.agent()) as client:
            events = await run_turn(client, await new_thread(client))
            assert [item.text for item in messages(events)] == ["text"]


@pytest.mark.promise("model-junk")
@pytest.mark.parametrize(
    "usage",
    [
        None,
        5,
        {},
        {"input_tokens": -1, "output_tokens": "5"},
        {"input_tokens": 1e99},
        {"output_tokens": 2**70},
    ],
)
async def test_usage_that_makes_no_sense(usage: Any) -> None:
    with TestProvider([{"type": "response.completed", "response": {"usage": usage}}]) as provider:
        async with start_client(agent=provider.agent()) as client:
            events = await run_turn(client, await new_thread(client))
    turn = events[-1]
    assert isinstance(turn, p.TurnCompletedNotification)
    assert turn.turn.status == "completed"
