"""A server in a web application: in several of them, in one that ends, and what is left then."""

from __future__ import annotations

import asyncio
import math
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import pytest
import trio
import uvloop
from anyio.lowlevel import checkpoint

import appserver
from appserver import protocol as p
from appserver.asgi import ServerApp
from tests.behaviour.support import FunctionAgent, until
from tests.transports.talk import Talk, talking

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from contextlib import AbstractAsyncContextManager

pytestmark = pytest.mark.promise("asgi-lives")

LIMITS = appserver.WireLimits(message_bytes=3000)
OTHERS = appserver.WireLimits(message_bytes=4000)

WHICH = r": limits hold for all .* \(message_bytes is 3000, not 4000\)"


def anonymous(server: Any, **options: Any) -> ServerApp:
    return ServerApp(server, allow_anonymous=True, **options)


def shared(server: appserver.Server) -> Callable[[], AbstractAsyncContextManager[appserver.Server]]:
    """A function for a server that somebody else ends."""

    @asynccontextmanager
    async def begin() -> AsyncGenerator[appserver.Server]:
        yield server

    return begin


async def answer_to(app: ServerApp) -> Any:
    """The first that a client is sent."""
    talk = Talk()
    answer: Any = None
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(app, {"type": "websocket", "path": "/", "headers": []}, talk.receive, talk.send)
        answer = await talk.next()
        tasks.cancel_scope.cancel()
    return answer


async def status_of(app: ServerApp, path: str) -> int:
    talk = Talk()
    await app({"type": "http", "method": "GET", "path": path, "headers": []}, talk.receive, talk.send)
    status: int = (await talk.next())["status"]
    return status


# -- limits


async def test_other_limits_are_refused_when_they_are_said() -> None:
    async with appserver.serve() as server:
        app = anonymous(server, limits=LIMITS)
        for limits in (LIMITS, None):
            anonymous(server, limits=limits)
        with pytest.raises(ValueError, match=f"ServerApp{WHICH}"):
            anonymous(server, limits=OTHERS)
        with pytest.raises(ValueError, match=rf"listen\(\){WHICH}"):
            await server.listen("ws://127.0.0.1:0", limits=OTHERS)
        async with await server.listen("ws://127.0.0.1:0"):  # those that hold
            pass
        with pytest.raises(ValueError, match=f"ServerApp{WHICH}"):
            anonymous(server, limits=OTHERS)
        async with talking(app) as talk:
            talk.say(type="websocket.receive", text=" " * 3001)
            assert (await talk.until_closed())["reason"] == "a message of more than 3000 bytes"


async def test_limits_that_a_listener_has_already() -> None:
    async with appserver.serve() as server:
        await server.listen("ws://127.0.0.1:0", limits=LIMITS)
        anonymous(server, limits=LIMITS)
        with pytest.raises(ValueError, match=f"ServerApp{WHICH}"):
            anonymous(server, limits=OTHERS)


async def test_an_application_with_other_limits_does_not_start() -> None:
    async with appserver.serve() as server:
        anonymous(server, limits=LIMITS)
        with pytest.raises(ValueError, match=WHICH):
            async with anonymous(shared(server), limits=OTHERS).lifespan():
                raise AssertionError
        async with anonymous(shared(server)).lifespan():
            pass


SIZES = ("message_bytes", "frame_bytes", "unsent_bytes", "unread_bytes", "connections")
NO_SIZES: tuple[Any, ...] = (0, -1, 2**63)
NO_TIMES: tuple[Any, ...] = (0, -1, math.nan, 10**400)
NO_NUMBERS: tuple[Any, ...] = ("1", True, [])
TIMES = ("handshake_timeout", "stall_timeout", "ping_interval")


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        *((name, value, ValueError) for name in SIZES for value in NO_SIZES),
        *((name, value, TypeError) for name in SIZES for value in (1.5, *NO_NUMBERS, None)),
        *((name, value, ValueError) for name in TIMES for value in NO_TIMES),
        *((name, value, TypeError) for name in TIMES for value in NO_NUMBERS),
        ("handshake_timeout", None, TypeError),
    ],
)
def test_limits_that_are_none_are_refused_when_they_are_made(
    name: str, value: Any, error: type[Exception]
) -> None:
    with pytest.raises(error, match=f"WireLimits: {name} is "):
        appserver.WireLimits(**{name: value})


async def test_something_else_than_limits() -> None:
    wrong: Any = {"connections": 5}
    with pytest.raises(TypeError, match=r"ServerApp: limits are appserver\.WireLimits"):
        anonymous(appserver.serve, limits=wrong)
    async with appserver.serve() as server:
        with pytest.raises(TypeError, match=r"ServerApp: limits are appserver\.WireLimits"):
            anonymous(server, limits=wrong)
        with pytest.raises(TypeError, match=r"listen\(\): limits are appserver\.WireLimits"):
            await server.listen("ws://127.0.0.1:0", limits=wrong)


# -- the end of an application


