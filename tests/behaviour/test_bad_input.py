"""Bad input gets a clear, typed error, and the rest goes on."""

from __future__ import annotations

import logging
from typing import Any

import pytest

import appserver
from appserver import in_process
from appserver import protocol as p
from appserver.client.base import decode_answer
from appserver.store import FileStore
from tests.behaviour.support import (
    Bench,
    EchoParams,
    EchoResponse,
    FunctionAgent,
    HoldParams,
    best_effort,
    read_turns,
    start_thread,
    start_turn,
)


def unfinished_store(*missing: str) -> object:
    """A store of threads without some of its methods."""
    methods = {
        name: method for name, method in vars(FileStore).items() if name not in (*missing, "__slots__")
    }
    methods.pop("__dict__", None)
    methods.pop("__weakref__", None)
    return object.__new__(type("Unfinished", (), methods))


pytestmark = pytest.mark.guarantee("bad-input")


@pytest.mark.promise("input-unknown-method", "input-bad-params")
@pytest.mark.parametrize(
    ("method", "params", "message"),
    [
        ("nope/nope", {}, "Invalid request: unknown variant `nope/nope`, expected one of `initialize`"),
        ("thread/read", {}, "Invalid request: missing field `threadId`"),
        ("thread/read", None, "Invalid request: missing field `params`"),
        ("thread/read", {"threadId": 5}, "Invalid request: invalid type: integer `5`, expected a string"),
        ("configRequirements/read", {"a": 1}, "Invalid request: invalid type: map, expected unit"),
        ("turn/start", {"threadId": "x"}, "Invalid request: missing field `input`"),
    ],
)
async def test_raw_requests_are_refused_as_codex_refuses_them(method: str, params: Any, message: str) -> None:
    async with appserver.start() as client:
        with pytest.raises(appserver.ServerError) as caught:
            await client.request_raw(method, params)
        assert caught.value.code == -32600
        assert caught.value.message.startswith(message)
        assert caught.value.method == method
        assert (await client.request_raw("configRequirements/read"))["requirements"] is None


@pytest.mark.promise("input-unknown-method")
@pytest.mark.parametrize(
    ("method", "params", "begins"),
    [
        (
            "thread/strat",
            {},
            "thread/strat failed: did you mean 'thread/start'? Invalid request: unknown variant",
        ),
        ("test/eccho", {}, "test/eccho failed: did you mean 'test/echo'? Invalid request: unknown variant"),
        (
            "thread/start",
            {"aprovalPolicy": "never", "approvalPolicy": "nevr"},
            "thread/start failed: did you mean 'never'? Invalid request: unknown variant `nevr`",
        ),
        ("nope/nope", {}, "nope/nope failed: Invalid request: unknown variant"),
    ],
)
async def test_a_misspelt_name_is_met_by_the_nearest_first(method: str, params: Any, begins: str) -> None:
    """Before the list of all names, whose text is that of Codex and several screens long."""
    bench = Bench()
    async with appserver.InProcessAppServerClient(await bench.start()) as client:
        with pytest.raises(appserver.ServerError) as caught:
            await client.request_raw(method, params)
        assert str(caught.value).startswith(begins)
        assert caught.value.message.startswith("Invalid request: unknown ")
        assert f"{caught.value.did_you_mean}" in begins or caught.value.did_you_mean is None


async def test_raw_requests_reach_handlers_of_ones_own() -> None:
    bench = Bench()
    handle = await bench.start()
    async with appserver.InProcessAppServerClient(handle) as client:
        assert await client.request_raw("test/echo", {"text": "raw"}) == {"text": "raw"}
        assert await client.request_handle().request_raw("test/echo", {"text": "raw"}) == {"text": "raw"}
        assert await client.request_handle().request(EchoParams(text="typed")) == EchoResponse(text="typed")


@pytest.mark.promise("input-not-supported")
async def test_a_known_method_without_a_handler_is_not_supported() -> None:
    class UnservedParams(p.RequestParams[p.WireModel]):
        method = "test/unserved"
        response_type = p.WireModel

    async with appserver.start() as client:
        with pytest.raises(appserver.ServerError, match="test/unserved is not supported yet") as caught:
            await client.request(UnservedParams())
        assert caught.value.code == -32601
        assert client.stats().requests_open == 0


@pytest.mark.parametrize(
    "params", [{}, None, "thread/start", p.ThreadStartParams, p.InitializedNotification()]
)
async def test_what_is_no_request_is_a_type_error(params: Any) -> None:
    async with appserver.start() as client:
        with pytest.raises(TypeError, match=r"Params model|takes an instance"):
            await client.request(params)
        assert client.stats().requests_open == 0


