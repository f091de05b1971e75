"""Tokens: who is let in where others can reach a socket, and what the others are told."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from appserver._core import WireAuth
from tests.native.raw_peer import RawPeer, open_wire
from tests.native.tokens import GOOD, SECRET, SIGNED, FromNow, Shown, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appserver._core import Wire


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = open_wire()
    yield wire
    wire.shut_down()


def ask(wire: Wire, auth: WireAuth, *authorization: str) -> tuple[int, str]:
    """What a client is told that shows this."""
    listener, _, port = wire.listen_websocket("127.0.0.1", 0, auth=auth)
    peer = RawPeer.tcp(port)
    headers = dict(zip(("authorization", "Authorization"), authorization, strict=False))
    status, _, body = peer.upgrade(**headers)
    peer.close()
    wire.close_listener(listener)
    return status, body.decode()


CAPABILITIES = {
    "token": WireAuth.capability_token(b"open sesame"),
    "digest": WireAuth.capability_sha256(hashlib.sha256(b"open sesame").digest()),
}


@pytest.mark.promise("wire-tokens")
@pytest.mark.parametrize("auth", CAPABILITIES.values(), ids=CAPABILITIES)
@pytest.mark.parametrize(
    "authorization", ["Bearer open sesame", "bearer open sesame", "BEARER   open sesame "], ids=repr
)
def test_the_right_token(wire: Wire, auth: WireAuth, authorization: str) -> None:
    assert ask(wire, auth, authorization) == (101, "")


@pytest.mark.promise("wire-tokens")
@pytest.mark.parametrize("auth", CAPABILITIES.values(), ids=CAPABILITIES)
@pytest.mark.parametrize(
    ("authorization", "reason"),
    [
        ([], "a bearer token is needed"),
        (["Bearer open sesam"], "not the right one"),
        (["Bearer open sesame!"], "not the right one"),
        (["Bearer " + "x" * 5000], "not the right one"),
        (["Bearer " + hashlib.sha256(b"open sesame").hexdigest()], "not the right one"),
        (["Bearer "], "not of the form"),
        (["Bearer"], "not of the form"),
        (["open sesame"], "not of the form"),
        (["Basic open sesame"], "not of the form"),
        (["Bearer \xe9"], "not of the form"),
        (["Bearer open sesame", "Bearer open sesame"], "several"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_any_other_token(wire: Wire, auth: WireAuth, authorization: list[str], reason: str) -> None:
    status, body = ask(wire, auth, *authorization)
    assert status == 401
    assert reason in body
    assert "sesame" not in body


@pytest.fixture
def auth() -> WireAuth:
    return WireAuth.signed_bearer_token(SECRET, issuer="me", audience="you", max_clock_skew_seconds=30)


@pytest.mark.promise("wire-tokens")
@pytest.mark.parametrize("shown", SIGNED, ids=lambda shown: shown.what)
def test_a_signed_token(wire: Wire, shown: Shown) -> None:
    issuer, audience = ("me", "you") if shown.is_named else (None, None)
    auth = WireAuth.signed_bearer_token(SECRET, issuer=issuer, audience=audience, max_clock_skew_seconds=30)
    status, body = ask(wire, auth, "Bearer " + shown.token())
    assert (status, shown.reason in body) == (401 if shown.reason else 101, True), body


def test_issuer_and_audience_are_compared_only_where_they_are_asked_for(wire: Wire) -> None:
    auth = WireAuth.signed_bearer_token(SECRET, issuer=None, audience=None, max_clock_skew_seconds=0)
    assert ask(wire, auth, "Bearer " + signed({"exp": FromNow(3600)}))[0] == 101
    assert ask(wire, auth, "Bearer " + signed(GOOD))[0] == 101


def test_any_difference_of_clocks_can_be_asked_for(wire: Wire) -> None:
    auth = WireAuth.signed_bearer_token(SECRET, issuer=None, audience=None, max_clock_skew_seconds=2**64 - 1)
    assert ask(wire, auth, "Bearer " + signed({"exp": FromNow(-3600)}))[0] == 101


def test_what_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="the token is empty"):
        WireAuth.capability_token(b"")
    with pytest.raises(ValueError, match="32 bytes, this one 31"):
        WireAuth.capability_sha256(b"x" * 31)
    with pytest.raises(ValueError, match="the secret has 31 bytes"):
        WireAuth.signed_bearer_token(b"x" * 31, issuer=None, audience=None, max_clock_skew_seconds=30)


def test_health_needs_no_token_and_a_web_page_gets_nothing(wire: Wire) -> None:
    _, _, port = wire.listen_websocket("127.0.0.1", 0, auth=CAPABILITIES["token"])
    assert RawPeer.tcp(port).request(path="/healthz")[0] == 200
    assert RawPeer.tcp(port).request(path="/")[0] == 401
    status, headers, _ = RawPeer.tcp(port).upgrade()
    assert (status, headers["www-authenticate"]) == (401, "Bearer")
    page = RawPeer.tcp(port)
    assert page.upgrade(origin="http://localhost", authorization="Bearer open sesame")[0] == 403
    assert wire.stats()["opened"] == 0


def test_other_addresses_need_one(wire: Wire) -> None:
    _, host, port = wire.listen_websocket("0.0.0.0", 0, auth=CAPABILITIES["token"])
    assert host == "0.0.0.0"
    assert RawPeer.tcp(port).upgrade(authorization="Bearer open sesame")[0] == 101
