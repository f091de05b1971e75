"""The verb that changes files."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.backends.threads import call_in_thread
from appserver.errors import RuntimeClosedError, TurnClosedError
from appserver.execution.patch import PatchError, look_at_changes
from appserver.policy.approval import ApprovalRequirement, approval_requirement
from appserver.policy.decisions import BY_POLICY, BY_USER, UNANSWERED
from appserver.policy.sandbox import sandbox_terms
from appserver.turns.approvals import PendingApproval
from appserver.turns.clock import unix_milliseconds
from appserver.turns.identifiers import new_identifier
from appserver.turns.thread_work import ThreadWork

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver.policy.approval import ActionKind
    from appserver.policy.decisions import DecisionOutcome
    from appserver.turns.emitter import Delivery
    from appserver.turns.turn import Turn
    from appserver.turns.works import Work

__all__ = ["PatchResult", "apply_patch", "tell_diff"]


@dataclass(frozen=True, slots=True)
class PatchResult:
    """How a file change ended.

    Attributes:
        status: `completed`, `failed` (it does not fit the files; nothing was changed), or `declined` (by the
            user or by the approval policy).
        reason: why nothing was changed, for whoever is to be told; empty where it was.
    """

    status: str
    reason: str = ""


async def apply_patch(
    turn: Turn,
    changes: Sequence[p.FileUpdateChange],
    *,
    reason: str | None,
    ask: bool,
    item_id: str | None = None,
) -> PatchResult:
    """Change files; see `TurnContext.apply_patch`.

    Cancellation: what was not made yet is taken back; the item is completed with what happened. While the files are
    looked at, before the item begins, nothing is left to be taken back.
    """
    settings = turn.settings
    patch = _Patch(turn, changes, item_id)
    turn.emitter.check_open()
    if turn.works:  # a patch that was given up may still be taken back
        await turn.works.wait_for_stopping()
    problem = await patch.check()
    try:
        await turn.start_item(patch, patch.item("inProgress"))
        kind: ActionKind = "escape" if patch.is_escape else "change"
        needed = approval_requirement(kind, settings.approval_policy, settings.sandbox_policy, ask=ask)
        if needed is ApprovalRequirement.DECLINE:
            return await patch.refused("declined", reason=BY_POLICY)
        if problem:
            return await patch.refused("failed", reason=problem)
        if needed is ApprovalRequirement.ASK and not patch.touched <= turn.thread.approvals.paths:
            answer = await patch.ask(reason)
            if not answer.is_accepted:
                why = BY_USER if answer.is_answered else UNANSWERED
                return await patch.refused(answer.change_status, reason=why, cancel=answer.cancel)
        return await patch.apply()
    except GeneratorExit:
        raise
    except BaseException:
        patch.give_up()
        raise


async def tell_diff(turn: Turn) -> None:
    """Tell the clients what has changed so far in a turn, if anything has: who joins in the middle sees it too.

    Cancellation: once begun, it is sent.
    """
    if diff := turn.record.diff.text:
        await turn.emitter.deliver(
            p.TurnDiffUpdatedNotification(thread_id=turn.thread.id, turn_id=turn.id, diff=diff)
        )


class _Patch:
    """One file change, from the question to its end."""

    def __init__(self, turn: Turn, changes: Sequence[p.FileUpdateChange], item_id: str | None) -> None:
        self.id = new_identifier() if item_id is None or turn.record.has_item(item_id) else item_id
        self._turn = turn
        self._changes = [_absolute(change, turn.settings.cwd) for change in changes]
        self._work: Work[PatchResult] | None = None
        self._sent: list[Delivery | None] = []
        self.touched = frozenset[str]()
        self._root = ""  # of the paths below, the real one
        self._protected: dict[str, str] = {}
        self._terms = sandbox_terms(
            turn.settings.sandbox_policy, turn.settings.cwd, turn.host.home, turn.host.sandbox_helper
        )

    @property
    def is_escape(self) -> bool:
        """Whether it touches what a sandbox protects from commands."""
        return bool(self._protected)

    def item(self, status: p.PatchApplyStatus) -> p.FileChangeThreadItem:
        """The item as it is now."""
        return p.FileChangeThreadItem(id=self.id, changes=self._changes, status=status)

    def current(self) -> p.FileChangeThreadItem:
        """The item as it is now."""
        return self.item("inProgress")

    def final(self) -> p.FileChangeThreadItem:
        """The item when its verb was abandoned, or its work could not be waited for."""
        return self.item("failed")

    def refuse(self) -> None:
        """Nothing to refuse: the item takes nothing in."""

    def give_up(self) -> None:
        """The verb is abandoned: complete the item, unless its work does, or the end of the turn."""
        if self._work is None and not self._turn.emitter.is_closed:
            with contextlib.suppress(RuntimeClosedError):
                self._turn.complete_item(self.final(), is_unfinished=True)

    async def check(self) -> str:
        """Look at the files, so that the user is shown what will be changed; return why it cannot be.

        Cancellation: nothing was begun.
        """
        look = partial(look_at_changes, self._changes, self._turn.settings.cwd, self._terms)
        try:
            plan = await call_in_thread(look, abandon_on_cancel=True)
        except PatchError as error:
            return str(error)
        self._changes, self.touched = plan.changes, plan.touched
        self._root, self._protected = plan.root, plan.protected()
        return ""

    async def ask(self, reason: str | None) -> DecisionOutcome:
        """Ask for consent.

        Cancellation: the question is taken back.
        """
        turn = self._turn
        async with PendingApproval(turn, "waitingOnApproval") as question:
            await question.show()
            answer = await question.decide(
                p.FileChangeRequestApprovalParams(
                    thread_id=turn.thread.id,
                    turn_id=turn.id,
                    item_id=self.id,
                    started_at_ms=unix_milliseconds(),
                    # Null without one, and not left out: Codex's file changes are like that.
                    reason="; ".join(filter(None, (reason, *self._hidden()))) or None,
                    grant_root=None,
                )
            )
            await question.hide()
        if answer.remember:
            turn.thread.approvals.paths |= self.touched  # whatever their names lead to later
        return answer

    def _hidden(self) -> list[str]:
        """What is protected, and does not show in the name that the user sees: commands can make links."""
        cwd = str(self._turn.settings.cwd)
        return [
            f"{name} leads to {real}, which is protected"
            for real, name in self._protected.items()
            if real != self._root + name.removeprefix(cwd)
        ]

    async def refused(
        self, status: p.PatchApplyStatus, *, reason: str = "", cancel: bool = False
    ) -> PatchResult:
        """End the item of a change that is not made, and with `cancel` the turn.

        Cancellation: the end is sent.
        """
        turn = self._turn
        await turn.finish_item(self.item(status))
        if cancel:
            turn.interrupt()
            raise TurnClosedError(f"turn {turn.id} was interrupted: the user cancelled a file change")
        return PatchResult(status, reason)

    async def apply(self) -> PatchResult:
        """Change the files and end the item with the outcome.

        Cancellation: the change is taken back or completed first.
        """
        self._turn.emitter.check_open()  # it may have been interrupted while a reader was waited for
        self._work = self._turn.works.start("a file change", self._write)
        result = await self._work.result()
        await self._turn.emitter.completion(*self._sent)
        return result

    async def _write(self, work: Work[PatchResult]) -> PatchResult:
        diff, root = self._turn.record.diff, self._turn.settings.cwd
        allowed = frozenset(self._protected)

        def write() -> list[p.FileUpdateChange]:
            return diff.apply(
                self._changes,
                root,
                lambda: work.is_stopping,
                allowed=allowed,
                terms=self._terms,
            )

        writing = ThreadWork(write)
        await writing.run(work.stop)
        try:
            self._changes = writing.result()
        except PatchError as error:
            result = self._complete("failed", str(error))
        except BaseException:
            self._complete("failed")
            raise
        else:
            result = self._complete("completed")
            self._begin(
                p.TurnDiffUpdatedNotification(
                    thread_id=self._turn.thread.id, turn_id=self._turn.id, diff=diff.text
                )
            )
        writing.raise_cancellation()  # of a host that cancels what it finds
        return result

    def _complete(self, status: p.PatchApplyStatus, reason: str = "") -> PatchResult:
        with contextlib.suppress(RuntimeClosedError):
            self._sent.append(self._turn.complete_item(self.item(status)))
        return PatchResult(status, reason)

    def _begin(self, notification: p.TurnDiffUpdatedNotification) -> None:
        with contextlib.suppress(RuntimeClosedError):
            self._sent.append(self._turn.emitter.begin(notification))


def _absolute(change: p.FileUpdateChange, root: Path) -> p.FileUpdateChange:
    """The change with the paths that the user is to see: absolute, as in Codex."""
    kind = change.kind
    if isinstance(kind, p.UpdatePatchChangeKind) and kind.move_path is not None:
        kind = p.UpdatePatchChangeKind(move_path=_join(root, kind.move_path))
    return p.FileUpdateChange(path=_join(root, change.path), kind=kind, diff=change.diff)


def _join(root: Path, path: str) -> str:
    # Not `Path.resolve`: the user is shown the name that was meant; `apply_changes` follows links and judges.
    return os.path.normpath(root / path)
