"""Text that UTF-8 cannot hold is refused where it comes in: what repeats it later would fail far from its cause.

Python has such text where a file name is not valid UTF-8 and where JSON escapes half a surrogate pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.errors import ServerError
from appserver.protocol import EncodeError

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import protocol as p

__all__ = ["check_directory", "check_params"]


def check_params(params: p.WireModel) -> None:
    """Refuse params that cannot be written as JSON.

    Raises:
        ServerError: -32600, with the reason.
    """
    try:
        params.to_wire_json()  # 2 µs
    except EncodeError as error:
        raise ServerError(f"Invalid request: {error}") from None


def check_directory(directory: Path) -> None:
    """Refuse a working directory whose name is not valid UTF-8.

    Raises:
        ServerError: -32600, with the name.
    """
    try:
        str(directory).encode()
    except UnicodeEncodeError:
        raise ServerError(
            f"the name of the working directory is not valid UTF-8: {str(directory)!a}; give another as `cwd`"
        ) from None
