"""A small MCP server on stdio, in plain Python: what it does, well or badly, is chosen by its arguments.

It needs no package, so that it starts fast, and so that it can do what no package would.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

NOTHING: dict[str, Any] = {"type": "object", "properties": {}}
NUMBER = {"type": "number"}
READS = {"readOnlyHint": True}
TOOLS: list[dict[str, Any]] = [
    {
        "name": "add",
        "description": "adds",
        "annotations": READS,
        "inputSchema": {"type": "object", "properties": {"a": NUMBER, "b": NUMBER}, "required": ["a", "b"]},
    },
    {
        "name": "wipe",
        "description": "danger",
        "inputSchema": NOTHING,
        "annotations": {"destructiveHint": True},
    },
    *(
        {"name": name, "description": name, "inputSchema": NOTHING, "annotations": READS}
        for name in (
            *(
                "fail",
                "environment",
                "hang",
                "die",
                "flood",
                "ask",
                "junk",
                "huge",
                "values",
                "progress",
                "fork",
                "picture",
            ),
            *("odd näme/with.dots", "odd_n_me_with_dots", "refuse", "where"),
        )
    ),
]
BEHAVIOUR = sys.argv[1] if len(sys.argv) > 1 else ""


def send(**message: Any) -> None:
    """Write one message."""
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


def text(said: str, **fields: Any) -> dict[str, Any]:
    """A result that is a text."""
    return {"content": [{"type": "text", "text": said}], **fields}


def call(name: str, arguments: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
    """Do what is asked for."""
    match name:
        case "add":
            total = arguments["a"] + arguments["b"]
            return text(str(total), structuredContent={"sum": total})
        case "wipe":
            return text("wiped")
        case "fail":
            return text("bad thing", isError=True)
        case "environment":
            return text(json.dumps(dict(os.environ)))
        case "where":
            return text(str(Path.cwd()))
        case "hang":
            if token := params.get("_meta", {}).get("progressToken"):
                progress = {"progressToken": token, "progress": 1, "message": str(os.getpid())}
                send(method="notifications/progress", params=progress)
            while True:
                time.sleep(60)
        case "die":
            sys.stderr.write("I am dying\n")
            sys.stderr.flush()
            os._exit(3)
        case "flood":
            for number in range(int(arguments.get("times", 20_000))):
                send(method="notifications/message", params={"level": "info", "data": f"{number}" * 20})
            return text("flooded")
        case "ask":
            for number in range(int(arguments.get("times", 10_000))):
                send(id=f"q{number}", method="ping")
            return text("asked")
        case "junk":
            sys.stdout.write("not json\n[1,2\n{}\n\x00\x01\n" + '{"jsonrpc":"2.0"}\n' * 10)
            sys.stdout.buffer.write(b"\xff\xfe\n")
            return text("junk is out")
        case "huge":
            return text("x" * int(arguments.get("size", 3_000_000)))
        case "values":
            return text("many", structuredContent={"all": [[] for _ in range(int(arguments["count"]))]})
        case "progress":
            token = params["_meta"]["progressToken"]
            for step in (1, 2):
                send(
                    method="notifications/progress",
                    params={"progressToken": token, "progress": step, "total": 2, "message": f"step {step}"},
                )
            return text("done")
        case "fork":
            script = "import os, time; os.setpgid(0, 0); time.sleep(600)"
            process = subprocess.Popen([sys.executable, "-c", script])
            return text(str(process.pid))
        case "picture":
            return {"content": [{"type": "image", "data": "AAAA", "mimeType": "image/png"}]}
        case "refuse":
            raise ValueError("not today")
        case _:
            return text(name)


def listed(params: dict[str, Any]) -> dict[str, Any]:
    """A page of tools."""
    match BEHAVIOUR:
        case "many":
            return {
                "tools": [{"name": f"tool_{number:05}", "inputSchema": NOTHING} for number in range(10_000)]
            }
        case "endless":
            page = int(params.get("cursor") or 0)
            return {"tools": [{"name": f"page_{page}", "inputSchema": NOTHING}], "nextCursor": str(page + 1)}
        case "fat":
            fat = {"type": "object", "properties": {f"p{number}": NUMBER for number in range(20_000)}}
            return {"tools": [{"name": "fat", "inputSchema": fat}, TOOLS[0]]}
        case _:
            return {"tools": TOOLS}


def answer(method: str, params: dict[str, Any]) -> dict[str, Any]:
    """The result of a request."""
    match method:
        case "initialize":
            return {
                "protocolVersion": params["protocolVersion"],
                "capabilities": {"tools": {}, "resources": {}},
                "serverInfo": {"name": "mini", "version": "1"},
            }
        case "tools/list":
            return listed(params)
        case "tools/call":
            return call(params["name"], params.get("arguments") or {}, params)
        case "resources/list":
            return {"resources": [{"uri": "memo://one", "name": "one"}]}
        case "resources/templates/list":
            return {"resourceTemplates": [{"uriTemplate": "memo://{name}", "name": "memo"}]}
        case "resources/read":
            return {"contents": [{"uri": params["uri"], "text": "the memo"}]}
        case _:
            return {}


def main() -> None:
    """Serve until the end of the input, unless the behaviour says otherwise."""
    match BEHAVIOUR:
        case "quits":
            sys.stderr.write(f"no such thing: {os.environ.get('TOKEN', '')}\n")
            sys.exit(4)
        case "closes and says why":
            for descriptor in (0, 1):
                os.close(descriptor)
            time.sleep(0.1)  # whoever speaks with it knows of the end meanwhile
            os.write(2, b"the last words\n")
            os._exit(4)
        case "once":
            try:
                Path(os.environ["MARK"]).touch(exist_ok=False)
            except FileExistsError:
                sys.exit(5)
        case "silent":
            time.sleep(600)
        case "stubborn":
            import signal

            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        case "endless line":
            while True:
                sys.stdout.write("x" * 1_000_000)
                sys.stdout.flush()
        case _:
            pass
    for line in sys.stdin:
        message = json.loads(line)
        if "id" not in message or "method" not in message:
            continue
        try:
            send(id=message["id"], result=answer(message["method"], message.get("params") or {}))
        except ValueError as error:
            send(id=message["id"], error={"code": -32000, "message": str(error)})
    if BEHAVIOUR == "stubborn":
        time.sleep(600)


if __name__ == "__main__":
    main()
