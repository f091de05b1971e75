"""The rounds: contenders take turns, so that a machine whose speed drifts favours nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from benches.driver.pool import Pool, start
from benches.driver.worker_process import Worker, WorkerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benches.driver.plan import Contender
    from benches.tables.works import Work

__all__ = ["Effort", "Measurement", "measure"]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much to run.

    Attributes:
        quick: as little as shows that everything works.
    """

    quick: bool = False

    def rounds(self, work: Work) -> int:
        """How many rounds; a quick run has one forwards and one backwards, where a round is not a whole process."""
        return min(work.rounds, 1 if work.fresh else 2) if self.quick else work.rounds

    def round_seconds(self, work: Work) -> float:
        """How long a round should take one contender."""
        return work.round_seconds / 10 if self.quick else work.round_seconds


@dataclass(slots=True)
class Measurement:
    """What one contender did.

    Attributes:
        contender: who.
        samples: one value a round.
        failure: why it has none, if it failed.
    """

    contender: Contender
    samples: list[float] = field(default_factory=list)
    failure: str = ""


def measure(
    work: Work,
    contenders: Sequence[Contender],
    effort: Effort,
    pool: Pool,
    advance: Callable[[int, int], None],
) -> list[Measurement]:
    """Run all rounds of a work; a contender that fails is left out from then on.

    Args:
        work: what to do.
        contenders: who does it.
        effort: how much of it.
        pool: the workers that are running; this work may add some.
        advance: called with the rounds done and their number after every round.
    """
    own = Pool() if work.alone else pool
    lanes = [_Lane(Measurement(contender), effort) for contender in contenders]
    try:
        for lane in lanes:
            lane.attempt(partial(lane.open, own))
        rounds = effort.rounds(work)
        for number in range(rounds):
            for lane in lanes if number % 2 == 0 else reversed(lanes):
                lane.attempt(lane.run)
            advance(number + 1, rounds)
        for lane in reversed(lanes):  # cancel scopes of one task end in the order in which they nest
            lane.attempt(lane.close)
    finally:
        if work.alone:
            own.close()
    return [lane.measurement for lane in lanes]


class _Lane:
    """One contender while its work is measured."""

    def __init__(self, measurement: Measurement, effort: Effort) -> None:
        self.measurement = measurement
        self._contender = measurement.contender
        self._effort = effort
        self._worker: Worker | None = None
        self._count = 1

    def attempt(self, step: Callable[[], None]) -> None:
        """Take a step, unless one before has failed."""
        if self.measurement.failure:
            return
        try:
            step()
        except WorkerError as error:
            self.measurement.failure = str(error)
            self.measurement.samples.clear()

    def open(self, pool: Pool) -> None:
        """Have the worker set it up, and find out how much fits into a round."""
        contender = self._contender
        work = contender.work
        if work.fresh:
            return
        apart = (contender.variant, contender.size) if work.alone else ()
        self._worker = pool.worker(contender.subject, contender.loop, apart)
        self._ask(self._worker, "open")
        self._calibrate(work)

    def _calibrate(self, work: Work) -> None:
        """Grow the count until it fills a round. The first run pays for whatever is made once, and does not count."""
        offer = self._contender.offer
        self._count = offer.least
        if work.unit != "seconds" or work.slow:
            return
        self._run(offer.least)
        if offer.least == offer.most:
            return
        wanted = self._effort.round_seconds(work)
        count = offer.least
        while True:
            seconds = self._run(count)
            if count >= offer.most or seconds >= wanted / 2:
                # Again: whatever disturbed this machine would have made the count too small for all rounds.
                seconds = min(seconds, self._run(count))
                if count >= offer.most or seconds >= wanted / 4:
                    break
            count = min(offer.most, count * max(2, min(16, ceil(wanted / max(seconds, 1e-6)))))
        self._count = min(offer.most, max(offer.least, round(count * wanted / max(seconds, 1e-9))))

    def run(self) -> None:
        """One round."""
        if self._contender.work.fresh:
            with start(self._contender.subject, self._contender.loop) as worker:
                self._ask(worker, "open")
                answer = self._ask(worker, "run", count=1)
                self._ask(worker, "close")
        else:
            assert self._worker is not None
            answer = self._ask(self._worker, "run", count=self._count)
        seconds = answer.get("seconds")
        value: float = answer["value"] if seconds is None else seconds / self._count
        self.measurement.samples.append(value)

    def _run(self, count: int) -> float:
        assert self._worker is not None
        seconds: float = self._ask(self._worker, "run", count=count)["seconds"]
        return seconds

    def close(self) -> None:
        """Have the worker take it down."""
        if self._worker is not None:
            self._ask(self._worker, "close")

    def _ask(self, worker: Worker, do: str, **more: int) -> dict[str, float]:
        contender = self._contender
        return worker.ask(do, contender.work.id, contender.variant, contender.size, **more)
