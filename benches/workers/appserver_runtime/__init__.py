"""This package, through its public interface."""

from benches.workers.appserver_runtime import (
    fan_out,
    homes,
    many_turns,
    memory,
    other_thread,
    requests,
    runs,
    sockets,
    starting,
    streams,
    turns,
    validation,
    wire,
)
from benches.workers.offer import merged

__all__ = ["OFFERS"]

OFFERS = merged(
    requests.OFFERS,
    sockets.OFFERS,
    streams.OFFERS,
    other_thread.OFFERS,
    fan_out.OFFERS,
    turns.OFFERS,
    runs.OFFERS,
    starting.OFFERS,
    memory.OFFERS,
    validation.OFFERS,
    wire.OFFERS,
    homes.OFFERS,
    many_turns.OFFERS,
)
