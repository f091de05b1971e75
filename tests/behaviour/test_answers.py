"""Answers to questions, and filters of streams: what does not fit is refused where it is given."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.delivery.filters import Taken, check_matches
from appserver.protocol._methods import NOTIFICATIONS, SERVER_REQUESTS
from tests.behaviour.support import Bench, begin_reading, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

APPROVAL = p.FileChangeRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=0)


@pytest.mark.promise("answer-must-fit")
@pytest.mark.parametrize("wrong", [{"decision": "acept"}, {}, None, "accept", {"decision": 1}, ["accept"]])
async def test_an_answer_that_does_not_fit_raises_and_leaves_the_question_open(wrong: Any) -> None:
    bench = Bench()
    handle = await bench.start()
    decisions: list[str] = []

    async def ask() -> None:
        decisions.append((await bench.outgoing.send_request(APPROVAL)).decision)

    async with handle, anyio.create_task_group() as tasks:
        tasks.start_soon(ask)
        event = await handle.next_event()
        assert isinstance(event, appserver.ServerRequest)
        with pytest.raises(ValueError, match=f"server request {event.id} does not fit item/fileChange"):
            handle.respond_to_server_request(event.id, wrong)
        assert handle.open_server_requests() == [event]
        assert handle.respond_to_server_request(event.id, {"decision": "accept"}) is True
        await until(lambda: decisions)
        assert decisions == ["accept"]


@pytest.mark.promise("answer-counts")
async def test_an_unknown_a_second_and_a_late_answer_return_false() -> None:
    bench = Bench()
    handle = await bench.start()

    async def ask() -> None:
        await bench.outgoing.send_request(APPROVAL)

    async with handle:
        assert handle.respond_to_server_request(999, {"decision": "accept"}) is False
        event: Any = None
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            event = await handle.next_event()
            assert handle.respond_to_server_request(event.id, {"decision": "accept"}) is True
            assert handle.respond_to_server_request(event.id, {"decision": "acept"}) is False
            assert handle.fail_server_request(event.id, {"code": 1, "message": "no"}) is False
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask)
            event = await handle.next_event()
            tasks.cancel_scope.cancel()
        assert handle.respond_to_server_request(event.id, {"decision": "accept"}) is False
        assert handle.stats().late_server_answers == 4


@pytest.mark.promise("questions-listed")
async def test_open_questions_are_listed_by_thread_read_or_not() -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle, anyio.create_task_group() as tasks:
        other = APPROVAL.model_copy(update={"thread_id": "o"})
        for params in (APPROVAL, other):
            tasks.start_soon(bench.outgoing.send_request, params)
        await until(lambda: handle.stats().server_requests_open == 2)
        first = await handle.next_event()
        assert first in handle.open_server_requests()
        assert [question.id for question in handle.open_server_requests()] == [0, 1]
        assert [question.params for question in handle.open_server_requests("o")] == [other]
        assert handle.open_server_requests("none") == []
        tasks.cancel_scope.cancel()


@pytest.mark.promise("filters-known")
async def test_a_filter_that_names_nothing_is_refused_with_the_nearest_name() -> None:
    bench = Bench()
    async with await bench.start() as handle:
        bench.session.open_thread("thread-number-one")
        with pytest.raises(
            ValueError, match=r"no thread 'thread-number-on' \(did you mean 'thread-number-one'\?\)"
        ):
            handle.subscribe(thread_id="thread-number-on")
        with pytest.raises(
            ValueError, match=r"no notification 'turn/complete' \(did you mean 'turn/completed'\?\)"
        ):
            handle.subscribe(methods=["turn/completed", "turn/complete"])
        with pytest.raises(ValueError, match="no notification 'x'; "):
            handle.subscribe(methods=["x"])
        known = ["turn/completed", "codex/event/anything", "task_complete", "item/fileChange/requestApproval"]
        handle.subscribe(thread_id="thread-number-one", methods=known)


OF_A_THREAD, OF_NONE = "turn/completed", "account/updated"
EXPERIMENTAL, LEGACY = "thread/settings/updated", "codex/event/anything"
QUESTION, QUESTION_OF_NONE = "item/fileChange/requestApproval", "account/chatgptAuthTokens/refresh"
NEVER: list[tuple[bool, list[str], dict[str, Any], str]] = [
    (False, [], {}, "methods is empty"),
    (True, [], {}, "methods is empty"),
    (True, [OF_NONE], {}, "belongs to no thread"),
    (True, [OF_NONE, "skills/changed"], {}, "any other of the 2 methods"),
    (True, [QUESTION_OF_NONE], {}, "primary stream alone"),
    (False, [QUESTION], {}, "give thread_id"),
    (False, [QUESTION, QUESTION_OF_NONE], {}, "primary stream alone"),
    (False, [EXPERIMENTAL], {}, "experimental_api=True"),
    (False, [OF_A_THREAD], {"opt_out_notification_methods": [OF_A_THREAD]}, "opted out"),
    (True, [OF_NONE, OF_A_THREAD], {"opt_out_notification_methods": [OF_A_THREAD]}, "opted out"),
    (False, [LEGACY], {"legacy_notifications": False}, "legacy_notifications=False"),
]
PASSES: list[tuple[bool, list[str] | None, dict[str, Any]]] = [
    (False, None, {}),
    (True, None, {}),
    (False, [OF_A_THREAD], {}),
    (False, [OF_NONE], {}),
    (True, [OF_NONE, OF_A_THREAD], {}),
    (True, ["thread/started"], {}),
    (True, ["warning"], {}),
    (True, [QUESTION], {}),
    (True, [EXPERIMENTAL], {"experimental_api": True}),
    (True, [QUESTION], {"opt_out_notification_methods": [QUESTION]}),
    (False, [LEGACY], {}),
    (False, ["task_complete"], {}),
]


@pytest.fixture(params=["in-process", "remote"])
def connecting(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Connects a client to a server, in this process or over a socket."""
    url = f"unix://{tmp_path}/s"

    @asynccontextmanager
    async def connect(**options: Any) -> AsyncIterator[tuple[Any, str]]:
        async with await appserver.serve() as server:
            if request.param == "remote":
                await server.listen(url)
                client: Any = await appserver.connect(url, **options)
            else:
                client = await server.connect(**options)
            async with client:
                yield client, (await client.request(p.ThreadStartParams())).thread.id

    return connect


