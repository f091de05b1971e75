"""Items as the protocol shows them, and as a rollout file holds them.

Both are JSON data here. Kinds that the file format has no words for are written with their own names in its spelling;
`item_line` says where the way back would lose something, so that the protocol's form can be written beside it.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from appserver.execution.quoting import shell_line
from appserver.plain_data import is_dict, is_list
from appserver.store.spelling import camel, snake

if TYPE_CHECKING:
    from collections.abc import Callable

    Data = dict[str, Any]

__all__ = ["item_from_line", "item_line"]

_MESSAGE_FIELDS = frozenset({"type", "id", "content", "clientId"})
_ANSWER_FIELDS = frozenset({"type", "id", "text", "phase"})


def item_line(item: Data) -> tuple[Data, bool]:
    """The item as a rollout holds it, and whether it reads back as it was."""
    kind = item.get("type")
    if kind == "userMessage":
        line = _user_message(item)
        plain = all(_is_plain_text(entry) for entry in item["content"])
        return line, (plain and item.keys() <= _MESSAGE_FIELDS) or _reads_back(line, item)
    if kind == "agentMessage":
        line = _agent_message(item)
        extra = any(item[name] is not None for name in item.keys() - _ANSWER_FIELDS)
        return line, not extra or _reads_back(line, item)
    line = _TO_LINE.get(str(kind), _any_item)(item)
    return line, _reads_back(line, item)


def item_from_line(line: Data) -> Data:
    """The item as the protocol shows it.

    Raises:
        LookupError, TypeError, ValueError, AttributeError: it is not an item of this kind.
    """
    return _FROM_LINE.get(str(line.get("type")), _any_item_back)(line)


def _reads_back(line: Data, item: Data) -> bool:
    try:
        back = item_from_line(line)
    except (LookupError, TypeError, ValueError, AttributeError):
        return False
    names = item.keys() | back.keys()
    return all(item.get(name) == back.get(name) for name in names)


def _list(value: Any) -> list[Any]:
    return value if is_list(value) else []


def _duration(milliseconds: int | None) -> Data | None:
    if milliseconds is None:
        return None
    return {"secs": milliseconds // 1000, "nanos": milliseconds % 1000 * 1_000_000}


def _milliseconds(duration: Any) -> int | None:
    if not is_dict(duration):
        return None
    return int(duration["secs"]) * 1000 + int(duration["nanos"]) // 1_000_000


# -- messages


def _is_plain_text(entry: Data) -> bool:
    return entry.get("type") == "text"


def _input_line(entry: Data) -> Data:
    match entry.get("type"):
        case "image":
            return {
                "type": "image",
                "image_url": entry.get("url"),
                **{k: v for k, v in entry.items() if k not in ("type", "url") and v is not None},
            }
        case "localImage":
            return {
                "type": "local_image",
                **{k: v for k, v in entry.items() if k != "type" and v is not None},
            }
        case _:
            return entry


def _input_from_line(entry: Data) -> Data:
    match entry.get("type"):
        case "image":
            rest = {k: v for k, v in entry.items() if k not in ("type", "image_url")}
            return {"type": "image", "url": entry["image_url"], **rest}
        case "local_image":
            return {**entry, "type": "localImage"}
        case _:
            return entry


def _user_message(item: Data) -> Data:
    line: Data = {"type": "UserMessage", "id": item["id"]}
    if item.get("clientId") is not None:
        line["client_id"] = item["clientId"]
    line["content"] = [_input_line(entry) for entry in item["content"]]
    return line


def _user_message_back(line: Data) -> Data:
    return {
        "type": "userMessage",
        "id": line["id"],
        "clientId": line.get("client_id"),
        "content": [_input_from_line(entry) for entry in line["content"]],
    }


def _agent_message(item: Data) -> Data:
    line: Data = {
        "type": "AgentMessage",
        "id": item["id"],
        "content": [{"type": "Text", "text": item["text"]}],
    }
    if item.get("phase") is not None:
        line["phase"] = item["phase"]
    return line


def _agent_message_back(line: Data) -> Data:
    text = "".join(part.get("text") or "" for part in line["content"])
    return {"type": "agentMessage", "id": line["id"], "text": text, "phase": line.get("phase")}


def _reasoning(item: Data) -> Data:
    return {
        "type": "Reasoning",
        "id": item["id"],
        "summary_text": item.get("summary") or [],
        "raw_content": item.get("content") or [],
    }


def _reasoning_back(line: Data) -> Data:
    return {
        "type": "reasoning",
        "id": line["id"],
        "summary": line.get("summary_text") or [],
        "content": line.get("raw_content") or [],
    }


# -- commands


def _action_line(action: Data) -> Data:
    line = {snake(name): value for name, value in action.items() if name != "command"}
    return {"type": snake(line.pop("type")), "cmd": action["command"], **line}


def _action_back(line: Data) -> Data:
    return {
        **{camel(name): value for name, value in line.items() if name != "cmd"},
        "type": camel(line["type"]),
        "command": line["cmd"],
    }


def _command(item: Data) -> Data:
    line: Data = {"type": "CommandExecution", "id": item["id"]}
    if item.get("processId") is not None:
        line["process_id"] = item["processId"]
    return {
        **line,
        "command": _words(item["command"]),
        "cwd": _file_url(item["cwd"]),
        "parsed_cmd": [_action_line(action) for action in _list(item.get("commandActions"))],
        "source": snake(item.get("source") or "agent"),
        "status": snake(item["status"]),
        "aggregated_output": item.get("aggregatedOutput"),
        "exit_code": item.get("exitCode"),
        "duration": _duration(item.get("durationMs")),
    }


def _words(command: str) -> list[str]:
    """The words of a command. One that is more than words is a text for the shell, which runs it."""
    try:
        words = shlex.split(command)
    except ValueError:  # a quote that is not closed
        words = []
    return words if shell_line(words) == command else ["/bin/sh", "-c", command]


def _command_back(line: Data) -> Data:
    command = line["command"]
    return {
        "type": "commandExecution",
        "id": line["id"],
        "command": shell_line(command) if is_list(command) else command,
        "cwd": _path_of(line["cwd"]),
        "processId": line.get("process_id"),
        "source": camel(line.get("source") or "agent"),
        "status": camel(line["status"]),
        "commandActions": [_action_back(action) for action in _list(line.get("parsed_cmd"))],
        "aggregatedOutput": line.get("aggregated_output"),
        "exitCode": line.get("exit_code"),
        "durationMs": _milliseconds(line.get("duration")),
    }


# -- files


def _change_line(change: Data) -> Data:
    kind = change["kind"]
    if kind["type"] == "update":
        return {"type": "update", "unified_diff": change["diff"], "move_path": kind.get("move_path")}
    return {"type": kind["type"], "content": change["diff"]}


def _change_back(path: str, line: Data) -> Data:
    if line["type"] == "update":
        kind = {"type": "update", "move_path": line.get("move_path")}
        return {"path": path, "kind": kind, "diff": line["unified_diff"]}
    return {"path": path, "kind": {"type": line["type"]}, "diff": line["content"]}


def _file_change(item: Data) -> Data:
    return {
        "type": "FileChange",
        "id": item["id"],
        "changes": {change["path"]: _change_line(change) for change in item["changes"]},
        "status": snake(item["status"]),
        "stdout": "",
        "stderr": "",
    }


def _file_change_back(line: Data) -> Data:
    return {
        "type": "fileChange",
        "id": line["id"],
        "changes": [_change_back(path, change) for path, change in line["changes"].items()],
        "status": camel(line.get("status") or "completed"),
    }


# -- tools, and all else


def _content_line(entry: Data) -> Data:
    return {("image_url" if k == "imageUrl" else snake(k)): v for k, v in entry.items() if k != "type"} | {
        "type": snake(entry["type"])
    }


def _tool_call(item: Data) -> Data:
    content = item.get("contentItems")
    return {
        "type": "DynamicToolCall",
        "id": item["id"],
        **({} if item.get("namespace") is None else {"namespace": item["namespace"]}),
        "tool": item["tool"],
        "arguments": item.get("arguments"),
        "status": snake(item["status"]),
        "content_items": None if content is None else [_content_line(entry) for entry in content],
        "success": item.get("success"),
        "duration": _duration(item.get("durationMs")),
    }


def _tool_call_back(line: Data) -> Data:
    content = line.get("content_items")
    return {
        "type": "dynamicToolCall",
        "id": line["id"],
        "namespace": line.get("namespace"),
        "tool": line["tool"],
        "arguments": line.get("arguments"),
        "status": camel(line["status"]),
        "contentItems": None
        if content is None
        else [
            {camel(k): v for k, v in entry.items() if k != "type"} | {"type": camel(entry["type"])}
            for entry in content
        ],
        "success": line.get("success"),
        "durationMs": _milliseconds(line.get("duration")),
    }


def _web_search(item: Data) -> Data:
    action = item.get("action")
    if is_dict(action):
        action = {snake(name): value for name, value in action.items()} | {"type": snake(action["type"])}
    found = item.get("results")
    line = {"type": "WebSearch", "id": item["id"], "query": item["query"], "action": action}
    return line if found is None else {**line, "results": found}


def _web_search_back(line: Data) -> Data:
    action = line.get("action")
    if is_dict(action):
        action = {camel(name): value for name, value in action.items()} | {"type": camel(action["type"])}
    item = {"type": "webSearch", "id": line["id"], "query": line["query"], "action": action}
    return {**item, "results": line.get("results")}


def _image_view(item: Data) -> Data:
    return {"type": "ImageView", "id": item["id"], "path": _file_url(item["path"])}


def _image_view_back(line: Data) -> Data:
    return {"type": "imageView", "id": line["id"], "path": _path_of(line["path"])}


def _file_url(path: str) -> str:
    return "file://" + quote(path)


def _path_of(url: str) -> str:
    return unquote(url.removeprefix("file://")) if url.startswith("file://") else url


def _any_item(item: Data) -> Data:
    kind = str(item.get("type"))
    fields = {snake(name): value for name, value in item.items() if name != "type"}
    if "duration_ms" in fields:
        fields["duration"] = _duration(fields.pop("duration_ms"))
    return {"type": kind[:1].upper() + kind[1:], **fields}


def _any_item_back(line: Data) -> Data:
    kind = str(line["type"])
    fields = {camel(name): value for name, value in line.items() if name not in ("type", "duration")}
    if "duration" in line:
        fields["durationMs"] = _milliseconds(line["duration"])
    return {"type": kind[:1].lower() + kind[1:], **fields}


_TO_LINE: dict[str, Callable[[Data], Data]] = {
    "userMessage": _user_message,
    "agentMessage": _agent_message,
    "reasoning": _reasoning,
    "commandExecution": _command,
    "fileChange": _file_change,
    "dynamicToolCall": _tool_call,
    "webSearch": _web_search,
    "imageView": _image_view,
}

_FROM_LINE: dict[str, Callable[[Data], Data]] = {
    "UserMessage": _user_message_back,
    "AgentMessage": _agent_message_back,
    "Reasoning": _reasoning_back,
    "CommandExecution": _command_back,
    "FileChange": _file_change_back,
    "DynamicToolCall": _tool_call_back,
    "WebSearch": _web_search_back,
    "ImageView": _image_view_back,
}
