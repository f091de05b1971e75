"""Commands and file changes that cannot be meant: their arguments are no text that a system call takes.

They fail with the reason, and their items show what was asked for, with what cannot be shown written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.execution.quoting import shell_line
from appserver.text import describe_fault, escaped
from appserver.turns.identifiers import new_identifier
from appserver.turns.items.command import AGENT, CommandResult
from appserver.turns.items.file_change import PatchResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver.turns.turn import Turn

__all__ = ["command_fault", "patch_fault", "refuse_command", "refuse_patch"]


class _Refused:
    """The item of what is refused, from its start to its end."""

    def __init__(self, item: p.ThreadItem) -> None:
        self.id: str = item.id
        self._item = item

    def refuse(self) -> None:
        """Nothing to refuse: the item takes nothing in."""

    def current(self) -> p.ThreadItem:
        """The item as it is now."""
        return self.final()

    def final(self) -> p.ThreadItem:
        """The item as it ends."""
        return self._item


def command_fault(command: str | Sequence[str], cwd: str | Path | None) -> str:
    """Why a command cannot be run as it is; empty for one that can be tried."""
    if isinstance(command, str):
        named = [("command", command)]
    else:
        named = [(f"command[{number}]", str(word)) for number, word in enumerate(command)]
    if cwd is not None:
        named.append(("cwd", str(cwd)))
    return _first_fault(named)


def patch_fault(changes: Sequence[p.FileUpdateChange]) -> str:
    """Why file changes cannot be made as they are; empty for those that can be tried."""
    for number, change in enumerate(changes):
        moved = getattr(change.kind, "move_path", None)
        named = [(f"the path of change {number}", change.path)]
        if moved is not None:
            named.append((f"the new path of change {number}", moved))
        if fault := _first_fault(named):
            return fault
        fault = describe_fault(f"the diff of change {number}", change.diff.replace("\0", ""))
        if fault:
            return fault
    return ""


async def refuse_command(
    turn: Turn, command: str | Sequence[str], fault: str, *, source: p.CommandExecutionSource = AGENT
) -> CommandResult:
    """Show a command that is not run, and why.

    Cancellation: the item is completed at the end of the turn.
    """
    line = command if isinstance(command, str) else shell_line(map(str, command))
    shown = escaped(line).replace("\0", "\\0")
    reason = f"failed to start the command: {fault}"

    def item(status: p.CommandExecutionStatus) -> p.CommandExecutionThreadItem:
        return p.CommandExecutionThreadItem(
            id=identifier,
            command=shown,
            cwd=str(turn.settings.cwd),
            source=source,
            status=status,
            command_actions=[p.UnknownCommandAction(command=shown)],
            aggregated_output=None if status == "inProgress" else reason,
        )

    identifier = new_identifier()
    failed = item("failed")
    await turn.start_item(_Refused(failed), item("inProgress"))
    await turn.finish_item(failed)
    return CommandResult("failed", output=reason, reason=reason)


async def refuse_patch(turn: Turn, changes: Sequence[p.FileUpdateChange], fault: str) -> PatchResult:
    """Show file changes that are not made.

    Cancellation: the item is completed at the end of the turn.
    """
    shown = [
        p.FileUpdateChange(path=escaped(change.path), kind=_shown_kind(change), diff=escaped(change.diff))
        for change in changes
    ]
    identifier = new_identifier()
    failed = p.FileChangeThreadItem(id=identifier, changes=shown, status="failed")
    begun = p.FileChangeThreadItem(id=identifier, changes=shown, status="inProgress")
    await turn.start_item(_Refused(failed), begun)
    await turn.finish_item(failed)
    return PatchResult("failed", fault)


def _first_fault(named: Sequence[tuple[str, str]]) -> str:
    return next((fault for name, text in named if (fault := describe_fault(name, text))), "")


def _shown_kind(change: p.FileUpdateChange) -> p.PatchChangeKind:
    kind = change.kind
    if isinstance(kind, p.UpdatePatchChangeKind) and kind.move_path is not None:
        return p.UpdatePatchChangeKind(move_path=escaped(kind.move_path))
    return kind
