"""One running in-process runtime: its core, its loop, and its one lifetime task.

The lifetime task sleeps until someone asks for the shutdown, and does the shutdown. Because it is a task of the
runtime's own loop, the end of that loop, however it comes about, ends the runtime too.
"""

from __future__ import annotations

import contextlib
import sys
from collections import deque
from typing import TYPE_CHECKING, Any

import anyio

from appserver import _core, protocol
from appserver.backends import current_backend
from appserver.delivery.hooks import make_hooks
from appserver.errors import ErrorCode, InitializeError, RuntimeClosedError, ServerError
from appserver.server.message_processor import Registration
from appserver.server.outgoing import Outgoing
from appserver.server.router import RequestRouter
from appserver.server.session import ConnectionInfo, Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver._core import Core
    from appserver.backends.base import Backend, Task, Waiter
    from appserver.in_process.arguments import InProcessStartArgs
    from appserver.server.context import RequestContext

__all__ = ["Runtime"]

DRAIN_SECONDS = 5.0
"""How long a shutdown waits for turns and handlers to end by themselves, as Codex has it."""

ABORT_SECONDS = 5.0
"""How long it waits after it has cancelled what was left."""


class Runtime:
    """A running runtime. Handles, senders and streams share it; its tasks keep it alive."""

    __slots__ = (
        "__weakref__",
        "_asked",
        "_finished",
        "_lifetime",
        "_own_tasks",
        "_shutdown_waiters",
        "backend",
        "core",
        "processor",
        "requests",
        "session",
    )

    def __init__(self, arguments: InProcessStartArgs, requirements: Any, core_module: Any) -> None:
        from appserver.agents.offline import OfflineAgent
        from appserver.server.message_processor import MessageProcessor

        self.backend: Backend = current_backend()
        self.core: Core = core_module.Core(
            channel_capacity=arguments.channel_capacity,
            max_event_bytes=arguments.max_event_bytes,
            drop_policy=arguments.drop_policy,
            legacy_notifications=arguments.legacy_notifications,
            hooks=make_hooks(core_module.Hooks),
        )
        self.processor = arguments.processor if arguments.processor is not None else MessageProcessor()
        self.session = Session(
            backend=self.backend,
            outgoing=Outgoing(self.core, lambda: current_backend().waiter()),
            agent=arguments.agent if arguments.agent is not None else OfflineAgent(),
            session_source=arguments.session_source,
            legacy_notifications=arguments.legacy_notifications,
            requirements=requirements,
            home=str(arguments.home),
        )
        self.requests = RequestRouter(self.core, self.session, self.backend, self._find_handler, self.abandon)
        self._finished = False
        self._asked: list[Waiter] = []
        self._shutdown_waiters: list[Waiter] = []
        self._lifetime: Waiter = self.backend.waiter()
        # Not one of the session's tasks: those it ends. The set keeps it alive, since loops refer weakly to tasks.
        self._own_tasks: set[Task] = set()
        self.backend.spawn(self._own_tasks, self._live, name="appserver runtime")

    @classmethod
    async def start(cls, arguments: InProcessStartArgs, *, core_module: Any = _core) -> Runtime:
        """Start a runtime on the current loop and do the handshake.

        Args:
            arguments: how to start it.
            core_module: whose `Core` and `Hooks` to run on: the native ones, or those of
                `appserver.testing.fake_core`.

        Raises:
            InitializeError: the handshake was refused, or the requirements could not be loaded.
        """
        runtime = cls(arguments, await _load_requirements(arguments), core_module)
        try:
            await runtime.requests.call(arguments.initialize_params(), 0)
            runtime._send_warnings(arguments.config_warnings)
        except ServerError as error:
            await runtime.shutdown()
            raise InitializeError(f"in-process initialize failed: {error.message}", error) from error
        except BaseException:
            with anyio.CancelScope(shield=True):
                await runtime.shutdown()
            raise
        return runtime

    def _send_warnings(self, warnings: Sequence[protocol.ConfigWarningNotification]) -> None:
        """Send what is to be said before anybody can read: under the policy `block` it may have to wait."""
        outgoing = self.session.outgoing
        rest = deque(warnings[outgoing.try_send_notifications(list(warnings)) :])

        async def carry() -> None:
            while rest:
                with contextlib.suppress(RuntimeClosedError):  # gaps stand for it
                    await outgoing.send_notification(rest[0])
                rest.popleft()

        def count_rest() -> None:
            """Where the shutdown has cancelled it, gaps stand for the rest."""
            outgoing.try_send_notifications(list(rest))

        if rest:
            self.session.spawn(carry, name="configuration warnings", on_done=count_rest)

    def _find_handler(self, method: str) -> Registration | None:
        registration = self.processor.find(method)
        if registration is not None and method == protocol.InitializeParams.method:
            return self._with_handshake(registration)
        return registration

    def _with_handshake(self, agreed: Registration) -> Registration:
        """The handler of `initialize`, opening the connection once it has agreed."""
        method = agreed.params_type.method

        def check() -> None:
            if self.session.connection.initialized:
                raise ServerError("Already initialized", method=method)

        def initialize(ctx: RequestContext, params: protocol.InitializeParams) -> Any:
            check()
            answer = agreed.function(ctx, params)
            self._open_connection(params)
            return answer

        async def initialize_async(ctx: RequestContext, params: protocol.InitializeParams) -> Any:
            check()
            answer = await agreed.function(ctx, params)
            self._open_connection(params)
            return answer

        handler = initialize_async if agreed.is_async else initialize
        return Registration(agreed.params_type, handler, agreed.is_async, agreed.runs_on)

    def _open_connection(self, params: protocol.InitializeParams) -> None:
        capabilities = params.capabilities or protocol.InitializeCapabilities()
        opt_out = frozenset(capabilities.opt_out_notification_methods or ())
        self.core.initialize(experimental=capabilities.experimental_api, opt_out=list(opt_out))
        self.session.outgoing.experimental_api = capabilities.experimental_api
        self.session.connection = ConnectionInfo(
            client_name=params.client_info.name,
            client_title=params.client_info.title,
            client_version=params.client_info.version,
            experimental_api=capabilities.experimental_api,
            opt_out_notification_methods=opt_out,
            initialized=True,
        )

    def check_open(self, method: str) -> None:
        """Raise `RuntimeClosedError` unless the runtime takes new messages."""
        if self.core.is_closing():
            raise RuntimeClosedError(
                f"{method}: in-process app-server runtime is closed; start a new one to go on"
            )

    # -- the end

    @property
    def finished(self) -> bool:
        """Whether the shutdown is over."""
        return self._finished

    async def shutdown(self) -> None:
        """Shut down and wait for the end, `DRAIN_SECONDS + ABORT_SECONDS` at the most. Any task, thread and loop."""
        if self.end_if_idle():
            return
        waiter = current_backend().waiter()
        self._shutdown_waiters.append(waiter)
        if not self._ask_to_stop():
            self._finish()  # the loop is closed: nobody else will
        if not self._finished:
            # The lifetime task is bounded; the second on top is for a loop that is blocked by its host.
            with anyio.move_on_after(DRAIN_SECONDS + ABORT_SECONDS + 1):
                await waiter.wait()

    def end_if_idle(self) -> bool:
        """End at once where nothing runs that would have to end first; says whether the shutdown is over.

        A small program ends so. It then needs no deadline and no shield, for which anyio would load its backend first.
        """
        idle = not (self.session.has_threads or self.session.tasks or self.requests.tasks)
        if idle and not self._finished and self.backend.is_current():
            self._finish()
            self._lifetime.settle()
        return self._finished

    def abandon(self) -> None:
        """Shut down without waiting; the last handle is gone. Any thread."""
        if not self._finished and not self._ask_to_stop():
            self._finish()

    def _ask_to_stop(self) -> bool:
        """Stop the intake at once and wake the lifetime task; False when its loop is closed."""
        try:
            self._stop_intake()
        except RuntimeClosedError:
            self._finished = True  # a forked child: the runtime is the parent's
            return True
        return self.backend.call_soon(self._begin_drain)

    def _stop_intake(self) -> None:
        """Refuse what is new and answer the open requests."""
        self.session.closing = True
        open_calls = self.core.begin_shutdown()
        if open_calls is not None:
            requests, self._asked = open_calls
            _settle_with_shutdown(requests)

    def _begin_drain(self) -> None:
        """On the runtime's loop: first the turns are interrupted, then their questions are failed.

        The other way round an agent could take the failure for a "declined" and finish its turn as if nothing were.
        """
        if self.session.has_threads:
            self.session.threads.interrupt_all()
        self._fail_questions()
        self._lifetime.settle()

    def _fail_questions(self) -> None:
        asked, self._asked = self._asked, []
        _settle_with_shutdown(asked)

    async def _live(self) -> None:
        try:
            await self._lifetime.wait()
            if not self._finished:
                await self._drain()
        finally:
            if not sys.is_finalizing():  # otherwise nobody is left to be told, and nothing to tell it with
                self._finish()

    async def _drain(self) -> None:
        """End turns and handlers: ask, wait, cancel what is left, wait."""
        deadline = anyio.current_time() + DRAIN_SECONDS
        for task in tuple(self.requests.tasks):
            task.cancel()  # their callers have been answered
        if self.session.has_threads:
            await self.session.threads.shutdown(DRAIN_SECONDS)
        for bound in (deadline, deadline + ABORT_SECONDS):
            tasks = [task for task in (*self.session.tasks, *self.requests.tasks) if not task.done]
            for task in tasks:
                task.cancel()
            with anyio.CancelScope(deadline=bound):
                for task in tasks:
                    await task.wait()

    def _finish(self) -> None:
        """The end, in one step without waiting: it also runs when the loop dies under the runtime."""
        if self._finished:
            return
        self._finished = True
        try:
            self._stop_intake()
            if self.session.has_threads:
                self.session.threads.close()
            self._fail_questions()
            if self.session.legacy_notifications:
                self.session.outgoing.try_send_notification(
                    protocol.LegacyNotification(
                        "codex/event/shutdown_complete", {"id": "", "msg": {"type": "shutdown_complete"}}
                    )
                )
            self.core.close()
        except RuntimeClosedError:
            return  # a forked child: the runtime is the parent's
        finally:
            while self._shutdown_waiters:
                self._shutdown_waiters.pop().settle()


def _settle_with_shutdown(waiters: list[Waiter]) -> None:
    for waiter in waiters:
        waiter.settle(ServerError("in-process app-server runtime is shutting down", code=ErrorCode.INTERNAL))


async def _load_requirements(arguments: InProcessStartArgs) -> Any:
    if arguments.cloud_requirements is None:
        return None
    try:
        requirements = await arguments.cloud_requirements()
        if isinstance(requirements, dict):
            return protocol.ConfigRequirements.from_wire(requirements)
    except Exception as error:
        name = type(error).__name__
        reason = f"{name}: {error}" if str(error) else name
        raise InitializeError(f"the cloud requirements could not be loaded: {reason}") from error
    if requirements is not None and not isinstance(requirements, protocol.ConfigRequirements):
        raise InitializeError(
            f"the cloud requirements could not be loaded: the loader gave {type(requirements).__name__}; "
            "give ConfigRequirements, a dict of JSON data, or None"
        )
    return requirements
