"""The event loops that every asynchronous test runs on, what is told of them, and how long a soak may draw and wait."""

import signal
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.rings import EXAMPLES_OF_A_SOAK, LOOPS, MINUTES, ON_ALL_LOOPS, SOAK, examples

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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Numbers are large in a soak, and tests take as long. In the gate uvloop is for the tests that are about loops."""
    if SOAK:
        for item in items:
            item.add_marker(pytest.mark.timeout(LIMIT_OF_A_SOAK), append=False)
        return
    left = [item for item in items if _is_asyncio_again(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not _is_asyncio_again(item)]


def _is_asyncio_again(item: pytest.Item) -> bool:
    folder = item.nodeid.split("/")[1]
    params = getattr(item, "callspec", None)
    return (
        params is not None
        and folder not in ON_ALL_LOOPS
        and params.params.get("anyio_backend") == ("asyncio", {"use_uvloop": True})
        and "asyncio" in LOOPS
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Lone surrogates, which some tests log on purpose, are escaped: reports go from process to process as UTF-8."""
    report = yield
    report.sections = [
        (title, text.encode(errors="backslashreplace").decode()) for title, text in report.sections
    ]
    return report
