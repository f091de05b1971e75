"""A server that serves the threads of another one on the same loop, and programs that help a server."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
import pytest

import appserver
from appserver import protocol as p
from tests.config.test_in_a_server import said

if TYPE_CHECKING:
    from pathlib import Path


class Asker(appserver.Agent):
    """Asks to run a command, or waits."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        if turn.text == "wait":
            await anyio.sleep_forever()
        result = await turn.run_command("echo hi", reason="to be sure")
        await turn.send_message(f"it was {result.status}")


class Ping(p.WireModel):
    """An answer of our own."""

    text: str


class PingParams(p.RequestParams[Ping]):
    """A request of our own."""

    method = "test/ping"
    response_type = Ping


def processor(text: str) -> appserver.MessageProcessor:
    found = appserver.MessageProcessor()

    @found.on_request(PingParams)
    async def ping(_ctx: appserver.RequestContext, _params: PingParams) -> Ping:
        return Ping(text=text)

    return found


async def begin(client: appserver.AppServerClient, thread_id: str, text: str = "go") -> str:
    prompt = [p.TextUserInput(text=text)]
    return (await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt))).turn.id


async def question(client: appserver.AppServerClient) -> appserver.ServerRequest:
    async for event in client:
        if isinstance(event, appserver.ServerRequest):
            return event
    raise AssertionError("the stream has ended")


@pytest.mark.promise("shared-threads-served")
async def test_threads_of_one_server_are_served_by_another_one_too() -> None:
    async with (
        appserver.start(agent=Asker(), processor=processor("host")) as client,
        appserver.start(thread_manager=client.server.threads, processor=processor("guest")) as other,
    ):
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        assert (await other.request(p.ThreadLoadedListParams())).data == [thread_id]
        assert (await client.request(PingParams())).text == "host"
        assert (await other.request(PingParams())).text == "guest"
        await other.request(p.ThreadResumeParams(thread_id=thread_id))
        await begin(client, thread_id)
        asked = await question(other)
        await other.resolve_server_request(asked.id, {"decision": "accept"})
        for each in (client, other):
            (ended,) = await said(each, "turn/completed")
            assert isinstance(ended, p.TurnCompletedNotification)
            texts = [item.text for item in ended.turn.items if isinstance(item, p.AgentMessageThreadItem)]
            assert texts in ([], ["it was completed"])
        own = (await other.request(p.ThreadStartParams())).thread.id
        await begin(other, own, "wait")
        assert len(client.server.connections) == 2
        assert len(other.server.connections) == 1
    with pytest.raises(appserver.RuntimeClosedError):
        await other.request(p.ThreadLoadedListParams())


@pytest.mark.promise("shared-threads-served")
async def test_the_one_that_shares_ends_alone_and_the_other_ends_both() -> None:
    async with appserver.start(agent=Asker()) as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        for _ in range(3):
            async with appserver.serve(thread_manager=client.server.threads) as guest:
                other = await guest.connect()
                await other.request(p.ThreadResumeParams(thread_id=thread_id))
                turn_id = await begin(other, thread_id, "wait")
            with pytest.raises(appserver.RuntimeClosedError):
                await other.request(p.ThreadLoadedListParams())
            with pytest.raises(appserver.RuntimeClosedError):
                await guest.connect()
            with pytest.raises(appserver.RuntimeClosedError):
                await guest.listen("ws://127.0.0.1:0")
            assert len(client.server.connections) == 1
            await client.request(p.TurnInterruptParams(thread_id=thread_id, turn_id=turn_id))
            await said(client, "turn/completed")
        dropped = await appserver.serve(thread_manager=client.server.threads)
        del dropped
        guest = await appserver.serve(thread_manager=client.server.threads)
        left = await guest.connect()
    with pytest.raises(appserver.RuntimeClosedError):
        await left.request(p.ThreadLoadedListParams())
    with pytest.raises(appserver.RuntimeClosedError):
        await guest.connect()
    assert [event async for event in left if not isinstance(event, appserver.LegacyNotification)] == []
    await guest.shutdown()


