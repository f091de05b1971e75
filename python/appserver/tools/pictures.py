"""Pictures that a model looks at: `view_image`."""

from __future__ import annotations

import base64
import os
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from appserver import protocol as p
from appserver.backends.threads import call_in_thread
from appserver.execution.pictures import PictureError, read_picture
from appserver.tools.arguments import Arguments, function_spec, read_arguments
from appserver.tools.calls import FUNCTION, ToolError
from appserver.turns.items.shown import show_item

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.tools.calls import ToolCall, ToolKind

__all__ = ["ViewImage"]

NAME: Final = "view_image"


class ViewArguments(Arguments):
    """Which picture."""

    path: str = Field(description="The file, absolute or relative to the directory of the thread.")


DESCRIPTION: Final = "Look at a picture in a file on the user's machine: PNG, JPEG, GIF or WebP."


class ViewImage:
    """Gives the model a picture of a file."""

    name: str = NAME
    kind: ToolKind = FUNCTION

    def __init__(self) -> None:
        self._spec = function_spec(NAME, DESCRIPTION, ViewArguments)

    def spec(self) -> Mapping[str, Any]:
        """What the provider is told of it."""
        return self._spec

    async def run(self, call: ToolCall) -> Sequence[Mapping[str, Any]]:
        """Read the picture.

        Cancellation: nothing is shown.

        Raises:
            ToolError: there is no such picture.
        """
        said = read_arguments(ViewArguments, call.arguments)
        path = os.path.normpath(call.turn.settings.cwd / said.path)  # noqa: ASYNC240 - by its text alone
        try:
            kind, data = await call_in_thread(partial(read_picture, path), abandon_on_cancel=True)
        except PictureError as error:
            raise ToolError(f"unable to locate image at `{path}`: {error}") from None
        turn = call.turn.turn
        await show_item(turn, call.call_id, lambda item_id: p.ImageViewThreadItem(id=item_id, path=path))
        url = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        return [{"type": "input_image", "image_url": url, "detail": "high"}]
