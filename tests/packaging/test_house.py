"""The order of the house: imports run one way, and there are no circles. Type-only imports count too."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import appserver

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(inspect.getfile(appserver)).parent

ROOMS = (
    "text",
    "plain_data",
    "live",
    "option_names",
    "errors",
    "protocol",
    "events",
    "event_wire",
    "backends",
    "_core",
    "config",
    "auth",
    "skills",
    "delivery",
    "conversation",
    "client",
    "execution",
    "feedback",
    "policy",
    "turns",
    "store",
    "threads",
    "agents",
    "tools",
    "engine",
    "server",
    "handlers",
    "assembly",
    "transports",
    "in_process",
    "asgi",
    "sync",
    "testing",
    "command_line",
    "__main__",
)
"""The packages and single modules, from the ground up. A module may import its own room and those before it."""

KNOWS_ALL = {"appserver"}
"""The package itself: it shows the public names, each imported when it is first used. The command is a user of them."""


def modules() -> dict[str, Path]:
    """Every module by its dotted name. The stubs of generated models are not modules."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = ("appserver", *path.relative_to(ROOT).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found | {"appserver._core": ROOT / "_core.pyi"}


def imports(path: Path, known: set[str]) -> Iterator[str]:
    """The modules of the package that a file imports, wherever in it the statement stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            base = str(node.module)
            within = [f"{base}.{alias.name}" for alias in node.names]
            # `from appserver.turns import legacy` imports the module, not a name of the package.
            names = [name if name in known else base for name in within]
        else:
            continue
        yield from (name for name in names if name in known)


def room(module: str) -> str:
    """The room that a module stands in."""
    return module.split(".")[1]


@cache
def edges() -> dict[str, set[str]]:
    """Who imports whom, except the package itself."""
    known = modules()
    names = set(known)
    return {
        module: set(imports(path, names)) - {module}
        for module, path in known.items()
        if module not in KNOWS_ALL
    }


def test_every_room_has_its_place() -> None:
    assert {room(module) for module in modules() if module not in KNOWS_ALL} == set(ROOMS)


def test_imports_run_one_way() -> None:
    place = {name: position for position, name in enumerate(ROOMS)}
    against = [
        f"{module} imports {imported}"
        for module, targets in edges().items()
        for imported in sorted(targets)
        if (imported not in KNOWS_ALL and place[room(imported)] > place[room(module)])
        or (imported in KNOWS_ALL and room(module) != "command_line")
    ]
    assert not against


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Some modules that import each other in a ring; empty without one."""
    done: set[str] = set()
    for start in graph:
        path: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = [(start, iter(sorted(graph[start])))]
        while stack:
            module, rest = stack[-1]
            if module not in path:
                path.append(module)
            following = next((target for target in rest if target not in done), None)
            if following is None:
                done.add(module)
                stack.pop()
                path.pop()
            elif following in path:
                return [*path[path.index(following) :], following]
            else:
                stack.append((following, iter(sorted(graph.get(following, ())))))
    return []


def test_there_are_no_circles_between_modules() -> None:
    assert not circle(edges())


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert not circle({"a": {"b", "c"}, "b": {"c"}, "c": set()})


def test_only_the_composition_root_builds_a_server() -> None:
    """Handlers, threads and agents meet in `assembly` and nowhere else."""
    rooms_of = {
        module: {room(target) for target in targets - KNOWS_ALL} for module, targets in edges().items()
    }
    meeting = {module for module, rooms in rooms_of.items() if {"handlers", "threads", "agents"} <= rooms}
    assert meeting == {"appserver.assembly"}
    assert {module for module, rooms in rooms_of.items() if "handlers" in rooms} <= {
        "appserver.assembly",
        *(module for module in rooms_of if room(module) == "handlers"),
    }
