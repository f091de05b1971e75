"""How the strict reading reports a value, so that `appserver.protocol._support.serde` can say it in Codex's words."""

from pydantic_core import CoreSchema, core_schema

__all__ = ["EXPECTED", "REFUSED", "VARIANT", "refusing"]

EXPECTED = "expected"
"""Error type: `what` in the context says what was expected; an integer is out of its range."""

VARIANT = "variant"
"""Error type: `variants` in the context has the known ones, one a line; `union` and `tag` as marked."""

REFUSED = "refused"
"""Error type: `message` in the context says it all; `what` is what a value of another type should be."""

_MESSAGES = {
    EXPECTED: "Input should be of another type",
    VARIANT: "Unknown variant",
    REFUSED: "Input is refused",
}


def refusing(schema: CoreSchema, kind: str, context: dict[str, int | str | float]) -> CoreSchema:
    """Replace what a schema reports by one error of our own."""
    return core_schema.custom_error_schema(
        schema, custom_error_type=kind, custom_error_message=_MESSAGES[kind], custom_error_context=context
    )
