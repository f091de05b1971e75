"""Where threads last: what a store of threads is, one in memory, and one in the files of a home.

| module | its idea |
|---|---|
| `records` | what is written of a thread, and what is known of it |
| `base` | `ThreadStore`, which every store is |
| `memory`, `file_store` | the two stores that come with us |
| `memory_entry` | a thread of the first |
| `tools`, `record_data`, `thread_data` | what a store of one's own is written with |
| `home`, `taking`, `home_reader`, `catalog` | what the store in files does on its worker |
| `progress`, `projection`, `selection` | from what was written to what is known, to turns and to lists |
| `rollout_lines`, `rollout_items`, `rollout_settings`, `legacy_rollout` | the lines of a rollout file |
| `rollout_names`, `tree` | names and places of rollout files |
| `rollout_writer`, `writers`, `writer_locks` | one writer a thread, whole lines a write |
| `rollout_scan`, `rollout_marks`, `rollout_state`, `lineage` | what a file says, not all of it read; forks, reverts |
| `index`, `index_queries` | the database that can be built again |
| `sidecars`, `foreign_state` | names and goals: ours, and those that another program keeps |
| `files`, `worker` | every call of the operating system; the one thread for what may take long |
"""

from __future__ import annotations

from appserver.store.base import ThreadStore
from appserver.store.errors import (
    ActiveWriterError,
    DamagedThreadError,
    StoreError,
    ThreadReferencedError,
    UnknownThreadError,
)
from appserver.store.file_store import FileStore
from appserver.store.memory import MemoryStore
from appserver.store.records import (
    ContextCompacted,
    ContextItem,
    FoundThread,
    ItemCompleted,
    ListQuery,
    PlacedTurn,
    Record,
    SettingsApplied,
    StoredThread,
    StoreProblem,
    TokensUsed,
    TurnEnded,
    TurnsPage,
    TurnStarted,
)

__all__ = [
    "ActiveWriterError",
    "ContextCompacted",
    "ContextItem",
    "DamagedThreadError",
    "FileStore",
    "FoundThread",
    "ItemCompleted",
    "ListQuery",
    "MemoryStore",
    "PlacedTurn",
    "Record",
    "SettingsApplied",
    "StoreError",
    "StoreProblem",
    "StoredThread",
    "ThreadReferencedError",
    "ThreadStore",
    "TokensUsed",
    "TurnEnded",
    "TurnStarted",
    "TurnsPage",
    "UnknownThreadError",
]


def __dir__() -> list[str]:
    return sorted(__all__)
