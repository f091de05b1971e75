"""Everything that can be asked without a network, besides turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from tests.protocol.real_codex.connection import RefusedError

if TYPE_CHECKING:
    from tests.protocol.real_codex.session import Session

__all__ = [
    "read_experimental",
    "read_stable",
    "refuse",
    "use_experimental_threads",
    "use_files",
    "use_processes",
    "use_searches",
    "use_threads",
    "use_tool_server",
    "write_config",
]

STABLE_READS = (
    "account/gatewayOAuth/read",
    "account/read",
    "app/installed",
    "app/list",
    "config/mcpServer/reload",
    "config/read",
    "configRequirements/read",
    "experimentalFeature/list",
    "externalAgentConfig/detect",
    "externalAgentConfig/import/readHistories",
    "hooks/list",
    "marketplace/upgrade",
    "mcpServerStatus/list",
    "model/list",
    "modelProvider/capabilities/read",
    "permissionProfile/list",
    "plugin/installed",
    "plugin/list",
    "plugin/reconcile",
    "skills/list",
    "thread/list",
    "thread/loaded/list",
    "threadSection/list",
    "windowsSandbox/readiness",
)

EXPERIMENTAL_READS = (
    "account/bedrock/discover",
    "collaborationMode/list",
    "memory/reset",
    "memory/status",
    "mock/experimentalMethod",
    "project/list",
    "remoteControl/status/read",
    "rollout/compress",
    "server/diagnostics",
    "thread/realtime/listVoices",
    "userVerification/status",
)

STABLE_THREAD_READS = (
    "thread/attachment/list",
    "thread/goal/get",
    "thread/items/list",
    "thread/read",
    "thread/turns/list",
)

EXPERIMENTAL_THREAD_READS = (
    "thread/backgroundTerminals/list",
    "thread/queue/list",
    "thread/timeline/list",
)


def read_stable(session: Session) -> None:
    """Read what there is to read, of the program and of the thread."""
    for method in STABLE_READS:
        session.ask(method)
    for method in STABLE_THREAD_READS:
        session.ask_about_thread(method)
    session.ask("model/list", includeHidden=True)
    session.ask("config/read", includeLayers=True, cwd=str(session.directory))
    session.ask("thread/list", limit=1, sortKey="updated_at", sourceKinds=["appServer"])
    session.ask_about_thread("thread/turns/list", limit=2, sortDirection="asc", itemsView="full")
    session.connection.request(p.ThreadReadParams(thread_id=session.thread_id, include_turns=True))


def read_experimental(session: Session) -> None:
    """Read what only experimental connections may read."""
    for method in EXPERIMENTAL_READS:
        session.ask(method)
    for method in EXPERIMENTAL_THREAD_READS:
        session.ask_about_thread(method)
    session.ask("environment/info", environmentId="local")
    session.ask("environment/status", environmentId="local")
    session.ask("thread/search", searchTerm="hello")
    session.ask_about_thread("thread/searchOccurrences", searchTerm="hello")


def refuse(session: Session) -> None:
    """Be refused: the errors are recorded as well."""
    for method, params in {
        "thread/read": {"threadId": "nobody"},
        "account/rateLimits/read": {},
    }.items():
        try:
            session.ask(method, **params)
        except RefusedError:
            continue
        raise AssertionError(f"{method} was not refused")


def use_threads(session: Session) -> None:
    """Name, mark, sort, copy, resume, compact, review and cut a thread."""
    connection, ask = session.connection, session.ask_about_thread
    ask("thread/name/set", name="a name")
    # Paused: an active goal would start a turn of its own.
    ask("thread/goal/set", objective="to be read", status="paused", tokenBudget=None)
    ask("thread/goal/get")
    ask("thread/goal/clear")
    ask("thread/metadata/update", gitInfo={"branch": "main", "sha": None})
    note = {"attachmentType": "note", "identityKey": "first"}
    ask("thread/attachment/add", payload={"text": None, "size": 1.5}, **note)
    ask("thread/attachment/list")
    session.ask("thread/attachmentOwner/list", **note)
    ask("thread/attachment/remove", **note)
    section = session.ask("threadSection/create", name="a section")["section"]["id"]
    ask("thread/section/move", sectionId=section)
    session.ask("threadSection/list")
    session.ask("threadSection/update", sectionId=section, name="another name")
    ask("thread/section/move", sectionId=None)
    session.ask("threadSection/delete", sectionId=section)
    session.connection.request(p.ThreadResumeParams(thread_id=session.thread_id))
    copy = ask("thread/fork")["thread"]["id"]
    session.ask("thread/archive", threadId=copy)
    session.ask("thread/unarchive", threadId=copy)
    session.ask("thread/resume", threadId=copy)
    session.ask("thread/unsubscribe", threadId=copy)
    session.ask("thread/delete", threadId=copy)
    words = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "from before"}]}
    ask("thread/inject_items", items=[words])
    for method, params in (
        ("thread/shellCommand", {"command": "echo from a shell"}),
        ("thread/compact/start", {}),
        ("review/start", {"target": {"type": "custom", "instructions": "look again"}}),
    ):
        since = connection.mark()
        ask(method, **params)
        connection.wait_for("turn/completed", since)
    since = connection.mark()
    ask("thread/revert", beforeTurnId=session.turn_ids[0])
    connection.wait_for("thread/reverted", since)


def use_experimental_threads(session: Session) -> None:
    """Change a thread's settings, queue input, keep threads in a project."""
    ask = session.ask_about_thread
    since = session.connection.mark()
    ask("thread/settings/update", effort="high", serviceTier=None)
    session.connection.wait_for("thread/settings/updated", since)
    ask("thread/memoryMode/set", mode="disabled")
    since = session.connection.mark()
    words = [{"type": "text", "text": "say hello"}]
    ask("thread/queue/add", clientUserMessageId="queued", input=words)
    session.connection.wait_for("turn/completed", since)
    roots = [{"path": str(session.directory)}]
    project = session.ask("project/create", idempotencyKey="1", name="a project", roots=roots)["project"][
        "id"
    ]
    session.ask("project/read", projectId=project)
    session.ask("project/list")
    session.ask("project/update", projectId=project, name="another name")
    session.ask("project/delete", projectId=project)


