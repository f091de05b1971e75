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
        """Answer to `externalAgentConfig/detect`."""

        items: list[p.ExternalAgentConfigMigrationItem]
        connectors: list[p.ExternalAgentDetectedConnectorCandidate] = Field(default_factory=list)

    return ExternalAgentConfigDetectResponse


def _ExternalAgentConfigDetectParams():
    class ExternalAgentConfigDetectParams(RequestParams):
        """Params of `externalAgentConfig/detect`."""

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
        """Part of `ExternalAgentConfigDetectResponse` and `ExternalAgentConfigImportParams`."""

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
        """Part of `ExternalAgentConfigMigrationItem`."""

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
        """Part of `MigrationDetails`."""

        name: str

    return CommandMigration


def _HookMigration():
    class HookMigration(WireModel):
        """Part of `MigrationDetails`."""

        name: str

    return HookMigration


def _McpServerMigration():
    class McpServerMigration(WireModel):
        """Part of `MigrationDetails`."""

        name: str

    return McpServerMigration


def _PluginsMigration():
    class PluginsMigration(WireModel):
        """Part of `MigrationDetails`."""

        marketplace_name: str
        plugin_names: list[str]

    return PluginsMigration


def _SessionMigration():
    class SessionMigration(WireModel):
        """Part of `MigrationDetails`."""

        path: str
        cwd: str
        title: str | None = None

    return SessionMigration


def _SkillMigration():
    class SkillMigration(WireModel):
        """Part of `MigrationDetails`."""

        name: str

    return SkillMigration


def _SubagentMigration():
    class SubagentMigration(WireModel):
        """Part of `MigrationDetails`."""

        name: str

    return SubagentMigration


def _ExternalAgentDetectedConnectorCandidate():
    class ExternalAgentDetectedConnectorCandidate(WireModel):
        """Part of `ExternalAgentConfigDetectResponse`."""

        name: str
        session_count: UInt32
        source: p.ExternalAgentDetectedConnectorSource

    return ExternalAgentDetectedConnectorCandidate


def _ExternalAgentDetectedConnectorSource():
    return Annotated[Literal["remoteMcpServersConfig", "sessionToolUse"] | str, OpenEnum()]


def _ExternalAgentConfigImportResponse():
    class ExternalAgentConfigImportResponse(WireModel):
        """Answer to `externalAgentConfig/import`."""

        import_id: str

    return ExternalAgentConfigImportResponse


def _ExternalAgentConfigImportParams():
    class ExternalAgentConfigImportParams(RequestParams):
        """Params of `externalAgentConfig/import`."""

        method = "externalAgentConfig/import"
        response_type = LazyClassRef("ExternalAgentConfigImportResponse")

        migration_items: list[p.ExternalAgentConfigMigrationItem]
        source: Omittable[str] = None
        provider_id: Omittable[str] = None
        migration_source: Omittable[str] = None

    return ExternalAgentConfigImportParams


def _ExternalAgentConfigImportHistoryRecordResponse():
    class ExternalAgentConfigImportHistoryRecordResponse(WireModel):
        """Answer to `externalAgentConfig/import/recordHistory`."""

        import_id: str

    return ExternalAgentConfigImportHistoryRecordResponse


def _ExternalAgentConfigImportHistoryRecordParams():
    class ExternalAgentConfigImportHistoryRecordParams(RequestParams):
        """Params of `externalAgentConfig/import/recordHistory`."""

        method = "externalAgentConfig/import/recordHistory"
        response_type = LazyClassRef("ExternalAgentConfigImportHistoryRecordResponse")

        provider_id: str
        item_type_results: list[p.ExternalAgentConfigImportHistoryRecordTypeResultParams]

    return ExternalAgentConfigImportHistoryRecordParams


