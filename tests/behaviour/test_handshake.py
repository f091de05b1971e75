"""What happens inside `start`."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

import appserver
from appserver import in_process
from appserver import protocol as p
from appserver.handlers.initialize import InitializeHandlers
from tests.behaviour.support import (
    Bench,
    Chatter,
    FunctionAgent,
    HoldParams,
    best_effort,
    read_turns,
    start_thread,
    start_turn,
)


async def test_initialize_has_id_0_and_is_first() -> None:
    processor = appserver.MessageProcessor()
    seen: list[Any] = []
    agreed = InitializeHandlers("/home").initialize

    @processor.on_request(p.InitializeParams)
    def initialize(ctx: appserver.RequestContext, params: p.InitializeParams) -> Any:
        seen.append((ctx.request_id, params.client_info.name, ctx.connection.initialized))
        return agreed(ctx, params)

    async with appserver.start(client_name="my-app", processor=processor):
        assert seen == [(0, "my-app", False)]


@pytest.mark.promise("handshake-client-name")
@pytest.mark.parametrize("name", ["two\nlines", "bell\x07", "delete\x7f", "half\ud83d"])
async def test_a_refused_handshake_shuts_down(name: str) -> None:
    with pytest.raises(appserver.InitializeError) as caught:
        await appserver.start(client_name=name)
    # Half a character is written out, so the text can be sent.
    shown = name.encode("utf-8", "backslashreplace").decode()
    message = f"Invalid clientInfo.name: '{shown}'. Must be a valid HTTP header value."
    assert str(caught.value) == f"in-process initialize failed: {message}"
    assert caught.value.server_error is not None
    assert caught.value.server_error.code == -32600
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("name", ["", "café", "tab\tbed", "crab 🦀", "last \U0010ffff"])
async def test_a_name_in_any_script_is_accepted(name: str) -> None:
    async with appserver.start(client_name=name) as client:
        started = await client.request(p.ThreadStartParams(cwd="/"))
        assert started.thread.originator == name


async def test_a_processor_may_refuse() -> None:
    sessions: list[Any] = []
    processor = appserver.MessageProcessor()

    @processor.on_request(p.InitializeParams)
    def initialize(ctx: appserver.RequestContext, params: p.InitializeParams) -> Any:
        sessions.append(ctx.session)
        raise appserver.ServerError("come back later", code=-32001)

    with pytest.raises(appserver.InitializeError, match="come back later"):
        await appserver.start(processor=processor)
    assert sessions[0].closing


@pytest.mark.promise("handshake-warnings")
async def test_warnings_of_the_configuration_follow_the_answer() -> None:
    warnings = [p.ConfigWarningNotification(summary=f"warning {number}") for number in range(3)]
    async with in_process.start(in_process.InProcessStartArgs(config_warnings=warnings)) as handle:
        assert await handle.next_events(10) == warnings


@pytest.mark.parametrize("policy", ["coalesce", "drop_newest", "drop_oldest", "block", "close"])
@pytest.mark.parametrize("capacity", [1, 2, 7, 128])
async def test_no_warning_of_the_configuration_is_lost(capacity: int, policy: Any) -> None:
    """Nobody can read before they are sent."""
    warnings = [p.ConfigWarningNotification(summary=f"warning {number}") for number in range(9)]
    arguments = in_process.InProcessStartArgs(
        config_warnings=warnings, channel_capacity=capacity, drop_policy=policy, legacy_notifications=False
    )
    handle = await in_process.start(arguments)
    await handle.shutdown()
    assert [event async for event in handle] == warnings


@pytest.mark.promise("handshake-opt-out")
async def test_whole_initialize_params_may_be_given() -> None:
    params = p.InitializeParams(
        client_info=p.ClientInfo(name="mine", title="Mine", version="9"),
        capabilities=p.InitializeCapabilities(opt_out_notification_methods=["warning", "no/such/method"]),
    )
    bench = Bench()
    handle = await bench.start(initialize=params)
    async with handle:
        connection = bench.connection
        assert (connection.client_name, connection.client_title, connection.client_version) == (
            "mine",
            "Mine",
            "9",
        )
        assert bench.outgoing.try_send_notification(best_effort("opted out"))
        other = p.ConfigWarningNotification(summary="wanted")
        assert bench.outgoing.try_send_notification(other)
        assert await handle.next_event() == other
        assert handle.stats().filtered == 1


@pytest.mark.promise("experimental-requests")
async def test_experimental_things_need_the_capability() -> None:
    params = p.ThreadStartParams(cwd="/", dynamic_tools=[])
    async with appserver.start() as client:
        with pytest.raises(appserver.ServerError) as caught:
            await client.request(params)
        assert caught.value.code == -32600
        assert caught.value.message == "thread/start.dynamicTools requires experimentalApi capability"
    async with appserver.start(experimental_api=True) as client:
        assert (await client.request(params)).thread.id


@pytest.mark.promise("handshake-no-remote-control")
async def test_the_handshake_is_followed_by_warnings_and_nothing_else() -> None:
    """Codex tells the status of its remote control as well; there is none here."""
    warnings = [p.ConfigWarningNotification(summary=summary) for summary in ("one", "two")]
    client = await appserver.start(config_warnings=warnings, legacy_notifications=False)
    await client.shutdown()
    assert [event async for event in client] == warnings


@pytest.mark.promise("experimental-notifications")
async def test_experimental_notifications_need_the_capability() -> None:
    class ExperimentalNotification(p.Notification):
        method = "test/experimental"
        experimental = True

    for wanted in (False, True):
        bench = Bench()
        handle = await bench.start(experimental_api=wanted)
        async with handle:
            assert bench.outgoing.try_send_notification(ExperimentalNotification())
            assert handle.stats().events.queued == int(wanted)


async def test_experimental_questions_need_the_capability() -> None:
    bench = Bench()
    async with await bench.start() as handle:
        with pytest.raises(appserver.ServerError) as caught:
            await bench.outgoing.send_request(p.CurrentTimeReadParams(thread_id="t"))
        assert caught.value.code == -32600
        assert caught.value.message == "currentTime/read requires experimentalApi capability"
        assert handle.stats().server_requests_open == 0


@pytest.mark.promise("experimental-fields-of-questions")
@pytest.mark.parametrize("wanted", [False, True])
async def test_experimental_fields_of_questions_need_the_capability(wanted: bool) -> None:
    async def ask(turn: appserver.TurnContext) -> None:
        await turn.run_command("true")

    async with appserver.start(agent=FunctionAgent(ask), experimental_api=wanted) as client:
        started = await client.request(p.ThreadStartParams(cwd="/"))
        prompt: list[p.UserInput] = [p.TextUserInput(text="go")]
        await client.request(p.TurnStartParams(thread_id=started.thread.id, input=prompt))
        question: appserver.ServerRequest | None = None
        async for event in client:
            if isinstance(event, appserver.ServerRequest):
                question = event
                break
        assert question is not None
        assert isinstance(question.params, p.CommandExecutionRequestApprovalParams)
        assert question.params.command == "true"
        offered = ["accept", "acceptForSession", "decline", "cancel"]
        assert question.params.available_decisions == (offered if wanted else None)
        await client.resolve_server_request(question.id, {"decision": "decline"})


@pytest.mark.parametrize("source", ["exec", "cli"])
async def test_source_and_client_name_reach_the_metadata_of_threads(source: str) -> None:
    async with appserver.start(session_source=source, client_name="my-app") as client:
        started = await client.request(p.ThreadStartParams(cwd="/"))
        assert started.thread.source == source
        assert started.thread.originator == "my-app"


async def test_requirements_are_loaded_once_and_answered() -> None:
    loads = 0

    async def load() -> p.ConfigRequirements:
        nonlocal loads
        loads += 1
        return p.ConfigRequirements(allowed_sandbox_modes=["read-only"])

    async with appserver.start(cloud_requirements=load) as client:
        for _ in range(2):
            answer = await client.request(p.ConfigRequirementsReadParams())
            assert answer.requirements is not None
            assert answer.requirements.allowed_sandbox_modes == ["read-only"]
    assert loads == 1


async def test_requirements_may_be_plain_data() -> None:
    async def load() -> dict[str, Any]:
        return {"allowedSandboxModes": ["read-only"]}

    async with appserver.start(cloud_requirements=load) as client:
        answer = await client.request_raw("configRequirements/read")
        assert answer["requirements"]["allowedSandboxModes"] == ["read-only"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError("the policy server does not answer"), "OSError: the policy server does not answer"),
        (TimeoutError(), "TimeoutError"),
    ],
)
async def test_a_loader_that_fails_makes_the_start_fail(error: Exception, reason: str) -> None:
    async def load() -> None:
        raise error

    with pytest.raises(appserver.InitializeError) as caught:
        await appserver.start(cloud_requirements=load)
    assert str(caught.value) == f"the cloud requirements could not be loaded: {reason}"
    assert caught.value.__cause__ is error


@pytest.mark.promise("legacy-notifications")
@pytest.mark.ends_server
@pytest.mark.parametrize("legacy", [True, False])
async def test_legacy_notifications(legacy: bool) -> None:
    bench = Bench()
    handle = await bench.start(agent=Chatter(1, 1), legacy_notifications=legacy)
    thread_id = await start_thread(handle)
    await start_turn(handle, thread_id)
    events = await read_turns(handle, 1)
    await handle.shutdown()
    events += [event async for event in handle]
    methods = [event.method for event in events if isinstance(event, appserver.LegacyNotification)]
    expected = ["session_configured", "task_complete", "shutdown_complete"] if legacy else []
    assert methods == [f"codex/event/{name}" for name in expected]


@pytest.mark.parametrize("given", [5, {"allowedSandboxModes": 5}])
async def test_requirements_that_do_not_fit_make_the_start_fail(given: Any) -> None:
    async def load() -> Any:
        return given

    with pytest.raises(appserver.InitializeError, match="cloud requirements could not be loaded"):
        await appserver.start(cloud_requirements=load)


class Doorkeeper:
    """A processor whose `initialize` waits until it is cancelled, and then agrees all the same, or not."""

    def __init__(self, *, agrees: bool) -> None:
        self.processor = appserver.MessageProcessor()
        self.asked = anyio.Event()
        self._agrees = agrees
        self.processor.on_request(p.InitializeParams)(self.initialize)

    async def initialize(self, ctx: appserver.RequestContext, params: p.InitializeParams) -> Any:
        self.asked.set()
        try:
            await anyio.sleep_forever()
        except anyio.get_cancelled_exc_class():
            if not self._agrees:
                raise
        return p.InitializeResponse(
            user_agent="", codex_home="/", platform_family="unix", platform_os="linux"
        )


@pytest.mark.promise("handshake-left")
async def test_a_client_that_leaves_during_its_handshake_is_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    keeper = Doorkeeper(agrees=True)
    async with appserver.serve(processor=keeper.processor) as server:

        async def connect() -> None:
            await server.connect()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(connect)
            await keeper.asked.wait()
            tasks.cancel_scope.cancel()
        assert server.connections == ()
    assert [record.getMessage() for record in caplog.records if record.name == "appserver"] == []


@pytest.mark.promise("handshake-left")
@pytest.mark.parametrize("agrees", [True, False])
async def test_a_server_that_ends_during_a_handshake_is_closed_and_refuses_nobody(
    agrees: bool, caplog: pytest.LogCaptureFixture
) -> None:
    keeper = Doorkeeper(agrees=agrees)
    raised: list[Exception] = []
    async with appserver.serve(processor=keeper.processor) as server, anyio.create_task_group() as tasks:

        async def connect() -> None:
            try:
                await server.connect()
            except Exception as error:  # its class is what is tested
                raised.append(error)

        tasks.start_soon(connect)
        await keeper.asked.wait()
        await server.shutdown()
    (error,) = raised
    assert type(error) is appserver.RuntimeClosedError
    assert str(error).startswith("the server was shut down during the handshake")
    assert [record.getMessage() for record in caplog.records if record.name == "appserver"] == []


@pytest.mark.promise("handshake-left")
async def test_a_handler_that_can_send_no_more_since_its_server_ends_is_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    processor = appserver.MessageProcessor()
    asked = anyio.Event()

    @processor.on_request(HoldParams)
    async def hold(ctx: appserver.RequestContext, params: HoldParams) -> dict[str, Any]:
        asked.set()
        try:
            await anyio.sleep_forever()
        except anyio.get_cancelled_exc_class():
            raise appserver.RuntimeClosedError("as what it sends would say") from None
        return {}

    async with appserver.start(processor=processor) as client, anyio.create_task_group() as tasks:

        async def call() -> None:
            with pytest.raises(appserver.ServerError, match="shutting down"):
                await client.request(HoldParams())

        tasks.start_soon(call)
        await asked.wait()
        await client.shutdown()
    assert [record.getMessage() for record in caplog.records if record.name == "appserver"] == []
