"""Starting, leaving and dropping: what `await`, `async with` and the collector do to a runtime and its streams."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import anyio
import pytest
from anyio.lowlevel import checkpoint

import appserver
from appserver import in_process, testing
from appserver import protocol as p
from tests.behaviour.support import Bench, best_effort

STARTS: list[Any] = [
    appserver.start,
    appserver.serve,
    testing.start_client,
    lambda: in_process.start(in_process.InProcessStartArgs()),
]


@pytest.mark.promise("start-once")
@pytest.mark.parametrize("start", STARTS, ids=["start", "serve", "start_client", "in_process"])
async def test_what_starts_a_runtime_is_awaited_once(start: Any) -> None:
    starting = start()
    first = await starting
    with pytest.raises(RuntimeError, match="was awaited before"):
        await starting
    with pytest.raises(RuntimeError, match="was awaited before"):
        async with starting:
            raise AssertionError("it was entered")
    await first.shutdown()


@pytest.mark.promise("start-once")
async def test_two_tasks_that_await_one_start_get_one_runtime() -> None:
    starting = appserver.start()
    clients: list[Any] = []
    errors: list[RuntimeError] = []

    async def begin() -> None:
        try:
            clients.append(await starting)
        except RuntimeError as error:
            errors.append(error)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(begin)
        tasks.start_soon(begin)
    assert len(clients) == len(errors) == 1
    await clients[0].shutdown()


@pytest.mark.promise("start-yields")
@pytest.mark.parametrize("connect", [False, True])
async def test_other_tasks_run_while_runtimes_start_and_end_in_a_loop(connect: bool) -> None:
    is_over = False
    rounds = seen = 0

    async def count() -> None:
        nonlocal rounds
        while not is_over:
            rounds += 1
            await checkpoint()

    async with appserver.serve() as server, anyio.create_task_group() as tasks:
        tasks.start_soon(count)
        for _ in range(20):
            client = await (server.connect() if connect else appserver.start())
            await client.shutdown()
        is_over = True
        seen = rounds
    assert seen >= 15  # trio shuffles its tasks


@pytest.mark.promise("stream-block")
async def test_a_stream_ends_with_its_block() -> None:
    bench = Bench()
    async with await bench.start() as handle:
        async with handle.subscribe(methods=["warning"]) as stream:
            bench.outgoing.try_send_notification(best_effort("first"))
            assert await stream.next_event() == best_effort("first")
        assert await stream.next_event() is None
        other = handle.subscribe()
        with pytest.raises(ZeroDivisionError):
            async with other:
                raise ZeroDivisionError
        assert await other.next_event() is None
        assert bench.outgoing.try_send_notification(best_effort("second"))


class Local(p.WireModel):
    """A model that nobody has used yet; each test makes one of its own."""


def unused(number: int) -> type[p.WireModel]:
    return type(f"Local{number}", (Local,), {"__annotations__": {"text": str}, "__module__": __name__})


USES: dict[str, Any] = {
    "called": lambda cls: cls(text="a"),
    "validated": lambda cls: cls.model_validate({"text": "a"}),
    "read": lambda cls: cls.from_wire_json('{"text": "a"}'),
    "adapted": lambda cls: cls.model_json_schema(),
    "rebuilt": lambda cls: cls.model_rebuild(),
    "written": lambda cls: cls.model_construct(text="a").to_wire(),
}


@pytest.mark.promise("models-hold-nothing")
@pytest.mark.parametrize("use", USES)
async def test_the_first_use_of_a_model_holds_on_to_nothing_of_the_frame(use: str) -> None:
    """On Python 3.11 and 3.12 a look at the variables of a frame leaves a copy of them in it."""

    class Thing:
        """Something that can be referred to weakly."""

    cls = unused(list(USES).index(use))
    thing: Thing | None = Thing()
    gone = weakref.ref(thing)
    USES[use](cls)
    await checkpoint()
    # The same on the very frame, and not within a function that has returned.
    unused_too = unused(100 + list(USES).index(use))
    if use == "called":
        unused_too(text="a")  # type: ignore[call-arg]
    elif use == "validated":
        unused_too.model_validate({"text": "a"})
    elif use == "read":
        unused_too.from_wire_json('{"text": "a"}')
    elif use == "adapted":
        unused_too.model_json_schema()
    elif use == "rebuilt":
        unused_too.model_rebuild()
    else:
        unused_too.model_construct(text="a").to_wire()
    thing = None
    gc.collect()
    assert gone() is None


@pytest.mark.promise("models-hold-nothing")
async def test_a_model_still_finds_what_is_defined_beside_it_later() -> None:
    class Outer(p.WireModel):
        """Names a class of this function that is not there yet."""

        inner: Inner

    class Inner(p.WireModel):
        """Comes later."""

        text: str

    assert Outer(inner=Inner(text="a")).to_wire() == {"inner": {"text": "a"}}
