"""The files of the package as a whole: its stub, the module of each name, the class of each method."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.description import Direction
from generator.write_types import literal

if TYPE_CHECKING:
    from generator.description import Method

__all__ = ["HAND_WRITTEN", "write_exports", "write_methods", "write_package_stub"]

HAND_WRITTEN: Final = {
    "_support.base": ["WireModel"],
    "_support.decode": [
        "DecodeError",
        "decode_notification",
        "decode_request",
        "decode_request_json",
        "decode_response",
        "decode_server_request_params",
        "decode_server_response",
    ],
    "_support.experimental": ["experimental_use"],
    "_support.messages": ["ClientNotification", "Notification", "RequestParams", "ServerRequestParams"],
    "_support.unknown": ["LegacyNotification", "UnknownNotification"],
    "_support.unwritable": ["EncodeError"],
    "_support.variants": ["UnknownThreadItem", "UnknownVariant"],
}
"""The public names of the modules that are not generated."""

_GENERATED = "Generated: see CONTRIBUTING.md."

_TABLES = {
    Direction.CLIENT_REQUEST: ("REQUESTS", "The params of each request of a client."),
    Direction.SERVER_REQUEST: ("SERVER_REQUESTS", "The params of each request of a server."),
    Direction.NOTIFICATION: ("NOTIFICATIONS", "The class of each notification of a server."),
    Direction.CLIENT_NOTIFICATION: ("CLIENT_NOTIFICATIONS", "The class of each notification of a client."),
}


def write_exports(modules: dict[str, str]) -> str:
    """`_exports.py`: where each public name stands."""
    rows = "".join(f"    {literal(name)}: {literal(module)},\n" for name, module in _sorted(modules))
    return (
        f'"""The module of each public name. {_GENERATED}"""\n\nfrom typing import Final\n\n'
        f'__all__ = ["MODULES"]\n\nMODULES: Final = {{\n{rows}}}\n'
    )


def write_methods(methods: list[Method]) -> str:
    """`_methods.py`: the class of each method, in Codex's order."""
    parts = [
        f'"""The class of each method, in the order of Codex. {_GENERATED}"""\n\nfrom typing import Final\n',
        f"__all__ = [{', '.join(literal(name) for name, _ in _TABLES.values())}]\n",
    ]
    for direction, (name, meaning) in _TABLES.items():
        rows = "".join(
            f"    {literal(method.name)}: {literal(method.params)},\n"
            for method in methods
            if method.direction is direction
        )
        parts.append(f'{name}: Final = {{\n{rows}}}\n"""{meaning}"""\n')
    return "\n".join(parts)


def write_package_stub(modules: dict[str, str]) -> str:
    """`__init__.pyi`: every public name, for type checkers and editors."""
    by_module: dict[str, list[str]] = {}
    for name, module in _sorted(modules):
        by_module.setdefault(module, []).append(name)
    imports = "".join(
        f"from appserver.protocol.{module} import {', '.join(by_module[module])}\n"
        for module in sorted(by_module)
    )
    names = ", ".join(literal(name) for name, _ in _sorted(modules))
    return f'"""Every public name of the protocol. {_GENERATED}"""\n\n{imports}\n__all__ = [{names}]\n'


def _sorted(modules: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(modules.items())
