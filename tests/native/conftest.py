"""What the tests of wires share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.native.wire_world import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def worlds(tmp_path: Path) -> Iterator[Any]:
    made: list[World] = []

    def make(**limits: Any) -> World:
        made.append(World(tmp_path, **limits))
        return made[-1]

    yield make
    for world in made:
        world.wire.shut_down()