@pytest.mark.promise("handshake-once")
async def test_a_second_initialize_is_refused() -> None:
    async with in_process.start() as handle:
        with pytest.raises(appserver.ServerError, match="Already initialized") as caught:
            await handle.request(in_process.InProcessStartArgs().initialize_params())
        assert caught.value.code == -32600


@pytest.mark.promise("handler-raises")
@pytest.mark.parametrize("params", [EchoParams(), HoldParams()], ids=["plain", "async"])
async def test_a_handler_that_raises_is_an_internal_error_without_its_text(
    params: Any, caplog: pytest.LogCaptureFixture
) -> None:
    processor = appserver.MessageProcessor()

    @processor.on_request(EchoParams)
    def plain(ctx: appserver.RequestContext, params: EchoParams) -> EchoResponse:
        raise ValueError("the password is swordfish")

    @processor.on_request(HoldParams)
    async def asynchronous(ctx: appserver.RequestContext, params: HoldParams) -> dict[str, Any]:
        raise ValueError("the password is swordfish")

    async with appserver.start(processor=processor) as client:
        with (
            caplog.at_level(logging.ERROR, logger="appserver"),
            pytest.raises(appserver.ServerError) as caught,
        ):
            await client.request(params)
        assert caught.value.code == -32603
        assert caught.value.method == params.method
        assert "swordfish" not in str(caught.value.to_wire())
        assert "swordfish" in caplog.text  # the log has the traceback
        assert client.stats().requests_open == client.stats().handlers_running == 0


@pytest.mark.parametrize("params", [EchoParams(), HoldParams()], ids=["plain", "async"])
async def test_a_handler_chooses_its_own_error(params: Any) -> None:
    processor = appserver.MessageProcessor()

    @processor.on_request(EchoParams)
    def plain(ctx: appserver.RequestContext, params: EchoParams) -> EchoResponse:
        raise appserver.ServerError("no such tool", code=-32000, data={"tool": "x"})

    @processor.on_request(HoldParams)
    async def asynchronous(ctx: appserver.RequestContext, params: HoldParams) -> dict[str, Any]:
        raise appserver.ServerError("no such tool", code=-32000, data={"tool": "x"})

    async with appserver.start(processor=processor) as client:
        with pytest.raises(appserver.ServerError) as caught:
            await client.request(params)
        assert caught.value.to_wire() == {"code": -32000, "message": "no such tool", "data": {"tool": "x"}}
        assert (
            str(caught.value) == f"{params.method} failed: no such tool (code -32000), data: {{'tool': 'x'}}"
        )


ANSWERS_THAT_DO_NOT_FIT = [
    ({"text": 5}, "text: invalid type: integer `5`, expected a string"),
    (None, "invalid type: null, expected struct EchoResponse"),
    ("text", 'invalid type: string "text", expected struct EchoResponse'),
    ({}, "text: missing field `text`"),
    (p.ThreadUnsubscribeResponse(status="unsubscribed"), "text: missing field `text`"),
]


