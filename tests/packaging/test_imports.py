"""`import appserver` is cheap, and nothing optional is needed before it is used."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

OPTIONAL = {"cyclopts", "fastapi", "rich", "starlette", "trio", "uvicorn", "uvloop"}
HEAVY = {"anyio", "asyncio", "pydantic", "pydantic_core"}


def modules_after(code: str) -> set[str]:
    """The top-level modules that `code` leaves imported, in a process of its own."""
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-c",
            f"{code}\nimport json, sys; print(json.dumps(sorted(sys.modules)))",
        ],
        capture_output=True,
        text=True,
        timeout=50,
        check=True,
    )
    return {name.partition(".")[0] for name in json.loads(done.stdout.splitlines()[-1])}


def test_importing_the_package_imports_nothing_heavy() -> None:
    assert not modules_after("import appserver") & (HEAVY | OPTIONAL)


def test_looking_at_its_names_imports_nothing_either() -> None:
    assert not modules_after("import appserver; dir(appserver); appserver.__all__") & (HEAVY | OPTIONAL)


@pytest.mark.parametrize(
    "code",
    [
        "import appserver.asgi",
        "import appserver.protocol",
        "import appserver.errors",
        "import appserver.in_process",
        "import appserver.testing",
        "from appserver import *",
    ],
)
def test_no_public_module_needs_an_extra(code: str) -> None:
    assert not modules_after(code) & OPTIONAL


def test_running_a_turn_needs_no_extra() -> None:
    code = """
import anyio, appserver
from appserver import protocol as p
async def main():
    async with appserver.start() as client:
        thread = (await client.request(p.ThreadStartParams())).thread
        await client.request(p.TurnStartParams(thread_id=thread.id, input=[p.TextUserInput(text="hello")]))
        async for event in client:
            if isinstance(event, p.TurnCompletedNotification):
                break
anyio.run(main)
"""
    assert not modules_after(code) & OPTIONAL


FIRST_ANSWER = """
import asyncio, appserver
from appserver import protocol as p
async def main():
    async with appserver.start() as client:
        await client.request(p.ThreadLoadedListParams())
asyncio.run(main())
"""


def left_by(code: str, expression: str) -> set[str]:
    """The names that an expression has after `code`, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport json, sys; print(json.dumps(sorted({expression})))"],
        capture_output=True,
        text=True,
        timeout=50,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_first_answer_waits_for_nothing_that_runs_turns() -> None:
    modules = left_by(FIRST_ANSWER, "sys.modules")
    ours = {name.removeprefix("appserver.") for name in modules if name.startswith("appserver.")}
    packages = {name.partition(".")[0] for name in ours if "." in name}
    assert not packages & {"engine", "policy", "skills", "store", "tools", "transports"}
    assert not {name for name in ours if name.startswith("execution.")} - {"execution.environment"}
    assert not ours & {"threads.thread", "turns.turn", "turns.settings", "config.problems", "delivery.stats"}


def test_a_first_answer_makes_the_classes_of_its_own_requests_and_no_others() -> None:
    code = f"""{FIRST_ANSWER}
def made(cls):
    return [cls.__name__] + [name for sub in cls.__subclasses__() for name in made(sub)]
"""
    names = left_by(code, "n for n in made(p.RequestParams) if '[' not in n")
    assert names == {"RequestParams", "InitializeParams", "ThreadLoadedListParams"}
