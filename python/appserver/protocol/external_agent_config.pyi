"""The `external_agent_config` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable, OmittableList
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import AnyPath, Int64, UInt32

__all__ = [
    "CommandMigration",
    "ExternalAgentConfigDetectParams",
    "ExternalAgentConfigDetectResponse",
    "ExternalAgentConfigImportCompletedNotification",
    "ExternalAgentConfigImportHistoriesReadParams",
    "ExternalAgentConfigImportHistoriesReadResponse",
    "ExternalAgentConfigImportHistory",
    "ExternalAgentConfigImportHistoryRecordParams",
    "ExternalAgentConfigImportHistoryRecordResponse",
    "ExternalAgentConfigImportHistoryRecordSuccessParams",
    "ExternalAgentConfigImportHistoryRecordTypeResultParams",
    "ExternalAgentConfigImportItemTypeFailure",
    "ExternalAgentConfigImportItemTypeSuccess",
    "ExternalAgentConfigImportParams",
    "ExternalAgentConfigImportProgressNotification",
    "ExternalAgentConfigImportResponse",
    "ExternalAgentConfigImportTypeResult",
    "ExternalAgentConfigMigrationItem",
    "ExternalAgentConfigMigrationItemType",
    "ExternalAgentDetectedConnectorCandidate",
    "ExternalAgentDetectedConnectorSource",
    "ExternalAgentImportedConnectorCandidate",
    "ExternalAgentImportedConnectorSource",
    "HookMigration",
    "McpServerMigration",
    "MigrationDetails",
    "PluginsMigration",
    "SessionMigration",
    "SkillMigration",
    "SubagentMigration",
]

class ExternalAgentConfigDetectResponse(WireModel):
    """Answer to `externalAgentConfig/detect`."""

    items: list[ExternalAgentConfigMigrationItem]
    connectors: list[ExternalAgentDetectedConnectorCandidate] = Field(
        default_factory=list[ExternalAgentDetectedConnectorCandidate]
    )

class ExternalAgentConfigDetectParams(RequestParams[ExternalAgentConfigDetectResponse]):
    """Params of `externalAgentConfig/detect`."""

    method = "externalAgentConfig/detect"
    response_type = ExternalAgentConfigDetectResponse

    include_home: Flag = False
    cwds: Omittable[list[AnyPath]] = None
    max_session_age_days: Omittable[UInt32] = None
    max_sessions: Omittable[UInt32] = None
    source: Omittable[str] = None
    migration_source: Omittable[str] = None

class ExternalAgentConfigMigrationItem(WireModel):
    """Part of `ExternalAgentConfigDetectResponse` and `ExternalAgentConfigImportParams`."""

    item_type: ExternalAgentConfigMigrationItemType
    description: str
    cwd: str | None = None
    details: MigrationDetails | None = None

ExternalAgentConfigMigrationItemType: TypeAlias = (
    Literal[
        "AGENTS_MD",
        "CONFIG",
        "SKILLS",
        "PLUGINS",
        "MCP_SERVER_CONFIG",
        "SUBAGENTS",
        "HOOKS",
        "COMMANDS",
        "MEMORY",
        "SESSIONS",
    ]
    | str
)

class MigrationDetails(WireModel):
    """Part of `ExternalAgentConfigMigrationItem`."""

    plugins: list[PluginsMigration] = Field(default_factory=list[PluginsMigration])
    skills: list[SkillMigration] = Field(default_factory=list[SkillMigration])
    sessions: list[SessionMigration] = Field(default_factory=list[SessionMigration])
    mcp_servers: list[McpServerMigration] = Field(default_factory=list[McpServerMigration])
    hooks: list[HookMigration] = Field(default_factory=list[HookMigration])
    subagents: list[SubagentMigration] = Field(default_factory=list[SubagentMigration])
    commands: list[CommandMigration] = Field(default_factory=list[CommandMigration])
    memory: OmittableList[str] = Field(default_factory=list)

class CommandMigration(WireModel):
    """Part of `MigrationDetails`."""

    name: str

class HookMigration(WireModel):
    """Part of `MigrationDetails`."""

    name: str

class McpServerMigration(WireModel):
    """Part of `MigrationDetails`."""

    name: str

class PluginsMigration(WireModel):
    """Part of `MigrationDetails`."""

    marketplace_name: str
    plugin_names: list[str]

class SessionMigration(WireModel):
    """Part of `MigrationDetails`."""

    path: str
    cwd: str
    title: str | None = None

class SkillMigration(WireModel):
    """Part of `MigrationDetails`."""

    name: str

class SubagentMigration(WireModel):
    """Part of `MigrationDetails`."""

    name: str

class ExternalAgentDetectedConnectorCandidate(WireModel):
    """Part of `ExternalAgentConfigDetectResponse`."""

    name: str
    session_count: UInt32
    source: ExternalAgentDetectedConnectorSource

ExternalAgentDetectedConnectorSource: TypeAlias = Literal["remoteMcpServersConfig", "sessionToolUse"] | str

class ExternalAgentConfigImportResponse(WireModel):
    """Answer to `externalAgentConfig/import`."""

    import_id: str

class ExternalAgentConfigImportParams(RequestParams[ExternalAgentConfigImportResponse]):
    """Params of `externalAgentConfig/import`."""

    method = "externalAgentConfig/import"
    response_type = ExternalAgentConfigImportResponse

    migration_items: list[ExternalAgentConfigMigrationItem]
    source: Omittable[str] = None
    provider_id: Omittable[str] = None
    migration_source: Omittable[str] = None

class ExternalAgentConfigImportHistoryRecordResponse(WireModel):
    """Answer to `externalAgentConfig/import/recordHistory`."""

    import_id: str

class ExternalAgentConfigImportHistoryRecordParams(
    RequestParams[ExternalAgentConfigImportHistoryRecordResponse]
):
    """Params of `externalAgentConfig/import/recordHistory`."""

    method = "externalAgentConfig/import/recordHistory"
    response_type = ExternalAgentConfigImportHistoryRecordResponse

    provider_id: str
    item_type_results: list[ExternalAgentConfigImportHistoryRecordTypeResultParams]

class ExternalAgentConfigImportHistoryRecordTypeResultParams(WireModel):
    """Part of `ExternalAgentConfigImportHistoryRecordParams`."""

    item_type: ExternalAgentConfigMigrationItemType
    successes: list[ExternalAgentConfigImportHistoryRecordSuccessParams]
    failures: list[ExternalAgentConfigImportItemTypeFailure]

class ExternalAgentConfigImportHistoryRecordSuccessParams(WireModel):
    """Part of `ExternalAgentConfigImportHistoryRecordTypeResultParams`."""

    item_type: ExternalAgentConfigMigrationItemType
    cwd: str | None = None
    source: str | None = None
    target: str | None = None
    title: Omittable[str] = None

class ExternalAgentConfigImportItemTypeFailure(WireModel):
    """Part of `ExternalAgentConfigImportHistoryRecordTypeResultParams` and 2 more."""

    item_type: ExternalAgentConfigMigrationItemType
    error_type: str | None = None
    sub_error_type: str | None = None
    failure_stage: str
    message: str
    cwd: str | None = None
    source: str | None = None

class ExternalAgentConfigImportHistoriesReadResponse(WireModel):
    """Answer to `externalAgentConfig/import/readHistories`."""

    data: list[ExternalAgentConfigImportHistory]
    connectors: list[ExternalAgentImportedConnectorCandidate]

class ExternalAgentConfigImportHistory(WireModel):
    """Part of `ExternalAgentConfigImportHistoriesReadResponse`."""

    import_id: str
    provider_id: str | None = None
    completed_at_ms: Int64
    successes: list[ExternalAgentConfigImportItemTypeSuccess]
    failures: list[ExternalAgentConfigImportItemTypeFailure]

class ExternalAgentConfigImportItemTypeSuccess(WireModel):
    """Part of `ExternalAgentConfigImportHistory` and `ExternalAgentConfigImportTypeResult`."""

    item_type: ExternalAgentConfigMigrationItemType
    cwd: str | None = None
    source: str | None = None
    target: str | None = None
    title: str | None = None

class ExternalAgentImportedConnectorCandidate(WireModel):
    """Part of `ExternalAgentConfigImportHistoriesReadResponse`."""

    name: str
    session_count: UInt32
    source: ExternalAgentImportedConnectorSource

ExternalAgentImportedConnectorSource: TypeAlias = Literal["remoteMcpServersConfig"] | str

class ExternalAgentConfigImportProgressNotification(Notification):
    """Params of the `externalAgentConfig/import/progress` notification."""

    method = "externalAgentConfig/import/progress"

    import_id: str
    item_type_results: list[ExternalAgentConfigImportTypeResult]

class ExternalAgentConfigImportTypeResult(WireModel):
    """Part of `ExternalAgentConfigImportProgressNotification` and 1 more."""

    item_type: ExternalAgentConfigMigrationItemType
    successes: list[ExternalAgentConfigImportItemTypeSuccess]
    failures: list[ExternalAgentConfigImportItemTypeFailure]

class ExternalAgentConfigImportCompletedNotification(Notification):
    """Params of the `externalAgentConfig/import/completed` notification."""

    method = "externalAgentConfig/import/completed"

    import_id: str
    item_type_results: list[ExternalAgentConfigImportTypeResult]

class ExternalAgentConfigImportHistoriesReadParams(
    RequestParams[ExternalAgentConfigImportHistoriesReadResponse]
):
    """Params of `externalAgentConfig/import/readHistories`, which takes none."""

    method = "externalAgentConfig/import/readHistories"
    response_type = ExternalAgentConfigImportHistoriesReadResponse
    takes_params = False
