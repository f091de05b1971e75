"""Keywords that a verb does not have."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

import appserver.sync
from appserver.conversation.thread import Thread
from appserver.conversation.turn import Turn
from appserver.conversation.verbs import ThreadVerbs
from appserver.testing import start_client

MISTYPED: dict[str, Any] = {"sandox": "read-only"}

VERBS = [
    (cls, name)
    for cls in (
        ThreadVerbs,
        Thread,
        Turn,
        appserver.sync.AppServerClient,
        appserver.sync.Thread,
        appserver.sync.Turn,
    )
    for name, method in inspect.getmembers(cls, inspect.isfunction)
    if not name.startswith("_")
    and any(one.kind is one.KEYWORD_ONLY for one in inspect.signature(method).parameters.values())
    and any(name in vars(base) for base in cls.__mro__ if base.__name__ in ("ThreadVerbs", "Thread", "Turn"))
]


@pytest.mark.parametrize(("cls", "name"), VERBS)
async def test_a_keyword_that_no_verb_has_is_refused_with_the_nearest(cls: type[Any], name: str) -> None:
    method = getattr(cls, name)
    known = next(
        one.name for one in inspect.signature(method).parameters.values() if one.kind is one.KEYWORD_ONLY
    )

    async def call() -> None:
        answer = method(None, **{f"{known}x": 1})
        if inspect.isawaitable(answer):
            await answer

    with pytest.raises(TypeError) as raised:
        await call()
    assert str(raised.value) == f"{name}() has no option '{known}x'; did you mean '{known}'?"


def test_all_of_them_are_looked_at() -> None:
    names = {name for _cls, name in VERBS}
    assert {"thread_start", "thread_resume", "thread_fork", "thread_list", "run", "account"} <= names


async def test_what_is_written_rightly_is_done() -> None:
    async with start_client() as client:
        with pytest.raises(TypeError, match="did you mean 'sandbox'"):
            await client.thread_start(**MISTYPED)
        thread = await client.thread_start(sandbox="read-only")
        assert (await thread.run("hi")).status == "completed"
    assert inspect.iscoroutinefunction(client.thread_start)
