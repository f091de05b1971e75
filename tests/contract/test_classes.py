"""What both cores do with each notification of the protocol is what the list of decisions says of it."""

from __future__ import annotations

import pytest

from appserver import protocol as p
from appserver.protocol._support import methods
from docs.protocol_tables import BEST_EFFORT, delivery_class
from tests.contract.harness import Harness, Waiting
from tests.contract.notifications import terminal


def event(method: str) -> p.Notification | p.UnknownNotification:
    """Any event of a method; text is taken from models only."""
    cls = methods.notification_class(method)
    if cls is not None and delivery_class(method) == "mergeable":
        data = {"threadId": "t", "turnId": "u", "itemId": "i", "delta": "d"}
        return cls.from_wire({**data, "contentIndex": 0, "summaryIndex": 0})
    return p.UnknownNotification(method, {"threadId": "t"})


def waits(harness: Harness, policy: str, method: str) -> bool:
    """Whether the producer of one more event waits, where a stream is full with a terminal event."""
    server, _ = harness.start(policy=policy, capacity=1, experimental=True)
    harness.send(server, terminal("full"))
    sent = server.send_notification(event(method))
    return isinstance(sent, Waiting)


@pytest.mark.promise("class-decided")
@pytest.mark.parametrize("method", [*methods.NOTIFICATIONS, "new/method"])
def test_a_method_is_treated_as_was_decided(harness: Harness, method: str) -> None:
    decided = "best_effort" if method in {*BEST_EFFORT, "new/method"} else delivery_class(method)
    assert decided != "best_effort" or method in {*BEST_EFFORT, "new/method"}
    assert waits(harness, "coalesce", method) is (decided != "best_effort")
    assert waits(harness, "drop_newest", method) is (decided == "terminal")
