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
        """Answer to `mcpServer/oauth/login`.

        Attributes:
            authorization_url (str): The page to open in a browser.
            login_id (str | None = None): The id of this attempt to log in.
        """

        authorization_url: str
        login_id: str | None = None

    return McpServerOauthLoginResponse


def _McpServerOauthLoginParams():
    class McpServerOauthLoginParams(RequestParams):
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
        """Answer to `mcpServerStatus/list`.

        Attributes:
            data (list[McpServerStatus]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.McpServerStatus]
        next_cursor: str | None = None

    return ListMcpServerStatusResponse


def _ListMcpServerStatusParams():
    class ListMcpServerStatusParams(RequestParams):
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
        title: str | None = None
        version: str
        description: str | None = None
        icons: list[Any] | None = None
        website_url: str | None = None

    return McpServerInfo


def _Resource():
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
        uri_template: str
        name: str
        title: Omittable[str] = None
        description: Omittable[str] = None
        mime_type: Omittable[str] = None

    return ResourceTemplate


def _Tool():
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
        """Answer to `mcpServer/resource/read`.

        Attributes:
            contents (list[ResourceContent]): The contents.
            origin_call_id (str | None = None): The call that the resource belongs to.
        """

        contents: list[p.ResourceContent]
        origin_call_id: str | None = None

    return McpResourceReadResponse


def _McpResourceReadParams():
    class McpResourceReadParams(RequestParams):
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
        """Part of `McpResourceReadParams`.

        Attributes:
            connector_id (str): The id of the connector.
            link_id (str | None): The id of the link between the user and the app.
        """

        connector_id: str
        link_id: str | None

    return McpResourceReadTarget


def _TextResourceContent():
    class TextResourceContent(WireModel):
        """The `ResourceContent` with `text`.

        Attributes:
            uri (str): What the MCP server calls the resource.
            text (str): The text.
            mime_type (str | None = None): The media type of the content.
            meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
        """

        uri: str
        mime_type: Omittable[str] = None
        text: str
        meta: Annotated[Omittable[Any], wire_name("_meta")] = None

    return TextResourceContent


def _BlobResourceContent():
    class BlobResourceContent(WireModel):
        """The `ResourceContent` with `blob`.

        Attributes:
            uri (str): What the MCP server calls the resource.
            blob (str): The content, in Base64.
            mime_type (str | None = None): The media type of the content.
            meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
        """

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
        """Params of `mcpServer/event/stream/stop`.

        Attributes:
            subscription_id (str): The id that the client gave the subscription.
        """

        method = "mcpServer/event/stream/stop"
        response_type = LazyClassRef("McpServerEventStreamStopResponse")
        experimental = True

        subscription_id: str

    return McpServerEventStreamStopParams


def _McpServerToolCallResponse():
    class McpServerToolCallResponse(WireModel):
        """Answer to `mcpServer/tool/call`.

        Attributes:
            content (list[Any]): The output of the tool, in the parts of the MCP protocol.
            structured_content (Any = None): The result as JSON data.
            is_error (bool | None = None): Whether the tool reported an error.
            meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
        """

        content: list[Any]
        structured_content: Omittable[Any] = None
        is_error: Omittable[bool] = None
        meta: Annotated[Omittable[Any], wire_name("_meta")] = None

    return McpServerToolCallResponse


def _McpServerToolCallParams():
    class McpServerToolCallParams(RequestParams):
        """Params of `mcpServer/tool/call`.

        Attributes:
            thread_id (str): The thread that it is about.
            server (str): The MCP server that has the tool.
            tool (str): The tool to call.
            arguments (Any = None): The arguments of the call, as JSON data.
            meta (Any = None): Metadata of the MCP protocol (`_meta`), as JSON data.
        """

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
        thread_id: str | None = None
        login_id: Omittable[str] = None
        success: bool
        error: Omittable[str] = None

    return McpServerOauthLoginCompletedNotification


def _McpServerStatusUpdatedNotification():
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
        """Params of the `mcpServer/event/stream/notification` notification.

        Attributes:
            subscription_id (str): The id that the client gave the subscription.
            notification (McpServerEventNotification): The notification of the MCP server.
        """

        method = "mcpServer/event/stream/notification"
        experimental = True

        subscription_id: str
        notification: p.McpServerEventNotification

    return McpServerEventStreamNotification


def _McpServerEventNotification():
    class McpServerEventNotification(WireModel):
        """Part of `McpServerEventStreamNotification`.

        Attributes:
            method_ (str): The method of the notification of the MCP server.
            params (Any): The params of the notification, as JSON data.
        """

        method_: Annotated[str, wire_name("method")]
        params: Any

    return McpServerEventNotification


__getattr__, __dir__ = lazy_names(globals())
