"""`feedback/upload`: it goes to the sink of the embedder, with what it may show, and nowhere else."""

from __future__ import annotations

import json
import logging
import stat
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.feedback import sinks
from appserver.feedback.log_ring import MAX_LOG_BYTES, LogRing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from appserver.feedback.bundle import FeedbackBundle

logger = logging.getLogger("appserver.tests")

SECRETS = {
    "login": "sk-login-1",
    "variable": "value-of-a-variable",
    "bearer": "bearer-of-a-row",
    "header": "header-x1",
}
ROW = {
    "name": "Mine",
    "base_url": "http://127.0.0.1:9/v1",
    "experimental_bearer_token": SECRETS["bearer"],
    "http_headers": {"x-secret": SECRETS["header"]},
}


async def upload(client: appserver.AppServerClient, **fields: Any) -> p.FeedbackUploadResponse:
    return await client.request(p.FeedbackUploadParams(**{"classification": "bug", **fields}))


async def refused(client: appserver.AppServerClient, **fields: Any) -> appserver.ServerError:
    with pytest.raises(appserver.ServerError) as raised:
        await upload(client, **fields)
    return raised.value


@pytest.mark.promise("feedback-sink")
@pytest.mark.parametrize("kind", ["function", "coroutine", "object", "returns a coroutine"])
async def test_a_function_is_given_all_of_it(kind: str) -> None:
    taken: list[FeedbackBundle] = []
    threads: list[int] = []

    def plain(bundle: FeedbackBundle) -> None:
        threads.append(threading.get_ident())
        taken.append(bundle)

    async def coroutine(bundle: FeedbackBundle) -> None:
        taken.append(bundle)

    class Sink:
        async def __call__(self, bundle: FeedbackBundle) -> None:
            taken.append(bundle)

    every: dict[str, Callable[[FeedbackBundle], Any]] = {
        "function": plain,
        "coroutine": coroutine,
        "object": Sink(),
        "returns a coroutine": lambda bundle: coroutine(bundle),
    }
    async with appserver.start(feedback=every[kind], client_name="me") as client:
        thread_id = (await client.request(p.ThreadStartParams())).thread.id
        answer = await upload(
            client, reason="why", thread_id=thread_id, tags={"a": "b"}, extra_log_files=["/x/y.log"]
        )
        assert answer.thread_id == thread_id
        (bundle,) = taken
        assert (bundle.classification, bundle.reason, bundle.thread_id) == ("bug", "why", thread_id)
        assert (dict(bundle.tags), bundle.extra_log_files, bundle.logs) == ({"a": "b"}, ("/x/y.log",), "")
        assert (bundle.client_name, bundle.server_version) == ("me", appserver.__version__)
        other = await upload(client, classification="good_result")
        assert other.thread_id == taken[1].id != bundle.id
        assert (taken[1].reason, taken[1].thread_id, taken[1].thread_path) == (None, None, None)
    assert threading.get_ident() not in threads


@pytest.mark.promise("feedback-sink")
async def test_a_folder_gets_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "feedback"
    async with appserver.start(feedback=folder, home=tmp_path / "home") as client:
        thread = (await client.request(p.ThreadStartParams())).thread
        await upload(client, reason="wäre", thread_id=thread.id)
        await upload(client)
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_size)
    assert len(files) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    written = json.loads(files[1].read_text())
    assert (written["thread_id"], written["thread_path"]) == (thread.id, thread.path)
    assert written["reason"].endswith("wäre")


@pytest.mark.promise("feedback-sink")
async def test_without_a_sink_it_is_refused() -> None:
    async with appserver.start() as client:
        error = await refused(client)
        assert (error.code, "start it with `feedback`" in error.message) == (-32600, True)


@pytest.mark.promise("feedback-sink")
async def test_the_configuration_may_switch_it_off() -> None:
    taken: list[FeedbackBundle] = []
    async with appserver.start(feedback=taken.append, config={"feedback": {"enabled": False}}) as client:
        error = await refused(client)
        assert (error.code, error.message) == (-32600, "sending feedback is disabled by configuration")
    assert not taken