@pytest.mark.promise("answer-does-not-fit")
@pytest.mark.parametrize("typed", [True, False], ids=["typed", "raw"])
@pytest.mark.parametrize("kind", ["plain", "on the loop", "async"])
@pytest.mark.parametrize(("answer", "fault"), ANSWERS_THAT_DO_NOT_FIT)
async def test_a_handlers_answer_that_does_not_fit_is_the_servers_fault(
    answer: Any, fault: str, kind: str, typed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    processor = appserver.MessageProcessor()

    def wrong(ctx: appserver.RequestContext, params: EchoParams) -> Any:
        return answer

    async def wrong_async(ctx: appserver.RequestContext, params: EchoParams) -> Any:
        return answer

    runs_on: Any = "runtime" if kind == "on the loop" else "caller"
    handler = wrong_async if kind == "async" else wrong
    processor.on_request(EchoParams, runs_on=runs_on)(handler)
    async with appserver.start(processor=processor) as client:
        with pytest.raises(appserver.ServerError) as caught:
            await (client.request(EchoParams()) if typed else client.request_raw("test/echo", {}))
        assert (caught.value.code, caught.value.method) == (-32603, "test/echo")
        assert caught.value.message == (
            "internal error: the handler's answer is no EchoResponse; the server's log says why"
        )
    (record,) = [record for record in caplog.records if record.name == "appserver"]
    name = f"{handler.__module__}.{handler.__qualname__}"
    assert (
        record.getMessage() == f"the handler of test/echo, {name}, returned what is no EchoResponse: {fault}"
    )


@pytest.mark.parametrize(
    ("params", "hint"),
    [
        (EchoParams(text="x"), "EchoParams; that is a request of a client, which client.request sends"),
        (
            p.WarningNotification(message="x"),
            "WarningNotification; that is a notification, which send_notification sends",
        ),
        (p.ToolRequestUserInputParams, "ToolRequestUserInputParams; give an instance: call the class"),
        ({"questions": []}, "dict; the class names what is asked"),
    ],
)
async def test_what_is_no_question_is_not_asked(params: Any, hint: str) -> None:
    bench = Bench()
    async with await bench.start() as handle:
        with pytest.raises(
            TypeError, match=r"^send_request takes a question, an instance of .*, not " + hint
        ):
            await bench.outgoing.send_request(params)
        assert handle.open_server_requests() == []


@pytest.mark.promise("answer-does-not-fit")
def test_an_answer_of_another_server_that_does_not_fit_is_a_decode_error() -> None:
    with pytest.raises(appserver.ResponseDecodeError) as caught:
        decode_answer(EchoParams(), {"text": 5})
    assert (caught.value.method, caught.value.raw) == ("test/echo", {"text": 5})


async def test_plain_data_of_a_handler_come_as_they_are_to_who_asks_for_plain_data() -> None:
    """What the type does not know included; the typed client is given the model."""
    processor = appserver.MessageProcessor()
    answer = {"text": "a", "more": [1]}
    processor.on_request(EchoParams)(lambda ctx, params: answer)
    async with appserver.start(processor=processor) as client:
        assert await client.request_raw("test/echo", {}) is answer
        assert await client.request(EchoParams()) == EchoResponse(text="a")


async def test_an_agent_that_raises_fails_its_turn_and_no_other(caplog: pytest.LogCaptureFixture) -> None:
    async def work(turn: appserver.TurnContext) -> None:
        if turn.text == "fail":
            raise LookupError("there is no such thing")
        await turn.send_message("fine")

    bench = Bench()
    handle = await bench.start(agent=FunctionAgent(work))
    async with handle:
        failing, fine = await start_thread(handle), await start_thread(handle)
        with caplog.at_level(logging.CRITICAL, logger="appserver"):
            await start_turn(handle, failing, "fail")
            await start_turn(handle, fine)
            events = await read_turns(handle, 2)
        completed = {e.thread_id: e.turn for e in events if isinstance(e, p.TurnCompletedNotification)}
        assert completed[fine].status == "completed"
        assert completed[failing].status == "failed"
        error = completed[failing].error
        assert error is not None
        assert "there is no such thing" in error.message


@pytest.mark.parametrize("notification", [{}, None, 5, "turn/started", p.ThreadStartParams])
async def test_what_is_no_notification_is_a_type_error(notification: Any) -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle:
        for send in (bench.outgoing.try_send_notification, bench.outgoing.send_notification):
            with pytest.raises(TypeError):
                send(notification)
        assert handle.stats().events.emitted == 0
        with pytest.raises(TypeError, match="client notification"):
            handle.notify(notification)


async def test_text_that_is_not_unicode_is_refused() -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle:
        bad = p.AgentMessageDeltaNotification.model_construct(
            thread_id="t", turn_id="u", item_id="i", delta="\ud800"
        )
        with pytest.raises(ValueError, match="surrogates"):
            bench.outgoing.try_send_notification(bad)
        with pytest.raises(ValueError, match="surrogates"):
            bench.outgoing.try_send_notification(p.WarningNotification.model_construct(message="\udfff"))
        assert bench.outgoing.try_send_notification(best_effort("fine"))
        assert await handle.next_event() == best_effort("fine")


@pytest.mark.promise("protocol-unknown-notification")
async def test_unknown_events_arrive_as_what_they_are() -> None:
    bench = Bench()
    handle = await bench.start()
    async with handle:
        unknown = p.UnknownNotification("some/thing/new", {"threadId": "t", "deep": [1, {"x": None}]})
        stream = handle.subscribe(thread_id="t", methods=["some/thing/new"], allow_unknown=True)
        assert bench.outgoing.try_send_notification(unknown)
        assert await handle.next_event() == unknown
        assert await stream.next_event() == unknown


class PlainAgent(appserver.Agent):
    """An agent that lacks its `async`."""

    def run_turn(self, turn: appserver.TurnContext) -> None:  # type: ignore[override]
        raise AssertionError("never called")


@pytest.mark.promise("input-start-options")
@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"channel_capacity": -1}, ValueError, "channel_capacity is -1"),
        ({"channel_capacity": "7"}, TypeError, "channel_capacity"),
        ({"channel_capacity": True}, TypeError, "channel_capacity"),
        ({"max_event_bytes": -5}, ValueError, "max_event_bytes"),
        ({"drop_policy": "sometimes"}, ValueError, 'unknown drop policy "sometimes"'),
        ({"opt_out_notification_methods": "turn/started"}, TypeError, "not one string"),
        ({"agent": FunctionAgent}, TypeError, "call it"),
        ({"processor": object()}, TypeError, "MessageProcessor"),
        (
            {"telemetry": {}},
            TypeError,
            r"start\(\) has no option 'telemetry'; the options are agent, ",
        ),
        (
            {"state_db": {}},
            TypeError,
            r"state_db is a store of threads, such as FileStore\(folder\), not dict",
        ),
        (
            {"state_db": unfinished_store("archive", "fork")},
            TypeError,
            r"FileStore\(folder\), not Unfinished: it lacks archive, fork$",
        ),
        (
            {"cli_overrides": None},
            TypeError,
            "cli_overrides is a mapping of dotted keys .*, not NoneType",
        ),
        ({"cli_overrides": ["a"]}, TypeError, "cli_overrides is a mapping of dotted keys .*, not list"),
        ({"cli_overrides": {1: 2}}, TypeError, "cli_overrides has dotted keys, each a str, not int"),
        ({"cli_overrides": {"a": object()}}, ValueError, "cli_overrides holds what is no JSON data: "),
        (
            {"cli_overrides": {"model": 3}},
            ValueError,
            "cli_overrides holds what no setting .*: invalid type: integer `3`, expected a string",
        ),
        ({"cli_overrides": {"a": "\udcff"}}, ValueError, "cli_overrides holds what is no JSON data: "),
        ({"chanel_capacity": 1}, TypeError, r"start\(\) has no option .*; did you mean 'channel_capacity'\?"),
        ({"session_source": None}, TypeError, "session_source is a str such as 'exec', not NoneType"),
        ({"session_source": 5}, TypeError, "session_source is a str such as 'exec', not int"),
        ({"config": ["a"]}, TypeError, "config is a mapping of dotted keys to JSON data, not list"),
        (
            {"config": {"approval_policy": "x"}},
            ValueError,
            "config holds what no setting .*unknown variant `x`",
        ),
        (
            {"loader_overrides": 5},
            TypeError,
            "loader_overrides is a LoaderOverrides or a mapping .*, not int",
        ),
        (
            {"loader_overrides": {"x": 1}},
            TypeError,
            "loader_overrides has no field 'x'; the fields are user_",
        ),
        ({"auth_manager": "sk"}, TypeError, "auth_manager is an AuthManager, not str"),
        ({"enable_api_key_env": 1}, TypeError, "enable_api_key_env is True or False, not int"),
        ({"home": 5}, TypeError, "home is the path of a directory"),
        ({"cloud_requirements": {}}, TypeError, "cloud_requirements is a coroutine function, not dict"),
        ({"config_warnings": None}, TypeError, "config_warnings takes a list or a tuple .*, not NoneType"),
        (
            {"config_warnings": p.ConfigWarningNotification(summary="x")},
            TypeError,
            "config_warnings takes a list or a tuple .*, not ConfigWarningNotification",
        ),
        ({"config_warnings": ["x"]}, TypeError, "config_warnings takes .* models, not str"),
        ({"agent": PlainAgent()}, TypeError, "PlainAgent.run_turn is not a coroutine .* `async def run_turn"),
    ],
)
async def test_options_that_do_not_fit_are_refused(
    options: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        await appserver.start(**options)


def test_a_start_that_was_not_awaited_says_so() -> None:
    starting = appserver.start()
    with pytest.raises(AttributeError, match=r"'request' belongs to .* `it = await start\(\.\.\.\)`"):
        starting.request  # type: ignore[attr-defined]  # noqa: B018
    assert not hasattr(starting, "shutdown")


async def test_a_policy_that_does_not_exist_is_refused() -> None:
    async with in_process.start() as handle:
        with pytest.raises(ValueError, match="unknown drop policy"):
            handle.subscribe(policy="sometimes")  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="not one string"):
            handle.subscribe(methods="turn/started")
        with pytest.raises(ValueError, match="max_events"):
            await handle.next_events(0)


