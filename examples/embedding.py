"""One turn, from a prompt to its end; approvals are answered by a rule of your own.

    python examples/embedding.py 'what is in here?' '!ls'

Without arguments it sends a prompt that shows both an answer and an approval.
"""

from __future__ import annotations

import sys

import anyio

import appserver
from appserver import protocol as p

HARMLESS = ("ls", "echo", "pwd")


def decide(params: p.CommandExecutionRequestApprovalParams) -> str:
    """Accept what only looks around; the user would be asked here."""
    words = (params.command or "").split()
    return "accept" if words and words[0] in HARMLESS else "decline"


async def main(prompt: str) -> int:
    async with appserver.start(client_name="embedding-example", legacy_notifications=False) as client:
        started = await client.request(p.ThreadStartParams(cwd=".", ephemeral=True))
        await client.request(
            p.TurnStartParams(thread_id=started.thread.id, input=[p.TextUserInput(text=prompt)])
        )
        async for event in client:
            match event:
                case p.AgentMessageDeltaNotification(delta=text):
                    print(text, end="", flush=True)
                case appserver.ServerRequest(params=p.CommandExecutionRequestApprovalParams() as params):
                    decision = decide(params)
                    print(f"[{params.command}: {decision}]")
                    await client.resolve_server_request(event.id, {"decision": decision})
                case appserver.ServerRequest():
                    # Anything else is refused. Silence would do as well, but the turn would wait for us.
                    await client.reject_server_request(
                        event.id, appserver.ServerError("this example answers commands only")
                    )
                case appserver.Lagged(skipped=skipped):
                    print(f"[{skipped} events skipped]")
                case p.TurnCompletedNotification(turn=turn):
                    print()
                    return 0 if turn.status == "completed" else 1
    return 1  # the server was closed before the turn ended


if __name__ == "__main__":
    sys.exit(anyio.run(main, "\n".join(sys.argv[1:]) or "hello\n!echo a command\n!rm -r precious"))