@pytest.mark.parametrize("given", [lambda server: server, shared], ids=["server", "function"])
async def test_the_end_of_the_application_leaves_a_server_that_is_anothers_as_it_was(given: Any) -> None:
    async def ask(turn: appserver.TurnContext) -> None:
        await turn.run_command("true")

    async with appserver.serve(agent=FunctionAgent(ask)) as server:
        app = anonymous(given(server))
        for number in range(2):  # an app may live several times
            lifespan = app.lifespan()
            await lifespan.__aenter__()
            assert await status_of(app, "/readyz") == 200
            async with talking(app) as talk:
                talk.request(2, "thread/start", {})
                thread_id = (await talk.until(2))["result"]["thread"]["id"]
                text = [{"type": "text", "text": "go"}]
                talk.request(3, "turn/start", {"threadId": thread_id, "input": text})
                await until(lambda: server.stats().server_requests_open)
                talk.say(type="websocket.disconnect", code=1000)
            await until(lambda: not server.connections)
            # Another client may come, and is asked.
            assert server.stats().server_requests_open == 1
            stayed = talking(app)
            talk = await stayed.__aenter__()
            await lifespan.__aexit__(None, None, None)
            closed = await talk.until_closed()
            assert (closed["code"], closed["reason"]) == (1012, "the web application ends")
            await stayed.__aexit__(None, None, None)
            # Nobody can come any more: nobody waits for an answer.
            await until(lambda: not server.stats().server_requests_open)
            await until(lambda: not server.connections)
            assert await status_of(app, "/readyz") == 503
            refused = await answer_to(app)
            assert (refused["type"], refused["reason"]) == ("websocket.close", "the application has ended")
            async with server.connect() as client:
                assert len((await client.request(p.ThreadLoadedListParams())).data) == number + 1


async def test_questions_stay_open_while_another_application_runs() -> None:
    async def ask(turn: appserver.TurnContext) -> None:
        await turn.run_command("true")

    async with appserver.serve(agent=FunctionAgent(ask)) as server:
        one, other = anonymous(server), anonymous(server)
        async with one.lifespan():
            async with other.lifespan(), server.connect() as client:
                started = await client.request(p.ThreadStartParams())
                prompt = [p.TextUserInput(text="go")]
                await client.request(p.TurnStartParams(thread_id=started.thread.id, input=prompt))
                await until(lambda: server.stats().server_requests_open)
            assert server.stats().server_requests_open == 1
        await until(lambda: not server.stats().server_requests_open)


@pytest.mark.parametrize("ends", ["application", "server"])
@pytest.mark.parametrize("given", [lambda server: server, shared], ids=["server", "function"])
async def test_an_end_while_a_client_is_being_authorized(given: Any, ends: str) -> None:
    asked, may_answer = anyio.Event(), anyio.Event()

    async def authorize(_scope: Any) -> bool:
        asked.set()
        await may_answer.wait()
        return True

    async with appserver.serve() as server:
        app = ServerApp(given(server), authorize=authorize)
        refused: Any = None
        async with anyio.create_task_group() as tasks:
            talk = Talk()
            async with app.lifespan():
                scope = {"type": "websocket", "path": "/", "headers": []}
                tasks.start_soon(app, scope, talk.receive, talk.send)
                await asked.wait()
                if ends == "server":
                    await server.shutdown()
                    may_answer.set()
                    refused = await talk.next()
            if ends == "application":
                may_answer.set()
                refused = await talk.next()
        reason = "the server shuts down" if ends == "server" else "the application has ended"
        assert (refused["type"], refused["reason"]) == ("websocket.close", reason)
        assert not server.connections


# -- lifespans


async def test_a_lifespan_that_begins_while_another_one_does() -> None:
    beginning, may_begin = anyio.Event(), anyio.Event()

    @asynccontextmanager
    async def slow() -> AsyncGenerator[appserver.Server]:
        beginning.set()
        await may_begin.wait()
        async with appserver.serve() as server:
            yield server

    app = anonymous(slow)

    async def live() -> None:
        async with app.lifespan():
            assert await status_of(app, "/readyz") == 200

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(live)
        await beginning.wait()
        with pytest.raises(RuntimeError, match="has begun already; make an app for each"):
            async with app.lifespan():
                raise AssertionError
        may_begin.set()
    await live()  # one after the other is no harm


async def test_a_lifespan_that_fails_can_be_tried_again() -> None:
    failures = [LookupError("no agent")]

    @asynccontextmanager
    async def begin() -> AsyncGenerator[appserver.Server]:
        if failures:
            raise failures.pop()
        async with appserver.serve() as server:
            yield server

    app = anonymous(begin)
    with pytest.raises(LookupError):
        async with app.lifespan():
            raise AssertionError
    async with app.lifespan(), talking(app) as talk:
        talk.say(type="websocket.disconnect", code=1000)


def run_asyncio(body: Any) -> None:
    asyncio.run(body())


def run_uvloop(body: Any) -> None:
    uvloop.run(body())


def test_an_app_lives_on_one_loop_after_another() -> None:
    app = anonymous(appserver.serve)

    async def live() -> None:
        async with app.lifespan():
            async with talking(app) as talk:
                talk.request(2, "thread/loaded/list", {})
                assert (await talk.until(2))["result"]["data"] == []
                talk.say(type="websocket.disconnect", code=1000)
            while app.server.connections:
                await checkpoint()

    for run in (run_asyncio, trio.run, run_uvloop, run_asyncio):
        run(live)


async def test_an_application_on_another_loop_than_the_server() -> None:
    said: list[str] = []

    async def elsewhere(app: ServerApp) -> None:
        for attempt in (app.lifespan().__aenter__, lambda: answer_to(app)):
            try:
                await attempt()
            except RuntimeError as error:
                said.append(str(error))
            except ExceptionGroup as errors:
                said.append(str(errors.exceptions[0]))

    async with appserver.serve() as server:
        app = anonymous(server)
        thread = threading.Thread(target=anyio.run, args=(elsewhere, app))
        thread.start()
        await anyio.to_thread.run_sync(thread.join)
        assert said == ["a ServerApp serves on the event loop that the server runs on, and on no other"] * 2
        async with talking(app) as talk:
            talk.say(type="websocket.disconnect", code=1000)
