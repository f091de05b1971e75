"""Changes to the user's file. Whatever is not changed stays as it is written: comments, order, spacing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver.config.keys import CONFIG
from appserver.config.kinds import MismatchError
from appserver.config.layers import Layer, normal
from appserver.config.loading import UNTRUSTED_IS_GONE
from appserver.config.problems import ConfigError
from appserver.config.replacing import replace_file
from appserver.config.toml_file import parse_text, read_bytes
from appserver.plain_data import is_dict, is_list, is_mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.config.loading import ConfigLoader

__all__ = ["Edit", "WriteError", "Written", "replace_config", "trust_project", "write_config"]


class WriteError(ValueError):
    """A change that is refused.

    Attributes:
        code: why, in one word of the protocol.
    """

    def __init__(self, message: str, code: str = "configValidationError") -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True, slots=True)
class Edit:
    """One change.

    Attributes:
        key_path: the key: names with dots between them, those with dots within them in quotes; or the names.
        value: the value; None removes the key.
        merges: whether a table is put into the one that is there, or takes its place.
    """

    key_path: str | tuple[str, ...]
    value: Any
    merges: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What has been written.

    Attributes:
        version: the version of the user's layer now.
        path: its file.
        overridden: the first key that another layer has the last word about: its layer and the value that counts.
    """

    version: str
    path: str
    overridden: tuple[Layer, Any] | None = None


def write_config(
    loader: ConfigLoader,
    edits: Sequence[Edit],
    *,
    path: str | None = None,
    expected_version: str | None = None,
) -> Written:
    """Change the user's file, all of it or nothing.

    Args:
        loader: whose user.
        edits: the changes, one after the other.
        path: the file that the caller means.
        expected_version: the version that the caller has seen.

    Raises:
        WriteError: a change is refused.
        ConfigError: the file cannot be read or written.
    """
    file = loader.user_file
    if file is None or (path is not None and path != file):
        raise WriteError("Only writes to the user config are allowed", "configLayerReadonly")
    with loader.writing:
        layer = loader.user_layer()
        if expected_version is not None and expected_version != layer.version:
            message = "Configuration was modified since last read. Fetch latest version and retry."
            raise WriteError(message, "configVersionConflict")
        before = read_bytes(file)
        paths = [_names(edit.key_path) for edit in edits]
        text = _edited(before or b"", [(names, edit) for names, edit in zip(paths, edits, strict=True)])
        base = os.path.dirname(file)  # noqa: PTH120 - text stays text
        changed = Layer(layer.name, layer.word, normal(parse_text(text, file).data, base))
        _check(changed.config)
        if text != before and (before is not None or text):
            replace_config(file, text)
    return Written(changed.version, file, _overridden(loader, changed, paths))


def trust_project(loader: ConfigLoader, root: str) -> bool:
    """Write down that the user trusts a project. False: there is no file of the user's.

    Raises:
        ConfigError: the file cannot be read or written.
    """
    if loader.user_file is None:
        return False
    write_config(loader, [Edit(("projects", root, "trust_level"), "trusted")])
    return True


