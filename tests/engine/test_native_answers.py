"""Answers as the native core hands them over, whenever the loop gets to look."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

import anyio
import pytest

from appserver.engine.failures import ModelError
from appserver.engine.native import NativeOpener
from appserver.engine.transport import ModelRequest
from tests.engine.provider import Cut, TestProvider, text_events

if TYPE_CHECKING:
    from tests.engine.provider import Step

SECONDS = 20


def have_all_come(answer: Any) -> None:
    """Keep the loop busy until the answer has come and broken off."""
    until = monotonic() + SECONDS
    while answer._stream.failure() is None:  # the loop hears of it later
        assert monotonic() < until


@pytest.mark.parametrize("count", [0, 1, 2, 70])
async def test_an_end_that_came_with_the_last_events_is_heard_of(count: int) -> None:
    steps: list[Step] = [*text_events(*["hello"] * count)[:count], Cut()]
    seen: list[bytes] = []

    def at_once(event: bytes) -> bool:
        seen.append(event)
        return True

    with TestProvider(steps) as provider:
        request = ModelRequest(f"{provider.base_url}/responses", {}, b'{"input":[]}', 30)
        async with NativeOpener().open(request) as answer:
            have_all_come(answer)
            with anyio.fail_after(SECONDS), pytest.raises(ModelError, match="stream"):
                await answer.next(at_once)
    assert len(seen) == count
