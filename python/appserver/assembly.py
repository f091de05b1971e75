"""The composition root: builds a server from its parts. The one module that knows all of them.

Families of handlers, threads and agents are imported when they are first needed: threads cost 50 ms of start-up.
"""

from __future__ import annotations

from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Final

from appserver import _core
from appserver.delivery.bounds import MAX_HISTORY_BYTES, MAX_SERVER_EVENT_BYTES, UNLOAD_DELAY
from appserver.handlers.may_wait import MayWait
from appserver.protocol._methods import REQUESTS
from appserver.protocol._support.lazy import class_named
from appserver.server.message_processor import HandlerSpec, MessageProcessor
from appserver.server.parts import MAX_HANDLERS, ServerParts
from appserver.server.runtime import ServerRuntime

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence

    from appserver import protocol
    from appserver.agents.agent import Agent
    from appserver.agents.turn_context import TurnContext
    from appserver.auth.manager import AuthManager
    from appserver.config.server_config import ServerConfig
    from appserver.execution.environment import EnvironmentPolicy
    from appserver.feedback.log_ring import LogRing
    from appserver.feedback.sinks import FeedbackSink
    from appserver.server.session import Session
    from appserver.store.base import ThreadStore
    from appserver.threads.hooks import HookName
    from appserver.threads.manager import ThreadManager
    from appserver.threads.thread import Thread
    from appserver.turns.turn import RunAgent, Turn

    Family = dict[str, Callable[..., Any]]

__all__ = ["BUILT_IN_METHODS", "assemble"]


def _built_in(params_type: type[protocol.RequestParams[Any]], function: Callable[..., Any]) -> HandlerSpec:
    if isinstance(function, MayWait):
        at_once = _built_in(params_type, function.at_once)
        return HandlerSpec(params_type, function.waiting, False, "runtime", at_once, function.waits)
    return HandlerSpec(params_type, function, not iscoroutinefunction(function), "runtime")


def _class_of(method: str) -> type[protocol.RequestParams[Any]]:
    """The class of a built-in method's params. It is made when it is first asked for."""
    if (name := REQUESTS.get(method)) is not None:
        found: type[protocol.RequestParams[Any]] = class_named(name)
        return found
    from appserver.handlers.account import GetAuthStatusParams  # no schema describes it any more

    return GetAuthStatusParams


