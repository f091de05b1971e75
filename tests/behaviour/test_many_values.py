"""Millions of small values in a message of any kind: refused before anything is made of them."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.assembly import BUILT_IN_METHODS
from appserver.turns import value_bounds
from appserver.turns.unread_input import check_unread_text
from appserver.turns.value_bounds import MAX_VALUES, check_values, check_values_of_text

if TYPE_CHECKING:
    from pathlib import Path

SHAPES: dict[str, Any] = {
    "a flat list": [0] * (MAX_VALUES + 1),
    "objects": [{}] * (MAX_VALUES + 1),
    "texts with what parts values": ['a,[{\\"b'] * (MAX_VALUES + 1),
    "names": {f"n{number}": "v" for number in range(MAX_VALUES + 1)},
    "lists in lists": [[[0, 0]] * 10] * (MAX_VALUES // 20),
}
ODD = [method for method in BUILT_IN_METHODS if method != "initialize"]


@pytest.mark.promise("few-values")
@pytest.mark.parametrize("shape", SHAPES)
async def test_no_method_reads_them(shape: str, tmp_path: Path) -> None:
    """Within the process and on a wire, for every method that the server has."""
    async with appserver.start() as client:
        await client.server.listen(f"unix://{tmp_path}/socket")
        async with appserver.connect(f"unix://{tmp_path}/socket") as other:
            given = {"threadId": "t", "gitInfo": SHAPES[shape]}
            for one, method in ((client, ODD[0]), (other, ODD[0]), (other, "thread/metadata/update")):
                with pytest.raises(appserver.ServerError, match=f"more than {MAX_VALUES} values") as refused:
                    await one.request_raw(method, given)
                assert refused.value.method == method
                assert refused.value.code == appserver.errors.ErrorCode.INVALID_REQUEST
            assert (await other.request(p.ModelListParams())).data


@pytest.mark.promise("few-values")
@pytest.mark.parametrize("method", BUILT_IN_METHODS)
def test_every_method_has_the_bound(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(value_bounds, "MAX_VALUES", 10_000)
    with pytest.raises(appserver.ServerError):
        check_unread_text(method, json.dumps({"x": [0] * 10_001}).encode())
    check_unread_text(method, json.dumps({"x": [0] * 9_000}).encode())


@pytest.mark.promise("few-values")
def test_a_text_is_one_value_however_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(value_bounds, "MAX_VALUES", 10)
    for said in (",[{" * 100, '\\"' * 100, '"' * 100, "\\" * 99, "\n,\t" * 50, "\x00\ud800," * 50):
        data: Any = {"text": said, "list": [said, {"a": said}]}
        check_values("m", data)
        check_values_of_text("m", json.dumps(data).encode())
    few: list[Any] = [[0] * 10, [[]] * 5, {str(n): 0 for n in range(10)}]
    for data in few:
        check_values("m", data)
        check_values_of_text("m", json.dumps(data).encode())
    many: list[Any] = [[0] * 11, [[]] * 6, [[], [{}]] * 5, {str(n): [n] for n in range(9)}]
    for data in many:
        with pytest.raises(appserver.ServerError):
            check_values("m", data)
        with pytest.raises(appserver.ServerError):
            check_values_of_text("m", json.dumps(data).encode())


@pytest.mark.promise("few-values")
def test_what_is_no_json_is_left_to_whoever_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(value_bounds, "MAX_VALUES", 10)
    for text in (b'"' + b"," * 100, b'"\\', b"\xff" * 100, b'"' * 99, b'",' + b'\\"' * (1 << 22)):
        check_values_of_text("m", text)  # the last in one pass, or it would not come to its end
    deep: list[Any] = []
    for _ in range(sys.getrecursionlimit() * 2):
        deep = [deep]
    with pytest.raises(appserver.ServerError):
        check_values("m", deep)
