"""A block over what was closed is refused: it would run without what it is about. By kind: whatever can be closed."""

from __future__ import annotations

import os
import tempfile
import traceback
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import in_process, sync
from appserver.testing import start_client

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from appserver.client.base import AppServerClient

pytestmark = pytest.mark.promise("closed-not-entered")


class Waiter(appserver.Agent):
    """Answers at once, or waits for ever."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.send_message("so far")
        if turn.text == "wait":
            await anyio.sleep_forever()


@asynccontextmanager
async def socket_path() -> AsyncGenerator[str]:
    with tempfile.TemporaryDirectory(prefix="appserver-") as place:
        yield f"unix://{Path(place) / 's'}"


async def refuse(closed: Any, why: str = r"^async with: ") -> None:
    """Enter it, which raises."""
    with pytest.raises(appserver.RuntimeClosedError, match=why):
        async with closed:
            pytest.fail("the block ran")


async def test_what_was_shut_down_is_not_entered() -> None:
    async with socket_path() as where:
        server = await appserver.serve()
        listener = await server.listen(where)
        remote = await appserver.connect(listener.url)
        further = await server.connect()
        ended: list[Any] = [
            remote,
            further,
            await appserver.start(),
            await start_client(),
            await in_process.start(),
        ]
        for one in ended:
            async with one:  # the block that ends it
                pass
            await refuse(one)
            await one.shutdown()  # twice is once
    async with server:
        pass
    await refuse(server)
    await refuse(listener)  # its end, too


async def test_a_client_whose_server_has_ended_is_not_entered() -> None:
    server = await appserver.serve()
    client = await server.connect()
    await server.shutdown()
    await refuse(client)


async def test_a_remote_client_that_was_lost_and_then_shut_down_is_not_entered() -> None:
    async with socket_path() as where:
        for reconnect in (False, True):
            server = await appserver.serve()
            await server.listen(where)
            client = await appserver.connect(where, reconnect=reconnect)
            await server.shutdown()
            async for event in client:  # it can still be read
                if isinstance(event, appserver.Disconnected):
                    break
            async with client:
                with pytest.raises(appserver.ConnectionLostError):
                    await client.thread_start()
            await refuse(client)
            with pytest.raises(appserver.RuntimeClosedError):
                await client.thread_start()


async def end_block(turn: appserver.Turn) -> None:
    async with turn:
        pass


async def read(turn: appserver.Turn) -> None:
    async for _event in turn:
        pass


async def run(turn: appserver.Turn) -> None:
    await turn.run()


async def give_up(turn: appserver.Turn) -> None:
    await turn.abandon()


@pytest.mark.parametrize("where", ["in process", "unix"])
async def test_streams_turns_and_listeners_that_are_closed_are_not_entered(where: str) -> None:
    async with AsyncExitStack() as stack:
        path = await stack.enter_async_context(socket_path())
        server = await stack.enter_async_context(appserver.serve(agent=Waiter()))
        listener = await server.listen(path)
        starting: Any = appserver.connect(path) if where == "unix" else server.connect()
        client: AppServerClient = await stack.enter_async_context(starting)
        thread = await client.thread_start()
        ways: list[tuple[str, Callable[[appserver.Turn], Awaitable[None]]]] = [
            ("wait", end_block),
            ("wait", give_up),
            ("go", read),
            ("go", run),
        ]
        for prompt, end in ways:
            turn = await thread.turn(prompt)
            await end(turn)
            await refuse(turn)
            assert [event async for event in turn] == []
        stream = client.subscribe()
        async with stream:
            pass
        await refuse(stream)
        assert await stream.next_event() is None
        stream.close()  # twice is once
        async with listener:
            pass
        await refuse(listener)
        listener.close()
        again = await server.listen(path)
        await refuse(listener)  # the other one is not its own
        async with again:
            pass


async def test_what_is_open_is_entered_and_ended() -> None:
    client = await appserver.start()
    stream = client.subscribe()
    async with client:
        assert (await (await client.thread_start()).run("x")).status == "completed"
    with pytest.raises(appserver.RuntimeClosedError):
        await client.thread_start()
    async with stream:  # the end of its client leaves what is queued
        assert await stream.next_event() is not None


# -- without an event loop


def refuse_sync(closed: Any) -> None:
    with pytest.raises(appserver.RuntimeClosedError), closed:
        pytest.fail("the block ran")


def test_without_a_loop_nothing_that_is_closed_is_entered() -> None:
    with tempfile.TemporaryDirectory(prefix="appserver-") as place, sync.serve(agent=Waiter()) as server:
        listener = server.listen(f"unix://{Path(place) / 's'}")
        with sync.connect(listener.url) as remote, server.connect() as local:
            for client in (remote, local):
                stream = client.subscribe()
                turn = client.thread_start().turn("wait")
                for closable in (stream, turn):
                    with closable:
                        pass
                    refuse_sync(closable)
                over = client.thread_start().turn("go")
                over.run()
                refuse_sync(over)
            remote.shutdown()
            refuse_sync(remote)
            server_of_client = local.server
            listener.close()
            refuse_sync(listener)
            server_of_client.shutdown()
            for one in (server_of_client, local.server, local, server):
                refuse_sync(one)


def test_a_turn_whose_client_ends_within_its_block_is_left_in_peace() -> None:
    with sync.start(agent=Waiter()) as client, client.thread_start().turn("wait"):
        client.shutdown()


# -- in a forked child everything is the parent's


def in_a_child(act: Callable[[], object]) -> None:
    """Do it in a forked child, which has to end well."""
    child = os.fork()
    if not child:
        try:
            act()
        except BaseException:  # whatever it is, the test fails
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.promise("fork-child")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_in_a_child_blocks_of_the_parent_are_not_entered_and_left_in_peace() -> None:
    with sync.start(agent=Waiter()) as client:
        server, stream = client.server, client.subscribe()
        listener = server.listen("ws://127.0.0.1:0")
        turn = client.thread_start().turn("wait")
        held: list[Any] = [client, server, stream, listener, turn]

        def enter() -> None:
            for one in held:
                refuse_sync(one)

        def leave() -> None:
            for one in held:
                one.__exit__(None, None, None)

        in_a_child(enter)
        in_a_child(leave)
        turn.interrupt()
        assert turn.run().status == "interrupted"
        with sync.connect(listener.url) as remote:
            assert remote.thread_start().run("go").status == "completed"


@pytest.mark.promise("fork-child")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("loop", ["asyncio", "trio"])
def test_in_a_child_blocks_of_a_loop_are_left_in_peace(loop: str) -> None:
    async def main() -> None:
        async with AsyncExitStack() as stack:
            client = await stack.enter_async_context(appserver.start(agent=Waiter()))
            listener = await stack.enter_async_context(await client.server.listen("ws://127.0.0.1:0"))
            stream = await stack.enter_async_context(client.subscribe())
            turn = await stack.enter_async_context(await (await client.thread_start()).turn("wait"))
            child = os.fork()
            if not child:
                try:
                    for one in (client, client.server, listener, stream, turn):
                        await refuse(one, "forked")
                    await stack.aclose()
                except BaseException:  # whatever it is, the test fails
                    traceback.print_exc()
                    os._exit(1)
                os._exit(0)
            assert os.waitpid(child, 0)[1] == 0  # noqa: ASYNC222 - it ends by itself
            assert turn.status == "inProgress"
            async with appserver.connect(listener.url) as remote:
                assert (await (await remote.thread_start()).run("go")).status == "completed"

    anyio.run(main, backend=loop)
