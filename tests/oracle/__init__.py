"""The oracle: the message core in plain Python, with the names of `appserver._core`."""

from __future__ import annotations

from appserver._core import EMPTY, YIELD_FIRST, Empty, Outcome, YieldFirst
from tests.oracle.connection import ConnectionCore
from tests.oracle.notification_meta import DELIVERY_CLASSES, EVERYONE
from tests.oracle.rejections import REJECTIONS
from tests.oracle.server import ServerCore
from tests.oracle.streams import Hooks, ParkedSend, Subscription

__all__ = [
    "DELIVERY_CLASSES",
    "EMPTY",
    "EVERYONE",
    "REJECTIONS",
    "YIELD_FIRST",
    "ConnectionCore",
    "Empty",
    "Hooks",
    "Outcome",
    "ParkedSend",
    "ServerCore",
    "Subscription",
    "YieldFirst",
]
