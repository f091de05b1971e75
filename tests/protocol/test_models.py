"""How the models read, write, compare and match."""

from __future__ import annotations

import ast
import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from appserver import protocol as p
from appserver.protocol._support import methods
from appserver.protocol._support.fields import drop_none

RECORDED = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "messages.jsonl").read_text().splitlines()
]

DELTA = {"threadId": "t", "turnId": "u", "itemId": "i", "delta": "d"}


def decode_recorded(kind: str, method: str, data: Any) -> Any:
    match kind:
        case "notification":
            return p.decode_notification(method, data)
        case "serverRequest":
            return p.decode_server_request_params(method, data)
        case _:
            cls = methods.request_class(method)
            assert cls is not None
            return cls.response_type.from_wire(data)


@pytest.mark.parametrize("message", RECORDED, ids=lambda message: f"{message['kind']} {message['method']}")
def test_recorded_messages_of_codex_come_back_equal(message: dict[str, Any]) -> None:
    data = message["data"]
    model = decode_recorded(message["kind"], message["method"], data)
    assert isinstance(model, p.WireModel)
    assert model.to_wire() == data
    assert json.loads(model.to_wire_json()) == data
    assert type(model).from_wire(model.to_wire()) == model
    assert type(model).from_wire_json(json.dumps(data)) == model


def test_both_spellings_of_a_name() -> None:
    assert p.AgentMessageDeltaNotification(
        thread_id="t", turn_id="u", item_id="i", delta="d"
    ) == p.AgentMessageDeltaNotification(**DELTA)


def test_frozen() -> None:
    delta = p.AgentMessageDeltaNotification.from_wire(DELTA)
    with pytest.raises(ValidationError):
        delta.delta = "other"
    assert hash(delta) == hash(p.AgentMessageDeltaNotification.from_wire(DELTA))
    for plain in (p.UnknownNotification("a", 1), p.LegacyNotification("b", 2)):
        with pytest.raises(AttributeError):
            plain.method = "c"  # type: ignore[misc]


@pytest.mark.promise("protocol-unknown-fields")
def test_unknown_fields_are_ignored() -> None:
    assert p.AgentMessageDeltaNotification.from_wire({**DELTA, "later": 1}).to_wire() == DELTA


@pytest.mark.promise("protocol-later-server")
def test_unknown_variants_keep_their_raw_value() -> None:
    item = {"type": "teleport", "id": "i", "server": "s", "tool": None}
    data = {"item": item, "threadId": "t", "turnId": "u", "startedAtMs": 1}
    match p.decode_notification("item/started", data):
        case p.ItemStartedNotification(item=p.UnknownThreadItem(type="teleport", id="i", raw=raw)) as event:
            assert raw == item
            assert event.to_wire() == data
            assert json.loads(event.to_wire_json()) == data
        case other:
            pytest.fail(repr(other))
    assert p.UnknownThreadItem(type="x", raw={"type": "x"}).id == ""


@pytest.mark.parametrize("status", [{"type": "sleeping", "until": 5}, {"type": "?"}])
def test_unknown_status(status: dict[str, Any]) -> None:
    model = p.ThreadStatusChangedNotification.from_wire({"threadId": "t", "status": status})
    assert model.status == p.UnknownVariant(type=status["type"], raw=status)
    assert model.to_wire() == {"threadId": "t", "status": status}


def test_unknown_variants_may_be_built_and_nested_again() -> None:
    unknown = p.UnknownVariant(type="video", raw={"type": "video", "url": "v"})
    params = p.TurnStartParams(thread_id="t", input=[unknown])
    assert params.to_wire() == {"threadId": "t", "input": [{"type": "video", "url": "v"}]}


@pytest.mark.parametrize("value", ["sometimes", {"rule": {"x": 1}}, {"granular": {"a": 1}}])
def test_unknown_values_of_external_unions(value: Any) -> None:
    params = p.ThreadStartParams(approval_policy=p.UnknownVariant(type="rule", raw=value))
    assert params.to_wire() == {"approvalPolicy": value}


