"""Markers for pydantic that give unions the meaning they have in the protocol.

Each marker knows two readings of one type. The lax one, used for what a server sends, accepts variants that a
newer peer may have added. The strict one, used for what a server receives, accepts what Codex accepts and
reports the rest in a form from which `appserver.protocol._support.serde` draws Codex's own message.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    model_serializer,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from appserver.plain_data import is_mapping
from appserver.protocol._support.building import FramelessModel
from appserver.protocol._support.lazy import class_named, validator_of
from appserver.protocol._support.refusals import REFUSED, VARIANT, refusing

__all__ = [
    "ExternalUnion",
    "ExternalVariant",
    "TaggedUnion",
    "UnknownThreadItem",
    "UnknownVariant",
    "Untagged",
]

# The unions that are being described as JSON schema, each within the one before it.
_described: ContextVar[tuple["_Union", ...]] = ContextVar("described", default=())

# The tag of a variant that is a plain string; no variant has it as its name.
_UNIT = ""


def _completed(cls: type[BaseModel]) -> CoreSchema:
    """Return the core schema of a class, which is made with its validator."""
    validator_of(cls)
    return cls.__pydantic_core_schema__


class UnknownVariant(FramelessModel):
    """A variant that these models do not know; `raw` is the whole JSON value.

    Attributes:
        type: The tag, empty if the value has none.
        raw: The JSON value.
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    type: str
    raw: Any

    @model_serializer(mode="plain")
    def to_wire(self) -> Any:
        """Return the JSON value as it came."""
        return self.raw


class UnknownThreadItem(UnknownVariant):
    """An item of a type that these models do not know; `raw` is the whole item."""

    @property
    def id(self) -> str:
        """The item's id, empty if it has none."""
        return str(self.raw.get("id", ""))


class ExternalVariant:
    """Mixin for the variants of an externally tagged union: the only field is the tag."""

    experimental_variant: ClassVar[str | None] = None
    """What the experimental gate calls this variant; None if it is not gated."""


