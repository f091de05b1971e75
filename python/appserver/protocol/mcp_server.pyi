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
    """Answer to `mcpServer/oauth/login`.

    Attributes:
        authorization_url (str): The page to open in a browser.
        login_id (str | None = None): The id of this attempt to log in.
    """

    authorization_url: str
    """The page to open in a browser."""
    login_id: str | None = None
    """The id of this attempt to log in."""

class McpServerOauthLoginParams(RequestParams[McpServerOauthLoginResponse]):
    """Params of `mcpServer/oauth/login`.

    Attributes:
        name (str): The name.
        thread_id (str | None = None): The thread that it is about.
        client_registration (McpServerOauthClientRegistration | None = None): How the client registers with the
            server of the login.
        scopes (list[str] | None = None): The scopes to ask for.
        timeout_secs (Int64 | None = None): The time limit, in seconds.
    """

    method = "mcpServer/oauth/login"
    response_type = McpServerOauthLoginResponse

    name: str
    """The name."""
    thread_id: Omittable[str] = None
    """The thread that it is about."""
    client_registration: Omittable[McpServerOauthClientRegistration] = None
    """How the client registers with the server of the login."""
    scopes: Omittable[list[str]] = None
    """The scopes to ask for."""
    timeout_secs: Omittable[Int64] = None
    """The time limit, in seconds."""

McpServerOauthClientRegistration: TypeAlias = Literal["auto", "cimd", "dcr"] | str

class ListMcpServerStatusResponse(WireModel):
    """Answer to `mcpServerStatus/list`.

    Attributes:
        data (list[McpServerStatus]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[McpServerStatus]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class ListMcpServerStatusParams(RequestParams[ListMcpServerStatusResponse]):
    """Params of `mcpServerStatus/list`.

    Attributes:
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
        detail (McpServerStatusDetail | None = None): How closely images are looked at.
        thread_id (str | None = None): The thread that it is about.
        server_name (str | None = None): The name of the server.
    """

    method = "mcpServerStatus/list"
    response_type = ListMcpServerStatusResponse

    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""
    detail: Omittable[McpServerStatusDetail] = None
    """How closely images are looked at."""
    thread_id: Omittable[str] = None
    """The thread that it is about."""
    server_name: Omittable[str] = None
    """The name of the server."""

McpServerStatusDetail: TypeAlias = Literal["full", "toolsAndAuthOnly"] | str

class McpServerStatus(WireModel):
    """Part of `ListMcpServerStatusResponse`.

    Attributes:
        name (str): The name.
        tools (dict[str, Tool]): The tools.
        resources (list[Resource]): The resources of the server.
        resource_templates (list[ResourceTemplate]): The templates of resources of the server.
        auth_status (McpAuthStatus): Whether the server needs a login, and has one.
        runtime_status (McpServerConnectionStatus | None = None): Whether the server is connected.
        plugin_id (str | None = None): The id of the plugin.
        http_origin (str | None = None): The origin of a server that is reached by HTTP.
        server_info (McpServerInfo | None = None): What the server calls itself.
        server_capabilities (Any = None): What the server can do, as it says.
        tools_error (str | None = None): Why the tools could not be listed; None: they could.
    """

    name: str
    """The name."""
    runtime_status: McpServerConnectionStatus | None = None
    """Whether the server is connected."""
    plugin_id: str | None = None
    """The id of the plugin."""
    http_origin: str | None = None
    """The origin of a server that is reached by HTTP."""
    server_info: McpServerInfo | None = None
    """What the server calls itself."""
    server_capabilities: Any = None
    """What the server can do, as it says."""
    tools: dict[str, Tool]
    """The tools."""
    tools_error: str | None = None
    """Why the tools could not be listed; None: they could."""
    resources: list[Resource]
    """The resources of the server."""
    resource_templates: list[ResourceTemplate]
    """The templates of resources of the server."""
    auth_status: McpAuthStatus
    """Whether the server needs a login, and has one."""

McpAuthStatus: TypeAlias = Literal["unknown", "unsupported", "notLoggedIn", "bearerToken", "oAuth"] | str

McpServerConnectionStatus: TypeAlias = (
    Literal[
        "notStarted", "starting", "connected", "authenticationRequired", "failed", "cancelled", "disabled"
    ]
    | str
)

class McpServerInfo(WireModel):
    """Part of `McpServerStatus`.

    Attributes:
        name (str): The name.
        version (str): The version.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
        icons (list[Any] | None = None): The icons, as the MCP server wrote them.
        website_url (str | None = None): The URL of the website.
    """

    name: str
    """The name."""
    title: str | None = None
    """The title to show."""
    version: str
    """The version."""
    description: str | None = None
    """What it is, for people or for the model."""
    icons: list[Any] | None = None
    """The icons, as the MCP server wrote them."""
    website_url: str | None = None
    """The URL of the website."""

class Resource(WireModel):
    """Part of `McpServerStatus`.

    Attributes:
        name (str): The name of the resource.
        uri (str): Where it is read from.
        annotations (Any = None): Annotations, as the peer wrote them.
        description (str | None = None): What it is, for people or for the model.
        mime_type (str | None = None): The media type of the content.
        size (Int64 | None = None): The size in bytes.
        title (str | None = None): The title to show.
        icons (list[Any] | None = None): The icons, as the MCP server wrote them.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    annotations: Omittable[Any] = None
    """Annotations, as the peer wrote them."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    mime_type: Omittable[str] = None
    """The media type of the content."""
    name: str
    """The name of the resource."""
    size: Omittable[Int64] = None
    """The size in bytes."""
    title: Omittable[str] = None
    """The title to show."""
    uri: str
    """Where it is read from."""
    icons: Omittable[list[Any]] = None
    """The icons, as the MCP server wrote them."""
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""

class ResourceTemplate(WireModel):
    """Part of `McpServerStatus`.

    Attributes:
        uri_template (str): The template of the URIs.
        name (str): The name.
        annotations (Any = None): Annotations, as the peer wrote them.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
        mime_type (str | None = None): The media type of the content.
    """

    annotations: Omittable[Any] = None
    """Annotations, as the peer wrote them."""
    uri_template: str
    """The template of the URIs."""
    name: str
    """The name."""
    title: Omittable[str] = None
    """The title to show."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    mime_type: Omittable[str] = None
    """The media type of the content."""

