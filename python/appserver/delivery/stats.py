"""Counters and depths at one moment. The core fills the fields by their names; a name that only one side has fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ConnectionStats", "ServerStats", "StreamStats", "read_stats"]

_EVENTS: Final = "events_"


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamStats:
    """One event stream. Always `emitted == received + dropped + merged + replaced + queued`.

    Attributes:
        emitted: events that the stream was given, whatever became of them.
        received: events that its reader took.
        dropped: events dropped; the reader is told by `Lagged`.
        merged: events whose text was joined to a queued one.
        replaced: queued events that a later one replaced.
        queued, queued_bytes: events and bytes queued now.
        peak_queued, peak_queued_bytes: the most that were queued at once.
        parked: producers that wait for room now.
    """

    emitted: int
    received: int
    dropped: int
    merged: int
    replaced: int
    queued: int
    queued_bytes: int
    peak_queued: int
    peak_queued_bytes: int
    parked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionStats:
    """One connection.

    Attributes:
        requests_opened, requests_open: its requests so far, and those without an answer.
        late_answers: answers to requests that were over.
        commands_queued: what its other threads have sent and the server's loop has not taken.
        handlers_running, handlers_waiting: its `async` handlers that run, and its requests that wait for a permit or
            for others of their scope.
        requests_rejected: its requests answered -32001.
        server_requests_opened, server_requests_open: questions it was asked so far, and those without an answer.
        server_requests_unread: questions that its primary stream holds.
        server_requests_rejected: questions it was not asked because its queue of questions was full.
        late_server_answers: its answers to questions that were over, or never asked of it.
        notifications: notifications sent its way, before its filters.
        filtered: those that its handshake keeps away.
        parked: sends that wait for room in one of its streams.
        subscribers: its open streams, the primary one included.
        threads: threads it is subscribed to.
        events: its primary stream.
    """

    requests_opened: int
    requests_open: int
    late_answers: int
    commands_queued: int
    handlers_running: int
    handlers_waiting: int
    requests_rejected: int
    server_requests_opened: int
    server_requests_open: int
    server_requests_unread: int
    server_requests_rejected: int
    late_server_answers: int
    notifications: int
    filtered: int
    parked: int
    subscribers: int
    threads: int
    events: StreamStats


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerStats(ConnectionStats):
    """A server: sums over all connections that there were, and what is counted once.

    Each question, notification and parked send counts once, however many connections it went to. `threads` are those
    that the server knows. A peak is the sum of the connections' peaks.

    Attributes:
        connections, connections_opened: open connections, and those that there were.
    """

    connections: int
    connections_opened: int


Stats = TypeVar("Stats", bound=ConnectionStats)


def read_stats(kind: type[Stats], counters: Mapping[str, int]) -> Stats:
    """The typed object of the core's counters, which name those of the primary stream with `events_` before them."""
    own = {name: value for name, value in counters.items() if not name.startswith(_EVENTS)}
    events = {
        name.removeprefix(_EVENTS): value for name, value in counters.items() if name.startswith(_EVENTS)
    }
    return kind(**own, events=StreamStats(**events))
