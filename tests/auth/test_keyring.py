"""A login in the keyring of the system: kept there as Codex keeps it, and a keyring that fails holds nobody up."""

from __future__ import annotations

import gc
import sys
import threading
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.auth import system_keyring
from appserver.auth.manager import AuthError
from appserver.auth.system_keyring import SERVICE, KeyringError, account_of
from tests.auth.test_accounts import KEY, options

keyring: Any = pytest.importorskip(
    "keyring", reason="needs the extra: pip install 'appserver-runtime[keyring]'"
)

from keyring.backend import KeyringBackend  # noqa: E402 - where there is one
from keyring.errors import KeyringLocked, NoKeyringError, PasswordSetError  # noqa: E402 - as above

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appserver.feedback.bundle import FeedbackBundle

TEXT = f'{{"auth_mode":"apikey","OPENAI_API_KEY":"{KEY}"}}'


class Ring(KeyringBackend):
    """A keyring that does as it is told."""

    priority = 1  # pyright: ignore[reportAssignmentType] - the package declares a property of the class

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.fault: Exception | None = None
        self.forgets = False
        self.opened = threading.Event()
        self.opened.set()

    def _ask(self) -> None:
        self.opened.wait()
        if self.fault is not None:
            raise self.fault

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        if not self.forgets:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[Ring]:
    before = keyring.get_keyring()
    ring = Ring()
    keyring.set_keyring(ring)
    yield ring
    ring.opened.set()
    keyring.set_keyring(before)


