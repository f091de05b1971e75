"""What the user has sent, for agents of frameworks: texts, and pictures as bytes or addresses."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.backends.threads import call_in_thread
from appserver.errors import AgentError
from appserver.execution.pictures import PictureError, read_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Picture", "read_prompt"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a message: its address, or its bytes with their media type."""

    url: str = ""
    media_type: str = ""
    data: bytes = b""

    @property
    def address(self) -> str:
        """Its address, or one that holds its bytes."""
        return self.url or f"data:{self.media_type};base64,{base64.b64encode(self.data).decode()}"


async def read_prompt(entries: Sequence[p.UserInput]) -> list[str | Picture]:
    """Texts and pictures, in their order. What is none of them (mentions and the like) is named in words.

    Cancellation: nothing was begun.

    Raises:
        AgentError: a picture cannot be read.
    """
    parts: list[str | Picture] = []
    for entry in entries:
        match entry:
            case p.TextUserInput(text=text):
                parts.append(text)
            case p.ImageUserInput(url=url):
                parts.append(_of_address(url or ""))
            case p.LocalImageUserInput(path=path):
                try:
                    kind, data = await call_in_thread(partial(read_picture, path), abandon_on_cancel=True)
                except PictureError as error:
                    raise AgentError(
                        f"The picture {path} cannot be read: {error}", cause="badRequest"
                    ) from None
                parts.append(Picture(media_type=kind, data=data))
            case _:
                name, place = getattr(entry, "name", None), getattr(entry, "path", None)
                if name or place:
                    parts.append(f"{name or place} ({place})" if name and place else str(name or place))
    return parts


def _of_address(url: str) -> Picture:
    head, comma, data = url.partition(",")
    if comma and head.startswith("data:") and head.endswith(";base64"):
        try:
            return Picture(media_type=head[5:-7], data=base64.b64decode(data, validate=True))
        except binascii.Error:
            raise AgentError("A picture of the message is no base64.", cause="badRequest") from None
    return Picture(url=url)