@pytest.mark.parametrize(
    ("error", "raised"),
    [("no", TypeError), ({"code": -1}, ValueError), ({"code": "x", "message": "y"}, ValueError)],
)
async def test_a_rejection_needs_an_error_object(error: Any, raised: type[Exception]) -> None:
    async with in_process.start() as handle:
        with pytest.raises(raised):
            handle.fail_server_request(0, error)
        with pytest.raises(TypeError):
            handle.respond_to_server_request("0", {})  # type: ignore[arg-type]


async def test_handlers_are_registered_with_care() -> None:
    processor = appserver.MessageProcessor()
    processor.on_request(EchoParams)(lambda ctx, params: {})
    with pytest.raises(ValueError, match="has a handler already"):
        processor.on_request(EchoParams)
    with pytest.raises(TypeError, match="on_request takes a"):
        processor.on_request(EchoResponse)  # type: ignore[type-var]


def test_there_is_no_runtime_without_a_loop() -> None:
    coroutine = appserver.start().__await__()
    with pytest.raises(RuntimeError, match="no event loop runs"):
        next(coroutine)


@pytest.mark.parametrize("params", [EchoParams(), HoldParams()], ids=["plain", "async"])
async def test_a_handler_that_exits_does_not_end_its_host(
    params: Any, caplog: pytest.LogCaptureFixture
) -> None:
    processor = appserver.MessageProcessor()

    @processor.on_request(EchoParams)
    def plain(ctx: appserver.RequestContext, params: EchoParams) -> EchoResponse:
        raise SystemExit(3)

    @processor.on_request(HoldParams)
    async def asynchronous(ctx: appserver.RequestContext, params: HoldParams) -> dict[str, Any]:
        raise SystemExit(3)

    async with appserver.start(processor=processor) as client:
        with (
            caplog.at_level(logging.CRITICAL, logger="appserver"),
            pytest.raises(appserver.ServerError) as caught,
        ):
            await client.request(params)
        assert caught.value.code == -32603
        assert client.stats().handlers_running == 0


