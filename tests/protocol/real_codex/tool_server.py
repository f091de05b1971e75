"""A small MCP server on standard input and output: three tools and one text. Run as a program by Codex."""

from __future__ import annotations

import json
import sys
from typing import Any

SCHEMA = {"type": "object", "properties": {"text": {"type": "string"}}}
TOOLS = [
    {"name": name, "description": name, "inputSchema": SCHEMA, "annotations": {"readOnlyHint": True}}
    for name in ("echo", "fail", "ask")
]
RESOURCE = {"uri": "test://text", "name": "text", "mimeType": "text/plain"}
QUESTION = {
    "message": "Which one?",
    "requestedSchema": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "title": "Name", "minLength": 1},
            "count": {"type": "integer", "minimum": 1, "maximum": 9},
            "sure": {"type": "boolean", "default": True},
            "size": {"type": "string", "enum": ["small", "large"]},
        },
        "required": ["name"],
    },
}
ASK_ID = "ask"


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": words}], **more}


def answer(method: str, params: dict[str, Any]) -> dict[str, Any] | None:
    """Give the result of a request; None for one that is answered later."""
    match method, params.get("name"):
        case "initialize", _:
            return {
                "protocolVersion": params["protocolVersion"],
                "capabilities": {"tools": {}, "resources": {}},
                "serverInfo": {"name": "helper", "version": "1", "title": "Helper"},
                "instructions": "Only for tests.",
            }
        case "tools/list", _:
            return {"tools": TOOLS}
        case "resources/list", _:
            return {"resources": [RESOURCE]}
        case "resources/templates/list", _:
            return {"resourceTemplates": [{"uriTemplate": "test://{name}", "name": "any"}]}
        case "resources/read", _:
            return {"contents": [{"uri": params["uri"], "mimeType": "text/plain", "text": "a text"}]}
        case "tools/call", "echo":
            said = params.get("arguments", {}).get("text", "")
            return text(said, structuredContent={"said": said})
        case "tools/call", "fail":
            return text("it does not work", isError=True)
        case "tools/call", "ask":
            return None
        case _:
            return {}


def write(message: dict[str, Any]) -> None:
    print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)


def main() -> None:
    asking: Any = None
    for line in sys.stdin:
        message = json.loads(line)
        if message.get("id") == ASK_ID and "method" not in message:
            write({"id": asking, "result": text(json.dumps(message.get("result")))})
        elif "id" in message and "method" in message:
            result = answer(message["method"], message.get("params") or {})
            if result is None:
                asking = message["id"]
                write({"id": ASK_ID, "method": "elicitation/create", "params": QUESTION})
            else:
                write({"id": message["id"], "result": result})


if __name__ == "__main__":
    main()
