"""A server in a web application: who is let in, how a client ends, and what the application sees of it."""

from __future__ import annotations

import asyncio
import json
import math
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import pytest
import trio
import uvloop
from anyio.lowlevel import checkpoint
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount
from websockets.exceptions import InvalidStatus

import appserver
from appserver.asgi import ServerApp
from tests.transports.raw import connect_websocket
from tests.transports.talk import Talk, talking
from tests.transports.web import serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

pytestmark = pytest.mark.promise("asgi-clients")


async def status_of(url: str, headers: dict[str, str] | None = None) -> int:
    """The status that a handshake is answered with."""
    try:
        client = await connect_websocket(url, headers)
    except InvalidStatus as error:
        return error.response.status_code
    async with client:
        await client.initialize()
    return 101


# -- what it is made of


@pytest.mark.promise("asgi-authorization")
@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({}, "say who may connect"),
        ({"authorize": bool, "allow_anonymous": True}, "one of them"),
        ({"authorize": "token"}, "authorize is a function"),
        ({"allow_anonymous": True, "allowed_origins": "https://a.example"}, "a list of texts"),
        ({"allow_anonymous": True, "allowed_origins": [1]}, "an origin is a str"),
    ],
)
def test_options_that_do_not_fit(options: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        ServerApp(appserver.serve, **options)


def test_something_else_than_a_server() -> None:
    wrong: Any = appserver.serve()
    with pytest.raises(TypeError, match="a function that returns what"):
        ServerApp(wrong, allow_anonymous=True)


async def test_a_function_that_begins_something_else_than_a_server() -> None:
    wrong: Any = appserver.start
    with pytest.raises(TypeError, match=r"began InProcessAppServerClient and no Server; give"):
        async with ServerApp(wrong, allow_anonymous=True).lifespan():
            pass


@pytest.mark.parametrize(
    "origin", ["*", "null", "a.example", "https://a.example/", "https://A.example", "https://*.example", ""]
)
def test_origins_that_no_browser_sends(origin: str) -> None:
    with pytest.raises(ValueError, match="is not an origin that a browser sends"):
        ServerApp(appserver.serve, allow_anonymous=True, allowed_origins=[origin])


# -- who is let in


async def slow(_scope: Any) -> bool:
    await anyio.sleep_forever()
    return True


async def later(scope: Any) -> bool:
    return bool(by_token(scope))


def by_token(scope: Any) -> bool:
    return (b"authorization", b"Bearer sesame") in scope["headers"]


def failing(_scope: Any) -> bool:
    raise LookupError("no such user")


@pytest.mark.promise("asgi-authorization")
@pytest.mark.parametrize("authorize", [by_token, later])
async def test_who_is_authorized_is_let_in(authorize: Any) -> None:
    async with serving(ServerApp(appserver.serve, authorize=authorize)) as url:
        assert await status_of(url, {"authorization": "Bearer sesame"}) == 101
        assert await status_of(url, {"authorization": "Bearer barley"}) == 401
        assert await status_of(url) == 401


@pytest.mark.promise("asgi-authorization")
@pytest.mark.parametrize(
    "authorize", [failing, slow, lambda _scope: 1, lambda _scope: None, lambda _scope: "yes"]
)
async def test_whatever_is_not_true_refuses(authorize: Any, caplog: pytest.LogCaptureFixture) -> None:
    limits = appserver.WireLimits(handshake_timeout=0.05)
    async with serving(ServerApp(appserver.serve, authorize=authorize, limits=limits)) as url:
        assert await status_of(url) == 401
    assert "so a client is refused" in caplog.text


@pytest.mark.promise("asgi-authorization")
async def test_pages_connect_from_origins_that_are_named() -> None:
    app = ServerApp(appserver.serve, allow_anonymous=True, allowed_origins=["https://app.example"])
    async with serving(app) as url:
        assert await status_of(url) == 101
        assert await status_of(url, {"origin": "https://app.example"}) == 101
        for origin in ("https://evil.example", "http://app.example", "https://app.example:444", "null"):
            assert await status_of(url, {"origin": origin}) == 403
    async with serving(ServerApp(appserver.serve, allow_anonymous=True)) as url:
        assert await status_of(url, {"origin": "https://app.example"}) == 403


async def test_more_clients_than_there_may_be() -> None:
    limits = appserver.WireLimits(connections=1)
    async with serving(ServerApp(appserver.serve, allow_anonymous=True, limits=limits)) as url:
        client = await connect_websocket(url)
        async with client:
            await client.initialize()
            assert await status_of(url) == 503
            await client.request("thread/loaded/list", {})


# -- in an application


@pytest.mark.parametrize("framework", [Starlette, FastAPI])
async def test_it_is_mounted(framework: Any) -> None:
    agents = ServerApp(appserver.serve, allow_anonymous=True)
    app = framework(routes=[Mount("/agents", app=agents)], lifespan=agents.lifespan)
    with pytest.raises(RuntimeError, match=r"lifespan=server_app\.lifespan"):
        _ = agents.server
    async with serving(app) as url:
        client = await connect_websocket(f"{url}/agents/")
        async with client:
            await client.initialize()
            assert [one.client_name for one in agents.server.connections] == ["raw"]
            answer = await appserver.connect(f"{url}/agents/")
            async with answer:
                assert len(agents.server.connections) == 2
    with pytest.raises(RuntimeError):
        _ = agents.server


async def test_an_application_that_was_not_started() -> None:
    with pytest.raises(RuntimeError, match="does not run: an app"):
        async with talking(ServerApp(appserver.serve, allow_anonymous=True)):
            raise AssertionError


async def test_a_server_that_runs_already_goes_on() -> None:
    async with appserver.serve() as server:
        async with serving(ServerApp(server, allow_anonymous=True)) as url:
            assert await status_of(url) == 101
        async with server.connect():
            pass


async def test_a_server_that_is_shut_down_refuses() -> None:
    async with appserver.serve() as server, serving(ServerApp(server, allow_anonymous=True)) as url:
        await server.shutdown()
        assert await status_of(url) == 503


async def test_a_lifespan_that_fails_says_why() -> None:
    def broken() -> Any:
        raise LookupError("no agent")

    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "lifespan.startup"}

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises(LookupError):
        await ServerApp(broken, allow_anonymous=True)({"type": "lifespan"}, receive, send)
    assert sent == [{"type": "lifespan.startup.failed", "message": "no agent"}]


