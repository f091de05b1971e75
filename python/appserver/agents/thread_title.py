"""Titles of threads, for clients that have them made in a thread of its own (`threadSource: "thread_title"`).

Such a thread quotes what the user wrote in another one. An agent that took it for a task would do it a second time, and
nobody would be asked. Therefore no agent sees it: the runtime answers, with the first words that the user said last.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from appserver.agents.turn_context import TurnContext

__all__ = ["TITLE_SOURCE", "answer_with_title", "make_title"]

TITLE_SOURCE: Final = "thread_title"

_NO_TITLE: Final = "New conversation"
_MAX_WORDS: Final = 4
_MAX_CHARACTERS: Final = 36
_MESSAGE = re.compile(r'<message role="user">(.*?)</message>', re.DOTALL)
_PROMPT = "\nUser prompt:\n"
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
    """The first words of the user's last message, as the official terminal client quotes it, or of the last line."""
    messages = _MESSAGE.findall(text)
    if messages:
        lines = html.unescape(messages[-1]).splitlines()
    elif _PROMPT in text:
        lines = text.partition(_PROMPT)[2].splitlines()
    else:
        lines = text.splitlines()[::-1]
    for line in lines:
        words = _WORD.findall(_SPEAKER.sub("", _TAG.sub(" ", line).strip()))[:_MAX_WORDS]
        while words and len(" ".join(words)) > _MAX_CHARACTERS:
            words.pop()
        if words:
            title = " ".join(words).rstrip(".,:;!?)'")
            return title[:1].upper() + title[1:]
    return _NO_TITLE


def _wanted_fields(schema: Any) -> list[str]:
    """The fields of text that an answer must have."""
    match schema:
        case {"properties": {**properties}}:
            return list(map(str, properties))
        case _:
            return []
