"""The `mcp_elicitation` family of the protocol. Generated: see CONTRIBUTING.md."""

# Fields are narrowed, as the tag of a union is by its variants. Safe: models are frozen, which no type checker sees.
# pyright: reportIncompatibleVariableOverride=false

from typing import Annotated, Any, Literal, TypeAlias

from appserver.protocol._support.base import UnionModel, WireModel
from appserver.protocol._support.fields import Omittable, wire_name
from appserver.protocol._support.messages import ServerRequestParams
from appserver.protocol._support.scalars import UInt32, UInt64
from appserver.protocol._support.variants import UnknownVariant

__all__ = [
    "FormMcpServerElicitationRequestParams",
    "McpElicitationArrayType",
    "McpElicitationBooleanSchema",
    "McpElicitationBooleanType",
    "McpElicitationConstOption",
    "McpElicitationEnumSchema",
    "McpElicitationLegacyTitledEnumSchema",
    "McpElicitationMultiSelectEnumSchema",
    "McpElicitationNumberSchema",
    "McpElicitationNumberType",
    "McpElicitationObjectType",
    "McpElicitationPrimitiveSchema",
    "McpElicitationSchema",
    "McpElicitationSingleSelectEnumSchema",
    "McpElicitationStringFormat",
    "McpElicitationStringSchema",
    "McpElicitationStringType",
    "McpElicitationTitledEnumItems",
    "McpElicitationTitledMultiSelectEnumSchema",
    "McpElicitationTitledSingleSelectEnumSchema",
    "McpElicitationUntitledEnumItems",
    "McpElicitationUntitledMultiSelectEnumSchema",
    "McpElicitationUntitledSingleSelectEnumSchema",
    "McpServerElicitationAction",
    "McpServerElicitationRequestParams",
    "McpServerElicitationRequestResponse",
    "OpenaiFormMcpServerElicitationRequestParams",
    "OpenaiSlashFormMcpServerElicitationRequestParams",
    "OpenaiUserVerificationMcpServerElicitationRequestParams",
    "UrlMcpServerElicitationRequestParams",
]

class McpServerElicitationRequestResponse(WireModel):
    """Answer to `mcpServer/elicitation/request`."""

    action: McpServerElicitationAction
    content: Any = None
    meta: Annotated[Any, wire_name("_meta")] = None

class McpServerElicitationRequestParams(
    UnionModel, ServerRequestParams[McpServerElicitationRequestResponse], extra="allow"
):
    """Params of `mcpServer/elicitation/request`, a request from the server.

    Each variant is a subclass; an instance of this class itself is a variant that these models
    do not know.
    """

    method = "mcpServer/elicitation/request"
    response_type = McpServerElicitationRequestResponse

    thread_id: str
    turn_id: str | None = None
    server_name: str
    mode: str

class OpenaiUserVerificationMcpServerElicitationRequestParams(
    McpServerElicitationRequestParams, extra="ignore"
):
    """The `openai/userVerification` variant of `McpServerElicitationRequestParams`."""

    experimental = True

    mode: Literal["openai/userVerification"] = "openai/userVerification"
    meta: Annotated[Any, wire_name("_meta")] = None
    title: str
    description: str
    challenge: str

class FormMcpServerElicitationRequestParams(McpServerElicitationRequestParams, extra="ignore"):
    """The `form` variant of `McpServerElicitationRequestParams`."""

    mode: Literal["form"] = "form"
    meta: Annotated[Any, wire_name("_meta")] = None
    message: str
    requested_schema: McpElicitationSchema

class OpenaiSlashFormMcpServerElicitationRequestParams(McpServerElicitationRequestParams, extra="ignore"):
    """The `openai/form` variant of `McpServerElicitationRequestParams`."""

    mode: Literal["openai/form"] = "openai/form"
    meta: Annotated[Any, wire_name("_meta")] = None
    message: str
    requested_schema: Any

class OpenaiFormMcpServerElicitationRequestParams(McpServerElicitationRequestParams, extra="ignore"):
    """The `openaiForm` variant of `McpServerElicitationRequestParams`."""

    mode: Literal["openaiForm"] = "openaiForm"
    meta: Annotated[Any, wire_name("_meta")] = None
    message: str
    requested_schema: Any

class UrlMcpServerElicitationRequestParams(McpServerElicitationRequestParams, extra="ignore"):
    """The `url` variant of `McpServerElicitationRequestParams`."""

    mode: Literal["url"] = "url"
    meta: Annotated[Any, wire_name("_meta")] = None
    message: str
    url: str
    elicitation_id: str

class McpElicitationSchema(WireModel):
    """Part of `FormMcpServerElicitationRequestParams`."""

    schema_: Annotated[Omittable[str], wire_name("$schema")] = None
    type: McpElicitationObjectType
    properties: dict[str, McpElicitationPrimitiveSchema]
    required: Omittable[list[str]] = None

