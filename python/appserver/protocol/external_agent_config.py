"""What runs of `external_agent_config.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable, OmittableList
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import AnyPath, Int64, OpenEnum, UInt32

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


def _ExternalAgentConfigDetectResponse():
    class ExternalAgentConfigDetectResponse(WireModel):
        """Answer to `externalAgentConfig/detect`.

        Attributes:
            items (list[ExternalAgentConfigMigrationItem]): The items.
            connectors (list[ExternalAgentDetectedConnectorCandidate] = []): The connectors.
        """

        items: list[p.ExternalAgentConfigMigrationItem]
        connectors: list[p.ExternalAgentDetectedConnectorCandidate] = Field(default_factory=list)

    return ExternalAgentConfigDetectResponse


def _ExternalAgentConfigDetectParams():
    class ExternalAgentConfigDetectParams(RequestParams):
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
        response_type = LazyClassRef("ExternalAgentConfigDetectResponse")

        include_home: Flag = False
        cwds: Omittable[list[AnyPath]] = None
        max_session_age_days: Omittable[UInt32] = None
        max_sessions: Omittable[UInt32] = None
        source: Omittable[str] = None
        migration_source: Omittable[str] = None

    return ExternalAgentConfigDetectParams


def _ExternalAgentConfigMigrationItem():
    class ExternalAgentConfigMigrationItem(WireModel):
        """Part of `ExternalAgentConfigDetectResponse` and `ExternalAgentConfigImportParams`.

        Attributes:
            item_type (ExternalAgentConfigMigrationItemType): The kind of thing that is taken over.
            description (str): What it is, for people or for the model.
            cwd (str | None = None): The directory that it works in.
            details (MigrationDetails | None = None): More about it.
        """

        item_type: p.ExternalAgentConfigMigrationItemType
        description: str
        cwd: str | None = None
        details: p.MigrationDetails | None = None

    return ExternalAgentConfigMigrationItem


def _ExternalAgentConfigMigrationItemType():
    return Annotated[
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
        | str,
        OpenEnum(),
    ]


def _MigrationDetails():
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

        plugins: list[p.PluginsMigration] = Field(default_factory=list)
        skills: list[p.SkillMigration] = Field(default_factory=list)
        sessions: list[p.SessionMigration] = Field(default_factory=list)
        mcp_servers: list[p.McpServerMigration] = Field(default_factory=list)
        hooks: list[p.HookMigration] = Field(default_factory=list)
        subagents: list[p.SubagentMigration] = Field(default_factory=list)
        commands: list[p.CommandMigration] = Field(default_factory=list)
        memory: OmittableList[str] = Field(default_factory=list)

    return MigrationDetails


def _CommandMigration():
    class CommandMigration(WireModel):
        """Part of `MigrationDetails`.

        Attributes:
            name (str): The name.
        """

        name: str

    return CommandMigration


def _HookMigration():
    class HookMigration(WireModel):
        """Part of `MigrationDetails`.

        Attributes:
            name (str): The name.
        """

        name: str

    return HookMigration


def _McpServerMigration():
    class McpServerMigration(WireModel):
        """Part of `MigrationDetails`.

        Attributes:
            name (str): The name.
        """

        name: str

    return McpServerMigration


def _PluginsMigration():
    class PluginsMigration(WireModel):
        """Part of `MigrationDetails`.

        Attributes:
            marketplace_name (str): The name of the marketplace.
            plugin_names (list[str]): The names of the plugins.
        """

        marketplace_name: str
        plugin_names: list[str]

    return PluginsMigration


def _SessionMigration():
    class SessionMigration(WireModel):
        """Part of `MigrationDetails`.

        Attributes:
            path (str): The path.
            cwd (str): The directory that it works in.
            title (str | None = None): The title to show.
        """

        path: str
        cwd: str
        title: str | None = None

    return SessionMigration


def _SkillMigration():
    class SkillMigration(WireModel):
        """Part of `MigrationDetails`.

        Attributes:
            name (str): The name.
        """

        name: str

    return SkillMigration


def _SubagentMigration():
    class SubagentMigration(WireModel):
        """Part of `MigrationDetails`.

        Attributes:
            name (str): The name.
        """

        name: str

    return SubagentMigration


def _ExternalAgentDetectedConnectorCandidate():
    class ExternalAgentDetectedConnectorCandidate(WireModel):
        """Part of `ExternalAgentConfigDetectResponse`.

        Attributes:
            name (str): The name.
            session_count (UInt32): In how many sessions it was found.
            source (ExternalAgentDetectedConnectorSource): Where it comes from.
        """

        name: str
        session_count: UInt32
        source: p.ExternalAgentDetectedConnectorSource

    return ExternalAgentDetectedConnectorCandidate


def _ExternalAgentDetectedConnectorSource():
    return Annotated[Literal["remoteMcpServersConfig", "sessionToolUse"] | str, OpenEnum()]


def _ExternalAgentConfigImportResponse():
    class ExternalAgentConfigImportResponse(WireModel):
        """Answer to `externalAgentConfig/import`.

        Attributes:
            import_id (str): The id of this import.
        """

        import_id: str

    return ExternalAgentConfigImportResponse


def _ExternalAgentConfigImportParams():
    class ExternalAgentConfigImportParams(RequestParams):
        """Params of `externalAgentConfig/import`.

        Attributes:
            migration_items (list[ExternalAgentConfigMigrationItem]): What to take over.
            source (str | None = None): Where it comes from.
            provider_id (str | None = None): The id of the provider.
            migration_source (str | None = None): The program that it comes from.
        """

        method = "externalAgentConfig/import"
        response_type = LazyClassRef("ExternalAgentConfigImportResponse")

        migration_items: list[p.ExternalAgentConfigMigrationItem]
        source: Omittable[str] = None
        provider_id: Omittable[str] = None
        migration_source: Omittable[str] = None

    return ExternalAgentConfigImportParams


def _ExternalAgentConfigImportHistoryRecordResponse():
    class ExternalAgentConfigImportHistoryRecordResponse(WireModel):
        """Answer to `externalAgentConfig/import/recordHistory`.

        Attributes:
            import_id (str): The id of this import.
        """

        import_id: str

    return ExternalAgentConfigImportHistoryRecordResponse


def _ExternalAgentConfigImportHistoryRecordParams():
    class ExternalAgentConfigImportHistoryRecordParams(RequestParams):
        """Params of `externalAgentConfig/import/recordHistory`.

        Attributes:
            provider_id (str): The id of the provider.
            item_type_results (list[ExternalAgentConfigImportHistoryRecordTypeResultParams]): What came of it, for
                each kind of thing.
        """

        method = "externalAgentConfig/import/recordHistory"
        response_type = LazyClassRef("ExternalAgentConfigImportHistoryRecordResponse")

        provider_id: str
        item_type_results: list[p.ExternalAgentConfigImportHistoryRecordTypeResultParams]

    return ExternalAgentConfigImportHistoryRecordParams


def _ExternalAgentConfigImportHistoryRecordTypeResultParams():
    class ExternalAgentConfigImportHistoryRecordTypeResultParams(WireModel):
        """Part of `ExternalAgentConfigImportHistoryRecordParams`.

        Attributes:
            item_type (ExternalAgentConfigMigrationItemType): The kind of thing that is taken over.
            successes (list[ExternalAgentConfigImportHistoryRecordSuccessParams]): What was taken over, one entry for
                each.
            failures (list[ExternalAgentConfigImportItemTypeFailure]): What failed, one entry for each.
        """

        item_type: p.ExternalAgentConfigMigrationItemType
        successes: list[p.ExternalAgentConfigImportHistoryRecordSuccessParams]
        failures: list[p.ExternalAgentConfigImportItemTypeFailure]

    return ExternalAgentConfigImportHistoryRecordTypeResultParams


def _ExternalAgentConfigImportHistoryRecordSuccessParams():
    class ExternalAgentConfigImportHistoryRecordSuccessParams(WireModel):
        """Part of `ExternalAgentConfigImportHistoryRecordTypeResultParams`.

        Attributes:
            item_type (ExternalAgentConfigMigrationItemType): The kind of thing that is taken over.
            cwd (str | None = None): The directory that it works in.
            source (str | None = None): Where it comes from.
            target (str | None = None): What it is directed at.
            title (str | None = None): The title to show.
        """

        item_type: p.ExternalAgentConfigMigrationItemType
        cwd: str | None = None
        source: str | None = None
        target: str | None = None
        title: Omittable[str] = None

    return ExternalAgentConfigImportHistoryRecordSuccessParams


def _ExternalAgentConfigImportItemTypeFailure():
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

        item_type: p.ExternalAgentConfigMigrationItemType
        error_type: str | None = None
        sub_error_type: str | None = None
        failure_stage: str
        message: str
        cwd: str | None = None
        source: str | None = None

    return ExternalAgentConfigImportItemTypeFailure


def _ExternalAgentConfigImportHistoriesReadResponse():
    class ExternalAgentConfigImportHistoriesReadResponse(WireModel):
        """Answer to `externalAgentConfig/import/readHistories`.

        Attributes:
            data (list[ExternalAgentConfigImportHistory]): The entries of this page.
            connectors (list[ExternalAgentImportedConnectorCandidate]): The connectors.
        """

        data: list[p.ExternalAgentConfigImportHistory]
        connectors: list[p.ExternalAgentImportedConnectorCandidate]

    return ExternalAgentConfigImportHistoriesReadResponse


def _ExternalAgentConfigImportHistory():
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
        provider_id: str | None = None
        completed_at_ms: Int64
        successes: list[p.ExternalAgentConfigImportItemTypeSuccess]
        failures: list[p.ExternalAgentConfigImportItemTypeFailure]

    return ExternalAgentConfigImportHistory


def _ExternalAgentConfigImportItemTypeSuccess():
    class ExternalAgentConfigImportItemTypeSuccess(WireModel):
        """Part of `ExternalAgentConfigImportHistory` and `ExternalAgentConfigImportTypeResult`.

        Attributes:
            item_type (ExternalAgentConfigMigrationItemType): The kind of thing that is taken over.
            cwd (str | None = None): The directory that it works in.
            source (str | None = None): Where it comes from.
            target (str | None = None): What it is directed at.
            title (str | None = None): The title to show.
        """

        item_type: p.ExternalAgentConfigMigrationItemType
        cwd: str | None = None
        source: str | None = None
        target: str | None = None
        title: str | None = None

    return ExternalAgentConfigImportItemTypeSuccess


def _ExternalAgentImportedConnectorCandidate():
    class ExternalAgentImportedConnectorCandidate(WireModel):
        """Part of `ExternalAgentConfigImportHistoriesReadResponse`.

        Attributes:
            name (str): The name.
            session_count (UInt32): In how many sessions it was found.
            source (ExternalAgentImportedConnectorSource): Where it comes from.
        """

        name: str
        session_count: UInt32
        source: p.ExternalAgentImportedConnectorSource

    return ExternalAgentImportedConnectorCandidate


def _ExternalAgentImportedConnectorSource():
    return Annotated[Literal["remoteMcpServersConfig"] | str, OpenEnum()]


def _ExternalAgentConfigImportProgressNotification():
    class ExternalAgentConfigImportProgressNotification(Notification):
        """Params of the `externalAgentConfig/import/progress` notification.

        Attributes:
            import_id (str): The id of this import.
            item_type_results (list[ExternalAgentConfigImportTypeResult]): What came of it, for each kind of thing.
        """

        method = "externalAgentConfig/import/progress"

        import_id: str
        item_type_results: list[p.ExternalAgentConfigImportTypeResult]

    return ExternalAgentConfigImportProgressNotification


def _ExternalAgentConfigImportTypeResult():
    class ExternalAgentConfigImportTypeResult(WireModel):
        """Part of `ExternalAgentConfigImportProgressNotification` and 1 more.

        Attributes:
            item_type (ExternalAgentConfigMigrationItemType): The kind of thing that is taken over.
            successes (list[ExternalAgentConfigImportItemTypeSuccess]): What was taken over, one entry for each.
            failures (list[ExternalAgentConfigImportItemTypeFailure]): What failed, one entry for each.
        """

        item_type: p.ExternalAgentConfigMigrationItemType
        successes: list[p.ExternalAgentConfigImportItemTypeSuccess]
        failures: list[p.ExternalAgentConfigImportItemTypeFailure]

    return ExternalAgentConfigImportTypeResult


def _ExternalAgentConfigImportCompletedNotification():
    class ExternalAgentConfigImportCompletedNotification(Notification):
        """Params of the `externalAgentConfig/import/completed` notification.

        Attributes:
            import_id (str): The id of this import.
            item_type_results (list[ExternalAgentConfigImportTypeResult]): What came of it, for each kind of thing.
        """

        method = "externalAgentConfig/import/completed"

        import_id: str
        item_type_results: list[p.ExternalAgentConfigImportTypeResult]

    return ExternalAgentConfigImportCompletedNotification


def _ExternalAgentConfigImportHistoriesReadParams():
    class ExternalAgentConfigImportHistoriesReadParams(RequestParams):
        """Params of `externalAgentConfig/import/readHistories`, which takes none."""

        method = "externalAgentConfig/import/readHistories"
        response_type = LazyClassRef("ExternalAgentConfigImportHistoriesReadResponse")
        takes_params = False

    return ExternalAgentConfigImportHistoriesReadParams


__getattr__, __dir__ = lazy_names(globals())
