"""Streams over HTTP as the core reads them: what is taken, what bounds it, and how it ends."""

from __future__ import annotations

import json
import os
import select
import ssl
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import trustme

from appserver import _core
from tests.engine.provider import Cut, Gate, Hold, Plain, TestProvider, completed, encoded, text_events
from tests.packaging.source import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from appserver._core import HttpStream, HttpStreams

BODY = json.dumps({"input": []}).encode()


def open_stream(streams: HttpStreams, provider: TestProvider, idle_timeout: float = 30) -> HttpStream:
    """Send a request."""
    url = f"{provider.base_url}/responses"
    return streams.open(url, [("x-a", "1"), ("x-a", "2")], BODY, idle_timeout=idle_timeout)


def wait(streams: HttpStreams) -> list[int]:
    """Wait until a stream has something; returns which."""
    ready, _, _ = select.select([streams.fileno()], [], [], 30)
    assert ready
    return streams.ready()


def read(streams: HttpStreams, stream: HttpStream) -> list[bytes]:
    """All that comes of a stream."""
    found: list[bytes] = []
    while (batch := stream.take()) is not None:
        found += batch
        if not batch:
            wait(streams)
    return found


def test_events_come_in_batches_behind_one_descriptor() -> None:
    steps = text_events("a", "b")
    with TestProvider(steps) as provider:
        streams = _core.HttpStreams()
        stream = open_stream(streams, provider)
        found = read(streams, stream)
    assert [json.loads(event) for event in found] == steps
    head = stream.head()
    assert head is not None
    assert (head[0], dict(head[1])["content-type"]) == (200, "text/event-stream")
    assert stream.failure() is None
    assert stream.take() is None


@pytest.mark.promise("model-many")
def test_many_streams_stand_behind_one_descriptor() -> None:
    with TestProvider() as provider:
        streams = _core.HttpStreams()
        opened = {stream.number: stream for stream in (open_stream(streams, provider) for _ in range(20))}
        events: dict[int, list[bytes]] = {number: [] for number in opened}
        left = set(opened)
        while left:
            for number in wait(streams):
                batch = opened[number].take()
                if batch is None:
                    left.discard(number)
                else:
                    events[number] += batch
                    if batch and b"response.completed" in batch[-1]:
                        left.discard(number)
    assert {len(found) for found in events.values()} == {len(text_events("done"))}


@pytest.mark.promise("model-bounds")
def test_what_is_read_ahead_is_bounded() -> None:
    event = b"data: " + b"x" * 10_000 + b"\n\n"
    with TestProvider([event] * 6000) as provider:
        streams = _core.HttpStreams()
        stream = open_stream(streams, provider)
        total = 0
        while (batch := stream.take()) is not None:
            size = sum(map(len, batch))
            assert size <= 1 << 20
            total += size
            if not batch:
                wait(streams)
    assert total == 6000 * 10_000


@pytest.mark.promise("model-bounds")
def test_an_answer_that_nobody_takes_stops_the_server() -> None:
    # More than all buffers between the two hold: the server is done only when it was taken.
    gate = Gate()
    event = b"data: " + b"x" * (1 << 20) + b"\n\n"
    with TestProvider([*[event] * 64, gate]) as provider:
        streams = _core.HttpStreams()
        stream = open_stream(streams, provider)
        wait(streams)
        assert not gate.reached.is_set()
        taken = 0
        while taken < 64 << 20:
            batch = stream.take()
            assert batch is not None
            taken += sum(map(len, batch))
            if not batch:
                wait(streams)
        assert gate.reached.wait(30)
        gate.opened.set()


@pytest.mark.parametrize("is_dropped", [False, True])
def test_closing_or_dropping_closes_the_connection(is_dropped: bool) -> None:
    hold = Hold()
    with TestProvider([*text_events("a")[:3], hold]) as provider:
        streams = _core.HttpStreams()
        stream = open_stream(streams, provider)
        assert hold.reached.wait(30)
        if is_dropped:
            del stream
        else:
            stream.close()
            stream.close()
        assert hold.left.wait(30)


def test_a_connection_is_used_again_when_all_of_an_answer_was_wanted() -> None:
    with TestProvider() as provider:
        streams = _core.HttpStreams()
        for _ in range(20):
            stream = open_stream(streams, provider)
            found: list[bytes] = []
            while not (found and b"response.completed" in found[-1]):
                batch = stream.take()
                assert batch is not None
                found += batch
                if not batch:
                    wait(streams)
            stream.finish()
            stream.close()  # which changes nothing any more
    assert len(provider.requests) == 20
    assert provider.connections < 20


def test_an_answer_whose_end_does_not_come_is_left() -> None:
    hold = Hold()
    with TestProvider([*text_events("a"), hold]) as provider:
        streams = _core.HttpStreams()
        stream = open_stream(streams, provider)
        assert hold.reached.wait(30)
        stream.finish()
        assert hold.left.wait(30)


def test_failures() -> None:
    streams = _core.HttpStreams()
    with TestProvider([*text_events("a")[:3], Cut()], Cut(), [Hold()]) as provider:
        cut = open_stream(streams, provider)
        assert len(read(streams, cut)) == 3
        lost = open_stream(streams, provider)
        assert read(streams, lost) == []
        idle = open_stream(streams, provider, idle_timeout=0.05)
        assert read(streams, idle) == []
    gone = open_stream(streams, provider)
    assert read(streams, gone) == []
    reasons = [failure[0] for stream in (cut, lost, idle, gone) if (failure := stream.failure()) is not None]
    assert reasons == ["cut", "send", "idle", "connect"]