@pytest.mark.parametrize("has_clients", [True, False])
async def test_a_block_that_fails_leaves_no_open_listener(has_clients: bool) -> None:
    # Cancelled, uvicorn leaves it open, and uvloop waits for it for ever when it is closed.
    urls: list[str] = []

    async def fail() -> None:
        async with serving(ServerApp(appserver.serve, allow_anonymous=True)) as url:
            urls.append(url)
            if has_clients:
                client = await stack.enter_async_context(await connect_websocket(url))
                await client.initialize()
            raise LookupError

    async with AsyncExitStack() as stack:
        with pytest.raises(ExceptionGroup) as failed:
            await fail()
    assert failed.group_contains(LookupError)
    with pytest.raises(ConnectionRefusedError):
        await connect_websocket(urls[0])


# -- messages, by hand


LIMITS = appserver.WireLimits(message_bytes=3000, unsent_bytes=10_000, stall_timeout=0.05)


@asynccontextmanager
async def one_client(**options: Any) -> AsyncIterator[tuple[appserver.Server, Talk]]:
    limits = options.pop("limits", LIMITS)
    async with appserver.serve(**options) as server:
        async with talking(ServerApp(server, allow_anonymous=True, limits=limits)) as talk:
            yield server, talk
        with anyio.fail_after(20):
            while server.connections:  # whatever the end was, nobody is left behind
                await checkpoint()


async def test_a_message_above_the_limit() -> None:
    async with one_client() as (_, talk):
        talk.say(type="websocket.receive", text=" " * 3001)
        closed = await talk.until_closed()
        assert (closed["code"], closed["reason"]) == (1009, "a message of more than 3000 bytes")


async def test_a_client_that_takes_nothing() -> None:
    async with one_client() as (_, talk):
        talk.is_stuck = True
        talk.request(2, "thread/loaded/list", {})
        closed = await talk.until_closed()
        assert closed["code"] == 1008
        assert closed["reason"].startswith("stalled")


async def test_a_web_server_that_sends_to_the_end_whatever_happens() -> None:
    async with one_client() as (server, talk):
        talk.is_stuck = talk.is_stubborn = True
        talk.request(2, "thread/loaded/list", {})
        with anyio.fail_after(20):
            while server.connections:  # nobody waits for it
                await checkpoint()
        talk.go_on()


