"""What runs of `mcp_elicitation.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import UnionModel, WireModel
from appserver.protocol._support.fields import Omittable, wire_name
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import ServerRequestParams
from appserver.protocol._support.scalars import OpenEnum, UInt32, UInt64
from appserver.protocol._support.variants import TaggedUnion, Untagged

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


def _McpServerElicitationRequestResponse():
    class McpServerElicitationRequestResponse(WireModel):
        """Answer to `mcpServer/elicitation/request`.

        Attributes:
            action (McpServerElicitationAction): Accept, decline or cancel.
            content (Any = None): What the user filled in; only with `accept`.
            meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
        """

        action: p.McpServerElicitationAction
        content: Any = None
        meta: Annotated[Any, wire_name("_meta")] = None

    return McpServerElicitationRequestResponse


def _McpServerElicitationRequestParams():
    class McpServerElicitationRequestParams(UnionModel, ServerRequestParams, extra="allow"):
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
        response_type = LazyClassRef("McpServerElicitationRequestResponse")
        union = TaggedUnion(
            "McpServerElicitationRequestParams",
            "mode",
            {
                "openai/userVerification": "OpenaiUserVerificationMcpServerElicitationRequestParams",
                "form": "FormMcpServerElicitationRequestParams",
                "openai/form": "OpenaiSlashFormMcpServerElicitationRequestParams",
                "openaiForm": "OpenaiFormMcpServerElicitationRequestParams",
                "url": "UrlMcpServerElicitationRequestParams",
            },
            unknown="McpServerElicitationRequestParams",
        )

        thread_id: str
        turn_id: str | None = None
        server_name: str
        mode: str

    return McpServerElicitationRequestParams


def _OpenaiUserVerificationMcpServerElicitationRequestParams():
    class OpenaiUserVerificationMcpServerElicitationRequestParams(
        p.McpServerElicitationRequestParams, extra="ignore"
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
        meta: Annotated[Any, wire_name("_meta")] = None
        title: str
        description: str
        challenge: str

    return OpenaiUserVerificationMcpServerElicitationRequestParams


def _FormMcpServerElicitationRequestParams():
    class FormMcpServerElicitationRequestParams(p.McpServerElicitationRequestParams, extra="ignore"):
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
        meta: Annotated[Any, wire_name("_meta")] = None
        message: str
        requested_schema: p.McpElicitationSchema

    return FormMcpServerElicitationRequestParams


def _OpenaiSlashFormMcpServerElicitationRequestParams():
    class OpenaiSlashFormMcpServerElicitationRequestParams(
        p.McpServerElicitationRequestParams, extra="ignore"
    ):
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
        meta: Annotated[Any, wire_name("_meta")] = None
        message: str
        requested_schema: Any

    return OpenaiSlashFormMcpServerElicitationRequestParams


def _OpenaiFormMcpServerElicitationRequestParams():
    class OpenaiFormMcpServerElicitationRequestParams(p.McpServerElicitationRequestParams, extra="ignore"):
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
        meta: Annotated[Any, wire_name("_meta")] = None
        message: str
        requested_schema: Any

    return OpenaiFormMcpServerElicitationRequestParams


def _UrlMcpServerElicitationRequestParams():
    class UrlMcpServerElicitationRequestParams(p.McpServerElicitationRequestParams, extra="ignore"):
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
        meta: Annotated[Any, wire_name("_meta")] = None
        message: str
        url: str
        elicitation_id: str

    return UrlMcpServerElicitationRequestParams


def _McpElicitationSchema():
    class McpElicitationSchema(WireModel):
        """Part of `FormMcpServerElicitationRequestParams`.

        Attributes:
            type (McpElicitationObjectType): What kind it is.
            properties (dict[str, McpElicitationPrimitiveSchema]): The fields to fill in, by their names.
            schema_ (str | None = None): The dialect of JSON schema (`$schema`).
            required (list[str] | None = None): The fields that must be filled in.
        """

        schema_: Annotated[Omittable[str], wire_name("$schema")] = None
        type: p.McpElicitationObjectType
        properties: dict[str, p.McpElicitationPrimitiveSchema]
        required: Omittable[list[str]] = None

    return McpElicitationSchema


def _McpElicitationObjectType():
    return Annotated[Literal["object"] | str, OpenEnum()]


def _McpElicitationPrimitiveSchema():
    return Annotated[
        p.McpElicitationEnumSchema
        | p.McpElicitationStringSchema
        | p.McpElicitationNumberSchema
        | p.McpElicitationBooleanSchema,
        Untagged("McpElicitationPrimitiveSchema", open=True),
    ]


def _McpElicitationBooleanSchema():
    class McpElicitationBooleanSchema(WireModel):
        """Part of `McpElicitationPrimitiveSchema`.

        Attributes:
            type (McpElicitationBooleanType): What kind it is.
            title (str | None = None): The title to show.
            description (str | None = None): What it is, for people or for the model.
            default (bool | None = None): The value that stands there at first.
        """

        type: p.McpElicitationBooleanType
        title: Omittable[str] = None
        description: Omittable[str] = None
        default: Omittable[bool] = None

    return McpElicitationBooleanSchema


def _McpElicitationBooleanType():
    return Annotated[Literal["boolean"] | str, OpenEnum()]


def _McpElicitationEnumSchema():
    return Annotated[
        p.McpElicitationSingleSelectEnumSchema
        | p.McpElicitationMultiSelectEnumSchema
        | p.McpElicitationLegacyTitledEnumSchema,
        Untagged("McpElicitationEnumSchema", open=True),
    ]


def _McpElicitationLegacyTitledEnumSchema():
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

        type: p.McpElicitationStringType
        title: Omittable[str] = None
        description: Omittable[str] = None
        enum: list[str]
        enum_names: Omittable[list[str]] = None
        default: Omittable[str] = None

    return McpElicitationLegacyTitledEnumSchema


def _McpElicitationStringType():
    return Annotated[Literal["string"] | str, OpenEnum()]


def _McpElicitationMultiSelectEnumSchema():
    return Annotated[
        p.McpElicitationUntitledMultiSelectEnumSchema | p.McpElicitationTitledMultiSelectEnumSchema,
        Untagged("McpElicitationMultiSelectEnumSchema", open=True),
    ]


def _McpElicitationTitledMultiSelectEnumSchema():
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

        type: p.McpElicitationArrayType
        title: Omittable[str] = None
        description: Omittable[str] = None
        min_items: Omittable[UInt64] = None
        max_items: Omittable[UInt64] = None
        items: p.McpElicitationTitledEnumItems
        default: Omittable[list[str]] = None

    return McpElicitationTitledMultiSelectEnumSchema


def _McpElicitationArrayType():
    return Annotated[Literal["array"] | str, OpenEnum()]


def _McpElicitationTitledEnumItems():
    class McpElicitationTitledEnumItems(WireModel):
        """Part of `McpElicitationTitledMultiSelectEnumSchema`.

        Attributes:
            any_of (list[McpElicitationConstOption]): The choices, each with a title.
        """

        any_of: list[p.McpElicitationConstOption]

    return McpElicitationTitledEnumItems


def _McpElicitationConstOption():
    class McpElicitationConstOption(WireModel):
        """Part of `McpElicitationTitledEnumItems` and `McpElicitationTitledSingleSelectEnumSchema`.

        Attributes:
            const (str): The value of this choice.
            title (str): The title to show.
        """

        const: str
        title: str

    return McpElicitationConstOption


def _McpElicitationUntitledMultiSelectEnumSchema():
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

        type: p.McpElicitationArrayType
        title: Omittable[str] = None
        description: Omittable[str] = None
        min_items: Omittable[UInt64] = None
        max_items: Omittable[UInt64] = None
        items: p.McpElicitationUntitledEnumItems
        default: Omittable[list[str]] = None

    return McpElicitationUntitledMultiSelectEnumSchema


def _McpElicitationUntitledEnumItems():
    class McpElicitationUntitledEnumItems(WireModel):
        """Part of `McpElicitationUntitledMultiSelectEnumSchema`.

        Attributes:
            type (McpElicitationStringType): What kind it is.
            enum (list[str]): The values to choose from.
        """

        type: p.McpElicitationStringType
        enum: list[str]

    return McpElicitationUntitledEnumItems


def _McpElicitationSingleSelectEnumSchema():
    return Annotated[
        p.McpElicitationUntitledSingleSelectEnumSchema | p.McpElicitationTitledSingleSelectEnumSchema,
        Untagged("McpElicitationSingleSelectEnumSchema", open=True),
    ]


def _McpElicitationTitledSingleSelectEnumSchema():
    class McpElicitationTitledSingleSelectEnumSchema(WireModel):
        """Part of `McpElicitationSingleSelectEnumSchema`.

        Attributes:
            type (McpElicitationStringType): What kind it is.
            one_of (list[McpElicitationConstOption]): The choices, each with a title.
            title (str | None = None): The title to show.
            description (str | None = None): What it is, for people or for the model.
            default (str | None = None): The value that stands there at first.
        """

        type: p.McpElicitationStringType
        title: Omittable[str] = None
        description: Omittable[str] = None
        one_of: list[p.McpElicitationConstOption]
        default: Omittable[str] = None

    return McpElicitationTitledSingleSelectEnumSchema


def _McpElicitationUntitledSingleSelectEnumSchema():
    class McpElicitationUntitledSingleSelectEnumSchema(WireModel):
        """Part of `McpElicitationSingleSelectEnumSchema`.

        Attributes:
            type (McpElicitationStringType): What kind it is.
            enum (list[str]): The values to choose from.
            title (str | None = None): The title to show.
            description (str | None = None): What it is, for people or for the model.
            default (str | None = None): The value that stands there at first.
        """

        type: p.McpElicitationStringType
        title: Omittable[str] = None
        description: Omittable[str] = None
        enum: list[str]
        default: Omittable[str] = None

    return McpElicitationUntitledSingleSelectEnumSchema


def _McpElicitationNumberSchema():
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

        type: p.McpElicitationNumberType
        title: Omittable[str] = None
        description: Omittable[str] = None
        minimum: Omittable[int | float] = None
        maximum: Omittable[int | float] = None
        default: Omittable[int | float] = None

    return McpElicitationNumberSchema


def _McpElicitationNumberType():
    return Annotated[Literal["number", "integer"] | str, OpenEnum()]


def _McpElicitationStringSchema():
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

        type: p.McpElicitationStringType
        title: Omittable[str] = None
        description: Omittable[str] = None
        min_length: Omittable[UInt32] = None
        max_length: Omittable[UInt32] = None
        format: Omittable[p.McpElicitationStringFormat] = None
        default: Omittable[str] = None

    return McpElicitationStringSchema


def _McpElicitationStringFormat():
    return Annotated[Literal["email", "uri", "date", "date-time"] | str, OpenEnum()]


def _McpServerElicitationAction():
    return Annotated[Literal["accept", "decline", "cancel"] | str, OpenEnum()]


__getattr__, __dir__ = lazy_names(globals())
