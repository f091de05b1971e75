"""The turns of a rollout in the older form, which has messages as events, and no items.

Nothing of ours writes it. Ids of items are counted over the thread, as Codex does; commands are not in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.plain_data import is_dict
from appserver.store.projection import build_turns
from appserver.store.records import ItemCompleted, TurnEnded, TurnStarted
from appserver.store.rollout_items import item_from_line
from appserver.store.rollout_lines import parse_line, record_of
from appserver.store.rollout_scan import iterate_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appserver.store.files import Files
    from appserver.store.records import PlacedTurn, Record

__all__ = ["legacy_turns"]


def legacy_turns(files: Files, path: Path) -> list[PlacedTurn]:
    """All turns of such a file. A turn that others have not ended reads as completed where no task was ever told of."""
    return build_turns(_records(files, path))


def _records(files: Files, path: Path) -> Iterator[tuple[int, Record]]:
    turn: str | None = None
    made_up: str | None = None
    number = count = 0
    for number, (_, _, text) in enumerate(iterate_lines(files, path)):
        line = parse_line(text)
        if line is None or line["type"] != "event_msg":
            continue
        payload = line["payload"]
        record = record_of(line)
        if isinstance(record, TurnStarted | TurnEnded):
            if made_up is not None:
                yield number, _over(made_up)
                made_up = None
            turn = record.turn_id if isinstance(record, TurnStarted) else turn
            yield number, record
            if isinstance(record, TurnEnded):
                turn = None
            continue
        wire = _item(payload, f"item-{count + 1}")
        if wire is None:
            continue
        if turn is None and (made_up is None or payload.get("type") == "user_message"):
            if made_up is not None:
                yield number, _over(made_up)
            made_up = f"rollout-{number}"
            yield number, TurnStarted(made_up, 0)
        count += 1
        item = p.Turn.from_wire({"id": "", "items": [wire], "status": "completed"}).items[0]
        yield number, ItemCompleted(turn or made_up or "", item, 0)
    if made_up is not None:
        yield number, _over(made_up)


def _over(turn_id: str) -> TurnEnded:
    return TurnEnded(turn_id, "completed", None, 0)


def _item(payload: dict[str, Any], item_id: str) -> dict[str, Any] | None:
    match payload:
        case {"type": "user_message", "message": str(text)}:
            content: list[Any] = [{"type": "text", "text": text, "text_elements": []}]
            return {"type": "userMessage", "id": item_id, "content": content}
        case {"type": "agent_message", "message": str(text)}:
            return {"type": "agentMessage", "id": item_id, "text": text}
        case {"type": "agent_reasoning", "text": str(text)}:
            return {"type": "reasoning", "id": item_id, "summary": [text], "content": []}
        case {"type": "patch_apply_end", "changes": changes} if is_dict(changes):
            status = "completed" if payload.get("success", True) else "failed"
            line = {"type": "FileChange", "id": item_id, "changes": changes, "status": status}
            try:
                return item_from_line(line)
            except (LookupError, TypeError, ValueError, AttributeError):
                return None
        case {"type": "context_compacted"}:
            return {"type": "contextCompaction", "id": item_id}
        case _:
            return None