class _BuiltInHandlers:
    """The built-in handlers of one server, made family by family."""

    def __init__(
        self,
        agent: Agent | None,
        config: ServerConfig | None,
        auth: AuthManager | None,
        feedback: FeedbackSink | None,
        logs: LogRing | None,
    ) -> None:
        self._agent = agent
        self._config = config
        self._auth = auth
        self._feedback = feedback
        self._logs = logs
        self._families: dict[str, Family] = {}
        self._specs: dict[str, HandlerSpec] = {}

    def find(self, session: Session, method: str) -> HandlerSpec | None:
        if (spec := self._specs.get(method)) is not None:
            return spec
        family = BUILT_IN_METHODS.get(method)
        if family is None:
            return None
        if family not in self._families:
            handlers: Family = getattr(self, family)(session)
            self._families[family] = handlers
        function = self._families[family].get(method)
        if function is None:  # the agent cannot do it
            return None
        # Its class, and no other of the family: a program's first answer would wait for all of them.
        return self._specs.setdefault(method, _built_in(_class_of(method), function))

    def initialize(self, session: Session) -> Family:
        from appserver.handlers.initialize import InitializeHandlers

        return InitializeHandlers(session.home).by_method

    def account(self, _session: Session) -> Family:
        from appserver.handlers.account import AccountHandlers

        return AccountHandlers(self._auth, self._config, _answering(self._agent).model_provider).by_method

    def agent_work(self, session: Session) -> Family:
        from appserver.agents.agent import Agent
        from appserver.agents.turn_context import TurnContext
        from appserver.handlers.agent_work import AgentWorkHandlers

        agent = _answering(self._agent)

        async def compact(turn: Turn, user_input: Sequence[protocol.UserInput]) -> None:
            await session.threads.settle_hooks(turn.thread.id)
            await agent.compact(TurnContext(turn, user_input, session.threads))

        def review_of(target: protocol.ReviewTarget) -> RunAgent:
            async def review(turn: Turn, user_input: Sequence[protocol.UserInput]) -> None:
                await session.threads.settle_hooks(turn.thread.id)
                await agent.review(TurnContext(turn, user_input, session.threads), target)

            return review

        can_compact = type(agent).compact is not Agent.compact
        can_review = type(agent).review is not Agent.review
        return AgentWorkHandlers(
            session.threads,
            compact=compact if can_compact else None,
            review_of=review_of if can_review else None,
        ).by_method

    def command_exec(self, session: Session) -> Family:
        from appserver.handlers.command_exec import CommandExecHandlers

        return CommandExecHandlers(session).by_method

    def config(self, _session: Session) -> Family:
        from appserver.handlers.config import ConfigHandlers

        agent = _answering(self._agent)
        defaults = {"model": agent.model, "model_provider": agent.model_provider}
        return ConfigHandlers(self._config, defaults).by_method

    def extensions(self, session: Session) -> Family:
        from appserver.handlers.extensions import ExtensionHandlers

        return ExtensionHandlers(lambda: session.threads, _answering(self._agent).tool_servers).by_method

    def tool_servers(self, session: Session) -> Family:
        from appserver.handlers.tool_servers import ToolServerHandlers

        agent = _answering(self._agent)
        return ToolServerHandlers(
            lambda: session.threads, agent.call_server_tool, agent.read_server_resource
        ).by_method

    def skills(self, _session: Session) -> Family:
        from appserver.handlers.skills import SkillHandlers

        return SkillHandlers(self._config).by_method

    def feedback(self, session: Session) -> Family:
        from appserver.handlers.feedback import FeedbackHandlers

        return FeedbackHandlers(
            self._feedback,
            self._logs,
            lambda: session.threads,
            self._config,
            self._auth,
            _answering(self._agent).known_secrets,
        ).by_method

    def injecting(self, session: Session) -> Family:
        from appserver.handlers.injecting import InjectHandlers

        return InjectHandlers(session.threads).by_method

    def models(self, _session: Session) -> Family:
        from appserver.agents.models import listed_models
        from appserver.handlers.models import ModelHandlers

        return ModelHandlers(listed_models(_answering(self._agent))).by_method

    def modes(self, _session: Session) -> Family:
        from appserver.handlers.modes import ModeHandlers

        return ModeHandlers().by_method

    def goals(self, session: Session) -> Family:
        if (lasting := session.threads.lasting) is not None:
            from appserver.handlers.lasting_changes import LastingGoalHandlers

            return LastingGoalHandlers(session.threads, lasting).by_method
        from appserver.handlers.goals import GoalHandlers

        return GoalHandlers(session.threads).by_method

    def history(self, session: Session) -> Family:
        if (lasting := session.threads.lasting) is not None:
            from appserver.handlers.lasting_history import LastingHistoryHandlers

            return LastingHistoryHandlers(session.threads, lasting).by_method
        from appserver.handlers.history import HistoryHandlers

        return HistoryHandlers(session.threads).by_method

    def thread_changes(self, session: Session) -> Family:
        if (lasting := session.threads.lasting) is not None:
            from appserver.handlers.lasting_changes import LastingChangeHandlers

            return LastingChangeHandlers(session.threads, lasting).by_method
        from appserver.handlers.thread_changes import ThreadChangeHandlers

        return ThreadChangeHandlers(session.threads).by_method

    def threads(self, session: Session) -> Family:
        if (lasting := session.threads.lasting) is not None:
            from appserver.handlers.lasting_threads import LastingThreadHandlers

            return LastingThreadHandlers(session.threads, lasting).by_method
        from appserver.handlers.threads import ThreadHandlers

        return ThreadHandlers(session.threads).by_method

    def terminals(self, session: Session) -> Family:
        from appserver.handlers.terminals import TerminalHandlers

        return TerminalHandlers(session.threads).by_method

    def turns(self, session: Session) -> Family:
        from appserver.handlers.turns import TurnHandlers

        return TurnHandlers(session.threads).by_method