class _Union(ABC):
    """A union whose variants are classes of this package; each is made when its tag is first met.

    Attributes:
        tag: the wire name of the field that tells them apart; empty: there is none.
        is_open: whether the strict reading takes other tags too.
    """

    def __init__(self, name: str, variants: Mapping[str, str | None], unknown: str) -> None:
        self._known = "\n".join(variants)
        self._name = name
        self._classes = {tag: found for tag, found in variants.items() if found is not None}
        self._unknown = unknown
        self._validators: dict[str, Callable[..., Any]] = {}
        self.tag = ""
        self.is_open = False

    def __getstate__(self) -> dict[str, Any]:
        # Validators cannot be pickled, and are found again.
        return {**self.__dict__, "_validators": {}}

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return self.core_schema()

    def __get_pydantic_json_schema__(
        self, _schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the known variants as JSON schema; within itself a union is any value."""
        described = _described.get()
        if self in described:
            return {}
        token = _described.set((*described, self))
        try:
            found = [handler(_completed(class_named(name))) for name in self._classes.values()]
        finally:
            _described.reset(token)
        plain = sorted(self.plain_variants())
        return {"anyOf": [*([{"type": "string", "enum": plain}] if plain else []), *found]}

    def plain_variants(self) -> tuple[str, ...]:
        """Return the variants that are strings, in Codex's order."""
        return ()

    def core_schema(self) -> CoreSchema:
        """Return what pydantic validates with."""
        return core_schema.lax_or_strict_schema(
            core_schema.no_info_plain_validator_function(self.read),
            core_schema.no_info_plain_validator_function(self.read_strictly),
            serialization=core_schema.simple_ser_schema("any"),
        )

    def read(self, value: Any) -> Any:
        """Read what a server sends: what is not known is kept."""
        if isinstance(value, BaseModel):
            return self._check(value)
        tag = self.find_tag(value)
        if tag is None:
            raise self._refusal()
        if tag in self._classes:
            return self._validator(tag)(value, by_name=False)  # plain data are those of the wire
        return self.read_other(tag, value)

    def read_strictly(self, value: Any) -> Any:
        """Read what a server receives: what Codex refuses is refused."""
        if isinstance(value, BaseModel):
            return self._check(value)
        tag = self.find_tag(value)
        if tag in self._classes:
            return self._validator(tag)(value, strict=True, by_name=False)
        return self.read_other_strictly(value)

    def _check(self, value: BaseModel) -> BaseModel:
        """Accept a model that is one of the variants, or unknown."""
        names = {base.__name__ for base in type(value).__mro__}
        if isinstance(value, UnknownVariant) or names & {*self._classes.values(), self._unknown}:
            return value
        raise self._refusal()

    def _refusal(self) -> PydanticCustomError:
        return PydanticCustomError(VARIANT, "unknown variant", self.context())

    def _validator(self, tag: str) -> Callable[..., Any]:
        found = self._validators.get(tag)
        if found is None:
            found = self._validators[tag] = validator_of(class_named(self._classes[tag]))
        return found

    @property
    def tags(self) -> Collection[str]:
        """The tags that have a class."""
        return self._classes.keys()

    @property
    def class_names(self) -> Collection[str]:
        """The names of the classes of its variants."""
        return self._classes.values()

    def context(self) -> dict[str, str]:
        """Return what messages tell about this union."""
        return {"variants": self._known, "union": self._name}

    @abstractmethod
    def find_tag(self, value: Any) -> str | None:
        """Return the tag of a JSON value, None if it has none."""

    def read_other(self, tag: str, value: Any) -> Any:
        """Read, laxly, a value whose tag means no class."""
        unknown = class_named(self._unknown)
        if issubclass(unknown, UnknownVariant):
            return unknown(type=tag, raw=value)
        return validator_of(unknown)(value, by_name=False)

    def read_other_strictly(self, _value: Any) -> Any:
        """Read, strictly, a value whose tag means no class."""
        raise self._refusal()


class TaggedUnion(_Union):
    """Marks a union of objects that a tag field tells apart.

    Args:
        name: What messages call the union.
        tag: The wire name of the tag field.
        variants: The name of the class of each tag, in Codex's order.
        unknown: The name of the class for the others: one that extends `UnknownVariant`, or the union itself.
        without_tag: The tag of objects that do not have one; None refuses them.
    """

    def __init__(
        self,
        name: str,
        tag: str,
        variants: Mapping[str, str],
        unknown: str = "UnknownVariant",
        without_tag: str | None = None,
    ) -> None:
        super().__init__(name, variants, unknown)
        self.tag = tag
        self._without_tag = without_tag

    def find_tag(self, value: Any) -> str | None:
        """Read the tag field."""
        tag = value.get(self.tag, self._without_tag) if is_mapping(value) else None
        return tag if isinstance(tag, str) else None

    def variant_named(self, value: Any) -> str | None:
        """Return the name of the class that the tag field of a value names; None: there is none."""
        return self._classes.get(self.find_tag(value) or "")

    def context(self) -> dict[str, str]:
        """Return what messages tell about this union."""
        return {**super().context(), "tag": self.tag}


class ExternalUnion(_Union):
    """Marks a union of strings and of objects whose only key tells them apart.

    Args:
        name: What messages call the union.
        variants: The name of the class of each tag, None for a plain string; in Codex's order.
        experimental: What the experimental gate calls the variants that it refuses, by tag.
        open: Whether the strict reading takes other strings and objects too, as Codex does.
    """

    def __init__(
        self,
        name: str,
        variants: Mapping[str, str | None],
        experimental: Mapping[str, str] = MappingProxyType({}),
        *,
        open: bool = False,  # noqa: A002
    ) -> None:
        super().__init__(name, variants, "UnknownVariant")
        self.is_open = open
        self._units = tuple(tag for tag, found in variants.items() if found is None)
        self.experimental = dict(experimental)

    def plain_variants(self) -> tuple[str, ...]:
        """Return the variants without content."""
        return self._units

    def find_tag(self, value: Any) -> str | None:
        """Take the only key of an object; a string is a variant without content."""
        if isinstance(value, str):
            return _UNIT
        if is_mapping(value) and len(value) == 1:
            key = next(iter(value))
            return key if isinstance(key, str) else None
        return None

    def read(self, value: Any) -> Any:
        """Read what a server sends; where the union is open, objects without a single key as well."""
        if self.is_open and isinstance(value, Mapping) and self.find_tag(value) is None:
            return UnknownVariant(type="", raw=value)
        return super().read(value)

    def read_other(self, tag: str, value: Any) -> Any:
        """Read any string as it is."""
        return value if tag == _UNIT else super().read_other(tag, value)

    def read_other_strictly(self, value: Any) -> Any:
        """Read a known string."""
        if isinstance(value, str) and (self.is_open or value in self._units):
            return value
        if self.is_open and isinstance(value, Mapping):
            return UnknownVariant(type=self.find_tag(value) or "", raw=value)
        raise self._refusal()


class Untagged:
    """Marks a union without a tag, so that a value that fits no member is refused under the union's name.

    Args:
        name: What messages call the union.
        open: Whether the lax reading takes an object that fits no member as `UnknownVariant`.
    """

    def __init__(self, name: str, *, open: bool = False) -> None:  # noqa: A002
        self._name = name
        self._open = open

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        message = f"data did not match any variant of untagged enum {self._name}"
        strict = refusing(handler(source), REFUSED, {"message": message})
        if not self._open:
            return strict
        lax = core_schema.no_info_wrap_validator_function(self._read, strict)
        return core_schema.lax_or_strict_schema(
            lax, strict, serialization=core_schema.simple_ser_schema("any")
        )

    @staticmethod
    def _read(value: Any, read: core_schema.ValidatorFunctionWrapHandler) -> Any:
        if isinstance(value, UnknownVariant):
            return value
        try:
            return read(value)
        except ValidationError:
            if not isinstance(value, Mapping):
                raise
            return UnknownVariant(type="", raw=value)