McpElicitationObjectType: TypeAlias = Literal["object"] | str

McpElicitationPrimitiveSchema: TypeAlias = (
    McpElicitationEnumSchema
    | McpElicitationStringSchema
    | McpElicitationNumberSchema
    | McpElicitationBooleanSchema
    | UnknownVariant
)

class McpElicitationBooleanSchema(WireModel):
    """Part of `McpElicitationPrimitiveSchema`."""

    type: McpElicitationBooleanType
    title: Omittable[str] = None
    description: Omittable[str] = None
    default: Omittable[bool] = None

McpElicitationBooleanType: TypeAlias = Literal["boolean"] | str

McpElicitationEnumSchema: TypeAlias = (
    McpElicitationSingleSelectEnumSchema
    | McpElicitationMultiSelectEnumSchema
    | McpElicitationLegacyTitledEnumSchema
    | UnknownVariant
)

class McpElicitationLegacyTitledEnumSchema(WireModel):
    """Part of `McpElicitationEnumSchema`."""

    type: McpElicitationStringType
    title: Omittable[str] = None
    description: Omittable[str] = None
    enum: list[str]
    enum_names: Omittable[list[str]] = None
    default: Omittable[str] = None

McpElicitationStringType: TypeAlias = Literal["string"] | str

McpElicitationMultiSelectEnumSchema: TypeAlias = (
    McpElicitationUntitledMultiSelectEnumSchema | McpElicitationTitledMultiSelectEnumSchema | UnknownVariant
)

class McpElicitationTitledMultiSelectEnumSchema(WireModel):
    """Part of `McpElicitationMultiSelectEnumSchema`."""

    type: McpElicitationArrayType
    title: Omittable[str] = None
    description: Omittable[str] = None
    min_items: Omittable[UInt64] = None
    max_items: Omittable[UInt64] = None
    items: McpElicitationTitledEnumItems
    default: Omittable[list[str]] = None

McpElicitationArrayType: TypeAlias = Literal["array"] | str

class McpElicitationTitledEnumItems(WireModel):
    """Part of `McpElicitationTitledMultiSelectEnumSchema`."""

    any_of: list[McpElicitationConstOption]

class McpElicitationConstOption(WireModel):
    """Part of `McpElicitationTitledEnumItems` and `McpElicitationTitledSingleSelectEnumSchema`."""

    const: str
    title: str

class McpElicitationUntitledMultiSelectEnumSchema(WireModel):
    """Part of `McpElicitationMultiSelectEnumSchema`."""

    type: McpElicitationArrayType
    title: Omittable[str] = None
    description: Omittable[str] = None
    min_items: Omittable[UInt64] = None
    max_items: Omittable[UInt64] = None
    items: McpElicitationUntitledEnumItems
    default: Omittable[list[str]] = None

class McpElicitationUntitledEnumItems(WireModel):
    """Part of `McpElicitationUntitledMultiSelectEnumSchema`."""

    type: McpElicitationStringType
    enum: list[str]

McpElicitationSingleSelectEnumSchema: TypeAlias = (
    McpElicitationUntitledSingleSelectEnumSchema | McpElicitationTitledSingleSelectEnumSchema | UnknownVariant
)

class McpElicitationTitledSingleSelectEnumSchema(WireModel):
    """Part of `McpElicitationSingleSelectEnumSchema`."""

    type: McpElicitationStringType
    title: Omittable[str] = None
    description: Omittable[str] = None
    one_of: list[McpElicitationConstOption]
    default: Omittable[str] = None

class McpElicitationUntitledSingleSelectEnumSchema(WireModel):
    """Part of `McpElicitationSingleSelectEnumSchema`."""

    type: McpElicitationStringType
    title: Omittable[str] = None
    description: Omittable[str] = None
    enum: list[str]
    default: Omittable[str] = None

class McpElicitationNumberSchema(WireModel):
    """Part of `McpElicitationPrimitiveSchema`."""

    type: McpElicitationNumberType
    title: Omittable[str] = None
    description: Omittable[str] = None
    minimum: Omittable[int | float] = None
    maximum: Omittable[int | float] = None
    default: Omittable[int | float] = None

McpElicitationNumberType: TypeAlias = Literal["number", "integer"] | str

class McpElicitationStringSchema(WireModel):
    """Part of `McpElicitationPrimitiveSchema`."""

    type: McpElicitationStringType
    title: Omittable[str] = None
    description: Omittable[str] = None
    min_length: Omittable[UInt32] = None
    max_length: Omittable[UInt32] = None
    format: Omittable[McpElicitationStringFormat] = None
    default: Omittable[str] = None

McpElicitationStringFormat: TypeAlias = Literal["email", "uri", "date", "date-time"] | str

McpServerElicitationAction: TypeAlias = Literal["accept", "decline", "cancel"] | str
