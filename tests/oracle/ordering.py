"""Who may run now: the order of requests within a scope, and the permits of handlers.

A job first waits for its scope, then for a permit, which it may have to wait for while it has its scope.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.oracle.rejections import rejection

if TYPE_CHECKING:
    from tests.oracle.state import Connection

__all__ = ["Job", "Ordering"]


@dataclass(frozen=True, eq=False)
class Job:
    """A request on its way to its handler, and what it must have to run."""

    connection: Connection
    payload: Any
    request_id: int | str
    generation: int
    scope: str | None
    shared: bool
    needs_permit: bool


@dataclass
class Permits:
    """One connection's handlers."""

    capacity: int
    running: int = 0
    rejected: int = 0


class Ordering:
    """The scopes and permits of a server."""

    def __init__(self, max_handlers: int) -> None:
        self.max_handlers = max(1, max_handlers)
        self.permits: dict[Connection, Permits] = {}
        self.holders: list[tuple[str, bool]] = []  # of scopes: the scope, and whether it is shared
        self.waiting_for_scope: list[Job] = []
        self.waiting_for_permit: list[Job] = []
        self.turns: list[Connection] = []  # with jobs that wait for a permit; the first has its turn next

    # -- getters

    @property
    def is_ordering(self) -> bool:
        """Whether any scope is in use."""
        return bool(self.holders or self.waiting_for_scope)

    def running(self, connection: Connection) -> int:
        """How many handlers of the connection run."""
        return self.permits[connection].running

    def waiting(self, connection: Connection) -> int:
        """How many jobs of the connection wait."""
        return sum(
            job.connection is connection for job in [*self.waiting_for_scope, *self.waiting_for_permit]
        )

    def is_scope_free(self, job: Job, before: list[Job]) -> bool:
        """Whether the job may have its scope now; `before` are the jobs that wait in front of it."""
        if job.scope is None:
            return True
        if any(other.scope == job.scope for other in before):
            return False
        holders = [shared for scope, shared in self.holders if scope == job.scope]
        return not holders or (job.shared and all(holders))

    def is_permit_free(self, connection: Connection) -> bool:
        """Whether a handler of the connection may run."""
        permits = self.permits[connection]
        total = sum(one.running for one in self.permits.values())
        return permits.running < permits.capacity and total < self.max_handlers

    # -- things that arrive

    def admit(self, job: Job, method: str) -> bool:
        """True: run it now. False: it waits.

        Raises:
            OverloadedError: too many of its connection wait already.
        """
        gets_scope = self.is_scope_free(job, self.waiting_for_scope)
        gets_permit = not job.needs_permit or self.is_permit_free(job.connection)
        permits = self.permits[job.connection]
        if not (gets_scope and gets_permit) and self.waiting(job.connection) >= permits.capacity:
            permits.rejected += 1
            raise rejection("request_queue_full", method)
        if not gets_scope:
            self.waiting_for_scope.append(job)
            return False
        self.take_scope(job)
        if not gets_permit:
            self.wait_for_permit(job)
            return False
        permits.running += job.needs_permit
        return True

    def finish(self, connection: Connection, scope: str | None, shared: bool, has_permit: bool) -> list[Any]:
        """A handler is over; the jobs that may run now."""
        if has_permit:
            self.return_permit(connection)
        if scope is not None and (scope, shared) in self.holders:
            self.holders.remove((scope, shared))
        return self.next_jobs()

    def suspend(self, connection: Connection) -> list[Any]:
        """A handler lends its permit; the jobs that may run now."""
        self.return_permit(connection)
        return self.next_jobs()

    def resume(self, connection: Connection) -> None:
        """A handler that lent its permit goes on, even if that makes one too many."""
        self.permits[connection].running += 1

    def remove(self, connection: Connection, request_id: int | str, generation: int) -> list[Any]:
        """The request is over: its job waits no more; the jobs that may run now."""
        for job in [*self.waiting_for_scope, *self.waiting_for_permit]:
            if job.connection is connection and (job.request_id, job.generation) == (request_id, generation):
                self.drop(job)
        return self.next_jobs()

    def remove_all(self, connection: Connection) -> list[Any]:
        """The connection is over: its jobs wait no more; the jobs that may run now."""
        for job in [*self.waiting_for_scope, *self.waiting_for_permit]:
            if job.connection is connection:
                self.drop(job)
        return self.next_jobs()

    def drop_waiting(self) -> None:
        """Nothing that waits will run any more."""
        for job in [*self.waiting_for_scope, *self.waiting_for_permit]:
            self.drop(job)

    def take_scope(self, job: Job) -> None:
        """The job has its scope from now on."""
        if job.scope is not None:
            self.holders.append((job.scope, job.shared))

    def wait_for_permit(self, job: Job) -> None:
        """The job stands in the line of its connection."""
        self.waiting_for_permit.append(job)
        if job.connection not in self.turns:
            self.turns.append(job.connection)

    def return_permit(self, connection: Connection) -> None:
        """One handler fewer."""
        permits = self.permits[connection]
        permits.running = max(0, permits.running - 1)

    def drop(self, job: Job) -> None:
        """Take a job out of where it waits."""
        if job in self.waiting_for_scope:
            self.waiting_for_scope.remove(job)
            return
        self.waiting_for_permit.remove(job)
        if job.scope is not None:
            self.holders.remove((job.scope, job.shared))
        if not any(other.connection is job.connection for other in self.waiting_for_permit):
            self.turns.remove(job.connection)

    # -- what to do next

    def next_jobs(self) -> list[Any]:
        """Give out all scopes, then all permits that are free; the jobs that have what they need."""
        ready: list[Any] = []
        still_waiting: list[Job] = []
        for job in self.waiting_for_scope:
            if not self.is_scope_free(job, still_waiting):
                still_waiting.append(job)
                continue
            self.take_scope(job)
            if job.needs_permit:
                self.wait_for_permit(job)
            else:
                ready.append(job.payload)
        self.waiting_for_scope = still_waiting
        while (connection := next(filter(self.is_permit_free, self.turns), None)) is not None:
            job = next(job for job in self.waiting_for_permit if job.connection is connection)
            self.waiting_for_permit.remove(job)
            self.permits[connection].running += 1
            self.turns.remove(connection)
            if any(other.connection is connection for other in self.waiting_for_permit):
                self.turns.append(connection)
            ready.append(job.payload)
        return ready
