"""A core under test with hooks that can be looked at, whichever implementation it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from appserver.events import Lagged, StreamClosed

__all__ = ["DONE", "Bell", "Harness", "ParkedSend", "Settled"]

DONE = object()
"""What `send_notification` returns for a notification that is delivered; the core only hands it on."""


@dataclass(frozen=True, eq=False)
class ParkedSend:
    """What `send_notification` returns when the producer must wait."""

    parked: Any

    def __await__(self) -> Any:
        yield from ()


class Bell:
    """A bell that counts."""

    def __init__(self) -> None:
        self.rung = 0

    def __call__(self) -> None:
        self.rung += 1


class Settled:
    """A waiter that is only handed about."""

    def __init__(self, name: str = "") -> None:
        self.name = name

    def settle(self, outcome: Any) -> None:
        raise AssertionError("the core settles nobody itself")

    def wait(self) -> Any:
        raise AssertionError("the core waits for nobody")


def _join_text(event: Any, field: str, text: str) -> Any:
    return event.model_copy(update={field: text})


class Harness:
    """Makes cores of one implementation.

    Attributes:
        module: the implementation, with the names of `appserver._core`.
        yields: how often a producer let others run before it sent.
    """

    def __init__(self, module: Any) -> None:
        self.module = module
        self.yields = 0

    def _let_others_run(self, core: Any, notification: Any) -> Any:
        self.yields += 1
        return core.send_notification(notification)

    @property
    def EMPTY(self) -> Any:  # noqa: N802 - the constant's own name
        """The implementation's sign for an empty queue."""
        return self.module.EMPTY

    def core(
        self,
        *,
        capacity: int = 4,
        max_bytes: int = 1 << 20,
        policy: str = "coalesce",
        legacy: bool = True,
        initialized: bool = True,
        experimental: bool = False,
        opt_out: tuple[str, ...] = (),
    ) -> Any:
        """A core whose handshake is done, unless told otherwise."""
        core = self.module.Core(
            channel_capacity=capacity,
            max_event_bytes=max_bytes,
            drop_policy=policy,
            legacy_notifications=legacy,
            hooks=self.module.Hooks(
                lagged=Lagged,
                stream_closed=StreamClosed,
                join_text=_join_text,
                parked=ParkedSend,
                yielded=self._let_others_run,
                done=DONE,
            ),
        )
        if initialized:
            core.initialize(experimental=experimental, opt_out=opt_out)
        return core

    def subscribe(
        self,
        core: Any,
        *,
        thread: str | None = None,
        methods: tuple[str, ...] | None = None,
        policy: str = "coalesce",
        capacity: int = 4,
        max_bytes: int = 1 << 20,
    ) -> Any:
        """A further stream."""
        return core.subscribe(
            thread_id=thread,
            methods=methods,
            drop_policy=policy,
            channel_capacity=capacity,
            max_event_bytes=max_bytes,
        )

    def send(self, core: Any, *notifications: Any) -> None:
        """Send what must find room."""
        for notification in notifications:
            assert core.send_notification(notification) is DONE, notification

    def park(self, core: Any, notification: Any) -> Any:
        """Send what must not find room; gives the `Parked`."""
        sent = core.send_notification(notification)
        assert isinstance(sent, ParkedSend), notification
        return sent.parked

    def drain(self, stream: Any) -> list[Any]:
        """Everything that can be taken now, with a final None if the stream has ended."""
        taken: list[Any] = []
        while (event := stream.take()) is not self.EMPTY:
            taken.append(event)
            if event is None:
                break
        return taken
