"""Tokens of a listener: what cannot be one is refused when it is made, and not to every client that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver import CapabilityToken, SignedToken

if TYPE_CHECKING:
    from pathlib import Path

SECRET = b"x" * 32


@pytest.mark.promise("wire-tokens")
@pytest.mark.parametrize("token", ["", " ", " a", "a\n", "a\tb", "a\nb", "\u00e4", "a\x7f", "\ud800"])
def test_a_token_that_no_client_could_show(token: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"the token (is empty|begins or ends with|holds what no header)"):
        CapabilityToken.from_token(token)
    file = tmp_path / "token"
    file.write_bytes(token.encode(errors="surrogatepass"))
    if token in {" a", "a\n"}:  # blanks around it are none of its own
        assert CapabilityToken.from_file(file) == CapabilityToken.from_token(token.strip())
        return
    with pytest.raises(ValueError, match=r"websocket auth secret .*token (must not be|holds what no header)"):
        CapabilityToken.from_file(file)


@pytest.mark.parametrize("token", ["a", "open sesame", "~!@#$%^&*()_+=/"])
def test_a_token_that_can_be_shown(token: str, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{token}\r\n")
    assert CapabilityToken.from_file(str(tmp_path / "token")) == CapabilityToken.from_token(token)


WRONG: list[tuple[Any, dict[str, Any], type[Exception], str]] = [
    (CapabilityToken, {"sha256": "x" * 32}, TypeError, "sha256 is of the type bytes, not str"),
    (CapabilityToken, {"sha256": b"x"}, ValueError, "32 bytes"),
    (CapabilityToken.from_token, {"token": b"x"}, TypeError, "the token is of the type str, not bytes"),
    (CapabilityToken.from_sha256, {"digest": 5}, TypeError, "the digest is of the type str, not int"),
    (SignedToken, {"secret": "x" * 32}, TypeError, "secret is of the type bytes, not str"),
    (SignedToken, {"secret": b"x" * 31}, ValueError, "at least 32 bytes"),
    (SignedToken, {"secret": SECRET, "issuer": 5}, TypeError, "issuer is of the type str, not int"),
    (SignedToken, {"secret": SECRET, "audience": ["a"]}, TypeError, "audience is of the type str, not list"),
    *(
        (SignedToken, {"secret": SECRET, "max_clock_skew_seconds": value}, error, "max_clock_skew_seconds is")
        for value, error in (
            ("1", TypeError),
            (1.5, TypeError),
            (True, TypeError),
            (-1, ValueError),
            (2**64, ValueError),
        )
    ),
]


@pytest.mark.parametrize(("make", "arguments", "error", "text"), WRONG)
def test_what_is_no_token(make: Any, arguments: dict[str, Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        make(**arguments)


def test_a_token_is_in_no_repr() -> None:
    for token in (CapabilityToken.from_token("sesame"), SignedToken(secret=b"sesame" * 6)):
        assert "sesame" not in repr(token)
        assert "sha256" not in repr(token)
