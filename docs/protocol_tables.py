"""The tables of docs/protocol.md, and the decision which notifications are best effort."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import appserver
from appserver import protocol as p
from appserver._core import DELIVERY_CLASSES
from appserver.assembly import BUILT_IN_METHODS
from appserver.protocol._support import methods
from docs.markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["BEST_EFFORT", "client_requests", "delivery_class", "notifications", "server_requests"]

BEST_EFFORT: Final = (
    # Signals to read something again: the next one, or reading it anyway, makes up for one that is missing.
    "account/gatewayOAuth/changed",
    "account/updated",
    "app/list/updated",
    "externalAgentConfig/import/progress",
    "fs/changed",
    "fuzzyFileSearch/sessionUpdated",
    "item/mcpToolCall/progress",
    "mcpServer/startupStatus/updated",
    "project/changed",
    "remoteControl/status/changed",
    "skills/changed",
    "thread/attachment/updated",
    "thread/environment/connected",
    "thread/environment/disconnected",
    "thread/goal/cleared",
    "thread/goal/updated",
    "thread/prediction/updated",
    "thread/project/updated",
    "thread/queue/changed",
    "thread/readState/changed",
    "thread/reverted",
    "thread/unarchived",
    # Ends of operations that a client may ask about again.
    "account/login/completed",
    "externalAgentConfig/import/completed",
    "fuzzyFileSearch/sessionCompleted",
    "mcpServer/oauthLogin/completed",
    "windowsSandbox/setupCompleted",
    # The end of a process that belongs to no turn. No request tells it again: who must not miss it reads with the
    # policy `block`. What is terminal ends an item, a turn or a thread, for which the producer is made to wait.
    "process/exited",
    # Streams outside the items of a turn. Nothing tells which pieces belong together, so the core cannot join them;
    # a reader that falls behind learns how many are missing.
    "command/exec/outputDelta",
    "item/commandExecution/terminalInteraction",
    "item/reasoning/summaryPartAdded",
    "mcpServer/event/stream/notification",
    "process/outputDelta",
    "thread/realtime/closed",
    "thread/realtime/error",
    "thread/realtime/item/completed",
    "thread/realtime/item/started",
    "thread/realtime/item/transcript/delta",
    "thread/realtime/itemAdded",
    "thread/realtime/outputAudio/delta",
    "thread/realtime/sdp",
    "thread/realtime/started",
    "thread/realtime/transcript/delta",
    "thread/realtime/transcript/done",
    # Told along the way; the turn's end and its items say what came of it.
    "autoApprovalReview/strictReviewRequired",
    "hook/completed",
    "hook/started",
    "item/autoApprovalReview/completed",
    "item/autoApprovalReview/started",
    "model/rerouted",
    "model/safetyBuffering/updated",
    "model/verification",
    "modelProvider/authRecoveryCompleted",
    "modelProvider/authRecoveryStarted",
    "rawResponse/completed",
    "rawResponseItem/completed",
    "thread/compacted",
    "turn/moderationMetadata",
    # Words to the user.
    "configWarning",
    "deprecationNotice",
    "guardianWarning",
    "warning",
    "windows/worldWritableWarning",
)
"""The notifications that a full stream may drop, by decision.

The core has no rows for them: it drops what its table does not name. A test fails for a method that nobody decided
on, and for one that either core treats otherwise than was decided.
"""


def delivery_class(method: str) -> str:
    """The delivery class of a notification, by the core."""
    return DELIVERY_CLASSES.get(method, "best_effort")


def _own_use() -> set[str]:
    """The classes of the protocol that the server names: not the models, clients and what is for tests."""
    root = Path(inspect.getfile(appserver)).parent
    found = set()
    for path in root.rglob("*.py"):
        if path.relative_to(root).parts[0] not in {"protocol", "conversation", "testing", "command_line"}:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute):
                    found.add(node.attr)
                elif isinstance(node, ast.ImportFrom) and str(node.module).startswith("appserver.protocol"):
                    found.update(alias.name for alias in node.names)
    return found


def _rows(table: Mapping[str, str]) -> Iterator[tuple[str, Any, list[str]]]:
    """Method, class, and the cells that all tables begin with."""
    for method, name in table.items():
        cls = getattr(p, name)
        yield method, cls, [f"`{method}`", f"`{name}`", "experimental" if cls.experimental else "stable"]


def _is_used(cls: type, used: set[str]) -> bool:
    """Whether a class is, or one of the variants that it stands for."""
    found = [getattr(p, name, None) for name in used]
    return any(isinstance(one, type) and issubclass(one, cls) for one in found)


def client_requests() -> str:
    """The requests of a client, and which the built-in processor serves."""
    served = set(BUILT_IN_METHODS)
    return table(
        ["method", "params", "", "answer", "served"],
        (
            [*cells, f"`{cls.response_type.__name__}`", "yes" if method in served else ""]
            for method, cls, cells in _rows(methods.REQUESTS)
        ),
    )


def server_requests() -> str:
    """The requests of a server, and which the built-in processor makes."""
    used = _own_use()
    return table(
        ["method", "params", "", "answer", "made by us"],
        (
            [*cells, f"`{cls.response_type.__name__}`", "yes" if _is_used(cls, used) else ""]
            for _, cls, cells in _rows(methods.SERVER_REQUESTS)
        ),
    )


def notifications() -> str:
    """The notifications of a server, and which the built-in processor sends."""
    used = _own_use()
    return table(
        ["method", "class", "", "delivery", "sent"],
        (
            [*cells, delivery_class(method), "yes" if cls.__name__ in used else ""]
            for method, cls, cells in _rows(methods.NOTIFICATIONS)
        ),
    )
