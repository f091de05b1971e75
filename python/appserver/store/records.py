"""What is written of a thread, record by record, and what is known of one: the words that every store speaks.

Times are Unix times: microseconds in `StoredThread`, as in the protocol elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver import protocol as p

__all__ = [
    "ContextCompacted",
    "ContextItem",
    "FoundThread",
    "ItemCompleted",
    "ListQuery",
    "PlacedTurn",
    "Record",
    "SettingsApplied",
    "SortKey",
    "StoreProblem",
    "StoredThread",
    "TokensUsed",
    "TurnEnded",
    "TurnStarted",
    "TurnsPage",
]

SortKey: TypeAlias = Literal["created", "updated", "recency"]


@dataclass(frozen=True, slots=True)
class TurnStarted:
    """A turn begins. `started_at`: in seconds."""

    turn_id: str
    started_at: int


@dataclass(frozen=True, slots=True)
class ItemCompleted:
    """An item of a turn has ended. Its id is unique in its turn: one that comes again takes the place of the first.

    `is_unfinished`: it was given up, or open when its turn was interrupted or failed.
    """

    turn_id: str
    item: p.ThreadItem
    completed_at_ms: int
    started_at_ms: int | None = None
    is_unfinished: bool = False


@dataclass(frozen=True, slots=True)
class ContextItem:
    """What the model was told or said, as an item of the Responses API: it is sent again with the next request."""

    item: dict[str, Any]
    turn_id: str | None = None


@dataclass(frozen=True, slots=True)
class ContextCompacted:
    """From now on the model is told this, in place of all items before."""

    replacement: Sequence[dict[str, Any]]
    message: str = ""


@dataclass(frozen=True, slots=True)
class SettingsApplied:
    """What a turn runs with, and those after it; `turn_id` None: between two turns."""

    settings: p.ThreadSettings
    turn_id: str | None = None


@dataclass(frozen=True, slots=True)
class TokensUsed:
    """The tokens that the thread has used."""

    turn_id: str
    usage: p.ThreadTokenUsage


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """A turn is over. A turn without this reads as interrupted. Times in seconds."""

    turn_id: str
    status: Literal["completed", "interrupted", "failed"]
    started_at: int | None
    completed_at: int
    duration_ms: int | None = None
    error: p.TurnError | None = None
    last_message: str | None = None


Record: TypeAlias = (
    TurnStarted | ItemCompleted | ContextItem | ContextCompacted | SettingsApplied | TokensUsed | TurnEnded
)


@dataclass(slots=True)
class StoredThread:
    """What a store knows of a thread.

    Attributes:
        id: the thread's id.
        created, updated, recency: times in microseconds: of its start, of the last that was written, of its last turn.
        cwd, model_provider, model, effort: what it runs with.
        originator, source, cli_version, label: where it comes from; `source` as on the wire.
        history_mode: `paginated`, or `legacy`.
        parent_thread_id, forked_from_id: whom it works for, and what it begins with.
        preview: the text of its first message.
        has_user_message: whether there is one.
        has_turns: whether anything was written: only then its turns can be read.
        dynamic_tools: the tools that its client does for the model, as on the wire; None: there are none.
        name, git_info, goal: what clients said of it.
        is_archived: whether it is put away.
        settings: what the next turn runs with, where that was written.
        usage: the tokens used, where that was written.
        path: the file that it is in, None in a store without files.
    """

    id: str
    created: int
    cwd: str
    model_provider: str
    originator: str
    cli_version: str
    source: Any = "unknown"
    updated: int = 0
    recency: int = 0
    model: str | None = None
    effort: str | None = None
    label: str | None = None
    history_mode: str = "paginated"
    parent_thread_id: str | None = None
    forked_from_id: str | None = None
    preview: str = ""
    has_user_message: bool = False
    has_turns: bool = False
    dynamic_tools: Sequence[dict[str, Any]] | None = None
    name: str | None = None
    git_info: p.GitInfo | None = None
    goal: p.ThreadGoal | None = None
    is_archived: bool = False
    settings: p.ThreadSettings | None = None
    usage: p.ThreadTokenUsage | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class PlacedTurn:
    """A turn, and its position: positions grow from turn to turn, and stay as they are.

    `item_times`: when the items of these ids began and ended, in milliseconds.
    """

    position: int
    turn: p.Turn
    item_times: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])


@dataclass(frozen=True, slots=True)
class TurnsPage:
    """Some turns of a thread, in the order that was asked for; `has_more`: further ones follow in that order."""

    turns: Sequence[PlacedTurn]
    has_more: bool


@dataclass(frozen=True, slots=True)
class FoundThread:
    """A thread in which a text was said, and what stands around it."""

    thread: StoredThread
    snippet: str


@dataclass(frozen=True, slots=True)
class StoreProblem:
    """Something that a user should hear of: of which thread, if it is about one, and in plain words."""

    message: str
    thread_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Which threads, in which order. None of a filter: all.

    Attributes:
        sort_key, is_ascending: the order; threads of one time are in the order of their ids.
        limit: how many at the most.
        after: the time and the id of the thread after which the page begins.
        is_archived: those that are put away, or those that are not.
        with_previews_only: only threads with a first message.
        cwds, model_providers, sources, originators: one of these; a source that is an object counts as `unknown`.
        excluded_ids: not these.
        parent_thread_id: only those that work for this one.
        text: it is in the name or in the first message, in any case.
    """

    sort_key: SortKey = "created"
    is_ascending: bool = False
    limit: int = 25
    after: tuple[int, str] | None = None
    is_archived: bool = False
    with_previews_only: bool = True
    cwds: Sequence[str] | None = None
    model_providers: Sequence[str] | None = None
    sources: Sequence[str] | None = None
    originators: Sequence[str] | None = None
    excluded_ids: Sequence[str] = field(default=())
    parent_thread_id: str | None = None
    text: str | None = None
