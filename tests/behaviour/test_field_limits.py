"""What a field of a request may hold: beyond it nothing is kept, and nothing reaches other clients."""

from __future__ import annotations

import json
import types
import typing
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel

import appserver
from appserver import protocol as p
from appserver.assembly import BUILT_IN_METHODS
from appserver.errors import ErrorCode
from appserver.protocol._methods import REQUESTS
from appserver.protocol._support.scalars import AbsolutePath, AnyPath
from appserver.turns.encodable import PATH_FIELDS
from appserver.turns.param_limits import LONG_BYTES, OBJECT_BYTES, TEXT_BYTES
from tests.behaviour.support import FunctionAgent, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

HUGE = "x" * (2 << 20)
INPUT: list[Any] = [{"type": "text", "text": "hello"}]
CLIENT: dict[str, Any] = {"name": "c", "version": "1"}

KEPT: list[tuple[str, dict[str, Any], str, int]] = [
    *(
        (method, {name: HUGE}, name, TEXT_BYTES)
        for method in ("thread/start", "thread/fork")
        for name in ("model", "modelProvider", "serviceTier", "threadSource", "cwd")
    ),
    *(
        (method, {name: HUGE}, name, LONG_BYTES)
        for method in ("thread/start", "thread/fork")
        for name in ("baseInstructions", "developerInstructions")
    ),
    ("thread/start", {"config": {"shell_environment_policy.set.A": HUGE}}, "config", LONG_BYTES),
    ("thread/start", {"config": {str(number): [] for number in range(100_000)}}, "config", LONG_BYTES),
    ("thread/start", {"permissions": HUGE}, "permissions", TEXT_BYTES),
    ("thread/name/set", {"name": HUGE}, "name", TEXT_BYTES),
    ("thread/name/set", {"name": "é" * (TEXT_BYTES // 2 + 1)}, "name", TEXT_BYTES),
    ("thread/metadata/update", {"gitInfo": {"branch": HUGE}}, "gitInfo", OBJECT_BYTES),
    ("thread/goal/set", {"objective": HUGE}, "objective", LONG_BYTES),
    *(
        (method, {"input": INPUT, name: HUGE} if method == "turn/start" else {name: HUGE}, name, TEXT_BYTES)
        for method in ("turn/start", "thread/settings/update")
        for name in ("model", "serviceTier", "cwd", "effort", "permissions")
    ),
    *(
        (method, {"input": INPUT, "sandboxPolicy": policy}, "sandboxPolicy", OBJECT_BYTES)
        for method in ("turn/start", "thread/settings/update")
        for policy in (
            {"type": "workspaceWrite", "writableRoots": [f"/{HUGE}"]},
            {"type": "workspaceWrite", "writableRoots": ["/"] * 100_000},
        )
    ),
    (
        "turn/start",
        {
            "input": INPUT,
            "collaborationMode": {
                "mode": "plan",
                "settings": {"model": "m", "reasoning_effort": None, "developer_instructions": HUGE},
            },
        },
        "collaborationMode",
        LONG_BYTES,
    ),
    ("turn/start", {"input": INPUT, "clientUserMessageId": HUGE}, "clientUserMessageId", TEXT_BYTES),
    (
        "turn/steer",
        {"input": INPUT, "expectedTurnId": "t", "clientUserMessageId": HUGE},
        "clientUserMessageId",
        TEXT_BYTES,
    ),
    ("thread/search", {"searchTerm": HUGE}, "searchTerm", TEXT_BYTES),
    ("skills/list", {"cwds": [HUGE]}, "cwds", OBJECT_BYTES),
]


@pytest.fixture(params=["in-process", "unix"])
def two_clients(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Connects two clients to a server: one that asks, in this process or over a socket, and one beside it."""
    url = f"unix://{tmp_path}/s"

    @asynccontextmanager
    async def connect() -> AsyncIterator[tuple[Any, Any]]:
        async def answer(turn: appserver.TurnContext) -> None:
            await turn.send_message("an answer")

        async with await appserver.serve(agent=FunctionAgent(answer)) as server:
            asking: Any
            if request.param == "unix":
                await server.listen(url)
                asking = await appserver.connect(url, experimental_api=True)
            else:
                asking = await server.connect(experimental_api=True)
            async with asking, server.connect(experimental_api=True) as beside:
                yield asking, beside

    return connect


async def thread_of_both(asking: Any, beside: Any) -> str:
    """A thread with a turn, to which both are subscribed; what was sent so far is read."""
    thread_id: str = (await asking.request(p.ThreadStartParams())).thread.id
    await beside.request(p.ThreadResumeParams(thread_id=thread_id))
    await asking.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="go")]))
    async for event in beside:
        if isinstance(event, p.TurnCompletedNotification):
            break
    return thread_id


@pytest.mark.promise("field-limits")
@pytest.mark.parametrize(
    ("method", "params", "field", "bound"), KEPT, ids=lambda value: value if isinstance(value, str) else ""
)
async def test_a_field_beyond_its_bound_is_refused_and_reaches_nobody(
    two_clients: Any, method: str, params: dict[str, Any], field: str, bound: int
) -> None:
    async with two_clients() as (asking, beside):
        thread_id = await thread_of_both(asking, beside)
        before = await beside.request_raw("thread/read", {"threadId": thread_id, "includeTurns": True})
        has_thread = method not in ("thread/start", "thread/search", "skills/list")
        with pytest.raises(appserver.ServerError) as refused:
            await asking.request_raw(method, {**({"threadId": thread_id} if has_thread else {}), **params})
        error = refused.value
        assert error.code == ErrorCode.INPUT_TOO_LARGE
        data = dict(error.data)
        size = data.pop("actual_bytes")
        assert data == {"input_error_code": "input_too_large", "field": field, "max_bytes": bound}
        assert error.message.startswith(f"Invalid request: {method}.{field} may hold {bound} bytes")
        assert error.message.endswith(f"has {size}")
        assert size > bound
        assert len(str(error)) < 500
        assert (
            await beside.request_raw("thread/read", {"threadId": thread_id, "includeTurns": True}) == before
        )
        assert (await beside.request(p.ThreadLoadedListParams())).data == [thread_id]
        await asking.request(p.ThreadSetNameParams(thread_id=thread_id, name="last"))
        event = await beside.next_event()
        while not isinstance(event, p.ThreadNameUpdatedNotification):
            assert len(repr(event)) < 10_000
            event = await beside.next_event()


FOR_A_THREAD: list[tuple[Any, dict[str, Any]]] = [
    (p.ThreadForkParams, {}),
    (p.TurnStartParams, {"input": []}),
    (p.ThreadSettingsUpdateParams, {}),
]


@pytest.mark.promise("field-limits")
@pytest.mark.parametrize(
    ("params", "field"),
    [
        *(
            (kind(thread_id="", **more, **{name: HUGE}), name)
            for kind, more in FOR_A_THREAD
            for name in ("approvals_reviewer", "approval_policy")
        ),
        (p.ThreadStartParams(sandbox=HUGE), "sandbox"),
        (p.ThreadStartParams(history_mode=HUGE), "historyMode"),
        (p.ThreadStartParams(personality=HUGE), "personality"),
        (p.ThreadGoalSetParams(thread_id="", objective="o", status=HUGE), "status"),
    ],
)
async def test_words_that_there_are_not_are_kept_nowhere_however_long(params: Any, field: str) -> None:
    async with appserver.start(experimental_api=True) as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text="go")]))
        if "thread_id" in params.model_fields_set:
            params = params.model_copy(update={"thread_id": thread_id})
        with pytest.raises(appserver.ServerError, match="unknown variant") as caught:
            await client.request(params)
        assert len(str(caught.value)) < TEXT_BYTES, field


@pytest.mark.promise("field-limits")
async def test_a_field_at_its_bound_is_taken(two_clients: Any) -> None:
    async with two_clients() as (asking, beside):
        thread_id = await thread_of_both(asking, beside)
        for name in ("n" * TEXT_BYTES, "é" * (TEXT_BYTES // 2), "\U0001f600" * (TEXT_BYTES // 4)):
            await asking.request(p.ThreadSetNameParams(thread_id=thread_id, name=name))
            assert (await beside.request(p.ThreadReadParams(thread_id=thread_id))).thread.name == name
        await asking.request(p.ThreadStartParams(base_instructions="é" * (LONG_BYTES // 2)))


@pytest.mark.promise("field-limits")
@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"clientInfo": {**CLIENT, "name": HUGE}}, "clientInfo"),
        ({"clientInfo": {**CLIENT, "title": HUGE}}, "clientInfo"),
        ({"clientInfo": {**CLIENT, "version": HUGE}}, "clientInfo"),
        (
            {"clientInfo": CLIENT, "capabilities": {"optOutNotificationMethods": ["m"] * 100_000}},
            "capabilities",
        ),
    ],
)
async def test_a_client_that_tells_too_much_of_itself_is_refused(params: Any, field: str) -> None:
    async with await appserver.serve() as server:
        initialize = p.InitializeParams.from_wire(params)
        with pytest.raises(
            appserver.InitializeError, match=f"initialize.{field} may hold {OBJECT_BYTES} bytes"
        ):
            await server.connect(initialize=initialize)
        assert server.connections == ()


PATHS: list[tuple[str, dict[str, Any], str]] = [
    ("thread/start", {"cwd": "/a\0b"}, "cwd"),
    ("thread/start", {"cwd": "a\0"}, "cwd"),
    ("thread/fork", {"cwd": "/\0"}, "cwd"),
    ("thread/resume", {"path": "/a\0"}, "path"),
    ("turn/start", {"input": INPUT, "cwd": "/a\0b"}, "cwd"),
    ("thread/settings/update", {"cwd": "/a\0b"}, "cwd"),
    *(
        ("turn/start", {"input": [*INPUT, {"type": kind, **more, "path": "/a\0b"}]}, r"input\[1\].path")
        for kind, more in (
            ("localImage", {}),
            ("localAudio", {}),
            ("skill", {"name": "s"}),
            ("mention", {"name": "m"}),
        )
    ),
    *(
        (
            method,
            {"input": INPUT, "sandboxPolicy": {"type": "workspaceWrite", "writableRoots": ["/", "/a\0b"]}},
            "sandboxPolicy.writableRoots",
        )
        for method in ("turn/start", "thread/settings/update")
    ),
    ("thread/list", {"cwd": "/a\0b"}, "cwd"),
    ("thread/list", {"cwd": ["/", "/a\0b"]}, "cwd"),
    ("skills/list", {"cwds": ["/a\0b"]}, "cwds"),
    ("hooks/list", {"cwds": ["/a\0b"]}, "cwds"),
    ("skills/config/write", {"path": "/a\0b", "enabled": False}, "path"),
    ("skills/extraRoots/set", {"extraRoots": ["/", "/a\0b"]}, "extraRoots"),
    ("feedback/upload", {"classification": "bug", "extraLogFiles": ["/a\0b"]}, "extraLogFiles"),
]


@pytest.mark.promise("paths-hold-no-nul")
@pytest.mark.parametrize(("method", "params", "where"), PATHS)
async def test_a_path_that_no_file_can_have_is_refused(
    two_clients: Any, method: str, params: dict[str, Any], where: str
) -> None:
    async with two_clients() as (asking, beside):
        thread_id = await thread_of_both(asking, beside)
        has_thread = method not in ("thread/start", "thread/list", "skills/list", "hooks/list")
        with pytest.raises(appserver.ServerError, match=rf"{where} is no path, it holds a NUL character: '"):
            await asking.request_raw(method, {**({"threadId": thread_id} if has_thread else {}), **params})


@pytest.mark.promise("paths-hold-no-nul")
@pytest.mark.parametrize(("method", "params", "where"), PATHS)
async def test_a_path_without_utf_8_is_refused(method: str, params: dict[str, Any], where: str) -> None:
    wrong = json.loads(json.dumps(params).replace("\\u0000", "\\udcff"))  # in process: no wire can carry it
    async with appserver.start(experimental_api=True) as client:
        thread_id = await thread_of_both(client, client)
        has_thread = method not in ("thread/start", "thread/list", "skills/list", "hooks/list")
        with pytest.raises(appserver.ServerError, match=r"surrogate|UTF-8|Unicode") as refused:
            await client.request_raw(method, {**({"threadId": thread_id} if has_thread else {}), **wrong})
        assert refused.value.code == ErrorCode.INVALID_REQUEST
        str(refused.value).encode()


@pytest.mark.promise("paths-hold-no-nul")
@pytest.mark.parametrize("method", sorted(BUILT_IN_METHODS.keys() & REQUESTS.keys()))
def test_every_path_of_a_request_that_is_served_is_known_as_one(method: str) -> None:
    found = set(paths_of(getattr(p, REQUESTS[method]), set()))
    assert found <= PATH_FIELDS


def paths_of(kind: Any, seen: set[Any]) -> typing.Iterator[str]:
    """The wire names of the fields of a model, and of the models within, that hold paths."""
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
        seen.add(kind)
        for name, field in kind.model_fields.items():
            if is_path(field.annotation) or is_path_mark(field.metadata):
                yield field.alias or name
            yield from paths_of(field.annotation, seen)
    for inner in typing.get_args(kind):
        yield from paths_of(inner, seen)


def is_path(kind: Any) -> bool:
    if isinstance(kind, types.GenericAlias | types.UnionType) or typing.get_origin(kind) is typing.Union:
        return any(map(is_path, typing.get_args(kind)))
    return is_path_mark(getattr(kind, "__metadata__", ())) or (
        typing.get_origin(kind) is list and is_path(typing.get_args(kind)[0])
    )


def is_path_mark(metadata: Any) -> bool:
    marks = (*AnyPath.__metadata__, *AbsolutePath.__metadata__)  # type: ignore[attr-defined]
    return any(mark is known for mark in metadata for known in marks)


@pytest.mark.promise("history-bound")
async def test_what_was_said_of_a_kept_thread_counts() -> None:
    async with appserver.start(max_history_bytes=100_000) as client:
        for _ in range(20):
            params = p.ThreadStartParams(base_instructions="x" * 20_000)
            thread_id = (await client.request(params)).thread.id
            await client.request(p.ThreadArchiveParams(thread_id=thread_id))
        await until(lambda: client.server.stats().threads == 0)
        page = await client.request(p.ThreadListParams(archived=True, limit=100))
        assert len(page.data) < 4


@pytest.mark.promise("input-bad-params")
@pytest.mark.parametrize("method", sorted(BUILT_IN_METHODS.keys() & REQUESTS.keys() - {"initialize"}))
async def test_a_refusal_is_short_however_long_the_field_that_it_refuses(method: str) -> None:
    kind = getattr(p, REQUESTS[method])
    names = {name: field.alias or name for name, field in kind.model_fields.items()}
    required = {alias: "x" for name, alias in names.items() if kind.model_fields[name].is_required()}
    async with appserver.start(experimental_api=True) as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        given = {**required, **({"threadId": thread_id} if "threadId" in required else {})}
        for field in names.values():
            for value in (HUGE, [HUGE], {"k": HUGE}, 10**5000):
                try:
                    await client.request_raw(method, {**given, field: value})
                except appserver.ServerError as error:
                    assert len(str(error)) < 5000  # noqa: PT017 - it may be taken as well