def use_files(session: Session) -> None:
    """Write, read, list, watch, copy and remove files."""
    folder, path = session.directory / "files", session.directory / "files" / "text"
    session.ask("fs/createDirectory", path=str(folder))
    since = session.connection.mark()
    session.ask("fs/watch", path=str(folder), watchId="watch")
    session.ask("fs/writeFile", path=str(path), dataBase64="aGVsbG8=")
    session.connection.wait_for("fs/changed", since)
    session.ask("fs/unwatch", watchId="watch")
    session.ask("fs/readFile", path=str(path))
    session.ask("fs/getMetadata", path=str(path))
    session.ask("fs/copy", sourcePath=str(path), destinationPath=f"{path}-2")
    session.ask("fs/readDirectory", path=str(folder))
    session.ask("fs/remove", path=str(folder), recursive=True)


def use_processes(session: Session) -> None:
    """Run commands outside of turns."""
    connection, place = session.connection, str(session.directory)
    session.ask("command/exec", command=["sh", "-c", "echo out; echo err >&2"], cwd=place)
    since = connection.mark()
    session.ask(
        "process/spawn",
        command=["sh", "-c", "read line; echo $line"],
        cwd=place,
        processHandle="reader",
        streamStdin=True,
        streamStdoutStderr=True,
    )
    session.ask("process/writeStdin", processHandle="reader", deltaBase64="aGVsbG8K", closeStdin=True)
    connection.wait_for("process/exited", since)
    session.ask("process/spawn", command=["cat"], cwd=place, processHandle="cat", tty=True)
    session.ask("process/resizePty", processHandle="cat", size={"rows": 10, "cols": 20})
    since = connection.mark()
    session.ask("process/kill", processHandle="cat")
    connection.wait_for("process/exited", since)


def use_searches(session: Session) -> None:
    """Find files by a few letters, at once and while typing."""
    roots = [str(session.directory)]
    session.ask("fuzzyFileSearch", query="dot", roots=roots)
    since = session.connection.mark()
    session.ask("fuzzyFileSearch/sessionStart", sessionId="typing", roots=roots)
    session.ask("fuzzyFileSearch/sessionUpdate", sessionId="typing", query="dot")
    session.connection.wait_for("fuzzyFileSearch/sessionCompleted", since)
    session.ask("fuzzyFileSearch/sessionStop", sessionId="typing")


def use_tool_server(session: Session) -> None:
    """Use the tool server without a turn."""
    session.ask("mcpServerStatus/list", detail="full")
    session.ask("mcpServer/resource/read", server="helper", uri="test://text", threadId=session.thread_id)
    session.ask_about_thread("mcpServer/tool/call", server="helper", tool="echo", arguments={"text": "hi"})
    session.ask_about_thread("mcpServer/tool/call", server="helper", tool="fail")


def write_config(session: Session) -> None:
    """Write settings and take them back."""
    session.ask("config/value/write", keyPath="personality", value="friendly", mergeStrategy="replace")
    edit = {"keyPath": "personality", "value": None, "mergeStrategy": "replace"}
    session.ask("config/batchWrite", edits=[edit], reloadUserConfig=True)
    session.ask("skills/extraRoots/set", extraRoots=[])
    session.ask("experimentalFeature/enablement/set", enablement={})
