"""Types and fields as Python text, in the two forms that a family is written in."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING

from generator.description import Built, Choice, ListOf, MapOf, Named, Optional, Sending, SequenceOf
from generator.naming import has_regular_name

if TYPE_CHECKING:
    from generator.description import Field, Type

__all__ = ["Form", "literal", "write_field", "write_type"]


class Form(Enum):
    """How one generated type names another."""

    STUB = ""
    RUN_TIME = "p."


def literal(value: object) -> str:
    """A constant, with double quotes."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return repr(value)


def write_type(kind: Type, form: Form) -> str:
    """A type expression."""
    match kind:
        case Built(name):
            return name
        case Named(name):
            return form.value + name
        case ListOf(item):
            return f"list[{write_type(item, form)}]"
        case SequenceOf(item):
            return f"{'Sequence' if form is Form.STUB else 'list'}[{write_type(item, form)}]"
        case MapOf(value):
            return f"dict[str, {write_type(value, form)}]"
        case Optional(item):
            inner = write_type(item, form)
            return inner if inner == "Any" else f"{inner} | None"
        case Choice(value):
            return f"Literal[{literal(value)}]"


def write_field(field: Field, form: Form) -> str:
    """The statement that declares a field."""
    marks = []
    if field.experimental:
        marks.append("EXPERIMENTAL")
    if not has_regular_name(field.wire, field.attribute):
        marks.append(f"wire_name({literal(field.wire)})")
    annotation = _annotation(field, form)
    if marks:
        annotation = f"Annotated[{annotation}, {', '.join(marks)}]"
    default = _default(field, form)
    return f"{field.attribute}: {annotation}{'' if default is None else f' = {default}'}"


def _annotation(field: Field, form: Form) -> str:
    if field.sending is not Sending.LEFT_OUT:
        return write_type(field.type, form)
    match field.type:
        case Optional(item):
            return f"Omittable[{write_type(item, form)}]"
        case ListOf(item):
            return f"OmittableList[{write_type(item, form)}]"
        case _:
            return "Flag"


def _default(field: Field, form: Form) -> str | None:
    if field.sending is Sending.REQUIRED:
        return None
    if isinstance(field.default, list):
        factory = f"lambda: {literal(field.default)}" if field.default else _list_of(field.type, form)
        return f"Field(default_factory={factory})"
    return literal(field.default)


def _list_of(kind: Type, form: Form) -> str:
    """What makes an empty list. Type checkers do not see of which class that is declared further down."""
    is_of_models = form is Form.STUB and isinstance(kind, ListOf) and isinstance(kind.item, Named)
    return write_type(kind, form) if is_of_models else "list"