def test_the_body_of_an_error_is_bounded() -> None:
    with TestProvider(Plain(500, b"x" * 1_000_000), Plain(204)) as provider:
        streams = _core.HttpStreams()
        stream = open_stream(streams, provider)
        assert b"".join(read(streams, stream)) == b"x" * 65536
        head = stream.head()
        assert head is not None
        assert head[0] == 500


@pytest.mark.parametrize(
    ("url", "headers", "said"),
    [
        ("", [], "URL"),
        ("ftp://host/", [], "http://"),
        ("http://", [], "URL"),
        ("http://host:99999999/", [], "URL"),
        ("http://host/", [("a b", "secret-value")], "a b"),
        ("http://host/", [("a", "secret-value\n")], "a"),
    ],
)
def test_requests_that_are_not_valid(url: str, headers: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(ValueError, match=said) as raised:
        _core.HttpStreams().open(url, headers, b"", idle_timeout=1)
    assert "secret-value" not in str(raised.value)
    for timeout in (-1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="idle timeout"):
            _core.HttpStreams().open("http://host/", [], b"", idle_timeout=timeout)


def test_closed_streams() -> None:
    streams = _core.HttpStreams()
    streams.close()
    streams.close()
    with pytest.raises(ValueError, match="closed"):
        streams.fileno()
    assert streams.ready() == []


@pytest.mark.promise("model-shutdown")
def test_a_forked_child_has_no_streams() -> None:
    hold = Hold()
    with TestProvider([*text_events("a")[:3], hold]) as provider:
        streams = _core.HttpStreams()
        stream = open_stream(streams, provider)
        assert hold.reached.wait(30)
        child = os.fork()
        if child == 0:
            status = 1
            try:
                from appserver.errors import RuntimeClosedError

                calls = [stream.take, stream.head, stream.failure, streams.fileno]
                calls.append(lambda: open_stream(streams, provider))  # type: ignore[arg-type,return-value]
                refused = 0
                for call in calls:
                    try:
                        call()
                    except RuntimeClosedError:
                        refused += 1
                stream.close()
                streams.close()
                assert streams.ready() == []
                del stream
                own = _core.HttpStreams()  # a new one works
                assert own.fileno() >= 0
                status = 0 if refused == len(calls) else 2
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert not hold.left.is_set()  # the parent's is open
        stream.close()
        assert hold.left.wait(30)


PROGRAM = """
import json, sys
from appserver import _core
streams = _core.HttpStreams()
opened = [streams.open(sys.argv[1], [], b'{"input": []}', idle_timeout=30) for _ in range(3)]
import select
select.select([streams.fileno()], [], [], 30)
print("opened", flush=True)
if len(sys.argv) > 2:
    while (batch := opened[0].take()) is not None:
        if not batch:
            select.select([streams.fileno()], [], [], 30)
            streams.ready()
    print(opened[0].head() and opened[0].head()[0], opened[0].failure())
"""


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
        cwd=ROOT,
        env={**os.environ, **variables},
    )


@pytest.mark.promise("model-shutdown")
def test_a_process_ends_with_open_streams() -> None:
    with TestProvider(*([*text_events("a")[:2], Hold()] for _ in range(3))) as provider:
        done = run(f"{provider.base_url}/responses")
    assert (done.returncode, done.stdout, done.stderr) == (0, "opened\n", "")


def test_the_proxy_of_the_environment_is_used() -> None:
    with TestProvider() as proxy:
        address = f"http://127.0.0.1:{proxy.port}"
        done = run("http://nowhere.invalid/v1/responses", http_proxy=address, no_proxy="")
    assert done.returncode == 0
    assert {request.path for request in proxy.requests} == {"http://nowhere.invalid/v1/responses"}


@pytest.mark.parametrize(
    ("host", "is_trusted", "said"),
    [
        ("localhost", True, "200 None"),
        ("localhost", False, "('connect'"),
        ("127.0.0.1", True, "('connect'"),  # of another name
    ],
)
def test_tls_with_the_certificates_of_the_system(
    tmp_path: Path, host: str, is_trusted: bool, said: str
) -> None:
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    (authority if is_trusted else trustme.CA()).cert_pem.write_to_path(tmp_path / "ca.pem")
    with TestProvider(tls=context) as provider:
        url = f"https://{host}:{provider.port}/v1/responses"
        done = run(url, "read", SSL_CERT_FILE=str(tmp_path / "ca.pem"), SSL_CERT_DIR="", no_proxy="*")
    assert said in done.stdout
    assert bool(provider.requests) == ("200" in said)
    if "connect" in said:
        assert "certificate" in done.stdout


def test_the_decoder() -> None:
    decoder = _core.SseDecoder()
    data = encoded(completed())  # type: ignore[arg-type]
    assert decoder.feed(data[:5]) == decoder.feed(b"") == []
    assert [json.loads(event) for event in decoder.feed(data[5:])] == [completed()]
    with pytest.raises(ValueError, match="longer"):
        _core.SseDecoder(10).feed(b"data: 0123456789\n\n")
