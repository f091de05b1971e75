"""The rounds: contenders take turns, so that a machine whose speed drifts favours nobody."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any

from benches.driver.worker_process import Worker, WorkerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benches.driver.plan import Contender
    from benches.tables.works import Work

    Workers = dict[tuple[object, ...], Worker]

__all__ = ["Lane", "measure"]


@dataclass(slots=True)
class Lane:
    """One contender, its worker while its work is measured, and what it did.

    Attributes:
        samples: one value a round.
        failure: why it has none, if it failed.
    """

    contender: Contender
    samples: list[float] = field(default_factory=list)
    failure: str = ""
    worker: Worker | None = None
    count: int = 1

    def attempt(self, step: Callable[[Lane], None]) -> None:
        """Take a step, unless one before has failed."""
        if not self.failure:
            try:
                step(self)
            except WorkerError as error:
                self.failure = str(error)
                self.samples.clear()

    def open(self, workers: Workers, seconds: float) -> None:
        """Have a worker set it up, and find out how much fits into so many seconds."""
        contender = self.contender
        work = contender.work
        key = (
            contender.subject.id,
            contender.loop,
            (contender.variant, contender.size) if work.alone else (),
        )
        if key not in workers or not workers[key].running:
            workers[key] = Worker(contender.subject, contender.loop)
        self.worker = workers[key]
        self.ask("open")
        offer = contender.offer
        self.count = offer.least
        if work.unit == "seconds" and not work.slow:
            self.ask("run", count=offer.least)  # pays for whatever is made once
            while self.count < offer.most and (took := self._least_of_two()) < seconds / 2:
                # Not at once: the first few operations tell little of how long the next thousand take.
                factor = max(2, min(16, ceil(seconds / max(took, 1e-6))))
                self.count = min(offer.most, self.count * factor)

    def _least_of_two(self) -> float:
        """Whatever disturbed this machine once would have made the count too small for all rounds."""
        return min(self._each(self.ask("run", count=self.count)) for _ in range(2)) * self.count

    def run(self) -> None:
        """One round."""
        if not self.contender.work.fresh:
            answer = self.ask("run", count=self.count)
        else:
            with closing(Worker(self.contender.subject, self.contender.loop)) as self.worker:
                self.ask("open")
                answer = self.ask("run", count=1)
                self.close()
        self.samples.append(self._each(answer))

    def _each(self, answer: dict[str, Any]) -> float:
        """What an operation of a round took, as the worker has measured it or by all that it did."""
        value: float = answer["value"] if "value" in answer else answer["seconds"] / self.count
        return value

    def close(self) -> None:
        """Have the worker take it down."""
        self.ask("close")

    def ask(self, do: str, **more: int) -> dict[str, Any]:
        """Have the worker do something about this work."""
        assert self.worker is not None
        contender = self.contender
        return self.worker.ask(do, contender.work.id, contender.variant, contender.size, **more)


def measure(work: Work, contenders: Sequence[Contender], workers: Workers, *, quick: bool) -> list[Lane]:
    """Run all rounds of a work; a contender that fails is left out from then on.

    Args:
        work: what to do.
        contenders: who does it.
        workers: those that are running; this work may add some.
        quick: as little as shows that everything works: a round forwards, and one backwards where a round is not a
            whole process.
    """
    own: Workers = {} if work.alone else workers
    lanes = [Lane(contender) for contender in contenders]
    seconds = work.round_seconds / 10 if quick else work.round_seconds
    rounds = min(work.rounds, 1 if work.fresh else 2) if quick else work.rounds
    try:
        for lane in lanes if not work.fresh else ():
            lane.attempt(lambda lane: lane.open(own, seconds))
        for number in range(rounds):
            for lane in lanes if number % 2 == 0 else reversed(lanes):
                lane.attempt(Lane.run)
        for lane in reversed(lanes) if not work.fresh else ():  # scopes of one task end as they nest
            lane.attempt(Lane.close)
    finally:
        for worker in own.values() if work.alone else ():
            worker.close()
    return lanes