@pytest.mark.promise("filters-match")
@pytest.mark.parametrize(("has_thread", "methods", "options", "reason"), NEVER)
async def test_a_filter_that_nothing_can_pass_is_refused(
    connecting: Any, has_thread: bool, methods: list[str], options: Any, reason: str
) -> None:
    async with connecting(**options) as (client, thread_id):
        with pytest.raises(ValueError, match=reason):
            client.subscribe(thread_id=thread_id if has_thread else None, methods=iter(methods))
        if methods:
            client.subscribe(methods=methods, allow_unknown=True)


@pytest.mark.promise("filters-match")
@pytest.mark.parametrize(("has_thread", "methods", "options"), PASSES)
async def test_a_filter_that_something_can_pass_is_taken(
    connecting: Any, has_thread: bool, methods: list[str] | None, options: Any
) -> None:
    async with connecting(**options) as (client, thread_id):
        client.subscribe(thread_id=thread_id if has_thread else None, methods=methods)


@pytest.mark.promise("filters-match")
@pytest.mark.parametrize("method", [*NOTIFICATIONS, *SERVER_REQUESTS])
def test_of_each_method_it_is_known_whether_it_belongs_to_a_thread(method: str) -> None:
    taken = Taken(experimental_api=True, opt_out_notification_methods=(), legacy_notifications=True)
    fields = getattr(p, {**NOTIFICATIONS, **SERVER_REQUESTS}[method]).model_fields
    if "thread_id" in fields or method == "thread/started":
        check_matches("t", [method], taken)
    else:
        with pytest.raises(ValueError, match="belongs to no thread"):
            check_matches("t", [method], taken)


@pytest.mark.promise("filters-known")
async def test_a_processor_with_threads_and_methods_of_its_own_says_so() -> None:
    bench = Bench()
    async with await bench.start() as handle:
        stream = begin_reading(
            handle.subscribe(thread_id="mine", methods=["my/progress"], allow_unknown=True)
        )
        progress = p.UnknownNotification("my/progress", {"threadId": "mine"})
        await bench.outgoing.send_notification(progress)
        assert await stream.next_event() == progress
