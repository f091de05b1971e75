"""What the real program answers, as it was recorded: codex-cli 0.163.0 with a provider that needs no login."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["CWD", "ID", "SECONDS", "differences", "recorded_thread", "recorded_turn", "turn_item"]

Json = Any


class Any_:  # noqa: N801 - reads as the placeholder that it is
    """Stands for a value that differs from run to run, of one type."""

    def __init__(self, *types: type) -> None:
        self._types = types

    def __eq__(self, other: object) -> bool:
        return type(other) in self._types

    def __hash__(self) -> int:
        return hash(self._types)

    def __repr__(self) -> str:
        return f"<any {'/'.join(kind.__name__ for kind in self._types)}>"


ID: Final = Any_(str)
TEXT: Final = Any_(str)
SECONDS: Final = Any_(int)
CWD: Final = Any_(str)


def recorded_thread(**changes: Json) -> dict[str, Json]:
    """A thread as `thread/start`, `thread/read` and `thread/started` show it."""
    return {
        "id": ID,
        "environments": [{"environmentId": "local", "cwd": CWD, "runtimeWorkspaceRoots": [CWD]}],
        "extra": None,
        "sessionId": ID,
        "forkedFromId": None,
        "parentThreadId": None,
        "preview": "",
        "ephemeral": False,
        "section": None,
        "sectionEnteredAt": None,
        "projectId": None,
        "historyMode": "paginated",
        "modelProvider": "mock",
        "model": "mock-model",
        "reasoningEffort": None,
        "createdAt": SECONDS,
        "updatedAt": SECONDS,
        "recencyAt": SECONDS,
        "status": {"type": "idle"},
        "path": TEXT,
        "cwd": CWD,
        "cliVersion": TEXT,
        "originator": "probe",
        "source": "vscode",
        "canAcceptDirectInput": True,
        "threadSource": None,
        "agentNickname": None,
        "agentRole": None,
        "gitInfo": None,
        "name": None,
        "daybreakEnabled": None,
        "turns": [],
        **changes,
    }


def recorded_settings(**changes: Json) -> dict[str, Json]:
    """What the answers to `thread/start`, `thread/resume` and `thread/fork` say beside the thread."""
    return {
        "model": "mock-model",
        "modelProvider": "mock",
        "serviceTier": None,
        "disabledPluginIds": [],
        "cwd": CWD,
        "runtimeWorkspaceRoots": [CWD],
        "instructionSources": [],
        "approvalPolicy": "never",
        "approvalsReviewer": "user",
        "sandbox": {"type": "dangerFullAccess"},
        "activePermissionProfile": None,
        "reasoningEffort": None,
        "multiAgentMode": "explicitRequestOnly",
        **changes,
    }


USER_ITEM: Final = {
    "type": "userMessage",
    "id": ID,
    "clientId": None,
    "content": [{"type": "text", "text": "hello", "text_elements": []}],
}


def turn_item(text: str) -> dict[str, Json]:
    """A message of the agent."""
    return {
        "type": "agentMessage",
        "id": ID,
        "text": text,
        "phase": None,
        "memoryCitation": None,
        "delivery": None,
        "questions": None,
    }


def recorded_turn(view: str, items: list[Json], **changes: Json) -> dict[str, Json]:
    """A turn that went well."""
    return {
        "id": ID,
        "rootTurnId": ID,
        "items": items,
        "itemsView": view,
        "status": "completed",
        "error": None,
        "startedAt": SECONDS,
        "completedAt": SECONDS,
        "durationMs": SECONDS,
        **changes,
    }


def recorded_usage() -> dict[str, Json]:
    """The tokens of one request."""
    return {
        "totalTokens": 12,
        "inputTokens": 10,
        "cachedInputTokens": 0,
        "cacheWriteInputTokens": 0,
        "outputTokens": 2,
        "reasoningOutputTokens": 0,
    }


def differences(ours: Json, recorded: Json, path: str = "") -> set[str]:
    """The paths at which an answer differs from the recorded one, in type, in value or by being there."""
    if isinstance(ours, dict) and isinstance(recorded, dict):
        found = {f"{path}.{name}" for name in ours.keys() ^ recorded.keys()}
        for name in ours.keys() & recorded.keys():
            found |= differences(ours[name], recorded[name], f"{path}.{name}")
        return found
    if isinstance(ours, list) and isinstance(recorded, list):
        if len(ours) != len(recorded):
            return {path}
        return {
            place
            for one, other in zip(ours, recorded, strict=True)
            for place in differences(one, other, f"{path}[]")
        }
    same = (
        recorded == ours
        if isinstance(recorded, Any_)
        else (type(ours) is type(recorded) and ours == recorded)
    )
    return set() if same else {path}
