"""Operations on a server and its connections as data: drawn by hypothesis, played by a `Player`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.contract.notifications import (
    best_effort,
    delta,
    diff,
    item_completed,
    item_started,
    legacy,
    patch,
    rate_limits,
    reasoning,
    terminal,
    thread_started,
    turn_completed,
    unknown,
)

__all__ = ["Operation", "connections", "limits", "notifications", "operations", "threads_of_strangers"]

POLICIES = ["coalesce", "coalesce", "drop_newest", "drop_oldest", "block", "close"]
THREADS = ["t", "o"]
ITEMS = ["i", "j"]


@dataclass(frozen=True)
class Operation:
    """One call: the name of a method of `Player`, and what it is given."""

    name: str
    arguments: tuple[Any, ...] = ()


def notifications() -> st.SearchStrategy[Any]:
    """Few threads, items and sizes, so that they meet each other often."""
    text = st.sampled_from(["", "a", "bc", "def", "ö"])
    thread = st.sampled_from(THREADS)
    item = st.sampled_from(ITEMS)
    return st.one_of(
        st.builds(delta, text, thread=thread, item=item),
        st.builds(delta, text),
        st.builds(reasoning, text, index=st.integers(0, 1)),
        st.builds(terminal, text, thread=thread),
        st.builds(diff, text, thread=thread),
        st.builds(diff, text, turn=st.sampled_from(["u", "v"])),
        st.builds(patch, text, item=item),
        st.builds(best_effort, text, thread=st.sampled_from([*THREADS, None])),
        st.builds(item_started, thread=thread, item=item),
        st.builds(item_completed, thread=thread, item=item),
        st.builds(turn_completed, thread=thread),
        st.builds(thread_started, thread=thread),
        st.builds(rate_limits),
        st.builds(legacy, st.sampled_from(["task_complete", "other"]), st.just({"conversationId": "t"})),
        st.builds(unknown, st.sampled_from(["turn/completed", "new/method"]), st.just({"threadId": "t"})),
        st.builds(
            unknown,
            st.sampled_from(
                ["item/completed", "item/fileChange/patchUpdated", "thread/started", "thread/goal/updated"]
            ),
            st.builds(
                lambda thread, item: {
                    "threadId": thread,
                    "thread": {"id": thread},
                    "itemId": item,
                    "item": {"id": item},
                },
                thread,
                item,
            ),
        ),
    )


def limits() -> st.SearchStrategy[dict[str, Any]]:
    """Bounds that are reached within a few events."""
    return st.fixed_dictionaries(
        {
            "capacity": st.integers(0, 3),
            "max_bytes": st.sampled_from([1 << 20, 1 << 20, 1, 5, 12, 600, 1600, 2100]),
            "policy": st.sampled_from(POLICIES),
            "read": st.booleans(),
        }
    )


def connections() -> st.SearchStrategy[dict[str, Any]]:
    """How a connection is made: with bounds, and with filters of its own."""
    return st.builds(
        lambda bounds, rest: {**bounds, **rest},
        limits(),
        st.fixed_dictionaries(
            {
                "legacy": st.booleans(),
                "experimental": st.booleans(),
                "follows": st.booleans(),
                "opt_out": st.sampled_from([(), (), ("warning",)]),
                "stall": st.sampled_from([None, 0, 1, 1500]),
                "waits": st.sampled_from([True, True, True, False]),
                "initialized": st.sampled_from([True, True, True, False]),
            }
        ),
    )


def _call(name: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Operation]:
    return st.builds(Operation, st.just(name), st.tuples(*arguments))


_INDEX = st.integers(0, 5)
_CONNECTION = st.integers(0, 3)
_PERHAPS_CONNECTION = st.sampled_from([None, None, None, 0, 1])
_THREAD = st.sampled_from(THREADS)
_PERHAPS_THREAD = st.sampled_from([None, *THREADS])


def _events() -> st.SearchStrategy[Operation]:
    return st.one_of(
        _call("send", notifications(), _PERHAPS_CONNECTION),
        _call("send", notifications(), st.none()),
        _call("send", notifications(), st.none()),
        _call("offer", notifications()),
        _call("try_send", notifications(), _PERHAPS_CONNECTION),
        _call("try_send_many", st.lists(notifications(), max_size=5), _PERHAPS_CONNECTION),
        _call("take", _INDEX),
        _call("take", _INDEX),
        _call("take_many", _INDEX, st.integers(0, 4)),
        _call("register", _INDEX),
        _call("deregister", _INDEX, _INDEX),
        _call("withdraw", _INDEX),
        _call("watch", st.sampled_from([500, 500, 2000])),
        _call("register_watcher"),
    )


def _streams() -> st.SearchStrategy[Operation]:
    methods = st.sampled_from([None, None, ("item/agentMessage/delta", "warning")])
    return st.one_of(
        _call("subscribe", _CONNECTION, st.sampled_from([None, None, *THREADS]), methods, limits()),
        _call("close_stream", _INDEX),
        _call("drop_stream", _INDEX),
    )


def _threads() -> st.SearchStrategy[Operation]:
    return st.one_of(
        _call("connect", connections()),
        _call("initialize", _CONNECTION),
        _call("open_thread", _THREAD, st.sampled_from([None, 0, 1])),
        _call("subscribe_thread", _CONNECTION, _THREAD),
        _call("unsubscribe_thread", _CONNECTION, _THREAD),
        _call("close_thread", _THREAD),
        _call("close_connection", _CONNECTION),
    )


def _questions() -> st.SearchStrategy[Operation]:
    return st.one_of(
        _call("ask", _PERHAPS_THREAD, st.booleans()),
        _call("ask", _PERHAPS_THREAD, st.just(value=True)),
        _call("answer", _CONNECTION, _INDEX),
        _call("close_server_request", _INDEX),
        _call("close_thread_server_requests", _THREAD),
        _call("ask_again", _CONNECTION, _THREAD),
    )


def _requests() -> st.SearchStrategy[Operation]:
    request_id = st.sampled_from([None, None, 1, 2, "1", "x"])
    scope = st.sampled_from([None, "s", "s", "other"])
    return st.one_of(
        _call("open_request", _CONNECTION, request_id, st.sampled_from([None, None, "thread/start.x"])),
        _call("admit_new", _CONNECTION, scope, st.booleans(), st.booleans()),
        _call("admit_new", _CONNECTION, scope, st.booleans(), st.booleans()),
        _call("admit", _INDEX, scope, st.booleans(), st.booleans()),
        _call("post_command", _INDEX),
        _call("take_commands", _CONNECTION),
        _call("close_request", _INDEX),
        _call("abandon_request", _INDEX),
        _call("finish", _INDEX),
        _call("finish", _INDEX),
        _call("suspend_handler", _INDEX),
        _call("resume_handler", _INDEX),
    )


def operations() -> st.SearchStrategy[list[Operation]]:
    """A life of a server: many calls, and perhaps its end and a few calls after it."""
    usual = st.one_of(
        _events(), _events(), _events(), _streams(), _threads(), _questions(), _requests(), _requests()
    )
    ends: st.SearchStrategy[list[Operation]] = st.one_of(
        st.just([]), st.just([Operation("begin_shutdown")]), st.just([Operation("close")])
    )
    return st.builds(
        lambda first, end, then, last: [*first, *end, *then, *last],
        st.lists(usual, max_size=60),
        ends,
        st.lists(usual, max_size=10),
        ends,
    )


def threads_of_strangers() -> st.SearchStrategy[list[Operation]]:
    """Threads that some connections follow and others do not, and what all are told of them while queues are full."""
    told = st.one_of(
        st.builds(thread_started, thread=_THREAD),
        st.builds(thread_started, thread=_THREAD),
        st.builds(item_completed, thread=_THREAD),
        st.builds(rate_limits),
    )
    return st.lists(
        st.one_of(
            _call("send", told, st.none()),
            _call("send", told, st.none()),
            _call("try_send", told, _PERHAPS_CONNECTION),
            _call("take", _INDEX),
            _call("withdraw", _INDEX),
            _call("open_thread", _THREAD, st.sampled_from([None, 0, 1])),
            _call("subscribe_thread", _CONNECTION, _THREAD),
            _call("unsubscribe_thread", _CONNECTION, _THREAD),
            _call("close_thread", _THREAD),
        ),
        max_size=30,
    )
