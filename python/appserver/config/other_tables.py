"""The tables that are kept and shown, and have no effect here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver.config.compounds import Either, Sequence, Structure, Table
from appserver.config.kinds import ANY, FLAG, I64, TEXT, U64, USIZE, Choice, Integer, MismatchError, mistyped
from appserver.config.structures import TEXT_BY_NAME, TEXTS, fields, none
from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from appserver.config.kinds import Path, Unknown

__all__ = [
    "AGENTS",
    "ANALYTICS",
    "AUDIO",
    "AUTO_REVIEW",
    "CLOUD",
    "FEEDBACK",
    "GHOST_SNAPSHOT",
    "GOALS",
    "MEMORIES",
    "NOTICE",
    "ORCHESTRATOR",
    "OTEL",
    "REALTIME",
    "THREAD_STORE",
    "WINDOWS",
    "WORKSPACE_IDS",
]

ANALYTICS: Final = Structure("AnalyticsConfigToml", {"enabled": FLAG}, none("enabled"))
FEEDBACK: Final = Structure("FeedbackConfigToml", {"enabled": FLAG}, none("enabled"))
GOALS: Final = Structure(
    "GoalsToml", {"max_goal_token_budget": Integer("a nonzero u64")}, none("max_goal_token_budget")
)
_TOGGLE = Structure("FeatureToggleToml", {"enabled": FLAG}, none("enabled"))
CLOUD: Final = Structure("CloudToml", {"skills": _TOGGLE}, none("skills"))
ORCHESTRATOR: Final = Structure(
    "OrchestratorToml", {"skills": _TOGGLE, "mcp": _TOGGLE}, none("skills", "mcp")
)
WINDOWS: Final = Structure(
    "WindowsToml",
    {"sandbox": Choice(("elevated", "unelevated", "mxc")), "allow_mxc": FLAG},
    none("sandbox", "allow_mxc"),
)
AUDIO: Final = Structure(
    "RealtimeAudioToml",
    {
        "microphone_channel": Either("MicrophoneChannels", (I64, Sequence(I64))),
        "microphone": TEXT,
        "speaker": TEXT,
    },
    none("microphone_channel", "microphone", "speaker"),
)
REALTIME: Final = Structure(
    "RealtimeToml",
    {
        "version": Choice(("v1", "v2", "v3")),
        "type": Choice(("conversational", "transcription")),
        "transport": Choice(("webrtc", "websocket")),
        "voice": TEXT,
    },
    none("version", "type", "transport", "voice"),
)
AUTO_REVIEW: Final = Structure(
    "AutoReviewToml",
    {
        "circuit_break_action": Choice(("default", "strict")),
        **fields(
            TEXT,
            "policy",
            "extra_policy",
            "experimental_policy_template",
            "experimental_conversation_history_prompt",
        ),
        "conversation_history_max_output_tokens": Integer("a nonzero usize"),
    },
    none(
        "circuit_break_action",
        "policy",
        "extra_policy",
        "experimental_policy_template",
        "experimental_conversation_history_prompt",
        "conversation_history_max_output_tokens",
    ),
)
GHOST_SNAPSHOT: Final = Structure(
    "GhostSnapshotToml",
    {**fields(I64, "ignore_large_untracked_files", "ignore_large_untracked_dirs"), "disable_warnings": FLAG},
    none("ignore_large_untracked_files", "ignore_large_untracked_dirs", "disable_warnings"),
)
AGENTS: Final = Structure(
    "AgentsToml",
    {
        "enabled": FLAG,
        **fields(USIZE, "max_concurrent_threads_per_session", "max_threads"),
        "max_depth": Integer("i32"),
        **fields(TEXT, "default_subagent_model", "default_subagent_reasoning_effort"),
        "job_max_runtime_seconds": U64,
        "interrupt_message": FLAG,
    },
    none(
        "enabled",
        "max_concurrent_threads_per_session",
        "max_depth",
        "default_subagent_model",
        "default_subagent_reasoning_effort",
        "job_max_runtime_seconds",
        "interrupt_message",
    ),
    rest=Structure("AgentRoleToml", rest=ANY),
    flat=True,
)
MEMORIES: Final = Structure(
    "MemoriesToml",
    {
        "version": Choice(("v1", "v2")),
        **fields(
            FLAG,
            "dual_write",
            "disable_on_external_context",
            "generate_memories",
            "use_memories",
            "dedicated_tools",
        ),
        **fields(USIZE, "max_raw_memories_for_consolidation", "max_rollouts_per_startup"),
        **fields(
            I64,
            "max_unused_days",
            "max_rollout_age_days",
            "min_rollout_idle_hours",
            "min_rate_limit_remaining_percent",
        ),
        **fields(TEXT, "extract_model", "consolidation_model"),
    },
    none(
        "version",
        "dual_write",
        "disable_on_external_context",
        "generate_memories",
        "use_memories",
        "dedicated_tools",
        "max_raw_memories_for_consolidation",
        "max_unused_days",
        "max_rollout_age_days",
        "max_rollouts_per_startup",
        "min_rollout_idle_hours",
        "min_rate_limit_remaining_percent",
        "extract_model",
        "consolidation_model",
    ),
)
_EXPORTER = Choice(
    ("none", "statsig", "otlp-http", "otlp-grpc"),
    tagged={name: Structure("OtelExporterKind", rest=ANY) for name in ("otlp-http", "otlp-grpc")},
)
OTEL: Final = Structure(
    "OtelConfigToml",
    {
        "tool_result": Structure("ToolResultLogConfig", {"max_bytes": USIZE}, {"max_bytes": 2048}),
        **fields(FLAG, "log_user_prompt", "log_agent_responses", "log_guardian_assessments"),
        "environment": TEXT,
        **fields(_EXPORTER, "exporter", "trace_exporter", "metrics_exporter"),
        "span_attributes": TEXT_BY_NAME,
        "tracestate": Table(TEXT_BY_NAME),
    },
    {
        "tool_result": {"max_bytes": 2048},
        **none(
            "log_user_prompt",
            "log_agent_responses",
            "log_guardian_assessments",
            "environment",
            "exporter",
            "trace_exporter",
            "metrics_exporter",
            "span_attributes",
            "tracestate",
        ),
    },
)
_DISMISSALS = (
    "hide_gov_cloud_guidance",
    "hide_full_access_warning",
    "hide_world_writable_warning",
    "fast_default_opt_out",
    "hide_rate_limit_model_nudge",
    "hide_gpt5_1_migration_prompt",
    "hide_gpt-5.1-codex-max_migration_prompt",
)
NOTICE: Final = Structure(
    "Notice",
    {
        **fields(FLAG, *_DISMISSALS),
        "model_migrations": TEXT_BY_NAME,
        "external_config_migration_prompts": Structure(
            "ExternalConfigMigrationPrompts",
            {
                "home": FLAG,
                "home_last_prompted_at": I64,
                "projects": Table(FLAG),
                "project_last_prompted_at": Table(I64),
            },
            {"home": None, "home_last_prompted_at": None, "projects": {}, "project_last_prompted_at": {}},
        ),
    },
    {
        **none(*_DISMISSALS),
        "model_migrations": {},
        "external_config_migration_prompts": {
            "home": None,
            "home_last_prompted_at": None,
            "projects": {},
            "project_last_prompted_at": {},
        },
    },
)


class _ThreadStore(Structure):
    """Where the real program keeps threads."""

    def check(self, value: Any, path: Path, unknown: Unknown) -> None:
        if not (is_dict(value) or is_list(value)):
            raise mistyped("internally tagged enum ThreadStoreToml", value, path)
        table: dict[str, Any] = value if is_dict(value) else {}
        super().check(table, path, unknown)
        if table["type"] not in {"local", "in_memory"}:
            raise MismatchError(f"unknown variant `{table['type']}`, expected `local` or `in_memory`", path)


THREAD_STORE: Final = _ThreadStore("ThreadStoreToml", rest=ANY, required=("type",))

WORKSPACE_IDS: Final = Either("Repr", (TEXT, TEXTS))
