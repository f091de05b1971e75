"""An agent of a user's own, and a program that listens with it: `own.py LOOP URL HOME`."""

from __future__ import annotations

import sys

import anyio

import appserver
from appserver import protocol as p


class Own(appserver.Agent):
    """Does what the message says: runs a command, waits to be told more, or answers."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        """One turn."""
        if turn.text.startswith("run "):
            result = await turn.run_command(turn.text.removeprefix("run "), reason="the message says so")
            await turn.send_message(f"the command was {result.status}: {result.output.strip()}")
        elif turn.text == "wait":
            async with turn.message() as message:
                await message.delta("waiting for more\n\n")
                while not (more := turn.new_input()):  # noqa: ASYNC110 - nothing tells of it
                    await anyio.sleep(0.01)
                await message.delta(f"and heard {len(more)} more")
        elif turn.text == "hold":
            async with turn.message() as message:
                await message.delta("holding on\n\n")
                await anyio.sleep_forever()
        elif turn.text == "fail":
            raise appserver.AgentError("my own agent has failed")
        elif turn.tool_outputs:
            last = turn.tool_outputs[-1]
            await turn.send_message(f"my own agent heard {str(last.output).upper()} from {last.name}")
        else:
            await turn.send_message(f"my own agent heard {turn.text.upper()}")


def busy_twice() -> appserver.MessageProcessor:
    """Handlers one of which is busy twice."""
    processor = appserver.MessageProcessor()
    attempts = 0

    @processor.on_request(p.ThreadLoadedListParams)
    def list_loaded(_ctx: object, _params: p.ThreadLoadedListParams) -> p.ThreadLoadedListResponse:
        nonlocal attempts
        attempts += 1
        if attempts <= 2:
            raise appserver.OverloadedError("busy", data={"attempt": attempts})
        return p.ThreadLoadedListResponse(data=["it was worth it"])

    return processor


async def main(url: str, home: str) -> None:
    """Serve until the program is killed."""
    async with appserver.serve(agent=Own(), home=home) as server:
        listener = await server.listen(url)
        print(listener.url, flush=True)
        await anyio.sleep_forever()


if __name__ == "__main__":
    loop, where, directory = sys.argv[1:]
    anyio.run(
        main,
        where,
        directory,
        backend="trio" if loop == "trio" else "asyncio",
        backend_options={"use_uvloop": True} if loop == "uvloop" else {},
    )
