"""`pytest benches`: our paths, and those of peers that need no environment of their own, by pytest-benchmark.

It measures, stores and compares, and judges nothing. Targets and the guard take ratios from rounds in turn instead;
`benches/README.md` says why.
"""

from __future__ import annotations

from contextlib import AsyncExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from benches.harness.driven_loop import DrivenLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benches.harness.rows import Measure, MeasureProcesses
    from benches.tables.contenders import Contender

LEAST = 1000
"""With fewer operations a call, the way to the loop and back would be measured."""

PROCESSES = 10
"""Whole processes: each is a round of its own, and this many are enough."""


@pytest.fixture
def measure(benchmark: Any) -> Measure:
    """Measure a row by calls of so many operations each, all on one running loop."""

    def measured(row: Contender, operations: int) -> None:
        assert max(LEAST, row.offer.least) <= operations <= row.offer.most
        with _opened(benchmark, row, operations) as run:
            run(row.offer.least)  # what is made once is in no round
            benchmark(run, operations)

    return measured


@pytest.fixture
def measure_processes(benchmark: Any) -> MeasureProcesses:
    """Measure a row whose operation is a whole process."""

    def measured(row: Contender) -> None:
        with _opened(benchmark, row, 1) as run:
            benchmark.pedantic(run, args=(1,), rounds=PROCESSES, warmup_rounds=1)

    return measured


@contextmanager
def _opened(benchmark: Any, row: Contender, operations: int) -> Iterator[Callable[[int], None]]:
    """What does so many operations. All rows of a group do the same number of them a call, so that they compare."""
    per = f"{row.work.per}s" if operations > 1 else row.work.per
    benchmark.group = f"{row.work.title}, {row.setting}: {operations:,} {per} a call"
    benchmark.extra_info |= {
        "operations": operations,
        "operation": row.work.per,
        "loop": row.loop,
        "size": row.size,
        "who": row.subject.title,
        "how": row.variant,
    }
    with DrivenLoop(row.loop) as loop:
        stack = AsyncExitStack()
        function = loop.call(stack.enter_async_context, row.offer.open(row.size))
        try:
            yield lambda count: loop.call(function, count)
        finally:
            loop.call(stack.aclose)
