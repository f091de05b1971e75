"""What the clients of a websocket have to show before they are let in: `authorization: Bearer` and a token."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, TypeAlias

from appserver import _core

__all__ = ["CapabilityToken", "SignedToken", "WebSocketAuth", "native_auth"]

MIN_SECRET_BYTES: Final = 32
"""What HS256 needs at the least: a shorter secret is guessed more easily than a signature is made."""

CLOCK_SKEW_SECONDS: Final = 30
"""How far the clocks of two machines may be off, as Codex has it."""


@dataclass(frozen=True, slots=True)
class CapabilityToken:
    """One secret that whoever knows it may connect with.

    Attributes:
        sha256: its digest; the token itself is not kept.
    """

    sha256: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_type("CapabilityToken: sha256", self.sha256, bytes)
        if len(self.sha256) != hashlib.sha256().digest_size:
            raise ValueError("sha256 is the digest of the token, 32 bytes")

    @classmethod
    def from_token(cls, token: str) -> Self:
        """The token itself.

        Raises:
            TypeError: it is no text.
            ValueError: it is empty, or no header can carry it.
        """
        _check_type("CapabilityToken: the token", token, str)
        if not token:
            raise ValueError("the token is empty")
        if token != token.strip():
            raise ValueError("the token begins or ends with a blank, which a header does not carry")
        _check_token(token.encode(errors="surrogatepass"), "the token")
        return cls(hashlib.sha256(token.encode()).digest())

    @classmethod
    def from_file(cls, path: Path | str) -> Self:
        """The token that is all that a file holds, but for blanks around it.

        Raises:
            OSError: the file cannot be read.
            ValueError: it is empty, or holds what no header can carry.
        """
        token = _read_secret(path)
        _check_token(token, f"websocket auth secret {path}")
        return cls(hashlib.sha256(token).digest())

    @classmethod
    def from_sha256(cls, digest: str) -> Self:
        """The digest of the token, so that the token itself is nowhere on this machine.

        Raises:
            TypeError, ValueError: it is no digest.
        """
        _check_type("CapabilityToken: the digest", digest, str)
        text = digest.strip()
        if len(text) != 64 or not text.isascii() or not text.isalnum():
            raise ValueError("must be a 64-character hex SHA-256 digest")
        try:
            return cls(bytes.fromhex(text))
        except ValueError:
            raise ValueError("must be a 64-character hex SHA-256 digest") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedToken:
    """Tokens that somebody who shares a secret signs, each with an end (JWT, HS256).

    Attributes:
        secret: the shared secret.
        issuer: who must have signed; None: whoever knows the secret.
        audience: whom the token must be for; None: anybody.
        max_clock_skew_seconds: how far the clock of whoever signed may be off.
    """

    secret: bytes = field(repr=False)
    issuer: str | None = None
    audience: str | None = None
    max_clock_skew_seconds: int = CLOCK_SKEW_SECONDS

    def __post_init__(self) -> None:
        _check_type("SignedToken: secret", self.secret, bytes)
        for name in ("issuer", "audience"):
            if (value := getattr(self, name)) is not None:
                _check_type(f"SignedToken: {name}", value, str)
        _check_type("SignedToken: max_clock_skew_seconds", self.max_clock_skew_seconds, int)
        if len(self.secret) < MIN_SECRET_BYTES:
            raise ValueError(f"the secret must be at least {MIN_SECRET_BYTES} bytes")
        if not 0 <= self.max_clock_skew_seconds < 2**64:
            raise ValueError(
                f"max_clock_skew_seconds is {self.max_clock_skew_seconds}; use 0 or more, of at most 64 bits"
            )

    @classmethod
    def from_file(
        cls,
        path: Path | str,
        *,
        issuer: str | None = None,
        audience: str | None = None,
        max_clock_skew_seconds: int = CLOCK_SKEW_SECONDS,
    ) -> Self:
        """The secret that is all that a file holds, but for blanks around it.

        Raises:
            OSError: the file cannot be read.
            ValueError: it holds too little.
        """
        secret = _read_secret(path)
        if len(secret) < MIN_SECRET_BYTES:
            raise ValueError(
                f"signed websocket bearer secret {path} must be at least {MIN_SECRET_BYTES} bytes"
            )
        return cls(
            secret=secret, issuer=issuer, audience=audience, max_clock_skew_seconds=max_clock_skew_seconds
        )


WebSocketAuth: TypeAlias = CapabilityToken | SignedToken


def native_auth(auth: object) -> _core.WireAuth:
    """What the wire asks of clients.

    Raises:
        TypeError: it is neither of the two.
    """
    if isinstance(auth, CapabilityToken):
        return _core.WireAuth.capability_sha256(auth.sha256)
    if isinstance(auth, SignedToken):
        return _core.WireAuth.signed_bearer_token(
            auth.secret,
            issuer=auth.issuer,
            audience=auth.audience,
            max_clock_skew_seconds=auth.max_clock_skew_seconds,
        )
    raise TypeError(f"auth is a CapabilityToken or a SignedToken, not {type(auth).__name__}")


def _check_type(name: str, value: object, wanted: type) -> None:
    if not isinstance(value, wanted) or isinstance(value, bool):
        raise TypeError(f"{name} is of the type {wanted.__name__}, not {type(value).__name__}")


def _check_token(token: bytes, name: str) -> None:
    """Refuse a token that no client could show."""
    if not all(0x20 <= byte < 0x7F for byte in token):
        raise ValueError(f"{name} holds what no header can carry; use letters, digits and signs of ASCII")


def _read_secret(path: Path | str) -> bytes:
    secret = Path(path).read_bytes().strip()
    if not secret:
        raise ValueError(f"websocket auth secret {path} must not be empty")
    return secret
