"""What the clients are told of an agent's errors: those that end its turn, and those after which it tries again."""

from __future__ import annotations

from typing import Any

import pytest

import appserver
from appserver.turns.error_causes import cause_of
from tests.threads.harness import running


class HttpError(Exception):
    """As the errors of the usual clients: the status is its own, or its response's."""

    def __init__(self, status_code: Any = None, response: Any = None) -> None:
        super().__init__("no")
        if status_code is not None:
            self.status_code = status_code
        self.response = response


class Response:
    """Whatever has a status."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)


class Malicious(Exception):  # noqa: N818 - it is one
    """Whose attributes raise."""

    @property
    def status_code(self) -> int:
        raise RuntimeError


def wire(cause: Any) -> Any:
    return cause if isinstance(cause, str) else cause.to_wire()


@pytest.mark.promise("error-cause")
@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (HttpError(500), "internalServerError"),
        (HttpError(429), {"responseTooManyFailedAttempts": {"httpStatusCode": 429}}),
        (HttpError(400), "other"),
        (HttpError(401), {"httpConnectionFailed": {"httpStatusCode": 401}}),
        (HttpError(503), {"httpConnectionFailed": {"httpStatusCode": 503}}),
        (HttpError(response=Response(status_code=404)), {"httpConnectionFailed": {"httpStatusCode": 404}}),
        (HttpError(response=Response(status=502)), {"httpConnectionFailed": {"httpStatusCode": 502}}),
        (ConnectionRefusedError(111, "no"), {"httpConnectionFailed": {"httpStatusCode": None}}),
        (HttpError("429"), "other"),
        (HttpError(True), "other"),
        (HttpError(200), "other"),
        (HttpError(1000), "other"),
        (Malicious(), "other"),
        (ValueError("no"), "other"),
        (appserver.RuntimeClosedError("another server"), "other"),
        (appserver.AgentError("no", cause="usageLimitExceeded"), "usageLimitExceeded"),
        (
            appserver.AgentError("no", cause="responseStreamConnectionFailed", http_status=500),
            {"responseStreamConnectionFailed": {"httpStatusCode": 500}},
        ),
    ],
)
def test_the_cause_of_an_error(error: Exception, cause: Any) -> None:
    assert wire(cause_of(error)) == cause


RATE_LIMITED = {"responseTooManyFailedAttempts": {"httpStatusCode": 429}}


def behind(outer: BaseException, inner: BaseException, how: str) -> BaseException:
    """`outer`, raised from `inner` or while it was handled."""
    try:
        try:
            raise inner
        except BaseException as error:
            if how == "cause":
                raise outer from error
            if how == "none":
                raise outer from None
            raise outer  # noqa: B904
    except BaseException as error:
        return error


@pytest.mark.promise("error-cause")
@pytest.mark.parametrize("how", ["cause", "context"])
@pytest.mark.parametrize(
    ("inner", "cause"),
    [
        (HttpError(429), RATE_LIMITED),
        (ConnectionResetError(104, "no"), {"httpConnectionFailed": {"httpStatusCode": None}}),
        (appserver.AgentError("no", cause="usageLimitExceeded"), "usageLimitExceeded"),
        (
            ExceptionGroup("two", [ValueError(), HttpError(response=Response(status=500))]),
            "internalServerError",
        ),
        (ExceptionGroup("nested", [ExceptionGroup("deeper", [ValueError(), HttpError(429)])]), RATE_LIMITED),
        (HttpError(400), "other"),
        (ValueError("no"), "other"),
    ],
)
def test_the_cause_is_found_behind_an_error(how: str, inner: BaseException, cause: Any) -> None:
    wrapped = behind(RuntimeError("gave up"), inner, how)
    assert wire(cause_of(wrapped)) == cause
    assert wire(cause_of(behind(KeyError("again"), wrapped, how))) == cause
    assert wire(cause_of(behind(appserver.AgentError("Sorry."), wrapped, how))) == cause
    assert wire(cause_of(BaseExceptionGroup("tasks", [SystemExit(), wrapped]))) == cause
    named = appserver.AgentError("Sorry.", cause="serverOverloaded")
    assert cause_of(behind(named, wrapped, how)) == "serverOverloaded"
    assert wire(cause_of(behind(HttpError(404), wrapped, how))) == {
        "httpConnectionFailed": {"httpStatusCode": 404}
    }
    assert cause_of(behind(HttpError(400), wrapped, how)) == "other"


@pytest.mark.promise("error-cause")
def test_what_is_hidden_or_without_end_tells_no_cause() -> None:
    assert cause_of(behind(ValueError("no"), HttpError(429), "none")) == "other"
    one, other = ValueError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    assert cause_of(one) == "other"
    long: BaseException = HttpError(429)
    for _ in range(100_000):
        outer = ValueError("no")
        outer.__cause__ = long
        long = outer
    assert cause_of(long) == "other"  # too far away to be meant
    while long.__cause__ is not None:
        behind_it, long.__cause__ = long.__cause__, None
        long = behind_it  # a chain that is freed at once frees itself by recursion


@pytest.mark.promise("error-cause")
async def test_a_turn_that_fails_of_many_errors_tells_the_first_cause() -> None:
    async def run(turn: appserver.TurnContext) -> None:
        try:
            raise HttpError(429)
        except HttpError as error:
            wrapped = RuntimeError("the model does not answer")
            wrapped.__cause__ = error
        raise ExceptionGroup("of a task group", [ValueError("no"), wrapped])

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        turn = await harness.completed()
        assert turn.error is not None
        assert wire(turn.error.codex_error_info) == RATE_LIMITED
        assert turn.error.message.startswith("the agent failed: ExceptionGroup: of a task group")


@pytest.mark.promise("error-cause")
async def test_an_agent_fails_its_turn_in_its_own_words() -> None:
    async def run(turn: appserver.TurnContext) -> None:
        raise ExceptionGroup(
            "of a task group",
            [appserver.AgentError("Quota \ud800 is up.", cause="usageLimitExceeded", details="d" * 5000)],
        )

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        turn = await harness.completed()
        assert turn.status == "failed"
        assert turn.error is not None
        assert (turn.error.message, turn.error.codex_error_info) == (
            "Quota \ufffd is up.",
            "usageLimitExceeded",
        )
        assert turn.error.additional_details == "d" * 1999 + "…"
        (told,) = harness.connection.of("error")
        assert (told.error, told.will_retry) == (turn.error, False)


@pytest.mark.promise("error-retry")
async def test_of_a_long_text_the_start_is_told() -> None:
    async def run(turn: appserver.TurnContext) -> None:
        await turn.report_retry("m" * 5000, details="d" * 5000)
        raise appserver.AgentError("m" * 5000, details="d" * 5000)

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await harness.completed()
        for told in harness.connection.of("error"):
            assert told.error.message == "m" * 1999 + "…"
            assert told.error.additional_details == "d" * 1999 + "…"


@pytest.mark.promise("error-retry")
async def test_a_retry_is_told_and_changes_nothing_else() -> None:
    async def run(turn: appserver.TurnContext) -> None:
        await turn.report_retry("Reconnecting... 1/5", http_status=502, details="cut \ud800 off")
        await turn.report_retry("Waiting", cause="rateLimitExceeded")
        await turn.send_message("after all")

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        turn = await harness.completed()
        assert (turn.status, turn.error) == ("completed", None)
        first, second = harness.connection.of("error")
        assert first.to_wire() == {
            "error": {
                "message": "Reconnecting... 1/5",
                "codexErrorInfo": {"responseStreamDisconnected": {"httpStatusCode": 502}},
                "additionalDetails": "cut \ufffd off",
                "misalignment": None,
            },
            "willRetry": True,
            "threadId": turn_thread(harness),
            "turnId": turn.id,
        }
        assert second.error.codex_error_info == "rateLimitExceeded"
        assert harness.connection.names.count("thread/status/changed") == 2


def turn_thread(harness: Any) -> str:
    (thread,) = harness.session.threads
    thread_id: str = thread.id
    return thread_id


@pytest.mark.promise("error-retry", "error-cause")
@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"cause": "usageLimitExceded"}, ValueError),
        ({"cause": "other", "http_status": 500}, ValueError),
        ({"cause": "httpConnectionFailed", "http_status": 99}, ValueError),
        ({"cause": "httpConnectionFailed", "http_status": "500"}, TypeError),
        ({"cause": "httpConnectionFailed", "http_status": True}, TypeError),
    ],
)
async def test_what_is_no_cause_is_refused_by_name(arguments: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"cause|http_status"):
        appserver.AgentError("no", **arguments)

    async def run(turn: appserver.TurnContext) -> None:
        with pytest.raises(error, match=r"cause|http_status"):
            await turn.report_retry("no", **arguments)

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        assert (await harness.completed()).status == "completed"
        assert harness.connection.of("error") == []