BUILT_IN_METHODS: Final = {
    "account/bedrock/checkGovCloudRequirements": "account",
    "account/login/cancel": "account",
    "account/login/start": "account",
    "account/logout": "account",
    "account/rateLimits/read": "account",
    "account/read": "account",
    "account/usage/read": "account",
    "account/workspaceMessages/read": "account",
    "app/list": "extensions",
    "collaborationMode/list": "modes",
    "command/exec": "command_exec",
    "command/exec/resize": "command_exec",
    "command/exec/terminate": "command_exec",
    "command/exec/write": "command_exec",
    "config/batchWrite": "config",
    "config/read": "config",
    "config/value/write": "config",
    "configRequirements/read": "config",
    "experimentalFeature/list": "extensions",
    "feedback/upload": "feedback",
    "getAuthStatus": "account",
    "hooks/list": "extensions",
    "initialize": "initialize",
    "thread/archive": "threads",
    "thread/backgroundTerminals/clean": "terminals",
    "thread/backgroundTerminals/list": "terminals",
    "thread/backgroundTerminals/terminate": "terminals",
    "thread/compact/start": "agent_work",
    "thread/delete": "threads",
    "mcpServer/oauth/login": "tool_servers",
    "mcpServer/resource/read": "tool_servers",
    "mcpServer/tool/call": "tool_servers",
    "mcpServerStatus/list": "extensions",
    "model/list": "models",
    "modelProvider/capabilities/read": "models",
    "permissionProfile/list": "modes",
    "plugin/installed": "extensions",
    "plugin/list": "extensions",
    "review/start": "agent_work",
    "skills/config/write": "skills",
    "skills/extraRoots/set": "skills",
    "skills/list": "skills",
    "thread/fork": "threads",
    "thread/goal/clear": "goals",
    "thread/goal/get": "goals",
    "thread/goal/set": "goals",
    "thread/inject_items": "injecting",
    "thread/items/list": "history",
    "thread/list": "threads",
    "thread/loaded/list": "threads",
    "thread/metadata/update": "thread_changes",
    "thread/name/set": "thread_changes",
    "thread/read": "threads",
    "thread/resume": "threads",
    "thread/revert": "threads",
    "thread/search": "threads",
    "thread/settings/update": "thread_changes",
    "thread/shellCommand": "turns",
    "thread/start": "threads",
    "thread/unarchive": "threads",
    "thread/turns/list": "history",
    "thread/unsubscribe": "threads",
    "turn/interrupt": "turns",
    "turn/start": "turns",
    "turn/steer": "turns",
}
"""Method to the family of handlers that serves it: a module of `appserver.handlers`."""


def _answering(agent: Agent | None) -> Agent:
    """The agent that answers turns."""
    from appserver.agents.offline import OfflineAgent

    return agent if agent is not None else OfflineAgent()


def _attends_threads(agent: Agent) -> bool:
    """Whether the agent has something to do beside threads: most have not, and pay nothing for that."""
    from appserver.agents.agent import Agent as AnyAgent

    return type(agent).attend_thread is not AnyAgent.attend_thread


def _holds_threads(agent: Agent) -> bool:
    """Whether the agent may hold threads back; likewise."""
    from appserver.agents.agent import Agent as AnyAgent

    return type(agent).thread_ready is not AnyAgent.thread_ready


def _hears_of_threads(agent: Agent) -> bool:
    """Whether the agent has hooks for what becomes of threads; likewise."""
    from appserver.agents.agent import Agent as AnyAgent

    names = ("on_thread_started", "on_thread_resumed", "on_thread_closed")
    return any(getattr(type(agent), name) is not getattr(AnyAgent, name) for name in names)


