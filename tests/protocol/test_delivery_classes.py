"""Somebody has decided on the delivery class of every notification."""

from __future__ import annotations

import pytest

from appserver._core import DELIVERY_CLASSES
from appserver.protocol._support import methods
from docs.protocol_tables import BEST_EFFORT, delivery_class
from tests import oracle

# Notifications of the time before this protocol, which no schema has.
LEGACY = {"task_complete", "turn_aborted", "shutdown_complete"}


@pytest.mark.promise("class-decided")
def test_every_notification_of_the_schema_has_a_class() -> None:
    decided = {*DELIVERY_CLASSES, *BEST_EFFORT}
    undecided = methods.NOTIFICATIONS.keys() - decided
    assert not undecided, (
        "give each a row in rust/core/src/events/delivery.rs (and its copy in tests/oracle), "
        "or an entry in BEST_EFFORT of docs/protocol_tables.py"
    )


def test_no_class_is_given_to_a_method_that_is_gone() -> None:
    legacy = {*LEGACY, *(f"codex/event/{method}" for method in LEGACY)}
    assert {*DELIVERY_CLASSES, *BEST_EFFORT} - methods.NOTIFICATIONS.keys() == legacy


def test_a_notification_has_one_class() -> None:
    assert not DELIVERY_CLASSES.keys() & set(BEST_EFFORT)
    assert len(set(BEST_EFFORT)) == len(BEST_EFFORT)
    assert "best_effort" not in DELIVERY_CLASSES.values()


def test_both_cores_have_the_same_table() -> None:
    assert dict(DELIVERY_CLASSES) == dict(oracle.DELIVERY_CLASSES)


def test_delivery_classes() -> None:
    assert delivery_class("turn/completed") == "terminal"
    assert delivery_class("item/plan/delta") == "mergeable"
    assert delivery_class("thread/name/updated") == "latest"
    assert delivery_class("skills/changed") == "best_effort"
