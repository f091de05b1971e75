"""Which experimental part of the protocol a request is found to use."""

from __future__ import annotations

import pytest

from appserver import protocol as p
from appserver.protocol._support.fields import EXPERIMENTAL

GRANULAR = p.GranularAskForApproval(
    granular=p.GranularAskForApprovalFields(sandbox_approval=True, rules=True, mcp_elicitations=True)
)


class MockExperimentalMethodResponse(p.WireModel):
    pass


class MockExperimentalMethodParams(p.RequestParams[MockExperimentalMethodResponse]):
    method = "mock/experimentalMethod"
    response_type = MockExperimentalMethodResponse
    experimental = True


@pytest.mark.promise("experimental-requests", "experimental-use")
@pytest.mark.parametrize(
    ("params", "descriptor"),
    [
        (p.ThreadStartParams(), None),
        (p.ThreadStartParams(cwd="/", approval_policy="never"), None),
        (p.ThreadStartParams(dynamic_tools=None), None),
        (p.ThreadStartParams(dynamic_tools=[]), "thread/start.dynamicTools"),
        (p.ThreadStartParams(experimental_raw_events=False), None),
        (p.ThreadStartParams(experimental_raw_events=True), "thread/start.experimentalRawEvents"),
        (p.ThreadStartParams(mock_experimental_field=""), "thread/start.mockExperimentalField"),
        (p.ThreadStartParams(approval_policy=GRANULAR), "askForApproval.granular"),
        (p.TurnStartParams(thread_id="t", input=[], approval_policy=GRANULAR), "askForApproval.granular"),
        (
            p.TurnStartParams(thread_id="t", input=[], multi_agent_mode="proactive"),
            "turn/start.multiAgentMode",
        ),
        (p.ThreadResumeParams(thread_id="t", path="/x"), "thread/resume.path"),
        (p.ThreadReadParams(thread_id="t"), None),
        (p.ConfigRequirementsReadParams(), None),
        (MockExperimentalMethodParams(), "mock/experimentalMethod"),
    ],
)
def test_experimental_use(params: p.RequestParams[p.WireModel], descriptor: str | None) -> None:
    assert p.experimental_use(params) == descriptor


def test_classes_without_experimental_things_have_nothing_to_check() -> None:
    for cls in (p.ThreadReadParams, p.TurnInterruptParams, p.ConfigRequirementsReadParams):
        assert cls.experimental_checks == ()


def test_every_marked_field_of_a_request_is_checked() -> None:
    marked = {
        name for name, field in p.ThreadStartParams.model_fields.items() if EXPERIMENTAL in field.metadata
    }
    checked = {
        attribute for attribute, _, is_variant in p.ThreadStartParams.experimental_checks if not is_variant
    }
    assert marked == checked
    assert len(marked) > 5


def test_approvals_without_experimental_fields() -> None:
    approval = p.CommandExecutionRequestApprovalParams(
        thread_id="t", turn_id="u", item_id="i", started_at_ms=1, reason="r", available_decisions=["accept"]
    )
    plain = approval.without_experimental()
    assert plain.available_decisions is None
    assert plain.reason == "r"
    assert "availableDecisions" not in plain.to_wire()
    question = p.FileChangeRequestApprovalParams(thread_id="t", turn_id="u", item_id="i", started_at_ms=1)
    assert question.without_experimental() is question


def test_a_variant_that_the_stable_schema_does_not_have_is_for_experimental_connections() -> None:
    common = {"threadId": "t", "turnId": "u", "serverName": "s"}
    asked = p.McpServerElicitationRequestParams.from_wire(
        {**common, "mode": "openai/userVerification", "title": "t", "description": "d", "challenge": "c"}
    )
    assert asked.experimental
    with pytest.raises(
        ValueError,
        match=r"^mcpServer/elicitation/request\.openai/userVerification requires experimentalApi capability$",
    ):
        asked.without_experimental()
    stable = p.McpServerElicitationRequestParams.from_wire(
        {**common, "mode": "url", "message": "m", "url": "u", "elicitationId": "e"}
    )
    assert not stable.experimental
    assert stable.without_experimental() is stable
    with pytest.raises(ValueError, match=r"^currentTime/read requires experimentalApi capability$"):
        p.CurrentTimeReadParams(thread_id="t").without_experimental()


def test_experimental_notifications() -> None:
    assert p.ThreadSettingsUpdatedNotification.experimental
    assert not p.TurnStartedNotification.experimental
