"""Every message of the real program, in both directions, is known to the models and comes back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.protocol.real_codex.conversation import hold_conversation
from tests.protocol.real_codex.reading import problems

if TYPE_CHECKING:
    from tests.protocol.real_codex.recording import Message

codex_cli_bin = pytest.importorskip(
    "codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin"
)

pytestmark = pytest.mark.timeout(300)  # about ten seconds on an idle machine, most of them the program's

SHOWN = 40
"""Different problems that a failure shows; the rest is counted."""

# What must have come up, or the recording would prove less than it seems to. Requests cannot be missing: a
# request that is refused fails the conversation.
NOTIFICATIONS = {
    "account/rateLimits/updated",
    "configWarning",
    "error",
    "fs/changed",
    "fuzzyFileSearch/sessionCompleted",
    "fuzzyFileSearch/sessionUpdated",
    "item/agentMessage/delta",
    "item/commandExecution/outputDelta",
    "item/completed",
    "item/plan/delta",
    "item/reasoning/summaryPartAdded",
    "item/reasoning/summaryTextDelta",
    "item/reasoning/textDelta",
    "item/started",
    "mcpServer/startupStatus/updated",
    "process/exited",
    "process/outputDelta",
    "rawResponse/completed",
    "rawResponseItem/completed",
    "project/changed",
    "serverRequest/resolved",
    "thread/archived",
    "thread/attachment/updated",
    "thread/deleted",
    "thread/goal/cleared",
    "thread/goal/updated",
    "thread/name/updated",
    "thread/queue/changed",
    "thread/readState/changed",
    "thread/reverted",
    "thread/settings/updated",
    "thread/started",
    "thread/status/changed",
    "thread/tokenUsage/updated",
    "thread/unarchived",
    "turn/completed",
    "turn/diff/updated",
    "turn/plan/updated",
    "turn/started",
}
SERVER_REQUESTS = {
    "item/commandExecution/requestApproval",
    "item/fileChange/requestApproval",
    "item/permissions/requestApproval",
    "item/tool/call",
    "item/tool/requestUserInput",
    "mcpServer/elicitation/request",
}
ITEMS = {
    "agentMessage",
    "commandExecution",
    "contextCompaction",
    "dynamicToolCall",
    "enteredReviewMode",
    "exitedReviewMode",
    "fileChange",
    "imageView",
    "mcpToolCall",
    "plan",
    "reasoning",
    "userMessage",
    "webSearch",
}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> list[Message]:
    return hold_conversation(codex_cli_bin.bundled_codex_path(), tmp_path_factory.mktemp("codex"))


@pytest.mark.promise("protocol-real-traffic")
@pytest.mark.guarantee("whole-protocol")
def test_every_message_is_known_and_comes_back_as_it_was(recorded: list[Message]) -> None:
    found = {f"{message}: {problem}": None for message in recorded for problem in problems(message)}
    lines = list(found)
    if len(lines) > SHOWN:
        lines[SHOWN:] = [f"... and {len(lines) - SHOWN} more"]
    assert not found, "\n".join(lines)


def test_the_conversation_was_about_everything(recorded: list[Message]) -> None:
    said = {
        kind: {message.method for message in recorded if (message.sender, message.kind) == ("server", kind)}
        for kind in ("notification", "request", "error")
    }
    items = {message.value["item"]["type"] for message in recorded if message.method == "item/completed"}
    assert NOTIFICATIONS - said["notification"] == set()
    assert said["request"] >= SERVER_REQUESTS
    assert items >= ITEMS
    assert len(said["error"]) == 2
