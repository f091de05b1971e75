"""Titles of threads, for clients that have them made in a thread of its own (`threadSource: "thread_title"`).

Such a thread quotes what the user wrote in another one. An agent that took it for a task would do it a second time, and
nobody would be asked. Therefore no agent sees it: the runtime answers, from the words of the last line.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from appserver.agents.turn_context import TurnContext

__all__ = ["TITLE_SOURCE", "answer_with_title", "make_title"]

TITLE_SOURCE: Final = "thread_title"

_NO_TITLE: Final = "New conversation"
_MAX_WORDS: Final = 5
_MAX_CHARACTERS: Final = 36
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SPEAKER = re.compile(r"^\W*(?:user|human)\W*:\s*", re.IGNORECASE)
_WORD = re.compile(r"\w[^\s\"`*_#<>\[\]{}]*")


async def answer_with_title(turn: TurnContext) -> None:
    """Answer a turn with a title: as JSON where the client wants that, otherwise as text.

    Cancellation: the message is completed with what it has.
    """
    title = make_title(turn.text)
    names = _wanted_fields(turn.settings.output_schema)
    await turn.send_message(json.dumps(dict.fromkeys(names, title)) if names else title)


def make_title(text: str) -> str:
    """The first words of the last line that has any."""
    for line in reversed(text.splitlines()):
        words = _WORD.findall(_SPEAKER.sub("", _TAG.sub(" ", line).strip()))[:_MAX_WORDS]
        while words and len(" ".join(words)) > _MAX_CHARACTERS:
            words.pop()
        if words:
            title = " ".join(words).rstrip(".,:;!?)'")
            return title[:1].upper() + title[1:]
    return _NO_TITLE


def _wanted_fields(schema: Any) -> list[str]:
    """The fields of text that an answer must have."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    return list(properties) if isinstance(properties, dict) else []
