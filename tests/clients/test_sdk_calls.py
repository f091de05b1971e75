"""Every public call of the official client for Python works, or is refused by an error that it has a type for."""

from __future__ import annotations

import asyncio
import inspect
from enum import Enum
from typing import TYPE_CHECKING, Any

import pytest

from tests.clients.conftest import Place

pytest.importorskip("openai_codex", reason="needs the official client: pip install openai-codex")

import openai_codex as sdk

from tests.clients.sdk import make_config, open_async, open_sync
from tests.clients.sdk_calls import CALLS, HANDLES, UNREACHABLE, Call, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

CLASSES = {
    name.removeprefix("Async")
    for name in sdk.__all__
    if inspect.isclass(found := getattr(sdk, name))
    and not issubclass(found, Exception | Enum)
    and any(not method.startswith("_") for method, _ in inspect.getmembers(found, inspect.isfunction))
}
"""The classes of the client that can be asked for something, whichever they are."""


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory, appserver_command: str) -> sdk.CodexConfig:
    """Starts the command with an agent of our own."""
    return make_config(appserver_command, Place(tmp_path_factory.mktemp("sdk")), "--agent", "own:Own")


@pytest.fixture(scope="module")
def codex(config: sdk.CodexConfig) -> Iterator[Any]:
    """One client for all calls: each has a thread of its own."""
    with open_sync(config) as codex:
        yield codex


@pytest.mark.promise("sdk-calls")
def test_no_public_call_is_left_out() -> None:
    for prefix in ("", "Async"):
        public = {
            f"{name}.{method}"
            for name in CLASSES
            for method, _ in inspect.getmembers(getattr(sdk, prefix + name), _is_call)
            if not method.startswith("_")
        }
        assert public == {call.name for call in CALLS} | HANDLES | UNREACHABLE


def _is_call(member: Any) -> bool:
    return inspect.isfunction(member) or isinstance(member, property)


def check(call: Call, thread: Any, result: Any) -> None:
    assert not isinstance(call.outcome, Refused), f"was not refused, but answered with {result}"
    assert call.outcome(result, thread), result


def check_refusal(call: Call, error: sdk.JsonRpcError) -> None:
    assert isinstance(call.outcome, Refused), f"was refused: {error}"
    assert type(error) is call.outcome.error
    assert call.outcome.text in str(error)


@pytest.mark.promise("sdk-calls")
@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.name} {call.label}".strip())
def test_a_call(codex: Any, call: Call) -> None:
    thread = codex.thread_start()
    thread.run("something")
    try:
        result = call.make(codex, thread)
    except sdk.JsonRpcError as error:
        check_refusal(call, error)
    else:
        check(call, thread, result)


@pytest.mark.promise("sdk-calls")
def test_the_same_calls_of_the_asynchronous_client(config: sdk.CodexConfig) -> None:
    async def make(codex: Any, call: Call) -> None:
        thread = await codex.thread_start()
        await (await thread.turn("something")).run()
        try:
            result = call.make(codex, thread)
            if inspect.isawaitable(result):
                result = await result
        except sdk.JsonRpcError as error:
            check_refusal(call, error)
        else:
            check(call, thread, result)

    async def make_all() -> None:
        async with open_async(config) as codex:
            await asyncio.gather(*(make(codex, call) for call in CALLS))

    asyncio.run(make_all())
