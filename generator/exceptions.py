"""Everything about the protocol that neither schema says, each with how we know it.

Most of it shows in messages of the program only. When a new schema arrives, these tables and the families are
what a person has to look at; the generator refuses entries that no longer match anything.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ALSO_READ",
    "ALTERNATIVES",
    "DESCRIPTORS",
    "EXPERIMENTAL_NOTIFICATIONS",
    "FLATTENED",
    "INLINED",
    "LEFT_OUT",
    "NOT_MODELLED",
    "NUMBERS",
    "OPEN",
    "ORDERS",
    "OURS",
    "PATHS",
    "RESPONSES",
    "SAID",
    "SCALARS",
    "SPECIAL_UNKNOWN",
    "TYPESCRIPT_NAMES",
    "UNDEFINED_METHODS",
    "VARIANT_NAMES",
    "WITHOUT_TAG",
]

RESPONSES: Final = {
    # The other methods name their answers after their params: FooParams, FooResponse.
    "memory/reset": "MemoryResetResponse",
    "rollout/compress": "RolloutCompressResponse",
    "account/gatewayOAuth/read": "GatewayOAuthReadResponse",
    "account/gatewayOAuth/login": "GatewayOAuthLoginResponse",
    "account/gatewayOAuth/cancel": "GatewayOAuthCancelResponse",
    "account/logout": "LogoutAccountResponse",
    "account/workspaceMessages/read": "GetWorkspaceMessagesResponse",
    "remoteControl/status/read": "RemoteControlStatusReadResponse",
    "config/mcpServer/reload": "McpServerRefreshResponse",
    "config/value/write": "ConfigWriteResponse",
    "config/batchWrite": "ConfigWriteResponse",
    "configRequirements/read": "ConfigRequirementsReadResponse",
    "windowsSandbox/readiness": "WindowsSandboxReadinessResponse",
    "externalAgentConfig/import/readHistories": "ExternalAgentConfigImportHistoriesReadResponse",
}
"""The answers that no naming rule finds. Together they name every answer that the schema has left over."""

EXPERIMENTAL_NOTIFICATIONS: Final = frozenset(
    {
        # Both schemas list every notification. These were seen to reach experimental connections only ...
        "thread/readState/changed",
        "thread/settings/updated",
        # ... these are marked in the sources of Codex ...
        "autoApprovalReview/strictReviewRequired",
        "mcpServer/event/stream/notification",
        "process/exited",
        "process/outputDelta",
        "project/changed",
        "thread/environment/connected",
        "thread/environment/disconnected",
        "thread/project/updated",
        "thread/queue/changed",
        "thread/realtime/closed",
        "thread/realtime/error",
        "thread/realtime/item/completed",
        "thread/realtime/item/started",
        "thread/realtime/item/transcript/delta",
        "thread/realtime/itemAdded",
        "thread/realtime/outputAudio/delta",
        "thread/realtime/sdp",
        "thread/realtime/started",
        "thread/realtime/transcript/delta",
        "thread/realtime/transcript/done",
        "turn/moderationMetadata",
        # ... and the only request of this family is experimental.
        "thread/prediction/updated",
    }
)

ALSO_READ: Final = ("UserVerificationRpcError",)
"""Definitions that no method refers to, but servers send: the error of the `userVerification` requests."""

_ENVELOPE = "the envelope of messages, which the core reads"
_LIST = "the list of the methods of one kind; each method has a class"
_NULLABLE = "a method's params or null; the method says whether it needs params"

NOT_MODELLED: Final = {
    "ClientNotification": _LIST,
    "ClientRequest": _LIST,
    "JSONRPCError": _ENVELOPE,
    "JSONRPCErrorError": _ENVELOPE,
    "JSONRPCMessage": _ENVELOPE,
    "JSONRPCNotification": _ENVELOPE,
    "JSONRPCRequest": _ENVELOPE,
    "JSONRPCResponse": _ENVELOPE,
    "NullableGetAccountRateLimitsParams": _NULLABLE,
    "NullableGetAccountTokenUsageParams": _NULLABLE,
    "NullableRemoteControlDisableParams": _NULLABLE,
    "NullableRemoteControlEnableParams": _NULLABLE,
    "ServerNotification": _LIST,
    "ServerRequest": _LIST,
    "W3cTraceContext": "a part of the envelope of requests",
}
"""Definitions without a class of ours, and why."""

_OLD = (
    "from before threads had requests of their own; only TypeScript shows it, the JSON schema has no params"
)

UNDEFINED_METHODS: Final = {
    "getAuthStatus": f"{_OLD}; `account/read` says the same",
    "getConversationSummary": f"{_OLD}; `thread/read` says the same",
    "gitDiffToRemote": _OLD,
}
"""Methods without a class of ours, and why. A method that TypeScript alone lists is taken in where its params are
defined."""

DESCRIPTORS: Final = {("AskForApproval", "granular"): "askForApproval.granular"}
"""Union and tag of a variant that both schemas have but the program gates, with the name it gives the gate."""

SAID: Final = {"SandboxPolicy": "SandboxPolicyDeserialize"}
"""Unions that messages of the program call something else: serde reads them through a type of its own."""

WITHOUT_TAG: Final = {"DynamicToolSpec": "function"}
"""Unions of which the program takes an object without the tag, and as what: an older form, which no schema shows."""

ORDERS: Final = {"MultiAgentMode": ["none", "custom", "explicitRequestOnly", "proactive"]}
"""All variants that messages of the program list, where it reads one more than the schema shows."""

SCALARS: Final = {
    # Strings that the program checks when it reads them.
    "AbsolutePathBuf": "AbsolutePath",
    "ReasoningEffort": "NonEmptyEffort",
}

ALTERNATIVES: Final = {
    # What messages call the untagged enum that is flattened into a variant.
    "ContentItem": "ImageReference",
    "FunctionCallOutputContentItem": "ImageReference",
    "UserInput": "ImageReference",
}

VARIANT_NAMES: Final = {
    # `openaiForm` beside it makes the same name.
    ("McpServerElicitationRequestParams", "openai/form"): "OpenaiSlashFormMcpServerElicitationRequestParams",
}

SPECIAL_UNKNOWN: Final = {"ThreadItem": "UnknownThreadItem"}
"""Unions whose unknown variants have a class of their own, written by hand in `variants.py`."""

FLATTENED: Final = {
    # The JSON schema does not show a flattened map, and TypeScript shows its values without their name.
    "AppsConfig": "AppConfig",
    "AppToolsConfig": "AppToolConfig",
    "AppLinksConfig": "AppLinkConfig",
}

OPEN: Final = frozenset({"InternalChatMessageMetadataPassthrough"})
"""Objects of which the program was seen to send more fields than its schema shows; they are kept."""

OURS: Final = {
    # How many turns of a thread its server has let go. The schema shows an empty object, open to such things.
    ("ThreadExtra", "forgottenTurns"): "Int64",
}
"""Fields that our server sends and Codex's does not, with their types; readers that do not know them ignore them."""

