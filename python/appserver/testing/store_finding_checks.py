"""Finding threads among many, and what is said of them beside their turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.store.errors import UnknownThreadError
from appserver.store.records import ListQuery, TurnStarted
from appserver.testing.store_subjects import ids_of, kept, make_thread, refuses, same, turn_ids, turn_records
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from appserver.store.base import ThreadStore

__all__ = [
    "check_archives",
    "check_deletes",
    "check_goals_and_repositories",
    "check_lists",
    "check_searches",
]


async def check_lists(store: ThreadStore) -> None:
    """Lists are sorted, cut and filtered as the query says."""
    kinds: list[dict[str, Any]] = [
        {},
        {"cwd": "/else"},
        {"model_provider": "other"},
        {"source": {"custom": "mine"}},
        {"originator": "them", "parent_thread_id": "00000000-0000-7000-8000-000000000000"},
    ]
    threads = [await kept(store, make_thread(number, **facts)) for number, facts in enumerate(kinds)]
    ids = [thread.id for thread in threads]
    await store.create(quiet := make_thread(9))
    store.append(quiet.id, [TurnStarted("t", 1)])
    await store.set_name(ids[2], "Große Sache")
    same(await ids_of(store), ids[::-1])
    same(await ids_of(store, is_ascending=True), ids)
    same(await ids_of(store, with_previews_only=False, limit=1), [quiet.id])
    same(await ids_of(store, limit=2, after=(threads[3].created, ids[3])), [ids[2], ids[1]])
    same(await ids_of(store, cwds=["/else", "/nowhere"]), [ids[1]])
    same(await ids_of(store, model_providers=["other"]), [ids[2]])
    same(await ids_of(store, sources=["unknown"]), [ids[3]])
    same(await ids_of(store, originators=["them"]), [ids[4]])
    same(await ids_of(store, parent_thread_id="00000000-0000-7000-8000-000000000000"), [ids[4]])
    same(await ids_of(store, excluded_ids=ids[1:]), [ids[0]])
    same(await ids_of(store, text="GROSSE"), [ids[2]])
    same(await ids_of(store, text="Question T1"), ids[::-1])
    same(await ids_of(store, is_archived=True), [])
    store.append(ids[0], turn_records("t2", "again"))
    same((await ids_of(store, sort_key="updated"))[0], ids[0])
    same((await ids_of(store, sort_key="recency"))[0], ids[0])


async def check_searches(store: ThreadStore) -> None:
    """A search finds what was said, and neither names nor what was put away."""
    threads = [make_thread(number) for number in range(3)]
    for thread, said in zip(threads, ("Needle in hay", "hay only", "nothing"), strict=True):
        await store.create(thread)
        store.append(thread.id, turn_records("t", said, "the NEEDLE" if said == "nothing" else "ok"))
        await store.release(thread.id)
    await store.set_name(threads[1].id, "needle")
    found = await store.search("needle", ListQuery())
    same([each.thread.id for each in found], [threads[2].id, threads[0].id])
    assert "NEEDLE" in found[0].snippet, f"the snippet {found[0].snippet!r} is not about NEEDLE"
    same(len(await store.search("needle", ListQuery(limit=1))), 1)
    await store.archive(threads[0].id)
    same([each.thread.id for each in await store.search("needle", ListQuery())], [threads[2].id])
    archived = await store.search("needle", ListQuery(is_archived=True))
    same([each.thread.id for each in archived], [threads[0].id])


async def check_archives(store: ThreadStore) -> None:
    """A thread that is put away is read and not written; put back, it is as it was."""
    thread = await kept(store, make_thread())
    await store.set_name(thread.id, "kept")
    await store.release(thread.id)
    await store.archive(thread.id)
    await refuses(UnknownThreadError, store.archive(thread.id))
    await refuses(UnknownThreadError, store.take(thread.id))
    await refuses(UnknownThreadError, store.set_name(thread.id, "no"))
    found = await store.get(thread.id)
    assert found is not None, "get() does not know the thread"
    same(found.is_archived, True)
    same(await ids_of(store), [])
    same(await ids_of(store, is_archived=True), [thread.id])
    same(await turn_ids(store, thread.id), ["t1"])
    back = await store.unarchive(thread.id)
    same(back.is_archived, False)
    same(back.name, "kept")
    assert back.updated >= found.updated, "unarchive() sets the time of change back"
    await refuses(UnknownThreadError, store.unarchive(thread.id))
    same((await store.take(thread.id)).id, thread.id)


async def check_deletes(store: ThreadStore) -> None:
    """A thread that is deleted is gone, and so is what was said of it."""
    thread = await kept(store, make_thread())
    await store.set_name(thread.id, "gone")
    await store.release(thread.id)
    await store.delete(thread.id)
    same(await store.get(thread.id), None)
    same(await ids_of(store, with_previews_only=False), [])
    await refuses(UnknownThreadError, store.delete(thread.id))
    await refuses(UnknownThreadError, store.turns(thread.id))


async def check_goals_and_repositories(store: ThreadStore) -> None:
    """Goals and what is said of a repository are kept until they are changed; a goal can be taken away."""
    thread = await kept(store, make_thread())
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
    assert found is not None, "get() does not know the thread"
    same((found.goal, found.git_info), (goal, p.GitInfo(sha="abc", branch="main")))
    await store.set_goal(thread.id, None)
    found = await store.get(thread.id)
    assert found is not None, "get() does not know the thread"
    same(found.goal, None)
    await refuses(UnknownThreadError, store.set_goal(new_identifier(), goal))
