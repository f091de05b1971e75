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
        """Answer to `mcpServer/elicitation/request`."""

        action: p.McpServerElicitationAction
        content: Any = None
        meta: Annotated[Any, wire_name("_meta")] = None

    return McpServerElicitationRequestResponse


def _McpServerElicitationRequestParams():
    class McpServerElicitationRequestParams(UnionModel, ServerRequestParams, extra="allow"):
        """Params of `mcpServer/elicitation/request`, a request from the server.

        Each variant is a subclass; an instance of this class itself is a variant that these models
        do not know.
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
        """The `openai/userVerification` variant of `McpServerElicitationRequestParams`."""

        experimental = True

        mode: Literal["openai/userVerification"] = "openai/userVerification"
        meta: Annotated[Any, wire_name("_meta")] = None
        title: str
        description: str
        challenge: str

    return OpenaiUserVerificationMcpServerElicitationRequestParams


def _FormMcpServerElicitationRequestParams():
    class FormMcpServerElicitationRequestParams(p.McpServerElicitationRequestParams, extra="ignore"):
        """The `form` variant of `McpServerElicitationRequestParams`."""

        mode: Literal["form"] = "form"
        meta: Annotated[Any, wire_name("_meta")] = None
        message: str
        requested_schema: p.McpElicitationSchema

    return FormMcpServerElicitationRequestParams


def _OpenaiSlashFormMcpServerElicitationRequestParams():
    class OpenaiSlashFormMcpServerElicitationRequestParams(
        p.McpServerElicitationRequestParams, extra="ignore"
    ):
        """The `openai/form` variant of `McpServerElicitationRequestParams`."""

        mode: Literal["openai/form"] = "openai/form"
        meta: Annotated[Any, wire_name("_meta")] = None
        message: str
        requested_schema: Any

    return OpenaiSlashFormMcpServerElicitationRequestParams


def _OpenaiFormMcpServerElicitationRequestParams():
    class OpenaiFormMcpServerElicitationRequestParams(p.McpServerElicitationRequestParams, extra="ignore"):
        """The `openaiForm` variant of `McpServerElicitationRequestParams`."""

        mode: Literal["openaiForm"] = "openaiForm"
        meta: Annotated[Any, wire_name("_meta")] = None
        message: str
        requested_schema: Any

    return OpenaiFormMcpServerElicitationRequestParams


def _UrlMcpServerElicitationRequestParams():
    class UrlMcpServerElicitationRequestParams(p.McpServerElicitationRequestParams, extra="ignore"):
        """The `url` variant of `McpServerElicitationRequestParams`."""

        mode: Literal["url"] = "url"
        meta: Annotated[Any, wire_name("_meta")] = None
        message: str
        url: str
        elicitation_id: str

    return UrlMcpServerElicitationRequestParams


def _McpElicitationSchema():
    class McpElicitationSchema(WireModel):
        """Part of `FormMcpServerElicitationRequestParams`."""

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
        """Part of `McpElicitationPrimitiveSchema`."""

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
        """Part of `McpElicitationEnumSchema`."""

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
        """Part of `McpElicitationMultiSelectEnumSchema`."""

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
        """Part of `McpElicitationTitledMultiSelectEnumSchema`."""

        any_of: list[p.McpElicitationConstOption]

    return McpElicitationTitledEnumItems


def _McpElicitationConstOption():
    class McpElicitationConstOption(WireModel):
        """Part of `McpElicitationTitledEnumItems` and `McpElicitationTitledSingleSelectEnumSchema`."""

        const: str
        title: str

    return McpElicitationConstOption


def _McpElicitationUntitledMultiSelectEnumSchema():
    class McpElicitationUntitledMultiSelectEnumSchema(WireModel):
        """Part of `McpElicitationMultiSelectEnumSchema`."""

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
        """Part of `McpElicitationUntitledMultiSelectEnumSchema`."""

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
        """Part of `McpElicitationSingleSelectEnumSchema`."""

        type: p.McpElicitationStringType
        title: Omittable[str] = None
        description: Omittable[str] = None
        one_of: list[p.McpElicitationConstOption]
        default: Omittable[str] = None

    return McpElicitationTitledSingleSelectEnumSchema


def _McpElicitationUntitledSingleSelectEnumSchema():
    class McpElicitationUntitledSingleSelectEnumSchema(WireModel):
        """Part of `McpElicitationSingleSelectEnumSchema`."""

        type: p.McpElicitationStringType
        title: Omittable[str] = None
        description: Omittable[str] = None
        enum: list[str]
        default: Omittable[str] = None

    return McpElicitationUntitledSingleSelectEnumSchema


def _McpElicitationNumberSchema():
    class McpElicitationNumberSchema(WireModel):
        """Part of `McpElicitationPrimitiveSchema`."""

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
        """Part of `McpElicitationPrimitiveSchema`."""

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
