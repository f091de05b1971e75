"""An agent of your own, served to a client in the same process.

The agent counts the lines of the files that it is asked about. It streams its answer, runs a command that
needs the user's consent, and knows of the earlier turns of the thread.

    python examples/own_agent.py
"""

from __future__ import annotations

import shlex
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio

import appserver
from appserver import protocol as p


class LineCounter(appserver.Agent):
    """Counts lines with `wc`."""

    model = "line-counter"
    model_provider = "example"

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        names = turn.text.split()
        async with turn.reasoning() as reasoning:
            await reasoning.summary_delta(f"{len(names)} file(s) to count; turn {len(turn.history) + 1}.")
        for name in names:
            # With a list no shell sees the file's name; the text of an approval is what will run.
            result = await turn.run_command(["wc", "-l", name], reason=f"You asked about {name}.")
            async with turn.message() as message:
                await message.delta(f"{name}: ")
                await message.delta(_said(result.status, result.output))


def _said(status: str, output: str) -> str:
    if status == "declined":
        return "not counted, as you wish."
    if status == "failed":
        return "could not be counted."
    return f"{output.split()[0]} lines."


async def ask(client: appserver.InProcessAppServerClient, thread_id: str, text: str) -> None:
    """Run one turn and print it; consents to everything but secret files."""
    print(f"> {text}")
    await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=text)]))
    async for event in client:
        match event:
            case p.ReasoningSummaryTextDeltaNotification(delta=delta):
                print(f"  ({delta})")
            case appserver.ServerRequest(params=p.CommandExecutionRequestApprovalParams(command=command)):
                words = shlex.split(command or "")
                decision = "decline" if words[-1].endswith(".secret") else "accept"
                await client.resolve_server_request(event.id, {"decision": decision})
            case p.ItemCompletedNotification(item=p.AgentMessageThreadItem(text=said)):
                print(f"  {said}")
            case p.TurnCompletedNotification():
                return


async def main(directory: Path) -> None:
    async with appserver.start(agent=LineCounter(), legacy_notifications=False) as client:
        started = await client.request(p.ThreadStartParams(cwd=str(directory)))
        print("model:", started.model)
        await ask(client, started.thread.id, "poem.txt letter.secret")
        await ask(client, started.thread.id, "no-such-file")


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        Path(place, "poem.txt").write_text("roses\nare\nred\n")
        Path(place, "letter.secret").write_text("do not look\n")
        anyio.run(main, Path(place))
