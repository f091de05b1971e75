"""Requests of every kind, one after the other and 64 at a time; questions of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benches.harness.rows import rows

if TYPE_CHECKING:
    from benches.harness.rows import Measure
    from benches.tables.contenders import Contender


@rows("request_round_trip")
def test_request(row: Contender, measure: Measure) -> None:
    measure(row, 2_000)


@rows("requests_at_once")
def test_requests_at_once(row: Contender, measure: Measure) -> None:
    measure(row, 64 * 32)


@rows("server_request")
def test_server_request(row: Contender, measure: Measure) -> None:
    measure(row, 2_000)
