"""Two clients of one server share a thread: one works on it, the other looks on and answers its questions.

The first client starts the server and owns it. The second one connects, resumes the thread, and from then on sees its
events and is asked its questions too. The first answer counts. The second client leaves; the thread goes on.

    python examples/two_clients.py
"""

from __future__ import annotations

import anyio

import appserver
from appserver import protocol as p


async def supervise(client: appserver.InProcessAppServerClient) -> None:
    """Answer the questions of every thread that this client has resumed, until its turn has ended."""
    async for event in client:
        match event:
            case appserver.ServerRequest(params=p.CommandExecutionRequestApprovalParams(command=command)):
                counted = await client.resolve_server_request(event.id, {"decision": "accept"})
                print(f"supervisor: accepted `{command}` ({'it counted' if counted else 'too late'})")
            case p.TurnCompletedNotification(turn=turn):
                print(f"supervisor: the turn is {turn.status}")
                return


async def ask(client: appserver.InProcessAppServerClient, thread_id: str, prompt: str) -> None:
    """Run a turn and print its answer's last line. This client answers no question."""
    await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=prompt)]))
    async for event in client:
        match event:
            case p.ServerRequestResolvedNotification(request_id=number):
                print(f"worker: question {number} was answered")
            case p.ItemCompletedNotification(item=p.AgentMessageThreadItem(text=text)):
                print(f"worker: {text.splitlines()[2]}")
            case p.TurnCompletedNotification():
                return


async def main() -> None:
    """Start a server with a worker, connect a supervisor, and let the supervisor leave again."""
    async with appserver.start(client_name="worker") as worker:
        thread = (await worker.request(p.ThreadStartParams())).thread
        async with worker.server.connect(client_name="supervisor") as supervisor:
            await supervisor.request(p.ThreadResumeParams(thread_id=thread.id))
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(supervise, supervisor)
                await ask(worker, thread.id, "!echo together")
        print(f"left: {[connection.client_name for connection in worker.server.connections]}")
        await ask(worker, thread.id, "alone")


if __name__ == "__main__":
    anyio.run(main)