class Tool(WireModel):
    """Part of `McpServerStatus`.

    Attributes:
        name (str): The name.
        input_schema (Any): The JSON schema of the arguments.
        title (str | None = None): The title to show.
        description (str | None = None): What it is, for people or for the model.
        output_schema (Any = None): The JSON schema that the answer has to fit.
        annotations (Any = None): Annotations, as the peer wrote them.
        icons (list[Any] | None = None): The icons, as the MCP server wrote them.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    name: str
    """The name."""
    title: Omittable[str] = None
    """The title to show."""
    description: Omittable[str] = None
    """What it is, for people or for the model."""
    input_schema: Any
    """The JSON schema of the arguments."""
    output_schema: Omittable[Any] = None
    """The JSON schema that the answer has to fit."""
    annotations: Omittable[Any] = None
    """Annotations, as the peer wrote them."""
    icons: Omittable[list[Any]] = None
    """The icons, as the MCP server wrote them."""
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""

class McpResourceReadResponse(WireModel):
    """Answer to `mcpServer/resource/read`.

    Attributes:
        contents (list[ResourceContent]): The contents.
        origin_call_id (str | None = None): The call that the resource belongs to.
    """

    contents: list[ResourceContent]
    """The contents."""
    origin_call_id: str | None = None
    """The call that the resource belongs to."""

class McpResourceReadParams(RequestParams[McpResourceReadResponse]):
    """Params of `mcpServer/resource/read`.

    Attributes:
        server (str): The MCP server, by its name in the configuration.
        uri (str): What the MCP server calls the resource.
        thread_id (str | None = None): The thread that it is about.
        origin_call_id (str | None = None): The call that the resource belongs to.
        connector_id (str | None = None): The id of the connector.
        target (McpResourceReadTarget | None = None): What it is directed at.
    """

    method = "mcpServer/resource/read"
    response_type = McpResourceReadResponse

    thread_id: Omittable[str] = None
    """The thread that it is about."""
    origin_call_id: Omittable[str] = None
    """The call that the resource belongs to."""
    server: str
    """The MCP server, by its name in the configuration."""
    uri: str
    """What the MCP server calls the resource."""
    connector_id: Omittable[str] = None
    """The id of the connector."""
    target: Omittable[McpResourceReadTarget] = None
    """What it is directed at."""

class McpResourceReadTarget(WireModel):
    """Part of `McpResourceReadParams`.

    Attributes:
        connector_id (str): The id of the connector.
        link_id (str | None): The id of the link between the user and the app.
    """

    connector_id: str
    """The id of the connector."""
    link_id: str | None
    """The id of the link between the user and the app."""

class TextResourceContent(WireModel):
    """The `ResourceContent` with `text`.

    Attributes:
        uri (str): What the MCP server calls the resource.
        text (str): The text.
        mime_type (str | None = None): The media type of the content.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    uri: str
    """What the MCP server calls the resource."""
    mime_type: Omittable[str] = None
    """The media type of the content."""
    text: str
    """The text."""
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""

class BlobResourceContent(WireModel):
    """The `ResourceContent` with `blob`.

    Attributes:
        uri (str): What the MCP server calls the resource.
        blob (str): The content, in Base64.
        mime_type (str | None = None): The media type of the content.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    uri: str
    """What the MCP server calls the resource."""
    mime_type: Omittable[str] = None
    """The media type of the content."""
    blob: str
    """The content, in Base64."""
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""

ResourceContent: TypeAlias = TextResourceContent | BlobResourceContent | UnknownVariant

class McpServerEventStreamStartResponse(WireModel):
    """Answer to `mcpServer/event/stream/start`."""

class McpServerEventStreamStartParams(RequestParams[McpServerEventStreamStartResponse]):
    """Params of `mcpServer/event/stream/start`.

    Attributes:
        thread_id (str): The thread that it is about.
        server (str): The MCP server, by its name in the configuration.
        subscription_id (str): The id that the client gave the subscription.
        name (str): The name.
        arguments (Any): The arguments of the call, as JSON data.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    method = "mcpServer/event/stream/start"
    response_type = McpServerEventStreamStartResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
    server: str
    """The MCP server, by its name in the configuration."""
    subscription_id: str
    """The id that the client gave the subscription."""
    name: str
    """The name."""
    arguments: Any
    """The arguments of the call, as JSON data."""
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""