@pytest.mark.parametrize("takes_more", [True, False])
async def test_a_client_for_which_too_much_is_unsent(takes_more: bool) -> None:
    served = 0
    processor = appserver.MessageProcessor()

    @processor.on_request(appserver.protocol.ModelListParams)
    def models(_ctx: appserver.RequestContext, _params: appserver.protocol.ModelListParams) -> Any:
        nonlocal served
        served += 1
        return {"data": [], "nextCursor": "x" * 2000}

    limits = appserver.WireLimits(message_bytes=3000, unsent_bytes=10_000, stall_timeout=None)
    async with one_client(processor=processor, limits=limits) as (_, talk):
        talk.is_stuck = True
        for number in range(2, 22):
            talk.request(number, "model/list", {})
        with anyio.fail_after(20):
            while served < 20:
                await checkpoint()
        if takes_more:
            talk.go_on()
            closed = await talk.until_closed()
            assert (closed["code"], closed["reason"]) == (1013, "more than 10000 bytes are unsent")
        # Otherwise it is waited for no longer than a second.


async def test_an_answer_above_the_limit_of_a_frame_is_refused() -> None:
    processor = appserver.MessageProcessor()

    @processor.on_request(appserver.protocol.ModelListParams)
    def models(_ctx: appserver.RequestContext, _params: appserver.protocol.ModelListParams) -> Any:
        return {"data": [], "nextCursor": "x" * 2000}

    async with one_client(processor=processor, limits=appserver.WireLimits(frame_bytes=1000)) as (_, talk):
        talk.request(2, "model/list", {})
        answer = json.loads((await talk.next())["text"])
        assert answer["error"]["code"] == -32603
        assert "a message may have 1000" in answer["error"]["message"]
        talk.say(type="websocket.disconnect", code=1005)


async def test_the_end_of_the_server() -> None:
    async with one_client() as (server, talk):
        await server.shutdown()
        closed = await talk.until_closed()
        assert (closed["code"], closed["reason"]) == (1012, "the server shuts down")


def run_asyncio(body: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(body())


def run_uvloop(body: Callable[[], Coroutine[Any, Any, None]]) -> None:
    uvloop.run(body())


@pytest.mark.parametrize("run", [run_asyncio, run_uvloop, trio.run])
def test_the_end_of_the_server_where_nothing_is_taken(run: Callable[[Any], None]) -> None:
    # Without anyio around it, as web servers run: what is called by the loop, in no task, has no time from anyio.
    async def end() -> None:
        limits = appserver.WireLimits(stall_timeout=math.inf)
        with anyio.fail_after(20):
            async with one_client(limits=limits) as (server, talk):
                talk.is_stuck = True
                talk.request(2, "thread/loaded/list", {})
                while not talk.is_sending:
                    await checkpoint()
                await server.shutdown()

    run(end)


@pytest.mark.parametrize("code", [1000, 1005, 1006, 1012, None])
async def test_a_client_that_goes(code: int | None) -> None:
    async with one_client() as (_, talk):
        talk.say(type="websocket.disconnect", code=code)


async def test_a_web_server_that_fails_to_send() -> None:
    async with one_client() as (_, talk):
        talk.is_broken = True
        talk.request(2, "thread/loaded/list", {})


async def test_a_web_server_that_ends_its_tasks() -> None:
    async with appserver.serve() as server:
        with anyio.CancelScope() as scope:
            async with talking(ServerApp(server, allow_anonymous=True)):
                scope.cancel()
        with anyio.fail_after(20):
            while server.connections:
                await checkpoint()


async def test_binary_messages_are_passed_over() -> None:
    async with one_client() as (_, talk):
        talk.say(type="websocket.receive", bytes=b"{}")
        talk.say(type="websocket.receive", text="\ud800")
        talk.request(2, "thread/loaded/list", {})
        assert json.loads((await talk.next())["text"])["id"] == 2
        talk.say(type="websocket.disconnect", code=1000)


async def test_a_client_that_sends_faster_than_it_is_served() -> None:
    async with one_client(limits=appserver.WireLimits(unread_bytes=500, stall_timeout=math.inf)) as (_, talk):
        for number in range(2, 102):
            talk.request(number, "thread/loaded/list", {})
        answered = [json.loads((await talk.next())["text"])["id"] for _ in range(100)]
        assert answered == list(range(2, 102))
        talk.say(type="websocket.disconnect", code=1000)
