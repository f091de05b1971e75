"""Where keys come from, and where logins are kept."""

from __future__ import annotations

import json
import os
import pickle
import stat
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver.auth.storage import AuthFile
from appserver.engine.failures import ModelError
from appserver.engine.provider import Provider
from appserver.engine.request import find_key

if TYPE_CHECKING:
    from pathlib import Path

KEY = "sk-planted-0123456789"
OPENAI = {"requires_openai_auth": True}


def login_key(auth: appserver.AuthManager, store: Any = "file") -> str | None:
    login = auth.login(store=store)
    return None if login is None else login.key


def key_for(auth: appserver.AuthManager, row: dict[str, Any]) -> str | None:
    """What a request to the provider of a row is paid with."""
    provider = Provider.from_config("one", {"base_url": "http://localhost/v1", **row})
    return find_key(provider, None, lambda: login_key(auth))


@pytest.mark.promise("auth-file")
def test_a_login_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    auth = appserver.AuthManager(home=home)
    assert auth.login() is None
    auth.log_in(KEY)
    file = home / "auth.json"
    assert file.read_text() == f'{{\n  "auth_mode": "apikey",\n  "OPENAI_API_KEY": "{KEY}"\n}}'
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    auth.log_in("sk-other")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["auth.json"]
    assert key_for(appserver.AuthManager(home=home), OPENAI) == "sk-other"
    auth.log_out()
    auth.log_out()
    assert not file.exists()


@pytest.mark.promise("auth-file")
@pytest.mark.parametrize(
    ("text", "mode", "key"),
    [
        ('{"auth_mode":"apikey","OPENAI_API_KEY":" sk "}', "apikey", " sk "),
        ('{"OPENAI_API_KEY":"sk"}', "apikey", "sk"),
        ('{"auth_mode":"chatgpt","OPENAI_API_KEY":null,"tokens":{"id_token":"x"}}', None, None),
        (
            '{"auth_mode":"chatgpt","tokens":{"id_token":"a.b.c","access_token":"a","refresh_token":"r"}}',
            "chatgpt",
            None,
        ),
        ('{"auth_mode":"chatgpt","OPENAI_API_KEY":null,"tokens":null}', "chatgpt", None),
        ('{"OPENAI_API_KEY":"sk","tokens":{}}', None, None),
        ('{"OPENAI_API_KEY":"sk","tokens":5}', None, None),
        ('{"OPENAI_API_KEY":5}', None, None),
        ("{}", "chatgpt", None),
        ("{", None, None),
        ("[]", None, None),
        ("", None, None),
        ('{"auth_mode":"apikey","OPENAI_API_KEY":5}', None, None),
        ('{"auth_mode":"new"}', None, None),
        ("\x00", None, None),
        ("[" * 100_000, None, None),
    ],
)
def test_what_a_file_says(tmp_path: Path, text: str, mode: str | None, key: str | None) -> None:
    (tmp_path / "auth.json").write_text(text)
    login = appserver.AuthManager(home=tmp_path).login()
    assert (mode, key) == (None, None) if login is None else (login.mode, login.key) == (mode, key)
    assert (tmp_path / "auth.json").read_text() == text


@pytest.mark.promise("auth-sources")
def test_where_a_key_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai")
    monkeypatch.setenv("CODEX_API_KEY", "sk-codex")
    monkeypatch.setenv("OWN_KEY", " sk-own\n")
    assert login_key(appserver.AuthManager(home=tmp_path)) is None
    with pytest.raises(ModelError, match="no API key for one"):
        key_for(appserver.AuthManager(home=tmp_path), OPENAI)
    from_environment = appserver.AuthManager(home=tmp_path, enable_api_key_env=True)
    assert key_for(from_environment, OPENAI) == "sk-codex"
    monkeypatch.delenv("CODEX_API_KEY")
    assert key_for(from_environment, OPENAI) == "sk-openai"
    keys = iter(["sk-1", "sk-2", None])
    called = appserver.AuthManager(home=tmp_path, key=lambda: next(keys), enable_api_key_env=True)
    assert [key_for(called, OPENAI) for _ in range(3)] == ["sk-1", "sk-2", "sk-openai"]
    from_environment.log_in(KEY)
    assert key_for(from_environment, OPENAI) == KEY
    assert key_for(from_environment, {}) is None
    assert key_for(from_environment, {"env_key": "OWN_KEY", **OPENAI}) == "sk-own"
    assert key_for(from_environment, {"experimental_bearer_token": "t", **OPENAI}) == "t"
    with pytest.raises(ModelError) as raised:
        key_for(from_environment, {"env_key": "FOO_KEY", "env_key_instructions": "get one"})
    assert str(raised.value) == "Missing environment variable: `FOO_KEY`. get one"


@pytest.mark.promise("auth-file")
def test_a_login_in_memory(tmp_path: Path) -> None:
    for auth in (appserver.AuthManager(), appserver.AuthManager(home=tmp_path)):
        auth.log_in(KEY, store="ephemeral")
        assert login_key(auth, "ephemeral") == KEY
        auth.log_out()
        assert login_key(auth, "ephemeral") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.promise("auth-secrets")
def test_no_failure_tells_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    auth = appserver.AuthManager(home=tmp_path)
    auth.log_in(KEY)
    said: list[Any] = [auth, auth.login(), AuthFile(str(tmp_path)), repr(auth.login())]
    for call in ("replace", "fsync"):
        with monkeypatch.context() as patch:

            def fail(*_arguments: Any) -> None:
                raise OSError(28, "No space left on device")

            patch.setattr(os, call, fail)
            with pytest.raises(appserver.AuthError, match="No space left on device") as raised:
                auth.log_in(f"{KEY}-2")
            said.append(raised.value)
        assert json.loads((tmp_path / "auth.json").read_text())["OPENAI_API_KEY"] == KEY
        assert [path.name for path in tmp_path.iterdir()] == ["auth.json"]
    with pytest.raises(appserver.AuthError) as raised:
        auth.log_in(f"{KEY}\udcff")
    said.append(raised.value)
    with pytest.raises(TypeError, match="cannot be pickled") as unpicklable:
        pickle.dumps(auth)
    said.append(unpicklable.value)
    (tmp_path / "auth.json").unlink()
    (tmp_path / "auth.json").mkdir()
    for action in (auth.login, auth.log_out, lambda: auth.log_in(KEY)):
        with pytest.raises(appserver.AuthError, match=r"auth\.json") as raised:
            action()
        said.append(raised.value)
    for one in said:
        text = f"{one} {one!r} {getattr(one, '__context__', None)!r} {getattr(one, '__cause__', None)!r}"
        assert KEY not in text
