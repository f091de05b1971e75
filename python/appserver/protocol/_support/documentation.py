"""The signatures of the models, and the descriptions in their JSON schemas, read from their docstrings when asked for.

A docstring lists the fields with types as people write them; the annotations that run hold marks for pydantic, and
unions of classes that are not made yet. A program that only runs pays nothing for this.
"""

from __future__ import annotations

import re
from functools import cache
from inspect import Parameter, Signature, cleandoc
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

__all__ = ["EXTRA_FIELDS", "LazySignature", "add_descriptions", "takes_extra_fields"]

EXTRA_FIELDS: Final = "extra_fields"
"""The keyword for fields that these models do not know."""

_LIST: Final = "\n\nAttributes:\n"
_ENTRY: Final = r"(\w+) \(([^()]+?)(?: = [^()]*)?\): (.+)"


class _Shown(str):
    """The text of an annotation, which a signature shows without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class _Said(NamedTuple):
    """What a docstring says about a field."""

    annotation: _Shown
    line: str


class LazySignature:
    """The signature of a class: all its fields, by the names of their attributes."""

    def __get__(self, instance: object, owner: type[BaseModel]) -> Signature:
        if instance is not None:
            raise AttributeError(
                "__signature__ is one of the class"
            )  # an instance is not called as its class is
        return _signature_of(owner)


def takes_extra_fields(cls: type[BaseModel]) -> bool:
    """Whether a class has the keyword: params of a method do, unless a field is called so."""
    return isinstance(getattr(cls, "takes_params", None), bool) and EXTRA_FIELDS not in cls.model_fields


def add_descriptions(cls: type[BaseModel], schema: dict[str, Any]) -> None:
    """Say in the JSON schema of a class what it is, and what each of its fields means."""
    if cls.__doc__ is not None:
        schema["description"] = cleandoc(cls.__doc__).partition(_LIST)[0]
    properties = schema.get("properties", {})
    said = _said_of(cls)
    for name, field in cls.model_fields.items():
        for key in (name, field.alias, field.validation_alias, field.serialization_alias):
            if name in said and isinstance(key, str) and key in properties:
                properties[key].setdefault("description", said[name].line)


@cache
def _signature_of(cls: type[BaseModel]) -> Signature:
    said = _said_of(cls)
    parameters = [
        Parameter(
            name,
            Parameter.KEYWORD_ONLY,
            default=_default_of(field),
            annotation=said[name].annotation if name in said else field.annotation,
        )
        for name, field in cls.model_fields.items()
    ]
    parameters.sort(key=lambda parameter: parameter.default is not Parameter.empty)
    if takes_extra_fields(cls):
        annotation = _Shown("Mapping[str, Any] | None")
        parameters.append(
            Parameter(EXTRA_FIELDS, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
        )
    if cls.model_config.get("extra") == "allow":
        parameters.append(Parameter("data", Parameter.VAR_KEYWORD, annotation=_Shown("Any")))
    return Signature(parameters)


def _default_of(field: FieldInfo) -> Any:
    return Parameter.empty if field.is_required() else field.get_default(call_default_factory=True)


@cache
def _said_of(cls: type[Any]) -> dict[str, _Said]:
    """What is said about each field, by the class that says it last."""
    said: dict[str, _Said] = {}
    for base in reversed(cls.__mro__):
        listed = cleandoc(base.__dict__.get("__doc__") or "").partition(_LIST)[2]
        for entry in re.split(r"\n    (?! )", f"\n{listed}"):
            match = re.fullmatch(_ENTRY, " ".join(entry.split()))
            if match is not None:
                said[match[1]] = _Said(_Shown(match[2]), match[3])
    return said
