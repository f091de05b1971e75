"""What a conversation is made of, as a request holds it: the surroundings of the work, and what the user sends.

The surroundings are sent when they are new or have changed: all that was sent before stays as it was, so that a
provider finds the beginning of each request among those it has seen.
"""

from __future__ import annotations

import base64
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from appserver import protocol as p
from appserver.backends.threads import call_in_thread
from appserver.engine.instruction_items import changed_instructions, last_part
from appserver.execution.pictures import PictureError, read_picture
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext
    from appserver.turns.settings import TurnSettings

__all__ = ["ABORTED", "Item", "message_item", "surroundings", "user_items"]

Item = dict[str, Any]

_PERMISSIONS: Final = "<permissions>"
_ENVIRONMENT: Final = "<environment>"

ABORTED: Final = """\
<turn_aborted>
The user interrupted the answer before this point. What it had begun may be half done.
</turn_aborted>"""


def message_item(role: str, *parts: str | Mapping[str, Any]) -> Item:
    """A message of the request."""
    content = [
        {"type": "input_text", "text": part} if isinstance(part, str) else dict(part) for part in parts
    ]
    return {"type": "message", "id": f"msg_{new_identifier()}", "role": role, "content": content}


def surroundings(
    context: Sequence[Mapping[str, Any]], settings: TurnSettings, instructions: str
) -> list[Item]:
    """What the model must be told before the user's next message, and has not been told in `context`."""
    items: list[Item] = []
    # They go with each other. What was said before the first turn, or is left of a long conversation, has neither.
    if _last(context, "developer", _PERMISSIONS[:-1]) is None:
        items.append(message_item("developer", settings.base_instructions or instructions))
    told = _permissions(settings)
    extra = [text for text in (settings.developer_instructions, settings.mode_instructions) if text]
    parts = [*extra, told]
    if parts != _last(context, "developer", _PERMISSIONS):
        items.append(message_item("developer", *parts))
    environment = f"{_ENVIRONMENT}\n  <cwd>{escape(str(settings.cwd))}</cwd>\n</environment>"
    parts = changed_instructions(context, settings)
    if environment != last_part(context, _ENVIRONMENT):
        parts.append(environment)
    if parts:
        items.append(message_item("user", *parts))
    return items


def _permissions(settings: TurnSettings) -> str:
    policy = settings.approval_policy
    asked = policy if isinstance(policy, str) else "granular"
    return f"{_PERMISSIONS}\nSandbox: {settings.sandbox_policy.type}. Approval: {asked}.\n</permissions>"


def _last(context: Sequence[Mapping[str, Any]], role: str, begin: str) -> list[str] | None:
    """The texts of the newest message of that role whose last part begins so."""
    for item in reversed(context):
        if item.get("role") == role:
            texts = [part.get("text", "") for part in item["content"]]
            if texts and texts[-1].startswith(begin):
                return texts
    return None


async def user_items(turn: TurnContext, entries: Sequence[p.UserInput]) -> list[Item]:
    """What the user has sent, and what tools have sent in the user's place, as far as `turn.context` has it not.

    Args:
        turn: the turn.
        entries: what the user has sent just now.

    Cancellation: nothing was kept.
    """
    parts: list[str | Item] = []
    for entry in entries:
        parts += await _parts(entry, turn.settings.cwd)
    items = [message_item("user", *parts)] if parts else []
    known: set[Any] = {item.get("id") for item in turn.context} if turn.tool_outputs else set()
    for index, output in enumerate(turn.tool_outputs):
        item_id = f"msg_{turn.turn_id}_{index}"
        if item_id in known:
            continue
        text = output.output if isinstance(output.output, str) else str(output.to_wire()["output"])
        name = quoteattr(output.name)
        said = message_item("user", f"<tool_output name={name}>\n{text}\n</tool_output>")
        items.append({**said, "id": item_id})
    return items


async def _parts(entry: p.UserInput, cwd: Path) -> list[str | Item]:
    match entry:
        case p.TextUserInput():
            return [entry.text]
        case p.ImageUserInput(url=str(url)):
            return [_image(url)]
        case p.LocalImageUserInput():
            name = quoteattr(entry.path)
            try:
                kind, data = await call_in_thread(partial(read_picture, str(cwd / entry.path)))
            except PictureError as error:
                return [f"<image path={name}>it could not be read: {error}</image>"]
            url = f"data:{kind};base64,{base64.b64encode(data).decode()}"
            return [f"<image path={name}>", _image(url), "</image>"]
        case _:
            return []


def _image(url: str) -> Item:
    return {"type": "input_image", "image_url": url, "detail": "high"}
