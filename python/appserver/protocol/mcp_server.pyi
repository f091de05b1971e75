"""The `mcp_server` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Any, Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable, wire_name
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64, UInt32
from appserver.protocol._support.variants import UnknownVariant

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

class McpServerOauthLoginResponse(WireModel):
    """Answer to `mcpServer/oauth/login`."""

    authorization_url: str
    login_id: str | None = None

class McpServerOauthLoginParams(RequestParams[McpServerOauthLoginResponse]):
    """Params of `mcpServer/oauth/login`."""

    method = "mcpServer/oauth/login"
    response_type = McpServerOauthLoginResponse

    name: str
    thread_id: Omittable[str] = None
    client_registration: Omittable[McpServerOauthClientRegistration] = None
    scopes: Omittable[list[str]] = None
    timeout_secs: Omittable[Int64] = None

McpServerOauthClientRegistration: TypeAlias = Literal["auto", "cimd", "dcr"] | str

class ListMcpServerStatusResponse(WireModel):
    """Answer to `mcpServerStatus/list`."""

    data: list[McpServerStatus]
    next_cursor: str | None = None

class ListMcpServerStatusParams(RequestParams[ListMcpServerStatusResponse]):
    """Params of `mcpServerStatus/list`."""

    method = "mcpServerStatus/list"
    response_type = ListMcpServerStatusResponse

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
    detail: Omittable[McpServerStatusDetail] = None
    thread_id: Omittable[str] = None
    server_name: Omittable[str] = None

McpServerStatusDetail: TypeAlias = Literal["full", "toolsAndAuthOnly"] | str

class McpServerStatus(WireModel):
    """Part of `ListMcpServerStatusResponse`."""

    name: str
    runtime_status: McpServerConnectionStatus | None = None
    plugin_id: str | None = None
    http_origin: str | None = None
    server_info: McpServerInfo | None = None
    server_capabilities: Any = None
    tools: dict[str, Tool]
    tools_error: str | None = None
    resources: list[Resource]
    resource_templates: list[ResourceTemplate]
    auth_status: McpAuthStatus

McpAuthStatus: TypeAlias = Literal["unknown", "unsupported", "notLoggedIn", "bearerToken", "oAuth"] | str

McpServerConnectionStatus: TypeAlias = (
    Literal[
        "notStarted", "starting", "connected", "authenticationRequired", "failed", "cancelled", "disabled"
    ]
    | str
)

class McpServerInfo(WireModel):
    """Part of `McpServerStatus`."""

    name: str
    title: str | None = None
    version: str
    description: str | None = None
    icons: list[Any] | None = None
    website_url: str | None = None

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

class ResourceTemplate(WireModel):
    """Part of `McpServerStatus`."""

    annotations: Omittable[Any] = None
    uri_template: str
    name: str
    title: Omittable[str] = None
    description: Omittable[str] = None
    mime_type: Omittable[str] = None

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

class McpResourceReadResponse(WireModel):
    """Answer to `mcpServer/resource/read`."""

    contents: list[ResourceContent]
    origin_call_id: str | None = None

class McpResourceReadParams(RequestParams[McpResourceReadResponse]):
    """Params of `mcpServer/resource/read`."""

    method = "mcpServer/resource/read"
    response_type = McpResourceReadResponse

    thread_id: Omittable[str] = None
    origin_call_id: Omittable[str] = None
    server: str
    uri: str
    connector_id: Omittable[str] = None
    target: Omittable[McpResourceReadTarget] = None

class McpResourceReadTarget(WireModel):
    """Part of `McpResourceReadParams`."""

    connector_id: str
    link_id: str | None

class TextResourceContent(WireModel):
    """The `ResourceContent` with `text`."""

    uri: str
    mime_type: Omittable[str] = None
    text: str
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None

class BlobResourceContent(WireModel):
    """The `ResourceContent` with `blob`."""

    uri: str
    mime_type: Omittable[str] = None
    blob: str
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None

ResourceContent: TypeAlias = TextResourceContent | BlobResourceContent | UnknownVariant

class McpServerEventStreamStartResponse(WireModel):
    """Answer to `mcpServer/event/stream/start`."""

class McpServerEventStreamStartParams(RequestParams[McpServerEventStreamStartResponse]):
    """Params of `mcpServer/event/stream/start`."""

    method = "mcpServer/event/stream/start"
    response_type = McpServerEventStreamStartResponse
    experimental = True

    thread_id: str
    server: str
    subscription_id: str
    name: str
    arguments: Any
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None

class McpServerEventStreamStopResponse(WireModel):
    """Answer to `mcpServer/event/stream/stop`."""

class McpServerEventStreamStopParams(RequestParams[McpServerEventStreamStopResponse]):
    """Params of `mcpServer/event/stream/stop`."""

    method = "mcpServer/event/stream/stop"
    response_type = McpServerEventStreamStopResponse
    experimental = True

    subscription_id: str

class McpServerToolCallResponse(WireModel):
    """Answer to `mcpServer/tool/call`."""

    content: list[Any]
    structured_content: Omittable[Any] = None
    is_error: Omittable[bool] = None
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None

class McpServerToolCallParams(RequestParams[McpServerToolCallResponse]):
    """Params of `mcpServer/tool/call`."""

    method = "mcpServer/tool/call"
    response_type = McpServerToolCallResponse

    thread_id: str
    server: str
    tool: str
    arguments: Omittable[Any] = None
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None

class McpServerOauthLoginCompletedNotification(Notification):
    """Params of the `mcpServer/oauthLogin/completed` notification."""

    method = "mcpServer/oauthLogin/completed"

    name: str
    thread_id: str | None = None
    login_id: Omittable[str] = None
    success: bool
    error: Omittable[str] = None

class McpServerStatusUpdatedNotification(Notification):
    """Params of the `mcpServer/startupStatus/updated` notification."""

    method = "mcpServer/startupStatus/updated"

    thread_id: str | None = None
    name: str
    status: McpServerStartupState
    error: str | None = None
    failure_reason: McpServerStartupFailureReason | None = None

McpServerStartupFailureReason: TypeAlias = Literal["reauthenticationRequired"] | str

McpServerStartupState: TypeAlias = Literal["starting", "ready", "failed", "cancelled"] | str

class McpServerEventStreamNotification(Notification):
    """Params of the `mcpServer/event/stream/notification` notification."""

    method = "mcpServer/event/stream/notification"
    experimental = True

    subscription_id: str
    notification: McpServerEventNotification

class McpServerEventNotification(WireModel):
    """Part of `McpServerEventStreamNotification`."""

    method_: Annotated[str, wire_name("method")]
    params: Any
