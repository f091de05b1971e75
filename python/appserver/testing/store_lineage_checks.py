"""Threads that begin with turns of others, and threads that lose some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.store.errors import ThreadReferencedError, UnknownThreadError
from appserver.store.records import ContextItem, TokensUsed
from appserver.testing.store_subjects import (
    kept,
    make_thread,
    refuses,
    same,
    turn_ids,
    turn_records,
    turns_of,
)
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from appserver.store.base import ThreadStore

__all__ = [
    "check_a_source_is_deleted",
    "check_forks",
    "check_reverts",
    "check_tokens_of_what_is_left_out",
    "check_tools_of_clients",
]


async def check_forks(store: ThreadStore) -> None:
    """A fork begins with turns of another thread, whose later turns are not its own."""
    source = await kept(store, make_thread(1), "t1", "t2", "t3")
    await store.set_name(source.id, "both")
    store.append(source.id, [ContextItem({"type": "message", "role": "user", "content": [], "id": "c"})])
    turns = await turns_of(store, source.id)
    part, whole = make_thread(2), make_thread(3)
    forked = await store.fork(source.id, part, before=turns[2].position)
    same((forked.forked_from_id, forked.name, forked.has_turns), (source.id, "both", True))
    await store.fork(source.id, whole)
    store.append(source.id, turn_records("t4", "later"))
    store.append(part.id, turn_records("p3", "own"))
    for _ in range(2):
        same(await turn_ids(store, part.id), ["t1", "t2", "p3"])
        same(await turn_ids(store, whole.id), ["t1", "t2", "t3"])
        same(await turn_ids(store, source.id), ["t1", "t2", "t3", "t4"])
        same(await store.position(part.id, "t3"), None)
        same(await store.position(part.id, "t2"), turns[1].position)
        same(len(await store.context(whole.id)), 1)
        same(await store.context(part.id), [])
        same(await turn_ids(store, part.id, limit=2, is_ascending=False), ["p3", "t2"])
        for thread in (source, part, whole):
            await store.release(thread.id)
    same((await store.take(part.id)).preview, "own")
    again = await store.fork(part.id, make_thread(4), before=(await turns_of(store, part.id))[0].position)
    same(await turn_ids(store, again.id), [])
    await refuses(UnknownThreadError, store.fork(new_identifier(), make_thread()))


async def check_tools_of_clients(store: ThreadStore) -> None:
    """The tools that a client has brought along are known of its thread; a fork has those that it was given."""
    tools = [{"type": "function", "name": "look", "description": "Lööks.", "inputSchema": {"a": [None, 1.5]}}]
    more = [{"type": "namespace", "name": "n", "description": "", "tools": [*tools]}, *tools]
    thread = await kept(store, make_thread(1, dynamic_tools=tools), "t1", "t2")
    forks = [make_thread(2, dynamic_tools=more), make_thread(3)]
    for fork in forks:
        forked = await store.fork(thread.id, fork)
        same(forked.dynamic_tools, fork.dynamic_tools)
        store.append(fork.id, turn_records("own", "hello"))
    reverted = await store.revert(thread.id, before=(await turns_of(store, thread.id))[1].position)
    same(reverted.dynamic_tools, tools)
    store.append(thread.id, turn_records("n2", "new"))
    for one in (thread, *forks):
        for _ in range(2):
            found = await store.get(one.id)
            assert found is not None, "get() does not know the thread"
            same(found.dynamic_tools, one.dynamic_tools)
            await store.release(one.id)
        same((await store.take(one.id)).dynamic_tools, one.dynamic_tools)


async def check_a_source_is_deleted(store: ThreadStore) -> None:
    """A thread that others begin with cannot be deleted, or they keep what they begin with."""
    source = await kept(store, make_thread())
    fork = await store.fork(source.id, make_thread(1))
    await store.release(source.id)
    await store.release(fork.id)
    try:
        await store.delete(source.id)
    except ThreadReferencedError:
        await store.delete(fork.id)
        await store.delete(source.id)
    else:
        same(await turn_ids(store, fork.id), ["t1"])
    same(await store.get(source.id), None)


async def check_reverts(store: ThreadStore) -> None:
    """A reverted thread has lost turns, and goes on."""
    thread = await kept(store, make_thread(), "t1", "t2", "t3")
    turns = await turns_of(store, thread.id)
    reverted = await store.revert(thread.id, before=turns[1].position)
    same(reverted.id, thread.id)
    same(reverted.created, thread.created)
    same(await turn_ids(store, thread.id), ["t1"])
    store.append(thread.id, turn_records("n2", "new"))
    same(await turn_ids(store, thread.id), ["t1", "n2"])
    await store.revert(thread.id, before=(await turns_of(store, thread.id))[1].position)
    store.append(thread.id, turn_records("m2", "newer"))
    await store.release(thread.id)
    same(await turn_ids(store, thread.id), ["t1", "m2"])
    await refuses(UnknownThreadError, store.revert(thread.id, before=turns[0].position))
    taken = await store.take(thread.id)
    same(taken.preview, "question t1")
    await store.revert(thread.id, before=(await turns_of(store, thread.id))[0].position)
    same(await turn_ids(store, thread.id), [])
    store.append(thread.id, turn_records("z1", "anew"))
    same(await turn_ids(store, thread.id), ["z1"])


async def check_tokens_of_what_is_left_out(store: ThreadStore) -> None:
    """A fork and a reverted thread count on from the tokens that were used before the turns they do not have."""
    thread = make_thread()
    await store.create(thread)
    usages: list[p.ThreadTokenUsage] = []
    for number in (1, 2, 3):
        used = p.TokenUsageBreakdown(
            total_tokens=number,
            input_tokens=number,
            cached_input_tokens=0,
            output_tokens=0,
            reasoning_output_tokens=0,
        )
        usages.append(p.ThreadTokenUsage(total=used, last=used, model_context_window=100))
        *begin, end = turn_records(f"t{number}", "hello")
        store.append(thread.id, [*begin, TokensUsed(f"t{number}", usages[-1]), end])
    turns = await turns_of(store, thread.id)
    for place, usage in ((0, None), (1, usages[0]), (2, usages[1])):
        forked = await store.fork(thread.id, make_thread(place + 2), before=turns[place].position)
        same(forked.usage, usage)
        again = await store.fork(forked.id, make_thread(place + 12))
        same(again.usage, usage)
    for place, usage in ((2, usages[1]), (1, usages[0]), (0, None)):
        reverted = await store.revert(thread.id, before=turns[place].position)
        same(reverted.usage, usage)
    store.append(thread.id, turn_records("z1", "anew"))
    await store.release(thread.id)
    found = await store.get(thread.id)
    assert found is not None, "get() does not know the thread"
    same(found.usage, None)
