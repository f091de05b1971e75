"""`appserver app-server` in a process of its own, with an agent whose answers are scripted."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benches.workers.offer import merged
from benches.workers.processes import program
from benches.workers.wire import connection_offers, request_offers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["OFFERS"]

AGENT = "benches.subjects.model_agent:DeltasAgent"


@contextmanager
def _server(*arguments: str) -> Iterator[tuple[Sequence[str], Mapping[str, str]]]:
    with tempfile.TemporaryDirectory(prefix="bench-home-") as home:
        environment = {**os.environ, "CODEX_HOME": home, "PYTHONPATH": str(Path(__file__).parents[3])}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # with bytecode, as pip installs it
        yield [sys.executable, "-m", "appserver", "app-server", *arguments], environment


OFFERS = merged(
    request_offers("over stdio", "stdio", lambda: _server("--agent", AGENT)),
    request_offers("over a unix socket", "unix", lambda: _server("--agent", AGENT)),
    connection_offers("over a unix socket", lambda: _server("--agent", AGENT), has_events=True),
    {
        "wire_start": {
            "no server, imports asyncio and pydantic": program(
                "-c", "import asyncio, pydantic; pydantic.BaseModel"
            )
        }
    },
)
