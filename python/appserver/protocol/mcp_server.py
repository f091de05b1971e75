"""What runs of `mcp_server.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable, wire_name
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64, OpenEnum, UInt32
from appserver.protocol._support.variants import Untagged

__all__ = [
    "BlobResourceContent",
    "ListMcpServerStatusParams",
    "ListMcpServerStatusResponse",
    "McpAuthStatus",
    "McpResourceReadParams",
    "McpResourceReadResponse",
    "McpResourceReadTarget",
    "McpServerConnectionStatus",
    "McpServerEventNotification",
    "McpServerEventStreamNotification",
    "McpServerEventStreamStartParams",
    "McpServerEventStreamStartResponse",
    "McpServerEventStreamStopParams",
    "McpServerEventStreamStopResponse",
    "McpServerInfo",
    "McpServerOauthClientRegistration",
    "McpServerOauthLoginCompletedNotification",
    "McpServerOauthLoginParams",
    "McpServerOauthLoginResponse",
    "McpServerStartupFailureReason",
    "McpServerStartupState",
    "McpServerStatus",
    "McpServerStatusDetail",
    "McpServerStatusUpdatedNotification",
    "McpServerToolCallParams",
    "McpServerToolCallResponse",
    "Resource",
    "ResourceContent",
    "ResourceTemplate",
    "TextResourceContent",
    "Tool",
]


def _McpServerOauthLoginResponse():
    class McpServerOauthLoginResponse(WireModel):
        """Answer to `mcpServer/oauth/login`."""

        authorization_url: str
        login_id: str | None = None

    return McpServerOauthLoginResponse


def _McpServerOauthLoginParams():
    class McpServerOauthLoginParams(RequestParams):
        """Params of `mcpServer/oauth/login`."""

        method = "mcpServer/oauth/login"
        response_type = LazyClassRef("McpServerOauthLoginResponse")

        name: str
        thread_id: Omittable[str] = None
        client_registration: Omittable[p.McpServerOauthClientRegistration] = None
        scopes: Omittable[list[str]] = None
        timeout_secs: Omittable[Int64] = None

    return McpServerOauthLoginParams


def _McpServerOauthClientRegistration():
    return Annotated[Literal["auto", "cimd", "dcr"] | str, OpenEnum()]


def _ListMcpServerStatusResponse():
    class ListMcpServerStatusResponse(WireModel):
        """Answer to `mcpServerStatus/list`."""

        data: list[p.McpServerStatus]
        next_cursor: str | None = None

    return ListMcpServerStatusResponse


def _ListMcpServerStatusParams():
    class ListMcpServerStatusParams(RequestParams):
        """Params of `mcpServerStatus/list`."""

        method = "mcpServerStatus/list"
        response_type = LazyClassRef("ListMcpServerStatusResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        detail: Omittable[p.McpServerStatusDetail] = None
        thread_id: Omittable[str] = None
        server_name: Omittable[str] = None

    return ListMcpServerStatusParams


def _McpServerStatusDetail():
    return Annotated[Literal["full", "toolsAndAuthOnly"] | str, OpenEnum()]


def _McpServerStatus():
    class McpServerStatus(WireModel):
        """Part of `ListMcpServerStatusResponse`."""

        name: str
        runtime_status: p.McpServerConnectionStatus | None = None
        plugin_id: str | None = None
        http_origin: str | None = None
        server_info: p.McpServerInfo | None = None
        server_capabilities: Any = None
        tools: dict[str, p.Tool]
        tools_error: str | None = None
        resources: list[p.Resource]
        resource_templates: list[p.ResourceTemplate]
        auth_status: p.McpAuthStatus

    return McpServerStatus


def _McpAuthStatus():
    return Annotated[
        Literal["unknown", "unsupported", "notLoggedIn", "bearerToken", "oAuth"] | str, OpenEnum()
    ]


def _McpServerConnectionStatus():
    return Annotated[
        Literal[
            "notStarted", "starting", "connected", "authenticationRequired", "failed", "cancelled", "disabled"
        ]
        | str,
        OpenEnum(),
    ]


def _McpServerInfo():
    class McpServerInfo(WireModel):
        """Part of `McpServerStatus`."""

        name: str
        title: str | None = None
        version: str
        description: str | None = None
        icons: list[Any] | None = None
        website_url: str | None = None

    return McpServerInfo


def _Resource():
    class Resource(WireModel):
        """Part of `McpServerStatus`."""

        annotations: Omittable[Any] = None
        description: Omittable[str] = None
        mime_type: Omittable[str] = None
        name: str
        size: Omittable[Int64] = None
        title: Omittable[str] = None
        uri: str
        icons: Omittable[list[Any]] = None
        meta: Annotated[Omittable[Any], wire_name("_meta")] = None

    return Resource


def _ResourceTemplate():
    class ResourceTemplate(WireModel):
        """Part of `McpServerStatus`."""

        annotations: Omittable[Any] = None
        uri_template: str
        name: str
        title: Omittable[str] = None
        description: Omittable[str] = None
        mime_type: Omittable[str] = None

    return ResourceTemplate


def _Tool():
    class Tool(WireModel):
        """Part of `McpServerStatus`."""

        name: str
        title: Omittable[str] = None
        description: Omittable[str] = None
        input_schema: Any
        output_schema: Omittable[Any] = None
        annotations: Omittable[Any] = None
        icons: Omittable[list[Any]] = None
        meta: Annotated[Omittable[Any], wire_name("_meta")] = None

    return Tool


def _McpResourceReadResponse():
    class McpResourceReadResponse(WireModel):
        """Answer to `mcpServer/resource/read`."""

        contents: list[p.ResourceContent]
        origin_call_id: str | None = None

    return McpResourceReadResponse


def _McpResourceReadParams():
    class McpResourceReadParams(RequestParams):
        """Params of `mcpServer/resource/read`."""

        method = "mcpServer/resource/read"
        response_type = LazyClassRef("McpResourceReadResponse")

        thread_id: Omittable[str] = None
        origin_call_id: Omittable[str] = None
        server: str
        uri: str
        connector_id: Omittable[str] = None
        target: Omittable[p.McpResourceReadTarget] = None

    return McpResourceReadParams


def _McpResourceReadTarget():
    class McpResourceReadTarget(WireModel):
        """Part of `McpResourceReadParams`."""

        connector_id: str
        link_id: str | None

    return McpResourceReadTarget


def _TextResourceContent():
    class TextResourceContent(WireModel):
        """The `ResourceContent` with `text`."""

        uri: str
        mime_type: Omittable[str] = None
        text: str
        meta: Annotated[Omittable[Any], wire_name("_meta")] = None

    return TextResourceContent


def _BlobResourceContent():
    class BlobResourceContent(WireModel):
        """The `ResourceContent` with `blob`."""

        uri: str
        mime_type: Omittable[str] = None
        blob: str
        meta: Annotated[Omittable[Any], wire_name("_meta")] = None

    return BlobResourceContent


def _ResourceContent():
    return Annotated[p.TextResourceContent | p.BlobResourceContent, Untagged("ResourceContent", open=True)]


def _McpServerEventStreamStartResponse():
    class McpServerEventStreamStartResponse(WireModel):
        """Answer to `mcpServer/event/stream/start`."""

    return McpServerEventStreamStartResponse


def _McpServerEventStreamStartParams():
    class McpServerEventStreamStartParams(RequestParams):
        """Params of `mcpServer/event/stream/start`."""

        method = "mcpServer/event/stream/start"
        response_type = LazyClassRef("McpServerEventStreamStartResponse")
        experimental = True

        thread_id: str
        server: str
        subscription_id: str
        name: str
        arguments: Any
        meta: Annotated[Omittable[Any], wire_name("_meta")] = None

    return McpServerEventStreamStartParams


def _McpServerEventStreamStopResponse():
    class McpServerEventStreamStopResponse(WireModel):
        """Answer to `mcpServer/event/stream/stop`."""

    return McpServerEventStreamStopResponse


def _McpServerEventStreamStopParams():
    class McpServerEventStreamStopParams(RequestParams):
        """Params of `mcpServer/event/stream/stop`."""

        method = "mcpServer/event/stream/stop"
        response_type = LazyClassRef("McpServerEventStreamStopResponse")
        experimental = True

        subscription_id: str

    return McpServerEventStreamStopParams


def _McpServerToolCallResponse():
    class McpServerToolCallResponse(WireModel):
        """Answer to `mcpServer/tool/call`."""

        content: list[Any]
        structured_content: Omittable[Any] = None
        is_error: Omittable[bool] = None
        meta: Annotated[Omittable[Any], wire_name("_meta")] = None

    return McpServerToolCallResponse


def _McpServerToolCallParams():
    class McpServerToolCallParams(RequestParams):
        """Params of `mcpServer/tool/call`."""

        method = "mcpServer/tool/call"
        response_type = LazyClassRef("McpServerToolCallResponse")

        thread_id: str
        server: str
        tool: str
        arguments: Omittable[Any] = None
        meta: Annotated[Omittable[Any], wire_name("_meta")] = None

    return McpServerToolCallParams


def _McpServerOauthLoginCompletedNotification():
    class McpServerOauthLoginCompletedNotification(Notification):
        """Params of the `mcpServer/oauthLogin/completed` notification."""

        method = "mcpServer/oauthLogin/completed"

        name: str
        thread_id: str | None = None
        login_id: Omittable[str] = None
        success: bool
        error: Omittable[str] = None

    return McpServerOauthLoginCompletedNotification


def _McpServerStatusUpdatedNotification():
    class McpServerStatusUpdatedNotification(Notification):
        """Params of the `mcpServer/startupStatus/updated` notification."""

        method = "mcpServer/startupStatus/updated"

        thread_id: str | None = None
        name: str
        status: p.McpServerStartupState
        error: str | None = None
        failure_reason: p.McpServerStartupFailureReason | None = None

    return McpServerStatusUpdatedNotification


def _McpServerStartupFailureReason():
    return Annotated[Literal["reauthenticationRequired"] | str, OpenEnum()]


def _McpServerStartupState():
    return Annotated[Literal["starting", "ready", "failed", "cancelled"] | str, OpenEnum()]


def _McpServerEventStreamNotification():
    class McpServerEventStreamNotification(Notification):
        """Params of the `mcpServer/event/stream/notification` notification."""

        method = "mcpServer/event/stream/notification"
        experimental = True

        subscription_id: str
        notification: p.McpServerEventNotification

    return McpServerEventStreamNotification


def _McpServerEventNotification():
    class McpServerEventNotification(WireModel):
        """Part of `McpServerEventStreamNotification`."""

        method_: Annotated[str, wire_name("method")]
        params: Any

    return McpServerEventNotification


__getattr__, __dir__ = lazy_names(globals())
