"""The verbs of a turn that show what an agent does by tools of its own, and that ask for consent to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver.turns.arguments import check_flag, json_data, text_argument
from appserver.turns.encodable import repaired_text
from appserver.turns.items.agent_tool_call import AgentToolCall, bounded_arguments
from appserver.turns.items.agent_web_search import AgentWebSearch
from appserver.turns.items.client_tool import call_client_tool, check_offered
from appserver.turns.items.consent import request_approval
from appserver.turns.items.picture import show_picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from appserver.turns.items.client_tool import ClientToolResult
    from appserver.turns.items.consent import ApprovalResult
    from appserver.turns.turn import Turn

__all__ = ["ToolVerbs"]


class ToolVerbs:
    """Part of `TurnContext`."""

    __slots__ = ()

    if TYPE_CHECKING:
        _turn: Turn

    def tool_call(
        self,
        *,
        server: str = "agent",
        tool: str,
        arguments: Any = None,
        reads_only: bool | None = None,
        item_id: str | None = None,
    ) -> AgentToolCall:
        """Show the call of a tool of the agent's own, while it is made::

            async with turn.tool_call(server="shop", tool="price", arguments={"item": "tea"}) as call:
                await call.progress("asking the shop")
                await call.result(await shop.price("tea"))

        `call.fail(text)` says that it has failed; so does an exception that leaves the block. A block that is left
        without either has ended well, without a result.

        Args:
            server: whose tool it is, as the clients show it.
            tool: its name.
            arguments: what it is given: JSON data, or what pydantic makes JSON of.
            reads_only: whether it changes nothing, if that is known.
            item_id: what the item is called, such as what a model calls the call; a new id where the turn has one of
                that name, and for None.

        Raises:
            TypeError, ValueError: one of them is not what it should be.
        """
        if reads_only is not None:
            check_flag("reads_only", reads_only)
        return AgentToolCall(
            self._turn,
            text_argument("server", server),
            text_argument("tool", tool),
            bounded_arguments(json_data("arguments", arguments)),
            item_id=repaired_text("item_id", item_id),
            reads_only=reads_only,
        )

    async def client_tool(
        self, tool: str, arguments: Any = None, *, namespace: str | None = None, item_id: str | None = None
    ) -> ClientToolResult:
        """Have the client do what it has a tool for (`dynamicTools` of `thread/start`), and wait for what comes of it.

        The tools that there are stand in `settings.dynamic_tools`. The first answer counts; without one, since the
        client refused or is gone, the result says so.

        Args:
            tool: the name of the tool.
            arguments: what it is given: JSON data, or what pydantic makes JSON of.
            namespace: the namespace that the tool stands in, if it stands in one.
            item_id: as in `tool_call`.

        Cancellation: the question is taken back, and the item ends as failed.

        Raises:
            TypeError: one of them is not what it should be; nothing was asked.
            ValueError: likewise, or the client has no such tool.
            TurnClosedError: the turn is over.
        """
        name = text_argument("tool", tool)
        space = repaired_text("namespace", namespace)
        given = json_data("arguments", {} if arguments is None else arguments)
        call_id = repaired_text("item_id", item_id)
        self._turn.emitter.check_open()
        check_offered(self._turn.settings.dynamic_tools, name, space)
        return await call_client_tool(self._turn, name, given, call_id=call_id, namespace=space)

    def web_search(
        self,
        query: str | None = None,
        *,
        queries: Sequence[str] | None = None,
        url: str | None = None,
        pattern: str | None = None,
        item_id: str | None = None,
    ) -> AgentWebSearch:
        """Show a search of the web, while it is made; `await search.results(found)` shows what it has found::

            async with turn.web_search("tea, origin of") as search:
                await search.results(await engine.search("tea, origin of"))

        Args:
            query: what is looked for.
            queries: the same where it is several things.
            url: a page that is looked at, in place of a search.
            pattern: what is looked for in that page.
            item_id: as in `tool_call`.

        Raises:
            TypeError, ValueError: one of them is not what it should be, or there is none.
        """
        given = {"query": query, "url": url, "pattern": pattern}
        texts = {name: None if text is None else text_argument(name, text) for name, text in given.items()}
        if queries is not None:
            if isinstance(queries, str):
                raise TypeError("queries is a sequence of texts, not str; one text goes to query")
            queries = [text_argument(f"queries[{number}]", text) for number, text in enumerate(queries)]
        if query is None and not queries and url is None:
            raise TypeError("web_search takes query, queries or url: what is looked for, or where")
        if pattern is not None and url is None:
            raise TypeError("pattern is looked for in a page; give its url")
        if url is not None and (query is not None or queries is not None):
            raise TypeError("url is a page that is looked at, and query a search: show each by itself")
        return AgentWebSearch(self._turn, repaired_text("item_id", item_id), queries=queries, **texts)

    async def image(
        self,
        path: str | Path | None = None,
        *,
        data: bytes | None = None,
        prompt: str | None = None,
        item_id: str | None = None,
    ) -> None:
        """Show a picture: the one of a file, which the agent has looked at, or one that was made (`data`).

        Args:
            path: its file, absolute or relative to `settings.cwd`; of one that was made, where it was saved. The file
                is not looked at.
            data: the bytes of one that was made; 4 MiB at most.
            prompt: what that was made by.
            item_id: as in `tool_call`.

        Cancellation: once begun, its end is sent.

        Raises:
            TypeError, ValueError: one of them is not what it should be; nothing was shown.
            TurnClosedError: the turn is over.
        """
        await show_picture(self._turn, path, data, prompt, repaired_text("item_id", item_id))

    async def request_approval(
        self,
        message: str,
        *,
        server: str = "agent",
        tool: str | None = None,
        arguments: Any = None,
        remember: bool = False,
    ) -> ApprovalResult:
        """Ask the user for consent to something that is neither a command nor a change of files::

            if not (answer := await turn.request_approval("Order ten pounds of tea?")):
                return await turn.send_message(f"Nothing was ordered: {answer.reason}.")

        The clients are asked as for a tool of an MCP server. Under the approval policy `never` nobody is: it is
        accepted where the sandbox policy is `dangerFullAccess` or `externalSandbox`, and declined otherwise.

        Args:
            message: what the user is asked.
            server: who would do it, as the clients show it.
            tool: the tool that would be called, if it is one.
            arguments: what that would be given: JSON data, or what pydantic makes JSON of; 64 KiB of it are shown.
            remember: whether the user may accept it for the rest of the session: the tool, or this very message.

        Cancellation: the question is taken back.

        Returns:
            What became of it; it is true where consent was given.

        Raises:
            TypeError, ValueError: one of them is not what it should be; nobody was asked.
            TurnClosedError: the turn is over.
        """
        check_flag("remember", remember)
        return await request_approval(
            self._turn,
            text_argument("message", message),
            server=text_argument("server", server),
            tool=None if tool is None else text_argument("tool", tool),
            arguments=None if arguments is None else json_data("arguments", arguments),
            remember=remember,
        )
