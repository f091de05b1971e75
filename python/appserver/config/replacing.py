"""Putting a text in the place of a file, in one step."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress

__all__ = ["OWNER_ALONE", "replace_file"]

OWNER_ALONE = 0o600


def replace_file(path: str, text: bytes, *, mode: int | None = None) -> None:
    """Put a text in the place of a file; where the path is a link, in the place of what it names.

    Args:
        path: the file. Its folder is made where there is none, for its owner alone.
        text: what it holds then.
        mode: who may read it then; None: who may read it now, and its owner alone where there is none.

    Raises:
        OSError: it cannot be written. The file is as it was.
    """
    path = os.path.realpath(path)
    folder = os.path.dirname(path)  # noqa: PTH120 - text stays text
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103 - text stays text
    if mode is None:
        try:
            mode = stat.S_IMODE(os.stat(path).st_mode)  # noqa: PTH116 - text stays text
        except FileNotFoundError:
            mode = OWNER_ALONE
    name = os.path.basename(path).partition(".")[0]  # noqa: PTH119 - text stays text
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}-", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        os.replace(temporary, path)  # noqa: PTH105 - text stays text
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108 - text stays text
        raise
