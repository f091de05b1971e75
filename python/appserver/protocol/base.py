"""The base classes of every protocol model, and the field types that say how a value travels.

The generated modules beside this one contain nothing but declarations in these terms.

What is sent follows one rule. A field that was set, by the caller or on the wire, is sent as it is, null included.
One that was not is sent with its default, unless its type says that it is left out.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, model_validator
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator, core_schema

from appserver.protocol.lazy import Later, validator_of
from appserver.protocol.refusals import REFUSED
from appserver.protocol.variants import ExternalUnion, TaggedUnion

__all__ = [
    "EXPERIMENTAL",
    "AlternativeFields",
    "ClientNotification",
    "Experimental",
    "Flag",
    "Later",
    "Notification",
    "Omittable",
    "OmittableList",
    "RequestParams",
    "ServerRequestParams",
    "UnionModel",
    "WireModel",
    "reader_of",
    "wire_name",
]

T = TypeVar("T")
R = TypeVar("R", bound="WireModel")


class _LeftOut:
    """Field metadata: the field stays off the wire while nobody has set it."""


_LEFT_OUT = _LeftOut()

Omittable = Annotated[T | None, _LEFT_OUT]
"""A value that stays off the wire while it is unset. A None that was written down is sent as null."""

Flag = Annotated[bool, _LEFT_OUT]
"""A boolean that stays off the wire while it is unset."""

OmittableList = Annotated[list[T], _LEFT_OUT]
"""A list that stays off the wire while it is unset."""


def _is_left_out(field: FieldInfo) -> bool:
    return any(isinstance(mark, _LeftOut) for mark in field.metadata)


class WireModel(BaseModel):
    """One JSON object of the protocol.

    Instances are immutable. Attributes are snake_case, wire names camelCase; the constructor takes either.
    Fields that a model does not know are ignored, so that a newer peer can add some.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        defer_build=True,
        extra="ignore",
        frozen=True,
        protected_namespaces=(),
        validate_by_alias=True,
        validate_by_name=True,
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        sent = [
            name
            for name, field in cls.model_fields.items()
            if not field.is_required() and not _is_left_out(field)
        ]
        if sent:
            _count_as_set(handler.resolve_ref_schema(schema), sent)
        return schema

    def to_wire(self) -> dict[str, Any]:
        """Return the plain JSON data of this model: a new `dict` with wire names."""
        if not self.__pydantic_complete__:
            type(self).model_rebuild()
        wire: dict[str, Any] = self.__pydantic_serializer__.to_python(
            self, mode="json", by_alias=True, exclude_unset=True
        )
        return wire

    def to_wire_json(self) -> bytes:
        """Return the compact JSON text of this model, in UTF-8."""
        if not self.__pydantic_complete__:
            type(self).model_rebuild()
        return self.__pydantic_serializer__.to_json(self, by_alias=True, exclude_unset=True)

    @classmethod
    def from_wire(cls, data: Any) -> Self:
        """Build a model from plain JSON data.

        Raises:
            pydantic.ValidationError: `data` does not fit this class.
        """
        return cls.model_validate(data)

    @classmethod
    def from_wire_json(cls, data: bytes | str) -> Self:
        """Build a model from JSON text, faster than parsing the text first.

        Raises:
            pydantic.ValidationError: `data` is not JSON, or does not fit this class.
        """
        return cls.model_validate_json(data)


def _count_as_set(schema: CoreSchema, sent: list[str]) -> None:
    """Let the defaults of these fields count as set, which is what pydantic decides by what to send."""
    inner: Any = schema
    while inner["type"] != "model":  # validators of the class stand around it
        inner = inner["schema"]

    def mark(found: tuple[Any, Any, set[str]]) -> tuple[Any, Any, set[str]]:
        found[2].update(sent)
        return found

    inner["schema"] = core_schema.no_info_after_validator_function(mark, inner["schema"])


class Experimental:
    """Field metadata: the field may be used only by connections with the `experimentalApi` capability."""

    def __repr__(self) -> str:
        return "EXPERIMENTAL"


EXPERIMENTAL = Experimental()


def wire_name(name: str) -> Any:
    """Return field metadata for a wire name that is not the camelCase form of the attribute name."""
    return Field(validation_alias=name, serialization_alias=name)


class AlternativeFields(WireModel):
    """A variant into which an untagged union is flattened: one of several fields must be there."""

    alternatives: ClassVar[tuple[str, ...]] = ()
    """The attributes of those fields."""

    alternatives_name: ClassVar[str] = ""
    """What messages of Codex call the union."""

    @model_validator(mode="after")
    def _has_one(self) -> Self:
        if all(getattr(self, name) is None for name in self.alternatives):
            message = f"data did not match any variant of untagged enum {self.alternatives_name}"
            wanted = " or ".join(f"`{name}`" for name in self.alternatives)
            raise PydanticCustomError(REFUSED, "Give {wanted}", {"message": message, "wanted": wanted})
        return self