@pytest.mark.promise("feedback-failures")
async def test_a_sink_that_fails_is_an_error_and_the_server_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_bundle: FeedbackBundle) -> None:
        raise OSError(28, "No space left on device")

    async def fail_later(_bundle: FeedbackBundle) -> None:
        await anyio.lowlevel.checkpoint()
        raise LookupError

    (tmp_path / "file").write_text("")
    every: dict[str, Any] = {
        "the sink has failed with OSError: [Errno 28] No space left on device": fail,
        "the sink has failed with LookupError": fail_later,
        f"{tmp_path}/file/below cannot be written: Not a directory": tmp_path / "file" / "below",
    }
    for reason, sink in every.items():
        async with appserver.start(feedback=sink) as client:
            error = await refused(client)
            assert (error.code, error.message) == (-32603, f"failed to upload feedback: {reason}")
            await client.request(p.ThreadStartParams())
        assert reason in caplog.text


@pytest.mark.promise("feedback-failures")
async def test_a_sink_that_never_ends_and_too_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sinks, "SINK_SECONDS", 0.05)
    begun: list[int] = []
    errors: list[appserver.ServerError] = []

    async def wait(_bundle: FeedbackBundle) -> None:
        begun.append(1)
        await anyio.sleep_forever()

    async def ask(client: appserver.AppServerClient) -> None:
        errors.append(await refused(client))

    async with appserver.start(feedback=wait) as client, anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(ask, client)
    late = [error for error in errors if "not taken it within" in error.message]
    full = [error for error in errors if error.code == -32001]
    assert len(errors) == 20
    assert (len(late), len(full)) == (len(begun), 20 - len(begun))
    assert 0 < len(begun) <= 8


@pytest.mark.promise("feedback-failures")
async def test_a_folder_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sinks, "MAX_FILES", 2)
    async with appserver.start(feedback=tmp_path) as client:
        await upload(client)
        await upload(client)
        assert "holds 2 files of feedback already" in (await refused(client)).message
    assert len([*tmp_path.glob("*")]) == 2  # noqa: ASYNC240 - nothing else runs


@pytest.mark.promise("feedback-secrets")
async def test_no_known_secret_is_in_what_is_handed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[FeedbackBundle] = []
    monkeypatch.setenv("MY_SECRET_THING", SECRETS["variable"])

    def sink(bundle: FeedbackBundle) -> None:
        taken.append(bundle)
        if bundle.classification == "fail":
            raise ValueError(everything)

    everything = " ".join(SECRETS.values())
    agent = appserver.ModelAgent("m", appserver.Provider.from_config("mine", ROW))
    auth = appserver.AuthManager(key=lambda: SECRETS["login"])
    config = {"model_providers": {"mine": ROW}}
    every: list[dict[str, Any]] = [{"agent": agent}, {"config": config}]
    for options in every:
        async with appserver.start(feedback=sink, auth_manager=auth, **options) as client:
            logger.warning("said %s", everything)
            fields: dict[str, Any] = {"reason": everything, "tags": {everything: everything}}
            fields["extra_log_files"] = [everything]
            await upload(client, include_logs=True, **fields)
            error = await refused(client, classification="fail")
            assert "[secret]" in str(error)
            shown = f"{taken[-2].to_json()} {error} {error.data}"
            assert [name for name, secret in SECRETS.items() if secret in shown] == []
            assert "said [secret]" in taken[-2].logs


@pytest.mark.promise("feedback-secrets")
@pytest.mark.parametrize("form", [repr, json.dumps, quote_plus, str])
@pytest.mark.parametrize("whose", ["login", "agent"])
async def test_a_secret_is_known_in_every_form(form: Callable[[str], str], whose: str) -> None:
    taken: list[FeedbackBundle] = []
    secrets = {
        "login": 'sk-"quoted"\\ \n0123456789abcdef-a-line-of-it\n',
        "agent": '"of"-the-agent\\ \n0123456789abcdef-another-line\n',
    }

    class Keeper(appserver.OfflineAgent):
        def known_secrets(self) -> list[str]:
            return ["", secrets["agent"], ""]

    auth = appserver.AuthManager(key=lambda: secrets["login"])
    line = secrets[whose].splitlines()[1]
    async with appserver.start(feedback=taken.append, auth_manager=auth, agent=Keeper()) as client:
        await upload(client, reason=f"a {form(secrets[whose])} b {line} c")
    assert taken[0].reason in {"a [secret] b [secret] c", f"a {form('[secret]')} b [secret] c"}


