"""Draws the tables of README.md and docs/ from the code that they describe.

A table stands between `<!-- rendered: NAME -->` and `<!-- /rendered -->`. Run it, by `make docs` or as
`python -m docs.render`, after a change of what a table shows; `tests/docs/test_rendered.py` fails while one is stale.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from appserver import _core, errors, handlers, threads, turns
from appserver import protocol as p
from appserver._core import DELIVERY_CLASSES, ServerCore
from appserver.assembly import BUILT_IN_METHODS
from appserver.delivery.hooks import make_hooks
from appserver.errors.reasons import REASONS
from appserver.in_process import DropPolicy
from appserver.protocol._support.methods import request_class
from appserver.turns import settings
from docs import config_tables, guarantees, protocol_tables, server_tables
from docs.markdown import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from appserver._core import Subscription

    Filling = Literal["stream", "other", "terminal"]

ROOT = Path(__file__).resolve().parent.parent

_BLOCK = re.compile(r"(<!-- rendered: (?P<name>[\w-]+) -->\n).*?(<!-- /rendered -->)", re.DOTALL)


# ---- deliveries


def delivery_classes() -> str:
    """Which method belongs to which class; the core's own table."""
    members: dict[str, list[str]] = {}
    for method, name in DELIVERY_CLASSES.items():
        members.setdefault(name, []).append(f"`{method}`")
    members["best_effort"] = [
        *(f"`{method}`" for method in sorted(protocol_tables.BEST_EFFORT)),
        "every other method",
    ]
    return table(["class", "members"], ([name, ", ".join(methods)] for name, methods in members.items()))


class _Probe:
    """One full stream of the native core, asked what it does with one more event."""

    def __init__(self, policy: str, filling: Filling, event: Any, partner: Any) -> None:
        hooks = make_hooks(_core.Hooks, list.clear)
        self._core = ServerCore(max_handlers=1, max_event_bytes=1 << 30, hooks=hooks)
        connection = self._core.connect(
            channel_capacity=1,
            max_event_bytes=1 << 20,
            drop_policy="coalesce",
            stall_milliseconds=None,
            legacy_notifications=True,
            follows_new_threads=True,
        )
        connection.initialize(experimental=False, opt_out=[])
        connection.events.close()  # only the stream that is probed
        self._stream: Subscription = connection.subscribe(
            thread_id=None, methods=None, drop_policy=policy, channel_capacity=1, max_event_bytes=1 << 20
        )
        self._stream.take()  # it is read: its policy holds
        queued = {
            "stream": partner,
            "other": p.UnknownNotification("example/other"),
            "terminal": p.ThreadClosedNotification(thread_id="another thread"),
        }[filling]
        assert self._core.try_send_notification(queued)
        self._delivered = self._core.try_send_notification(event)

    def outcome(self) -> str:
        """What became of the event."""
        stats = self._stream.stats()
        taken = self._stream.take_many(8) or []
        if not self._delivered:
            return "its producer waits"
        if any(type(event).__name__ == "StreamClosed" for event in taken):
            return "the stream is closed"
        if stats["merged"]:
            return "joined"
        if stats["replaced"]:
            return "replaces"
        assert stats["dropped"] == 1
        first = type(taken[0]).__name__
        return "the oldest goes" if first == "Lagged" else "dropped, counted"


def _delta() -> Any:
    return p.AgentMessageDeltaNotification(thread_id="t", turn_id="u", item_id="i", delta="text")


_EXAMPLES: dict[str, Callable[[], Any]] = {
    "terminal": lambda: p.ThreadClosedNotification(thread_id="t"),
    "mergeable": _delta,
    "latest": lambda: p.ThreadNameUpdatedNotification(thread_id="t", thread_name="name"),
    "best_effort": lambda: p.UnknownNotification("example/best-effort"),
}


def drop_policies() -> str:
    """What each policy does with each class at the bound, found out by filling streams of the native core."""
    return table(
        ["policy", *_EXAMPLES],
        (
            [f"`{policy}`", *(_cell(policy, make) for make in _EXAMPLES.values())]
            for policy in get_args(DropPolicy)
        ),
    )


def _cell(policy: str, make: Callable[[], Any]) -> str:
    stream, other, terminal = (
        _Probe(policy, filling, make(), make()).outcome() for filling in ("stream", "other", "terminal")
    )
    if DELIVERY_CLASSES.get(make().method) == "terminal":
        stream = other  # a terminal event continues nothing
    text = {
        "joined": "joined to the queued text of its stream",
        "replaces": "takes the place of the queued event of its key",
        "the oldest goes": "the oldest that is not terminal goes",
    }.get(stream, stream)
    if other != stream:
        text += f"; without one, {other}"
    if terminal != other:
        text += f"; among terminal events only, {terminal}"
    return text


# ---- errors


