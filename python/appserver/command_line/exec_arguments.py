"""What the arguments of `appserver exec` stand for that name a setting or a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from appserver.command_line.failures import UsageError
from appserver.command_line.locale_text import as_utf8
from appserver.execution.pictures import PictureError, read_picture
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["named_settings", "picture_files", "read_schema", "resumed_thread"]

MAX_SCHEMA_BYTES: Final = 1024 * 1024

LOCAL_PROVIDER: Final = "ollama"


def named_settings(
    model: str | None, provider: str | None, sandbox: str | None, *, oss: bool
) -> dict[str, Any]:
    """The settings that options of their own name, by their keys in the configuration.

    Raises:
        UsageError: a value is none, or a local model is wanted and none is named.
    """
    if oss and model is None:
        raise UsageError("--oss needs --model NAME; `ollama list` shows the models that are there")
    if oss and provider == "openai":
        raise UsageError("--oss is for a local model; --provider openai is not local")
    given = {"model": model, "model_provider": provider or (LOCAL_PROVIDER if oss else None)}
    found: dict[str, Any] = {}
    for key, value in given.items():
        if value is None:
            continue
        option = "--model" if key == "model" else "--provider"
        if (text := as_utf8(value)) is None or not text.strip():
            raise UsageError(f"{option} needs a name, not {value!a}")
        found[key] = text
    return found if sandbox is None else {**found, "sandbox_mode": sandbox}


def resumed_thread(given: str | None) -> str | None:
    """The thread of `--resume`: its id, or `last`; None: none.

    Raises:
        UsageError: it is neither.
    """
    if given is None or given == "last":
        return given
    try:
        UUID(given)
    except ValueError:
        raise UsageError(f"--resume takes the id of a thread, or last, not {given!a:.80}") from None
    return given


def picture_files(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The files of `--image`, by their absolute names.

    Raises:
        UsageError: one is not there, is no file, or holds no picture that a model is shown.
    """
    for path in paths:
        try:
            there = path.is_file()
        except (OSError, ValueError) as error:
            raise UsageError(f"cannot use --image {str(path)!a}: {error}") from None
        if not there:
            raise UsageError(f"there is no file {str(path)!a} for --image")
        try:
            read_picture(str(path.absolute()))
        except PictureError as error:
            raise UsageError(f"cannot use --image {str(path)!a}: {error}") from None
    return tuple(path.absolute() for path in paths)


def read_schema(path: Path) -> Any:
    """The JSON schema in a file.

    Raises:
        UsageError: it cannot be read, or holds none.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MAX_SCHEMA_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read --output-schema {str(path)!a}: {error}") from None
    if len(text) > MAX_SCHEMA_BYTES:
        raise UsageError(f"--output-schema {str(path)!a} has more than {MAX_SCHEMA_BYTES} bytes")
    try:
        schema: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--output-schema {str(path)!a} is not JSON: {error}") from None
    if not is_dict(schema):
        raise UsageError(f"--output-schema {str(path)!a} holds no JSON object")
    return schema
