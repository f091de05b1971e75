"""The small requests again, on Python 3.12: the same offers for works of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benches.workers.offer import Offers

__all__ = ["again"]

WORKS = ("request_round_trip", "requests_at_once")


def again(offers: Offers) -> Offers:
    """What is offered for these works, for those about this version."""
    return {f"{work}_312": offers[work] for work in WORKS}
