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
from appserver.engine.base_instructions import base_id, is_base
from appserver.engine.instruction_items import changed_instructions, last_part, skills_part
from appserver.engine.instructions import PLAN_INSTRUCTIONS
from appserver.execution.pictures import PictureError, read_picture
from appserver.plain_data import is_dict, is_list
from appserver.skills.reading import SkillError, read_whole
from appserver.turns.identifiers import new_identifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext
    from appserver.engine.base_instructions import BaseInstructions
    from appserver.turns.settings import TurnSettings

__all__ = [
    "ABORTED",
    "SUMMARY",
    "Item",
    "base_first",
    "is_of_user",
    "message_item",
    "surroundings",
    "unread_items",
    "user_items",
]

Item = dict[str, Any]

_PERMISSIONS: Final = "<permissions>"
_ENVIRONMENT: Final = "<environment>"

_UNREAD: Final = "it was not read: the user interrupted before"

ABORTED: Final = """\
<turn_aborted>
The user interrupted the answer before this point. What it had begun may be half done.
</turn_aborted>"""


SUMMARY: Final = "<summary>"
"""The beginning of what stands for a part of the conversation that is not sent any more."""

_OWN: Final = (
    _ENVIRONMENT,
    SUMMARY,
    "<instructions",
    "<turn_aborted>",
    "<user_shell_command>",
    "<environment_context>",  # as Codex has it in the files that it writes
    "<user_action>",
)
"""How messages begin that stand in the user's place, and that no user has written."""


def is_of_user(item: Mapping[str, Any]) -> bool:
    """Whether an item is what the user has said, and not what was said in the user's place."""
    content: Any = item.get("content")
    if item.get("type") != "message" or item.get("role") != "user" or not is_list(content) or not content:
        return False
    first: Any = content[0]
    return not (is_dict(first) and str(first.get("text", "")).startswith(_OWN))


def message_item(role: str, *parts: str | Mapping[str, Any]) -> Item:
    """A message of the request."""
    content = [
        {"type": "input_text", "text": part} if isinstance(part, str) else dict(part) for part in parts
    ]
    return {"type": "message", "id": f"msg_{new_identifier()}", "role": role, "content": content}


def base_first(context: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What the model is sent of a conversation: the instructions first, also where something was said before them.

    That is what others have written, what was injected into a new thread, or a command that the user has run in it.
    """
    return sorted(context, key=lambda item: not is_base(item))


def surroundings(
    context: Sequence[Mapping[str, Any]], settings: TurnSettings, instructions: BaseInstructions
) -> list[Item]:
    """What the model must be told before the user's next message, and has not been told in `context`."""
    items: list[Item] = []
    if not any(map(is_base, context)):
        text = settings.base_instructions or instructions.text
        items.append({**message_item("developer", text), "id": base_id(text)})
    elif not settings.base_instructions and (changed := instructions.changed(context)) is not None:
        items.append(message_item("developer", changed))
    told = _permissions(settings, instructions.policies)
    mode = settings.mode_instructions or (PLAN_INSTRUCTIONS if settings.mode == "plan" else None)
    extra = [text for text in (settings.developer_instructions, mode) if text]
    parts = [*extra, *skills_part(settings), told]
    if parts != _last(context, "developer", _PERMISSIONS):
        items.append(message_item("developer", *parts))
    environment = f"{_ENVIRONMENT}\n  <cwd>{escape(str(settings.cwd))}</cwd>\n</environment>"
    parts = changed_instructions(context, settings)
    if environment != last_part(context, _ENVIRONMENT):
        parts.append(environment)
    if parts:
        items.append(message_item("user", *parts))
    return items


def _permissions(settings: TurnSettings, words: Mapping[str, str]) -> str:
    policy, sandbox = settings.approval_policy, settings.sandbox_policy.type
    asked = policy if isinstance(policy, str) else "granular"
    if words.keys().isdisjoint((sandbox, asked)):
        return f"{_PERMISSIONS}\nSandbox: {sandbox}. Approval: {asked}.\n</permissions>"
    said = (words.get(sandbox, f"Sandbox: {sandbox}."), words.get(asked, f"Approval: {asked}."))
    return "\n".join((_PERMISSIONS, *filter(None, said), "</permissions>"))


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
    return _told(turn, parts)


def unread_items(turn: TurnContext, entries: Sequence[p.UserInput]) -> list[Item]:
    """As `user_items`, at once, for an agent that is being cancelled: of files, only their names are told."""
    return _told(turn, [part for entry in entries for part in _unread_parts(entry)])


def _told(turn: TurnContext, parts: Sequence[str | Item]) -> list[Item]:
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
        case p.SkillUserInput():
            return [await call_in_thread(partial(_skill, entry), abandon_on_cancel=True)]
        case _:
            return []


def _unread_parts(entry: p.UserInput) -> list[str | Item]:
    match entry:
        case p.TextUserInput():
            return [entry.text]
        case p.ImageUserInput(url=str(url)):
            return [_image(url)]
        case p.LocalImageUserInput():
            return [f"<image path={quoteattr(entry.path)}>{_UNREAD}</image>"]
        case p.SkillUserInput():
            return [f"<skill name={quoteattr(entry.name)} path={quoteattr(entry.path)}>\n{_UNREAD}\n</skill>"]
        case _:
            return []


def _skill(entry: p.SkillUserInput) -> str:
    head = f"<skill name={quoteattr(entry.name)} path={quoteattr(entry.path)}>"
    try:
        return f"{head}\n{read_whole(entry.path)}\n</skill>"
    except SkillError as error:
        return f"{head}\nit could not be read: {error}\n</skill>"


def _image(url: str) -> Item:
    return {"type": "input_image", "image_url": url, "detail": "high"}
