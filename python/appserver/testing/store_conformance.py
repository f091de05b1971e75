"""What every store of threads must do, as checks: give each one a fresh store. A failed check raises `AssertionError`.

@pytest.mark.parametrize("check", STORE_CHECKS)
async def test_my_store(check):
    await check(MyStore())
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.store.errors import ActiveWriterError, ThreadReferencedError, UnknownThreadError
from appserver.store.records import (
    ContextCompacted,
    ContextItem,
    ItemCompleted,
    ListQuery,
    SettingsApplied,
    StoredThread,
    TokensUsed,
    TurnEnded,
    TurnStarted,
)
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from appserver.store.base import ThreadStore
    from appserver.store.records import PlacedTurn, Record

__all__ = ["STORE_CHECKS", "make_thread", "turn_records"]

_START: Final = 1_760_000_000_000_000


def make_thread(number: int = 0, **changes: Any) -> StoredThread:
    """A thread to store; those of higher numbers are younger."""
    facts: dict[str, Any] = {
        "id": new_identifier(),
        "created": _START + number * 1_000_000,
        "cwd": "/place",
        "model_provider": "mock",
        "model": "mock-model",
        "originator": "tests",
        "cli_version": "0.0.0",
        "source": "exec",
    }
    return StoredThread(**{**facts, **changes})


def turn_records(turn_id: str, question: str, answer: str = "", *, has_end: bool = True) -> list[Record]:
    """The records of a turn in which a question was answered."""
    content: list[Any] = [p.TextUserInput(text=question)]
    records: list[Record] = [
        TurnStarted(turn_id, 1_760_000_000),
        ItemCompleted(turn_id, p.UserMessageThreadItem(id=f"{turn_id}-u", content=content), 1),
    ]
    if answer:
        records.append(ItemCompleted(turn_id, p.AgentMessageThreadItem(id=f"{turn_id}-a", text=answer), 2))
    if has_end:
        records.append(TurnEnded(turn_id, "completed", 1_760_000_000, 1_760_000_001, 1000, None, answer))
    return records


async def _kept(store: ThreadStore, thread: StoredThread, *turn_ids: str) -> StoredThread:
    await store.create(thread)
    for turn_id in turn_ids or ("t1",):
        store.append(thread.id, turn_records(turn_id, f"question {turn_id}", f"answer {turn_id}"))
    await store.flush(thread.id)
    return thread


async def _ids(store: ThreadStore, **facts: Any) -> list[str]:
    return [thread.id for thread in await store.list(ListQuery(**facts))]


async def _turns(store: ThreadStore, thread_id: str, **facts: Any) -> Sequence[PlacedTurn]:
    options: dict[str, Any] = {"is_ascending": True, "limit": 100, **facts}
    page = await store.turns(thread_id, **options)
    return page.turns


async def _turn_ids(store: ThreadStore, thread_id: str, **facts: Any) -> list[str]:
    return [placed.turn.id for placed in await _turns(store, thread_id, **facts)]


async def _refuses(error: type[Exception], work: Awaitable[object]) -> None:
    try:
        await work
    except error:
        return
    raise AssertionError(f"a {error.__name__} was to be raised")


async def check_nothing_is_kept_before_something_is_written(store: ThreadStore) -> None:
    """A thread that was only created is known to nobody."""
    thread = make_thread()
    await store.create(thread)
    assert await store.get(thread.id) is None
    assert await _ids(store, with_previews_only=False) == []
    await store.release(thread.id)
    assert await store.get(thread.id) is None
    await _refuses(UnknownThreadError, store.take(thread.id))


async def check_what_is_abandoned_may_be_taken_again(store: ThreadStore) -> None:
    """A server whose loop is gone lets its threads go without waiting; nothing that was written is lost."""
    thread = await _kept(store, make_thread(), "t1")
    store.append(thread.id, turn_records("t2", "question t2", has_end=False))
    store.abandon([thread.id, "unknown"])
    await store.get(thread.id)  # behind what was begun
    await store.take(thread.id)
    assert await _turn_ids(store, thread.id) == ["t1", "t2"]
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
        turns = [placed.turn for placed in await _turns(store, thread.id)]
        assert [turn.id for turn in turns] == ["t1", "t2", "t3", "t4"]
        assert [turn.status for turn in turns] == ["completed", "failed", "interrupted", "interrupted"]
        assert [len(turn.items) for turn in turns] == [2, 0, 0, 1]
        assert isinstance(turns[0].items[1], p.AgentMessageThreadItem)
        assert turns[0].items[1].text == "first"
        assert turns[1].error == error
        assert (turns[2].started_at, turns[2].completed_at, turns[2].duration_ms) == (7, 8, 1000)
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
        (placed,) = await _turns(store, thread.id)
        assert [item.to_wire() for item in placed.turn.items] == [item.to_wire() for item in items]
        await store.release(thread.id)


async def check_an_item_comes_late_or_again(store: ThreadStore) -> None:
    """An item after the end of its turn is one of the turn; one of the same id takes the place of the first."""
    thread = make_thread()
    await _kept(store, thread, "t1", "t2")
    late = p.AgentMessageThreadItem(id="late", text="at last")
    again = p.AgentMessageThreadItem(id="t1-a", text="otherwise")
    store.append(thread.id, [ItemCompleted("t1", late, 9), ItemCompleted("t1", again, 9)])
    first, second = [placed.turn for placed in await _turns(store, thread.id)]
    assert [item.id for item in first.items if not isinstance(item, p.UnknownThreadItem)] == [
        "t1-u",
        "t1-a",
        "late",
    ]
    assert isinstance(first.items[1], p.AgentMessageThreadItem)
    assert first.items[1].text == "otherwise"
    assert first.status == "completed"
    assert len(second.items) == 2


async def check_pages_of_turns(store: ThreadStore) -> None:
    """Pages go both ways, from a position that is theirs or not, and positions stay as they are."""
    thread = await _kept(store, make_thread(), *(f"t{number}" for number in range(7)))
    everything = await _turns(store, thread.id)
    places = {placed.turn.id: placed.position for placed in everything}
    assert list(places.values()) == sorted(set(places.values()))
    seen: list[str] = []
    start: int | None = None
    while True:
        page = await store.turns(thread.id, start=start, limit=3)
        seen += [placed.turn.id for placed in page.turns]
        assert [places[placed.turn.id] for placed in page.turns] == [placed.position for placed in page.turns]
        if not page.has_more:
            break
        start = page.turns[-1].position
    assert seen == [f"t{number}" for number in reversed(range(7))]
    here = places["t3"]
    assert await _turn_ids(store, thread.id, start=here, is_included=True) == ["t3", "t4", "t5", "t6"]
    assert await _turn_ids(store, thread.id, start=here) == ["t4", "t5", "t6"]
    assert await _turn_ids(store, thread.id, start=here, is_ascending=False, limit=2) == ["t2", "t1"]
    assert await _turn_ids(store, thread.id, start=here, is_included=True, is_ascending=False, limit=2) == [
        "t3",
        "t2",
    ]


async def check_one_writer(store: ThreadStore) -> None:
    """A thread that is taken cannot be taken again, be put away or be deleted; it can be read and named."""
    thread = await _kept(store, make_thread())
    await _refuses(ActiveWriterError, store.take(thread.id))
    await _refuses(ActiveWriterError, store.archive(thread.id))
    await _refuses(ActiveWriterError, store.delete(thread.id))
    await store.set_name(thread.id, "mine")
    found = await store.get(thread.id)
    assert found is not None
    assert found.name == "mine"
    await store.release(thread.id)
    await store.release(thread.id)
    taken = await store.take(thread.id)
    assert (taken.id, taken.name, taken.preview) == (thread.id, "mine", "question t1")
    store.append(thread.id, turn_records("t2", "two"))
    assert await _turn_ids(store, thread.id) == ["t1", "t2"]


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
    assert found is not None
    assert (found.preview, found.has_user_message, found.has_turns) == ("hello", True, True)
    assert (found.model, found.effort, found.cwd) == ("other", "high", "/else")
    assert found.settings == settings
    assert found.usage == usage
    assert (found.created, found.originator, found.source) == (thread.created, "tests", "exec")
    assert found.updated >= found.created


async def check_the_context(store: ThreadStore) -> None:
    """What the model was told is kept in order; compaction takes its place."""
    thread = make_thread()
    await store.create(thread)
    told: list[dict[str, Any]] = [
        {"type": "message", "role": "user", "content": [], "id": str(i)} for i in range(5)
    ]
    store.append(thread.id, [TurnStarted("t", 1), ContextItem(told[0]), ContextItem(told[1])])
    assert await store.context(thread.id) == told[:2]
    store.append(thread.id, [ContextCompacted([told[2]], "short"), ContextItem(told[3])])
    await store.release(thread.id)
    assert await store.context(thread.id) == told[2:4]


async def check_lists(store: ThreadStore) -> None:
    """Lists are sorted, cut and filtered as the query says."""
    kinds: list[dict[str, Any]] = [
        {},
        {"cwd": "/else"},
        {"model_provider": "other"},
        {"source": {"custom": "mine"}},
        {"originator": "them", "parent_thread_id": "00000000-0000-7000-8000-000000000000"},
    ]
    threads = [await _kept(store, make_thread(number, **facts)) for number, facts in enumerate(kinds)]
    ids = [thread.id for thread in threads]
    await store.create(quiet := make_thread(9))
    store.append(quiet.id, [TurnStarted("t", 1)])
    await store.set_name(ids[2], "Große Sache")
    assert await _ids(store) == ids[::-1]
    assert await _ids(store, is_ascending=True) == ids
    assert await _ids(store, with_previews_only=False, limit=1) == [quiet.id]
    assert await _ids(store, limit=2, after=(threads[3].created, ids[3])) == [ids[2], ids[1]]
    assert await _ids(store, cwds=["/else", "/nowhere"]) == [ids[1]]
    assert await _ids(store, model_providers=["other"]) == [ids[2]]
    assert await _ids(store, sources=["unknown"]) == [ids[3]]
    assert await _ids(store, originators=["them"]) == [ids[4]]
    assert await _ids(store, parent_thread_id="00000000-0000-7000-8000-000000000000") == [ids[4]]
    assert await _ids(store, excluded_ids=ids[1:]) == [ids[0]]
    assert await _ids(store, text="GROSSE") == [ids[2]]
    assert await _ids(store, text="Question T1") == ids[::-1]
    assert await _ids(store, is_archived=True) == []
    store.append(ids[0], turn_records("t2", "again"))
    assert (await _ids(store, sort_key="updated"))[0] == ids[0]
    assert (await _ids(store, sort_key="recency"))[0] == ids[0]


async def check_searches(store: ThreadStore) -> None:
    """A search finds what was said, and neither names nor what was put away."""
    threads = [make_thread(number) for number in range(3)]
    for thread, said in zip(threads, ("Needle in hay", "hay only", "nothing"), strict=True):
        await store.create(thread)
        store.append(thread.id, turn_records("t", said, "the NEEDLE" if said == "nothing" else "ok"))
        await store.release(thread.id)
    await store.set_name(threads[1].id, "needle")
    found = await store.search("needle", ListQuery())
    assert [each.thread.id for each in found] == [threads[2].id, threads[0].id]
    assert "NEEDLE" in found[0].snippet
    assert len(await store.search("needle", ListQuery(limit=1))) == 1
    await store.archive(threads[0].id)
    assert [each.thread.id for each in await store.search("needle", ListQuery())] == [threads[2].id]
    archived = await store.search("needle", ListQuery(is_archived=True))
    assert [each.thread.id for each in archived] == [threads[0].id]


async def check_archives(store: ThreadStore) -> None:
    """A thread that is put away is read and not written; put back, it is as it was."""
    thread = await _kept(store, make_thread())
    await store.set_name(thread.id, "kept")
    await store.release(thread.id)
    await store.archive(thread.id)
    await _refuses(UnknownThreadError, store.archive(thread.id))
    await _refuses(UnknownThreadError, store.take(thread.id))
    await _refuses(UnknownThreadError, store.set_name(thread.id, "no"))
    found = await store.get(thread.id)
    assert found is not None
    assert found.is_archived
    assert await _ids(store) == []
    assert await _ids(store, is_archived=True) == [thread.id]
    assert await _turn_ids(store, thread.id) == ["t1"]
    back = await store.unarchive(thread.id)
    assert not back.is_archived
    assert back.name == "kept"
    assert back.updated >= found.updated
    await _refuses(UnknownThreadError, store.unarchive(thread.id))
    assert (await store.take(thread.id)).id == thread.id


async def check_deletes(store: ThreadStore) -> None:
    """A thread that is deleted is gone, and so is what was said of it."""
    thread = await _kept(store, make_thread())
    await store.set_name(thread.id, "gone")
    await store.release(thread.id)
    await store.delete(thread.id)
    assert await store.get(thread.id) is None
    assert await _ids(store, with_previews_only=False) == []
    await _refuses(UnknownThreadError, store.delete(thread.id))
    await _refuses(UnknownThreadError, store.turns(thread.id))


async def check_goals_and_repositories(store: ThreadStore) -> None:
    """Goals and what is said of a repository are kept until they are changed; a goal can be taken away."""
    thread = await _kept(store, make_thread())
    goal = p.ThreadGoal(
        thread_id=thread.id,
        objective="end",
        status="active",
        tokens_used=1,
        time_used_seconds=2,
        created_at=3,
        updated_at=4,
    )
    await store.set_goal(thread.id, goal)
    await store.set_git_info(thread.id, p.GitInfo(sha="abc", branch="main"))
    found = await store.get(thread.id)
    assert found is not None
    assert (found.goal, found.git_info) == (goal, p.GitInfo(sha="abc", branch="main"))
    await store.set_goal(thread.id, None)
    found = await store.get(thread.id)
    assert found is not None
    assert found.goal is None
    await _refuses(UnknownThreadError, store.set_goal(new_identifier(), goal))


async def check_forks(store: ThreadStore) -> None:
    """A fork begins with turns of another thread, whose later turns are not its own."""
    source = await _kept(store, make_thread(1), "t1", "t2", "t3")
    await store.set_name(source.id, "both")
    store.append(source.id, [ContextItem({"type": "message", "role": "user", "content": [], "id": "c"})])
    turns = await _turns(store, source.id)
    part, whole = make_thread(2), make_thread(3)
    forked = await store.fork(source.id, part, before=turns[2].position)
    assert (forked.forked_from_id, forked.name, forked.has_turns) == (source.id, "both", True)
    await store.fork(source.id, whole)
    store.append(source.id, turn_records("t4", "later"))
    store.append(part.id, turn_records("p3", "own"))
    for _ in range(2):
        assert await _turn_ids(store, part.id) == ["t1", "t2", "p3"]
        assert await _turn_ids(store, whole.id) == ["t1", "t2", "t3"]
        assert await _turn_ids(store, source.id) == ["t1", "t2", "t3", "t4"]
        assert len(await store.context(whole.id)) == 1
        assert await store.context(part.id) == []
        assert await _turn_ids(store, part.id, limit=2, is_ascending=False) == ["p3", "t2"]
        for thread in (source, part, whole):
            await store.release(thread.id)
    assert (await store.take(part.id)).preview == "own"
    again = await store.fork(part.id, make_thread(4), before=(await _turns(store, part.id))[0].position)
    assert await _turn_ids(store, again.id) == []
    await _refuses(UnknownThreadError, store.fork(new_identifier(), make_thread()))


async def check_a_source_is_deleted(store: ThreadStore) -> None:
    """A thread that others begin with cannot be deleted, or they keep what they begin with."""
    source = await _kept(store, make_thread())
    fork = await store.fork(source.id, make_thread(1))
    await store.release(source.id)
    await store.release(fork.id)
    try:
        await store.delete(source.id)
    except ThreadReferencedError:
        await store.delete(fork.id)
        await store.delete(source.id)
    else:
        assert await _turn_ids(store, fork.id) == ["t1"]
    assert await store.get(source.id) is None


async def check_reverts(store: ThreadStore) -> None:
    """A reverted thread has lost turns, and goes on."""
    thread = await _kept(store, make_thread(), "t1", "t2", "t3")
    turns = await _turns(store, thread.id)
    reverted = await store.revert(thread.id, before=turns[1].position)
    assert reverted.id == thread.id
    assert reverted.created == thread.created
    assert await _turn_ids(store, thread.id) == ["t1"]
    store.append(thread.id, turn_records("n2", "new"))
    assert await _turn_ids(store, thread.id) == ["t1", "n2"]
    await store.revert(thread.id, before=(await _turns(store, thread.id))[1].position)
    store.append(thread.id, turn_records("m2", "newer"))
    await store.release(thread.id)
    assert await _turn_ids(store, thread.id) == ["t1", "m2"]
    await _refuses(UnknownThreadError, store.revert(thread.id, before=turns[0].position))
    taken = await store.take(thread.id)
    assert taken.preview == "question t1"
    await store.revert(thread.id, before=(await _turns(store, thread.id))[0].position)
    assert await _turn_ids(store, thread.id) == []
    store.append(thread.id, turn_records("z1", "anew"))
    assert await _turn_ids(store, thread.id) == ["z1"]


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
    turns = await _turns(store, thread.id)
    for place, usage in ((0, None), (1, usages[0]), (2, usages[1])):
        forked = await store.fork(thread.id, make_thread(place + 2), before=turns[place].position)
        assert forked.usage == usage
        again = await store.fork(forked.id, make_thread(place + 12))
        assert again.usage == usage
    for place, usage in ((2, usages[1]), (1, usages[0]), (0, None)):
        reverted = await store.revert(thread.id, before=turns[place].position)
        assert reverted.usage == usage
    store.append(thread.id, turn_records("z1", "anew"))
    await store.release(thread.id)
    found = await store.get(thread.id)
    assert found is not None
    assert found.usage is None


async def check_closing(store: ThreadStore) -> None:
    """A store that was closed keeps what it has, and lets go of what was taken."""
    thread = await _kept(store, make_thread())
    await store.aclose()
    await store.aclose()
    assert (await store.take(thread.id)).id == thread.id
    assert await _turn_ids(store, thread.id) == ["t1"]
    assert list(store.take_problems()) == []


STORE_CHECKS: Final[tuple[Callable[[ThreadStore], Awaitable[None]], ...]] = (
    check_nothing_is_kept_before_something_is_written,
    check_what_is_abandoned_may_be_taken_again,
    check_turns_read_back,
    check_items_read_back,
    check_an_item_comes_late_or_again,
    check_pages_of_turns,
    check_one_writer,
    check_what_is_known,
    check_the_context,
    check_lists,
    check_searches,
    check_archives,
    check_deletes,
    check_goals_and_repositories,
    check_forks,
    check_a_source_is_deleted,
    check_reverts,
    check_tokens_of_what_is_left_out,
    check_closing,
)
"""Each takes a fresh store.

Cancellation: the store is left as it is.
"""
