"""Programs as peers: started, spoken to on their pipes, and ended with their client."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.behaviour.support import until
from tests.remote.program import TURN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appserver.client.starting import Starting

PROGRAM = str(Path(__file__).with_name("program.py"))


def connect(*arguments: str, **options: Any) -> Starting[appserver.RemoteAppServerClient]:
    """A client of the program."""
    return appserver.connect(command=[sys.executable, PROGRAM, *arguments], **options)


def process_of(client: appserver.RemoteAppServerClient) -> int:
    """The process that a client speaks to."""
    return int(client.initialize_response.user_agent.partition("/")[2])


def is_gone(process: int) -> bool:
    """Whether there is no such process, or nothing of it but its end."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.fixture
def errors() -> Iterator[tuple[int, int]]:
    """A pipe for standard error: where it is read, and where it is written."""
    reads, writes = os.pipe()
    yield reads, writes
    os.close(reads)
    os.close(writes)


@pytest.mark.promise("remote-programs")
async def test_a_turn_over_pipes(errors: tuple[int, int]) -> None:
    async with connect(stderr=errors[1]) as client:
        assert await client.request_raw("future/echo", {"a": ["\u00e4", None]}) == {"a": ["\u00e4", None]}
        await client.request_raw("future/turn")
        events = [await client.next_event() for _ in range(4)]
        assert [type(event).__name__ for event in events] == [
            "TurnStartedNotification",
            "AgentMessageDeltaNotification",
            "ServerRequestResolvedNotification",
            "TurnCompletedNotification",
        ]
        process = process_of(client)
        assert not is_gone(process)
    assert is_gone(process)


@pytest.mark.promise("remote-programs")
async def test_where_a_program_runs(tmp_path: Path, errors: tuple[int, int]) -> None:
    async with connect(cwd=tmp_path, env={"ONLY": "this"}, stderr=errors[1]) as client:
        where = await client.request_raw("future/where")
        assert where["cwd"] == str(tmp_path)
        assert where["environment"].items() >= {"ONLY": "this"}.items()
        assert "PATH" not in where["environment"]
        assert os.read(errors[0], 100) == b"a word on standard error\n"


@pytest.mark.promise("remote-loss")
@pytest.mark.parametrize("messages", range(1, len(TURN) + 1))
async def test_a_program_that_dies_at_any_message_of_a_turn(messages: int) -> None:
    async with connect("die", str(messages)) as client:
        with pytest.raises(appserver.ConnectionLostError, match="future/turn") as caught:
            await client.request_raw("future/turn")
        assert caught.value.kind == "eof"
        assert "7" in str(caught.value)  # its exit code
        *events, last = [event async for event in client]
        assert isinstance(last, appserver.Disconnected)
        methods = [message["method"] for message in TURN[:messages] if "id" not in message]
        assert [event.method for event in events if not isinstance(event, appserver.ServerRequest)] == methods  # type: ignore[union-attr]
        assert client.open_server_requests() == []
        assert is_gone(process_of(client))


@pytest.mark.promise("remote-handshake")
async def test_a_program_that_exits_at_once_says_so() -> None:
    with pytest.raises(appserver.ConnectionLostError, match="3") as caught:
        await connect("exit", "3")
    assert caught.value.kind == "eof"


@pytest.mark.promise("remote-handshake")
@pytest.mark.parametrize("command", [["/nowhere/program"], ["no-such-program-anywhere"], ["/"]])
async def test_a_program_that_cannot_be_started(command: list[str]) -> None:
    with pytest.raises(appserver.ConnectionLostError, match=r"initialize: .*program|'/'") as caught:
        await appserver.connect(command=command)
    assert caught.value.kind == "refused"


@pytest.mark.promise("remote-handshake")
async def test_a_program_that_is_silent_is_ended() -> None:
    before = children()
    with pytest.raises(
        appserver.ConnectionLostError, match=r"connect_timeout=0\.2 s; what it imports"
    ) as caught:
        await connect("silent", connect_timeout=0.2)
    assert caught.value.kind == "timed_out"
    await until(lambda: not children() - before)


@pytest.mark.promise("remote-programs")
async def test_a_whole_group_ends_with_its_client(errors: tuple[int, int]) -> None:
    async with connect("stay", stderr=errors[1]) as client:
        process, child = process_of(client), int(os.read(errors[0], 100))
        assert not is_gone(process)
        assert not is_gone(child)
    await until(lambda: is_gone(process) and is_gone(child))


@pytest.mark.promise("remote-dropped")
async def test_a_whole_group_ends_when_its_client_is_dropped(errors: tuple[int, int]) -> None:
    client = await connect("stay", stderr=errors[1])
    process, child = process_of(client), int(os.read(errors[0], 100))
    del client
    gc.collect()
    await until(lambda: is_gone(process) and is_gone(child))


@pytest.mark.promise("remote-bad-input")
@pytest.mark.parametrize(
    "text",
    [
        "junk\n",
        "[1,2]\n",
        '"text"\n5\nnull\n',
        "\n \r\n",
        "\u00ef\u00bb\u00bf{}\n",
        '{"id":1,"id":2,"result":{}}\n',
        '{"id":1}{"id":2}\n',
        '{"id":1.5,"result":{}}\n',
        '{"id":true,"method":"a"}\n',
        '{"method":5}\n',
        '{"method":"future/half","params":"\\ud800"}\n',
        '{"id":99,"result":{}}\n{"id":"1","result":{}}\n',
        '{"method":"future/deep","params":' + "[" * 5000 + "]" * 5000 + "}\n",
        "{" * 1000 + "\n",
    ],
)
async def test_junk_between_messages_costs_only_itself(text: str) -> None:
    async with connect() as client:
        assert await client.request_raw("future/say", text) == {}
        await client.request_raw("future/turn")
        async for event in client:
            if isinstance(event, p.TurnCompletedNotification):
                break
        assert await client.request_raw("future/echo", 1) == 1


@pytest.mark.promise("remote-bad-input")
async def test_bytes_that_are_no_text_end_the_connection() -> None:
    async with connect() as client:
        with pytest.raises(appserver.ConnectionLostError) as caught:
            await client.request_raw("future/say", '{"method":"a\u00ff"}\n')
        assert caught.value.kind == "invalid_data"
        assert is_gone(process_of(client))


@pytest.mark.promise("remote-programs")
async def test_a_line_may_be_large() -> None:
    async with connect() as client:
        text = "x" * (20 << 20)
        assert await client.request_raw("future/echo", text) == text


@pytest.mark.promise("remote-cancellation")
async def test_a_shutdown_that_is_cancelled_ends_the_program_all_the_same() -> None:
    client = await connect()
    process = process_of(client)
    with anyio.CancelScope() as scope:
        scope.cancel()
        await client.shutdown()
    await until(lambda: is_gone(process))


def children() -> set[int]:
    """The processes that this one has started."""
    text = Path(f"/proc/self/task/{os.getpid()}/children")
    if text.exists():
        return {int(number) for number in text.read_text().split()}
    return set()
