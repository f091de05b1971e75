"""Homes with what nobody expects in them: it is told where that matters, nothing is lost, and all else is there."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from appserver.store import FileStore, ListQuery, StoreError
from appserver.store.files import Files
from appserver.testing.store_conformance import make_thread, turn_records

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

OTHER = "01a21916-dcb8-72e2-84c2-cf85dbd68a69"
WHEN = "2026-11-25T10:00:00.000Z"
META: dict[str, Any] = {
    "id": OTHER,
    "timestamp": WHEN,
    "cwd": "/",
    "originator": "other",
    "cli_version": "1",
    "source": "vscode",
    "model_provider": "mock",
    "history_mode": "paginated",
}
HALF = "\ud800"
HUGE = 1 << 70


async def make_home(home: Path) -> str:
    """A home with one thread of one turn, and without an index; the thread's id."""
    store = FileStore(home)
    thread = make_thread()
    await store.create(thread)
    store.append(thread.id, turn_records("t1", "one", "two"))
    await store.flush(thread.id)
    await store.aclose()
    remove_index(home)
    return thread.id


def remove_index(home: Path) -> None:
    for file in home.glob("appserver.sqlite*"):
        file.unlink()


async def problems(home: Path, thread_id: str) -> list[str]:
    """What is told while the thread is listed, read, taken and written; all of that is done."""
    store = FileStore(home)
    found = await store.list(ListQuery())
    assert thread_id in [thread.id for thread in found]
    for thread in found:  # also those that others have left there
        for placed in (await store.turns(thread.id, limit=10)).turns:
            assert placed.turn.to_wire_json()
    await store.take(thread_id)
    store.append(thread_id, turn_records("t2", "three", "four"))
    await store.flush(thread_id)
    turns = [placed.turn.id for placed in (await store.turns(thread_id, is_ascending=True, limit=10)).turns]
    assert {"t1", "t2"} <= set(turns)
    told = [problem.message for problem in store.take_problems()]
    await store.aclose()
    return told


