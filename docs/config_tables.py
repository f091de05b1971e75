"""The table of the configuration's keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from appserver.config.keys import KEYS
from docs.markdown import table

if TYPE_CHECKING:
    from appserver.config.keys import Key

__all__ = ["configuration_keys"]


def configuration_keys() -> str:
    """Every key, those with an effect first."""
    with_effect = sorted(KEYS.items(), key=lambda item: (not item[1].effect, item[0]))
    rows = [
        [f"`{name}`", key.kind.word, _default(name, key), key.effect or "none"] for name, key in with_effect
    ]
    return table(["key", "what it may be", "default", "effect"], rows)


def _default(name: str, key: Key) -> str:
    if key.default is None:
        return ""
    if name in {"features", "shell_environment_policy"}:
        return "see `config/read`"
    return f"`{json.dumps(key.default)}`"
