"""The verb that shows a picture: one that the agent has looked at, or one that it has made."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from appserver import protocol as p
from appserver.protocol._support.fields import drop_none
from appserver.text import describe_fault
from appserver.turns.encodable import repaired_text
from appserver.turns.identifiers import new_identifier
from appserver.turns.items.shown import show_item

if TYPE_CHECKING:
    from appserver.turns.turn import Turn

__all__ = ["MAX_PICTURE_BYTES", "show_picture"]

MAX_PICTURE_BYTES: Final = 4 * 1024 * 1024
"""Of a picture that is sent: as base64 it fits into what a reader holds (8 MiB by default)."""


async def show_picture(
    turn: Turn,
    path: str | Path | None,
    data: bytes | None,
    prompt: str | None,
    item_id: str | None,
) -> None:
    """Show it; see `TurnContext.image`.

    Cancellation: once begun, its end is sent.
    """
    shown = None if path is None else _path(turn, path)
    if prompt is not None:
        prompt = repaired_text("prompt", prompt)
    if data is None:
        if shown is None:
            raise TypeError(
                "image takes the path of a picture that is there, or the data of one that was made"
            )
        if prompt is not None:
            raise TypeError("prompt belongs to the data of a picture that was made; give data as well")
        view = shown
        await show_item(
            turn, item_id or new_identifier(), lambda one: p.ImageViewThreadItem(id=one, path=view)
        )
        return
    given = cast("object", data)
    if not isinstance(given, bytes):
        raise TypeError(f"data is the bytes of a picture, not {type(given).__name__}")
    if not data or len(data) > MAX_PICTURE_BYTES:
        raise ValueError(f"data has {len(data)} bytes; a picture that is sent has 1 to {MAX_PICTURE_BYTES}")
    text = base64.b64encode(data).decode()

    def made(one: str) -> p.ImageGenerationThreadItem:
        return p.ImageGenerationThreadItem(
            id=one, status="completed", revised_prompt=prompt, result=text, **drop_none(saved_path=shown)
        )

    await show_item(turn, item_id or new_identifier(), made)


def _path(turn: Turn, path: str | Path) -> str:
    given = cast("object", path)
    if not isinstance(given, str | Path):
        raise TypeError(f"path is a path, a str or a Path, or None, not {type(given).__name__}")
    text = str(given)
    if not text:
        raise ValueError("path is empty; name the file of the picture")
    if fault := describe_fault("path", text):
        raise ValueError(fault)
    return os.path.normpath(turn.settings.cwd / text)
