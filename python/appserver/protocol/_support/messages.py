"""The base classes of messages: each class that extends one of them stands for a method."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, get_args

from pydantic.alias_generators import to_camel
from pydantic_core import to_json

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import is_experimental, is_left_out
from appserver.protocol._support.unwritable import unwritable
from appserver.protocol._support.variants import ExternalUnion

__all__ = ["ClientNotification", "Notification", "RequestParams", "ServerRequestParams"]

R = TypeVar("R", bound=WireModel)


class _Method(WireModel):
    """What the four kinds of message have in common: a class stands for a method."""

    method: ClassVar[str]
    """The JSON-RPC method."""

    experimental: ClassVar[bool] = False
    """Whether the whole method needs the `experimentalApi` capability; or, of a method whose params are a union, the
    variant."""


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

    if TYPE_CHECKING:
        extra_fields: Mapping[str, Any] | None = None
        """Fields that a newer peer knows and these models do not, by their wire names; they are sent as they are."""

    else:

        @property
        def extra_fields(self) -> Mapping[str, Any] | None:
            """The fields beyond those of the class that the constructor was given, by their wire names."""
            return self.__pydantic_extra__

        def to_wire(self) -> dict[str, Any]:
            """Return the plain JSON data, with the extra fields."""
            wire: dict[str, Any] = WireModel.to_wire(self)  # faster than `super()`
            if self.__pydantic_extra__:
                wire.update(self.__pydantic_extra__)
            return wire

        def to_wire_json(self) -> bytes:
            """Return the JSON text, with the extra fields."""
            if not self.__pydantic_extra__:
                return WireModel.to_wire_json(self)
            try:
                return to_json(self.to_wire())
            except ValueError as error:
                raise unwritable(self, error) from error

    if not TYPE_CHECKING:
        # Type parameters are for type checkers only. Pydantic would make one more class for each of them.
        def __class_getitem__(cls, _parameters: Any) -> type[Self]:
            return cls

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if not cls.__dict__.keys() & {"method", "experimental"}:
            return
        checks: list[tuple[str, str, bool]] = []
        if cls.experimental:
            checks.append(("experimental", cls.method, False))
        for attribute, field in cls.model_fields.items():
            if is_experimental(field):
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
        """Stands for the generic class above at run time, where the parameter is not asked for."""

        def __class_getitem__(cls, _parameters: Any) -> type[Self]:
            return cls


class RequestParams(_Call, _Answered[R]):
    """Params of a request from a client to the server; `R` is the class of the answer."""


class ServerRequestParams(_Call, _Answered[R]):
    """Params of a request from the server to a client; `R` is the class of the answer."""

    def without_experimental(self) -> Self:
        """Return these params as a connection without the `experimentalApi` capability may see them.

        Raises:
            ValueError: The method, or this variant of its params, is experimental: such a connection sees none of it.
        """
        if self.experimental:
            raise ValueError(f"{_variant_of(self)} requires experimentalApi capability")
        given = self.model_fields_set
        fields = type(self).model_fields
        hidden = {
            attribute: fields[attribute]
            for attribute, _descriptor, is_variant in self.experimental_checks
            if attribute in given and not is_variant
        }
        if not hidden:
            return self
        defaults = {
            attribute: field.get_default(call_default_factory=True) for attribute, field in hidden.items()
        }
        plain = self.model_copy(update=defaults)
        plain.__pydantic_fields_set__.difference_update(
            attribute for attribute, field in hidden.items() if is_left_out(field)
        )
        return plain


def _variant_of(params: ServerRequestParams[Any]) -> str:
    """Name the method of params, with the tag where they are a variant of a union."""
    union = getattr(params, "union", None)
    tag = None if union is None else union.find_tag(params.to_wire())
    return params.method if tag is None else f"{params.method}.{tag}"


class Notification(_Method):
    """Params of a notification from the server to a client."""


class ClientNotification(_Method):
    """Params of a notification from a client to the server."""

    takes_params: ClassVar[bool] = True
    """False for methods whose wire params must be absent or null."""
