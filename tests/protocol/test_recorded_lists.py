"""What is asked before there is a thread, and what is refused, beside what the real program was recorded to say."""

from __future__ import annotations

from typing import Any

import pytest

import appserver


@pytest.mark.promise(
    "value-empty-lists", "value-no-features", "account-none", "account-refused", "mode-lists"
)
@pytest.mark.parametrize(
    ("method", "params", "expected"),
    [
        (
            "account/read",
            {"refreshToken": False},
            {"account": None, "requiresOpenaiAuth": False, "workspaceRouting": None},
        ),
        ("account/bedrock/checkGovCloudRequirements", {}, {"isGovCloud": False, "shouldWarn": False}),
        ("account/logout", None, {}),
        ("account/login/cancel", {"loginId": "0199a213-81d3-7dd1-9a8b-4d2b1c8a7f11"}, {"status": "notFound"}),
        (
            "getAuthStatus",
            {"includeToken": None},
            {"authMethod": None, "authToken": None, "requiresOpenaiAuth": False},
        ),
        ("configRequirements/read", None, {"supportsIndependentSpeedModes": True, "requirements": None}),
        ("configRequirements/read", {}, {"supportsIndependentSpeedModes": True, "requirements": None}),
        (
            "hooks/list",
            {"cwds": ["/a", "/a"]},
            {"data": [{"cwd": "/a", "hooks": [], "warnings": [], "errors": []}] * 2},
        ),
        (
            "skills/list",
            {"cwds": ["/a", "b"], "forceReload": True},
            {"data": [{"cwd": cwd, "skills": [], "errors": []} for cwd in ("/a", "b")]},
        ),
        (
            "plugin/list",
            {"cwds": None},
            {"marketplaces": [], "marketplaceLoadErrors": [], "featuredPluginIds": []},
        ),
        ("plugin/installed", {"cwds": ["/a"]}, {"marketplaces": [], "marketplaceLoadErrors": []}),
        ("app/list", {"cursor": "bad", "threadId": None}, {"data": [], "nextCursor": None}),
        (
            "mcpServerStatus/list",
            {"cursor": None, "limit": 100, "detail": "toolsAndAuthOnly", "threadId": None},
            {"data": [], "nextCursor": None},
        ),
        ("thread/list", {}, {"data": [], "readStates": {}, "nextCursor": None, "backwardsCursor": None}),
        ("thread/loaded/list", {"cursor": "bad"}, {"data": [], "nextCursor": None}),
        ("thread/search", {"searchTerm": "x"}, {"data": [], "nextCursor": None, "backwardsCursor": None}),
        ("experimentalFeature/list", {"cursor": None, "threadId": None}, {"data": [], "nextCursor": None}),
        ("modelProvider/capabilities/read", {}, {"imageGeneration": False, "webSearch": False}),
        (
            "collaborationMode/list",
            {},
            {
                "data": [
                    {"name": "Plan", "mode": "plan", "model": None, "reasoning_effort": "medium"},
                    {"name": "Default", "mode": "default", "model": None, "reasoning_effort": None},
                ]
            },
        ),
        (
            "permissionProfile/list",
            {"cwd": "/a", "cursor": None, "limit": None},
            {
                "data": [
                    {"id": name, "description": None, "allowed": True}
                    for name in (":read-only", ":workspace", ":danger-full-access")
                ],
                "nextCursor": None,
            },
        ),
        (
            "permissionProfile/list",
            {"cursor": "1", "limit": 1},
            {"data": [{"id": ":workspace", "description": None, "allowed": True}], "nextCursor": "2"},
        ),
    ],
)
async def test_what_needs_no_thread_is_answered_as_recorded(method: str, params: Any, expected: Any) -> None:
    async with appserver.start(experimental_api=True) as client:
        assert await client.request_raw(method, params) == expected


UNKNOWN = "0199a213-81d3-7dd1-9a8b-4d2b1c8a7f11"
NO_UUID = (
    "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], found `x` at 1"
)