def assemble(
    *,
    agent: Agent | None,
    processor: MessageProcessor | None,
    home: str,
    session_source: str,
    sandbox_helper: str | None = None,
    config_warnings: Sequence[protocol.ConfigWarningNotification],
    command_environment: EnvironmentPolicy | None = None,
    config: ServerConfig | None = None,
    auth: AuthManager | None = None,
    min_handlers: int = 0,
    max_server_event_bytes: int = MAX_SERVER_EVENT_BYTES,
    unattended_timeout: float | None = None,
    max_history_bytes: int = MAX_HISTORY_BYTES,
    thread_unload_delay: float | None = UNLOAD_DELAY,
    store: ThreadStore | None = None,
    owns_store: bool = False,
    feedback: FeedbackSink | None = None,
    core_module: Any = _core,
) -> ServerRuntime:
    """Build a server on the current event loop. It has no connection yet.

    Args:
        agent: who answers turns; None: `OfflineAgent()`.
        processor: the handlers that the embedder added; None: none.
        home: the directory that the server calls its home.
        session_source: what kind of program runs the server.
        sandbox_helper: the program that keeps commands in their sandbox; None: none is named.
        config_warnings: sent to each client after its handshake.
        command_environment: which environment variables commands are given by default; None: all but secrets.
        config: the configuration; None: there is none.
        auth: the keys that models are paid with; None: there are none.
        min_handlers: how many handlers the server must at least let run at once, as its first connection is promised.
        max_server_event_bytes: what all streams hold together at the most.
        unattended_timeout: how long a question stays open that no client can answer; None: as long as one is there.
        max_history_bytes: what is held of ended turns and of threads that are not loaded.
        thread_unload_delay: how long a thread without subscribers and activity stays loaded; None: for ever.
        store: where threads are kept; None: in memory, as long as the server lives.
        owns_store: whether the store is closed with the server.
        feedback: where feedback goes; None: it is refused.
        core_module: whose `ServerCore` and `Hooks` to run on: the native ones, or those of a test's oracle.
    """

    def make_threads(session: Session) -> ThreadManager:
        from appserver.execution.environment import EnvironmentPolicy
        from appserver.threads.manager import ThreadManager
        from appserver.threads.preparing import Preparing
        from appserver.turns.defaults import ModelDefaults

        answering = _answering(agent)
        hears_of_threads = _hears_of_threads(answering)

        def run_agent(turn: Turn, user_input: Sequence[protocol.UserInput]) -> Awaitable[None]:
            # What agents hold is imported by the first turn: it makes many classes, and a server may never run one.
            from appserver.agents.thread_title import TITLE_SOURCE, answer_with_title
            from appserver.agents.turn_context import TurnContext

            context = TurnContext(turn, user_input, session.threads)
            if turn.thread.label == TITLE_SOURCE:
                return answer_with_title(context)
            if hears_of_threads:
                return run_when_told(context)
            return answering.run_turn(context)

        async def run_when_told(context: TurnContext) -> None:
            await session.threads.settle_hooks(context.thread_id)
            await answering.run_turn(context)

        def call_hook(thread: Thread, name: HookName, state: dict[str, Any]) -> Awaitable[None]:
            from appserver.agents.attended_thread import AttendedThread

            hook = getattr(answering, f"on_thread_{name}")
            told: Awaitable[None] = hook(AttendedThread(thread, state))
            return told

        async def ready(thread: Thread) -> None:
            from appserver.agents.attended_thread import AttendedThread

            await answering.thread_ready(AttendedThread(thread))

        def attend(thread: Thread) -> Callable[[], Coroutine[Any, Any, None]] | None:
            from appserver.agents.attended_thread import AttendedThread

            return answering.attend_thread(AttendedThread(thread))

        defaults = ModelDefaults(
            model=answering.model,
            model_provider=answering.model_provider,
            environment=(command_environment or EnvironmentPolicy()).with_secrets(answering.secret_variables),
        )
        lasting = None
        if store is not None:
            from appserver.threads.lasting import LastingThreads

            lasting = LastingThreads(store, session, owns_store=owns_store)  # pyright: ignore[reportArgumentType] - as below
        # pyright takes the functions that `Outgoing` holds in slots for methods.
        return ThreadManager(
            session,  # pyright: ignore[reportArgumentType]
            run_agent,
            defaults,
            max_history_bytes=max_history_bytes,
            unload_delay=thread_unload_delay,
            config=config,
            lasting=lasting,
            attend=attend if _attends_threads(answering) else None,
            preparing=Preparing(ready, is_usual=answering.threads_wait)
            if _holds_threads(answering)
            else None,
            call_hook=call_hook if hears_of_threads else None,
        )

    logs: LogRing | None = None
    if feedback is not None:
        from appserver.feedback.log_ring import LogRing

        logs = LogRing()
    return ServerRuntime(
        ServerParts(
            processor=processor if processor is not None else MessageProcessor(),
            find_built_in=_BuiltInHandlers(agent, config, auth, feedback, logs).find,
            make_threads=make_threads,
            session_source=session_source,
            home=home,
            sandbox_helper=sandbox_helper,
            config_warnings=config_warnings,
            max_handlers=max(MAX_HANDLERS, min_handlers),
            max_server_event_bytes=max_server_event_bytes,
            unattended_timeout=unattended_timeout,
            core_module=core_module,
            log_ring=logs,
        )
    )