def test_external_union_values() -> None:
    policy = p.GranularAskForApproval(
        granular=p.GranularAskForApprovalFields(sandbox_approval=True, rules=False, mcp_elicitations=True)
    )
    wire = p.ThreadStartParams(approval_policy=policy).to_wire()
    assert wire["approvalPolicy"]["granular"]["sandbox_approval"] is True
    assert p.ThreadStartParams.from_wire(wire).approval_policy == policy

    decision = {"acceptWithExecpolicyAmendment": {"execpolicy_amendment": ["ls"]}}
    answer = p.CommandExecutionRequestApprovalResponse.from_wire({"decision": decision})
    assert isinstance(answer.decision, p.AcceptWithExecpolicyAmendmentCommandExecutionApprovalDecision)
    assert answer.to_wire() == {"decision": decision}

    later = p.TurnError.from_wire({"message": "m", "codexErrorInfo": {"overheated": {"degrees": 90}}})
    assert later.codex_error_info == p.UnknownVariant(type="overheated", raw={"overheated": {"degrees": 90}})
    source = {"subAgent": {"thread_spawn": {"parent_thread_id": "x", "depth": 1}}}
    thread = next(m["data"]["thread"] for m in RECORDED if m["method"] == "thread/started")
    spawned = p.Thread.from_wire({**thread, "source": source}).source
    assert isinstance(spawned, p.SubAgentSessionSource)
    assert isinstance(spawned.sub_agent, p.ThreadSpawnSubAgentSource)
    assert spawned.sub_agent.thread_spawn.parent_thread_id == "x"


@pytest.mark.parametrize("info", [{}, {"overheated": 1, "degrees": 90}, "overheated"])
def test_an_open_union_takes_every_object_and_string(info: Any) -> None:
    wire = {"message": "m", "codexErrorInfo": info}
    for strict in (False, True):
        error = p.TurnError.model_validate(wire, strict=strict)
        assert error.to_wire()["codexErrorInfo"] == info


@pytest.mark.promise("protocol-set-fields")
def test_unset_fields_stay_off_the_wire() -> None:
    assert p.ThreadStartParams().to_wire() == {}
    assert p.ThreadReadParams(thread_id="t").to_wire() == {"threadId": "t"}
    assert p.ThreadReadParams(thread_id="t", include_turns=True).to_wire()["includeTurns"] is True
    assert p.ConfigRequirementsReadParams().to_wire() == {}
    assert p.ConfigRequirementsReadResponse().to_wire() == {
        "requirements": None,
        "supportsIndependentSpeedModes": None,
    }


def test_a_list_of_one_variant_fits_a_list_of_the_union() -> None:
    # Half of this test is that mypy accepts it.
    prompt = [p.TextUserInput(text="x")]
    params = p.TurnStartParams(thread_id="t", input=prompt)
    assert params == p.TurnStartParams(thread_id="t", input=[p.TextUserInput(text="x")])
    assert params == p.TurnStartParams(thread_id="t", input=(*prompt,))
    assert isinstance(params.input, list)
    said = [p.InputTextDynamicToolCallOutputContentItem(text="x")]
    assert p.DynamicToolCallResponse(content_items=said, success=True).content_items == said


GRANULAR = {"granular": {"sandbox_approval": True, "rules": True, "mcp_elicitations": True}}


def nested(depth: int) -> Any:
    value: Any = None
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (
            p.AgentMessageDeltaNotification(**{**DELTA, "delta": "\ud800"}),
            r"^AgentMessageDeltaNotification cannot be written as JSON: \.delta is text with half of a surrogate",
        ),
        (
            p.ThreadStartParams(config={"a": [{"b": "\ud800"}]}),
            r"^ThreadStartParams cannot be written as JSON: \.config\.a\[0\]\.b is text with half of a surrogate",
        ),
        (p.ThreadStartParams(config={"a": nested(1000)}), r"more than 250 values .*, from \.config\.a\[0\]"),
    ],
)
def test_what_json_cannot_hold_is_named_with_its_place(model: p.WireModel, message: str) -> None:
    with pytest.raises(p.EncodeError, match=message):
        model.to_wire_json()


def test_a_model_that_is_built_without_validation_keeps_its_tag() -> None:
    assert p.TextUserInput.model_construct(text="x").to_wire()["type"] == "text"
    assert p.ThreadStartParams.model_construct().to_wire() == {}
    assert p.TextUserInput.model_construct({"text"}, text="x").to_wire() == {"text": "x"}


