"""What a store of threads is: a small protocol. `appserver.testing.STORE_CHECKS` are the checks for every one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver import protocol as p
    from appserver.store.records import (
        FoundThread,
        ListQuery,
        Record,
        StoredThread,
        StoreProblem,
        TurnsPage,
    )

__all__ = ["ThreadStore"]


@runtime_checkable
class ThreadStore(Protocol):
    """Keeps threads. Several servers of a process, on several loops, may share one.

    One server at a time writes a thread: it takes it with `create`, `take`, `fork` or `revert`, and lets it go with
    `release`. Whoever reads needs to take nothing. A thread of which nothing was written is known to nobody else.
    """

    # -- writing

    async def create(self, thread: StoredThread) -> StoredThread:
        """Take a new thread. It is kept as soon as something of it is written.

        Cancellation: the thread may be taken all the same; `release` lets it go.

        Raises:
            ActiveWriterError: somebody has taken a thread of this id.
        """
        ...

    async def take(self, thread_id: str) -> StoredThread:
        """Take a thread that is there, to go on with it.

        Cancellation: the thread may be taken all the same; `release` lets it go.

        Raises:
            UnknownThreadError: it is not there, or it is archived.
            ActiveWriterError: somebody else has taken it.
            DamagedThreadError: it cannot be continued.
        """
        ...

    def append(self, thread_id: str, records: Sequence[Record]) -> None:
        """Write records of a thread that was taken. It returns soon, and never fails for want of room.

        What cannot be written now waits, is tried again, and is told of by `take_problems`. It is read as if it had
        been written, as long as the store lives.
        """
        ...

    async def flush(self, thread_id: str) -> None:
        """Return once all that was appended is as safe as this store makes it, or has been tried again in vain.

        Cancellation: what waits goes on waiting.
        """
        ...

    async def release(self, thread_id: str) -> None:
        """Let a thread go that was taken; nothing happens where it was not.

        What could not be written is read and tried again as long as the store lives. Until it is written, nobody but
        this store has the thread: it can be taken again, or deleted, but not put away.

        Cancellation: it is let go all the same.
        """
        ...

    def abandon(self, thread_ids: Sequence[str]) -> None:
        """Let threads go that were taken, soon and without being waited for: the loop of their server is gone.

        Those that were not taken do not matter. What waits is tried a last time.
        """
        ...

    # -- reading

    async def get(self, thread_id: str) -> StoredThread | None:
        """What is known of a thread, archived or not; None: it is not there.

        Cancellation: nothing was begun.

        Raises:
            DamagedThreadError: it is there, and cannot be read.
        """
        ...

    async def find_path(self, path: str) -> StoredThread | None:
        """The thread that is in this file; None: it is in none, or not in this one any more.

        A path that is not absolute begins at the home, where there is one.

        Cancellation: nothing was begun.
        """
        ...

    async def turns(
        self,
        thread_id: str,
        *,
        start: int | None = None,
        is_included: bool = False,
        is_ascending: bool = False,
        limit: int = 25,
    ) -> TurnsPage:
        """Turns with all their items, from a position on: `is_included` says whether the turn there is one of them.

        Cancellation: nothing was begun.

        Raises:
            UnknownThreadError: the thread is not there.
            DamagedThreadError: its turns cannot be read.
        """
        ...

    async def position(self, thread_id: str, turn_id: str) -> int | None:
        """The position of a turn of a thread; None: it is not there.

        Cancellation: nothing was begun.

        Raises:
            UnknownThreadError: the thread is not there.
            DamagedThreadError: its turns cannot be read.
        """
        ...

    async def context(self, thread_id: str) -> list[dict[str, Any]]:
        """What the model was told and said, since it was last compacted; of a very long thread the newest is enough.

        Cancellation: nothing was begun.

        Raises:
            UnknownThreadError: the thread is not there.
            DamagedThreadError: it cannot be read.
        """
        ...

    async def list(self, query: ListQuery) -> Sequence[StoredThread]:
        """Threads in the order of the query, `limit` at the most.

        Cancellation: nothing was begun.
        """
        ...

    async def search(self, text: str, query: ListQuery) -> Sequence[FoundThread]:
        """Threads in whose messages, the user's or the agent's, the text is found in any case. `query.text` is unused.

        Cancellation: nothing was begun.
        """
        ...

    # -- changing

    async def set_name(self, thread_id: str, name: str) -> None:
        """Name a thread, whoever has taken it.

        Cancellation: it may be named all the same.

        Raises:
            UnknownThreadError: it is not there, or archived.
        """
        ...

    async def set_git_info(self, thread_id: str, git_info: p.GitInfo) -> None:
        """Note what a client says about the repository of a thread, whoever has taken it.

        Cancellation: it may be noted all the same.

        Raises:
            UnknownThreadError: it is not there, or archived.
        """
        ...

    async def set_goal(self, thread_id: str, goal: p.ThreadGoal | None) -> None:
        """Set the goal of a thread, or take it away.

        Cancellation: it may be set all the same.

        Raises:
            UnknownThreadError: it is not there, or archived.
        """
        ...

    async def archive(self, thread_id: str) -> None:
        """Put a thread away; whoever has taken it must have let it go, the caller too.

        Cancellation: it may be put away all the same.

        Raises:
            UnknownThreadError: it is not there, or archived already.
            ActiveWriterError: it is taken.
        """
        ...

    async def unarchive(self, thread_id: str) -> StoredThread:
        """Put an archived thread back. Its time of change is now.

        Cancellation: it may be put back all the same.

        Raises:
            UnknownThreadError: no such thread is archived.
        """
        ...

    async def delete(self, thread_id: str) -> None:
        """Delete a thread with all that is known of it; its writer must have let it go.

        Cancellation: it may be deleted all the same.

        Raises:
            UnknownThreadError: it is not there.
            ActiveWriterError: somebody has taken it.
            ThreadReferencedError: another thread begins with its turns, and this store does not copy them.
        """
        ...

    async def fork(self, source_id: str, thread: StoredThread, *, before: int | None = None) -> StoredThread:
        """Take a new thread that begins with the turns of another one, with those before a position or with all.

        It has the name and the context of the other one, and the tokens that were used up to there. A turn that runs
        there is interrupted here. The store sets `forked_from_id`, and `has_turns` to whether it begins with any.
        Unlike a thread that was only created it is known at once, also where it begins with none.

        Cancellation: the thread may be taken all the same; `release` lets it go.

        Raises:
            UnknownThreadError: the source is not there, or archived.
            ActiveWriterError: somebody has taken a thread of this id.
        """
        ...

    async def revert(self, thread_id: str, *, before: int) -> StoredThread:
        """Drop the turn at a position and all after it, with their tokens, from a thread that the caller has taken.

        Cancellation: it may be reverted all the same.

        Raises:
            UnknownThreadError: it is not there, or was not taken.
        """
        ...

    # -- the store itself

    def take_problems(self) -> Sequence[StoreProblem]:
        """What a user should hear of, each once."""
        ...

    async def aclose(self) -> None:
        """Try a last time to write what waits, and let all threads go. `take_problems` says what could not be saved.

        Cancellation: it goes on.
        """
        ...
