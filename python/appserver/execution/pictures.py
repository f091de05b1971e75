"""Pictures in files, as models take them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

__all__ = ["MAX_PICTURE_BYTES", "PictureError", "read_picture"]

MAX_PICTURE_BYTES: Final = 20 * 1024 * 1024
"""The largest picture that is read; providers refuse larger ones."""

_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


class PictureError(ValueError):
    """There is no such picture."""


def read_picture(path: str) -> tuple[str, bytes]:
    """The kind of a picture, as MIME names it, and its bytes. It blocks on the disk.

    Raises:
        PictureError: there is no such file, it is too large, or it is no picture that models take.
    """
    try:
        # Nothing but a regular file is waited for: a pipe, or a device, may never end.
        descriptor = os.open(Path(path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise PictureError("it is not a regular file")
            data = file.read(MAX_PICTURE_BYTES + 1)
    except FileNotFoundError:
        raise PictureError("No such file or directory (os error 2)") from None
    except OSError as error:
        raise PictureError(error.strerror or str(error)) from None
    except ValueError as error:
        raise PictureError(str(error)) from None
    if len(data) > MAX_PICTURE_BYTES:
        raise PictureError(f"it has more than {MAX_PICTURE_BYTES} bytes")
    kind = next((kind for beginning, kind in _BEGINNINGS if data.startswith(beginning)), None)
    if kind is None and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "image/webp"
    if kind is None:
        raise PictureError("it is no PNG, JPEG, GIF or WebP")
    return kind, data
