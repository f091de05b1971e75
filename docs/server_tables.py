"""The tables about a server and its connections: options, audiences, the order of requests."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver._core import EVERYONE
from appserver.client.remote.arguments import RemoteArgs
from appserver.in_process import ClientArgs, ServerArgs
from appserver.protocol._support import methods
from appserver.server.ordering import SCOPES
from docs.markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appserver.server.ordering import Scope

__all__ = ["audiences", "connect_options", "request_order", "scaling", "start_options"]

ROOT = Path(__file__).resolve().parent.parent


def start_options() -> str:
    """The fields of `ServerArgs` and `ClientArgs` with their defaults."""
    rows = [
        [name, owner, *rest]
        for arguments, owner in ((ServerArgs, "server"), (ClientArgs, "client"))
        for name, *rest in _options(arguments)
    ]
    return table(["option", "of the", "default", "meaning"], rows)


def connect_options() -> str:
    """The fields of `RemoteArgs` with their defaults."""
    return table(["option", "default", "meaning"], list(_options(RemoteArgs)))


def _options(arguments: type[ServerArgs | ClientArgs | RemoteArgs]) -> Iterator[list[str]]:
    meanings: dict[str, str] = {}
    for ancestor in reversed(arguments.__mro__):
        meanings |= _attributes(inspect.cleandoc(ancestor.__dict__.get("__doc__") or ""))
    for field in dataclasses.fields(arguments):
        default = "" if field.default is dataclasses.MISSING else f"`{field.default!r}`"
        if field.name == "client_version":
            default = "the version of appserver"
        yield [f"`{field.name}`", default, meanings[field.name]]


def _attributes(documentation: str) -> Iterator[tuple[str, str]]:
    text = documentation.partition("Attributes:\n")[2]
    for entry in re.split(r"\n {4}(?=\S)", "\n" + text)[1:]:
        names, _, meaning = " ".join(entry.split()).partition(": ")
        for name in names.split(", "):
            yield name, meaning


def audiences() -> str:
    """Which notifications go to whom; the core's own table."""
    of_thread: set[str] = set()
    of_server: set[str] = set()
    for method, name in methods.NOTIFICATIONS.items():
        if method not in EVERYONE:
            family, slash, _ = method.partition("/")
            group = f"`{family}/*`" if slash else f"`{method}`"
            has_thread = "thread_id" in getattr(p, name).model_fields
            (of_thread if has_thread else of_server).add(group)
    return table(
        ["notification", "goes to"],
        [
            [", ".join(f"`{method}`" for method in sorted(EVERYONE)), "every client"],
            [
                f"every other one that names a thread: of {', '.join(sorted(of_thread))}",
                "the clients that are subscribed to the thread",
            ],
            [f"one that names none: of {', '.join(sorted(of_server))}", "every client"],
        ],
    )


def request_order() -> str:
    """Which requests wait for which; the server's own table."""
    groups: dict[Scope, list[str]] = {}
    for method, scope in SCOPES.items():
        groups.setdefault(scope, []).append(f"`{method}`")
    rows = [
        [_key(scope), "together" if scope.shared else "one after the other", ", ".join(found)]
        for scope, found in groups.items()
    ]
    return table(["requests with the same", "run", "methods"], rows)


def _key(scope: Scope) -> str:
    if not scope.field:
        return f"server ({scope.name})"
    head, *rest = scope.field.split("_")
    name = "`" + head + "".join(word.capitalize() for word in rest) + "`"
    if scope.otherwise is not None:
        name += f", or without one {_key(scope.otherwise)}"
    return f"{name} and connection" if scope.per_connection else name


def scaling() -> str:
    """What an operation of the core costs by how much there is, as `cargo bench -p appserver-core` has measured it."""
    figures = json.loads((ROOT / "benches" / "results" / "core" / "scaling.json").read_text())
    by_operation: dict[str, list[str]] = {}
    for figure in figures:
        cells = by_operation.setdefault(figure["operation"], [])
        cells.append(f"{figure['median_ns'] / 1000:.2f} µs at {figure['n']:,}")
    return table(
        ["operation", "few", "more", "many"],
        ([operation, *cells] for operation, cells in by_operation.items()),
    )