def test_every_public_name_can_be_pickled() -> None:
    # The marker of a union has validators once it was used.
    p.ThreadStartParams.from_wire({"approvalPolicy": GRANULAR})
    for name in p.__all__:
        pickle.loads(pickle.dumps(getattr(p, name)))


def test_null_inside_free_values_is_kept() -> None:
    params = p.ThreadStartParams(config={"a": None, "b": {"c": None}})
    assert params.to_wire() == {"config": {"a": None, "b": {"c": None}}}


@pytest.mark.promise("protocol-set-fields")
def test_what_was_written_down_is_sent_as_it_is() -> None:
    cleared = p.ThreadStartParams(service_tier=None)
    assert cleared.to_wire() == {"serviceTier": None}
    assert json.loads(cleared.to_wire_json()) == {"serviceTier": None}
    assert p.decode_request("thread/start", {"serviceTier": None}).to_wire() == {"serviceTier": None}
    assert p.ThreadReadParams(thread_id="t", include_turns=False).to_wire() == {
        "threadId": "t",
        "includeTurns": False,
    }
    output = {"name": "n", "namespace": None, "output": "o", "retain": False}
    nested = {"threadId": "t", "input": [], "toolOutput": output}
    model = p.TurnStartParams.from_wire(nested)
    assert model.to_wire() == nested
    assert json.loads(model.to_wire_json()) == model.to_wire()


def test_a_question_without_a_reason_has_none_on_the_wire() -> None:
    def question(reason: str | None) -> dict[str, Any]:
        ids: dict[str, Any] = {"thread_id": "t", "turn_id": "u", "item_id": "i"}
        return p.FileChangeRequestApprovalParams(**ids, started_at_ms=1, **drop_none(reason=reason)).to_wire()

    assert "reason" not in question(None)
    assert question("r")["reason"] == "r"


def test_image_needs_a_reference() -> None:
    assert p.ImageUserInput(url="u").to_wire() == {"type": "image", "url": "u", "detail": None}
    assert p.ImageUserInput(file_id="f").to_wire() == {"type": "image", "fileId": "f", "detail": None}
    with pytest.raises(ValidationError, match="url"):
        p.ImageUserInput()


def test_class_patterns() -> None:
    def text(event: object) -> str:
        match event:
            case p.AgentMessageDeltaNotification(delta=found):
                return found
            case p.TurnCompletedNotification(turn=p.Turn(status="completed", id=identity)):
                return identity
            case p.UnknownNotification(method=method) | p.LegacyNotification(method=method):
                return method
            case _:
                return ""

    turn = p.Turn(id="u", items=[], status="completed")
    assert text(p.AgentMessageDeltaNotification(**DELTA)) == "d"
    assert text(p.TurnCompletedNotification(thread_id="t", turn=turn)) == "u"
    assert text(p.UnknownNotification("new/thing")) == "new/thing"
    assert text(p.LegacyNotification("codex/event/task_complete", {})) == "codex/event/task_complete"


def test_families_are_imported_on_first_use() -> None:
    program = (
        "import json, sys, appserver\n"
        "before = set(sys.modules)\n"
        "from appserver import protocol\n"
        "first = set(sys.modules) - before\n"
        "protocol.TurnStatus\n"
        "print(json.dumps([sorted(before), sorted(first), sorted(sys.modules)]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    before, first, last = map(set, json.loads(done.stdout))
    assert "pydantic" in last
    if "appserver.protocol" not in before:
        families = {name for name in first if name.startswith("appserver.protocol.")}
        assert families == {"appserver.protocol._exports"}
    assert "appserver.protocol.turn" in last
    assert "appserver.protocol.config" not in last


def test_protocol_stands_alone() -> None:
    allowed = {"appserver.protocol", "pydantic", "pydantic_core", "typing_extensions"}
    package = Path(str(p.__file__)).parent
    for source in package.glob("*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [str(node.module)]
            else:
                continue
            for name in names:
                root = ".".join(name.split(".")[:2]) if name.startswith("appserver") else name.split(".")[0]
                assert root in allowed or root in sys.stdlib_module_names - {"asyncio"}, (source, name)
