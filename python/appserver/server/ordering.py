"""Which requests wait for which: the scope of each method.

| scope | key | requests of it |
|---|---|---|
| none | | run side by side |
| thread | the thread's id, over all connections | one after the other |
| config, written | one for the server | one after the other, alone |
| config, read | the same | together, between two writers |
| another name | the name, over all connections | one after the other |
| process, handle, watch | the id within its connection | one after the other |

Only the handler's own time counts: `turn/start` is over once the turn is accepted. A request that a running handler
makes itself is part of that handler and waits for nobody. Taken from what the real Codex does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SCOPES", "Scope"]


@dataclass(frozen=True, slots=True)
class Scope:
    """The scope of one method.

    Attributes:
        name: what kind of thing is ordered.
        field: the attribute of the params that tells which one; empty where there is one for the whole server. A
            request whose field is empty or missing is in no scope.
        shared: whether requests that follow each other run together.
        per_connection: whether the id counts within its connection only.
        otherwise: the scope of a request whose field is empty.
    """

    name: str
    field: str = ""
    shared: bool = False
    per_connection: bool = False
    otherwise: Scope | None = None

    def key(self, params: Any, connection_id: int) -> str | None:
        """The scope of a request: equal keys are ordered. None: the request waits for nobody."""
        if not self.field:
            return self.name
        value = getattr(params, self.field, None)
        if not value:
            return None if self.otherwise is None else self.otherwise.key(params, connection_id)
        return f"{self.name}:{connection_id}:{value}" if self.per_connection else f"{self.name}:{value}"


def _all(scope: Scope, methods: Iterable[str]) -> dict[str, Scope]:
    return dict.fromkeys(methods, scope)


SCOPES: Final[dict[str, Scope]] = {
    **_all(
        Scope("thread", "thread_id"),
        (
            "mcpServer/resource/read",
            "mcpServer/tool/call",
            "review/start",
            "thread/approveGuardianDeniedAction",
            "thread/archive",
            "thread/backgroundTerminals/clean",
            "thread/backgroundTerminals/list",
            "thread/backgroundTerminals/terminate",
            "thread/compact/start",
            "thread/attachment/add",
            "thread/attachment/remove",
            "thread/decrement_elicitation",
            "thread/delete",
            "thread/goal/clear",
            "thread/goal/get",
            "thread/goal/set",
            "thread/increment_elicitation",
            "thread/inject_items",
            "thread/memoryMode/set",
            "thread/metadata/update",
            "thread/name/set",
            "thread/queue/add",
            "thread/queue/delete",
            "thread/queue/list",
            "thread/queue/reorder",
            "thread/queue/start",
            "thread/queue/update",
            "thread/read",
            "thread/readState/update",
            "thread/realtime/appendAudio",
            "thread/realtime/appendSpeech",
            "thread/realtime/appendText",
            "thread/realtime/start",
            "thread/realtime/stop",
            "thread/revert",
            "thread/section/move",
            "thread/settings/update",
            "thread/shellCommand",
            "thread/unarchive",
            "thread/unsubscribe",
            "turn/interrupt",
            "turn/settings/update",
            "turn/start",
            "turn/steer",
        ),
    ),
    **_all(
        Scope("thread", "thread_id", otherwise=Scope("path", "path")),
        ("thread/fork", "thread/resume"),
    ),
    **_all(
        Scope("config"),
        (
            "config/batchWrite",
            "config/mcpServer/reload",
            "config/value/write",
            "configRequirements/read",
            "experimentalFeature/enablement/set",
            "experimentalFeature/list",
            "externalAgentConfig/detect",
            "externalAgentConfig/import",
            "externalAgentConfig/import/readHistories",
            "externalAgentConfig/import/recordHistory",
            "marketplace/add",
            "marketplace/remove",
            "marketplace/upgrade",
            "plugin/install",
            "plugin/reconcile",
            "plugin/share/checkout",
            "plugin/share/delete",
            "plugin/share/list",
            "plugin/share/save",
            "plugin/share/updateTargets",
            "plugin/uninstall",
            "skills/config/write",
            "windowsSandbox/readiness",
        ),
    ),
    **_all(
        Scope("config", shared=True),
        ("config/read", "hooks/list", "permissionProfile/list", "skills/list"),
    ),
    **_all(
        Scope("account"),
        ("account/login/cancel", "account/login/start", "account/logout", "account/read"),
    ),
    **_all(
        Scope("process", "process_id", per_connection=True),
        ("command/exec", "command/exec/resize", "command/exec/terminate", "command/exec/write"),
    ),
    **_all(
        Scope("handle", "process_handle", per_connection=True),
        ("process/kill", "process/resizePty", "process/spawn", "process/writeStdin"),
    ),
    **_all(Scope("watch", "watch_id", per_connection=True), ("fs/unwatch", "fs/watch")),
    **_all(
        Scope("search", "session_id"),
        (
            "fuzzyFileSearch/sessionStart",
            "fuzzyFileSearch/sessionStop",
            "fuzzyFileSearch/sessionUpdate",
        ),
    ),
    **_all(Scope("login", "name"), ("mcpServer/oauth/login",)),
    **_all(Scope("mcp registry"), ("mcpServerStatus/list",)),
    **_all(Scope("memory"), ("memory/reset", "memory/status")),
    **_all(Scope("environment"), ("environment/add", "environment/info", "environment/status")),
    **_all(
        Scope("remote control"),
        (
            "remoteControl/client/list",
            "remoteControl/client/revoke",
            "remoteControl/disable",
            "remoteControl/enable",
            "remoteControl/pairing/start",
            "remoteControl/pairing/status",
            "remoteControl/status/read",
        ),
    ),
    **_all(
        Scope("projects"),
        (
            "project/create",
            "project/delete",
            "project/import",
            "project/list",
            "project/move",
            "project/read",
            "project/update",
        ),
    ),
    **_all(
        Scope("thread sections"),
        ("threadSection/create", "threadSection/delete", "threadSection/list", "threadSection/update"),
    ),
    **_all(Scope("windows sandbox setup"), ("windowsSandbox/setupStart",)),
}
"""Method to scope; every other method is in none."""
