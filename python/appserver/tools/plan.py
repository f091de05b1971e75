"""The plan that a model shows: `update_plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import Field

from appserver import protocol as p
from appserver.tools.arguments import Arguments, function_spec, read_arguments
from appserver.tools.calls import FUNCTION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appserver.tools.calls import ToolCall, ToolKind

__all__ = ["UpdatePlan"]

NAME: Final = "update_plan"


class Step(Arguments):
    """One step."""

    step: str = Field(description="What is done, in a few words.")
    status: Literal["pending", "in_progress", "completed"]


class PlanArguments(Arguments):
    """The whole plan, each time."""

    plan: list[Step] = Field(
        description="All steps, in their order; they replace those that were shown before."
    )
    explanation: str | None = Field(None, description="Why the plan has changed, if it has.")


DESCRIPTION: Final = (
    "Show the user the steps of a longer piece of work, and how far each is. At most one step is in progress. "
    "Update it as you go; short work needs none."
)

_STATUS: Final[Mapping[str, p.TurnPlanStepStatus]] = {
    "pending": "pending",
    "in_progress": "inProgress",
    "completed": "completed",
}


class UpdatePlan:
    """Shows the clients the steps of the work."""

    name: str = NAME
    kind: ToolKind = FUNCTION

    def __init__(self) -> None:
        self._spec = function_spec(NAME, DESCRIPTION, PlanArguments)

    def spec(self) -> Mapping[str, Any]:
        """What the provider is told of it."""
        return self._spec

    async def run(self, call: ToolCall) -> str:
        """Show the plan.

        Cancellation: once begun, it is sent.

        Raises:
            ToolError: the arguments do not fit.
        """
        said = read_arguments(PlanArguments, call.arguments)
        steps = [p.TurnPlanStep(step=step.step, status=_STATUS[step.status]) for step in said.plan]
        await call.turn.update_plan(steps, said.explanation)
        return "Plan updated"
