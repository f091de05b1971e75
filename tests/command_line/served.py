"""`appserver app-server` as a process, with a client of plain lines, and an agent that does what its prompt says."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any, Self

from tests.command_line.program import start_program

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["OWN", "ServerProcess", "write_own"]

OWN = '''
import os, signal, subprocess, sys, time
import anyio
import appserver
from appserver import protocol as p

print("printed at import")
os.write(1, b"written at import\\n")
subprocess.run(["echo", "echoed at import"])


def say(text):
    print(text, file=sys.stderr, flush=True)


class Own(appserver.Agent):
    def __init__(self):
        print("printed when made")

    async def run_turn(self, turn):
        print("printed in a turn")
        subprocess.run(["echo", "echoed in a turn"])
        if turn.text == "wait":
            say("waiting")
            await anyio.sleep_forever()
        elif turn.text == "swallow":
            say("swallowing")
            while True:
                try:
                    await anyio.sleep(3600)
                except BaseException:
                    say("cancelled")
        elif turn.text == "hold":
            say("holding")
            time.sleep(3600)
        elif turn.text == "ask":
            await turn.run_command("true", reason="to ask")
        elif turn.text == "flood":
            for _ in range(64):
                await turn.send_message("x" * 65536)
            say("flooded")
        else:
            await turn.send_message("done")


class Params(p.RequestParams[p.ThreadUnsubscribeResponse]):
    method = "test/terminate"
    response_type = p.ThreadUnsubscribeResponse


processor = appserver.MessageProcessor()


@processor.on_request(Params)
def terminate(ctx, params):
    """Is answered although the signal comes before the answer."""
    print("printed in a handler")
    os.kill(os.getpid(), signal.SIGTERM)
    return p.ThreadUnsubscribeResponse(status="notSubscribed")


def fail():
    raise ValueError("no luck")


async def later():
    return Own()


text = "text"
'''


def write_own(directory: Path) -> None:
    """Write the module `own`, with an agent and a processor."""
    (directory / "own.py").write_text(OWN)


class ServerProcess:
    """A server on standard streams.

    Attributes:
        program: the process.
        events: notifications and questions that came while an answer was waited for.
    """

    def __init__(self, *arguments: str, cwd: Path, **options: Any) -> None:
        self.program = start_program(*arguments, cwd=cwd, **{"stdin": subprocess.PIPE, **options})
        self.events: list[dict[str, Any]] = []
        self._numbers = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.program.kill()
        self.program.wait(30)
        for stream in (self.program.stdin, self.program.stdout, self.program.stderr):
            if stream is not None:
                stream.close()

    def write(self, data: bytes) -> None:
        """Write to its standard input."""
        assert self.program.stdin is not None
        self.program.stdin.write(data)
        self.program.stdin.flush()

    def hang_up(self) -> None:
        """Close its standard input."""
        assert self.program.stdin is not None
        self.program.stdin.close()

    def send(self, method: str, params: Any = None) -> int:
        """Send a request; its id."""
        self._numbers += 1
        message = {"id": self._numbers, "method": method, "params": params}
        self.write(json.dumps(message).encode() + b"\n")
        return self._numbers

    def receive(self) -> dict[str, Any]:
        """The next message."""
        assert self.program.stdout is not None
        message: dict[str, Any] = json.loads(self.program.stdout.readline())
        return message

    def request(self, method: str, params: Any = None) -> Any:
        """The result of a request, or its error."""
        number = self.send(method, params)
        while True:
            message = self.receive()
            if "method" not in message:
                assert message["id"] == number
                return message.get("result", message.get("error"))
            self.events.append(message)

    def initialize(self) -> Any:
        """Do the handshake."""
        client = {"name": "lines", "title": None, "version": "1"}
        result = self.request("initialize", {"clientInfo": client, "capabilities": None})
        self.write(b'{"method":"initialized"}\n')
        return result

    def start_turn(self, text: str) -> None:
        """Start a turn on a thread of its own."""
        thread = self.request("thread/start", {})["thread"]
        self.request("turn/start", {"threadId": thread["id"], "input": [{"type": "text", "text": text}]})

    def wait_for(self, method: str) -> dict[str, Any]:
        """The first message of a method."""
        for event in self.events:
            if event.get("method") == method:
                return event
        while True:
            message = self.receive()
            self.events.append(message)
            if message.get("method") == method:
                return message

    def wait_to_hear(self, text: str) -> str:
        """Read standard error up to a line that holds a text; all lines so far."""
        assert self.program.stderr is not None
        heard = ""
        while text not in heard:
            line = self.program.stderr.readline()
            assert line, f"{text!r} was never said; said was:\n{heard}"
            heard += line.decode()
        return heard

    def end(self) -> tuple[int, list[dict[str, Any]], str]:
        """The exit status, the messages that were left, and what standard error said, once it has ended by itself."""
        status = self.program.wait(30)
        assert self.program.stdout is not None
        assert self.program.stderr is not None
        left = [json.loads(line) for line in self.program.stdout.read().splitlines()]
        return status, left, self.program.stderr.read().decode()
