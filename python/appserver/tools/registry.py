"""Which tools a model may call."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from typing_extensions import TypeIs

    from appserver.tools.calls import Tool

__all__ = ["ToolSet", "check_name", "flat_name", "is_tool", "plain_items"]

MAX_FLAT_NAME: Final = 64
"""Of a name that is made of two: as much as every provider takes."""

_PLAIN: Final = frozenset({"function", "custom"})

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")


def check_name(name: object) -> str:
    """The name, if providers take it.

    Raises:
        TypeError, ValueError: it is not one.
    """
    if not isinstance(name, str):
        raise TypeError(f"the name of a tool is a str, not {type(name).__name__}")
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"{name!r:.80} is no name of a tool: providers take 1 to 128 letters, digits, `_` and `-`"
        )
    return name


def is_tool(value: object) -> TypeIs[Tool]:
    """Whether it is a tool already, and not a function to make one of."""
    return all(hasattr(value, name) for name in ("name", "kind", "spec", "run"))


class ToolSet:
    """Tools by their names, in the order in which they were given: providers see them in that order each time.

    A tool may be in a namespace, which its attribute of that name says.
    """

    def __init__(self, tools: Iterable[Tool] = ()) -> None:
        """Raises TypeError, ValueError: a name is not valid, or two tools have the same one."""
        self._tools: dict[tuple[str, str], Tool] = {}
        self._specs: list[Mapping[str, Any]]
        for tool in tools:
            name = check_name(tool.name)
            if ("", name) in self._tools:
                raise ValueError(f"two tools are called {name!r}; give one of them another name")
            self._tools["", name] = tool
        self._specs = [tool.spec() for tool in self._tools.values()]

    def specs(self) -> list[Mapping[str, Any]]:
        """What a request says of them."""
        return list(self._specs)

    def with_more(self, tools: Iterable[Tool], specs: Sequence[Mapping[str, Any]]) -> ToolSet:
        """These tools and further ones, of which requests say `specs`.

        Raises:
            ValueError: two tools have the same name.
        """
        found = ToolSet()
        found._tools = dict(self._tools)
        for tool in tools:
            key = (_namespace(tool), tool.name)
            if key in found._tools:
                raise ValueError(
                    f"two tools are called {''.join(key)!r}: one of the client's and one of the agent's"
                )
            found._tools[key] = tool
        found._specs = [*self.specs(), *specs]
        return found

    def find(self, kind: str, name: str, namespace: str = "") -> Tool | None:
        """The tool that such a call means; None where there is none."""
        tool = self._tools.get((namespace, name))
        return tool if tool is not None and tool.kind == kind else None

    @property
    def is_plain(self) -> bool:
        """Whether requests tell of nothing but functions and tools of free text."""
        return all(spec.get("type") in _PLAIN for spec in self._specs)

    def plain(self) -> ToolSet:
        """The same tools for a provider that knows neither namespaces nor tools of its own."""
        found = ToolSet()
        found._tools = {
            key if not key[0] else ("", flat_name(*key)): tool for key, tool in self._tools.items()
        }
        for spec in self._specs:
            if spec.get("type") == "namespace":
                inner = spec.get("tools", ())
                found._specs += [{**one, "name": flat_name(spec["name"], one["name"])} for one in inner]
            elif spec.get("type") in _PLAIN:
                found._specs.append(spec)
        return found

    def __iter__(self) -> Iterator[Tool]:
        return iter(self._tools.values())

    def __len__(self) -> int:
        return len(self._tools)

    def __contains__(self, name: object) -> bool:
        return ("", name) in self._tools


def plain_items(items: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A conversation for such a provider: calls of tools in namespaces by their flat names."""
    return [
        {
            **{key: value for key, value in item.items() if key != "namespace"},
            "name": flat_name(item["namespace"], item["name"]),
        }
        if isinstance(item.get("namespace"), str) and isinstance(item.get("name"), str)
        else item
        for item in items
    ]


def flat_name(namespace: str, name: str) -> str:
    """What a tool of a namespace is called where there are no namespaces."""
    whole = f"{namespace}__{name}"
    if len(whole) <= MAX_FLAT_NAME:
        return whole
    mark = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: MAX_FLAT_NAME - 9]}_{mark}"


def _namespace(tool: Tool) -> str:
    return getattr(tool, "namespace", None) or ""
