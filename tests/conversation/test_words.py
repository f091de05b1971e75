"""Words that there are not, and numbers that JSON does not have, are refused by name, whatever they stand in."""

from __future__ import annotations

import inspect
import math
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.protocol._support.stray import find_stray

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.conversation.conftest import Connected

NOBODY = "no-such-word"

LISTS = {"source_kinds"}
"""Arguments that are several words."""


def enumerated(verb: Callable[..., object], kind: type[p.RequestParams[Any]]) -> dict[str, tuple[str, ...]]:
    """The arguments of a verb that are words of a list, and the words: found by asking the params themselves."""
    found = {}
    for name in inspect.signature(verb).parameters.keys() & kind.model_fields.keys():
        given: Any = [NOBODY] if name in LISTS else NOBODY
        if (stray := find_stray(kind.model_construct({name}, **{name: given}))) is not None:
            found[name] = stray.known
    return found


def verbs_of(client: appserver.AppServerClient, thread: appserver.Thread) -> list[tuple[Any, Any]]:
    return [
        (client.thread_start, p.ThreadStartParams),
        (partial(client.thread_resume, thread.id), p.ThreadResumeParams),
        (partial(client.thread_fork, thread.id), p.ThreadForkParams),
        (thread.fork, p.ThreadForkParams),
        (partial(thread.turn, "x"), p.TurnStartParams),
        (partial(thread.run, "x"), p.TurnStartParams),
        (client.thread_list, p.ThreadListParams),
    ]


EXPECTED = {
    "approval_policy",
    "approvals_reviewer",
    "personality",
    "sandbox",
    "sandbox_policy",
    "session_start_source",
    "sort_direction",
    "sort_key",
    "source_kinds",
    "summary",
}


@pytest.mark.promise("thread-arguments")
async def test_words_that_there_are_not_are_refused_by_name_with_those_that_there_are(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        sent: list[object] = []
        met = set()
        with monkeypatch.context() as patch:
            patch.setattr(type(client), "request", lambda _self, params: sent.append(params))
            for verb, kind in verbs_of(client, thread):
                for name, words in enumerated(verb, kind).items():
                    met.add(name)
                    given: Any = [NOBODY] if name in LISTS else NOBODY
                    with pytest.raises(ValueError, match=rf"\A{name}\b.*{NOBODY}") as caught:
                        await verb(**{name: given})
                    assert words
                    assert all(word in str(caught.value) for word in words)
        assert sent == []
        assert met == EXPECTED


@pytest.mark.promise("thread-arguments")
async def test_what_stands_within_an_argument_is_refused_as_well(connected: Connected) -> None:
    wrong: list[tuple[str, dict[str, Any], str]] = [
        (
            "run",
            {"sandbox_policy": {"type": "none"}},
            "sandbox_policy is an object whose `type` is 'none'; give",
        ),
        (
            "run",
            {"sandbox_policy": p.ExternalSandboxSandboxPolicy(network_access=NOBODY)},
            f"sandbox_policy.network_access is '{NOBODY}'; give one of 'restricted', 'enabled'",
        ),
        ("run", {"effort": ""}, "effort is empty"),
        ("run", {"output_schema": {"maximum": math.inf}}, "output_schema.maximum is inf, a number that JSON"),
        ("run", {"output_schema": {"enum": [1, [-math.inf]]}}, r"output_schema.enum\[1\]\[0\] is -inf"),
        ("start", {"config": {"a": {"b": math.nan}}}, "config.a.b is nan, a number that JSON does not have"),
        ("fork", {"config": {"a": (math.nan,)}}, r"config.a\[0\] is nan"),
    ]
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        verbs: dict[str, Callable[..., Awaitable[object]]] = {
            "run": thread.run,
            "start": client.thread_start,
            "fork": thread.fork,
        }
        for verb, arguments, text in wrong:
            given = {"prompt": "x", **arguments} if verb == "run" else arguments
            with pytest.raises(ValueError, match=rf"\A{text}"):
                await verbs[verb](**given)
        # How hard a model reasons is a word of its own, which no list has.
        assert (await thread.run("x", effort="utmost", approval_policy="never")).status == "completed"


@pytest.mark.promise("input-typed-words", "thread-arguments")
async def test_a_request_as_an_object_is_refused_for_what_the_same_message_is_refused_for(
    connected: Connected,
) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/")
        requests: list[p.RequestParams[Any]] = [
            p.ThreadStartParams(approval_policy="nevr"),
            p.ThreadStartParams(personality="x"),
            p.ThreadStartParams(session_start_source="x"),
            p.ThreadListParams(sort_key="x"),
            p.ThreadListParams(source_kinds=["cli", "x"]),
            p.TurnStartParams(thread_id=thread.id, input=[], summary="x"),
            p.TurnStartParams(thread_id=thread.id, input=[], effort=""),
            p.TurnStartParams(
                thread_id=thread.id,
                input=[],
                sandbox_policy=p.ExternalSandboxSandboxPolicy(network_access="x"),
            ),
        ]
        for params in requests:
            refusals = []
            for ask in (
                partial(client.request, params),
                partial(client.request_raw, params.method, params.to_wire()),
            ):
                with pytest.raises(appserver.ServerError) as caught:
                    await ask()
                refusals.append((caught.value.code, caught.value.message, caught.value.method))
            assert refusals[0] == refusals[1]
            assert refusals[0][0] == -32600
            assert refusals[0][1].startswith("Invalid request: ")


@pytest.mark.promise("input-typed-words")
async def test_numbers_that_json_does_not_have_are_never_sent_as_null(connected: Connected) -> None:
    for value in (math.nan, math.inf, -math.inf):
        for params in (
            p.ThreadStartParams(config={"a": [value]}),
            p.ThreadStartParams(extra_fields={"later": {"a": value}}),
        ):
            async with connected() as client:
                with pytest.raises(
                    (appserver.ServerError, p.EncodeError), match=rf"is {value}, a number that JSON"
                ):
                    await client.request(params)
                assert (await client.thread_list()).data == []


@pytest.mark.promise("input-typed-words")
async def test_an_answer_as_an_object_is_read_as_one_that_came_by_a_wire(connected: Connected) -> None:
    async with connected() as client:
        thread = await client.thread_start(cwd="/", approval_policy="on-request")
        turn = await thread.turn("command", approvals="ask")
        answered = False
        async for event in turn:
            if isinstance(event, appserver.ServerRequest):
                wrong = p.CommandExecutionRequestApprovalResponse(decision="perhaps")
                with pytest.raises(ValueError, match="unknown variant `perhaps`"):
                    await client.resolve_server_request(event.id, wrong)
                answered = await client.resolve_server_request(event.id, {"decision": "decline"})
        assert answered
