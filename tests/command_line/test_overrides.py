"""`-c key=value`, as the real program reads it."""

from __future__ import annotations

from typing import Any

import pytest

from appserver.command_line.overrides import OverrideError, parse_overrides
from appserver.plain_data import nested


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("k=1", 1),
        ("k = 1 ", 1),
        ("k=-1.5", -1.5),
        ("k=true", True),
        ('k="text"', "text"),
        ("k=text", "text"),
        ("k=", ""),
        ("k=a=b", "a=b"),
        ("k='single'", "single"),
        ('k="open', "open"),
        ("k=[1, 2]", [1, 2]),
        ("k=[", "["),
        ("k={a=1, b={c='x'}}", {"a": 1, "b": {"c": "x"}}),
        ("k=1979-05-27", "1979-05-27"),
        ("k=07:32:00", "07:32:00"),
        ("k=inf", "inf"),
        ("k=9223372036854775807", 2**63 - 1),
        ("k=9223372036854775808", "9223372036854775808"),
        ("k=" + "[" * 100_000, "[" * 100_000),
    ],
)
def test_a_value_is_toml_or_else_text(text: str, value: Any) -> None:
    assert parse_overrides([text]) == {"k": value}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("key", "error parsing -c overrides: Invalid override (missing '='): key"),
        ("", "error parsing -c overrides: Invalid override (missing '='): "),
        ("=1", "error parsing -c overrides: Empty key in override: =1"),
        (" =1", "error parsing -c overrides: Empty key in override:  =1"),
    ],
)
def test_what_is_no_override_is_refused(text: str, reason: str) -> None:
    with pytest.raises(OverrideError) as raised:
        parse_overrides(["good=1", text])
    assert str(raised.value) == reason


@pytest.mark.parametrize(
    ("texts", "tables"),
    [
        (["a.b=1", "a.c=2"], {"a": {"b": 1, "c": 2}}),
        (["a=1", "a=2"], {"a": 2}),
        (["a.b=1", "a=2"], {"a": 2}),
        (["a=2", "a.b=1"], {"a": {"b": 1}}),
        (["a={b=1}", "a.c=2"], {"a": {"b": 1, "c": 2}}),
        (["a.b=1", "a={}", "a.c=2"], {"a": {"c": 2}}),
        (["a.b=1", "a={c=2}", "a.b=3"], {"a": {"c": 2, "b": 3}}),
        (["a..b=1"], {"a": {"": {"b": 1}}}),
        (["a={'b.c'=1}"], {"a": {"b.c": 1}}),
    ],
)
def test_the_last_of_a_place_counts(texts: list[str], tables: dict[str, Any]) -> None:
    overrides = parse_overrides(texts)
    before = repr(overrides)
    assert nested(overrides) == tables
    assert repr(overrides) == before
