"""Where the key of a provider comes from: a command of the user, and what stands around a key by mistake."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.testing import start_client
from tests.engine.provider import Plain, TestProvider, text_events
from tests.engine.terminals import pids_in, until_dead
from tests.engine.turns import error_of, last_turn, new_thread, run_turn, start_turn

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.promise("model-key-command")

SECRET = "a-token-of-the-command"

COUNTS = f"""
import pathlib, sys
place = pathlib.Path(sys.argv[1])
place.open("a").write("x")
print("  {SECRET}-" + str(place.stat().st_size) + "  ", flush=True)
"""


def python(source: str, *arguments: object, **fields: Any) -> dict[str, Any]:
    """The table of a command that is a program of Python."""
    return {
        "command": sys.executable,
        "args": ["-c", source, *map(str, arguments)],
        "timeout_ms": 60_000,
        **fields,
    }


def bearers(provider: TestProvider) -> list[str]:
    """The keys that came, by the number at their ends."""
    return [
        request.headers.get("authorization", "").removeprefix(f"Bearer {SECRET}-")
        for request in provider.requests
    ]


async def test_a_key_is_used_as_long_as_it_may(tmp_path: Path) -> None:
    with TestProvider(*[text_events("ok")] * 5) as provider:
        kept, gone = (
            provider.agent(auth=python(COUNTS, tmp_path / name, refresh_interval_ms=milliseconds))
            for name, milliseconds in (("kept", 0), ("gone", 1))
        )
        async with start_client(agent=kept) as client:
            for _ in range(3):
                await run_turn(client, await new_thread(client))
        async with start_client(agent=gone) as client:
            for _ in range(2):
                await run_turn(client, await new_thread(client))
    assert bearers(provider) == ["1", "1", "1", "1", "2"]


async def test_many_at_once_run_it_once(tmp_path: Path) -> None:
    with TestProvider(*[text_events("ok")] * 8) as provider:
        async with start_client(agent=provider.agent(auth=python(COUNTS, tmp_path / "calls"))) as client:
            for _ in range(8):
                await start_turn(client, await new_thread(client))
            left = 8
            async for event in client:
                left -= isinstance(event, p.TurnCompletedNotification)
                if not left:
                    break
    assert bearers(provider) == ["1"] * 8


@pytest.mark.parametrize(("refusals", "status", "used"), [(1, "completed", 2), (2, "failed", 2)])
async def test_one_that_is_refused_is_asked_for_anew_once(
    refusals: int, status: str, used: int, tmp_path: Path
) -> None:
    no = Plain(401, f'{{"error": {{"message": "no {SECRET}-1 and no {SECRET}-2"}}}}'.encode())
    with TestProvider(*[no] * refusals, text_events("ok")) as provider:
        async with start_client(agent=provider.agent(auth=python(COUNTS, tmp_path / "calls"))) as client:
            events = await run_turn(client, await new_thread(client))
            assert last_turn(events).status == status
            assert SECRET not in repr(events)
    assert bearers(provider) == [str(number + 1) for number in range(used)]


FAILS = {
    "fails": ("import sys; print('hidden'); sys.exit(3)", {}, "ended with exit status 3"),
    "says why elsewhere": ("import sys; sys.exit('a secret reason')", {}, "ended with exit status 1"),
    "nothing": ("print(' ')", {}, "wrote nothing"),
    "two": ("print('one two')", {}, "wrote more than a key alone"),
    "lines": ("print('one\\ntwo')", {}, "wrote more than a key alone"),
    "no text": ("print('one\\0two')", {}, "wrote more than a key alone"),
    "for ever": ("while True: print('x' * 1000)", {}, "wrote more than 65536 characters"),
    "silent": ("import sys; sys.stdin.read(); input()", {"timeout_ms": 60_000}, "ended with exit status 1"),
    "hangs": ("import time; time.sleep(600)", {"timeout_ms": 50}, "took more than 50 ms"),
    "none": (None, {"command": "/nonexistent/program"}, "cannot be started: No such file or directory"),
    "nowhere": ("print('key')", {"cwd": "/nonexistent"}, "cannot be started: No such file or directory"),
}


@pytest.mark.parametrize(("source", "fields", "said"), FAILS.values(), ids=FAILS)
async def test_without_a_key_nothing_is_sent(source: str | None, fields: dict[str, Any], said: str) -> None:
    with TestProvider() as provider:
        auth = {**python(source or ""), **fields}
        async with start_client(agent=provider.agent(auth=auth)) as client:
            error = error_of(await run_turn(client, await new_thread(client)))
    assert error.message.startswith(f"no API key for Mock: the command of its `auth` {said}")
    assert "hidden" not in error.message
    assert "reason" not in error.message
    assert provider.requests == []


async def test_an_interrupt_ends_it(tmp_path: Path) -> None:
    hangs = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid()) + ' '); time.sleep(600)"
    with TestProvider() as provider:
        auth = python(hangs, tmp_path / "pid", timeout_ms=600_000)
        async with start_client(agent=provider.agent(auth=auth)) as client:
            thread = await new_thread(client)
            turn = await start_turn(client, thread)
            pids = await pids_in(tmp_path / "pid")
            await client.request(p.TurnInterruptParams(thread_id=thread, turn_id=turn))
            async for event in client:
                if isinstance(event, p.TurnCompletedNotification):
                    assert event.turn.status == "interrupted"
                    break
            with anyio.fail_after(30):
                await until_dead(pids)


async def test_it_is_shown_to_nobody(tmp_path: Path) -> None:
    with TestProvider(text_events("ok")) as provider:
        agent = provider.agent(auth=python(COUNTS, tmp_path / "calls", SECRET))
        async with start_client(agent=agent) as client:
            await run_turn(client, await new_thread(client))
        assert f"{SECRET}-1" in agent.known_secrets()
        assert SECRET not in repr(agent)
        assert SECRET not in repr(provider.row(auth=python(COUNTS, SECRET)))


ROW: dict[str, Any] = {"base_url": "http://host/v1"}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no table": ({"auth": "secret"}, "auth is a table, not str"),
    "no command": ({"auth": {}}, "auth.command is text, not NoneType"),
    "an empty command": ({"auth": {"command": " "}}, "auth.command must not be empty"),
    "a number": ({"auth": {"command": "a", "args": ["secret", 5]}}, "auth.args is a list of texts"),
    "one text": ({"auth": {"command": "a", "args": "secret"}}, "auth.args is a list of texts"),
    "cwd": ({"auth": {"command": "a", "cwd": 5}}, "auth.cwd is text, not int"),
    "no time": ({"auth": {"command": "a", "timeout_ms": 0}}, "auth.timeout_ms is 1 or more"),
    "half a time": (
        {"auth": {"command": "a", "refresh_interval_ms": 0.5}},
        "auth.refresh_interval_ms is a whole number",
    ),
    "a variable too": ({"auth": {"command": "a"}, "env_key": "K"}, "auth cannot be combined with env_key"),
    "a token too": (
        {"auth": {"command": "a"}, "experimental_bearer_token": "secret"},
        "auth cannot be combined with experimental_bearer_token",
    ),
    "an account too": (
        {"auth": {"command": "a"}, "requires_openai_auth": True},
        "auth cannot be combined with requires_openai_auth",
    ),
}


@pytest.mark.parametrize(("fields", "said"), REFUSED.values(), ids=REFUSED)
def test_rows_that_are_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises((TypeError, ValueError), match=said) as caught:
        appserver.Provider.from_config("mine", {**ROW, **fields})
    assert "secret" not in str(caught.value)


GIVEN: dict[str, tuple[dict[str, Any], Any, str | None]] = {
    "the end of a line": ({}, "key\n", "Bearer key"),
    "of a row": ({"experimental_bearer_token": " key\r\n"}, None, "Bearer key"),
    "of a function": ({}, lambda: "\tkey ", "Bearer key"),
    "blanks are none": ({"experimental_bearer_token": "  "}, None, None),
    "blanks of a function": ({}, lambda: " \n", None),
    "another one counts": ({"experimental_bearer_token": " "}, "key", "Bearer key"),
}


@pytest.mark.promise("model-request")
@pytest.mark.parametrize(("fields", "given", "sent"), GIVEN.values(), ids=GIVEN)
async def test_what_stands_around_a_key_is_not_sent(
    fields: dict[str, Any], given: Any, sent: str | None
) -> None:
    with TestProvider(text_events("ok")) as provider:
        agent = appserver.ModelAgent("m", provider.row(**fields), api_key=given, standard_tools=())
        async with start_client(agent=agent) as client:
            assert last_turn(await run_turn(client, await new_thread(client))).status == "completed"
    assert provider.requests[0].headers.get("authorization") == sent


@pytest.mark.promise("model-request")
@pytest.mark.parametrize("login", ["", "  ", "\n"])
async def test_a_login_that_is_blank_is_none(login: str) -> None:
    with TestProvider() as provider:
        row = provider.row(requires_openai_auth=True)
        agent = appserver.ModelAgent("m", row, login=lambda: login, standard_tools=())
        async with start_client(agent=agent) as client:
            error = error_of(await run_turn(client, await new_thread(client)))
    assert error.message.startswith("no API key for Mock")
    assert provider.requests == []


@pytest.mark.parametrize(
    "address",
    [" http://host", "http://host ", "http://ho st", "http://host/\n", "http://host\0", "http://h\ud800"],
)
def test_an_address_has_no_blanks(address: str) -> None:
    with pytest.raises(ValueError, match=r"mine\.base_url is no address"):
        appserver.Provider.from_config("mine", {"base_url": address})


async def test_a_time_without_end_is_a_long_one() -> None:
    with TestProvider(text_events("ok")) as provider:
        async with start_client(agent=provider.agent(stream_idle_timeout_ms=10**400)) as client:
            assert last_turn(await run_turn(client, await new_thread(client))).status == "completed"
