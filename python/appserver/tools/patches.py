"""File changes that a model writes as a patch: `apply_patch`, as free text or as a function; the shell takes it too."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from appserver.backends.threads import call_in_thread
from appserver.execution.patch_chunks import changes_of, success_text
from appserver.execution.patch_text import PatchTextError, parse_patch
from appserver.execution.sandbox import PROTECTED_NAMES
from appserver.policy.approval import FULL_ACCESS, when_to_ask
from appserver.text import describe_fault
from appserver.tools.arguments import Arguments, function_spec, read_arguments
from appserver.tools.calls import FREE_TEXT, FUNCTION, ToolError
from appserver.turns.items.file_change import apply_patch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from appserver import protocol as p
    from appserver.execution.patch_text import FilePatch
    from appserver.tools.calls import ToolCall, ToolKind
    from appserver.turns.settings import TurnSettings

__all__ = ["ApplyPatch", "run_patch"]

NAME: Final = "apply_patch"

FORM: Final = """\
A patch begins with the line `*** Begin Patch` and ends with `*** End Patch`. Between them stand the files:
`*** Add File: PATH`, then the lines of the new file, each after a `+`;
`*** Delete File: PATH`;
`*** Update File: PATH`, perhaps `*** Move to: PATH`, then chunks. A chunk begins with `@@`, or with `@@ ` and a line
that stands above it in the file; then come its lines, each after a blank (it is there), `-` (it goes) or `+` (it
comes). Show about three lines that stay around each change. No line numbers.
Paths are relative to the directory of the thread."""

GRAMMAR: Final = r"""
start: "*** Begin Patch" LF file+ "*** End Patch" LF?
file: add | delete | update
add: "*** Add File: " path LF ("+" rest LF)+
delete: "*** Delete File: " path LF
update: "*** Update File: " path LF move? chunk+
move: "*** Move to: " path LF
chunk: head? line+ ending?
head: "@@" (" " rest)? LF
line: ("+" | "-" | " ") rest LF
ending: "*** End of File" LF
path: /[^\n]+/
rest: /[^\n]*/
%import common.LF
"""

BLOCKED: Final = "patch rejected: writing is blocked by read-only sandbox; rejected by user approval settings"
OUTSIDE: Final = "patch rejected: writing outside of the project; rejected by user approval settings"


class PatchArguments(Arguments):
    """A patch as the argument of a function."""

    input: str = Field(description="The whole patch.")


class ApplyPatch:
    """Changes files below the directory of the thread, as the policies of the turn allow."""

    name: str = NAME

    def __init__(self, kind: ToolKind) -> None:
        """As a function, or as free text for models that are made for that."""
        self.kind: ToolKind = kind
        if kind == FUNCTION:
            self._spec = function_spec(NAME, f"Change files by a patch.\n{FORM}", PatchArguments)
        else:
            self._spec = {
                "type": FREE_TEXT,
                "name": NAME,
                "description": f"Change files by a patch, which is written as it is, and not as JSON.\n{FORM}",
                "format": {"type": "grammar", "syntax": "lark", "definition": GRAMMAR},
            }

    def spec(self) -> Mapping[str, Any]:
        """What the provider is told of it."""
        return self._spec

    async def run(self, call: ToolCall) -> str:
        """Make the changes, with the user's consent where that is needed.

        Cancellation: unless the files are already being moved into place, nothing is changed.

        Raises:
            ToolError: nothing was changed.
        """
        text = call.arguments
        if self.kind == FUNCTION:
            text = read_arguments(PatchArguments, text).input
        return await run_patch(call, text, call.turn.settings.cwd)


async def run_patch(call: ToolCall, text: str, base: Path) -> str:
    """Make the changes of a patch, whose paths are relative to `base`.

    Cancellation: unless the files are already being moved into place, nothing is changed.

    Raises:
        ToolError: nothing was changed; the text says why.
    """
    settings = call.turn.settings
    read = partial(_read_patch, text, base, settings.cwd)
    try:
        told, changes = await call_in_thread(read, abandon_on_cancel=True)
    except PatchTextError as error:
        raise ToolError(f"apply_patch verification failed: {error}") from None
    ask = _needs_consent(settings, changes)
    if ask and _nobody_is_asked(settings):
        raise ToolError(BLOCKED if settings.sandbox_policy.type == "readOnly" else OUTSIDE)
    result = await apply_patch(call.turn.turn, changes, reason=None, ask=ask, item_id=call.call_id)
    if result.status == "declined":
        raise ToolError(OUTSIDE if _nobody_is_asked(settings) else "patch rejected by user")
    if result.status != "completed":
        raise ToolError(f"apply_patch failed: {result.reason or 'the approval request failed'}")
    return f"Exit code: 0\nWall time: 0 seconds\nOutput:\n{told}"


def _read_patch(text: str, base: Path, root: Path) -> tuple[str, list[p.FileUpdateChange]]:
    """What the model is told of a patch that was made, and its changes. It blocks.

    Raises:
        PatchTextError: it is no patch, or does not fit the files.
    """
    patches = parse_patch(text)
    _check_paths(patches)
    if base != root:
        for patch in patches:
            patch.path = os.path.join(base, patch.path)  # noqa: PTH118 - as it is written
            if patch.move_path is not None:
                patch.move_path = os.path.join(base, patch.move_path)  # noqa: PTH118 - likewise
    return success_text(patches), changes_of(patches, root)


def _check_paths(patches: Sequence[FilePatch]) -> None:
    for patch in patches:
        for path in (patch.path, patch.move_path or ""):
            if fault := describe_fault("a path", path):
                raise PatchTextError(f"invalid patch: {fault}")


def _needs_consent(settings: TurnSettings, changes: Sequence[p.FileUpdateChange]) -> bool:
    if settings.sandbox_policy.type in FULL_ACCESS:
        return False
    return settings.sandbox_policy.type != "workspaceWrite" or any(
        _is_protected(path, settings.cwd) for path in _paths(changes)
    )


def _nobody_is_asked(settings: TurnSettings) -> bool:
    return when_to_ask(settings.approval_policy) == "never"


def _is_protected(path: str, root: Path) -> bool:
    """Whether it lies outside of the thread's directory, or one of its names below is changed with consent only.

    The case of letters does not count: some disks do not know it either.
    """
    below = os.path.relpath(os.path.normpath(root / path), root)
    return below.startswith("../") or any(name.casefold() in PROTECTED_NAMES for name in below.split("/"))


def _paths(changes: Sequence[p.FileUpdateChange]) -> list[str]:
    return [
        path for change in changes for path in (change.path, getattr(change.kind, "move_path", None)) if path
    ]