def error_codes() -> str:
    """The JSON-RPC codes."""
    body = ast.parse(inspect.getsource(errors.ErrorCode)).body[0]
    assert isinstance(body, ast.ClassDef)
    meanings = {}
    for statement, following in zip(body.body, body.body[1:], strict=False):
        if isinstance(statement, ast.Assign) and isinstance(target := statement.targets[0], ast.Name):
            assert isinstance(following, ast.Expr)
            meanings[target.id] = ast.literal_eval(following.value)
    return table(
        ["code", "`ErrorCode`", "meaning"],
        ([str(int(code)), f"`{code.name}`", meanings[code.name]] for code in errors.ErrorCode),
    )


def exceptions() -> str:
    """The exceptions with what else they are, in the order of their tree."""
    return table(["exception", "is also", "when"], _exception_rows(errors.AppServerError, 0))


def reasons() -> str:
    """The refusals that have a class of their own."""
    texts = [" or ".join(_code(text) for text in entry.texts) for entry in REASONS]
    return table(
        ["`data.reason`", "exception", "what Codex says in its place"],
        (
            [f"`{entry.error.reason}`", f"`{entry.error.__name__}`", text]
            for entry, text in zip(REASONS, texts, strict=True)
        ),
    )


def _code(text: str) -> str:
    """A text as code in a table."""
    fence = "`` " if "`" in text else "`"
    return f"{fence}{text}{fence[::-1]}".replace("|", "\\|")


def _exception_rows(kind: type[BaseException], depth: int) -> Iterator[list[str]]:
    others = [f"`{base.__name__}`" for base in kind.__bases__ if not issubclass(base, errors.AppServerError)]
    indent = "&emsp;" * depth
    when = (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")
    yield [f"{indent}`{kind.__name__}`", ", ".join(others) if depth else "`Exception`", when]
    public = (getattr(errors, name) for name in errors.__all__)
    for child in public:
        if isinstance(child, type) and kind in child.__bases__:
            yield from _exception_rows(child, depth + 1)


# ---- limits

SERVED = tuple(
    params_type
    for method in sorted(BUILT_IN_METHODS)
    if method != "initialize" and (params_type := request_class(method)) is not None
)
"""The params of the built-in handlers, but for the handshake: its page says what it reads."""


def fields_without_effect() -> str:
    """The fields that no code reads, of the params of what is served: by the sources of the packages below."""
    packages = (handlers, threads, turns)
    folders = [Path(inspect.getfile(package)).parent for package in packages]
    trees = [ast.parse(path.read_text()) for folder in folders for path in sorted(folder.glob("*.py"))]
    rows = []
    for params_type in SERVED:
        read = {name for tree in trees for name in _fields_read(tree, params_type.__name__)}
        unread = [field.alias or name for name, field in params_type.model_fields.items() if name not in read]
        if unread:
            rows.append([f"`{params_type.method}`", ", ".join(f"`{name}`" for name in unread)])
    return table(["method", "fields without effect"], rows)


def _fields_read(tree: ast.AST, type_name: str) -> Iterator[str]:
    """The fields that functions read from a parameter annotated with this type."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        arguments = [*function.args.args, *function.args.kwonlyargs]
        names = {a.arg for a in arguments if a.annotation and type_name in ast.unparse(a.annotation)}
        for node in ast.walk(function):
            match node:
                case ast.Attribute(value=ast.Name(id=name), attr=field) if name in names:
                    yield field
                case ast.Call(func=ast.Name(id="_given"), args=[ast.Name(id=name), ast.Name(id=fields)]):
                    if name in names:
                        yield from getattr(settings, fields)


RENDERERS: dict[str, Callable[[], str]] = {
    "client-requests": protocol_tables.client_requests,
    "server-requests": protocol_tables.server_requests,
    "notifications": protocol_tables.notifications,
    "delivery-classes": delivery_classes,
    "drop-policies": drop_policies,
    "error-codes": error_codes,
    "exceptions": exceptions,
    "reasons": reasons,
    "connect-options": server_tables.connect_options,
    "start-options": server_tables.start_options,
    "audiences": server_tables.audiences,
    "request-order": server_tables.request_order,
    "scaling": server_tables.scaling,
    "fields-without-effect": fields_without_effect,
    "configuration-keys": config_tables.configuration_keys,
    "guarantees": guarantees.groups_with_files,
    "promises": guarantees.promises_with_tests,
}


def pages() -> list[Path]:
    """Every page that may hold a table."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def rendered(text: str) -> str:
    """`text` with every table drawn anew."""
    return _BLOCK.sub(lambda block: f"{block[1]}{RENDERERS[block['name']]()}{block[3]}", text)


def main() -> int:
    """Draw every table of every page, or only compare; returns the exit status."""
    arguments = argparse.ArgumentParser(
        prog="python -m docs.render",
        description="Draw the tables of README.md and docs/ from the code that they describe.",
    )
    arguments.add_argument(
        "--check", action="store_true", help="compare only; status 1 if a table is outdated"
    )
    check = arguments.parse_args().check
    outdated = False
    for page in pages():
        old = page.read_text()
        new = rendered(old)
        if new != old:
            outdated = True
            if not check:
                page.write_text(new)
            print("outdated" if check else "rendered", page.relative_to(ROOT))
    return int(outdated and check)


if __name__ == "__main__":
    sys.exit(main())
