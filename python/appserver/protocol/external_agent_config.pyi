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
    """Answer to `externalAgentConfig/detect`.

    Attributes:
        items (list[ExternalAgentConfigMigrationItem]): The items.
        connectors (list[ExternalAgentDetectedConnectorCandidate] = []): The connectors.
    """

    items: list[ExternalAgentConfigMigrationItem]
    """The items."""
    connectors: list[ExternalAgentDetectedConnectorCandidate] = Field(
        default_factory=list[ExternalAgentDetectedConnectorCandidate]
    )
    """The connectors."""

class ExternalAgentConfigDetectParams(RequestParams[ExternalAgentConfigDetectResponse]):
    """Params of `externalAgentConfig/detect`.

    Attributes:
        include_home (bool = False): Whether the home directory is looked at too.
        cwds (list[AnyPath] | None = None): The directories to look in.
        max_session_age_days (UInt32 | None = None): How old sessions may be, in days.
        max_sessions (UInt32 | None = None): How many sessions to look at.
        source (str | None = None): Where it comes from.
        migration_source (str | None = None): The program that it comes from.
    """

    method = "externalAgentConfig/detect"
    response_type = ExternalAgentConfigDetectResponse

    include_home: Flag = False
    """Whether the home directory is looked at too."""
    cwds: Omittable[list[AnyPath]] = None
    """The directories to look in."""
    max_session_age_days: Omittable[UInt32] = None
    """How old sessions may be, in days."""
    max_sessions: Omittable[UInt32] = None
    """How many sessions to look at."""
    source: Omittable[str] = None
    """Where it comes from."""
    migration_source: Omittable[str] = None
    """The program that it comes from."""

class ExternalAgentConfigMigrationItem(WireModel):
    """Part of `ExternalAgentConfigDetectResponse` and `ExternalAgentConfigImportParams`.

    Attributes:
        item_type (ExternalAgentConfigMigrationItemType): The kind of thing that is taken over.
        description (str): What it is, for people or for the model.
        cwd (str | None = None): The directory that it works in.
        details (MigrationDetails | None = None): More about it.
    """

    item_type: ExternalAgentConfigMigrationItemType
    """The kind of thing that is taken over."""
    description: str
    """What it is, for people or for the model."""
    cwd: str | None = None
    """The directory that it works in."""
    details: MigrationDetails | None = None
    """More about it."""

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
    """Part of `ExternalAgentConfigMigrationItem`.

    Attributes:
        plugins (list[PluginsMigration] = []): The plugins.
        skills (list[SkillMigration] = []): The skills.
        sessions (list[SessionMigration] = []): The sessions to take over.
        mcp_servers (list[McpServerMigration] = []): The MCP servers.
        hooks (list[HookMigration] = []): The hooks.
        subagents (list[SubagentMigration] = []): The subagents to take over.
        commands (list[CommandMigration] = []): The commands to take over.
        memory (list[str] = []): The memory files to take over.
    """

    plugins: list[PluginsMigration] = Field(default_factory=list[PluginsMigration])
    """The plugins."""
    skills: list[SkillMigration] = Field(default_factory=list[SkillMigration])
    """The skills."""
    sessions: list[SessionMigration] = Field(default_factory=list[SessionMigration])
    """The sessions to take over."""
    mcp_servers: list[McpServerMigration] = Field(default_factory=list[McpServerMigration])
    """The MCP servers."""
    hooks: list[HookMigration] = Field(default_factory=list[HookMigration])
    """The hooks."""
    subagents: list[SubagentMigration] = Field(default_factory=list[SubagentMigration])
    """The subagents to take over."""
    commands: list[CommandMigration] = Field(default_factory=list[CommandMigration])
    """The commands to take over."""
    memory: OmittableList[str] = Field(default_factory=list)
    """The memory files to take over."""

class CommandMigration(WireModel):
    """Part of `MigrationDetails`.

    Attributes:
        name (str): The name.
    """

    name: str
    """The name."""

class HookMigration(WireModel):
    """Part of `MigrationDetails`.

    Attributes:
        name (str): The name.
    """

    name: str
    """The name."""

class McpServerMigration(WireModel):
    """Part of `MigrationDetails`.

    Attributes:
        name (str): The name.
    """

    name: str
    """The name."""

class PluginsMigration(WireModel):
    """Part of `MigrationDetails`.

    Attributes:
        marketplace_name (str): The name of the marketplace.
        plugin_names (list[str]): The names of the plugins.
    """

    marketplace_name: str
    """The name of the marketplace."""
    plugin_names: list[str]
    """The names of the plugins."""

class SessionMigration(WireModel):
    """Part of `MigrationDetails`.

    Attributes:
        path (str): The path.
        cwd (str): The directory that it works in.
        title (str | None = None): The title to show.
    """

    path: str
    """The path."""
    cwd: str
    """The directory that it works in."""
    title: str | None = None
    """The title to show."""

class SkillMigration(WireModel):
    """Part of `MigrationDetails`.

    Attributes:
        name (str): The name.
    """

    name: str
    """The name."""

