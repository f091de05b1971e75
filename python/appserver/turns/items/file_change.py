"""The verb that changes files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio.to_thread

from appserver import protocol as p
from appserver.errors import TurnClosedError
from appserver.execution.patch import PatchError, apply_changes, unified_diff
from appserver.policy.approval import Consent, consent
from appserver.protocol._support.fields import given
from appserver.turns.approvals import Question
from appserver.turns.clock import unix_milliseconds
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver.turns.turn import Turn

__all__ = ["PatchResult", "apply_patch"]


@dataclass(frozen=True, slots=True)
class PatchResult:
    """How a file change ended.

    Attributes:
        status: `completed`, `failed` (it does not fit the files; nothing was changed), or `declined` (by the
            user or by the approval policy).
        reason: why it failed; empty otherwise.
    """

    status: str
    reason: str = ""


async def apply_patch(
    turn: Turn, changes: Sequence[p.FileUpdateChange], *, reason: str | None, ask: bool
) -> PatchResult:
    """See `TurnContext.apply_patch`."""
    patch = _Patch(turn, changes)
    await turn.start_item(patch, patch.item("inProgress"))
    given = consent("change", turn.settings, ask=ask)
    if given is Consent.REFUSED:
        return await patch.finish("declined")
    if given is Consent.ASK and not patch.paths <= turn.thread.approvals.paths:
        refusal = await patch.ask(reason)
        if refusal is not None:
            return await patch.finish(refusal)
    return await patch.apply()


class _Patch:
    """One file change, from the question to its end."""

    def __init__(self, turn: Turn, changes: Sequence[p.FileUpdateChange]) -> None:
        self._turn = turn
        self._id = new_identifier()
        self._changes = [_absolute(change, turn.settings.cwd) for change in changes]
        self.paths = {path for change in self._changes for path in _paths(change)}

    def item(self, status: p.PatchApplyStatus) -> p.FileChangeThreadItem:
        """The item as it is now."""
        return p.FileChangeThreadItem(id=self._id, changes=self._changes, status=status)

    def final(self) -> p.FileChangeThreadItem:
        """The item when its verb was abandoned."""
        return self.item("failed")

    def refuse(self) -> None:
        """Nothing to refuse: the item takes nothing in."""

    async def ask(self, reason: str | None) -> p.PatchApplyStatus | None:
        """Ask for consent. Gives the status that the item ends with when the answer is no."""
        turn = self._turn
        async with Question(turn, "waitingOnApproval") as question:
            await question.show()
            answer = await question.decide(
                p.FileChangeRequestApprovalParams(
                    thread_id=turn.thread.id,
                    turn_id=turn.id,
                    item_id=self._id,
                    started_at_ms=unix_milliseconds(),
                    **given(reason=reason),
                )
            )
            await question.hide()
        if answer.remember:
            turn.thread.approvals.paths |= self.paths
        if answer.cancel:
            turn.interrupt()
            raise TurnClosedError(f"turn {turn.id} was interrupted: the user cancelled a file change")
        return None if answer.accepted else answer.change_status

    async def apply(self) -> PatchResult:
        """Change the files and end the item with the outcome."""
        turn = self._turn
        root = turn.settings.cwd
        turn.emitter.check_open()  # it may have been interrupted while a reader was waited for
        try:
            await anyio.to_thread.run_sync(apply_changes, self._changes, root)
        except PatchError as error:
            return await self.finish("failed", str(error))
        result = await self.finish("completed")
        turn.diffs.append(unified_diff(self._changes, root))
        await turn.emitter.deliver(
            p.TurnDiffUpdatedNotification(thread_id=turn.thread.id, turn_id=turn.id, diff="".join(turn.diffs))
        )
        return result

    async def finish(self, status: p.PatchApplyStatus, reason: str = "") -> PatchResult:
        """End the item."""
        await self._turn.finish_item(self.item(status))
        return PatchResult(status, reason)


def _absolute(change: p.FileUpdateChange, root: Path) -> p.FileUpdateChange:
    """The change with the paths that the user is to see: absolute, as in Codex."""
    kind = change.kind
    if isinstance(kind, p.UpdatePatchChangeKind) and kind.move_path is not None:
        kind = p.UpdatePatchChangeKind(move_path=_join(root, kind.move_path))
    return p.FileUpdateChange(path=_join(root, change.path), kind=kind, diff=change.diff)


def _join(root: Path, path: str) -> str:
    # Not `Path.resolve`: the user is shown the name that was meant; `apply_changes` follows links and judges.
    return os.path.normpath(root / path)


def _paths(change: p.FileUpdateChange) -> list[str]:
    moved = getattr(change.kind, "move_path", None)
    return [change.path] if moved is None else [change.path, moved]
