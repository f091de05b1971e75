"""The workers that are running; they stay from one work to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benches.driver.environments import interpreter
from benches.driver.worker_process import Worker

if TYPE_CHECKING:
    from benches.tables.subjects import Subject

__all__ = ["Pool", "start"]


def start(subject: Subject, loop: str) -> Worker:
    """Start a worker of its own."""
    python = interpreter(subject)
    assert python is not None, "who is not installed is a gap, not a contender"
    return Worker(python, subject, loop)


class Pool:
    """Running workers by subject, loop, and whatever else keeps them apart."""

    def __init__(self) -> None:
        self._workers: dict[tuple[object, ...], Worker] = {}

    def worker(self, subject: Subject, loop: str, apart: tuple[object, ...] = ()) -> Worker:
        """The worker of this kind, started if there is none, or if the one there was has ended."""
        key = (subject.id, loop, *apart)
        worker = self._workers.get(key)
        if worker is None or not worker.running:
            worker = self._workers[key] = start(subject, loop)
        return worker

    def close(self) -> None:
        """End all."""
        for worker in self._workers.values():
            worker.close()
        self._workers.clear()