class SubagentMigration(WireModel):
    """Part of `MigrationDetails`.

    Attributes:
        name (str): The name.
    """

    name: str
    """The name."""

class ExternalAgentDetectedConnectorCandidate(WireModel):
    """Part of `ExternalAgentConfigDetectResponse`.

    Attributes:
        name (str): The name.
        session_count (UInt32): In how many sessions it was found.
        source (ExternalAgentDetectedConnectorSource): Where it comes from.
    """

    name: str
    """The name."""
    session_count: UInt32
    """In how many sessions it was found."""
    source: ExternalAgentDetectedConnectorSource
    """Where it comes from."""

ExternalAgentDetectedConnectorSource: TypeAlias = Literal["remoteMcpServersConfig", "sessionToolUse"] | str

class ExternalAgentConfigImportResponse(WireModel):
    """Answer to `externalAgentConfig/import`.

    Attributes:
        import_id (str): The id of this import.
    """

    import_id: str
    """The id of this import."""

class ExternalAgentConfigImportParams(RequestParams[ExternalAgentConfigImportResponse]):
    """Params of `externalAgentConfig/import`.

    Attributes:
        migration_items (list[ExternalAgentConfigMigrationItem]): What to take over.
        source (str | None = None): Where it comes from.
        provider_id (str | None = None): The id of the provider.
        migration_source (str | None = None): The program that it comes from.
    """

    method = "externalAgentConfig/import"
    response_type = ExternalAgentConfigImportResponse

    migration_items: list[ExternalAgentConfigMigrationItem]
    """What to take over."""
    source: Omittable[str] = None
    """Where it comes from."""
    provider_id: Omittable[str] = None
    """The id of the provider."""
    migration_source: Omittable[str] = None
    """The program that it comes from."""

class ExternalAgentConfigImportHistoryRecordResponse(WireModel):
    """Answer to `externalAgentConfig/import/recordHistory`.

    Attributes:
        import_id (str): The id of this import.
    """

    import_id: str
    """The id of this import."""

class ExternalAgentConfigImportHistoryRecordParams(
    RequestParams[ExternalAgentConfigImportHistoryRecordResponse]
):
    """Params of `externalAgentConfig/import/recordHistory`.

    Attributes:
        provider_id (str): The id of the provider.
        item_type_results (list[ExternalAgentConfigImportHistoryRecordTypeResultParams]): What came of it, for
            each kind of thing.
    """

    method = "externalAgentConfig/import/recordHistory"
    response_type = ExternalAgentConfigImportHistoryRecordResponse

    provider_id: str
    """The id of the provider."""
    item_type_results: list[ExternalAgentConfigImportHistoryRecordTypeResultParams]
    """What came of it, for each kind of thing."""

class ExternalAgentConfigImportHistoryRecordTypeResultParams(WireModel):
    """Part of `ExternalAgentConfigImportHistoryRecordParams`.

    Attributes:
        item_type (ExternalAgentConfigMigrationItemType): The kind of thing that is taken over.
        successes (list[ExternalAgentConfigImportHistoryRecordSuccessParams]): What was taken over, one entry for
            each.
        failures (list[ExternalAgentConfigImportItemTypeFailure]): What failed, one entry for each.
    """

    item_type: ExternalAgentConfigMigrationItemType
    """The kind of thing that is taken over."""
    successes: list[ExternalAgentConfigImportHistoryRecordSuccessParams]
    """What was taken over, one entry for each."""
    failures: list[ExternalAgentConfigImportItemTypeFailure]
    """What failed, one entry for each."""

class ExternalAgentConfigImportHistoryRecordSuccessParams(WireModel):
    """Part of `ExternalAgentConfigImportHistoryRecordTypeResultParams`.

    Attributes:
        item_type (ExternalAgentConfigMigrationItemType): The kind of thing that is taken over.
        cwd (str | None = None): The directory that it works in.
        source (str | None = None): Where it comes from.
        target (str | None = None): What it is directed at.
        title (str | None = None): The title to show.
    """

    item_type: ExternalAgentConfigMigrationItemType
    """The kind of thing that is taken over."""
    cwd: str | None = None
    """The directory that it works in."""
    source: str | None = None
    """Where it comes from."""
    target: str | None = None
    """What it is directed at."""
    title: Omittable[str] = None
    """The title to show."""

class ExternalAgentConfigImportItemTypeFailure(WireModel):
    """Part of `ExternalAgentConfigImportHistoryRecordTypeResultParams` and 2 more.

    Attributes:
        item_type (ExternalAgentConfigMigrationItemType): The kind of thing that is taken over.
        failure_stage (str): The step that failed.
        message (str): The message, for people.
        error_type (str | None = None): The kind of the error.
        sub_error_type (str | None = None): The narrower kind of the error.
        cwd (str | None = None): The directory that it works in.
        source (str | None = None): Where it comes from.
    """

    item_type: ExternalAgentConfigMigrationItemType
    """The kind of thing that is taken over."""
    error_type: str | None = None
    """The kind of the error."""
    sub_error_type: str | None = None
    """The narrower kind of the error."""
    failure_stage: str
    """The step that failed."""
    message: str
    """The message, for people."""
    cwd: str | None = None
    """The directory that it works in."""
    source: str | None = None
    """Where it comes from."""

