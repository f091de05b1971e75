"""An agent that does what the prompt says, for servers in this process and in another one."""

from __future__ import annotations

import anyio

import appserver

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
