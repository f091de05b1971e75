"""Which skills count: entries of `[[skills.config]]`, by the path of a SKILL.md or by a name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from appserver.config.toml_file import parse_text, read_bytes
from appserver.config.writing import WriteError, replace_config
from appserver.plain_data import is_dict, is_list, is_mapping

if TYPE_CHECKING:
    from appserver.config.loading import ConfigLoader

__all__ = ["is_enabled", "switch_skill"]


def is_enabled(skills: Any, *, name: str, path: str) -> bool:
    """Whether a skill counts, by the table `skills` of a configuration: the last entry about it says."""
    listed: Any = skills.get("config") if is_dict(skills) else None
    found = True
    for entry in listed if is_list(listed) else ():
        if is_dict(entry) and isinstance(entry.get("enabled"), bool) and _is_about(entry, name, path):
            found = entry["enabled"]
    return found


def _is_about(entry: dict[str, Any], name: str, path: str) -> bool:
    said: Any = entry.get("path")
    if isinstance(said, str):
        return "\0" not in said and os.path.realpath(said) == os.path.realpath(path)
    return entry.get("name") == name


def switch_skill(loader: ConfigLoader, *, path: str | None, name: str | None, is_enabled: bool) -> None:
    """Write down in the user's file whether a skill counts. Whatever else stands there stays as it is written.

    Raises:
        WriteError: it is not said which skill, or there is no file of the user's.
        ConfigError: the file cannot be read or written.
    """
    key, value = ("path", path) if path is not None else ("name", (name or "").strip())
    if (path is None) == (name is None) or not value:
        raise WriteError("skills/config/write requires exactly one of path or name", "invalidParams")
    file = loader.user_file
    if file is None:
        raise WriteError("Only writes to the user config are allowed", "configLayerReadonly")
    with loader.writing:
        before = read_bytes(file) or b""
        parse_text(before, file)
        text = _switched(before, key, value, is_enabled)
        if text == before:
            return
        parse_text(text, file)
        replace_config(file, text)


def _switched(before: bytes, key: str, value: str, is_enabled: bool) -> bytes:
    import tomlkit

    document: Any = tomlkit.parse(before.decode().removeprefix("\ufeff"))
    skills: Any = document.get("skills")
    listed: Any = skills.get("config") if is_mapping(skills) else None
    about = [
        place
        for place, entry in enumerate(listed if is_list(listed) else ())
        if is_mapping(entry) and entry.get(key) == value
    ]
    if is_enabled:  # that is so where nobody says anything
        for place in reversed(about):
            del listed[place]
        if about and not listed:
            document["skills"].pop("config")
        # A comment stays, and with it its table.
        if about and not skills and "#" not in document["skills"].as_string():
            del document["skills"]
    elif about:
        for place in about:
            listed[place]["enabled"] = False
    else:
        _append(document, skills, {key: value, "enabled": False})
    mark = "\ufeff" if before.startswith(b"\xef\xbb\xbf") else ""
    return (mark + tomlkit.dumps(document)).encode()


def _append(document: Any, skills: Any, entry: dict[str, Any]) -> None:
    """Add an entry, in the form that those have which are there."""
    import tomlkit
    from tomlkit.items import Array, InlineTable

    if skills is None:
        skills = document["skills"] = tomlkit.table(is_super_table=True)
    listed: Any = skills.get("config")
    is_inline = isinstance(skills, InlineTable) or (isinstance(listed, Array) and bool(listed))
    table: Any = tomlkit.inline_table() if is_inline else tomlkit.table()
    table.update(entry)
    if not is_list(listed) or not listed:
        skills["config"] = tomlkit.array() if is_inline else tomlkit.aot()
    elif not is_inline:
        listed[-1].add(tomlkit.nl())
    skills["config"].append(table)