class ExternalAgentConfigImportHistoriesReadResponse(WireModel):
    """Answer to `externalAgentConfig/import/readHistories`.

    Attributes:
        data (list[ExternalAgentConfigImportHistory]): The entries of this page.
        connectors (list[ExternalAgentImportedConnectorCandidate]): The connectors.
    """

    data: list[ExternalAgentConfigImportHistory]
    """The entries of this page."""
    connectors: list[ExternalAgentImportedConnectorCandidate]
    """The connectors."""

class ExternalAgentConfigImportHistory(WireModel):
    """Part of `ExternalAgentConfigImportHistoriesReadResponse`.

    Attributes:
        import_id (str): The id of this import.
        completed_at_ms (Int64): When it ended, in Unix milliseconds.
        successes (list[ExternalAgentConfigImportItemTypeSuccess]): What was taken over, one entry for each.
        failures (list[ExternalAgentConfigImportItemTypeFailure]): What failed, one entry for each.
        provider_id (str | None = None): The id of the provider.
    """

    import_id: str
    """The id of this import."""
    provider_id: str | None = None
    """The id of the provider."""
    completed_at_ms: Int64
    """When it ended, in Unix milliseconds."""
    successes: list[ExternalAgentConfigImportItemTypeSuccess]
    """What was taken over, one entry for each."""
    failures: list[ExternalAgentConfigImportItemTypeFailure]
    """What failed, one entry for each."""

class ExternalAgentConfigImportItemTypeSuccess(WireModel):
    """Part of `ExternalAgentConfigImportHistory` and `ExternalAgentConfigImportTypeResult`.

    Attributes:
        item_type (ExternalAgentConfigMigrationItemType): The kind of thing that is taken over.
        cwd (str | None = None): The directory that it works in.
        source (str | None = None): Where it comes from.
        target (str | None = None): What it is directed at.
        title (str | None = None): The title to show.
    """

    item_type: ExternalAgentConfigMigrationItemType
    """The kind of thing that is taken over."""
    cwd: str | None = None
    """The directory that it works in."""
    source: str | None = None
    """Where it comes from."""
    target: str | None = None
    """What it is directed at."""
    title: str | None = None
    """The title to show."""

class ExternalAgentImportedConnectorCandidate(WireModel):
    """Part of `ExternalAgentConfigImportHistoriesReadResponse`.

    Attributes:
        name (str): The name.
        session_count (UInt32): In how many sessions it was found.
        source (ExternalAgentImportedConnectorSource): Where it comes from.
    """

    name: str
    """The name."""
    session_count: UInt32
    """In how many sessions it was found."""
    source: ExternalAgentImportedConnectorSource
    """Where it comes from."""

ExternalAgentImportedConnectorSource: TypeAlias = Literal["remoteMcpServersConfig"] | str

class ExternalAgentConfigImportProgressNotification(Notification):
    """Params of the `externalAgentConfig/import/progress` notification.

    Attributes:
        import_id (str): The id of this import.
        item_type_results (list[ExternalAgentConfigImportTypeResult]): What came of it, for each kind of thing.
    """

    method = "externalAgentConfig/import/progress"

    import_id: str
    """The id of this import."""
    item_type_results: list[ExternalAgentConfigImportTypeResult]
    """What came of it, for each kind of thing."""

class ExternalAgentConfigImportTypeResult(WireModel):
    """Part of `ExternalAgentConfigImportProgressNotification` and 1 more.

    Attributes:
        item_type (ExternalAgentConfigMigrationItemType): The kind of thing that is taken over.
        successes (list[ExternalAgentConfigImportItemTypeSuccess]): What was taken over, one entry for each.
        failures (list[ExternalAgentConfigImportItemTypeFailure]): What failed, one entry for each.
    """

    item_type: ExternalAgentConfigMigrationItemType
    """The kind of thing that is taken over."""
    successes: list[ExternalAgentConfigImportItemTypeSuccess]
    """What was taken over, one entry for each."""
    failures: list[ExternalAgentConfigImportItemTypeFailure]
    """What failed, one entry for each."""

class ExternalAgentConfigImportCompletedNotification(Notification):
    """Params of the `externalAgentConfig/import/completed` notification.

    Attributes:
        import_id (str): The id of this import.
        item_type_results (list[ExternalAgentConfigImportTypeResult]): What came of it, for each kind of thing.
    """

    method = "externalAgentConfig/import/completed"

    import_id: str
    """The id of this import."""
    item_type_results: list[ExternalAgentConfigImportTypeResult]
    """What came of it, for each kind of thing."""

class ExternalAgentConfigImportHistoriesReadParams(
    RequestParams[ExternalAgentConfigImportHistoriesReadResponse]
):
    """Params of `externalAgentConfig/import/readHistories`, which takes none."""

    method = "externalAgentConfig/import/readHistories"
    response_type = ExternalAgentConfigImportHistoriesReadResponse
    takes_params = False
