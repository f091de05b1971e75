"""What is written of one thread, and read of it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.store.errors import ActiveWriterError, UnknownThreadError
from appserver.store.records import (
    ContextCompacted,
    ContextItem,
    ItemCompleted,
    SettingsApplied,
    TokensUsed,
    TurnEnded,
    TurnStarted,
)
from appserver.testing.store_subjects import (
    ids_of,
    kept,
    make_thread,
    refuses,
    same,
    turn_ids,
    turn_records,
    turns_of,
)

if TYPE_CHECKING:
    from appserver.store.base import ThreadStore

__all__ = [
    "check_an_item_comes_late_or_again",
    "check_closing",
    "check_items_read_back",
    "check_nothing_is_kept_before_something_is_written",
    "check_one_writer",
    "check_pages_of_turns",
    "check_the_context",
    "check_turns_read_back",
    "check_what_is_abandoned_may_be_taken_again",
    "check_what_is_known",
]


async def check_nothing_is_kept_before_something_is_written(store: ThreadStore) -> None:
    """A thread that was only created is known to nobody."""
    thread = make_thread()
    await store.create(thread)
    same(await store.get(thread.id), None)
    same(await ids_of(store, with_previews_only=False), [])
    await store.release(thread.id)
    same(await store.get(thread.id), None)
    await refuses(UnknownThreadError, store.take(thread.id))


async def check_what_is_abandoned_may_be_taken_again(store: ThreadStore) -> None:
    """A server whose loop is gone lets its threads go without waiting; nothing that was written is lost."""
    thread = await kept(store, make_thread(), "t1")
    store.append(thread.id, turn_records("t2", "question t2", has_end=False))
    store.abandon([thread.id, "unknown"])
    await store.get(thread.id)  # behind what was begun
    await store.take(thread.id)
    same(await turn_ids(store, thread.id), ["t1", "t2"])
    store.abandon([thread.id])


async def check_turns_read_back(store: ThreadStore) -> None:
    """What was written of a turn is what is read, before and after its thread was let go."""
    thread = make_thread()
    await store.create(thread)
    store.append(thread.id, turn_records("t1", "one", "first"))
    error = p.TurnError(message="no", codex_error_info="serverOverloaded", additional_details="why")
    store.append(thread.id, [TurnStarted("t2", 5), TurnEnded("t2", "failed", 5, 6, 1000, error)])
    store.append(thread.id, [TurnStarted("t3", 7), TurnEnded("t3", "interrupted", 7, 8, 1000)])
    store.append(thread.id, turn_records("t4", "four", has_end=False))
    for _ in range(2):
        turns = [placed.turn for placed in await turns_of(store, thread.id)]
        same([turn.id for turn in turns], ["t1", "t2", "t3", "t4"])
        same([turn.status for turn in turns], ["completed", "failed", "interrupted", "interrupted"])
        same([len(turn.items) for turn in turns], [2, 0, 0, 1])
        assert isinstance(turns[0].items[1], p.AgentMessageThreadItem), (
            f"{turns[0].items[1]!r:.200} is no message"
        )
        same(turns[0].items[1].text, "first")
        same(turns[1].error, error)
        same((turns[2].started_at, turns[2].completed_at, turns[2].duration_ms), (7, 8, 1000))
        await store.release(thread.id)


async def check_items_read_back(store: ThreadStore) -> None:
    """Items of every kind that an agent makes are read as they were."""
    items: list[p.ThreadItem] = [
        p.UserMessageThreadItem(
            id="u",
            client_id="c",
            content=[p.TextUserInput(text="a\n\u2028é"), p.LocalImageUserInput(path="/x.png")],
        ),
        p.AgentMessageThreadItem(id="a", text="x", phase="final_answer"),
        p.PlanThreadItem(id="p", text="1. do"),
        p.ReasoningThreadItem(id="r", summary=["s"], content=["c"]),
        p.CommandExecutionThreadItem(
            id="c",
            command="/bin/sh -c 'echo hi there'",
            cwd="/srv/a b",
            process_id="7",
            status="declined",
            command_actions=[p.UnknownCommandAction(command="echo hi")],
            aggregated_output="hi\n",
            exit_code=1,
            duration_ms=1234,
        ),
        p.FileChangeThreadItem(
            id="f",
            status="completed",
            changes=[
                p.FileUpdateChange(path="/n", kind=p.AddPatchChangeKind(), diff="new\n"),
                p.FileUpdateChange(path="/d", kind=p.DeletePatchChangeKind(), diff="old\n"),
                p.FileUpdateChange(path="/m", kind=p.UpdatePatchChangeKind(move_path="/k"), diff="@@\n"),
            ],
        ),
        p.DynamicToolCallThreadItem(
            id="t",
            tool="look",
            arguments={"a": [1, None]},
            status="completed",
            content_items=[p.InputTextDynamicToolCallOutputContentItem(text="seen")],
            success=True,
            duration_ms=3,
        ),
        p.WebSearchThreadItem(id="w", query="q"),
        p.ContextCompactionThreadItem(id="k"),
    ]
    thread = make_thread()
    await store.create(thread)
    store.append(thread.id, [TurnStarted("t", 1), *(ItemCompleted("t", item, 5) for item in items)])
    for _ in range(2):
        (placed,) = await turns_of(store, thread.id)
        same([item.to_wire() for item in placed.turn.items], [item.to_wire() for item in items])
        await store.release(thread.id)


async def check_an_item_comes_late_or_again(store: ThreadStore) -> None:
    """An item after the end of its turn is one of the turn; one of the same id takes the place of the first."""
    thread = make_thread()
    await kept(store, thread, "t1", "t2")
    late = p.AgentMessageThreadItem(id="late", text="at last")
    again = p.AgentMessageThreadItem(id="t1-a", text="otherwise")
    store.append(thread.id, [ItemCompleted("t1", late, 9), ItemCompleted("t1", again, 9)])
    first, second = [placed.turn for placed in await turns_of(store, thread.id)]
    same(
        [item.id for item in first.items if not isinstance(item, p.UnknownThreadItem)],
        [
            "t1-u",
            "t1-a",
            "late",
        ],
    )
    assert isinstance(first.items[1], p.AgentMessageThreadItem), f"{first.items[1]!r:.200} is no message"
    same(first.items[1].text, "otherwise")
    same(first.status, "completed")
    same(len(second.items), 2)


async def check_pages_of_turns(store: ThreadStore) -> None:
    """Pages go both ways, from a position that is theirs or not, and positions stay as they are."""
    thread = await kept(store, make_thread(), *(f"t{number}" for number in range(7)))
    everything = await turns_of(store, thread.id)
    places = {placed.turn.id: placed.position for placed in everything}
    same(list(places.values()), sorted(set(places.values())))
    seen: list[str] = []
    start: int | None = None
    while True:
        page = await store.turns(thread.id, start=start, limit=3)
        seen += [placed.turn.id for placed in page.turns]
        same([places[placed.turn.id] for placed in page.turns], [placed.position for placed in page.turns])
        if not page.has_more:
            break
        start = page.turns[-1].position
    same(seen, [f"t{number}" for number in reversed(range(7))])
    here = places["t3"]
    same(await turn_ids(store, thread.id, start=here, is_included=True), ["t3", "t4", "t5", "t6"])
    same(await turn_ids(store, thread.id, start=here), ["t4", "t5", "t6"])
    same(
        [await store.position(thread.id, turn_id) for turn_id in ("t0", "t3", "t9")],
        [
            places["t0"],
            here,
            None,
        ],
    )
    same(await turn_ids(store, thread.id, start=here, is_ascending=False, limit=2), ["t2", "t1"])
    same(
        await turn_ids(store, thread.id, start=here, is_included=True, is_ascending=False, limit=2),
        [
            "t3",
            "t2",
        ],
    )


async def check_one_writer(store: ThreadStore) -> None:
    """A thread that is taken cannot be taken again, be put away or be deleted; it can be read and named."""
    thread = await kept(store, make_thread())
    await refuses(ActiveWriterError, store.take(thread.id))
    await refuses(ActiveWriterError, store.archive(thread.id))
    await refuses(ActiveWriterError, store.delete(thread.id))
    await store.set_name(thread.id, "mine")
    found = await store.get(thread.id)
    assert found is not None, "get() does not know the thread"
    same(found.name, "mine")
    await store.release(thread.id)
    await store.release(thread.id)
    taken = await store.take(thread.id)
    same((taken.id, taken.name, taken.preview), (thread.id, "mine", "question t1"))
    store.append(thread.id, turn_records("t2", "two"))
    same(await turn_ids(store, thread.id), ["t1", "t2"])


async def check_what_is_known(store: ThreadStore) -> None:
    """Settings, tokens and the first message are known of a thread that nobody has loaded."""
    thread = make_thread()
    await store.create(thread)
    mode = p.CollaborationMode(mode="default", settings=p.Settings(model="other"))
    settings = p.ThreadSettings(
        cwd="/else",
        approval_policy="never",
        approvals_reviewer="user",
        sandbox_policy=p.WorkspaceWriteSandboxPolicy(writable_roots=["/w"], network_access=True),
        model="other",
        model_provider="mock",
        collaboration_mode=mode,
        effort="high",
        service_tier="fast",
    )
    one = p.TokenUsageBreakdown(
        total_tokens=3, input_tokens=1, cached_input_tokens=0, output_tokens=2, reasoning_output_tokens=0
    )
    usage = p.ThreadTokenUsage(total=one, last=one, model_context_window=100)
    records = turn_records("t1", "hello", "yes")
    store.append(
        thread.id, [records[0], SettingsApplied(settings, "t1"), *records[1:], TokensUsed("t1", usage)]
    )
    await store.release(thread.id)
    found = await store.get(thread.id)
    assert found is not None, "get() does not know the thread"
    same((found.preview, found.has_user_message, found.has_turns), ("hello", True, True))
    same((found.model, found.effort, found.cwd), ("other", "high", "/else"))
    same(found.settings, settings)
    same(found.usage, usage)
    same((found.created, found.originator, found.source), (thread.created, "tests", "exec"))
    assert found.updated >= found.created, "a thread was changed before it was made"


async def check_the_context(store: ThreadStore) -> None:
    """What the model was told is kept in order; compaction takes its place."""
    thread = make_thread()
    await store.create(thread)
    told: list[dict[str, Any]] = [
        {"type": "message", "role": "user", "content": [], "id": str(i)} for i in range(5)
    ]
    store.append(thread.id, [TurnStarted("t", 1), ContextItem(told[0]), ContextItem(told[1])])
    same(await store.context(thread.id), told[:2])
    store.append(thread.id, [ContextCompacted([told[2]], "short"), ContextItem(told[3])])
    await store.release(thread.id)
    same(await store.context(thread.id), told[2:4])


async def check_closing(store: ThreadStore) -> None:
    """A store that was closed keeps what it has, and lets go of what was taken."""
    thread = await kept(store, make_thread())
    await store.aclose()
    await store.aclose()
    same((await store.take(thread.id)).id, thread.id)
    same(await turn_ids(store, thread.id), ["t1"])
    same(list(store.take_problems()), [])
