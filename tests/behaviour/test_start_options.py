"""The keyword arguments of `start` are the fields of `InProcessStartArgs`."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

import appserver
from appserver import in_process, sync
from appserver.in_process.arguments import InProcessStartArgs, StartOptions
from appserver.in_process.option_table import OPTION_CHECKS
from appserver.store import MemoryStore
from appserver.testing import start_client


def test_the_options_are_the_fields() -> None:
    fields = {field.name: field.type for field in dataclasses.fields(InProcessStartArgs)}
    assert {name: option.__forward_arg__ for name, option in StartOptions.__annotations__.items()} == fields


def test_every_option_has_a_check() -> None:
    assert OPTION_CHECKS.keys() == StartOptions.__annotations__.keys()


@pytest.mark.promise("input-start-options")
@pytest.mark.parametrize("option", sorted(StartOptions.__annotations__))
def test_a_value_of_another_type_is_refused_by_the_name_of_its_option(option: str) -> None:
    """Where it is given, rather than in whatever meets the value first."""
    options: dict[str, Any] = {
        option: 3.5 if option not in {"stall_timeout", "thread_unload_delay", "unattended_timeout"} else "3"
    }
    with pytest.raises(TypeError, match=rf"^{option} (is|takes) .*, not (float|str)$"):
        appserver.start(**options)


@pytest.mark.promise("input-start-options")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"client_name": 3}, "client_name is text, a str, not int"),
        ({"client_title": b"x"}, "client_title is text, a str, or None, not bytes"),
        ({"experimental_api": 1}, "experimental_api is True or False, not int"),
        ({"legacy_notifications": None}, "legacy_notifications is True or False, not NoneType"),
        ({"opt_out_notification_methods": ["turn/started", 3]}, "takes methods, each a str, not int"),
        ({"initialize": {"clientInfo": {}}}, "initialize is an InitializeParams model, not dict"),
        (
            {"drop_policy": None},
            "drop_policy is the name of a policy such as 'coalesce', a str, not NoneType",
        ),
    ],
)
def test_what_does_not_fit_is_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        appserver.start(**options)


@pytest.mark.promise("input-start-options")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"thread_id": 3}, "thread_id is text, a str, or None, not int"),
        ({"methods": 3}, "methods takes a sequence of methods, not int"),
        ({"methods": ["turn/started", 3]}, "methods takes methods, each a str, not int"),
        ({"policy": 3}, "policy is the name of a policy such as 'coalesce', a str, not int"),
        ({"capacity": "3"}, "capacity is a number of messages or bytes, an int, not str"),
        ({"max_event_bytes": 1.5}, "max_event_bytes is a number of messages or bytes, an int, not float"),
    ],
)
async def test_what_does_not_fit_a_stream_is_named(options: dict[str, Any], message: str) -> None:
    async with in_process.start() as handle:
        with pytest.raises(TypeError, match=message):
            handle.subscribe(**options)


@pytest.mark.promise("text-start-options")
@pytest.mark.parametrize("option", ["session_source", "model", "model_provider"])
def test_names_that_no_message_can_carry_are_refused(option: str) -> None:
    agent = appserver.OfflineAgent()
    options: dict[str, Any] = {"agent": agent}
    if option == "session_source":
        options[option] = "\ud800"
    else:
        setattr(agent, option, "\ud800")
    with pytest.raises(ValueError, match=f"{option} is not valid Unicode"):
        appserver.start(**options)


@pytest.mark.promise("input-start-options")
@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("agent", appserver.OfflineAgent),
        ("processor", appserver.MessageProcessor),
        ("state_db", MemoryStore),
        ("auth_manager", appserver.AuthManager),
        ("command_environment", appserver.EnvironmentPolicy),
    ],
)
def test_a_class_in_the_place_of_an_instance_is_refused(option: str, value: Any) -> None:
    """Also where a class has all the methods that are asked for."""
    options: dict[str, Any] = {option: value}
    with pytest.raises(TypeError, match=rf"^{option} is .*a class was given: call it"):
        appserver.start(**options)


@pytest.mark.promise("input-start-options")
def test_a_home_that_nobody_can_mean_is_refused(tmp_path: Path) -> None:
    homes: list[tuple[str | Path, str]] = [
        ("", "a server without a home"),
        ("~", "expanduser"),
        ("a\0b", "no path, it holds a NUL"),
        ("~/home", "expanduser"),
        (Path("~somebody/home"), "expanduser"),
    ]
    for home, text in homes:
        with pytest.raises(ValueError, match=f"^home is .*{text}"):
            appserver.start(home=home)
    appserver.start(home=tmp_path / "free")


class AsyncioOnly(appserver.OfflineAgent):
    """An agent that runs on asyncio only."""

    asyncio_only = True


WAYS_TO_START: dict[str, Any] = {
    "start": lambda agent: appserver.start(agent=agent),
    "serve": lambda agent: appserver.serve(agent=agent),
    "start_client": lambda agent: start_client(agent=agent),
    "handle": lambda agent: in_process.start(in_process.InProcessStartArgs(agent=agent)),
}


@pytest.mark.promise("adapter-loops")
@pytest.mark.parametrize("how", WAYS_TO_START)
async def test_an_agent_of_asyncio_only_is_refused_on_another_loop(how: str, anyio_backend_name: str) -> None:
    starting = WAYS_TO_START[how](AsyncioOnly())
    if anyio_backend_name == "asyncio":
        async with starting:
            return
    with pytest.raises(appserver.InitializeError, match="AsyncioOnly runs on asyncio and uvloop only"):
        await starting
    with sync.start(agent=AsyncioOnly()) as client:  # which has a loop of its own
        assert client.thread_start().run("hello").status == "completed"


@pytest.mark.promise("input-start-options")
def test_what_an_agent_says_of_its_loops_is_checked() -> None:
    agent = AsyncioOnly()
    agent.asyncio_only = "yes"  # type: ignore[assignment]
    with pytest.raises(TypeError, match="the agent's asyncio_only is True or False, not str"):
        appserver.start(agent=agent)
