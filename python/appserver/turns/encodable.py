"""Text that UTF-8 cannot hold is repaired or refused where it comes in: what repeats it would fail far from its cause.

Python has such text where a file name is not valid UTF-8 and where JSON escapes half a surrogate pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from appserver.errors import ServerError
from appserver.plain_data import is_dict, is_list
from appserver.protocol import EncodeError
from appserver.text import repaired

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import protocol as p

__all__ = ["check_directory", "check_params", "repaired_model", "repaired_text"]

Model = TypeVar("Model", bound="p.WireModel")


def repaired_text(name: str, text: object) -> str | None:
    """A text for people, as it can be sent.

    Raises:
        TypeError: it is not a text; `name` says which.
    """
    if text is None or isinstance(text, str):
        return None if text is None else repaired(text)
    raise TypeError(f"{name} is text, a str, not {type(text).__name__}")


def repaired_model(model: Model) -> Model:
    """A model of texts for people, as it can be sent: itself, unless some text of it must be repaired."""
    try:
        model.to_wire_json()
    except EncodeError:
        return type(model).from_wire(_repaired_data(model.to_wire()))
    return model


def _repaired_data(data: Any) -> Any:
    if isinstance(data, str):
        return repaired(data)
    if is_list(data):
        return [_repaired_data(value) for value in data]
    if is_dict(data):
        return {repaired(name): _repaired_data(value) for name, value in data.items()}
    return data


def check_params(params: p.WireModel) -> int:
    """Refuse params that cannot be written as JSON. Returns how many bytes they are.

    Raises:
        ServerError: -32600, with the reason.
    """
    try:
        return len(params.to_wire_json())  # 2 µs
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