def break_ring(ring: Ring, fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    match fault:
        case "hangs":
            monkeypatch.setattr(system_keyring, "KEYRING_SECONDS", 0.01)
            ring.opened.clear()
        case "forgets":
            ring.forgets = True
        case "missing":
            monkeypatch.setitem(sys.modules, "keyring", None)
        case _:
            ring.fault = FAULTS[fault]


FAULTS = {
    "none": NoKeyringError("no backend"),
    "locked": KeyringLocked("locked"),
    "refuses": PasswordSetError(f"cannot store {KEY}"),
    "own": RuntimeError(f"secret {KEY}"),
}
REASONS = {
    "none": "this system has none",
    "locked": "it is locked; unlock it",
    "refuses": "it does not take the login",
    "own": "it has failed with RuntimeError",
    "hangs": "it has not answered for 20 seconds; unlock it",
    "forgets": "it has not kept the login",
    "missing": r"install appserver-runtime\[keyring\]",
}


@pytest.mark.promise("auth-keyring")
def test_a_login_is_kept_as_codex_keeps_it(ring: Ring, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    link = tmp_path / "link"
    link.symlink_to(home)
    account = f"cli|{sha256(str(home).encode()).hexdigest()[:16]}"
    assert account_of(str(link)) == account
    appserver.AuthManager(home=home).log_in("sk-other")
    store: Any
    for store in ("keyring", "auto"):
        auth = appserver.AuthManager(home=link)
        auth.log_in(KEY, store=store)
        assert ring.kept == {(SERVICE, account): TEXT}
        assert list(home.iterdir()) == []
        for reader in (auth, appserver.AuthManager(home=home)):
            login = reader.login(store=store)
            assert login is not None
            assert (login.mode, login.key) == ("apikey", KEY)
        assert appserver.AuthManager(home=home).login(store="file") is None
        auth.log_in("sk-file", store="file")
        for _ in range(2):
            auth.log_out(store=store)
            assert ring.kept == {}
            assert list(home.iterdir()) == []
            assert auth.login(store=store) is None


@pytest.mark.promise("auth-keyring")
@pytest.mark.parametrize("fault", REASONS)
def test_a_keyring_that_cannot_be_used(
    ring: Ring, fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_ring(ring, fault, monkeypatch)
    auth = appserver.AuthManager(home=tmp_path)
    said: list[object] = []
    with pytest.raises(
        appserver.AuthError, match=f"{REASONS[fault]}; or set cli_auth_credentials_store"
    ) as raised:
        auth.log_in(KEY, store="keyring")
    said.append(raised.value)
    if fault != "forgets":
        for action in (auth.login, auth.log_out, appserver.AuthManager(home=tmp_path).login):
            with pytest.raises(appserver.AuthError, match=REASONS[fault]) as raised:
                action(store="keyring")
            said.append(raised.value)
    auth.log_in(KEY, store="auto")
    assert (tmp_path / "auth.json").exists()
    for reader in (auth, appserver.AuthManager(home=tmp_path)):
        login = reader.login(store="auto")
        assert login is not None
        assert login.key == KEY
    auth.log_out(store="auto")
    assert auth.login(store="auto") is None
    for error in said:
        assert isinstance(error, Exception)
        assert KEY not in f"{error} {error!r} {error.__context__!r} {error.__cause__!r}"


@pytest.mark.promise("auth-keyring")
@pytest.mark.parametrize("has_looked", [True, False])
@pytest.mark.parametrize("fault", [fault for fault in REASONS if fault != "forgets"])
def test_nobody_is_told_to_be_logged_out_whose_login_stays(
    ring: Ring, fault: str, has_looked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    appserver.AuthManager(home=tmp_path).log_in(KEY, store="auto")
    (tmp_path / "auth.json").write_text(TEXT)
    auth = appserver.AuthManager(home=tmp_path)
    if has_looked:
        assert auth.login(store="auto") is not None
    break_ring(ring, fault, monkeypatch)
    if fault in {"none", "missing"}:
        auth.log_out(store="auto")
    else:
        with pytest.raises(appserver.AuthError, match=REASONS[fault]) as raised:
            auth.log_out(store="auto")
        assert KEY not in f"{raised.value} {raised.value.__context__!r}"
    assert not (tmp_path / "auth.json").exists()
    ring.fault = None
    ring.opened.set()


@pytest.mark.promise("auth-keyring", "feedback-secrets")
@pytest.mark.parametrize("store", ["keyring", "auto", "file"])
async def test_feedback_does_not_show_a_login_wherever_it_is_kept(
    ring: Ring, store: str, tmp_path: Path
) -> None:
    taken: list[FeedbackBundle] = []
    (tmp_path / "config.toml").write_text(f"cli_auth_credentials_store = '{store}'\n")
    async with appserver.start(**options(tmp_path, feedback=taken.append)) as client:
        await client.request_raw("account/login/start", {"type": "apiKey", "apiKey": KEY})
        await client.request(
            p.FeedbackUploadParams(classification="bug", reason=f"my {KEY}", include_logs=False)
        )
    async with appserver.start(**options(tmp_path, feedback=taken.append)) as client:
        await client.request(
            p.FeedbackUploadParams(classification="bug", reason=f"my {KEY}", include_logs=False)
        )
        assert bool(ring.kept) == (store != "file")
    assert [bundle.reason for bundle in taken] == ["my [secret]"] * 2


@pytest.mark.promise("auth-keyring")
@pytest.mark.parametrize("text", ["{", "[]", '{"OPENAI_API_KEY":5}', ""])
def test_what_is_no_login_counts_as_none_and_stays(ring: Ring, tmp_path: Path, text: str) -> None:
    place = (SERVICE, account_of(str(tmp_path)))
    ring.kept[place] = text
    login = appserver.AuthManager(home=tmp_path).login(store="keyring")
    assert login is None or login.key is None
    assert ring.kept == {place: text}


@pytest.mark.promise("auth-keyring")
async def test_a_server_whose_keyring_waits_for_its_user_answers_others(ring: Ring, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("cli_auth_credentials_store = 'keyring'\n")
    bundles: list[Any] = []
    async with appserver.start(**options(tmp_path), feedback=bundles.append) as client:
        ring.opened.clear()
        answers: list[Any] = []

        async def log_in() -> None:
            answers.append(await client.request_raw("account/login/start", {"type": "apiKey", "apiKey": KEY}))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(log_in)
            assert (await client.request(p.ThreadLoadedListParams())).data == []
            assert answers == []
            ring.opened.set()
        assert answers == [{"type": "apiKey"}]
        assert (await client.request(p.GetAccountParams())).account is not None
        assert not (tmp_path / "auth.json").exists()
        status = await client.request_raw("getAuthStatus", {"includeToken": True})
        assert status["authToken"] == KEY
        asked = p.FeedbackUploadParams(classification="bug", reason=f"my key is {KEY}", include_logs=True)
        await client.request(asked)
        assert KEY not in repr(bundles[0].reason)
        ring.kept.clear()  # another program has logged out
        assert (await client.request(p.GetAccountParams())).account is None
        ring.fault = KeyringLocked("locked")
        with pytest.raises(appserver.ServerError, match="it is locked; unlock it"):
            await client.request(p.GetAccountParams())
        with pytest.raises(appserver.ServerError, match="it is locked; unlock it"):
            await client.request_raw("account/logout", None)


@pytest.mark.promise("no-garbage")
@pytest.mark.parametrize(
    "asked",
    [p.ApiKeyLoginAccountParams(api_key=KEY), p.LogoutAccountParams(), p.GetAccountParams()],
    ids=lambda asked: type(asked).__name__,
)
async def test_what_a_keyring_refuses_waits_for_no_collector(ring: Ring, asked: Any, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("cli_auth_credentials_store = 'keyring'\n")
    ring.fault = KeyringLocked("locked")
    async with appserver.start(**options(tmp_path)) as client:
        gc.collect()
        gc.disable()
        try:
            for _ in range(5):
                with pytest.raises(appserver.ServerError, match="it is locked"):
                    await client.request(asked)
            held = [one for one in gc.get_objects() if isinstance(one, AuthError | KeyringError)]
            assert len(held) <= 2, "their frames hold the key"  # what was seen last, and what was raised last
        finally:
            gc.enable()