INLINED: Final = frozenset({"AppConfig", "AppLinkConfig", "AppToolConfig", "ThreadListCwdFilter"})
"""Definitions that TypeScript writes out where they are used. The order of their fields is the alphabet's."""

TYPESCRIPT_NAMES: Final = {
    # Two types share this name in TypeScript; the JSON schema renames one of them.
    "ResponsesApiWebSearchAction": ("", "WebSearchAction"),
}

LEFT_OUT: Final = frozenset(
    {
        # TypeScript shows a null for these. The program was seen to leave them out instead.
        ("ConfigLayer", "disabledReason"),
        ("ConfigReadResponse", "layers"),
        # The schema shows a null for this one, of a reasoning item; the program leaves it out.
        ("ResponseItem", "content"),
    }
)

PATHS: Final = frozenset(
    {
        # Strings in the schema, of which messages of the program say that they are paths.
        ("CommandExecParams", "cwd"),
        ("ExternalAgentConfigDetectParams", "cwds"),
        ("FeedbackUploadParams", "extraLogFiles"),
        ("HooksListParams", "cwds"),
        ("SkillsListParams", "cwds"),
        ("ThreadForkParams", "path"),
        ("ThreadResumeParams", "path"),
        ("ThreadSettingsUpdateParams", "cwd"),
        ("TurnStartParams", "cwd"),
    }
)

NUMBERS: Final = frozenset(
    {
        # Floating point in the schema, but the program sends an integer as one: `1`, not `1.0`.
        ("McpElicitationNumberSchema", "default"),
        ("McpElicitationNumberSchema", "maximum"),
        ("McpElicitationNumberSchema", "minimum"),
    }
)
