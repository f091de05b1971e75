"""The base classes of all objects of the protocol."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError, SchemaValidator, core_schema

from appserver.plain_data import is_dict, is_list
from appserver.protocol._support.building import FramelessModel
from appserver.protocol._support.documentation import add_descriptions
from appserver.protocol._support.fields import is_left_out
from appserver.protocol._support.keywords import are_known, construct
from appserver.protocol._support.lazy import validator_of
from appserver.protocol._support.refusals import REFUSED
from appserver.protocol._support.unwritable import unwritable
from appserver.protocol._support.variants import TaggedUnion

__all__ = ["AlternativeFields", "UnionModel", "WireModel", "json_reader_of", "reader_of"]


class WireModel(FramelessModel):
    """One JSON object of the protocol.

    Instances are immutable. Attributes are snake_case, wire names camelCase; the constructor takes either, what
    reads the wire only the latter. Nothing is converted: `"1"` and `1.0` are not integers, and 1 is not true.
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
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.__name__.endswith("Params") and getattr(cls, "__init__") is BaseModel.__init__:  # noqa: B009
            setattr(cls, "__init__", _init_strictly)  # noqa: B010 - type checkers see pydantic's signature

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        inner = _of_model(handler.resolve_ref_schema(schema))
        _take_as_it_is(inner["schema"])
        sent = cls._sent_when_unset()
        if sent:
            _count_as_set(inner, sent)
        return schema

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /
    ) -> dict[str, Any]:
        schema = super().__get_pydantic_json_schema__(core_schema, handler)
        add_descriptions(cls, handler.resolve_ref_schema(schema))
        return schema

    @classmethod
    def _sent_when_unset(cls) -> list[str]:
        return [
            name
            for name, field in cls.model_fields.items()
            if not field.is_required() and not is_left_out(field)
        ]

    if not TYPE_CHECKING:
        # The signature is that of pydantic.

        @classmethod
        def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
            """Build a model without validation; its tag and other defaults are sent, as those of any model."""
            model = super().model_construct(_fields_set, **values)
            if _fields_set is None:
                model.__pydantic_fields_set__.update(cls._sent_when_unset())
            return model

    def to_wire(self) -> dict[str, Any]:
        """Return the plain JSON data of this model: a new `dict` with wire names.

        Raises:
            EncodeError: More than about 250 values stand within each other.
        """
        try:
            wire: dict[str, Any] = self.__pydantic_serializer__.to_python(
                self, mode="json", by_alias=True, exclude_unset=True
            )
        except ValueError as error:
            raise unwritable(self, error) from error
        return wire

    def to_wire_json(self) -> bytes:
        """Return the compact JSON text of this model, in UTF-8.

        Raises:
            EncodeError: As `to_wire`; also for text with half of a surrogate pair.
        """
        try:
            return self.__pydantic_serializer__.to_json(self, by_alias=True, exclude_unset=True)
        except ValueError as error:
            raise unwritable(self, error) from error

    @classmethod
    def from_wire(cls, data: Any) -> Self:
        """Build a model from plain JSON data.

        Raises:
            pydantic.ValidationError: `data` does not fit this class.
        """
        model: Self = cls.__pydantic_validator__.validate_python(data, by_name=False)
        return model

    @classmethod
    def from_wire_json(cls, data: bytes | str) -> Self:
        """Build a model from JSON text, faster than parsing the text first.

        Raises:
            pydantic.ValidationError: `data` is not JSON, or does not fit this class.
        """
        model: Self = cls.__pydantic_validator__.validate_json(data, by_name=False)
        return model


def _init_strictly(self: BaseModel, /, **data: Any) -> None:
    """The constructor of a `...Params` class: pydantic's own, but a keyword that there is not is refused."""
    __tracebackhide__ = True  # as pydantic's own
    if are_known(type(self), data):
        self.__pydantic_validator__.validate_python(data, self_instance=self)
    else:
        construct(self, data)


# As pydantic marks its own: a validator does not call it, so that what comes by the wire costs nothing.
_init_strictly.__pydantic_base_init__ = True  # type: ignore[attr-defined]


_SCALARS: Final = frozenset({"bool", "float", "int", "str"})


def _of_model(schema: Any) -> Any:
    """Return the schema of the model itself: validators of the class stand around it."""
    while schema["type"] != "model":
        schema = schema["schema"]
    return schema


