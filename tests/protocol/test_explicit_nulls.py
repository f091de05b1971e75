"""Some clients write a null for every field that they do not set. Each served request takes that as nothing."""

from __future__ import annotations

from typing import Any

import pytest

import appserver
from appserver.assembly import BUILT_IN_METHODS
from appserver.protocol._support.methods import request_class

THREAD = "0199a213-81d3-7dd1-9a8b-4d2b1c8a7f11"
REQUIRED: dict[str, Any] = {
    "threadId": THREAD,
    "turnId": "t",
    "expectedTurnId": "t",
    "input": [],
    "items": [],
    "name": "n",
    "searchTerm": "x",
    "command": "true",
    "loginId": THREAD,
    "clientInfo": {"name": "n", "title": None, "version": "1"},
    "type": "apiKey",
    "apiKey": "k",
    "beforeTurnId": "t",
    "edits": [],
    "keyPath": "k",
    "classification": "bug",
    "enabled": False,
    "extraRoots": [],
    "value": "v",
    "mergeStrategy": "replace",
    "processId": "1",
    "size": {"cols": 80, "rows": 24},
    "server": "s",
    "tool": "t",
    "uri": "file:///x",
    "target": {"type": "uncommittedChanges"},
}
"""Something for each field that must be there."""


def nulls(method: str) -> dict[str, Any] | None:
    """The params of a method with null wherever a field may be left out."""
    params_type = request_class(method)
    assert params_type is not None
    if not params_type.takes_params:
        return None
    params: dict[str, Any] = {}
    for name, field in params_type.model_fields.items():
        wire = field.alias or field.serialization_alias or name
        if field.is_required():
            params[wire] = REQUIRED[wire]
        elif field.default is None:
            params[wire] = None
    if method == "account/login/start":
        params["apiKey"] = "k"
    if method == "command/exec":
        params["command"] = ["true"]
    return params


async def outcome(client: appserver.AppServerClient, method: str, params: Any) -> Any:
    """What a request is answered, or the text of its error."""
    try:
        return await client.request_raw(method, params)
    except appserver.ServerError as error:
        return error.message


@pytest.mark.promise("list-errors")
@pytest.mark.parametrize("method", sorted(set(BUILT_IN_METHODS) - {"getAuthStatus", "initialize"}))
async def test_a_null_is_taken_as_nothing(method: str) -> None:
    params = nulls(method)
    given = params and {name: value for name, value in params.items() if value is not None}
    async with appserver.start(experimental_api=True) as client:
        with_nulls = await outcome(client, method, params)
        without = await outcome(client, method, given)
    assert not str(with_nulls).startswith("Invalid request")
    if isinstance(with_nulls, dict) and "thread" in with_nulls:  # two threads, which differ in their ids
        assert with_nulls.keys() == without.keys()
    else:
        assert with_nulls == without
