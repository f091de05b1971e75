"""From wire data to models, and what is said about data that does not fit."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from appserver import protocol as p
from appserver.protocol._support import methods

# Method, params, and what codex 0.163.0 answers after "Invalid request: ".
REFUSALS: list[tuple[str, Any, str]] = [
    ("thread/read", {}, "missing field `threadId`"),
    ("thread/read", None, "missing field `params`"),
    ("thread/read", {"threadId": 5}, "invalid type: integer `5`, expected a string"),
    ("thread/read", {"threadId": None}, "invalid type: null, expected a string"),
    ("thread/read", {"threadId": {}}, "invalid type: map, expected a string"),
    ("thread/read", {"threadId": []}, "invalid type: sequence, expected a string"),
    ("thread/read", {"threadId": 1.5}, "invalid type: floating point `1.5`, expected a string"),
    ("thread/read", {"threadId": True}, "invalid type: boolean `true`, expected a string"),
    ("thread/read", {"thread_id": "x"}, "missing field `threadId`"),
    ("thread/read", [], "invalid length 0, expected struct ThreadReadParams with 2 elements"),
    ("thread/read", "s", 'invalid type: string "s", expected struct ThreadReadParams'),
    ("thread/read", 5, "invalid type: integer `5`, expected struct ThreadReadParams"),
    ("thread/read", {"threadId": "x", "includeTurns": "s"}, 'invalid type: string "s", expected a boolean'),
    ("thread/read", {"threadId": "x", "includeTurns": 5}, "invalid type: integer `5`, expected a boolean"),
    ("configRequirements/read", {"a": 1}, "invalid type: map, expected unit"),
    ("configRequirements/read", [], "invalid type: sequence, expected unit"),
    ("configRequirements/read", "x", 'invalid type: string "x", expected unit'),
    ("thread/list", {"limit": -1}, "invalid value: integer `-1`, expected u32"),
    ("thread/list", {"limit": 5000000000}, "invalid value: integer `5000000000`, expected u32"),
    ("thread/list", {"limit": 2.0}, "invalid type: floating point `2.0`, expected u32"),
    ("thread/list", {"limit": "x"}, 'invalid type: string "x", expected u32'),
    (
        "thread/list",
        {"sortKey": "zz"},
        "unknown variant `zz`, expected one of `created_at`, `updated_at`, `recency_at`, `section_position`",
    ),
    ("thread/list", {"sortKey": 5}, "invalid type: integer `5`, expected string or map"),
    ("thread/list", {"sourceKinds": "zz"}, 'invalid type: string "zz", expected a sequence'),
    ("thread/list", {"cwd": 5}, "data did not match any variant of untagged enum ThreadListCwdFilter"),
    (
        "thread/start",
        {"approvalPolicy": "zz"},
        "unknown variant `zz`, expected one of `untrusted`, `on-request`, `granular`, `never`",
    ),
    (
        "thread/start",
        {"approvalPolicy": {"zz": 1}},
        "unknown variant `zz`, expected one of `untrusted`, `on-request`, `granular`, `never`",
    ),
    ("thread/start", {"approvalPolicy": 5}, "invalid type: integer `5`, expected string or map"),
    ("thread/start", {"approvalPolicy": {}}, "invalid value: map, expected map with a single key"),
    ("thread/start", {"approvalPolicy": {"granular": {}}}, "missing field `sandbox_approval`"),
    (
        "thread/start",
        {"approvalPolicy": {"granular": 1}},
        "invalid type: integer `1`, expected struct variant",
    ),
    (
        "thread/start",
        {"approvalPolicy": "granular"},
        "invalid type: unit variant, expected struct variant",
    ),
    ("thread/start", {"config": []}, "invalid type: sequence, expected a map"),
    ("thread/start", {"historyMode": "zz"}, "unknown variant `zz`, expected `legacy` or `paginated`"),
    (
        "thread/start",
        {"runtimeWorkspaceRoots": ["rel"]},
        "AbsolutePathBuf deserialized without a base path",
    ),
    ("thread/start", {"runtimeWorkspaceRoots": [5]}, "invalid type: integer `5`, expected path string"),
    ("thread/start", {"multiAgentMode": {"custom": 5}}, "invalid type: integer `5`, expected a string"),
    (
        "thread/start",
        {"multiAgentMode": {"custom": "5", "x": 1}},
        "invalid value: map, expected map with a single key",
    ),
    ("turn/start", {}, "missing field `threadId`"),
    ("turn/start", {"threadId": "x"}, "missing field `input`"),
    ("turn/start", {"threadId": 5, "input": 6}, "invalid type: integer `5`, expected a string"),
    ("turn/start", {"input": 6, "threadId": 5}, "invalid type: integer `6`, expected a sequence"),
    ("turn/start", {"input": [{"type": "text"}, {"type": "zz"}], "threadId": 5}, "missing field `text`"),
    (
        "turn/start",
        {"threadId": "x", "input": [5]},
        "invalid type: integer `5`, expected internally tagged enum UserInput",
    ),
    ("turn/start", {"threadId": "x", "input": [{}]}, "missing field `type`"),
    (
        "turn/start",
        {"threadId": "x", "input": [{"type": "zz"}]},
        "unknown variant `zz`, expected one of `text`, `image`, `localImage`, `audio`, `localAudio`, `skill`,"
        " `mention`",
    ),
    (
        "turn/start",
        {"threadId": "x", "input": [{"type": "image"}]},
        "data did not match any variant of untagged enum ImageReference",
    ),
    (
        "turn/start",
        {"threadId": "x", "input": [], "sandboxPolicy": "readOnly"},
        'invalid type: string "readOnly", expected internally tagged enum SandboxPolicyDeserialize',
    ),
    ("turn/start", {"threadId": "x", "input": [], "effort": ""}, "reasoning_effort must not be empty"),
    (
        "turn/start",
        {"threadId": "x", "input": [], "summary": "zz"},
        "unknown variant `zz`, expected one of `auto`, `concise`, `detailed`, `none`",
    ),
    ("initialize", {}, "missing field `clientInfo`"),
    ("initialize", {"clientInfo": {"name": "x"}}, "missing field `version`"),
    ("initialize", {"clientInfo": 5}, "invalid type: integer `5`, expected struct ClientInfo"),
    ("turn/interrupt", {"threadId": "a"}, "missing field `turnId`"),
    ("thread/archive", [], "invalid length 0, expected struct ThreadArchiveParams with 1 element"),
    (
        "turn/start",
        {"threadId": "x", "input": [], "cwd": 5},
        "invalid type: integer `5`, expected path string",
    ),
    ("skills/list", {"cwds": [True]}, "invalid type: boolean `true`, expected path string"),
    (
        "plugin/share/updateTargets",
        {"remotePluginId": "p", "discoverability": "zz", "shareTargets": []},
        "unknown variant `zz`, expected one of `UNLISTED`, `PRIVATE`, `LISTED`",
    ),
    (
        "plugin/share/save",
        {"pluginPath": "/p", "discoverability": "zz"},
        "unknown variant `zz`, expected one of `LISTED`, `UNLISTED`, `PRIVATE`",
    ),
]


@pytest.mark.promise("input-bad-params")
@pytest.mark.parametrize(("method", "params", "message"), REFUSALS)
def test_refusals_read_as_those_of_codex(method: str, params: Any, message: str) -> None:
    with pytest.raises(p.DecodeError) as caught:
        p.decode_request(method, params)
    assert caught.value.message == message
    assert str(caught.value) == message
    text = None if params is None else json.dumps(params).encode()
    with pytest.raises(p.DecodeError) as of_text:
        p.decode_request_json(method, text)
    assert of_text.value.message == message


@pytest.mark.promise("input-bad-params")
@pytest.mark.parametrize(
    "value", ["x" * 1_000_000, 10**5000, -(10**5000), 10**1001], ids=["text", "+", "-", "1002 digits"]
)
@pytest.mark.parametrize(
    ("method", "wrong"),
    [
        ("thread/read", lambda value: value),
        ("thread/read", lambda value: {"threadId": "x", "includeTurns": value}),
        ("thread/list", lambda value: {"limit": value}),
        ("thread/list", lambda value: {"sortKey": value}),
        ("thread/start", lambda value: {"approvalPolicy": value}),
        ("account/login/start", lambda value: {"type": value}),
        ("account/logout", lambda value: {"x" * 5000: value}),
    ],
)
def test_a_refusal_repeats_no_more_than_the_start_of_what_was_sent(
    method: str, wrong: Any, value: Any
) -> None:
    with pytest.raises(p.DecodeError, match=r"^(invalid|unknown)") as refused:
        p.decode_request(method, wrong(value))
    assert len(str(refused.value)) < 2000


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (rb'{"threadId":"\ud800"}', "the params of thread/read cannot be read: unexpected end of hex escape"),
        (b'{"threadId":NaN}', "the params of thread/read cannot be read: expected value"),
        (b'{"threadId":', "the params of thread/read cannot be read: EOF while parsing"),
        (b'{"a":' * 300 + b"1" + b"}" * 300, "the params of thread/read cannot be read: recursion limit"),
    ],
)
def test_a_text_that_python_cannot_hold_is_refused_with_its_place(text: bytes, reason: str) -> None:
    with pytest.raises(p.DecodeError, match=f"^{reason}"):
        p.decode_request_json("thread/read", text)


@pytest.mark.promise("protocol-unknown-fields")
def test_requests() -> None:
    assert p.decode_request("thread/read", {"threadId": "t", "later": 1}) == p.ThreadReadParams(thread_id="t")
    assert p.decode_request("turn/start", {"threadId": "t", "input": [{"type": "text", "text": "x"}]}) == (
        p.TurnStartParams(thread_id="t", input=[p.TextUserInput(text="x")])
    )
    assert p.decode_request("configRequirements/read", None) == p.ConfigRequirementsReadParams()
    assert p.decode_request("configRequirements/read", {}) == p.ConfigRequirementsReadParams()
    assert p.decode_request("account/bedrock/discover", []) == p.BedrockDiscoverParams()


def test_a_tool_in_the_form_without_a_type_is_a_function() -> None:
    tool = {"name": "t", "description": "d", "inputSchema": {"type": "object"}}
    params = p.decode_request("thread/start", {"dynamicTools": [tool]})
    assert params == p.ThreadStartParams(
        dynamic_tools=[p.FunctionDynamicToolSpec(name="t", description="d", input_schema={"type": "object"})]
    )
    with pytest.raises(p.DecodeError, match=r"^missing field `name`$"):
        p.decode_request("thread/start", {"dynamicTools": [{}]})


@pytest.mark.promise("input-unknown-method")
def test_unknown_method_lists_the_known_ones() -> None:
    with pytest.raises(
        p.DecodeError, match=r"^unknown variant `nope/nope`, expected one of `initialize`, "
    ) as caught:
        p.decode_request("nope/nope", {})
    for method in methods.REQUESTS:
        assert f"`{method}`" in caught.value.message


class EchoResponse(p.WireModel):
    text: str


class EchoParams(p.RequestParams[EchoResponse]):
    method = "my/echo"
    response_type = EchoResponse

    text: str


class ReadParams(p.RequestParams[EchoResponse]):
    method: ClassVar[str] = "thread/read"
    response_type = EchoResponse


def test_classes_of_an_embedder() -> None:
    own: dict[str, type[p.RequestParams[Any]]] = {"my/echo": EchoParams, "thread/read": ReadParams}
    assert p.decode_request("my/echo", {"text": "x"}, own) == EchoParams(text="x")
    assert isinstance(p.decode_request("thread/read", {}, own), ReadParams)
    assert isinstance(p.decode_request("thread/list", {}, own), p.ThreadListParams)
    with pytest.raises(p.DecodeError, match="`my/echo`"):
        p.decode_request("nope", {}, own)


def test_responses() -> None:
    params = EchoParams(text="x")
    assert p.decode_response(params, {"text": "y"}).text == "y"
    answer = EchoResponse(text="z")
    assert p.decode_response(params, answer) is answer
    with pytest.raises(p.DecodeError, match=r"^missing field `text`$"):
        p.decode_response(params, {})
    with pytest.raises(p.DecodeError, match=r"^invalid type: null, expected struct EchoResponse$"):
        p.decode_response(params, None)


APPROVAL = p.CommandExecutionRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=1)


@pytest.mark.parametrize("decision", ["accept", "acceptForSession", "decline", "cancel"])
def test_server_responses(decision: str) -> None:
    answer = p.decode_server_response(APPROVAL, {"decision": decision})
    assert answer == p.CommandExecutionRequestApprovalResponse(decision=decision)
    assert p.decode_server_response(APPROVAL, answer) is answer


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ({}, "missing field `decision`"),
        (None, "invalid type: null, expected struct CommandExecutionRequestApprovalResponse"),
        ({"decision": 1}, "invalid type: integer `1`, expected string or map"),
    ],
)
def test_bad_server_responses(result: Any, message: str) -> None:
    with pytest.raises(p.DecodeError) as caught:
        p.decode_server_response(APPROVAL, result)
    assert caught.value.message == message


def test_unknown_decision_is_refused() -> None:
    with pytest.raises(p.DecodeError, match=r"^unknown variant `perhaps`, expected one of `accept`, "):
        p.decode_server_response(APPROVAL, {"decision": "perhaps"})


def test_server_request_params() -> None:
    assert p.decode_server_request_params(APPROVAL.method, APPROVAL.to_wire()) == APPROVAL
    assert p.decode_server_request_params(APPROVAL.method, {"threadId": 1}) == {"threadId": 1}
    assert p.decode_server_request_params("item/tool/call", {"a": 1}) == {"a": 1}


@pytest.mark.promise("protocol-unknown-notification")
def test_notifications_that_fit_no_model() -> None:
    assert p.decode_notification("new/thing", {"a": 1}) == p.UnknownNotification("new/thing", {"a": 1})
    assert p.decode_notification("turn/started", {"a": 1}) == p.UnknownNotification("turn/started", {"a": 1})
    legacy = p.decode_notification("codex/event/task_complete", {"a": 1})
    assert legacy == p.LegacyNotification("codex/event/task_complete", {"a": 1})
    assert legacy.to_wire() == {"a": 1}


FAILURE = {"error": {"message": "m"}, "willRetry": False, "threadId": "t", "turnId": "u"}
DELTA = {"threadId": "t", "turnId": "u", "itemId": "i", "delta": "d"}


@pytest.mark.promise("protocol-no-conversion")
@pytest.mark.parametrize(
    ("method", "params"),
    [
        *(("error", {**FAILURE, "willRetry": value}) for value in ("yes", "true", 1, 0, 1.0)),
        *(("serverRequest/resolved", {"threadId": "t", "requestId": value}) for value in (True, 1.0)),
        ("item/agentMessage/delta", {**DELTA, "delta": b"d"}),
        ("item/agentMessage/delta", {"thread_id": "t", "turn_id": "u", "item_id": "i", "delta": "d"}),
    ],
)
def test_nothing_is_converted(method: str, params: Any) -> None:
    assert p.decode_notification(method, params) == p.UnknownNotification(method, params)


def test_only_the_names_of_the_wire_are_read_from_it() -> None:
    by_attribute = {"thread_id": "t", "turn_id": "u", "item_id": "i", "delta": "d"}
    with pytest.raises(ValidationError):
        p.AgentMessageDeltaNotification.from_wire(by_attribute)
    with pytest.raises(ValidationError):
        p.AgentMessageDeltaNotification.from_wire_json(json.dumps(by_attribute))
    with pytest.raises(ValidationError):
        p.LoginAccountParams.from_wire({"type": "apiKey", "api_key": "k"})
    with pytest.raises(ValidationError):
        p.TurnStartParams.from_wire({"threadId": "t", "input": [{"type": "image", "file_id": "f"}]})
    read = p.decode_notification("item/agentMessage/delta", {**DELTA, "thread_id": "other"})
    assert read == p.AgentMessageDeltaNotification(thread_id="t", turn_id="u", item_id="i", delta="d")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["threadId", "input", "type", "status", "item", "thread", "turn", "granular", "id"]
            )
            | st.text(),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(method=st.sampled_from(sorted(methods.NOTIFICATIONS)) | st.text(), params=JSON)
def test_no_notification_is_fatal(method: str, params: Any) -> None:
    event = p.decode_notification(method, params)
    if isinstance(event, p.UnknownNotification | p.LegacyNotification):
        assert (event.method, event.to_wire()) == (method, params)


@given(method=st.sampled_from(sorted(methods.REQUESTS)), params=JSON)
def test_a_request_is_read_or_refused_with_words(method: str, params: Any) -> None:
    try:
        request = p.decode_request(method, params)
    except p.DecodeError as error:
        refusal = error.message
    else:
        refusal = "not refused"
        assert p.decode_request(method, request.to_wire()) == request
    # Pydantic's own words would mean that an error has no translation.
    assert refusal
    assert "Input should" not in refusal
