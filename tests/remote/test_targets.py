"""What can be dialled, and what is refused before anything is."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver.client.remote.arguments import RemoteArgs, RemoteOptions

if TYPE_CHECKING:
    from pathlib import Path

    from tests.remote.scripted import ScriptedPeer


def test_the_options_are_the_fields() -> None:
    fields = {field.name: field.type for field in dataclasses.fields(RemoteArgs)}
    assert {name: option.__forward_arg__ for name, option in RemoteOptions.__annotations__.items()} == fields


@pytest.mark.promise("remote-targets")
@pytest.mark.parametrize(
    ("arguments", "options", "error", "text"),
    [
        ((), {}, TypeError, "one of them"),
        (("unix:///x",), {"command": ["x"]}, TypeError, "one of them"),
        ((), {"command": []}, ValueError, "empty"),
        ((), {"command": "codex app-server"}, TypeError, "list of str"),
        ((), {"command": ["codex", 5]}, TypeError, "list of str"),
        ((), {"command": ["a\0b"]}, ValueError, "null character"),
        ((), {"command": ["a"], "env": {"A": "b\0"}}, ValueError, "null character"),
        ((), {"command": ["a"], "env": {"A=B": "c"}}, ValueError, "A=B"),
        ((), {"command": ["a"], "token": "t"}, TypeError, "token is for websockets"),
        ((), {"command": ["a"], "reconnect": True}, ValueError, "for sockets"),
        (("unix:///x",), {"token": "t"}, TypeError, "token is for websockets"),
        (("unix:///x",), {"cwd": "/"}, TypeError, "cwd, env and stderr"),
        (("unix:///x",), {"stderr": 2}, TypeError, "cwd, env and stderr"),
        (("ws://h",), {"env": {}}, TypeError, "cwd, env and stderr"),
        (("unix://",), {}, ValueError, "names no socket"),
        (("unix:///a\0b",), {}, ValueError, "names no socket"),
        ((5,), {}, TypeError, "not int"),
        (("",), {}, ValueError, "cannot be dialled"),
        (("/tmp/x.sock",), {}, ValueError, "unix:///path"),
        (("http://127.0.0.1",), {}, ValueError, "cannot be dialled"),
        (("ws://127.0.0.1",), {"ca_file": "ca.pem"}, TypeError, "ca_file is for wss"),
        (("unix:///x",), {"ca_file": "ca.pem"}, TypeError, "ca_file is for wss"),
        ((), {"command": ["a"], "ca_file": "ca.pem"}, TypeError, "ca_file is for wss"),
        (("ws://",), {}, ValueError, "cannot be dialled"),
        (("ws://[::1",), {}, ValueError, "no url"),
        (("ws://h:99999",), {}, ValueError, "no url"),
        (("ws://user:word@127.0.0.1",), {}, ValueError, "cannot be dialled"),
        (("ws://10.0.0.1",), {"token": "t"}, ValueError, "open line"),
        (("ws://localhost.example.com",), {"token": "t"}, ValueError, "open line"),
        (("ws://127.0.0.1",), {"token": ""}, ValueError, "no header"),
        (("ws://127.0.0.1",), {"token": "a\r\nb"}, ValueError, "no header"),
        (("ws://127.0.0.1",), {"token": "\u00e4"}, ValueError, "no header"),
        (("ws://127.0.0.1",), {"token": b"t"}, TypeError, "not bytes"),
        (("ws://127.0.0.1/a b",), {}, ValueError, "cannot be dialled"),
        (("ws://127.0.0.1/\0",), {}, ValueError, "cannot be dialled"),
        (("ws://127.0.0.1/\u00e4",), {}, ValueError, "cannot be dialled"),
        ((), {"command": ["a"], "env": {"A": 5}}, TypeError, "the value of A is a str, not int"),
        ((), {"command": ["a"], "env": ["A=5"]}, TypeError, "env is a dict of names and values, not list"),
        ((), {"command": ["a"], "cwd": 5}, TypeError, "cwd is a path, not int"),
        ((), {"command": ["a"], "cwd": "a\0b"}, ValueError, "null character"),
        ((), {"command": ["a"], "stderr": "2"}, TypeError, "stderr is the number of a descriptor, not str"),
        (("ws://127.0.0.1",), {"connect_timeout": -1}, ValueError, "connect_timeout"),
        (("ws://127.0.0.1",), {"connect_timeout": 0}, ValueError, "connect_timeout is 0, in which nobody"),
        (("ws://127.0.0.1",), {"connect_timeout": "1"}, TypeError, "connect_timeout"),
        (("ws://127.0.0.1",), {"channel_capacity": -1}, ValueError, "channel_capacity"),
        (("ws://127.0.0.1",), {"client_nam": "x"}, TypeError, "did you mean 'client_name'"),
        (("ws://127.0.0.1",), {"opt_out_notification_methods": "x"}, TypeError, "not one string"),
    ],
)
def test_what_cannot_be_dialled_is_refused_with_what_to_write(
    arguments: tuple[Any, ...], options: dict[str, Any], error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        appserver.connect(*arguments, **options)


def test_a_present_directory_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    calls: list[tuple[tuple[str, ...], dict[str, Any]]] = [((), {"command": ["a"]}), (("unix://a",), {})]
    for arguments, options in calls:
        with pytest.raises(ValueError, match="the present directory is gone"):
            appserver.connect(*arguments, **options)


async def test_what_is_dialled(peer: ScriptedPeer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INHERITED", "yes")
    calls: list[tuple[tuple[str, ...], dict[str, Any]]] = [
        (("unix:///a/b c.sock",), {}),
        (("unix://relative.sock",), {}),
        (("ws://127.0.0.1:7777",), {"token": "secret"}),
        (("ws://[::1]:7777/path?query",), {"token": "secret"}),
        (("ws://example.com",), {}),
        (("wss://example.com/x",), {"token": "secret", "ca_file": "ca.pem"}),
        ((), {"command": ["program", "an argument"], "cwd": "/", "env": {"A": "b=c"}}),
        ((), {"command": ["program"]}),
    ]
    for arguments, options in calls:
        async with appserver.connect(*arguments, **options):
            pass
    commands = [one for one in peer.dialled if one[0] == "command"]
    assert peer.dialled[:-2] == [
        ("unix", b"/a/b c.sock", {}),
        ("unix", bytes(tmp_path / "relative.sock"), {}),
        ("websocket", "ws://127.0.0.1:7777/", {"token": "secret", "ca_file": None}),
        ("websocket", "ws://[::1]:7777/path?query", {"token": "secret", "ca_file": None}),
        ("websocket", "ws://example.com:80/", {"token": None, "ca_file": None}),
        ("websocket", "wss://example.com:443/x", {"token": "secret", "ca_file": bytes(tmp_path / "ca.pem")}),
    ]
    assert commands[0] == (
        "command",
        [b"program", b"an argument"],
        {"directory": b"/", "environment": [b"A=b=c"], "stderr": None},
    )
    assert commands[1][2]["directory"] == bytes(tmp_path)
    assert b"INHERITED=yes" in commands[1][2]["environment"]


async def test_what_the_client_tells_of_itself(peer: ScriptedPeer) -> None:
    methods = ["item/agentMessage/delta"]
    async with peer.connect(client_title="Title", opt_out_notification_methods=methods):
        params = peer.last("initialize")["params"]
        assert params["clientInfo"]["title"] == "Title"
        assert params["capabilities"]["optOutNotificationMethods"] == methods
    whole = appserver.protocol.InitializeParams(
        client_info=appserver.protocol.ClientInfo(name="whole", version="1")
    )
    async with peer.connect(initialize=whole):
        assert peer.last("initialize")["params"] == whole.to_wire()


@pytest.mark.promise("remote-not-connected")
@pytest.mark.parametrize(
    ("arguments", "options", "text"),
    [
        (("unix:///no/such.sock",), {}, "No such file or directory .*; does a server listen there"),
        (("ws://127.0.0.1:1",), {}, "Connection refused .*; does a server listen there"),
        ((), {"command": ["no-such-program-of-ours"]}, "cannot start .*; name a program that is installed"),
        ((), {"command": ["false"]}, "'false' did not answer: .* exit code 1; .* is it an app server"),
        ((), {"command": ["true"], "cwd": "/no/such"}, "/no/such; .* a cwd that exists"),
    ],
)
async def test_who_is_not_connected_is_told_what_to_look_at(
    arguments: tuple[str, ...], options: dict[str, Any], text: str
) -> None:
    with pytest.raises(appserver.ConnectionLostError, match=text) as caught:
        await appserver.connect(*arguments, **options)
    said = str(caught.value)
    assert said.startswith("initialize: ")
    assert "lost" not in said
    assert "may go on" not in said  # nothing was begun


@pytest.mark.promise("remote-not-connected")
async def test_who_shows_no_token_is_told_of_it() -> None:
    async with appserver.serve() as server:
        auth = appserver.CapabilityToken.from_token("secret")
        listener = await server.listen("ws://127.0.0.1:0", auth=auth)
        for token in (None, "guess"):
            with pytest.raises(appserver.ConnectionLostError, match=r"401 .*; give token=") as caught:
                await appserver.connect(listener.url, token=token)
            assert "may go on" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tokn", "did you mean 'token'"),
        ("comand", "did you mean 'command'"),
        ("qqq", "the options are url, command"),
    ],
)
def test_an_option_that_does_not_exist_is_compared_with_all_arguments(name: str, text: str) -> None:
    wrong: dict[str, Any] = {name: "x"}
    with pytest.raises(TypeError, match=text):
        appserver.connect("unix:///x", **wrong)