class UnionModel(WireModel):
    """A tagged union that stands for a method, and is a class for that: its variants are its subclasses.

    An instance of the union's own class is a variant that these models do not know. It keeps all its fields.
    """

    union: ClassVar[TaggedUnion]
    """What tells the variants apart."""

    if not TYPE_CHECKING:
        # The signatures are those of pydantic. Reading wire data goes through them too.

        @classmethod
        def model_validate(cls, obj: Any, **options: Any) -> Self:
            """Build the variant that the data are."""
            return _validator_of_variants(cls).validate_python(obj, **options)

        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
            """Build the variant that the JSON text is."""
            return _validator_of_variants(cls).validate_json(json_data, **options)


@cache
def _validator_of_variants(cls: type[UnionModel]) -> Any:
    """Return what finds the variant and validates it; for one of the variants, its own validator."""
    if "union" in cls.__dict__:
        return SchemaValidator(cls.union.core_schema())
    validator_of(cls)  # completes the class
    return cls.__pydantic_validator__


@cache
def reader_of(cls: type[WireModel]) -> Callable[..., Any]:
    """Return what reads the plain JSON data of a class; for a union, that of the variant that the data are."""
    if issubclass(cls, UnionModel):
        validate: Callable[..., Any] = _validator_of_variants(cls).validate_python
        return validate
    return validator_of(cls)


class _Method(WireModel):
    """What the four kinds of message have in common: a class stands for a method."""

    method: ClassVar[str]
    """The JSON-RPC method."""

    experimental: ClassVar[bool] = False
    """Whether the whole method needs the `experimentalApi` capability."""


class _Call(_Method):
    """Params of a call that is answered."""

    response_type: ClassVar[type[Any]]
    """The class of the result."""

    takes_params: ClassVar[bool] = True
    """False for methods whose wire params must be absent or null."""

    needs_params: ClassVar[bool] = True
    """False for methods whose wire params may be absent or null."""

    experimental_checks: ClassVar[tuple[tuple[str, str, bool], ...]] = ()
    """Attribute and descriptor of each experimental thing here, and whether it is a variant or any value counts.

    The attribute is `experimental` itself where the whole method is.
    """

    if not TYPE_CHECKING:
        # Type parameters are for type checkers only. Pydantic would make one more class for each of them.
        def __class_getitem__(cls, _parameters: Any) -> type[Self]:
            return cls

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if "method" not in cls.__dict__:
            return
        checks: list[tuple[str, str, bool]] = []
        if cls.experimental:
            checks.append(("experimental", cls.method, False))
        for attribute, field in cls.model_fields.items():
            if _is_gated(field):
                wire = field.serialization_alias or to_camel(attribute)
                checks.append((attribute, f"{cls.method}.{wire}", False))
            checks.extend(
                (attribute, descriptor, True)
                for part in (field.annotation, *field.metadata)
                for descriptor in _experimental_variants(part)
            )
        cls.experimental_checks = tuple(checks)


def _experimental_variants(annotation: Any) -> list[str]:
    """Find the descriptors of the variants in a type that only experimental connections may use."""
    if isinstance(annotation, ExternalUnion):
        return list(annotation.experimental.values())
    return [found for argument in get_args(annotation) for found in _experimental_variants(argument)]


if TYPE_CHECKING:

    class _Answered(Generic[R]):
        """Carries the class of the answer for type checkers."""

else:

    class _Answered:
        """Stands for the generic class above at run time, where nobody asks for the parameter."""

        def __class_getitem__(cls, _parameters: Any) -> type[Self]:
            return cls


class RequestParams(_Call, _Answered[R]):
    """Params of a request from a client to the server; `R` is the class of the answer."""


class ServerRequestParams(_Call, _Answered[R]):
    """Params of a request from the server to a client; `R` is the class of the answer."""

    def without_experimental(self) -> Self:
        """Return these params as a connection without the `experimentalApi` capability may see them."""
        hidden = {
            attribute: field for attribute, field in type(self).model_fields.items() if _is_gated(field)
        }
        if not hidden:
            return self
        defaults = {
            attribute: field.get_default(call_default_factory=True) for attribute, field in hidden.items()
        }
        plain = self.model_copy(update=defaults)
        plain.__pydantic_fields_set__.difference_update(
            attribute for attribute, field in hidden.items() if _is_left_out(field)
        )
        return plain


def _is_gated(field: FieldInfo) -> bool:
    return any(isinstance(mark, Experimental) for mark in field.metadata)


class Notification(_Method):
    """Params of a notification from the server to a client."""


class ClientNotification(_Method):
    """Params of a notification from a client to the server."""

    takes_params: ClassVar[bool] = True
    """False for methods whose wire params must be absent or null."""
