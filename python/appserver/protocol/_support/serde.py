"""What was wrong with a message, in the words that Codex uses for it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from appserver.plain_data import is_mapping, is_sequence
from appserver.protocol._support.refusals import EXPECTED, REFUSED, VARIANT

__all__ = [
    "describe_error",
    "expected_variants",
    "invalid_type",
    "missing_field",
    "unknown_field",
    "unknown_variant",
]

# What was expected, by the error type that pydantic reports for a value of the wrong type.
_EXPECTED_BY_TYPE = {
    "bool_type": "a boolean",
    "dict_type": "a map",
    "float_type": "f64",
    "list_type": "a sequence",
    "string_type": "a string",
}

# As much of what was sent as its refusal repeats: a message of megabytes would come back as another.
_QUOTED = 1000

# How the models name the content of an externally tagged variant with fields.
_CONTENT_SUFFIX = "Fields"


def missing_field(name: str) -> str:
    """Say that a required field is absent."""
    return f"missing field `{name}`"


def invalid_type(value: Any, expected: str) -> str:
    """Say that a value is of another type than expected."""
    return f"invalid type: {_describe(value)}, expected {expected}"


def unknown_variant(name: str, variants: Sequence[str]) -> str:
    """Say that a name is not among the known variants."""
    return f"unknown variant `{_cut(name)}`, expected {expected_variants(variants)}"


def unknown_field(name: str, fields: Sequence[str]) -> str:
    """Say that a struct that is closed has no such field."""
    expected = f"expected {expected_variants(fields)}" if fields else "there are no fields"
    return f"unknown field `{_cut(name)}`, {expected}"


def expected_variants(variants: Sequence[str]) -> str:
    """List the variants that would have been right."""
    quoted = [f"`{variant}`" for variant in variants]
    if len(quoted) <= 2:
        return " or ".join(quoted)
    return "one of " + ", ".join(quoted)


def describe_error(error: ValidationError, data: Any, fields: Iterable[str]) -> tuple[str, str]:
    """Return the message for the problem that a reader from front to back would meet first, and the place of it.

    Args:
        error: What pydantic found.
        data: The whole value that was read.
        fields: The wire names of the outermost class, in the order of their declaration.
    """
    declared = {name: position for position, name in enumerate(fields)}
    details = error.errors(include_url=False)
    first = min(details, key=lambda detail: _place(detail, data, declared))
    if first["type"] == "extra_forbidden":  # only params are closed, nothing inside them is
        return unknown_field(str(first["loc"][-1]), list(declared)), ""
    return _message(first), ".".join(map(str, first["loc"]))


def _place(detail: ErrorDetails, data: Any, declared: Mapping[str, int]) -> list[int]:
    """Return where in the text of `data` a problem shows: a missing field shows where its object ends."""
    place: list[int] = []
    value = data
    for depth, step in enumerate(detail["loc"]):
        if is_mapping(value) and step in value:
            place.append(list(value).index(step))
            value = value[step]
        elif is_sequence(value) and not isinstance(value, str) and isinstance(step, int):
            place.append(step)
            value = value[step] if step < len(value) else None
        elif detail["type"] == "missing" and depth == len(detail["loc"]) - 1:
            place.append(len(value) if is_mapping(value) else 0)
            if depth == 0:
                place.append(declared.get(str(step), len(declared)))
        # Any other step is the tag of a union, which has no place of its own.
    return place


def _message(detail: ErrorDetails) -> str:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "missing":
        return missing_field(str(detail["loc"][-1]))
    if kind == VARIANT:
        return _variant_message(value, context)
    if kind == REFUSED:
        if isinstance(value, str) or "what" not in context:
            return str(context["message"])
        return invalid_type(value, context["what"])
    if kind == EXPECTED:
        if isinstance(value, int) and not isinstance(value, bool):
            return f"invalid value: {_describe(value)}, expected {context['what']}"
        return invalid_type(value, context["what"])
    if kind == "model_type":
        name = str(context["class_name"])
        return invalid_type(value, "struct variant" if name.endswith(_CONTENT_SUFFIX) else f"struct {name}")
    if kind in _EXPECTED_BY_TYPE:
        return invalid_type(value, _EXPECTED_BY_TYPE[kind])
    return detail["msg"]


def _variant_message(value: Any, context: Mapping[str, Any]) -> str:
    variants = str(context["variants"]).split("\n")
    tag = context.get("tag")
    if tag is not None:
        if not is_mapping(value):
            return invalid_type(value, f"internally tagged enum {context['union']}")
        if tag not in value:
            return missing_field(tag)
        value = value[tag]
    elif is_mapping(value):
        if len(value) != 1:
            return "invalid value: map, expected map with a single key"
        ((name, content),) = value.items()
        return invalid_type(content, "unit") if name in variants else unknown_variant(str(name), variants)
    elif value in variants:
        return "invalid type: unit variant, expected struct variant"
    if isinstance(value, str):
        return unknown_variant(value, variants)
    return invalid_type(value, "string or map" if tag is None else "variant identifier")


def _describe(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return f"boolean `{str(value).lower()}`"
        case int():
            return f"integer {_digits(value)}"
        case float():
            return f"floating point `{value}`"
        case str():
            return f"string {json.dumps(_cut(value), ensure_ascii=False)}"
        case Mapping():
            return "map"
        case Sequence():
            return "sequence"
        case _:
            return type(value).__name__


def _cut(text: str) -> str:
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


def _digits(number: int) -> str:
    # Writing a number takes the square of its length, and Python refuses beyond 4300 digits.
    return f"`{number}`" if number.bit_length() <= 3 * _QUOTED else f"of {number.bit_length()} bits"
