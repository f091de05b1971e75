"""Ids, made and read."""

from __future__ import annotations

import uuid

import pytest

from appserver.turns.identifiers import (
    InvalidIdentifierError,
    new_identifier,
    new_identifier_after,
    parse_identifier,
)

ID = "0199a213-81d3-7dd1-9a8b-4d2b1c8a7f11"
CHARACTER = "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], "


def test_new_ids_are_of_version_7_and_differ() -> None:
    ids = {new_identifier() for _ in range(1000)}
    assert len(ids) == 1000
    for text in ids:
        assert uuid.UUID(text).version == 7
        assert uuid.UUID(text).variant == uuid.RFC_4122
        assert parse_identifier(text) == text


@pytest.mark.parametrize("text", [ID, ID.upper(), ID.replace("-", ""), f"{{{ID}}}", f"urn:uuid:{ID}"])
def test_every_form_is_read(text: str) -> None:
    assert parse_identifier(text) == ID


@pytest.mark.promise("error-invalid-thread-id")
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", f"{CHARACTER}found `x` at 1"),
        ("", "invalid length: expected length 32 for simple format, found 0"),
        ("0199", "invalid length: expected length 32 for simple format, found 4"),
        ("zz" + ID[2:], f"{CHARACTER}found `z` at 1"),
        (ID[:-1], "invalid group length in group 4: expected 12, found 11"),
        (ID[:-1] + "é", f"{CHARACTER}found `é` at 36"),
        ("0199a213-81d37-dd1-9a8b-4d2b1c8a7f11", "invalid group length in group 1: expected 4, found 5"),
        (ID.replace("-", "_"), f"{CHARACTER}found `_` at 9"),
        (f"{ID[:-8]}-{ID[-8:]}", "invalid group count: expected 5, found 6"),
    ],
)
def test_reasons_are_those_of_codex(text: str, message: str) -> None:
    with pytest.raises(InvalidIdentifierError) as raised:
        parse_identifier(text)
    assert str(raised.value) == message


@pytest.mark.parametrize("head", ["00000000-0000", "01ffffff-ffff", "fffffffe-ffff", "7fffffff-fffe"])
def test_an_id_that_is_to_be_newer_is(head: str) -> None:
    other = f"{head}-7fff-bfff-ffffffffffff"
    for _ in range(200):
        fresh = new_identifier_after(other)
        assert fresh > other
        assert parse_identifier(fresh) == fresh
        assert fresh[14] == "7"
        other = fresh
