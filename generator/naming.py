"""From wire names to names of Python."""

from __future__ import annotations

import keyword
import re

from pydantic import BaseModel
from pydantic.alias_generators import to_camel

__all__ = ["attribute_name", "has_regular_name", "module_name", "pascal", "variant_name"]

# What classes of the protocol have besides their fields; a field of that name would hide it.
_TAKEN = {
    *dir(BaseModel),
    "experimental",
    "experimental_checks",
    "experimental_variant",
    "from_wire",
    "from_wire_json",
    "method",
    "needs_params",
    "response_type",
    "takes_params",
    "to_wire",
    "to_wire_json",
    "without_experimental",
}


def _snake(name: str) -> str:
    name = re.sub(r"[^0-9A-Za-z]+", "_", name).strip("_")
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return name.lower()


def attribute_name(wire: str) -> str:
    """The attribute of a field: snake_case, with an underscore at the end where Python or pydantic has the name."""
    name = _snake(wire)
    return f"{name}_" if keyword.iskeyword(name) or name in _TAKEN else name


def has_regular_name(wire: str, attribute: str) -> bool:
    """Whether the base class derives the wire name from the attribute by itself."""
    return to_camel(attribute) == wire


def pascal(name: str) -> str:
    """A name in PascalCase; letters that are upper case stay so."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^0-9A-Za-z]+", name))


def variant_name(tag: str, union: str) -> str:
    """The class of a variant."""
    return pascal(tag) + union


def module_name(segment: str) -> str:
    """The module of a family of methods."""
    return _snake(segment)
