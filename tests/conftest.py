"""The event loops that every asynchronous test runs on, what is told of them, and how long a soak may draw and wait."""

import gc
import signal
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.rings import (
    EXAMPLES_OF_A_SOAK,
    LOOPS,
    MINUTES,
    ON_ALL_LOOPS,
    ONE_LOOP_EACH,
    SOAK,
    examples,
    loop_of,
)

# Nothing is said of time: the first text that is drawn on a version of Python may take seconds, as tables are made
# then, and a busy machine makes anything slow.
settings.register_profile("gate", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("soak", settings.get_profile("gate"), max_examples=examples(100))
settings.load_profile("soak" if SOAK else "gate")

# What begins the tests in the background may ignore SIGINT, which children inherit, and some of them are sent it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

LIMIT_OF_A_SOAK = 60 * EXAMPLES_OF_A_SOAK + 60 * MINUTES
"""Seconds: what takes a minute in the gate may draw so many times as much in the soak, or run so many minutes."""

BACKENDS = [
    pytest.param(("asyncio", {"use_uvloop": False}), id="asyncio"),
    pytest.param(("asyncio", {"use_uvloop": True}), id="uvloop"),
    pytest.param(("trio", {}), id="trio"),
]


@pytest.fixture(params=[backend for backend in BACKENDS if backend.id in LOOPS])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, object]]:
    """asyncio, uvloop and trio."""
    backend: tuple[str, dict[str, object]] = request.param
    return backend


@pytest.fixture
def nobodys_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Login shells read the profile of nobody: what a developer has there may take time, locks and output."""
    home = tmp_path / "nobody"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))


@pytest.hookimpl(trylast=True)  # of the loops that -k leaves
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Numbers are large in a soak, and tests take as long. In the gate most tests run on one loop each."""
    if SOAK:
        for item in items:
            item.add_marker(pytest.mark.timeout(LIMIT_OF_A_SOAK), append=False)
    if not ONE_LOOP_EACH:
        return
    loops: dict[str, list[str]] = {}
    for item in items:
        if (loop := _loop(item)) and loop not in (there := loops.setdefault(_name(item), [])):
            there.append(loop)
    left = {
        item for item in items if (loop := _loop(item)) and loop != loop_of(_name(item), loops[_name(item)])
    }
    config.hook.pytest_deselected(items=list(left))
    items[:] = [item for item in items if item not in left]


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over all that was imported and collected: it would mostly look at that."""
    gc.collect()
    gc.freeze()


def _name(item: pytest.Item) -> str:
    """The test without its parameters."""
    return item.nodeid.partition("[")[0]


def _loop(item: pytest.Item) -> str:
    """The loop that a test runs on; empty if it has none, or runs on all."""
    params = getattr(item, "callspec", None)
    backend = params.params.get("anyio_backend") if params is not None else None
    if not isinstance(backend, tuple) or item.nodeid.split("/")[1] in ON_ALL_LOOPS:
        return ""
    name, options = backend
    return "uvloop" if options.get("use_uvloop") else str(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Lone surrogates, which some tests log on purpose, are escaped: reports go from process to process as UTF-8."""
    report = yield
    report.sections = [
        (title, text.encode(errors="backslashreplace").decode()) for title, text in report.sections
    ]
    return report
