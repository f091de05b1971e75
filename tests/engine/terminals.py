"""Scripts of a model that comes back to its commands, and what is true of the processes of one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import anyio

from appserver import protocol as p
from tests.engine.provider import TestProvider, call_events, completed, text_events
from tests.engine.turns import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver import AppServerClient, Event
    from tests.engine.provider import Answer, Received

Call: TypeAlias = "tuple[str, dict[str, Any]]"

FREE = {"sandbox": "danger-full-access", "approval_policy": "never"}


def run(script: str, *, wait: int = 250, **fields: Any) -> Call:
    """A call that begins a command, by a shell that reads no profile."""
    return "exec_command", {"cmd": script, "login": False, "yield_time_ms": wait, **fields}


def typed(chars: str, *, wait: int = 30_000, **fields: Any) -> Call:
    """A call that types at the newest command that runs."""
    return "write_stdin", {"session_id": "$session", "chars": chars, "yield_time_ms": wait, **fields}


def sessions(received: Received) -> list[int]:
    """The numbers of the commands that a model was told of."""
    texts = [output for output in received.outputs if isinstance(output, str)]
    return [int(number) for text in texts for number in re.findall(r"session ID (\d+)", text)]


def calling(*rounds: list[Call] | str) -> Callable[[Received], Answer]:
    """A model that makes these calls, one round after the other; a text ends a turn. Then it says that it is done."""
    left = list(rounds)
    made = 0

    def respond(received: Received) -> Answer:
        nonlocal made
        now = left.pop(0) if left else "done"
        if isinstance(now, str):
            return text_events(now)
        events = []
        for index, (name, arguments) in enumerate(now):
            made += 1
            if arguments.get("session_id") == "$session":
                arguments = {**arguments, "session_id": sessions(received)[-1]}
            events += call_events(name, arguments, f"call_{made}", index)
        return [*events, completed()]

    return respond


def model(*rounds: list[Call] | str) -> TestProvider:
    """The provider of such a model."""
    return TestProvider(respond=calling(*rounds))


TOOLS = ("exec_command", "write_stdin")


async def until_event(client: AppServerClient, wanted: Callable[[Event], bool]) -> list[Event]:
    """The events up to one."""
    events: list[Event] = []
    with anyio.fail_after(SECONDS):
        async for event in client:
            events.append(event)
            if wanted(event):
                break
    return events


def is_end_of(item_id: str) -> Callable[[Event], bool]:
    """Whether an event is the end of an item."""
    return lambda event: isinstance(event, p.ItemCompletedNotification) and event.item.id == item_id


def is_start_of(item_id: str) -> Callable[[Event], bool]:
    """Whether an event is the beginning of an item."""
    return lambda event: isinstance(event, p.ItemStartedNotification) and event.item.id == item_id


def is_end_of_turn(event: Event) -> bool:
    """Whether an event is the end of a turn."""
    return isinstance(event, p.TurnCompletedNotification)


def command_of(event: Event) -> p.CommandExecutionThreadItem:
    """The command that an event is about."""
    assert isinstance(event, p.ItemCompletedNotification | p.ItemStartedNotification)
    assert isinstance(event.item, p.CommandExecutionThreadItem)
    return event.item


async def running(client: AppServerClient, thread_id: str) -> list[p.ThreadBackgroundTerminal]:
    """The commands of a thread that run."""
    params = p.ThreadBackgroundTerminalsListParams(thread_id=thread_id)
    return (await client.request(params)).data


def lives(pid: int) -> bool:
    """Whether a process runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


async def pids_in(file: Path, count: int = 1) -> list[int]:
    """The numbers that a script has written to a file, once there are so many."""
    while len(found := words_of(file)) < count:  # noqa: ASYNC110 - another process writes them
        await anyio.sleep(0.005)
    return [int(word) for word in found]


def words_of(file: Path) -> list[str]:
    """What is in a file; nothing where there is none."""
    return file.read_text().split() if file.exists() else []


async def until_dead(pids: list[int]) -> None:
    """Wait for the ends of processes of which nobody is told."""
    while any(map(lives, pids)):  # noqa: ASYNC110 - as it says
        await anyio.sleep(0.005)
