"""Checks of drawn values, each giving one line for each thing that is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from pydantic import ValidationError

from appserver import protocol as p
from tests.protocol.codex_schema.drawing import UNKNOWN_FIELD
from tests.protocol.json_values import differences, losses
from tests.rings import SOAK, examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hypothesis.strategies import SearchStrategy

    from tests.protocol.codex_schema.loading import CodexSchema

__all__ = ["DRAWN", "Failures", "identity_problems", "unknown_losses"]

DRAWN = settings(
    database=None,
    deadline=None,
    derandomize=not SOAK,  # the gate draws the same values every time, the soak new ones
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),  # pyright: ignore[reportArgumentType] - it iterates as an enum does
)
"""Values are small to begin with: to make a failing one smaller would take longer than all the rest."""

# A few examples of each of some eight hundred definitions: many of them are parts of one another.
FEW = settings(DRAWN, max_examples=examples(8))
SHOWN = 30


class Failures:
    """Collects one failure a name, so that a change of the models shows all that it breaks."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._tried = 0

    def try_values(
        self, name: str, strategy: SearchStrategy[Any], check: Callable[[Any], Iterator[str]]
    ) -> None:
        """Draw values and check them; remember the first that fails."""
        self._tried += 1
        failed: list[str] = []

        @FEW
        @given(strategy)
        def run(value: Any) -> None:
            if not failed and (found := list(_checked(value, check))):
                failed.append(f"{name}, {value!r}: " + "; ".join(found))

        run()
        self._lines.extend(failed)

    def expect_none(self) -> None:
        """Fail if any check did.

        Raises:
            AssertionError: Says which, and how.
        """
        shown = "\n".join(line[:800] for line in self._lines[:SHOWN])
        assert self._tried, "nothing was tried"
        if self._lines:
            raise AssertionError(f"{len(self._lines)} of {self._tried} fail, the first of them:\n{shown}")


def _checked(value: Any, check: Callable[[Any], Iterator[str]]) -> Iterator[str]:
    try:
        yield from check(value)
    except (ValidationError, p.DecodeError) as error:
        yield f"is refused: {error}"


def identity_problems(
    cls: type[p.WireModel], value: Any, schema: CodexSchema, reference: str
) -> Iterator[str]:
    """Read a value that fits the schema, write it, read it again."""
    yield from (f"the drawn value does not fit: {error}" for error in schema.errors(reference, value))
    model = cls.from_wire(value)
    strict = cls.model_validate(value, strict=True, by_name=False)
    if strict != model:
        yield f"is read as {model!r}, but as {strict!r} when it has to fit exactly"
    wire = model.to_wire()
    yield from (f"is written so that it does not fit: {error}" for error in schema.errors(reference, wire))
    yield from (f"comes back with a difference: {line}" for line in losses(wire, value))
    if cls.from_wire(wire) != model:
        yield f"is read as {model!r} first, as {cls.from_wire(wire)!r} when it was written"
    yield from (
        f"changes when it is written again: {line}"
        for line in differences(cls.from_wire(wire).to_wire(), wire)
    )
    text = json.loads(model.to_wire_json())
    yield from (f"is another value as text: {line}" for line in differences(text, wire))
    if cls.from_wire_json(json.dumps(value)) != model:
        yield "is another model when it is read from text"


def unknown_losses(written: Any, value: Any) -> Iterator[str]:
    """Say what of a value was not written as it was read, apart from fields that no schema has."""
    for line in losses(_without_unknown(written), _without_unknown(value)):
        yield f"comes back with a difference: {line}"


def _without_unknown(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_unknown(inner) for name, inner in value.items() if name != UNKNOWN_FIELD}
    return [_without_unknown(inner) for inner in value] if isinstance(value, list) else value
