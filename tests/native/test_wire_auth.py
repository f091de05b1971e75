"""Tokens: who is let in where others can reach a socket, and what the others are told."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import pytest

from appserver._core import WireAuth
from tests.native.raw_peer import RawPeer, open_wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appserver._core import Wire

SECRET = b"0123456789abcdef0123456789abcdef"


@pytest.fixture
def wire() -> Iterator[Wire]:
    wire = open_wire()
    yield wire
    wire.shut_down()


def part(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class FromNow(float):
    """So many seconds from when the token is signed: the tests may run long after they were collected."""


def dated(claims: object) -> object:
    """The claims with the times that they mean now."""
    if not isinstance(claims, dict):
        return claims
    now = int(time.time())
    return {name: now + value if isinstance(value, FromNow) else value for name, value in claims.items()}


def signed(
    claims: object, secret: bytes = SECRET, *, header: object = None, digest: Any = hashlib.sha256
) -> str:
    """A token that is signed as its header says, unless told otherwise."""
    header = {"alg": "HS256", "typ": "JWT"} if header is None else header
    text = f"{part(json.dumps(header).encode())}.{part(json.dumps(dated(claims)).encode())}"
    return f"{text}.{part(hmac.digest(secret, text.encode(), digest))}"


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


GOOD: dict[str, object] = {"exp": FromNow(3600), "iss": "me", "aud": "you"}


@pytest.mark.promise("wire-tokens")
@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"aud": ["others", "you"]},
        {"nbf": FromNow(-10)},
        {"exp": FromNow(3600.5)},
        {"exp": FromNow(-10)},  # clocks differ
        {"nbf": FromNow(10)},
        {"sub": "anybody", "more": [1]},
    ],
    ids=repr,
)
def test_a_signed_token(wire: Wire, auth: WireAuth, claims: dict[str, object]) -> None:
    assert ask(wire, auth, "Bearer " + signed(GOOD | claims)) == (101, "")


@pytest.mark.promise("wire-tokens")
@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"exp": FromNow(-60)}, "has expired"),
        ({"exp": None}, "not a valid JSON Web Token"),
        ({"exp": "soon"}, "not a valid JSON Web Token"),
        ({"exp": -1}, "not a valid JSON Web Token"),
        ({"nbf": FromNow(3600)}, "is not valid yet"),
        ({"nbf": "soon"}, "not a valid JSON Web Token"),
        ({"iss": "you"}, "of another issuer"),
        ({"iss": None}, "of another issuer"),
        ({"aud": "me"}, "for another audience"),
        ({"aud": ["me"]}, "for another audience"),
        ({"aud": []}, "for another audience"),
        ({"aud": None}, "for another audience"),
    ],
    ids=repr,
)
def test_claims_that_do_not_hold(wire: Wire, auth: WireAuth, claims: dict[str, object], reason: str) -> None:
    shown = {name: value for name, value in (GOOD | claims).items() if value is not None}
    status, body = ask(wire, auth, "Bearer " + signed(shown))
    assert status == 401
    assert reason in body


@pytest.mark.promise("wire-tokens")
@pytest.mark.parametrize(
    "token",
    [
        "junk",
        "a.b.c",
        signed(GOOD, b"another secret of thirty-two bytes"),
        signed(GOOD)[:-1],
        signed(GOOD) + ".x",
        signed(GOOD, header={"alg": "HS512"}, digest=hashlib.sha512),
        signed(GOOD, header={"alg": "HS512"}),
        signed(GOOD, header={"alg": "RS256"}),
        signed(GOOD, header={"alg": "none"}),
        signed(GOOD, header={"alg": "none"}).rpartition(".")[0] + ".",
        signed(GOOD, header={}),
        signed([]),
        signed(GOOD).replace(".", ". ", 1),
    ],
)
def test_tokens_that_are_none(wire: Wire, auth: WireAuth, token: str) -> None:
    status, body = ask(wire, auth, f"Bearer {token}")
    assert status == 401
    assert "not a valid JSON Web Token" in body


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
