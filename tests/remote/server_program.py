"""A server of this project, whose agent does what the prompt says; as a program it serves its standard streams."""

from __future__ import annotations

import anyio

import appserver
from appserver.transports.standard_streams import take_standard_streams

__all__ = ["Obedient"]


class Obedient(appserver.Agent):
    """Does what the prompt says: `say N`, `ask`, `wait` or `fail`."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        match turn.text.split():
            case ["say", count]:
                async with turn.message() as message:
                    for number in range(int(count)):
                        await message.delta(f"[{number}]")
            case ["ask"]:
                result = await turn.run_command("true")
                await turn.send_message(result.status)
            case ["wait"]:
                async with turn.message() as message:
                    await message.delta("so far")
                    await anyio.sleep_forever()
            case _:
                raise ValueError("as it was told")


async def main() -> None:
    """Serve until the client is gone."""
    reading, writing = take_standard_streams()
    async with appserver.serve(agent=Obedient()) as server:
        await server.serve_stdio(reading, writing)


if __name__ == "__main__":
    anyio.run(main)