def _names(key_path: str | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(key_path, tuple):
        return key_path
    if not key_path.strip():
        raise WriteError("keyPath must not be empty")
    names: list[str] = []
    name, quote = "", ""
    was_quoted = False
    for letter in f"{key_path}.":
        if quote:
            if letter == quote:
                quote = ""
            else:
                name += letter
        elif letter in "\"'" and not name:
            quote, was_quoted = letter, True
        elif letter == ".":
            name = name if was_quoted else name.strip()
            if not name:
                raise WriteError("keyPath segments must not be empty")
            names.append(name)
            name, was_quoted = "", False
        else:
            name += letter
    if quote:
        raise WriteError(f"keyPath has a quote that is not closed: {key_path}")
    how = "use `--profile <name>` with `<name>.config.toml` instead"
    if names[0] == "profiles":
        raise WriteError(
            f"`profiles` contains legacy config profile tables and can no longer be written; {how}"
        )
    if names[0] == "profile":
        raise WriteError(f"`profile` is a legacy config selector and can no longer be written; {how}")
    return tuple(names)


def _check(config: dict[str, Any]) -> None:
    try:
        CONFIG.check(config, (), [])
    except MismatchError as error:
        raise WriteError(f"Invalid configuration: {error.text}") from None
    if config.get("approval_policy") == "untrusted":
        raise WriteError(f"Invalid configuration: {UNTRUSTED_IS_GONE}")


def _edited(text: bytes, edits: Sequence[tuple[tuple[str, ...], Edit]]) -> bytes:
    import tomlkit

    document: Any = tomlkit.parse(text.decode().removeprefix("\ufeff"))
    for names, edit in edits:
        if edit.value is None:
            _remove(document, names)
        else:
            _check_value(edit.value)
            _set(document, names, edit.value, merges=edit.merges)
    mark = "\ufeff" if text.startswith(b"\xef\xbb\xbf") else ""
    return (mark + tomlkit.dumps(document)).encode()


def _check_value(value: Any) -> None:
    """Refuse what TOML has no word for."""
    if value is None:
        raise WriteError("invalid value: invalid type: null, expected any valid TOML value")
    if isinstance(value, int) and not isinstance(value, bool) and not -(2**63) <= value < 2**63:
        raise WriteError(f"invalid value: integer `{value}` does not fit into 64 bits")
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise WriteError("invalid value: the text holds half of a surrogate pair") from None
    inner: Any = value.values() if is_dict(value) else value if is_list(value) else ()
    for one in inner:
        _check_value(one)


def _any(value: Any) -> Any:
    """A value of tomlkit, which type checkers take for a mapping that cannot be changed."""
    return value


def _remove(table: Any, names: tuple[str, ...]) -> None:
    *above, last = names
    for name in above:
        inner: Any = table.get(name)
        if not is_mapping(inner):
            return
        table = _any(inner)
    table.pop(last, None)


def _set(document: Any, names: tuple[str, ...], value: Any, *, merges: bool) -> None:
    *above, last = names
    table = document
    for index, name in enumerate(above):
        inner: Any = table.get(name)
        if inner is None:
            _append(document, table, tuple(above[index:]), {last: value})
            return
        if not is_mapping(inner):
            raise WriteError("cannot set value on non-table parent")
        table = _any(inner)
    old: Any = table.get(last)
    if is_dict(value) and is_mapping(old):
        _put_into(document, old, value, merges=merges)
    elif old is None:
        _append(document, table, (), {last: value})
    else:
        table[last] = value


def _put_into(document: Any, table: Any, values: dict[str, Any], *, merges: bool) -> None:
    """Make a table that is there say something else, as it is written."""
    for name in [] if merges else [name for name in table if name not in values]:
        table.pop(name)
    for name, value in values.items():
        _set_in(document, table, name, value, merges=merges)


def _set_in(document: Any, table: Any, name: str, value: Any, *, merges: bool) -> None:
    old: Any = table.get(name)
    if is_dict(value) and is_mapping(old):
        _put_into(document, old, value, merges=merges)
    elif old is None:
        _append(document, table, (), {name: value})
    else:
        table[name] = value


def _append(document: Any, table: Any, above: tuple[str, ...], values: dict[str, Any]) -> None:
    """Add values below new tables."""
    import tomlkit
    from tomlkit.items import InlineTable

    is_inline = isinstance(table, InlineTable)
    for name in reversed(above):
        values = {name: values}
    for name, value in values.items():
        if is_dict(value) and not is_inline:
            if str(tomlkit.dumps(document)).strip():
                _end_with_blank_line(document)
            table.append(name, _table(value))
        else:
            indents = [(item, item.trivia.indent) for key, item in getattr(table, "body", ()) if key]
            table[name] = value
            for item, indent in indents:  # tomlkit puts an empty line before the table that comes next
                item.trivia.indent = indent


def _end_with_blank_line(document: Any) -> None:
    import tomlkit

    text = tomlkit.dumps(document)
    if not text.endswith("\n"):
        document.add(tomlkit.nl())
    if not tomlkit.dumps(document).endswith("\n\n"):
        document.add(tomlkit.nl())


def _table(values: dict[str, Any]) -> Any:
    """A new table. One that holds nothing but tables has no head of its own."""
    import tomlkit

    has_only_tables = bool(values) and all(is_dict(value) for value in values.values())
    table = tomlkit.table(is_super_table=has_only_tables)
    for name, value in values.items():
        if not is_dict(value):
            table.append(name, value)
    for name, value in values.items():
        if is_dict(value):
            table.append(name, _table(value))
    return table


def replace_config(path: str, text: bytes) -> None:
    """Put a text in the place of a file, in one step; where the path is a link, in the place of what it names.

    Raises:
        ConfigError: it cannot be written. The file is as it was.
    """
    try:
        replace_file(path, text)
    except OSError as error:
        raise ConfigError(
            f"the file cannot be written: {error.strerror or error}", path=os.path.realpath(path)
        ) from None


def _overridden(
    loader: ConfigLoader, changed: Layer, paths: Sequence[tuple[str, ...]]
) -> tuple[Layer, Any] | None:
    above: list[Layer] = []
    layers = loader.read_layers().layers
    for layer in layers:
        if layer.name["type"] == "user":
            break
        above.append(layer)
    for path in paths:
        mine = _at(changed.config, path)
        for layer in above:
            theirs = _at(layer.config, path)
            if mine is not None and theirs is not None and theirs != mine:
                return layer, theirs
    return None


def _at(config: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not is_dict(config):
            return None
        inner: Any = config.get(name)
        config = inner
    return config