def database(path: Path, *statements: str, row: Sequence[object] = ()) -> None:
    """A database; `row` is what the last statement inserts."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements[:-1]:
            connection.execute(statement)
        connection.execute(statements[-1], row)


PRECIOUS = ("CREATE TABLE precious (x)", "INSERT INTO precious VALUES (42)")
DATABASES: dict[str, Callable[[Path], None]] = {
    "another": lambda path: database(path, *PRECIOUS),
    "of our version": lambda path: database(path, "PRAGMA user_version = 4", *PRECIOUS),
    "marked": lambda path: database(path, "PRAGMA application_id = 7", *PRECIOUS),
    "like ours": lambda path: database(
        path, "CREATE TABLE rollouts (x)", "CREATE TABLE turns (x)", *PRECIOUS
    ),
}


@pytest.mark.promise("last-index")
@pytest.mark.parametrize("is_link", [False, True])
@pytest.mark.parametrize("kind", DATABASES)
async def test_the_database_of_another_program_is_put_aside_as_it_is(
    tmp_path: Path, kind: str, is_link: bool
) -> None:
    home = tmp_path / "home"
    thread_id = await make_home(home)
    place = home / "appserver.sqlite"
    real = tmp_path / "other.db" if is_link else place
    DATABASES[kind](real)
    before = real.read_bytes()
    if is_link:
        place.symlink_to(real)
    (told,) = await problems(home, thread_id)
    (aside,) = home.glob("appserver.sqlite.broken-*")
    assert told.startswith(
        f"{place} is not ours (it is the database of another program); it was put aside as"
    )
    assert aside.name in told
    assert aside.read_bytes() == before == (real.read_bytes() if is_link else before)
    assert await problems(home, thread_id) == []


def pipe(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


ROLLOUT = f"sessions/2026/11/25/rollout-2026-11-25T10-00-00-{OTHER}.jsonl"
PLACES = {
    "session_index.jsonl": "it is no regular file; what it says of threads is not shown",
    "appserver-metadata.jsonl": "it is no regular file; what it says of threads is not shown",
    ROLLOUT: "it is no regular file",
    "state_5.sqlite": None,
    "goals_1.sqlite": None,
    "state_5.sqlite-wal": None,
}


@pytest.mark.promise("last-hostile-homes")
@pytest.mark.parametrize("make", [pipe, folder, endless])
@pytest.mark.parametrize("name", PLACES)
async def test_what_is_no_file_is_not_waited_for(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    thread_id = await make_home(tmp_path)
    if name.endswith("-wal"):
        database(tmp_path / "state_5.sqlite", "CREATE TABLE threads (id, name)")
        make(tmp_path / "state_5.sqlite-shm")
    place = tmp_path / name
    place.parent.mkdir(parents=True, exist_ok=True)
    make(place)
    text = PLACES[name]
    wanted = [] if text is None or (name == ROLLOUT and make is folder) else [f"cannot read {place}: {text}"]
    assert await problems(tmp_path, thread_id) == wanted


ODD: list[Any] = [
    5,
    None,
    [],
    {},
    {"a": 5},
    [5],
    True,
    HUGE,
    -1,
    1.5,
    float("inf"),
    float("nan"),
    HALF,
    "a\0b",
]
FIELDS = ("git", "dynamic_tools", "appserver", "history_base", "thread_source", "forked_from_id")
OURS = ("model", "parent_thread_id", "history_mode", "settings", "preview")
GIT = ("commit_hash", "branch", "repository_url")
BASE = ("thread_id", "end_ordinal_exclusive", "end_byte_offset")


def metas(value: Any) -> list[dict[str, Any]]:
    """First lines with this in each of their places."""
    base = {"thread_id": OTHER, "end_ordinal_exclusive": 1, "end_byte_offset": 1}
    return [
        *({**META, field: value} for field in (*META, *FIELDS)),
        *({**META, "appserver": {field: value}} for field in OURS),
        *({**META, "git": {field: value}} for field in GIT),
        *({**META, "history_base": {**base, field: value}} for field in BASE),
    ]


ITEM = {"type": "AgentMessage", "id": "a", "content": [{"type": "Text", "text": "hi"}]}
LINES: list[tuple[str, dict[str, Any]]] = [
    ("event_msg", {"type": "task_started", "turn_id": "t", "started_at": 1}),
    ("turn_context", {"turn_id": "t", "cwd": "/", "model": "m", "approval_policy": "never", "effort": "low"}),
    (
        "turn_context",
        {"sandbox_policy": {"type": "workspace-write"}, "collaboration_mode": {}, "summary": "auto"},
    ),
    ("event_msg", {"type": "thread_settings_applied", "thread_settings": {"model": "m"}}),
    ("response_item", {"type": "message", "role": "user", "content": []}),
    (
        "event_msg",
        {"type": "item_completed", "turn_id": "t", "item": ITEM, "completed_at_ms": 1, "started_at_ms": 1},
    ),
    ("event_msg", {"type": "token_count", "info": {"total_token_usage": {}, "last_token_usage": {}}}),
    ("compacted", {"message": "m", "replacement_history": []}),
    ("event_msg", {"type": "user_message", "message": "m"}),
    (
        "event_msg",
        {"type": "task_complete", "turn_id": "t", "started_at": 1, "completed_at": 1, "duration_ms": 1},
    ),
    (
        "event_msg",
        {"type": "task_complete", "turn_id": "t", "last_agent_message": "m", "error": {"message": "m"}},
    ),
    (
        "event_msg",
        {"type": "turn_aborted", "turn_id": "t", "reason": "r", "completed_at": 1, "duration_ms": 1},
    ),
]


def write(home: Path, lines: list[dict[str, Any]], number: int) -> None:
    """A thread of another program, with an id of its own if its first line has a usual one."""
    thread_id = f"{OTHER[:-6]}{number:06x}"
    if lines[0]["payload"].get("id") == OTHER:
        lines[0]["payload"]["id"] = thread_id
    file = home / ROLLOUT.replace(OTHER, thread_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))


def numbered(*lines: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"timestamp": WHEN, "ordinal": place, "type": kind, "payload": payload}
        for place, (kind, payload) in enumerate(lines)
    ]


@pytest.mark.promise("last-hostile-homes")
@pytest.mark.parametrize("value", ODD, ids=[f"{value!r:.20}" for value in ODD])
async def test_no_line_of_one_thread_matters_to_others(tmp_path: Path, value: Any) -> None:
    """In each place of each line; the turns that can be read are read."""
    thread_id = await make_home(tmp_path)
    count = 0
    for meta in metas(value):
        count += 1
        write(tmp_path, numbered(("session_meta", meta), *LINES[:1], *LINES[8:10]), count)
    for place, (kind, payload) in enumerate(LINES):
        for field in payload:
            lines = list(LINES)
            lines[place] = kind, {**payload, field: value}
            count += 1
            write(tmp_path, numbered(("session_meta", dict(META)), *lines), count)
    for field in ("timestamp", "ordinal", "type", "payload"):
        for place in range(3):
            lines_of = numbered(("session_meta", dict(META)), *LINES)
            lines_of[place] = {**lines_of[place], field: value}
            if place or field != "payload":
                count += 1
                write(tmp_path, lines_of, count)
    store = FileStore(tmp_path)
    found = await store.list(ListQuery(limit=1000, with_previews_only=False))
    assert thread_id in [thread.id for thread in found]
    for thread in found:
        try:
            page = await store.turns(thread.id, limit=10)
            await store.context(thread.id)
        except StoreError:
            continue  # it says what is damaged
        assert all(placed.turn.to_wire_json() for placed in page.turns)
    await store.aclose()
    assert all("cannot read " in told for told in await problems(tmp_path, thread_id))


@pytest.mark.promise("last-hostile-homes")
async def test_no_line_beside_the_threads_matters_to_others(tmp_path: Path) -> None:
    thread_id = await make_home(tmp_path)
    name = {"id": thread_id, "thread_name": "good", "updated_at": WHEN}
    note = {"timestamp": WHEN, "thread_id": thread_id, "kind": "git_info", "value": {"branch": "good"}}
    for file, line in (("session_index.jsonl", name), ("appserver-metadata.jsonl", note)):
        odd = [{**line, field: value} for field in line for value in ODD if value is not HALF]
        texts = [json.dumps(each) for each in [*odd, line]]
        texts[:0] = [json.dumps({**line, field: HALF}) for field in line]
        data = "\n".join(["[" * 100_000, "5", "null", *texts, ""]).encode()
        (tmp_path / file).write_bytes(data.replace(b'"id": "01', b'"id": "\xed\xa0\x80', 1))
    assert await problems(tmp_path, thread_id) == []
    store = FileStore(tmp_path)
    found = await store.get(thread_id)
    assert found is not None
    assert found.name == "good"
    assert found.git_info is not None
    assert found.git_info.branch == "good"
    await store.aclose()


GOALS = (
    "CREATE TABLE thread_goals (thread_id, objective, status, token_budget, tokens_used, time_used_seconds, "
)
GOAL: list[Any] = ["", "aim", "active", None, 0, 0, 1_700_000_000_000, 1_700_000_000_000]
VALUES: list[Any] = [5, None, HUGE >> 8, -1, 1.5, float("inf"), b"\xff", "text", ""]


@pytest.mark.promise("last-hostile-homes")
async def test_no_row_of_another_program_matters_to_others(tmp_path: Path) -> None:
    thread_id = await make_home(tmp_path)
    goals = tmp_path / "goals_1.sqlite"
    database(goals, f"{GOALS}created_at_ms, updated_at_ms)")
    database(tmp_path / "state_5.sqlite", "CREATE TABLE threads (id, name)")
    odd = [
        [thread_id if at == 0 else value if at == place else fact for at, fact in enumerate(GOAL)]
        for place in range(1, len(GOAL))
        for value in VALUES
    ]
    with closing(sqlite3.connect(goals)) as connection, connection:
        rows = [
            [fact if not isinstance(fact, int) else min(fact, (1 << 63) - 1) for fact in row] for row in odd
        ]
        connection.executemany(f"INSERT INTO thread_goals VALUES ({', '.join('?' * 8)})", rows)
    with closing(sqlite3.connect(tmp_path / "state_5.sqlite")) as connection, connection:
        names = [(thread_id, value) for value in (*VALUES[:2], *VALUES[3:], "named")]
        connection.executemany("INSERT INTO threads VALUES (?, ?)", names)
    assert await problems(tmp_path, thread_id) == []
    store = FileStore(tmp_path)
    found = await store.get(thread_id)
    assert found is not None
    assert found.name == "named"
    await store.aclose()


def make_odd_names(home: Path) -> None:
    """Names that are not UTF-8, at each level."""
    day = next(home.glob("sessions/*/*/*"))
    for parent in (day, day.parent, day.parent.parent, day.parent.parent.parent):
        (parent / os.fsdecode(b"20\xff")).mkdir()
    (day / os.fsdecode(b"rollout-\xff.jsonl")).touch()


@pytest.mark.promise("last-hostile-homes")
async def test_folders_whose_names_are_no_text(tmp_path: Path) -> None:
    thread_id = await make_home(tmp_path)
    make_odd_names(tmp_path)
    assert await problems(tmp_path, thread_id) == []


class Impatient(Files):
    """Waits for no lock for long."""

    patience = 0.02


@pytest.mark.promise("last-hostile-homes")
async def test_a_lock_that_somebody_keeps_is_not_waited_for_without_end(tmp_path: Path) -> None:
    thread_id = await make_home(tmp_path)
    lock = tmp_path / "thread-writer-locks/.coordination.lock"
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        store = FileStore(tmp_path, files=Impatient())
        with pytest.raises(StoreError, match=f"another process holds it and does not let it go \\({lock}\\)"):
            await store.take(thread_id)
        assert (await store.get(thread_id)) is not None
    await store.take(thread_id)
    await store.aclose()
    assert await problems(tmp_path, thread_id) == []


@pytest.mark.promise("last-hostile-homes")
@pytest.mark.parametrize("make", [pipe, folder])
@pytest.mark.parametrize("name", ["thread-writer-locks/.coordination.lock", "thread-writer-locks"])
async def test_a_place_of_locks_that_is_none_is_named(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    thread_id = await make_home(tmp_path)
    place = tmp_path / name
    if place.is_dir():
        for file in place.iterdir():
            file.unlink()
        place.rmdir()
    else:
        place.unlink(missing_ok=True)
    make(place)
    store = FileStore(tmp_path)
    if place.is_dir() and name.endswith("locks"):
        await store.take(thread_id)
    else:
        with pytest.raises(StoreError, match=f"cannot take thread {thread_id} .*\\({place}\\)"):
            await store.take(thread_id)
    assert len((await store.turns(thread_id, limit=10)).turns) == 1
    await store.aclose()
