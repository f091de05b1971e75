"""Everything that the native core holds for Python takes part in garbage collection."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver._core import YIELD_FIRST, ConnectionCore, Hooks, ParkedSend, ServerCore

if TYPE_CHECKING:
    from collections.abc import Callable


class Owner:
    """Owns a server, which holds something that leads back to it."""

    def __init__(self) -> None:
        hooks = Hooks(
            lagged=self.hook,
            stream_closed=self.hook,
            join_text=self.hook,
            parked=self.hook,
            yielded=self.hook,
            done=self.hook,  # type: ignore[arg-type] # only handed on
            wake_all=self.hook,
        )
        self.server = ServerCore(max_handlers=1, max_event_bytes=1 << 20, hooks=hooks)
        self.connection: ConnectionCore = self.server.connect(
            channel_capacity=1,
            max_event_bytes=1000,
            drop_policy="coalesce",
            stall_milliseconds=None,
            legacy_notifications=True,
            follows_new_threads=True,
        )
        self.connection.initialize(experimental=True, opt_out=[])
        self.parked: object = None

    def hook(self, *_: object) -> Any: ...

    def request(self) -> tuple[int | str, int]:
        return self.connection.open_request(None, "m", None, None)

    def notification(self) -> p.UnknownNotification:
        return p.UnknownNotification(method="some/method", params={"owner": self})


def _hooks(_: Owner) -> None: ...


def _event(owner: Owner) -> None:
    assert owner.server.try_send_notification(owner.notification())


def _reader(owner: Owner) -> None:
    assert owner.connection.events.register(owner.hook)


def _stream(owner: Owner) -> None:
    stream = owner.connection.subscribe(
        thread_id=None, methods=None, drop_policy="coalesce", channel_capacity=1, max_event_bytes=1000
    )
    assert stream.register(owner.hook)
    owner.parked = stream


def _watcher(owner: Owner) -> None:
    assert owner.server.register_watcher(owner.hook)


def _parked(owner: Owner) -> None:
    stream = owner.connection.subscribe(
        thread_id=None, methods=None, drop_policy="block", channel_capacity=1, max_event_bytes=1000
    )
    stream.take()  # who was never read holds up nobody
    assert owner.server.try_send_notification(owner.notification())
    sent = owner.server.offer(owner.notification())
    if sent is YIELD_FIRST:
        sent = owner.server.offer(owner.notification())
    assert isinstance(sent, ParkedSend)
    assert sent.register(owner.hook)
    owner.parked = (sent, stream)


def _request(owner: Owner) -> None:
    owner.connection.open_request(None, "m", None, owner)  # type: ignore[arg-type]


def _waiting(owner: Owner) -> None:
    assert owner.connection.admit(owner, *owner.request(), "m", "scope", False, True)
    assert not owner.connection.admit(owner, *owner.request(), "m", "scope", False, True)


def _command(owner: Owner) -> None:
    assert owner.connection.post_command(owner, *owner.request())


def _question(owner: Owner) -> None:
    owner.server.open_server_request(0, "q", owner, owner, owner, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "hold", [_hooks, _event, _reader, _watcher, _stream, _parked, _request, _waiting, _command, _question]
)
def test_a_cycle_through_a_server_is_collected(hold: Callable[[Owner], None]) -> None:
    owner = Owner()
    hold(owner)
    gone = weakref.ref(owner)
    del owner
    gc.collect()
    assert gone() is None


def test_a_stream_ends_with_its_last_reference() -> None:
    owner = Owner()
    _stream(owner)
    assert owner.connection.stats()["subscribers"] == 2
    owner.parked = None
    assert owner.connection.stats()["subscribers"] == 1


def test_what_a_closed_connection_counted_stays_when_it_is_forgotten() -> None:
    owner = Owner()
    owner.request()
    owner.connection.close()
    before = owner.server.stats()
    assert before["requests_opened"] == 1
    del owner.connection
    assert owner.server.stats() == {**before, "subscribers": 0}, "its stream could be read until now"