@pytest.mark.promise("feedback-secrets")
async def test_nothing_is_handed_over_where_secrets_are_not_known() -> None:
    taken: list[FeedbackBundle] = []

    def fail() -> str:
        raise LookupError("sk-in-an-error")

    auth = appserver.AuthManager(key=fail)
    async with appserver.start(feedback=taken.append, auth_manager=auth) as client:
        error = await refused(client)
    assert (error.code, "cannot be known (LookupError)" in error.message) == (-32603, True)
    assert "sk-in" not in error.message
    assert not taken


@pytest.mark.promise("feedback-logs")
async def test_logs_go_along_only_if_they_are_asked_for_and_only_while_the_server_lives() -> None:
    taken: list[FeedbackBundle] = []
    handlers = list(logging.getLogger("appserver").handlers)
    async with appserver.start(feedback=taken.append) as client:
        logger.warning("one %s", "thing")
        logger.debug("too small")
        await upload(client, include_logs=True)
        await upload(client)
        assert taken[0].logs.endswith("WARNING appserver.tests: one thing\n")
        assert taken[1].logs == ""
        assert len(logging.getLogger("appserver").handlers) == len(handlers) + 1
    assert logging.getLogger("appserver").handlers == handlers


@pytest.mark.promise("feedback-logs")
@pytest.mark.parametrize("rings", [0, 1, 2])
@pytest.mark.parametrize("others", ["", "appserver", "root"])
def test_warnings_are_still_written_where_nobody_takes_them(rings: int, others: str) -> None:
    """Python's own way: to standard error where there is no handler, and nowhere else where there is one."""
    script = f"""
import logging
from appserver.feedback.log_ring import LogRing
other = logging.NullHandler()
{others and f"logging.getLogger({others.replace('root', '')!r}).addHandler(other)"}
rings = [LogRing() for _ in range({rings})]
for ring in rings:
    ring.attach()
logging.getLogger("appserver.tests").info("too small")
logging.getLogger("appserver.tests").warning("within")
for ring in rings:
    ring.detach()
    assert ring.text().endswith("within\\n")
logging.getLogger("appserver.tests").warning("after")
"""
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stderr == ("" if others else "within\nafter\n")


@pytest.mark.promise("feedback-logs")
def test_the_ring_is_bounded_in_bytes() -> None:
    ring = LogRing()
    for number in range(3000):
        ring.handle(
            logging.makeLogRecord({"msg": f"{number} " + "ä" * 200, "levelno": 30, "levelname": "WARNING"})
        )
    assert MAX_LOG_BYTES - 1000 < len(ring.text().encode()) <= MAX_LOG_BYTES
    assert " 2999 " in ring.text()
    assert " 0 " not in ring.text()
    ring.handle(
        logging.makeLogRecord({"msg": "x " * 4080 + "half-of-a-secret" * 100, "levelname": "WARNING"})
    )
    assert ring.text().endswith("x x [...]\n")
    ring.handle(logging.makeLogRecord({"msg": "ä" * 10 * MAX_LOG_BYTES + "\ud800"}))
    assert len(ring.text().encode()) <= MAX_LOG_BYTES
    assert " 2999 " in ring.text()


@pytest.mark.promise("input-start-options")
def test_what_cannot_be_a_sink_is_refused() -> None:
    class Sink:
        def __call__(self, _bundle: FeedbackBundle) -> None:
            """Take it."""

    with pytest.raises(TypeError, match=r"^feedback is .*a class was given: call it"):
        appserver.start(feedback=Sink)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^feedback is empty"):
        appserver.start(feedback="")
