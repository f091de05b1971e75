"""The pages of the API reference, for the documentation site: the package from its docstrings, and every model."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Final

import appserver
from appserver import protocol
from docs.markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["GROUPS", "reference_pages"]

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "Starting and connecting": (
        "start",
        "serve",
        "connect",
        "InProcessAppServerClient",
        "RemoteAppServerClient",
        "AppServerClient",
        "Requester",
        "InProcessRequestHandle",
        "RemoteRequestHandle",
        "Server",
        "InProcessStartArgs",
        "DEFAULT_IN_PROCESS_CHANNEL_CAPACITY",
    ),
    "Threads and turns": (
        "Thread*",
        "Turn",
        "TurnResult",
        "Turn*Error",
        "Approvals",
        "Answer",
        "OnApproval",
        "Prompt",
    ),
    "Events": (
        "Event",
        "ServerRequest",
        "Lagged",
        "StreamClosed",
        "Disconnected",
        "Reconnected",
        "LegacyNotification",
        "UnknownNotification",
        "EventStream",
        "RemoteStream",
        "*Stats",
    ),
    "Agents": (
        "Agent",
        "TurnContext",
        "TurnSettings",
        "AttendedThread",
        "*Stream",
        "CommandResult",
        "PatchResult",
        "OfflineAgent",
        "ModelAgent",
        "Provider",
        "Model*",
    ),
    "Errors": ("AppServerError", "*Error", "ErrorCode"),
    "Everything else": ("*",),
}
"""The pages about the package, with the names on each; what an earlier page has is not on a later one."""

_MODULES: Final = ("asgi", "handlers", "in_process", "store", "sync", "testing", "tools")
"""The public modules that have pages of their own."""

_STUBS: Final = Path(str(protocol.__file__)).parent


def reference_pages() -> dict[str, tuple[str, str]]:
    """Title and text of every page, by its file name."""
    pages = dict(_package_pages())
    for module in _MODULES:
        pages[f"module-{module}.md"] = (f"appserver.{module}", _module_page(f"appserver.{module}"))
    for stub in sorted(_STUBS.glob("*.pyi")):
        if stub.stem != "__init__":
            pages[f"protocol-{stub.stem}.md"] = (f"protocol: {stub.stem}", _family_page(stub))
    return pages


def _package_pages() -> Iterator[tuple[str, tuple[str, str]]]:
    left = [
        name
        for name in appserver.__all__
        if not inspect.ismodule(getattr(appserver, name)) and name[0] != "_"
    ]
    for title, patterns in GROUPS.items():
        names = [name for pattern in patterns for name in left if Path(name).match(pattern)]
        names = list(dict.fromkeys(names))
        left = [name for name in left if name not in names]
        directives = "".join(f"::: appserver.{name}\n\n" for name in names)
        yield f"{title.lower().replace(' ', '-')}.md", (title, f"# {title}\n\n{directives}")


def _module_page(module: str) -> str:
    return f"# {module}\n\n::: {module}\n    options:\n      show_root_heading: false\n"


def _family_page(stub: Path) -> str:
    tree = ast.parse(stub.read_text(encoding="utf-8"))
    parts = [f"# Models of the protocol: `{stub.stem}`\n"]
    for node in tree.body:
        match node:
            case ast.ClassDef():
                parts.append(_class_section(node))
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                parts.append(f"## {name}\n\n```python\n{name} = {_wrapped(value)}\n```\n")
            case _:
                pass
    return "\n".join(parts)


def _class_section(node: ast.ClassDef) -> str:
    text = inspect.cleandoc(ast.get_docstring(node) or "").partition("\n\nAttributes:\n")[0]
    rows: list[list[str]] = []
    facts: list[str] = []
    for statement, following in zip(node.body, [*node.body[1:], None], strict=True):
        match statement, following:
            case ast.AnnAssign(target=ast.Name(id=name)) as field, ast.Expr(
                value=ast.Constant(value=str(line))
            ):
                default = "" if field.value is None else f"`{ast.unparse(field.value)}`"
                rows.append(
                    [f"`{name}`", f"`{ast.unparse(field.annotation)}`".replace("|", "\\|"), default, line]
                )
            case ast.Assign(targets=[ast.Name(id="method")], value=value), _:
                facts.append(f"Method: `{ast.literal_eval(value)}`.")
            case ast.Assign(targets=[ast.Name(id="response_type")], value=value), _:
                facts.append(f"Answer: `{ast.unparse(value)}`.")
            case _:
                pass
    parts = [f"## {node.name}", text, " ".join(facts)]
    if rows:
        parts.append(table(["field", "type", "default", "what it is"], rows))
    return "\n\n".join(part for part in parts if part) + "\n"


def _wrapped(value: ast.expr) -> str:
    text = ast.unparse(value)
    return text if len(text) <= 90 else "(\n    " + text.replace(" | ", "\n    | ") + "\n)"
