"""The tools that a model has without anybody giving it any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from appserver.tools.calls import FREE_TEXT, FUNCTION
from appserver.tools.patches import ApplyPatch
from appserver.tools.pictures import ViewImage
from appserver.tools.plan import UpdatePlan
from appserver.tools.questions import RequestUserInput
from appserver.tools.shell import ExecCommand
from appserver.tools.stdin import WriteStdin

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from appserver.tools.calls import Tool

__all__ = ["STANDARD_TOOLS", "standard_tools"]

STANDARD_TOOLS: Final[Mapping[str, Callable[[bool], Tool]]] = {
    "exec_command": lambda _: ExecCommand(),
    "write_stdin": lambda _: WriteStdin(),
    "apply_patch": lambda takes_free_text: ApplyPatch(FREE_TEXT if takes_free_text else FUNCTION),
    "update_plan": lambda _: UpdatePlan(),
    "request_user_input": lambda _: RequestUserInput(),
    "view_image": lambda _: ViewImage(),
}
"""By their names, in the order in which providers see them; made for a model that takes free text, or does not."""


def standard_tools(names: Collection[str], *, takes_free_text: bool) -> list[Tool]:
    """The tools of these names.

    Raises:
        ValueError: there is none of a name.
    """
    if unknown := sorted(set(names) - set(STANDARD_TOOLS)):
        raise ValueError(f"there is no tool {unknown[0]!r}; there are {', '.join(STANDARD_TOOLS)}")
    return [make(takes_free_text) for name, make in STANDARD_TOOLS.items() if name in names]
