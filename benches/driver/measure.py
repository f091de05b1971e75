"""The rounds: contenders take turns, so that a machine whose speed drifts favours nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any

from benches.driver.worker_process import Worker, WorkerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from benches.tables.contenders import Contender
    from benches.tables.works import Work

__all__ = ["Lane", "measure"]


@dataclass(slots=True)
class Lane:
    """One contender, its worker, and what it did.

    Attributes:
        count: how many operations a round has.
        samples: one value a round.
        failure: why it has none, if it failed.
    """

    contender: Contender
    worker: Worker
    count: int = 1
    samples: list[float] = field(default_factory=list)
    failure: str = ""

    def attempt(self, step: Callable[[Lane], None]) -> None:
        """Take a step. Who fails has no samples, and the first failure counts."""
        try:
            step(self)
        except WorkerError as error:
            self.failure = self.failure or str(error)
            self.samples.clear()

    def open(self) -> None:
        """Have the worker set it up, and find out how many operations fill a round."""
        self.ask("open")
        work, offer = self.contender.work, self.contender.offer
        self.count = offer.least
        if work.unit == "seconds" and not work.slow:
            self.ask("run", count=offer.least)  # pays for whatever is made once
            while self.count < offer.most and (took := self._least_of_two()) < work.round_seconds / 2:
                # Not at once: the first few operations tell little of how long the next thousand take.
                factor = max(2, min(16, ceil(work.round_seconds / max(took, 1e-6))))
                self.count = min(offer.most, self.count * factor)

    def _least_of_two(self) -> float:
        """Whatever disturbed this machine once would have made the count too small for all rounds."""
        return min(self._each(self.ask("run", count=self.count)) for _ in range(2)) * self.count

    def run(self) -> None:
        """One round."""
        self.samples.append(self._each(self.ask("run", count=self.count)))

    def _each(self, answer: dict[str, Any]) -> float:
        """What an operation of a round took, as the worker has measured it or by all that it did."""
        value: float = answer["value"] if "value" in answer else answer["seconds"] / self.count
        return value

    def run_afresh(self) -> None:
        """One round of one operation, in a new process."""
        self.ask("open")
        self.run()
        self.close()

    def close(self) -> None:
        """End the worker, which takes down all that it has open; nothing where that is done."""
        self.worker.close()

    def ask(self, do: str, **more: int) -> dict[str, Any]:
        """Have the worker do something about this work."""
        contender = self.contender
        return self.worker.ask(do, contender.work.id, contender.variant, contender.size, **more)


def measure(work: Work, contenders: Iterable[Contender]) -> list[Lane]:
    """Run all rounds of a work; a contender that fails is left out from then on."""
    workers: dict[object, Worker] = {}
    lanes = []
    for contender in contenders:
        own = (contender.variant, contender.size) if work.alone or work.fresh else ()
        worker = Worker(contender.subject, contender.loop)
        lanes.append(Lane(contender, workers.setdefault((contender.subject, contender.loop, own), worker)))
    try:
        for lane in lanes if not work.fresh else ():
            lane.attempt(Lane.open)
        for number in range(work.rounds):
            for lane in lanes if number % 2 == 0 else reversed(lanes):
                if not lane.failure:
                    lane.attempt(Lane.run_afresh if work.fresh else Lane.run)
    finally:
        for lane in lanes:
            lane.attempt(Lane.close)
    return lanes