@pytest.mark.promise(
    "account-refused",
    "list-errors",
    "goal-errors",
    "thread-change-errors",
    "history-errors",
    "history-unknown-thread",
    "permission-profiles",
    "steer-errors",
    "fork-errors",
)
@pytest.mark.parametrize(
    ("method", "params", "code", "message"),
    [
        (
            "account/rateLimits/read",
            None,
            -32600,
            "codex account authentication required to read rate limits",
        ),
        ("account/usage/read", None, -32600, "codex account authentication required to read token usage"),
        (
            "account/workspaceMessages/read",
            None,
            -32600,
            "codex account authentication required to read workspace messages",
        ),
        ("account/login/cancel", {"loginId": "x"}, -32600, "invalid login id: x"),
        ("collaborationMode/list", None, -32600, "Invalid request: missing field `params`"),
        (
            "skills/list",
            {"forceReload": None},
            -32600,
            "Invalid request: invalid type: null, expected a boolean",
        ),
        ("skills/list", {"cwds": None}, -32600, "Invalid request: invalid type: null, expected a sequence"),
        (
            "config/read",
            {"includeLayers": None},
            -32600,
            "Invalid request: invalid type: null, expected a boolean",
        ),
        (
            "plugin/list",
            {"cwds": ["rel"]},
            -32600,
            "Invalid request: AbsolutePathBuf deserialized without a base path",
        ),
        ("permissionProfile/list", {"cursor": "bad"}, -32600, "invalid cursor: bad"),
        ("mcpServerStatus/list", {"cursor": "bad"}, -32600, "invalid cursor: bad"),
        ("mcpServerStatus/list", {"threadId": "x"}, -32600, f"invalid thread id: {NO_UUID}"),
        ("mcpServerStatus/list", {"threadId": UNKNOWN}, -32600, f"thread not found: {UNKNOWN}"),
        ("experimentalFeature/list", {"cursor": "bad"}, -32600, "invalid cursor: bad"),
        ("model/list", {"cursor": "bad"}, -32600, "invalid cursor: bad"),
        ("model/list", {"cursor": "100"}, -32600, "cursor 100 exceeds total models 1"),
        ("thread/list", {"cursor": "bad"}, -32600, "invalid cursor: bad"),
        ("thread/archive", {"threadId": "x"}, -32600, f"invalid session id: {NO_UUID}"),
        ("thread/unarchive", {"threadId": "x"}, -32600, f"invalid session id: {NO_UUID}"),
        ("thread/list", {"parentThreadId": "x"}, -32600, f"invalid parent thread id: {NO_UUID}"),
        (
            "thread/list",
            {"sortKey": "section_position"},
            -32600,
            "section-position sorting requires a section filter",
        ),
        ("thread/search", {"searchTerm": " "}, -32600, "thread/search requires a non-empty searchTerm"),
        ("thread/search", {"searchTerm": "x", "cursor": "bad"}, -32600, "invalid cursor: bad"),
        ("thread/turns/list", {"threadId": "x"}, -32600, f"invalid thread id: {NO_UUID}"),
        ("thread/turns/list", {"threadId": UNKNOWN}, -32600, f"thread not loaded: {UNKNOWN}"),
        ("thread/items/list", {"threadId": "x"}, -32600, f"invalid thread id: {NO_UUID}"),
        ("thread/items/list", {"threadId": UNKNOWN}, -32600, f"thread not loaded: {UNKNOWN}"),
        ("thread/fork", {"threadId": "x"}, -32600, f"invalid session id: {NO_UUID}"),
        ("thread/fork", {"threadId": UNKNOWN}, -32600, f"no rollout found for thread id {UNKNOWN}"),
        ("thread/name/set", {"threadId": "x", "name": "n"}, -32600, f"invalid thread id: {NO_UUID}"),
        (
            "thread/name/set",
            {"threadId": UNKNOWN, "name": "n"},
            -32600,
            f"no rollout found for thread id {UNKNOWN}",
        ),
        (
            "thread/metadata/update",
            {"threadId": UNKNOWN},
            -32600,
            "thread metadata update must include at least one field",
        ),
        (
            "thread/metadata/update",
            {"threadId": UNKNOWN, "gitInfo": {"sha": "1"}},
            -32600,
            f"no rollout found for thread id {UNKNOWN}",
        ),
        ("thread/settings/update", {"threadId": UNKNOWN}, -32600, f"thread not found: {UNKNOWN}"),
        ("thread/goal/get", {"threadId": "x"}, -32600, f"invalid thread id: {NO_UUID}"),
        ("thread/goal/get", {"threadId": UNKNOWN}, -32600, f"thread not found: {UNKNOWN}"),
        ("thread/goal/set", {"threadId": UNKNOWN, "objective": "o"}, -32600, f"thread not found: {UNKNOWN}"),
        ("thread/goal/clear", {"threadId": UNKNOWN, "origin": None}, -32600, f"thread not found: {UNKNOWN}"),
        (
            "turn/steer",
            {"threadId": "x", "expectedTurnId": "z", "input": []},
            -32600,
            f"invalid thread id: {NO_UUID}",
        ),
        (
            "turn/steer",
            {"threadId": UNKNOWN, "expectedTurnId": "z", "input": []},
            -32600,
            f"thread not found: {UNKNOWN}",
        ),
        (
            "thread/start",
            {"sandbox": "read-only", "permissions": ":read-only"},
            -32600,
            "`permissions` cannot be combined with `sandbox`",
        ),
    ],
)
async def test_what_needs_no_thread_is_refused_as_recorded(
    method: str, params: Any, code: int, message: str
) -> None:
    async with appserver.start(experimental_api=True) as client:
        with pytest.raises(appserver.ServerError) as raised:
            await client.request_raw(method, params)
        assert (raised.value.code, raised.value.message) == (code, message)
