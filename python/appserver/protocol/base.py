"""The base classes of every protocol model, and the field types that say how a value travels.

The family modules beside this one contain nothing but declarations in these terms, so that a generator can
write them as well as a person.
"""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import to_json

from appserver.protocol.variants import ExternalVariant

__all__ = [
    "EXPERIMENTAL",
    "Clearable",
    "ClientNotification",
    "Experimental",
    "Flag",
    "Notification",
    "Omittable",
    "RequestParams",
    "ServerRequestParams",
    "WireModel",
    "wire_name",
]

T = TypeVar("T")
R = TypeVar("R", bound="WireModel")


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

    def to_wire(self) -> dict[str, Any]:
        """Return the plain JSON data of this model: a new `dict` with wire names."""
        if not self.__pydantic_complete__:
            type(self).model_rebuild()
        wire: dict[str, Any] = self.__pydantic_serializer__.to_python(self, mode="json", by_alias=True)
        return wire

    def to_wire_json(self) -> bytes:
        """Return the compact JSON text of this model, in UTF-8."""
        if not self.__pydantic_complete__:
            type(self).model_rebuild()
        return self.__pydantic_serializer__.to_json(self, by_alias=True)

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


class Experimental:
    """Field metadata: the field may be used only by connections with the `experimentalApi` capability."""

    def __repr__(self) -> str:
        return "EXPERIMENTAL"


EXPERIMENTAL = Experimental()


class _Clearable:
    """Field metadata: an explicit None is sent as null, which differs from leaving the field out."""


def _is_none(value: object) -> bool:
    return value is None


def _is_false(value: object) -> bool:
    return value is False


Omittable = Annotated[T | None, Field(exclude_if=_is_none)]
"""A value that stays off the wire when it is None."""

Clearable = Annotated[T | None, Field(exclude_if=_is_none), _Clearable()]
"""As `Omittable`, but a None that the caller wrote down is sent as null and clears the setting."""

Flag = Annotated[bool, Field(exclude_if=_is_false)]
"""A boolean that stays off the wire when it is false."""


def wire_name(name: str) -> Any:
    """Return field metadata for a wire name that is not the camelCase form of the attribute name."""
    return Field(validation_alias=name, serialization_alias=name)


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

    experimental_checks: ClassVar[tuple[tuple[str, str, type[Any] | None], ...]] = ()
    """Attribute, descriptor and variant class (None: any value counts) of each experimental thing here.

    The attribute is `experimental` itself where the whole method is.
    """

    clearable_fields: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Attribute and wire name of each `Clearable` field."""

    if not TYPE_CHECKING:
        # Type parameters are for type checkers only. Pydantic would make one more class for each of them.
        def __class_getitem__(cls, _parameters: Any) -> type[Self]:
            return cls

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if "method" not in cls.__dict__:
            return
        checks: list[tuple[str, str, type[Any] | None]] = []
        clearable: list[tuple[str, str]] = []
        if cls.experimental:
            checks.append(("experimental", cls.method, None))
        for attribute, field in cls.model_fields.items():
            wire = field.serialization_alias or to_camel(attribute)
            if any(isinstance(mark, Experimental) for mark in field.metadata):
                checks.append((attribute, f"{cls.method}.{wire}", None))
            checks.extend(
                (attribute, name, variant) for name, variant in _experimental_variants(field.annotation)
            )
            if any(isinstance(mark, _Clearable) for mark in field.metadata):
                clearable.append((attribute, wire))
        cls.experimental_checks = tuple(checks)
        cls.clearable_fields = tuple(clearable)

    def to_wire(self) -> dict[str, Any]:
        """Return the plain JSON data of these params, an empty dict for a method that takes none."""
        wire = super().to_wire()
        for attribute, name in self.clearable_fields:
            if attribute in self.model_fields_set and getattr(self, attribute) is None:
                wire[name] = None
        return wire

    def to_wire_json(self) -> bytes:
        """Return the compact JSON text of these params, in UTF-8."""
        return to_json(self.to_wire()) if self.clearable_fields else super().to_wire_json()


def _experimental_variants(annotation: Any) -> list[tuple[str, type[Any]]]:
    """Find the variants in a type that only experimental connections may use, with their descriptors."""
    if isinstance(annotation, type) and issubclass(annotation, ExternalVariant):
        descriptor = annotation.experimental_variant
        return [] if descriptor is None else [(descriptor, annotation)]
    arguments = getattr(annotation, "__args__", ())
    return [found for argument in arguments for found in _experimental_variants(argument)]


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
            attribute: None
            for attribute, _, variant in self.experimental_checks
            if variant is None and attribute != "experimental"
        }
        return self.model_copy(update=hidden) if hidden else self


class Notification(_Method):
    """Params of a notification from the server to a client."""


class ClientNotification(_Method):
    """Params of a notification from a client to the server."""

    takes_params: ClassVar[bool] = True
    """False for methods whose wire params must be absent or null."""
