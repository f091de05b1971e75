"""What a SKILL.md says of itself, and the `agents/openai.yaml` beside it."""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from appserver._core import parse_yaml
from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Skill", "SkillError", "read_skill", "read_whole"]

MAX_FILE_BYTES: Final = 1 << 20
"""What is read of a SKILL.md. Its front matter stands at its beginning."""

MAX_YAML_BYTES: Final = 64 * 1024
"""The longest front matter: hundreds of times what anybody writes."""

MAX_WHOLE_BYTES: Final = 128 * 1024
"""The longest SKILL.md that is told to a model as it is: an eighth of what the largest contexts hold."""

SKILL_FILE: Final = "SKILL.md"

MAX_NAME: Final = 64
MAX_PROMPT: Final = 1024

_INTERFACE_TEXTS: Final = {"display_name": 64, "short_description": 1024, "default_prompt": MAX_PROMPT}
_ICONS: Final = ("icon_small", "icon_large")
_TOOL_TEXTS: Final = ("type", "value", "description", "transport", "command", "url")

_LOOSE: Final = re.compile(r"""^([\w-]+:[ ]+)([^\s"'|>&*!%@`\[{#][^\n]*:[ ][^\n]*)$""", re.MULTILINE)
"""A value with a colon in it that is not in quotes. It can mean one thing only, and YAML refuses it."""


class SkillError(ValueError):
    """A SKILL.md that cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill.

    Attributes:
        name: what it is called.
        description: what it is for.
        short_description: the same in fewer words.
        interface: how it is shown, by the names of the protocol.
        tools: what it needs, each by the names of the protocol.
        path: its SKILL.md.
        scope: whose it is: `repo`, `user` or `system`.
    """

    name: str
    description: str
    path: str
    scope: str
    short_description: str | None = None
    interface: Mapping[str, Any] | None = None
    tools: tuple[Mapping[str, str], ...] = field(default=())


def read_skill(path: str, scope: str) -> Skill:
    """Read a SKILL.md.

    Raises:
        SkillError: it cannot be used.
    """
    table = _table(_front_matter(_read(path)), "the front matter")
    description = _one_line(_text(table, "description", is_needed=True))
    if not description:
        raise SkillError("missing field `description`")
    folder = os.path.dirname(path)  # noqa: PTH120 - text stays text
    name = _one_line(_text(table, "name")) or os.path.basename(folder)  # noqa: PTH119 - text stays text
    if len(name) > MAX_NAME:
        raise SkillError(f"invalid name: exceeds maximum length of {MAX_NAME} characters")
    metadata: Any = table.get("metadata")
    short = _one_line(_text(metadata, "short-description")) if is_dict(metadata) else ""
    interface, tools = _of_agents(folder)
    return Skill(name, description, path, scope, short or None, interface, tools)


def read_whole(path: str) -> str:
    """All that a SKILL.md says.

    Raises:
        SkillError: it is none, it cannot be read, or it is too long.
    """
    if os.path.basename(path) != SKILL_FILE:  # noqa: PTH119 - text stays text
        raise SkillError(f"a skill is a file {SKILL_FILE}")
    if not os.path.isabs(path) or "\0" in path:  # noqa: PTH117 - text stays text
        raise SkillError("the path of a skill is absolute")
    text = _read(path, os.O_NOFOLLOW)
    if len(text.encode()) > MAX_WHOLE_BYTES:
        raise SkillError(f"it has more than {MAX_WHOLE_BYTES} bytes")
    return text


