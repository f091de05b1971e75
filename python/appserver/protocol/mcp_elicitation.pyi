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
    """Answer to `mcpServer/elicitation/request`.

    Attributes:
        action (McpServerElicitationAction): Accept, decline or cancel.
        content (Any = None): What the user filled in; only with `accept`.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    action: McpServerElicitationAction
    """Accept, decline or cancel."""
    content: Any = None
    """What the user filled in; only with `accept`."""
    meta: Annotated[Any, wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""

class McpServerElicitationRequestParams(
    UnionModel, ServerRequestParams[McpServerElicitationRequestResponse], extra="allow"
):
    """Params of `mcpServer/elicitation/request`, a request from the server.

    Each variant is a subclass; an instance of this class itself is a variant that these models
    do not know.

    Attributes:
        thread_id (str): The thread that it is about.
        server_name (str): The name of the server.
        mode (str): The mode.
        turn_id (str | None = None): The turn that it is about.
    """

    method = "mcpServer/elicitation/request"
    response_type = McpServerElicitationRequestResponse

    thread_id: str
    """The thread that it is about."""
    turn_id: str | None = None
    """The turn that it is about."""
    server_name: str
    """The name of the server."""
    mode: str
    """The mode."""

class OpenaiUserVerificationMcpServerElicitationRequestParams(
    McpServerElicitationRequestParams, extra="ignore"
):
    """The `openai/userVerification` variant of `McpServerElicitationRequestParams`.

    Attributes:
        thread_id (str): The thread that it is about.
        server_name (str): The name of the server.
        title (str): The title to show.
        description (str): What it is, for people or for the model.
        challenge (str): The challenge to sign.
        turn_id (str | None = None): The turn that it is about.
        mode (Literal["openai/userVerification"] = "openai/userVerification"): The mode.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    experimental = True

    mode: Literal["openai/userVerification"] = "openai/userVerification"
    """The mode."""
    meta: Annotated[Any, wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""
    title: str
    """The title to show."""
    description: str
    """What it is, for people or for the model."""
    challenge: str
    """The challenge to sign."""

class FormMcpServerElicitationRequestParams(McpServerElicitationRequestParams, extra="ignore"):
    """The `form` variant of `McpServerElicitationRequestParams`.

    Attributes:
        thread_id (str): The thread that it is about.
        server_name (str): The name of the server.
        message (str): The message, for people.
        requested_schema (McpElicitationSchema): The JSON schema of what the user is to fill in.
        turn_id (str | None = None): The turn that it is about.
        mode (Literal["form"] = "form"): The mode.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    mode: Literal["form"] = "form"
    """The mode."""
    meta: Annotated[Any, wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""
    message: str
    """The message, for people."""
    requested_schema: McpElicitationSchema
    """The JSON schema of what the user is to fill in."""

class OpenaiSlashFormMcpServerElicitationRequestParams(McpServerElicitationRequestParams, extra="ignore"):
    """The `openai/form` variant of `McpServerElicitationRequestParams`.

    Attributes:
        thread_id (str): The thread that it is about.
        server_name (str): The name of the server.
        message (str): The message, for people.
        requested_schema (Any): The JSON schema of what the user is to fill in.
        turn_id (str | None = None): The turn that it is about.
        mode (Literal["openai/form"] = "openai/form"): The mode.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    mode: Literal["openai/form"] = "openai/form"
    """The mode."""
    meta: Annotated[Any, wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""
    message: str
    """The message, for people."""
    requested_schema: Any
    """The JSON schema of what the user is to fill in."""

class OpenaiFormMcpServerElicitationRequestParams(McpServerElicitationRequestParams, extra="ignore"):
    """The `openaiForm` variant of `McpServerElicitationRequestParams`.

    Attributes:
        thread_id (str): The thread that it is about.
        server_name (str): The name of the server.
        message (str): The message, for people.
        requested_schema (Any): The JSON schema of what the user is to fill in.
        turn_id (str | None = None): The turn that it is about.
        mode (Literal["openaiForm"] = "openaiForm"): The mode.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    mode: Literal["openaiForm"] = "openaiForm"
    """The mode."""
    meta: Annotated[Any, wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""
    message: str
    """The message, for people."""
    requested_schema: Any
    """The JSON schema of what the user is to fill in."""

class UrlMcpServerElicitationRequestParams(McpServerElicitationRequestParams, extra="ignore"):
    """The `url` variant of `McpServerElicitationRequestParams`.

    Attributes:
        thread_id (str): The thread that it is about.
        server_name (str): The name of the server.
        message (str): The message, for people.
        url (str): The URL.
        elicitation_id (str): The id of the question, of the MCP server.
        turn_id (str | None = None): The turn that it is about.
        mode (Literal["url"] = "url"): The mode.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    mode: Literal["url"] = "url"
    """The mode."""
    meta: Annotated[Any, wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""
    message: str
    """The message, for people."""
    url: str
    """The URL."""
    elicitation_id: str
    """The id of the question, of the MCP server."""

class McpElicitationSchema(WireModel):
    """Part of `FormMcpServerElicitationRequestParams`.

    Attributes:
        type (McpElicitationObjectType): What kind it is.
        properties (dict[str, McpElicitationPrimitiveSchema]): The fields to fill in, by their names.
        schema_ (str | None = None): The dialect of JSON schema (`$schema`).
        required (list[str] | None = None): The fields that must be filled in.
    """

    schema_: Annotated[Omittable[str], wire_name("$schema")] = None
    """The dialect of JSON schema (`$schema`)."""
    type: McpElicitationObjectType
    """What kind it is."""
    properties: dict[str, McpElicitationPrimitiveSchema]
    """The fields to fill in, by their names."""
    required: Omittable[list[str]] = None
    """The fields that must be filled in."""

McpElicitationObjectType: TypeAlias = Literal["object"] | str

McpElicitationPrimitiveSchema: TypeAlias = (
    McpElicitationEnumSchema
    | McpElicitationStringSchema
    | McpElicitationNumberSchema
    | McpElicitationBooleanSchema
    | UnknownVariant
)

class McpElicitationBooleanSchema(WireModel):
    """Part of `McpElicitationPrimitiveSchema`.

    Attributes:
        type (McpElicitationBooleanType): What kind it is.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
        default (bool | None = None): The value that stands there at first.
    """

    type: McpElicitationBooleanType
    """What kind it is."""
    title: Omittable[str] = None
    """The title to show."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    default: Omittable[bool] = None
    """The value that stands there at first."""

McpElicitationBooleanType: TypeAlias = Literal["boolean"] | str

McpElicitationEnumSchema: TypeAlias = (
    McpElicitationSingleSelectEnumSchema
    | McpElicitationMultiSelectEnumSchema
    | McpElicitationLegacyTitledEnumSchema
    | UnknownVariant
)

class McpElicitationLegacyTitledEnumSchema(WireModel):
    """Part of `McpElicitationEnumSchema`.

    Attributes:
        type (McpElicitationStringType): What kind it is.
        enum (list[str]): The values to choose from.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
        enum_names (list[str] | None = None): The titles of the values, in their order.
        default (str | None = None): The value that stands there at first.
    """

    type: McpElicitationStringType
    """What kind it is."""
    title: Omittable[str] = None
    """The title to show."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    enum: list[str]
    """The values to choose from."""
    enum_names: Omittable[list[str]] = None
    """The titles of the values, in their order."""
    default: Omittable[str] = None
    """The value that stands there at first."""

McpElicitationStringType: TypeAlias = Literal["string"] | str

McpElicitationMultiSelectEnumSchema: TypeAlias = (
    McpElicitationUntitledMultiSelectEnumSchema | McpElicitationTitledMultiSelectEnumSchema | UnknownVariant
)

class McpElicitationTitledMultiSelectEnumSchema(WireModel):
    """Part of `McpElicitationMultiSelectEnumSchema`.

    Attributes:
        type (McpElicitationArrayType): What kind it is.
        items (McpElicitationTitledEnumItems): The items.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
        min_items (UInt64 | None = None): How many must be chosen at least.
        max_items (UInt64 | None = None): How many may be chosen at most.
        default (list[str] | None = None): The value that stands there at first.
    """

    type: McpElicitationArrayType
    """What kind it is."""
    title: Omittable[str] = None
    """The title to show."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    min_items: Omittable[UInt64] = None
    """How many must be chosen at least."""
    max_items: Omittable[UInt64] = None
    """How many may be chosen at most."""
    items: McpElicitationTitledEnumItems
    """The items."""
    default: Omittable[list[str]] = None
    """The value that stands there at first."""

McpElicitationArrayType: TypeAlias = Literal["array"] | str

class McpElicitationTitledEnumItems(WireModel):
    """Part of `McpElicitationTitledMultiSelectEnumSchema`.

    Attributes:
        any_of (list[McpElicitationConstOption]): The choices, each with a title.
    """

    any_of: list[McpElicitationConstOption]
    """The choices, each with a title."""

class McpElicitationConstOption(WireModel):
    """Part of `McpElicitationTitledEnumItems` and `McpElicitationTitledSingleSelectEnumSchema`.

    Attributes:
        const (str): The value of this choice.
        title (str): The title to show.
    """

    const: str
    """The value of this choice."""
    title: str
    """The title to show."""

class McpElicitationUntitledMultiSelectEnumSchema(WireModel):
    """Part of `McpElicitationMultiSelectEnumSchema`.

    Attributes:
        type (McpElicitationArrayType): What kind it is.
        items (McpElicitationUntitledEnumItems): The items.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
        min_items (UInt64 | None = None): How many must be chosen at least.
        max_items (UInt64 | None = None): How many may be chosen at most.
        default (list[str] | None = None): The value that stands there at first.
    """

    type: McpElicitationArrayType
    """What kind it is."""
    title: Omittable[str] = None
    """The title to show."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    min_items: Omittable[UInt64] = None
    """How many must be chosen at least."""
    max_items: Omittable[UInt64] = None
    """How many may be chosen at most."""
    items: McpElicitationUntitledEnumItems
    """The items."""
    default: Omittable[list[str]] = None
    """The value that stands there at first."""

class McpElicitationUntitledEnumItems(WireModel):
    """Part of `McpElicitationUntitledMultiSelectEnumSchema`.

    Attributes:
        type (McpElicitationStringType): What kind it is.
        enum (list[str]): The values to choose from.
    """

    type: McpElicitationStringType
    """What kind it is."""
    enum: list[str]
    """The values to choose from."""

McpElicitationSingleSelectEnumSchema: TypeAlias = (
    McpElicitationUntitledSingleSelectEnumSchema | McpElicitationTitledSingleSelectEnumSchema | UnknownVariant
)

class McpElicitationTitledSingleSelectEnumSchema(WireModel):
    """Part of `McpElicitationSingleSelectEnumSchema`.

    Attributes:
        type (McpElicitationStringType): What kind it is.
        one_of (list[McpElicitationConstOption]): The choices, each with a title.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
        default (str | None = None): The value that stands there at first.
    """

    type: McpElicitationStringType
    """What kind it is."""
    title: Omittable[str] = None
    """The title to show."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    one_of: list[McpElicitationConstOption]
    """The choices, each with a title."""
    default: Omittable[str] = None
    """The value that stands there at first."""

class McpElicitationUntitledSingleSelectEnumSchema(WireModel):
    """Part of `McpElicitationSingleSelectEnumSchema`.

    Attributes:
        type (McpElicitationStringType): What kind it is.
        enum (list[str]): The values to choose from.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
        default (str | None = None): The value that stands there at first.
    """

    type: McpElicitationStringType
    """What kind it is."""
    title: Omittable[str] = None
    """The title to show."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    enum: list[str]
    """The values to choose from."""
    default: Omittable[str] = None
    """The value that stands there at first."""

class McpElicitationNumberSchema(WireModel):
    """Part of `McpElicitationPrimitiveSchema`.

    Attributes:
        type (McpElicitationNumberType): What kind it is.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
        minimum (int | float | None = None): The smallest number allowed.
        maximum (int | float | None = None): The largest number allowed.
        default (int | float | None = None): The value that stands there at first.
    """

    type: McpElicitationNumberType
    """What kind it is."""
    title: Omittable[str] = None
    """The title to show."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    minimum: Omittable[int | float] = None
    """The smallest number allowed."""
    maximum: Omittable[int | float] = None
    """The largest number allowed."""
    default: Omittable[int | float] = None
    """The value that stands there at first."""

McpElicitationNumberType: TypeAlias = Literal["number", "integer"] | str

class McpElicitationStringSchema(WireModel):
    """Part of `McpElicitationPrimitiveSchema`.

    Attributes:
        type (McpElicitationStringType): What kind it is.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
        min_length (UInt32 | None = None): How long the text must be at least.
        max_length (UInt32 | None = None): How long the text may be at most.
        format (McpElicitationStringFormat | None = None): The format that the text must have.
        default (str | None = None): The value that stands there at first.
    """

    type: McpElicitationStringType
    """What kind it is."""
    title: Omittable[str] = None
    """The title to show."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    min_length: Omittable[UInt32] = None
    """How long the text must be at least."""
    max_length: Omittable[UInt32] = None
    """How long the text may be at most."""
    format: Omittable[McpElicitationStringFormat] = None
    """The format that the text must have."""
    default: Omittable[str] = None
    """The value that stands there at first."""

McpElicitationStringFormat: TypeAlias = Literal["email", "uri", "date", "date-time"] | str

McpServerElicitationAction: TypeAlias = Literal["accept", "decline", "cancel"] | str
