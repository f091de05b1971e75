"""JSON Web Tokens, right and wrong ones: one table for the wire, and for the real program beside ours."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["GOOD", "SECRET", "SIGNED", "FromNow", "Shown", "signed"]

SECRET: Final = b"0123456789abcdef0123456789abcdef"

NO_TOKEN: Final = "not a valid JSON Web Token"
CRITICAL: Final = "demands an extension that is not known here (crit)"


class FromNow(float):
    """So many seconds from when the token is signed: the tests may run long after they were collected."""

    def dated(self, now: int) -> float:
        """The time that is meant now, as a whole number where it is one."""
        return now + (int(self) if self.is_integer() else float(self))


GOOD: Final[dict[str, object]] = {"exp": FromNow(3600), "iss": "me", "aud": "you"}


def signed(
    claims: object, secret: bytes = SECRET, *, header: object = None, digest: Any = hashlib.sha256
) -> str:
    """A token that is signed as its header says, unless told otherwise. A text is the JSON itself."""
    header = {"alg": "HS256", "typ": "JWT"} if header is None else header
    text = f"{_part(header)}.{_part(_dated(claims))}"
    return f"{text}.{_encoded(hmac.digest(secret, text.encode(), digest))}"


def _dated(claims: object) -> object:
    """The claims with the times that they mean now."""
    now = int(time.time())
    if isinstance(claims, str):
        return claims.replace("LATER", str(now + 3600)).replace("BEFORE", str(now - 3600))
    if not isinstance(claims, dict):
        return claims
    return {name: value.dated(now) if isinstance(value, FromNow) else value for name, value in claims.items()}


def _part(value: object) -> str:
    return _encoded((value if isinstance(value, str) else json.dumps(value)).encode())


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A token that somebody shows.

    Attributes:
        what: what is special about it.
        claims: its claims, beside good ones; one that is `LEFT_OUT` is not there. A text is the JSON itself.
        header: its header, beside `alg`; likewise.
        secret, digest: what it is signed with.
        cut: how to change the token.
        reason: why it is refused; empty: it is let in.
        differs: why the real program does otherwise; empty: it does the same.
        is_named: whether an issuer and an audience are asked for.
    """

    what: str
    claims: Any = None
    header: Any = None
    secret: bytes = SECRET
    digest: Any = hashlib.sha256
    cut: Any = None
    reason: str = ""
    differs: str = ""
    is_named: bool = True

    def token(self) -> str:
        """The token, signed now."""
        token = signed(
            _with(GOOD, self.claims),
            self.secret,
            header=_with({"alg": "HS256", "typ": "JWT"}, self.header),
            digest=self.digest,
        )
        return token if self.cut is None else str(self.cut(token))


LEFT_OUT: Final = object()


def _with(usual: dict[str, object], more: Any) -> Any:
    if not isinstance(more, dict):
        return usual if more is None else more
    return {name: value for name, value in {**usual, **more}.items() if value is not LEFT_OUT}


NUMBERS: Final = "it reads times as whole numbers of 64 bits; RFC 7519 has others too"
NO_TIME: Final = "it reads it as the year before 1970, or as not there; here a time is a number from 0 on"
CRITICALS: Final = "it does not look at it; RFC 7515, 4.1.11, has such tokens refused"