class McpServerEventStreamStopResponse(WireModel):
    """Answer to `mcpServer/event/stream/stop`."""

class McpServerEventStreamStopParams(RequestParams[McpServerEventStreamStopResponse]):
    """Params of `mcpServer/event/stream/stop`.

    Attributes:
        subscription_id (str): The id that the client gave the subscription.
    """

    method = "mcpServer/event/stream/stop"
    response_type = McpServerEventStreamStopResponse
    experimental = True

    subscription_id: str
    """The id that the client gave the subscription."""

class McpServerToolCallResponse(WireModel):
    """Answer to `mcpServer/tool/call`.

    Attributes:
        content (list[Any]): The output of the tool, in the parts of the MCP protocol.
        structured_content (Any = None): The result as JSON data.
        is_error (bool | None = None): Whether the tool reported an error.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    content: list[Any]
    """The output of the tool, in the parts of the MCP protocol."""
    structured_content: Omittable[Any] = None
    """The result as JSON data."""
    is_error: Omittable[bool] = None
    """Whether the tool reported an error."""
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""

class McpServerToolCallParams(RequestParams[McpServerToolCallResponse]):
    """Params of `mcpServer/tool/call`.

    Attributes:
        thread_id (str): The thread that it is about.
        server (str): The MCP server that has the tool.
        tool (str): The tool to call.
        arguments (Any = None): The arguments of the call, as JSON data.
        meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
    """

    method = "mcpServer/tool/call"
    response_type = McpServerToolCallResponse

    thread_id: str
    """The thread that it is about."""
    server: str
    """The MCP server that has the tool."""
    tool: str
    """The tool to call."""
    arguments: Omittable[Any] = None
    """The arguments of the call, as JSON data."""
    meta: Annotated[Omittable[Any], wire_name("_meta")] = None
    """Metadata of the MCP protocol (`_meta`), as JSON data."""

class McpServerOauthLoginCompletedNotification(Notification):
    """Params of the `mcpServer/oauthLogin/completed` notification.

    Attributes:
        name (str): The name.
        success (bool): Whether it went well.
        thread_id (str | None = None): The thread that it is about.
        login_id (str | None = None): The id of this attempt to log in.
        error (str | None = None): Why it failed; None: it did not.
    """

    method = "mcpServer/oauthLogin/completed"

    name: str
    """The name."""
    thread_id: str | None = None
    """The thread that it is about."""
    login_id: Omittable[str] = None
    """The id of this attempt to log in."""
    success: bool
    """Whether it went well."""
    error: Omittable[str] = None
    """Why it failed; None: it did not."""

class McpServerStatusUpdatedNotification(Notification):
    """Params of the `mcpServer/startupStatus/updated` notification.

    Attributes:
        name (str): The name.
        status (McpServerStartupState): The state that it is in.
        thread_id (str | None = None): The thread that it is about.
        error (str | None = None): Why it failed; None: it did not.
        failure_reason (McpServerStartupFailureReason | None = None): Why it failed, as a word; None: it did not.
    """

    method = "mcpServer/startupStatus/updated"

    thread_id: str | None = None
    """The thread that it is about."""
    name: str
    """The name."""
    status: McpServerStartupState
    """The state that it is in."""
    error: str | None = None
    """Why it failed; None: it did not."""
    failure_reason: McpServerStartupFailureReason | None = None
    """Why it failed, as a word; None: it did not."""

McpServerStartupFailureReason: TypeAlias = Literal["reauthenticationRequired"] | str

McpServerStartupState: TypeAlias = Literal["starting", "ready", "failed", "cancelled"] | str

class McpServerEventStreamNotification(Notification):
    """Params of the `mcpServer/event/stream/notification` notification.

    Attributes:
        subscription_id (str): The id that the client gave the subscription.
        notification (McpServerEventNotification): The notification of the MCP server.
    """

    method = "mcpServer/event/stream/notification"
    experimental = True

    subscription_id: str
    """The id that the client gave the subscription."""
    notification: McpServerEventNotification
    """The notification of the MCP server."""

class McpServerEventNotification(WireModel):
    """Part of `McpServerEventStreamNotification`.

    Attributes:
        method_ (str): The method of the notification of the MCP server.
        params (Any): The params of the notification, as JSON data.
    """

    method_: Annotated[str, wire_name("method")]
    """The method of the notification of the MCP server."""
    params: Any
    """The params of the notification, as JSON data."""
