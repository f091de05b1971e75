"""The recorder of each benchmark module, its result file, and its lines of progress."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from benches.harness.recorder import Recorder

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULE_SECONDS = 600
"""A full benchmark may take minutes; the limit only ends one that hangs."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.timeout(MODULE_SECONDS))


@pytest.fixture(scope="module")
def recorder(request: pytest.FixtureRequest) -> Iterator[Recorder]:
    """Collects what a module measures; its file is written when the whole module has passed."""
    terminal = request.config.pluginmanager.get_plugin("terminalreporter")

    def report(line: str) -> None:
        capture = request.config.pluginmanager.get_plugin("capturemanager")
        if terminal is not None and capture is not None:
            with capture.global_and_fixture_disabled():
                terminal.write_line(line)
        else:
            print(line, file=sys.stderr)

    failed_before = request.session.testsfailed
    quick = bool(request.config.getoption("benchmark_disable"))
    recorder = Recorder(request.module.__name__.rpartition(".")[2].removeprefix("test_"), quick, report)
    yield recorder
    if request.session.testsfailed == failed_before:
        recorder.write()
