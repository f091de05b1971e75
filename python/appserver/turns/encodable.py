"""Text that UTF-8 cannot hold is repaired or refused where it comes in: what repeats it would fail far from its cause.

Python has such text where a file name is not valid UTF-8 and where JSON escapes half a surrogate pair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from appserver.errors import ServerError
from appserver.plain_data import is_dict, is_list
from appserver.protocol import EncodeError
from appserver.text import repaired
from appserver.turns.param_limits import check_objects, check_texts

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import protocol as p

__all__ = [
    "PATH_FIELDS",
    "check_directory",
    "check_params",
    "repaired_data",
    "repaired_model",
    "repaired_text",
]

PATH_FIELDS: Final = frozenset(
    {"cwd", "cwds", "extraLogFiles", "extraRoots", "path", "runtimeWorkspaceRoots", "writableRoots"}
)
"""The fields of requests that are paths, one or several. No path of any system holds a NUL character."""

_DATA: Final = frozenset({"config", "outputSchema"})
"""Fields whose contents are another's business."""

_NUL: Final = b"\\u0000"

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
        return type(model).from_wire(repaired_data(model.to_wire()))
    return model


def repaired_data(data: Any) -> Any:
    """JSON data of texts for people, as it can be sent."""
    if isinstance(data, str):
        return repaired(data)
    if is_list(data):
        return [repaired_data(value) for value in data]
    if is_dict(data):
        return {repaired(name): repaired_data(value) for name, value in data.items()}
    return data


def check_params(params: p.WireModel) -> int:
    """Refuse params that cannot be written as JSON, hold too much, or a path that no file can have.

    Returns how many bytes of JSON they are.

    Raises:
        ServerError: -32600, or -32602 for what is too large, with the reason.
    """
    check_texts(params)
    try:
        text = params.to_wire_json()  # 2 µs
    except EncodeError as error:
        raise ServerError(f"Invalid request: {error}") from None
    check_objects(params, len(text))
    if _NUL in text:
        _check_paths({name: value for name, value in params.to_wire().items() if name not in _DATA}, "")
    return len(text)


def check_directory(directory: Path) -> None:
    """Refuse a working directory whose name is not valid UTF-8, or which no directory can have.

    Raises:
        ServerError: -32600, with the name.
    """
    text = str(directory)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ServerError(
            f"the name of the working directory is not valid UTF-8: {text!a}; give another as `cwd`"
        ) from None
    _check_path("cwd", text)


def _check_paths(data: Any, where: str) -> None:
    """Look for paths in params."""
    if is_dict(data):
        for name, value in data.items():
            within = f"{where}.{name}" if where else name
            if name in PATH_FIELDS:
                for path in value if is_list(value) else [value]:
                    _check_path(within, path)
            else:
                _check_paths(value, within)
    elif is_list(data):
        for index, value in enumerate(data):
            _check_paths(value, f"{where}[{index}]")


def _check_path(where: str, path: object) -> None:
    if isinstance(path, str) and "\0" in path:
        raise ServerError(f"Invalid request: {where} is no path, it holds a NUL character: {path!a:.200}")
