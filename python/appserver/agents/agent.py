"""The one class that an agent author writes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from appserver.errors import ErrorCode, ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Coroutine, Sequence

    from appserver.agents.attended_thread import AttendedThread
    from appserver.agents.turn_context import TurnContext
    from appserver.protocol import McpServerStatus, Model, ReviewTarget

__all__ = ["Agent", "unknown_server"]


class Agent(ABC):
    """Answers the turns of a server's threads.

    One instance serves all threads, and turns of different threads run at the same time: what belongs
    to one turn belongs into local variables of `run_turn`::

        class Echo(Agent):
            async def run_turn(self, turn: TurnContext) -> None:
                async with turn.message() as message:
                    for word in turn.text.split():
                        await message.delta(word + " ")

    The server opens and closes turns; the agent only acts in between:

    - It returns: the turn is `completed`.
    - It raises: the turn is `failed`. The exception is logged, and its type and text are shown to the user.
    - The user interrupts: the task that runs `run_turn` is cancelled, the turn is `interrupted`. The agent
      has five seconds to clean up; then the turn is closed without it.
    - Items that are still open are completed with what they have, before the turn is. Commands that still run
      are ended first.
    - From the end of its turn on, whatever the reason, every verb raises `TurnClosedError`.

    The user may send further messages while a turn runs. An agent that can use them on its way asks
    `turn.new_input()`; what it has not taken when it returns is given to it in another call of `run_turn`,
    within the same turn.

    Attributes:
        model: the model's name in the metadata of threads whose client names none.
        model_provider: likewise, who serves the model.
        model_providers: further providers that a thread may name, beside those of the configuration.
        models: the models that clients show to choose from; which one a turn is to use stands in
            `turn.settings.model`. Empty: `model` is the only one.
        secret_variables: environment variables that hold secrets of the agent: commands are not given them, unless the
            embedder or the user says so.
        asyncio_only: whether it runs on asyncio and uvloop only; on another event loop the server does not start then.
        threads_wait: whether each thread has something to wait for in `thread_ready`.
    """

    model: str = "default"
    model_provider: str = "appserver"
    model_providers: Sequence[str] = ()
    models: Sequence[Model] = ()
    secret_variables: Sequence[str] = ()
    asyncio_only: bool = False
    threads_wait: bool = False

    def known_secrets(self) -> Collection[str]:
        """Texts that feedback must not show, such as the keys of a provider; an agent that has some overrides this.

        It is called in a thread.
        """
        return ()

    async def compact(self, turn: TurnContext) -> None:
        """Shorten what the model is told of the conversation, in a turn of its own; `thread/compact/start` asks for it.

        An agent that has no such conversation leaves this as it is, and the request is refused.

        Cancellation: as that of `run_turn`.
        """
        raise NotImplementedError(f"{type(self).__name__} has no conversation to shorten")

    async def review(self, turn: TurnContext, target: ReviewTarget) -> None:
        """Review changes, in a turn of its own; `review/start` asks for it. Its findings are part of the conversation.

        An agent that cannot do that leaves this as it is, and the request is refused.

        Args:
            turn: the turn; nothing of the user is in it.
            target: what is to be reviewed.

        Cancellation: as that of `run_turn`.
        """
        raise NotImplementedError(f"{type(self).__name__} reviews nothing")

    @abstractmethod
    async def run_turn(self, turn: TurnContext) -> None:
        """Answer `turn.input`, by the verbs of `turn`. It runs in a task of its own, on the server's event loop.

        It may use task groups and timeouts of anyio, or of the event loop it runs on. Blocking calls belong in
        `anyio.to_thread.run_sync`: they hold up every other turn.

        Cancellation: the turn was interrupted, or the server ends. Clean up within five seconds and let it
        pass.
        """

    async def on_thread_started(self, thread: AttendedThread) -> None:
        """A thread was started, or forked from another one. Its first turn waits for the end of this.

        What is raised is logged, and the turns run all the same.

        Cancellation: the thread is closed, or the server ends.
        """
        del thread

    async def on_thread_resumed(self, thread: AttendedThread) -> None:
        """A thread is loaded again, with nothing in its `state`. Otherwise as `on_thread_started`.

        Cancellation: the thread is closed, or the server ends.
        """
        del thread

    async def on_thread_closed(self, thread: AttendedThread) -> None:
        """A thread is not loaded any more, or the server ends. None of its turns runs; its `state` goes with it.

        It has five seconds, and what it raises is logged.

        Cancellation: its time is over.
        """
        del thread

    def attend_thread(self, thread: AttendedThread) -> Callable[[], Coroutine[Any, Any, None]] | None:
        """What is to go on beside a thread while it is loaded, such as the programs that its turns use.

        It is called when the thread begins, or is loaded again, before any turn of it. What it returns is run in a task
        of its own on the server's event loop; that task is cancelled when the thread is unloaded, or the server ends.
        It has five seconds to clean up then. An exception of it is logged. None: there is nothing.
        """
        del thread
        return None

    async def thread_ready(self, thread: AttendedThread) -> None:
        """Return when a thread has what it cannot do without.

        It is called once `attend_thread` has begun, and before anybody hears of the thread, for a thread that a client
        starts, forks or loads. Where it raises, the request fails and there is no such thread; what `attend_thread` has
        begun is ended first. A server that reads no configuration asks only where `threads_wait` is true.

        Cancellation: likewise.

        Raises:
            ServerError: the thread cannot be; its text is part of the answer.
        """
        del thread

    async def tool_servers(self, thread_id: str | None) -> Sequence[McpServerStatus]:
        """The servers of tools of a thread, or (None) those that each thread has.

        Cancellation: what was started to find out is ended.
        """
        del thread_id
        return ()

    async def call_server_tool(
        self,
        thread_id: str,
        server: str,
        tool: str,
        arguments: dict[str, Any] | None,
        meta: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Call a tool of a server of a thread, for a client: the fields of `McpServerToolCallResponse`.

        Cancellation: nobody waits for the tool any more.

        Raises:
            ServerError: there is no such server, or no result.
        """
        del thread_id, tool, arguments, meta
        raise unknown_server(server)

    async def read_server_resource(
        self, thread_id: str | None, server: str, uri: str
    ) -> list[dict[str, Any]]:
        """Read a resource of a server of a thread, or (None) of one that each thread has, for a client.

        Cancellation: what was started to read it is ended.

        Raises:
            ServerError: there is no such server, or no content.
        """
        del thread_id, uri
        raise unknown_server(server)


def unknown_server(name: str) -> ServerError:
    """How a request is refused that names a server of tools that is not there."""
    return ServerError(f"unknown MCP server '{name}'", code=ErrorCode.INTERNAL)