def _take_as_it_is(schema: Any) -> None:
    """Let the scalars of a class refuse values of another type, where pydantic would convert them.

    A value that was converted could not be told from one that came so, and would go on as another one.
    """
    if is_list(schema):
        for inner in schema:
            _take_as_it_is(inner)
    elif is_dict(schema) and schema.get("type") != "model":  # another class has done so for itself
        kind = schema.get("type")
        if isinstance(kind, str) and kind in _SCALARS:
            schema["strict"] = True
        for key, inner in schema.items():
            if key not in {"default", "metadata", "serialization"}:
                _take_as_it_is(inner)


def _count_as_set(inner: Any, sent: list[str]) -> None:
    """Let the defaults of these fields count as set, which is what pydantic decides by what to send."""

    def mark(found: tuple[Any, Any, set[str]]) -> tuple[Any, Any, set[str]]:
        found[2].update(sent)
        return found

    inner["schema"] = core_schema.no_info_after_validator_function(mark, inner["schema"])


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

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        own = super().__get_pydantic_core_schema__(source, handler)
        return _with_variants(cls, own) if "union" in cls.__dict__ else own

    if not TYPE_CHECKING:
        # The signatures are those of pydantic.

        def __init__(self, /, **data: Any) -> None:
            __tracebackhide__ = True  # as pydantic's own
            if "union" in type(self).__dict__ and (variant := self.union.variant_named(data)) is not None:
                raise TypeError(
                    f"{type(self).__name__}() is not told which variant it is by a tag; call {variant}()"
                )
            if type(self).__name__.endswith("Params"):
                construct(self, data, context=_CONSTRUCTING)
            else:
                self.__pydantic_validator__.validate_python(data, self_instance=self, context=_CONSTRUCTING)

        # As pydantic marks its own: a validator need not call it.
        __init__.__pydantic_base_init__ = True

        @classmethod
        def model_validate(cls, obj: Any, **options: Any) -> Self:
            """Build the variant that the data are."""
            return _validator_of_variants(cls).validate_python(obj, **options)

        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **options: Any) -> Self:
            """Build the variant that the JSON text is."""
            return _validator_of_variants(cls).validate_json(json_data, **options)

    @classmethod
    def from_wire(cls, data: Any) -> Self:
        """Build the variant that the data are.

        Raises:
            pydantic.ValidationError: `data` does not fit this class.
        """
        return cls.model_validate(data, by_name=False)

    @classmethod
    def from_wire_json(cls, data: bytes | str) -> Self:
        """Build the variant that the JSON text is.

        Raises:
            pydantic.ValidationError: `data` is not JSON, or does not fit this class.
        """
        return cls.model_validate_json(data, by_name=False)


_CONSTRUCTING: Final = object()
"""The context in which a constructor validates: what it makes is of its own class, whatever the tag."""


def _with_variants(cls: type[UnionModel], own: CoreSchema) -> CoreSchema:
    """Let the class of a union, where it is the type of a field, find the variant that the data are."""
    union = cls.union

    def read(value: Any, handler: Any, info: Any) -> Any:
        if info.context is not _CONSTRUCTING and union.find_tag(value) in union.tags:
            return union.read(value)
        return handler(value)

    def read_strictly(value: Any, handler: Any, info: Any) -> Any:
        return handler(value) if info.context is _CONSTRUCTING else union.read_strictly(value)

    def write(value: Any, handler: Any) -> Any:
        return handler(value) if type(value) is cls else value

    return core_schema.lax_or_strict_schema(
        core_schema.with_info_wrap_validator_function(read, own),
        core_schema.with_info_wrap_validator_function(read_strictly, own),
        serialization=core_schema.wrap_serializer_function_ser_schema(write, schema=own),
    )


@cache
def _validator_of_variants(cls: type[UnionModel]) -> Any:
    """Return what finds the variant and validates it; for one of the variants, its own validator."""
    if "union" in cls.__dict__:
        return SchemaValidator(cls.union.core_schema())
    validator_of(cls)  # completes the class
    return cls.__pydantic_validator__


@cache
def reader_of(cls: type[WireModel]) -> Callable[..., Any]:
    """Return what reads the plain JSON data of a class; for a union, that of the variant that the data are.

    It takes the options of pydantic's `validate_python`; wire data are read with `by_name=False`.
    """
    if issubclass(cls, UnionModel):
        validate: Callable[..., Any] = _validator_of_variants(cls).validate_python
        return validate
    return validator_of(cls)


@cache
def json_reader_of(cls: type[WireModel]) -> Callable[..., Any]:
    """Return what reads the JSON text of a class, as `reader_of` returns what reads its plain data."""
    if issubclass(cls, UnionModel):
        validate: Callable[..., Any] = _validator_of_variants(cls).validate_json
        return validate
    validator_of(cls)  # completes the class
    return cls.__pydantic_validator__.validate_json