async def test_an_error_is_not_its_own_cause() -> None:
    async with appserver.start() as client:
        with pytest.raises(appserver.ServerError) as caught:
            await client.request(p.ThreadReadParams(thread_id="no-id"))
        assert caught.value.__cause__ is not caught.value


@pytest.mark.parametrize("options", [{"capacity": -1}, {"capacity": True}, {"max_event_bytes": 2**70}])
async def test_limits_of_a_stream_are_checked(options: Any) -> None:
    async with in_process.start() as handle:
        with pytest.raises((TypeError, ValueError), match=r"capacity|max_event_bytes"):
            handle.subscribe(**options)


def test_a_handler_that_cannot_answer_is_refused_at_once() -> None:
    processor = appserver.MessageProcessor()
    with pytest.raises(ValueError, match="test/echo: runs_on is 'caller' or 'runtime', not 'thread'"):
        processor.on_request(EchoParams, runs_on="thread")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="the handler of test/echo is a generator; return the whole answer"):

        @processor.on_request(EchoParams)
        async def pieces(ctx: appserver.RequestContext, params: EchoParams) -> Any:
            yield params

    class Nameless(p.RequestParams[p.WireModel]):
        response_type = p.WireModel

    with pytest.raises(TypeError, match="Nameless has no method: write `method = 'family/name'`"):
        processor.on_request(Nameless)

    class Answerless(p.RequestParams):  # type: ignore[type-arg]
        method = "test/answerless"

    with pytest.raises(TypeError, match="Answerless has no response type"):
        processor.on_request(Answerless)


async def test_a_coroutine_is_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench()

    class WrongParams(p.RequestParams[p.WireModel]):
        method = "test/wrong"
        response_type = p.WireModel

    async def answer(params: WrongParams) -> dict[str, Any]:
        return {}

    bench.processor.on_request(WrongParams)(lambda ctx, params: answer(params))
    async with await bench.start() as handle:
        with pytest.raises(appserver.ServerError, match="internal error: the handler failed"):
            await handle.request(WrongParams())
    assert "register the `async def` itself" in caplog.text


async def test_a_timeout_says_what_took_too_long() -> None:
    bench = Bench()
    handle = await bench.start()
    client = appserver.InProcessAppServerClient(handle)
    async with client:
        with pytest.raises(
            TimeoutError, match=r"test/hold: no answer within 0\.001 s; what the server has begun"
        ):
            await client.request(HoldParams(), timeout=0.001)
        bench.release.set()
