"""How requests reach a provider. The native way can be replaced, for requests that are signed, or recorded."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, cast

from appserver._core import SseDecoder
from appserver.engine.failures import ModelError, failed_transport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from contextlib import AbstractAsyncContextManager

__all__ = ["ModelAnswer", "ModelRequest", "ModelTransport"]

logger = logging.getLogger("appserver")

MISTAKES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    NameError,
    NotImplementedError,
    TypeError,
    ValueError,
)
"""What no network raises, but code that is wrong: another try would meet it again. Not `RuntimeError`, by which event
loops say that a connection is closed."""

MAX_ERROR_BODY = 64 * 1024
"""Bytes of the body of an answer that reports an error; as the native transport has it."""


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """One request, to be sent with POST. Its `repr` shows none of what may be secret.

    Attributes:
        url: where to.
        headers: names and values.
        body: JSON.
        idle_timeout: seconds within which the answer must begin, and each event follow the one before it.
    """

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    idle_timeout: float


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What comes back.

    Attributes:
        status: the status of HTTP.
        chunks: the body, in pieces as they come.
        headers: names, in lower case, and values.
    """

    status: int
    chunks: AsyncIterator[bytes]
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class ModelTransport(Protocol):
    """Sends requests in place of the native transport.

    One that signs requests, over httpx::

        class Signed:
            @asynccontextmanager
            async def send(self, request):
                async with httpx.AsyncClient() as client, client.stream(
                    "POST", request.url, headers=sign(request), content=request.body
                ) as answer:
                    yield appserver.ModelAnswer(answer.status_code, answer.aiter_bytes())
    """

    def send(self, request: ModelRequest) -> AbstractAsyncContextManager[ModelAnswer]:
        """Send a request. The answer is read within the block, which is left when no more is wanted.

        What it raises fails the turn, once no try is left: `ConnectionError` says that the provider could not be
        reached, `TimeoutError` that it is silent. A mistake of its code, such as `TypeError`, fails the turn at once.
        """
        ...


AtOnce: TypeAlias = "Callable[[bytes], bool | None]"
"""Takes an event, if nothing has to be waited for. None: a reader has no room; False: the event is to be returned."""


class Batches(Protocol):
    """An answer as the engine reads it: the data of events, as many at once as have come."""

    @property
    def status(self) -> int:
        """The status of HTTP; once the first batch has come."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, names in lower case; likewise."""
        ...

    async def next(self, at_once: AtOnce | None = None) -> list[bytes] | None:
        """The next batch; None at the end. Of an answer that is no success, pieces of its body.

        Cancellation: what has come stays.

        Args:
            at_once: takes events while this waits, so that a token need not wake its task. Not every transport asks it.

        Raises:
            ModelError: the answer is not whole.
        """

    def finish(self) -> None:
        """Nothing more is wanted of it: the connection may be used again."""

    def stop(self) -> None:
        """Nothing more is wanted of it: `next` returns None from now on, also where it waits already if it can."""


class Opener(Protocol):
    """What the engine sends requests by."""

    def open(self, request: ModelRequest) -> AbstractAsyncContextManager[Batches]:
        """Send a request; what is read of its answer is closed with the block."""
        ...


class _Decoded:
    """The answer of a transport of somebody's."""

    def __init__(self, answer: ModelAnswer) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self._chunks = answer.chunks
        self._is_stopped = False
        self._decoder = SseDecoder()

    async def next(self, at_once: AtOnce | None = None) -> list[bytes] | None:  # noqa: ARG002
        """The next batch.

        Cancellation: that of the transport.
        """
        if self._is_stopped:
            return None
        try:
            chunk = await anext(self._chunks)
        except StopAsyncIteration:
            return None
        except ConnectionError as error:  # it had been reached
            raise failed_transport("cut", str(error)) from None
        except Exception as error:  # noqa: BLE001 - what it says may hold a secret, and must not be shown as it is
            raise _failed(error) from None
        if self.status >= 300:
            return [chunk]
        try:
            return self._decoder.feed(chunk)
        except ValueError as error:
            raise failed_transport("tooLong", str(error)) from None

    def finish(self) -> None:
        """The transport sees that its block is left."""

    def stop(self) -> None:
        """The chunk that is waited for is the last."""
        self._is_stopped = True


class TransportOpener:
    """Opens requests by a transport of somebody's."""

    def __init__(self, transport: ModelTransport) -> None:
        self._transport = transport

    @asynccontextmanager
    async def open(self, request: ModelRequest) -> AsyncGenerator[Batches]:
        """Send a request.

        Cancellation: that of the transport.
        """
        try:
            manager = self._transport.send(request)
            answer = await manager.__aenter__()
        except Exception as error:  # noqa: BLE001 - as above
            raise _failed(error) from None
        try:
            try:
                yield _Decoded(answer)
            finally:
                chunks: object = answer.chunks
                if isinstance(chunks, AsyncGenerator):  # which may be in the middle
                    await cast("AsyncGenerator[bytes]", chunks).aclose()
        except BaseException:
            if not await manager.__aexit__(*sys.exc_info()):
                raise
        else:
            await manager.__aexit__(None, None, None)


def _failed(error: Exception) -> ModelError:
    """What an error of a transport of somebody's is to the turn."""
    if isinstance(error, MISTAKES):
        name = type(error).__name__
        # Without its text, which may hold a secret.
        places = "".join(traceback.format_tb(error.__traceback__))
        logger.warning("The transport of a model agent has a mistake, %s, raised at\n%s", name, places)
        return ModelError(
            f"the transport failed: {name}: {error}" if str(error) else f"the transport failed: {name}"
        )
    if isinstance(error, ConnectionError):
        return failed_transport("connect", str(error))
    if isinstance(error, TimeoutError):
        return failed_transport("idle", str(error))
    return failed_transport("cut", f"{type(error).__name__}: {error}")
