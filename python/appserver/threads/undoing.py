"""What becomes of a new thread that is taken and then comes to nothing."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import anyio

from appserver.backends.endings import log_failure
from appserver.store.errors import StoreError, UnknownThreadError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from appserver.store.base import ThreadStore
    from appserver.threads.thread import Thread

__all__ = ["or_nobody"]

UNDO_SECONDS: Final = 5.0
"""How long a store may take to delete what nobody has heard of."""


@asynccontextmanager
async def or_nobody(store: ThreadStore, thread: Thread) -> AsyncGenerator[None]:
    """A new thread is taken within: where that comes to nothing, there is none, even if the store takes it later.

    Cancellation: there is none.
    """
    try:
        yield
    except BaseException as error:
        if not thread.ephemeral:
            store.abandon([thread.id])
            if not isinstance(error, GeneratorExit):  # then nothing can be waited for
                with anyio.move_on_after(UNDO_SECONDS, shield=True):
                    await _delete(store, thread.id, error)
        raise


async def _delete(store: ThreadStore, thread_id: str, why: BaseException) -> None:
    try:
        await store.delete(thread_id)
    except UnknownThreadError:  # nothing of it was written
        pass
    except StoreError as error:
        if not isinstance(why, StoreError):  # else the caller is told that the store will not do
            log_failure(f"deleting thread {thread_id}, whose start came to nothing,", error)
    except Exception as error:  # noqa: BLE001 - what has failed before is told to the caller
        log_failure(f"deleting thread {thread_id}, whose start came to nothing,", error)
