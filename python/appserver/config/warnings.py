"""What is said about keys that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver.config.keys import CONFIG
from appserver.config.kinds import MismatchError
from appserver.config.problems import ConfigNotice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.config.kinds import Unknown
    from appserver.config.layers import Layer

__all__ = ["MAX_NAMED", "unknown_keys", "unknown_notice"]

MAX_NAMED = 3
"""Keys that one warning names."""


def unknown_keys(layers: Sequence[Layer]) -> list[tuple[str, str]]:
    """The keys that nobody knows, each with what its layer is called; the lowest layer first."""
    found: list[tuple[str, str]] = []
    for layer in reversed(layers):
        if layer.disabled_reason is not None:
            continue
        unknown: Unknown = []
        for name, value in sorted(layer.config.items()):
            try:
                CONFIG.check({name: value}, (), unknown)
            except MismatchError:
                continue  # said elsewhere
        found += [(layer.word, ".".join(map(str, path))) for path in unknown]
    return found


def unknown_notice(found: Sequence[tuple[str, str]]) -> ConfigNotice | None:
    """One warning for all of them; None: there are none."""
    if not found:
        return None
    lines = [f"  {word}: `{key}` is ignored." for word, key in found[:MAX_NAMED]]
    if len(found) > MAX_NAMED:
        further = len(found) - MAX_NAMED
        lines.append(f"  ... and {further} more ignored setting{'s' if further > 1 else ''}.")
    plural = "s" if len(found) > 1 else ""
    summary = (
        f"Codex is ignoring {len(found)} unrecognized configuration setting{plural}. "
        "Check for typos or deprecated settings."
    )
    return ConfigNotice("\n".join([summary, *lines]))
