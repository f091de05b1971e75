"""Homes with many threads, or with long ones: rollouts as the store in files writes them, each a copy of one.

As a program, `python -m benches.subjects.homes OWNER THREADS TURNS`, it prints the path of one, for those who cannot
import it.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import anyio

import appserver
from appserver import protocol as p
from appserver.store import (
    ContextItem,
    FileStore,
    ItemCompleted,
    ListQuery,
    StoredThread,
    TokensUsed,
    TurnEnded,
    TurnStarted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appserver.store import Record

__all__ = ["HOMES", "LONG_THREAD", "home"]

HOMES: Final = Path(__file__).parents[2] / ".benches" / "homes"
"""Where homes are kept from run to run: to make them takes longer than to measure."""

_VERSION: Final = f"{appserver.__version__}-2"
_A_DAY: Final = 250
"""Threads that begin on the same day."""

_FIRST: Final = datetime(2025, 1, 1, 12, tzinfo=UTC)
_ID: Final = "019a0000-0000-7000-8000-{:012x}"
LONG_THREAD: Final = _ID.format(0)
"""The first thread of each home."""

_PROVIDER: Final = "mock"


async def home(threads: int, turns: int = 1, *, owner: str = "appserver") -> Path:
    """A home of so many threads with so many turns each, and with an index.

    Args:
        threads: how many threads.
        turns: how many turns each has.
        owner: who uses it: what others leave there is not to be measured.

    Cancellation: what is not whole is made anew by the next one who asks.
    """
    place = HOMES / f"{owner}-{threads}-of-{turns}-{_VERSION}"
    if not place.exists():
        fresh = _fresh()
        template = await _template(turns)
        for number in range(threads):
            _copy(fresh, template, number)
        if owner == "appserver":
            await _index(fresh, threads)
        fresh.rename(place)
    return place


def _fresh() -> Path:
    HOMES.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix="fresh-", dir=HOMES))


async def _template(turns: int) -> bytes:
    """The file of one thread."""
    folder = Path(tempfile.mkdtemp(prefix="template-", dir=HOMES))
    store = FileStore(folder)
    thread = StoredThread(
        id=_ID.format(0),
        created=_microseconds(_FIRST),
        cwd=tempfile.gettempdir(),
        model_provider=_PROVIDER,
        model="bench",
        originator="bench",
        cli_version="0.163.0",
        source="vscode",
    )
    await store.create(thread)
    for number in range(turns):
        store.append(thread.id, list(_turn(number)))
    await store.aclose()
    return _taken_out(folder)


def _taken_out(folder: Path) -> bytes:
    (path,) = folder.glob("sessions/*/*/*/*.jsonl")
    text = path.read_bytes()
    shutil.rmtree(folder)
    return text


def _turn(number: int) -> Iterator[Record]:
    """A turn of a few sentences, as an agent that asks a model leaves it."""
    turn_id = f"019a0000-0001-7000-8000-{number:012x}"
    question = f"Question {number}: what is there to be done about it, and who does it?"
    answer = f"Answer {number}: " + "this is what is to be done, and it is done by whoever comes first. " * 4
    content: list[Any] = [p.TextUserInput(text=question)]
    used = p.TokenUsageBreakdown(
        total_tokens=number,
        input_tokens=number,
        cached_input_tokens=0,
        output_tokens=0,
        reasoning_output_tokens=0,
    )
    yield TurnStarted(turn_id, 1_760_000_000 + number)
    yield ContextItem(_message("user", "input_text", question), turn_id)
    yield ItemCompleted(turn_id, p.UserMessageThreadItem(id=f"{turn_id}-u", content=content), 1)
    yield ItemCompleted(turn_id, p.AgentMessageThreadItem(id=f"{turn_id}-a", text=answer), 2)
    yield ContextItem(_message("assistant", "output_text", answer), turn_id)
    yield TokensUsed(turn_id, p.ThreadTokenUsage(total=used, last=used, model_context_window=200_000))
    yield TurnEnded(turn_id, "completed", 1_760_000_000 + number, 1_760_000_001 + number, 1000, None, answer)


def _message(role: str, kind: str, text: str) -> dict[str, Any]:
    return {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}


def _copy(home: Path, template: bytes, number: int) -> None:
    """Another thread of the same turns, with an id and a time of its own."""
    moment = _FIRST + timedelta(days=number // _A_DAY, seconds=number % _A_DAY)
    thread_id = _ID.format(number)
    text = template.replace(_ID.format(0).encode(), thread_id.encode())
    text = re.sub(rb'"timestamp":"[^"]*"', f'"timestamp":"{moment:%Y-%m-%dT%H:%M:%S}.000Z"'.encode(), text)
    local = moment.astimezone()
    folder = home / f"sessions/{local:%Y/%m/%d}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"rollout-{local:%Y-%m-%dT%H-%M-%S}-{thread_id}.jsonl").write_bytes(text)


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


async def _index(home: Path, count: int) -> None:
    store = FileStore(home)
    found: Sequence[StoredThread] = await store.list(ListQuery(limit=count))
    assert len(found) == count
    await store.aclose()


if __name__ == "__main__":
    _, owner_, threads_, turns_ = sys.argv
    print(anyio.run(partial(home, int(threads_), int(turns_), owner=owner_)))