def _read(path: str, flags: int = 0) -> str:
    """The beginning of a file.

    Raises:
        SkillError: it cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | flags)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise SkillError("failed to read file: it is no regular file")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                data = file.read(MAX_FILE_BYTES)
        finally:
            os.close(descriptor)  # also that of a directory, of which no file is made
    except OSError as error:
        raise SkillError(f"failed to read file: {error.strerror or error}") from None
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        # The cut went through a character.
        if len(data) == MAX_FILE_BYTES and error.start > MAX_FILE_BYTES - 4:
            return data[: error.start].decode()
        raise SkillError(f"failed to read file: it is not valid UTF-8, from byte {error.start} on") from None


def _front_matter(text: str) -> Any:
    """The data between the first two lines of `---`.

    Raises:
        SkillError: there is none, or it is no YAML.
    """
    first, *lines = text.splitlines() or [""]
    ends = (number for number, line in enumerate(lines) if line.strip() == "---")
    end = next(ends, 0)
    if first.strip() != "---" or not end:
        raise SkillError("missing YAML frontmatter delimited by ---")
    return _parsed("\n".join(lines[:end]))


def _parsed(text: str) -> Any:
    if len(text.encode()) > MAX_YAML_BYTES:
        raise SkillError(f"invalid YAML: it has more than {MAX_YAML_BYTES} bytes")
    try:
        return parse_yaml(text)
    except ValueError as error:
        reason, line, column = error.args
    quoted = _LOOSE.sub(lambda match: f"{match[1]}{json.dumps(match[2].rstrip())}", text)
    if quoted != text:
        try:
            return parse_yaml(quoted)
        except ValueError:  # then the text as it stands is what is wrong
            pass
    raise SkillError(f"invalid YAML: {reason} at line {line} column {column}")


def _table(value: Any, what: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not is_dict(value):
        raise SkillError(f"invalid YAML: {what} is no mapping of names to values")
    return value


def _text(table: Mapping[str, Any], name: str, *, is_needed: bool = False) -> str:
    """A text of a table; empty: there is none.

    Raises:
        SkillError: it is something else, or it is needed and is not there.
    """
    value = table.get(name)
    if value is None:
        if is_needed:
            raise SkillError(f"missing field `{name}`")
        return ""
    if not isinstance(value, str):
        raise SkillError(f"invalid YAML: `{name}` is a collection, and not a text")
    return value


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _of_agents(folder: str) -> tuple[Mapping[str, Any] | None, tuple[Mapping[str, str], ...]]:
    """How a skill is shown, and what it needs, as a file of its own says; what of that cannot be used is left out."""
    path = os.path.join(folder, "agents", "openai.yaml")  # noqa: PTH118 - text stays text
    if not os.path.isfile(path):  # noqa: PTH113 - text stays text
        return None, ()
    try:
        table = _table(_parsed(_read(path)), "the file")
    except SkillError:
        return None, ()
    return _interface(table.get("interface"), folder), _tools(table.get("dependencies"))


def _interface(value: Any, folder: str) -> Mapping[str, Any] | None:
    if not is_dict(value):
        return None
    found: dict[str, Any] = {}
    for name, limit in _INTERFACE_TEXTS.items():
        text = _one_line(value[name]) if isinstance(value.get(name), str) else ""
        if text and len(text) <= limit:
            found[name] = text
    for name in _ICONS:
        if (icon := _icon(value.get(name), folder)) is not None:
            found[name] = icon
    color = value.get("brand_color")
    if isinstance(color, str) and _is_color(color.strip()):
        found["brand_color"] = color.strip()
    return found or None


def _icon(value: Any, folder: str) -> str | None:
    """The path of a picture below `assets` of the skill; one that leads elsewhere is none."""
    if not isinstance(value, str) or not value or "\0" in value:
        return None
    parts = os.path.normpath(value).split("/")
    if os.path.isabs(value) or parts[0] != "assets" or len(parts) < 2:  # noqa: PTH117 - text stays text
        return None
    return os.path.join(folder, *parts)  # noqa: PTH118 - text stays text


def _is_color(text: str) -> bool:
    return (
        len(text) == 7 and text[0] == "#" and all(letter in "0123456789abcdefABCDEF" for letter in text[1:])
    )


def _tools(value: Any) -> tuple[Mapping[str, str], ...]:
    listed: Any = value.get("tools") if is_dict(value) else None
    found: list[Mapping[str, str]] = []
    for tool in listed if is_list(listed) else ():
        if not is_dict(tool):
            continue
        texts = {name: _one_line(tool[name]) for name in _TOOL_TEXTS if isinstance(tool.get(name), str)}
        if texts.get("type") and texts.get("value"):
            found.append(texts)
    return tuple(found)
