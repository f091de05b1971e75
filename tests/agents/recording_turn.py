"""A turn that writes down what an agent does, for tests of an agent without a runtime."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from appserver import protocol as p
from appserver.execution.patch import PatchError, apply_changes
from appserver.execution.process import run_process
from appserver.turns.items.command import CommandResult
from appserver.turns.items.file_change import PatchResult

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext


@dataclass
class Stream:
    """The deltas of one item."""

    deltas: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)

    async def delta(self, text: str) -> None:
        self.deltas.append(text)

    async def summary_delta(self, text: str) -> None:
        self.summary.append(text)


@dataclass
class Settings:
    cwd: Path


class RecordingTurn:
    """Does what the agent asks for, for real, and keeps a record.

    Attributes:
        consent: the status that commands and changes get instead, unless it is `accept`.
        record: what was done, in order.
        answer: the deltas of the last message.
        usage: what was reported.
    """

    def __init__(
        self, cwd: Path, text: str, *, consent: str = "accept", others: Sequence[p.UserInput] = ()
    ) -> None:
        self.settings = Settings(cwd)
        self.input = [p.TextUserInput(text=text), *others]
        self.text = text
        self.tool_outputs: list[p.TurnToolOutput] = []
        self.consent = consent
        self.record: list[str] = []
        self.answer: list[str] = []
        self.usage: dict[str, int] = {}

    @property
    def context(self) -> TurnContext:
        """This turn, as an agent takes it."""
        return cast("TurnContext", self)

    @property
    def joined(self) -> str:
        return "".join(self.answer)

    @asynccontextmanager
    async def message(self) -> AsyncIterator[Stream]:
        stream = Stream()
        yield stream
        self.answer = stream.deltas
        self.record.append("message")

    @asynccontextmanager
    async def reasoning(self) -> AsyncIterator[Stream]:
        stream = Stream()
        yield stream
        self.record.append("reasoning: " + "".join(stream.summary))

    async def run_command(self, command: str, *, reason: str | None = None) -> CommandResult:
        self.record.append(f"command: {command}")
        if self.consent != "accept":
            return CommandResult(self.consent)
        output: list[str] = []

        async def keep(text: str) -> None:
            output.append(text)

        outcome = await run_process(["/bin/sh", "-c", command], cwd=self.settings.cwd, on_output=keep)
        status = "failed" if outcome.exit_code else "completed"
        return CommandResult(status, outcome.exit_code, "".join(output), outcome.duration_ms)

    async def apply_patch(
        self, changes: Sequence[p.FileUpdateChange], *, reason: str | None = None
    ) -> PatchResult:
        self.record += [f"{change.kind.type}: {os.fspath(change.path)}" for change in changes]
        if self.consent != "accept":
            return PatchResult(self.consent)
        try:
            apply_changes(changes, self.settings.cwd)
        except PatchError as error:
            return PatchResult("failed", str(error))
        return PatchResult("completed")

    async def report_usage(self, **tokens: Any) -> None:
        self.usage = tokens
        self.record.append("usage")
