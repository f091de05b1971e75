"""Agents, handlers and waits that the behaviour tests share."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections import defaultdict
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

import anyio
from anyio.lowlevel import checkpoint

import appserver
from appserver import _core
from appserver import protocol as p
from appserver.in_process.arguments import InProcessStartArgs, ServerOptions
from appserver.in_process.connecting import start_handle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from appserver import in_process

Crowd: TypeAlias = Literal["1", "3, first", "3, last"]
"""One connection; or three, of which the test holds the first, which owns the server, or the last."""

SPACIOUS: dict[str, Any] = {
    "channel_capacity": 1 << 20,
    "max_event_bytes": 1 << 30,
    "legacy_notifications": False,
}
"""Options of the other connections: nobody reads their events, and nothing must wait for that."""

SERVER_OPTIONS = ServerOptions.__annotations__

CAPACITIES = (1, 2, 7, 128)
"""The smallest, two that are not round numbers, and the default."""


class EchoResponse(p.WireModel):
    """Gives the text back."""

    text: str


class EchoParams(p.RequestParams[EchoResponse]):
    """A plain handler, which answers at once."""

    method = "test/echo"
    response_type = EchoResponse

    text: str = ""


class HoldResponse(p.WireModel):
    """Nothing."""


class HoldParams(p.RequestParams[HoldResponse]):
    """An `async` handler that waits until the test lets it go."""

    method = "test/hold"
    response_type = HoldResponse


class OutgoingResponse(p.WireModel):
    """Nothing."""


class OutgoingParams(p.RequestParams[OutgoingResponse]):
    """Hands the server's `outgoing` to the test, and lets the server know its thread `t`."""

    method = "test/outgoing"
    response_type = OutgoingResponse


class Bench:
    """A processor with the handlers above, and what the test needs of them.

    Attributes:
        core_module: the core that `start` runs on; set by the fixture `core`.
        crowd: how many connections there are, and which one the test holds; set by the fixture `crowd`.
    """

    core_module: ClassVar[Any] = _core
    crowd: ClassVar[Crowd] = "1"

    def __init__(self) -> None:
        self.others: list[in_process.InProcessClientHandle] = []
        self.processor = appserver.MessageProcessor()
        self.release = anyio.Event()
        self.held = 0
        self.outgoing: Any = None
        self.session: Any = None
        self.connection: Any = None

        @self.processor.on_request(EchoParams)
        def echo(ctx: appserver.RequestContext, params: EchoParams) -> EchoResponse:
            return EchoResponse(text=params.text)

        @self.processor.on_request(HoldParams)
        async def hold(ctx: appserver.RequestContext, params: HoldParams) -> HoldResponse:
            self.held += 1
            await self.release.wait()
            return HoldResponse()

        @self.processor.on_request(OutgoingParams)
        def outgoing(ctx: appserver.RequestContext, params: OutgoingParams) -> OutgoingResponse:
            self.outgoing = ctx.outgoing
            self.session = ctx.session
            self.connection = ctx.connection
            ctx.open_thread("t")
            return OutgoingResponse()

    async def start(self, *, read: bool = True, **options: Any) -> in_process.InProcessClientHandle:
        """A client of a server of this processor, its `outgoing` at hand, and read once unless told otherwise."""
        options = {"legacy_notifications": False, "stall_timeout": None, **options}
        handle = await (self._start_last(options) if self.crowd == "3, last" else self._start_first(options))
        if read:
            begin_reading(handle.events)
        return handle

    async def _start_first(self, options: dict[str, Any]) -> in_process.InProcessClientHandle:
        client = await self._start_server(options)
        if self.crowd == "3, first":
            self.others += [(await client.server.connect(**SPACIOUS)).handle for _ in range(2)]
        await client.request(OutgoingParams())
        return client.handle

    async def _start_server(self, options: dict[str, Any]) -> appserver.InProcessAppServerClient:
        """A server with a home that lives as long as the bench: a test may drop the client before its server ends."""
        home = tempfile.mkdtemp(prefix="appserver-test-")
        weakref.finalize(self, shutil.rmtree, home, ignore_errors=True)
        arguments = InProcessStartArgs(home=home, processor=self.processor, **options)
        return appserver.InProcessAppServerClient(await start_handle(arguments, core_module=self.core_module))

    async def _start_last(self, options: dict[str, Any]) -> in_process.InProcessClientHandle:
        for_server = {name: options.pop(name) for name in list(options) if name in SERVER_OPTIONS}
        owner = await self._start_server({**for_server, **SPACIOUS})
        other = await owner.server.connect(**SPACIOUS)
        self.others += [owner.handle, other.handle]
        client = await owner.server.connect(**options)
        await client.request(OutgoingParams())
        return client.handle


class FunctionAgent(appserver.Agent):
    """An agent that is a function."""

    def __init__(self, function: Callable[[appserver.TurnContext], Any]) -> None:
        self._function = function

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await self._function(turn)


class Chatter(appserver.Agent):
    """Streams `messages` messages of `deltas` deltas each; every delta is its own number in brackets."""

    def __init__(self, messages: int, deltas: int) -> None:
        self._messages = messages
        self._deltas = deltas

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        for message in range(self._messages):
            async with turn.message() as writer:
                for delta in range(self._deltas):
                    await writer.delta(f"[{message}.{delta}]")


def begin_reading(stream: Any) -> Any:
    """Read a stream once, without waiting: its policy holds from now on. Returns it."""
    assert not stream._subscription.take_many(1 << 20)
    return stream


async def until(condition: Callable[[], Any]) -> None:
    """Let others run until `condition` holds; the test's time limit is the bound."""
    while not condition():
        await checkpoint()


async def start_thread(handle: Any, **params: Any) -> str:
    """A new thread's id, through the low-level handle."""
    answer = await handle.request(p.ThreadStartParams(cwd="/", **params))
    thread_id: str = answer["thread"]["id"]
    return thread_id


async def start_turn(handle: Any, thread_id: str, text: str = "go") -> str:
    """A new turn's id, through the low-level handle."""
    answer = await handle.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=text)]))
    turn_id: str = answer["turn"]["id"]
    return turn_id


async def read_turns(handle: Any, turns: int) -> list[Any]:
    """All events until so many turns are completed."""
    events: list[Any] = []
    while turns:
        event = await handle.next_event()
        assert event is not None, "the stream ended before the turns did"
        events.append(event)
        if isinstance(event, p.TurnCompletedNotification):
            turns -= 1
    return events


def joined_and_final_texts(events: Iterable[Any]) -> tuple[dict[str, str], dict[str, str]]:
    """The joined deltas and the final text of each agent message, by item."""
    joined: dict[str, str] = defaultdict(str)
    final: dict[str, str] = {}
    for event in events:
        match event:
            case p.AgentMessageDeltaNotification(item_id=item, delta=text):
                joined[item] += text
            case p.ItemCompletedNotification(item=p.AgentMessageThreadItem(id=item, text=text)):
                final[item] = text
    return dict(joined), final


def delta(
    number: int | str, *, thread: str = "thread", item: str = "item"
) -> p.AgentMessageDeltaNotification:
    """A delta whose text is its number in brackets."""
    return p.AgentMessageDeltaNotification(
        thread_id=thread, turn_id="turn", item_id=item, delta=f"[{number}]"
    )


def terminal(number: int, *, thread: str = "thread") -> p.ServerRequestResolvedNotification:
    """A terminal notification that carries a number."""
    return p.ServerRequestResolvedNotification(thread_id=thread, request_id=number)


def best_effort(text: str) -> p.WarningNotification:
    """A best-effort notification."""
    return p.WarningNotification(message=text)
