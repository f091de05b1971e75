"""Tools that a client brings along for its thread: it is asked to do what a model calls for.

| what is refused | with |
|---|---|
| a name that is empty, is within blanks, or has other characters than letters, digits, `_` and `-` | its rule |
| a name above 128 characters, one that is there twice, and `mcp` or one that begins with `mcp__` | likewise |
| a schema that is no object | what it is |
| a namespace without tools | its name |
| a tool that is to be found first, and stands in no namespace | its name |
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAX_NAME", "checked_dynamic_tools"]

MAX_NAME: Final = 128
"""Characters of a name, as providers take them."""

_NAME: Final = re.compile(r"[a-zA-Z0-9_-]+")
_KINDS: Final = ((bool, "boolean"), (int, "number"), (float, "number"), (str, "string"))


def checked_dynamic_tools(tools: Sequence[p.DynamicToolSpec] | None) -> tuple[p.DynamicToolSpec, ...]:
    """The tools, if they can be offered.

    Raises:
        ServerError: one of them cannot be.
    """
    found = tuple(tools or ())
    _check_names("dynamic tool", [str(getattr(tool, "name", "")) for tool in found])
    for tool in found:
        if isinstance(tool, p.NamespaceDynamicToolSpec):
            if not tool.tools:
                raise ServerError(f"dynamic tool namespace must contain at least one tool: {tool.name}")
            inner = [one for one in tool.tools if isinstance(one, p.FunctionDynamicToolNamespaceTool)]
            _check_names("dynamic tool", [one.name for one in inner])
            for one in inner:
                _check_schema(one.name, one.input_schema)
        elif isinstance(tool, p.FunctionDynamicToolSpec):
            _check_schema(tool.name, tool.input_schema)
            if tool.defer_loading:
                raise ServerError(f"deferred dynamic tool must include a namespace: {tool.name}")
    return found


def _check_names(what: str, names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if not name:
            raise ServerError(f"{what} name must not be empty")
        if name != name.strip():
            raise ServerError(f"{what} name has leading/trailing whitespace: {name}")
        if not _NAME.fullmatch(name):
            shown = "".join(one if one.isascii() else f"\\u{{{ord(one):x}}}" for one in name)
            raise ServerError(f"{what} name must match ^[a-zA-Z0-9_-]+$ to match Responses API: {shown}")
        if len(name) > MAX_NAME:
            raise ServerError(
                f"{what} name must be at most {MAX_NAME} characters to match Responses API: {name[:1000]}"
            )
        if name == "mcp" or name.startswith("mcp__"):
            raise ServerError(f"{what} name is reserved: {name}")
        if name in seen:
            raise ServerError(f"duplicate {what} name: {name}")
        seen.add(name)


def _check_schema(name: str, schema: object) -> None:
    if is_dict(schema):
        return
    kind = next(
        (word for kind, word in _KINDS if isinstance(schema, kind)), "sequence" if is_list(schema) else "null"
    )
    raise ServerError(
        f"dynamic tool input schema is not supported for {name}: invalid type: {kind}, expected struct JsonSchema"
    )