def _ExternalAgentConfigImportHistoryRecordTypeResultParams():
    class ExternalAgentConfigImportHistoryRecordTypeResultParams(WireModel):
        """Part of `ExternalAgentConfigImportHistoryRecordParams`."""

        item_type: p.ExternalAgentConfigMigrationItemType
        successes: list[p.ExternalAgentConfigImportHistoryRecordSuccessParams]
        failures: list[p.ExternalAgentConfigImportItemTypeFailure]

    return ExternalAgentConfigImportHistoryRecordTypeResultParams


def _ExternalAgentConfigImportHistoryRecordSuccessParams():
    class ExternalAgentConfigImportHistoryRecordSuccessParams(WireModel):
        """Part of `ExternalAgentConfigImportHistoryRecordTypeResultParams`."""

        item_type: p.ExternalAgentConfigMigrationItemType
        cwd: str | None = None
        source: str | None = None
        target: str | None = None
        title: Omittable[str] = None

    return ExternalAgentConfigImportHistoryRecordSuccessParams


def _ExternalAgentConfigImportItemTypeFailure():
    class ExternalAgentConfigImportItemTypeFailure(WireModel):
        """Part of `ExternalAgentConfigImportHistoryRecordTypeResultParams` and 2 more."""

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
        """Answer to `externalAgentConfig/import/readHistories`."""

        data: list[p.ExternalAgentConfigImportHistory]
        connectors: list[p.ExternalAgentImportedConnectorCandidate]

    return ExternalAgentConfigImportHistoriesReadResponse


def _ExternalAgentConfigImportHistory():
    class ExternalAgentConfigImportHistory(WireModel):
        """Part of `ExternalAgentConfigImportHistoriesReadResponse`."""

        import_id: str
        provider_id: str | None = None
        completed_at_ms: Int64
        successes: list[p.ExternalAgentConfigImportItemTypeSuccess]
        failures: list[p.ExternalAgentConfigImportItemTypeFailure]

    return ExternalAgentConfigImportHistory


def _ExternalAgentConfigImportItemTypeSuccess():
    class ExternalAgentConfigImportItemTypeSuccess(WireModel):
        """Part of `ExternalAgentConfigImportHistory` and `ExternalAgentConfigImportTypeResult`."""

        item_type: p.ExternalAgentConfigMigrationItemType
        cwd: str | None = None
        source: str | None = None
        target: str | None = None
        title: str | None = None

    return ExternalAgentConfigImportItemTypeSuccess


def _ExternalAgentImportedConnectorCandidate():
    class ExternalAgentImportedConnectorCandidate(WireModel):
        """Part of `ExternalAgentConfigImportHistoriesReadResponse`."""

        name: str
        session_count: UInt32
        source: p.ExternalAgentImportedConnectorSource

    return ExternalAgentImportedConnectorCandidate


def _ExternalAgentImportedConnectorSource():
    return Annotated[Literal["remoteMcpServersConfig"] | str, OpenEnum()]


def _ExternalAgentConfigImportProgressNotification():
    class ExternalAgentConfigImportProgressNotification(Notification):
        """Params of the `externalAgentConfig/import/progress` notification."""

        method = "externalAgentConfig/import/progress"

        import_id: str
        item_type_results: list[p.ExternalAgentConfigImportTypeResult]

    return ExternalAgentConfigImportProgressNotification


def _ExternalAgentConfigImportTypeResult():
    class ExternalAgentConfigImportTypeResult(WireModel):
        """Part of `ExternalAgentConfigImportProgressNotification` and 1 more."""

        item_type: p.ExternalAgentConfigMigrationItemType
        successes: list[p.ExternalAgentConfigImportItemTypeSuccess]
        failures: list[p.ExternalAgentConfigImportItemTypeFailure]

    return ExternalAgentConfigImportTypeResult


def _ExternalAgentConfigImportCompletedNotification():
    class ExternalAgentConfigImportCompletedNotification(Notification):
        """Params of the `externalAgentConfig/import/completed` notification."""

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
