"""A program that speaks to its client as its first argument says: what tests connect to, in another process.

It imports nothing of this project: it starts in a few milliseconds.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

TURN: list[dict[str, Any]] = [
    {
        "method": "turn/started",
        "params": {"threadId": "t", "turn": {"id": "u", "items": [], "status": "inProgress"}},
    },
    {
        "method": "item/agentMessage/delta",
        "params": {"threadId": "t", "turnId": "u", "itemId": "i", "delta": "some text"},
    },
    {
        "id": "question",
        "method": "item/commandExecution/requestApproval",
        "params": {"threadId": "t", "turnId": "u", "itemId": "i", "command": "ls", "startedAtMs": 0},
    },
    {"method": "serverRequest/resolved", "params": {"threadId": "t", "requestId": "question"}},
    {
        "method": "turn/completed",
        "params": {"threadId": "t", "turn": {"id": "u", "items": [], "status": "completed"}},
    },
]


def write(data: bytes) -> None:
    """Write to the client."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # it has ended; a traceback would be taken for a word of the host
        os._exit(0)


def say(message: dict[str, Any]) -> None:
    """Send a message."""
    write(json.dumps(message).encode() + b"\n")


def answer(message: dict[str, Any], what: str, argument: str) -> None:
    """Answer a request."""
    if message["method"] == "initialize":
        about = {"codexHome": "/", "platformFamily": "unix", "platformOs": "linux"}
        say({"id": message["id"], "result": {"userAgent": f"program/{os.getpid()}", **about}})
    elif message["method"] == "future/turn":
        for part in TURN[: int(argument or len(TURN))]:
            say(part)
        if what == "die":
            os._exit(7)
        say({"id": message["id"], "result": {}})
    elif message["method"] == "future/say":
        write(message["params"].encode("latin-1"))
        say({"id": message["id"], "result": {}})
    elif message["method"] == "future/where":
        print("a word on standard error", file=sys.stderr, flush=True)
        say({"id": message["id"], "result": {"cwd": str(Path.cwd()), "environment": dict(os.environ)}})
    else:
        say({"id": message["id"], "result": message.get("params")})


def main(what: str = "", argument: str = "") -> None:
    """Speak until the client closes standard input; with "stay" go on then, with a child that does the same."""
    if what == "exit":
        sys.exit(int(argument))
    if what == "stay":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        child = subprocess.Popen([sys.executable, "-c", "import signal\nwhile True: signal.pause()"])
        print(child.pid, file=sys.stderr, flush=True)
    for line in sys.stdin.buffer:
        message = json.loads(line)
        if "id" in message and "method" in message and what != "silent":
            answer(message, what, argument)
    while what in {"stay", "silent"}:
        signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
