"""The agent that asks a model."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from appserver.agents.agent import Agent
from appserver.engine.agent_arguments import check_agent_arguments
from appserver.engine.asking import Asking
from appserver.engine.catalogue import shown_models
from appserver.engine.command_keys import CommandKeys
from appserver.engine.compaction import compact, is_due
from appserver.engine.config_values import (
    catalogue_in,
    is_switched_off,
    text_in,
    whole_number_in,
)
from appserver.engine.failures import ModelError
from appserver.engine.input_items import ABORTED, message_item, surroundings, unread_items, user_items
from appserver.engine.native import NativeOpener
from appserver.engine.plain_providers import PlainProviders
from appserver.engine.provider import (
    BUILT_IN_PROVIDERS,
    DEFAULT_PROVIDER,
    Provider,
    find_provider,
    read_providers,
)
from appserver.engine.request import ask_for_key, find_key, secrets_of
from appserver.engine.review import REVIEW_TOOLS, review, review_settings
from appserver.engine.sampling import Sampler
from appserver.engine.tool_calls import unanswered
from appserver.engine.tool_servers import AgentServers
from appserver.engine.transport import TransportOpener
from appserver.engine.web_search import web_search_spec
from appserver.errors import TurnClosedError
from appserver.plain_data import is_mapping, nested
from appserver.tools.dynamic import dynamic_specs, dynamic_tools
from appserver.tools.functions import FunctionTool
from appserver.tools.mcp.servers import read_servers, servers_of_objects
from appserver.tools.registry import ToolSet, is_tool
from appserver.tools.standard import STANDARD_TOOLS
from appserver.tools.standard import standard_tools as choose_tools

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping, Sequence
    from typing import Self

    from appserver import protocol as p
    from appserver.agents.attended_thread import AttendedThread
    from appserver.agents.turn_context import TurnContext
    from appserver.engine.base_instructions import BaseInstructions
    from appserver.engine.transport import ModelTransport, Opener
    from appserver.tools.calls import Tool

__all__ = ["ModelAgent"]

LOST: Final = "aborted: the process that ran it has ended"
"""The answer to a call that was never answered."""


class ModelAgent(Agent):
    """Answers turns by a model, over the Responses API of its provider::

        agent = appserver.ModelAgent("qwen3", "ollama")
        async with appserver.start(agent=agent) as client:
            ...

    Text and reasoning are streamed as they come. The whole conversation is sent with each request. Tools that the model
    calls run side by side, and it is asked again with their answers. An interrupt closes the connection and ends the
    tools at once. What fails is tried again as often as its provider says, and then fails the turn, with a cause of the
    protocol.

    A key is sent to its provider alone. It is in no error, event, `repr` or log.
    """

    def __init__(
        self,
        model: str,
        provider: Provider | str = DEFAULT_PROVIDER,
        *,
        providers: Mapping[str, Provider] | None = None,
        api_key: str | Callable[[], str | None] | None = None,
        login: Callable[[], str | None] | None = None,
        transport: ModelTransport | None = None,
        instructions: str | None = None,
        effort: str | None = None,
        verbosity: str | None = None,
        catalogue: Mapping[str, Any] | str | os.PathLike[str] | None = None,
        review_model: str | None = None,
        context_window: int | None = None,
        compaction_limit: int | None = None,
        compaction_prompt: str | None = None,
        tools: Iterable[Tool | Callable[..., Any]] = (),
        standard_tools: Collection[str] = tuple(STANDARD_TOOLS),
        mcp_servers: Mapping[str, Any] | None = None,
        remember_tool: Callable[[str, str], None] | None = None,
        web_search: Mapping[str, Any] | None = None,
    ) -> None:
        """Make an agent; nothing is sent yet.

        Args:
            model: the model's name, where a thread names none.
            provider: who serves it, where a thread names nobody; an id is one of `providers`.
            providers: whom a thread may name, by their ids; None: the built-in ones.
            api_key: the key for `provider` where its row names none, or a function that returns it, called for each
                turn. Other providers that a thread may name are never sent it.
            login: returns the key of the user's login; it is asked for, and sent, where a provider requires it. Called
                in a thread.
            transport: sends requests in place of the native transport.
            instructions: replaces the instructions of this agent and those that a catalogue has for a model; a thread's
                `baseInstructions` go before them.
            effort: how hard to think, where a turn does not say.
            verbosity: how much to write, `low`, `medium` or `high`, for models that can be told.
            catalogue: what is known of models beyond what this package knows: a file in the form of
                `model_catalog_json`, or its content.
            review_model: the model that reviews; None: that of the thread.
            context_window: how many tokens the model can take at once; None: what is known of it, or 272 000.
            compaction_limit: at how many tokens a conversation is shortened; 90 % of the window at the most, and as a
                rule.
            compaction_prompt: how the model is asked for the summary that then takes its place, in place of our words.
            tools: further tools that the model may call: typed functions, or what `appserver.tools.tool` has made of
                one.
            standard_tools: which of `appserver.tools.STANDARD_TOOLS` it has; all as a rule.
            mcp_servers: servers of tools by their names, which each thread has: server objects of the package `mcp`,
                or tables as in the configuration.
            remember_tool: keeps for ever that a tool (its server and its name) may be called without asking; None:
                users are not offered that.
            web_search: the provider's own search of the web, as requests tell of it; None: there is none.

        Raises:
            TypeError: an argument is of another type; the text names it.
            ValueError: there is no such provider or standard tool, two tools have the same name, or the catalogue is
                none; the text says what is wrong with it, in a file with its line.
        """
        check_agent_arguments(
            {
                "model": model,
                "provider": provider,
                "providers": providers,
                "api_key": api_key,
                "login": login,
                "transport": transport,
                "instructions": instructions,
                "effort": effort,
                "verbosity": verbosity,
                "catalogue": catalogue,
                "review_model": review_model,
                "context_window": context_window,
                "compaction_limit": compaction_limit,
                "compaction_prompt": compaction_prompt,
                "tools": tools,
                "standard_tools": standard_tools,
                "mcp_servers": mcp_servers,
                "remember_tool": remember_tool,
                "web_search": web_search,
            }
        )
        known = dict(BUILT_IN_PROVIDERS if providers is None else providers)
        self._provider = provider if isinstance(provider, Provider) else find_provider(known, provider)
        self._providers = {**known, self._provider.id: self._provider}
        self._api_key = api_key
        self._login = login
        self._opener: Opener = NativeOpener() if transport is None else TransportOpener(transport)
        self._instructions = instructions
        self._effort = effort
        self._verbosity = verbosity
        self._catalogue = catalogue_in(catalogue)
        self._review_model = review_model
        own = [one if is_tool(one) else FunctionTool(one) for one in tools]
        self._tools = {
            takes_free_text: ToolSet([*choose_tools(standard_tools, takes_free_text=takes_free_text), *own])
            for takes_free_text in (False, True)
        }
        own_names = REVIEW_TOOLS.intersection(standard_tools)
        self._review_tools = ToolSet(choose_tools(own_names, takes_free_text=False))
        self._servers = AgentServers(servers_of_objects(mcp_servers or {}), remember_tool)
        self._web_search = None if web_search is None else dict(web_search)
        self._plain = PlainProviders()
        self._command_keys = CommandKeys()
        self._window = context_window
        self._limit = compaction_limit
        self._prompt = compaction_prompt
        self.model = model
        self.model_provider = self._provider.id
        self.model_providers = tuple(self._providers)
        self.secret_variables = tuple(
            name for row in self._providers.values() for name in row.secret_variables
        )
        self.threads_wait = any(server.required for server in self._servers.servers)
        self.models = shown_models(self._catalogue, model, effort, self._provider.label)

    @classmethod
    def from_config(
        cls,
        config: Mapping[str, Any],
        *,
        api_key: str | Callable[[], str | None] | None = None,
        login: Callable[[], str | None] | None = None,
        transport: ModelTransport | None = None,
        instructions: str | None = None,
        tools: Iterable[Tool | Callable[..., Any]] = (),
        standard_tools: Collection[str] | None = None,
        mcp_servers: Mapping[str, Any] | None = None,
        remember_tool: Callable[[str, str], None] | None = None,
    ) -> Self:
        """An agent as a configuration describes it, by the keys of `config.toml`: tables, or dotted keys.

        They are `model`, `model_provider`, `model_providers`, `openai_base_url`, `model_context_window`,
        `model_auto_compact_token_limit`, `model_catalog_json`, `model_verbosity`, `review_model`, `compact_prompt`,
        `model_reasoning_effort`, `mcp_servers`, `web_search`, and those that switch a standard tool off
        (`config_values.SWITCHES`): `features.shell_tool`, `features.view_image`, `tools.update_plan.enabled`,
        `tools.experimental_request_user_input.enabled`.

        Args:
            config: the keys and their values.
            api_key: what no configuration says, as of `ModelAgent`; so are the next four, and `remember_tool`.
            login: returns the key of the user's login.
            transport: sends requests in place of the native transport.
            instructions: replaces the instructions of this agent.
            tools: further tools that the model may call.
            standard_tools: which of them it has, whatever the configuration switches off; None: what that says.
            mcp_servers: further servers of tools beside those of the configuration.
            remember_tool: keeps for ever that a tool may be called without asking.

        Raises:
            ValueError, TypeError: a value is not what it should be, or `model` is missing; the text names the key.
        """
        if not is_mapping(config):
            raise TypeError(f"config is a mapping, not {type(config).__name__}")
        check_agent_arguments({"mcp_servers": mcp_servers, "tools": tools})
        if any("." in str(key) for key in config):
            config = nested({str(key): value for key, value in config.items()})
        model = text_in(config, "model")
        if not model:
            raise ValueError("`model` is missing: name the model to use")
        provider = text_in(config, "model_provider")
        window = whole_number_in(config, "model_context_window")
        effort = text_in(config, "model_reasoning_effort")
        return cls(
            model,
            provider or DEFAULT_PROVIDER,
            providers=read_providers(config),
            api_key=api_key,
            login=login,
            transport=transport,
            effort=effort,
            verbosity=text_in(config, "model_verbosity"),
            catalogue=text_in(config, "model_catalog_json"),
            review_model=text_in(config, "review_model"),
            context_window=window,
            compaction_limit=whole_number_in(config, "model_auto_compact_token_limit"),
            compaction_prompt=text_in(config, "compact_prompt"),
            instructions=instructions,
            tools=tools,
            standard_tools=(
                [name for name in STANDARD_TOOLS if not is_switched_off(config, name)]
                if standard_tools is None
                else standard_tools
            ),
            mcp_servers={**{server.name: server for server in read_servers(config)}, **(mcp_servers or {})},
            remember_tool=remember_tool,
            web_search=web_search_spec(config),
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.model!r}, {self.model_provider!r})"

    def known_secrets(self) -> set[str]:
        """Keys, headers and query values of its providers, as far as they are known now."""
        found: set[str] = set()
        for provider in self._providers.values():
            key: str | None = None
            with suppress(ModelError):  # there is none
                key = find_key(provider, self._api_key if provider is self._provider else None, self._login)
            found |= secrets_of(provider, key)
        return found | self._command_keys.known() | self._servers.secrets()

    def attend_thread(self, thread: AttendedThread) -> Callable[[], Coroutine[Any, Any, None]] | None:
        """Keep the MCP servers of a thread, if there are any."""
        return self._servers.attend(thread)

    async def thread_ready(self, thread: AttendedThread) -> None:
        """Wait for the MCP servers that a thread requires.

        Cancellation: they go on starting.

        Raises:
            ServerError: one of them is not there.
        """
        await self._servers.ready(thread.thread_id)

    async def tool_servers(self, thread_id: str | None) -> Sequence[p.McpServerStatus]:
        """The MCP servers of a thread; None: each is started to find out.

        Cancellation: what was started is ended.
        """
        return await self._servers.status(thread_id)

    async def call_server_tool(
        self,
        thread_id: str,
        server: str,
        tool: str,
        arguments: dict[str, Any] | None,
        meta: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Call a tool of an MCP server of a thread, for a client.

        Cancellation: the server is told that nobody waits any more.

        Raises:
            ServerError: there is no such server, or no result.
        """
        return await self._servers.call(thread_id, server, tool, arguments, meta)

    async def read_server_resource(
        self, thread_id: str | None, server: str, uri: str
    ) -> list[dict[str, Any]]:
        """Read a resource of an MCP server of a thread; None: it is started for that.

        Cancellation: what was started is ended.

        Raises:
            ServerError: there is no such server, or no content.
        """
        return await self._servers.read(thread_id, server, uri)

    async def run_turn(self, turn: TurnContext) -> None:
        """Ask the model, and stream its answer.

        Cancellation: the connection is closed; the conversation notes that the user has interrupted.
        """
        turn.append_context(unanswered(turn.context, LOST))
        try:
            asking, tools = await self._prepare(turn)
            await self._tell(turn, [*turn.input, *turn.new_input()])
            await self._answer(turn, asking, tools)
        except BaseException as error:
            if _is_interrupt(error):
                turn.append_context([message_item("user", ABORTED)])
            raise

    async def compact(self, turn: TurnContext) -> None:
        """Have the model sum up the conversation, and go on from that.

        Cancellation: the conversation stays as it was.
        """
        turn.append_context(unanswered(turn.context, LOST))
        turn.append_context(self._surroundings(turn))
        await compact(turn, await self._asking(turn), self._base(turn), self._prompt, "standalone_turn")

    async def review(self, turn: TurnContext, target: p.ReviewTarget) -> None:
        """Have changes reviewed by the model, which is told nothing of the conversation.

        Cancellation: the connection is closed, and tools are ended; the conversation stays as it was.
        """
        turn.turn.settings = review_settings(turn.settings, self._review_model)
        await review(turn, await self._asking(turn), self._review_tools, target)

    async def _prepare(self, turn: TurnContext) -> tuple[Asking, ToolSet]:
        """What a turn asks with; there is room for its messages then. However it fails, the next turn knows them."""
        try:
            asking = await self._asking(turn)
            tools = await self._tools_of(turn)
            if is_due(turn, asking.limit):
                await compact(turn, asking, self._base(turn), self._prompt, "pre_turn")
        except ModelError:
            await self._tell(turn, [*turn.input, *turn.new_input()])
            raise
        except BaseException as error:
            if _is_interrupt(error):
                entries = [*turn.input, *turn.turn.take_last_input()]
                turn.append_context([*self._surroundings(turn), *unread_items(turn, entries)])
            raise
        turn.turn.thread.context.is_due = False
        return asking, tools

    async def _answer(self, turn: TurnContext, asking: Asking, tools: ToolSet) -> None:
        sampler = Sampler(turn, asking, tools)
        try:
            while await sampler.step():
                if is_due(turn, asking.limit):
                    await compact(turn, asking, self._base(turn), self._prompt, "mid_turn")
                await self._hear(turn, turn.new_input())
        finally:
            turn.turn.thread.context.is_due = is_due(turn, asking.limit)

    async def _tell(self, turn: TurnContext, entries: Sequence[p.UserInput]) -> None:
        """Add what the model must know of its surroundings, and what the user says."""
        turn.append_context(self._surroundings(turn))
        await self._hear(turn, entries)

    async def _hear(self, turn: TurnContext, entries: Sequence[p.UserInput]) -> None:
        try:
            items = await user_items(turn, entries)
        except BaseException as error:
            if _is_interrupt(error):  # the clients are shown them already
                turn.append_context(unread_items(turn, entries))
            raise
        turn.append_context(items)

    def _surroundings(self, turn: TurnContext) -> Sequence[Mapping[str, Any]]:
        return surroundings(turn.context, turn.settings, self._base(turn))

    def _base(self, turn: TurnContext) -> BaseInstructions:
        return self._catalogue.instructions_of(turn.settings.model, self._instructions)

    async def _asking(self, turn: TurnContext) -> Asking:
        try:
            provider = find_provider(self._providers, turn.settings.model_provider)
        except ValueError as error:
            raise ModelError(str(error)) from None
        command = provider.auth
        if command is None:
            own_key = self._api_key if provider is self._provider else None
            key = await ask_for_key(provider, own_key, self._login)
        else:
            key = await self._command_keys.ask(provider.label, command)
        facts = self._catalogue.facts_of(turn.settings.model)
        return Asking(
            provider=provider,
            key=key,
            opener=self._opener,
            effort=self._effort or facts.effort,
            summary=facts.summary,
            verbosity=(self._verbosity or facts.verbosity) if facts.takes_verbosity else None,
            window=facts.window(self._window),
            limit=facts.compaction_limit(self._window, self._limit),
            max_output=facts.max_output,
            plain=self._plain,
            renew=None if command is None else partial(self._command_keys.ask, provider.label, command),
        )

    async def _tools_of(self, turn: TurnContext) -> ToolSet:
        tools = self._tools[self._catalogue.facts_of(turn.settings.model).takes_free_text]
        if given := turn.settings.dynamic_tools:
            try:
                tools = tools.with_more(dynamic_tools(given), dynamic_specs(given))
            except ValueError as error:
                raise ModelError(f"{error}; rename the client's") from None
        tools = await self._servers.add_tools(tools, turn.thread_id)
        return tools if self._web_search is None else tools.with_more((), [self._web_search])


def _is_interrupt(error: BaseException) -> bool:
    return isinstance(error, TurnClosedError) or not isinstance(error, Exception)