SIGNED: Final = [
    Shown(what="good"),
    # Times.
    Shown(what="exp a fraction", claims={"exp": FromNow(3600.5)}, differs=NUMBERS),
    Shown(what="exp an exponent", claims='{"exp": 1e11, "iss": "me", "aud": "you"}', differs=NUMBERS),
    Shown(what="exp over, within the difference of clocks", claims={"exp": FromNow(-10)}),
    Shown(what="exp over", claims={"exp": FromNow(-60)}, reason="has expired"),
    Shown(what="exp 0", claims={"exp": 0}, reason="has expired"),
    Shown(what="exp negative", claims={"exp": -1}, reason=NO_TOKEN),
    Shown(what="exp of 63 bits", claims={"exp": 2**63 - 1}),
    Shown(what="exp of 64 bits", claims={"exp": 2**64 - 1}, differs=NUMBERS),
    Shown(what="exp of 65 bits", claims={"exp": 2**64}, reason=NO_TOKEN),
    Shown(what="exp without end", claims='{"exp": 1e400, "iss": "me", "aud": "you"}', reason=NO_TOKEN),
    Shown(what="exp missing", claims={"exp": LEFT_OUT}, reason=NO_TOKEN),
    Shown(what="exp null", claims={"exp": None}, reason=NO_TOKEN),
    Shown(what="exp a text", claims={"exp": "soon"}, reason=NO_TOKEN),
    Shown(what="exp a text of digits", claims='{"exp": "LATER", "iss": "me", "aud": "you"}', reason=NO_TOKEN),
    Shown(what="exp true", claims={"exp": True}, reason=NO_TOKEN),
    Shown(what="exp a list", claims={"exp": [FromNow(3600)]}, reason=NO_TOKEN),
    Shown(what="exp an object", claims={"exp": {"exp": 1}}, reason=NO_TOKEN),
    Shown(what="nbf before", claims={"nbf": FromNow(-10)}),
    Shown(what="nbf soon, within the difference of clocks", claims={"nbf": FromNow(10)}),
    Shown(what="nbf later", claims={"nbf": FromNow(3600)}, reason="is not valid yet"),
    Shown(what="nbf a fraction later", claims={"nbf": FromNow(3600.5)}, reason="is not valid yet"),
    Shown(what="nbf of 63 bits", claims={"nbf": 2**63 - 1}, reason="is not valid yet"),
    Shown(what="nbf 0", claims={"nbf": 0}),
    Shown(what="nbf negative", claims={"nbf": -1}, reason=NO_TOKEN, differs=NO_TIME),
    Shown(what="nbf a text", claims={"nbf": "soon"}, reason=NO_TOKEN),
    Shown(what="nbf null", claims={"nbf": None}, reason=NO_TOKEN, differs=NO_TIME),
    Shown(what="iat later", claims={"iat": FromNow(3600)}),
    Shown(what="more claims", claims={"sub": "anybody", "more": [1]}),
    # Who signed, and for whom.
    Shown(what="iss another", claims={"iss": "you"}, reason="of another issuer"),
    Shown(what="iss in capitals", claims={"iss": "ME"}, reason="of another issuer"),
    Shown(what="iss empty", claims={"iss": ""}, reason="of another issuer"),
    Shown(what="iss missing", claims={"iss": LEFT_OUT}, reason="of another issuer"),
    Shown(what="iss null", claims={"iss": None}, reason="of another issuer"),
    Shown(what="iss a list with it", claims={"iss": ["me"]}, reason=NO_TOKEN),
    Shown(what="iss a list with it and more", claims={"iss": ["me", "others"]}, reason=NO_TOKEN),
    Shown(what="iss an object", claims={"iss": {"me": 1}}, reason=NO_TOKEN),
    Shown(what="iss a number", claims={"iss": 1}, reason=NO_TOKEN),
    Shown(what="aud a list with it", claims={"aud": ["others", "you"]}),
    Shown(what="aud another", claims={"aud": "me"}, reason="for another audience"),
    Shown(what="aud a list without it", claims={"aud": ["me"]}, reason="for another audience"),
    Shown(what="aud an empty list", claims={"aud": []}, reason="for another audience"),
    Shown(what="aud missing", claims={"aud": LEFT_OUT}, reason="for another audience"),
    Shown(what="aud null", claims={"aud": None}, reason="for another audience"),
    Shown(what="aud a list with a number", claims={"aud": ["you", 1]}, reason=NO_TOKEN),
    Shown(what="aud an object", claims={"aud": {"you": 1}}, reason=NO_TOKEN),
    # The same where none is asked for.
    Shown(what="unnamed: good", is_named=False),
    Shown(what="unnamed: no iss, no aud", claims={"iss": LEFT_OUT, "aud": LEFT_OUT}, is_named=False),
    Shown(what="unnamed: any iss, any aud", claims={"iss": "x", "aud": ["y"]}, is_named=False),
    Shown(what="unnamed: iss a list", claims={"iss": ["me"]}, reason=NO_TOKEN, is_named=False),
    Shown(what="unnamed: aud a number", claims={"aud": 1}, reason=NO_TOKEN, is_named=False),
    # What is there twice.
    *(
        Shown(
            what=f"{name} twice",
            claims=f'{{"exp": LATER, "iss": "me", "aud": "you", {more}}}',
            reason=NO_TOKEN,
        )
        for name, more in (
            ("exp", '"exp": LATER'),
            ("exp over", '"exp": BEFORE'),
            ("nbf", '"nbf": 0, "nbf": 0'),
            ("iss", '"iss": "me"'),
            ("aud", '"aud": "you"'),
        )
    ),
    Shown(what="alg twice", header='{"alg": "HS256", "alg": "HS256"}', reason=NO_TOKEN),
    Shown(what="alg twice, none first", header='{"alg": "none", "alg": "HS256"}', reason=NO_TOKEN),
    # Claims that are none.
    Shown(what="claims a list", claims=[], reason=NO_TOKEN),
    Shown(what="claims a text", claims='"text"', reason=NO_TOKEN),
    Shown(what="claims no JSON", claims="{", reason=NO_TOKEN),
    Shown(what="claims empty", claims="{}", reason=NO_TOKEN, is_named=False),
    # Algorithms.
    *(
        Shown(what=f"alg {algorithm!r}", header={"alg": algorithm}, reason=NO_TOKEN)
        for algorithm in (
            "none",
            "None",
            "NONE",
            "hs256",
            "Hs256",
            "HS256 ",
            "HS384",
            "RS256",
            "ES256",
            "",
            None,
            1,
        )
    ),
    Shown(what="alg missing", header={"alg": LEFT_OUT}, reason=NO_TOKEN),
    Shown(what="alg HS512, signed so", header={"alg": "HS512"}, digest=hashlib.sha512, reason=NO_TOKEN),
    Shown(
        what="alg none, without a signature",
        header={"alg": "none"},
        cut=lambda token: token.rpartition(".")[0] + ".",
        reason=NO_TOKEN,
    ),
    # Headers.
    Shown(what="no typ", header={"typ": LEFT_OUT}),
    Shown(what="another typ", header={"typ": "at+jwt"}),
    Shown(what="an unknown header", header={"x-more": {"a": 1}}),
    Shown(what="kid", header={"kid": "../../dev/null"}),
    Shown(what="crit unknown", header={"crit": ["x-more"], "x-more": 1}, reason=CRITICAL, differs=CRITICALS),
    Shown(what="crit b64", header={"crit": ["b64"], "b64": False}, reason=CRITICAL, differs=CRITICALS),
    Shown(what="crit of a known one", header={"crit": ["alg"]}, reason=CRITICAL, differs=CRITICALS),
    Shown(what="crit empty", header={"crit": []}, reason=CRITICAL, differs=CRITICALS),
    Shown(what="crit a text", header={"crit": "exp"}, reason=NO_TOKEN, differs=CRITICALS),
    # Tokens that are none.
    Shown(what="junk", cut=lambda _: "junk", reason=NO_TOKEN),
    Shown(what="three letters", cut=lambda _: "a.b.c", reason=NO_TOKEN),
    Shown(what="another secret", secret=b"another secret of thirty-two bytes", reason=NO_TOKEN),
    Shown(what="cut short", cut=lambda token: token[:-1], reason=NO_TOKEN),
    Shown(what="padded", cut=lambda token: token + "=", reason=NO_TOKEN),
    Shown(what="four parts", cut=lambda token: token + ".x", reason=NO_TOKEN),
    Shown(what="two parts", cut=lambda token: token.rpartition(".")[0], reason=NO_TOKEN),
    Shown(what="no signature", cut=lambda token: token.rpartition(".")[0] + ".", reason=NO_TOKEN),
    Shown(what="a blank within", cut=lambda token: token.replace(".", ". ", 1), reason=NO_TOKEN),
]
