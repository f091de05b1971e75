"""What any client meets on any transport: the same as one in process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from tests.transports.conftest import listening
from tests.transports.raw import RefusedError

if TYPE_CHECKING:
    from pathlib import Path


class Asking(appserver.Agent):
    """Asks for approval of a command, and says what became of it."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        result = await turn.run_command("true")
        await turn.send_message(result.status)


class Waiting(appserver.Agent):
    """Speaks, and waits until it is interrupted."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        async with turn.message() as message:
            await message.delta("so far")
            await anyio.sleep_forever()


async def test_a_turn_as_a_client_sees_it(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path) as host:
        client = await host.connect()
        thread_id = await client.start_thread(cwd="/")
        turn_id = await client.start_turn(thread_id, "hello there")
        before, completed = await client.wait_for("turn/completed")
        assert completed["turn"]["id"] == turn_id
        assert completed["turn"]["status"] == "completed"
        assert before[0] == "thread/started"
        assert "item/agentMessage/delta" in before
        assert before.index("turn/started") > before.index("thread/started")


async def test_who_the_server_is(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path) as host:
        client = await host.connect(initialize=False)
        result = await client.initialize()
        name, _, rest = result["userAgent"].partition("/")
        assert (name, rest.split()[0]) == ("raw", "0.163.0")
        assert f"appserver/{appserver.__version__}" in rest
        assert [one.client_name for one in host.server.connections] == ["raw"]


async def test_the_answer_comes_before_the_events_that_follow_it(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path) as host:
        client = await host.connect()
        await client.send({"id": "a", "method": "thread/start", "params": {}})
        first = await client.receive()
        assert first["id"] == "a"
        assert (await client.receive())["method"] == "thread/started"


@pytest.mark.parametrize(
    ("message", "code", "text"),
    [
        ({"id": 1, "method": "nope/nope"}, -32600, "Invalid request: unknown variant `nope/nope`"),
        (
            {"id": "x", "method": "thread/read", "params": {}},
            -32600,
            "Invalid request: missing field `threadId`",
        ),
        ({"id": 2, "method": "thread/read", "params": {"threadId": "t"}}, -32600, "Not initialized"),
    ],
)
async def test_refusals_before_the_handshake(
    transport: str, short_path: Path, message: dict[str, Any], code: int, text: str
) -> None:
    async with listening(transport, short_path) as host:
        client = await host.connect(initialize=False)
        await client.send(message)
        answer = await client.receive()
        assert answer["id"] == message["id"]
        assert answer["error"]["code"] == code
        assert answer["error"]["message"].startswith(text)
        await client.initialize()


async def test_a_second_handshake_is_refused(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path) as host:
        client = await host.connect()
        with pytest.raises(RefusedError, match="Already initialized"):
            await client.initialize()


async def test_ids_are_told_apart_and_repeated_ones_refused(transport: str, short_path: Path) -> None:
    released = anyio.Event()
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ModelListParams)
    async def models(_ctx: appserver.RequestContext, _params: p.ModelListParams) -> Any:
        await released.wait()
        return {"data": [], "nextCursor": None}

    async with listening(transport, short_path, processor=processor) as host:
        client = await host.connect()
        for request_id in (5, "5", 5):
            await client.send({"id": request_id, "method": "model/list", "params": {}})
        refused = await client.receive()
        assert refused["id"] == 5
        assert refused["error"]["message"] == "duplicate request id: Integer(5)"
        released.set()
        assert {(await client.receive())["id"] for _ in range(2)} == {5, "5"}


@pytest.mark.parametrize("decision", ["accept", "decline"])
async def test_a_question_and_its_answer(transport: str, short_path: Path, decision: str) -> None:
    async with listening(transport, short_path, agent=Asking()) as host:
        client = await host.connect()
        await client.start_turn(await client.start_thread(), "go")
        while "id" not in (question := await client.next_event()):
            pass
        assert question["method"] == "item/commandExecution/requestApproval"
        await client.send({"id": question["id"], "result": {"decision": decision}})
        _, completed = await client.wait_for("turn/completed")
        assert completed["turn"]["status"] == "completed"


@pytest.mark.parametrize(
    "answer",
    [
        {"result": {"decision": "acept"}},
        {"result": None},
        {"error": {"code": 1, "message": "no"}},
        {"error": 3},
    ],
)
async def test_an_answer_that_does_not_fit_allows_nothing(
    transport: str, short_path: Path, answer: dict[str, Any]
) -> None:
    async with listening(transport, short_path, agent=Asking()) as host:
        client = await host.connect()
        await client.start_turn(await client.start_thread(), "go")
        while "id" not in (question := await client.next_event()):
            pass
        await client.send({"id": question["id"], **answer})
        _, completed = await client.wait_for("item/completed")
        while completed["item"]["type"] != "commandExecution":
            _, completed = await client.wait_for("item/completed")
        assert completed["item"]["status"] == "failed"
        assert completed["item"]["exitCode"] is None


async def test_answers_to_nothing_are_passed_over(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path) as host:
        client = await host.connect()
        for request_id in (0, 77, "x"):
            await client.send({"id": request_id, "result": {}})
            await client.send({"id": request_id, "error": {"code": 1, "message": "no"}})
        await client.send({"id": None, "error": {"code": 1, "message": "no"}})
        assert await client.request("thread/loaded/list", {}) == {"data": [], "nextCursor": None}


async def test_clients_in_process_and_on_a_wire_share_a_thread(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path) as host:
        remote = await host.connect()
        async with host.server.connect() as inside:
            thread_id = await remote.start_thread()
            await inside.request(p.ThreadResumeParams(thread_id=thread_id))
            turn_id = await remote.start_turn(thread_id, "hello")
            async for event in inside:
                if isinstance(event, p.TurnCompletedNotification):
                    assert event.turn.id == turn_id
                    break
            _, completed = await remote.wait_for("turn/completed")
            assert completed["turn"]["id"] == turn_id


async def test_a_turn_goes_on_without_its_client(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path, agent=Waiting()) as host:
        first = await host.connect()
        thread_id = await first.start_thread()
        turn_id = await first.start_turn(thread_id, "go")
        await first.wait_for("item/agentMessage/delta")
        first.close()
        second = await host.connect()
        resumed = await second.request("thread/resume", {"threadId": thread_id})
        assert resumed["thread"]["status"]["type"] == "active"
        await second.request("turn/interrupt", {"threadId": thread_id, "turnId": turn_id})
        _, completed = await second.wait_for("turn/completed")
        assert completed["turn"]["status"] == "interrupted"


async def test_the_end_of_the_server_reaches_every_client(transport: str, short_path: Path) -> None:
    async with listening(transport, short_path, agent=Waiting()) as host:
        client = await host.connect()
        await client.start_turn(await client.start_thread(), "go")
        await client.wait_for("item/agentMessage/delta")
        await host.server.shutdown()
        _, completed = await client.wait_for("turn/completed")
        assert completed["turn"]["status"] == "interrupted"
        with pytest.raises(EOFError):
            await client.wait_for("nothing else")


async def test_descriptors_that_cannot_be_served_leave_no_client_behind(short_path: Path) -> None:
    async with listening("lines", short_path) as host:
        for _ in range(2):
            with pytest.raises(OSError, match="Bad file descriptor"):
                await host.server.serve_stdio(9999, 9999)
        assert host.server.connections == ()
        client = await host.connect()
        await client.start_thread()


@pytest.mark.promise("wire-not-served")
@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("thread/compact/start", {}),
        ("review/start", {"target": {"type": "uncommittedChanges"}}),
        ("fuzzyFileSearch", {"query": "a", "roots": ["/"]}),
    ],
)
async def test_what_is_not_served_is_said_and_leaves_all_as_it_was(
    transport: str, short_path: Path, method: str, more: dict[str, Any]
) -> None:
    async with listening(transport, short_path) as host:
        client = await host.connect()
        thread = (await client.request("thread/start", {}))["thread"]
        params = more if method == "fuzzyFileSearch" else {"threadId": thread["id"], **more}
        await client.send({"id": "x", "method": method, "params": params})
        assert (await client.answer_to("x"))["error"] == {
            "code": -32601,
            "message": f"{method} is not supported yet: register a handler with MessageProcessor.on_request",
            "data": {"reason": "notSupported"},
        }
        after = (await client.request("thread/read", {"threadId": thread["id"]}))["thread"]
        assert after["status"] == thread["status"] == {"type": "idle"}