@pytest.mark.promise("shared-threads-served")
async def test_handlers_of_the_one_that_shares_end_with_it() -> None:
    entered, cancelled = anyio.Event(), anyio.Event()
    own = appserver.MessageProcessor()

    @own.on_request(PingParams)
    async def ping(_ctx: appserver.RequestContext, _params: PingParams) -> Ping:
        entered.set()
        try:
            await anyio.sleep_forever()
        finally:
            cancelled.set()
        return Ping(text="")

    async def call(other: appserver.AppServerClient) -> None:
        with pytest.raises(appserver.ServerError, match="is shutting down"):
            await other.request(PingParams())

    async with appserver.start(agent=Asker()) as client:
        other = await appserver.start(thread_manager=client.server.threads, processor=own)
        async with anyio.create_task_group() as group:
            group.start_soon(call, other)
            await entered.wait()
            await other.shutdown()
            assert cancelled.is_set()
        assert (await client.request(p.ThreadLoadedListParams())).data == []


@pytest.mark.promise("shared-threads-served")
async def test_either_may_listen_and_questions_wait_for_whoever_may_come(tmp_path: Path) -> None:
    async with appserver.start(agent=Asker()) as client:
        guest = await appserver.serve(thread_manager=client.server.threads)
        first = await client.server.listen(f"unix://{tmp_path}/host")
        second = await guest.listen(f"unix://{tmp_path}/guest")
        for listener in (first, second):
            async with appserver.connect(listener.url) as remote:
                assert (await remote.request(p.ThreadLoadedListParams())).data == []
        await guest.shutdown()
        with pytest.raises((OSError, appserver.TransportError)):
            await appserver.connect(second.url, connect_timeout=5)
        async with appserver.connect(first.url) as remote:
            assert (await remote.request(p.ThreadLoadedListParams())).data == []


@pytest.mark.promise("shared-threads-served")
async def test_on_another_loop_or_after_its_end_it_is_refused() -> None:
    results: list[BaseException] = []

    async with appserver.start() as client:
        threads = client.server.threads

        async def elsewhere() -> None:
            with pytest.raises(appserver.InitializeError, match="lives on another event loop") as raised:
                await appserver.start(thread_manager=threads)
            results.append(raised.value)

        thread = threading.Thread(target=anyio.run, args=(elsewhere,))
        thread.start()
        await anyio.to_thread.run_sync(thread.join)
    assert len(results) == 1
    with pytest.raises(appserver.InitializeError, match="is shut down"):
        await appserver.start(thread_manager=threads)


@pytest.mark.promise("shared-threads-served", "input-start-options")
async def test_what_the_other_server_decides_cannot_be_said_again() -> None:
    async with appserver.start() as client:
        options: dict[str, Any] = {
            "agent": Asker(),
            "home": "/nowhere",
            "feedback": print,
            "enable_api_key_env": True,
        }
        with pytest.raises(ValueError, match=r"leave out agent, home, enable_api_key_env, feedback$"):
            appserver.start(thread_manager=client.server.threads, **options)


@pytest.mark.promise("input-start-options")
def test_a_helper_that_cannot_be_run_is_refused_where_it_is_named(tmp_path: Path) -> None:
    plain, program = tmp_path / "plain", tmp_path / "program"
    plain.write_text("")
    program.write_text("")
    program.chmod(0o755)
    for field in ("linux_sandbox", "execve_wrapper"):
        wrong: list[tuple[Any, type[Exception], str]] = [
            (3, TypeError, "is the path of a program, a str or a Path, not int"),
            (b"/x", TypeError, "is the path of a program, a str or a Path, not bytes"),
            ("relative", ValueError, "name the program by its whole path"),
            ("/a\0b", ValueError, "name the program by its whole path"),
            (tmp_path / "missing", ValueError, "is no file"),
            (tmp_path, ValueError, "is no file"),
            (plain, ValueError, "cannot be executed"),
        ]
        for value, kind, text in wrong:
            with pytest.raises(kind, match=rf"^Arg0Paths.{field}.*{text}"):
                appserver.Arg0Paths(**{field: value})
        named = appserver.Arg0Paths(**{field: program})
        assert getattr(named, field) == str(program)
        appserver.start(arg0_paths=named)
