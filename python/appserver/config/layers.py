"""Layers of a configuration: who says what, and what they say together."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from appserver.config.keys import CONFIG
from appserver.config.kinds import MismatchError
from appserver.config.problems import ConfigError
from appserver.config.structures import REVIEWER
from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from appserver.config.kinds import Path
    from appserver.config.toml_file import TomlText

__all__ = ["Layer", "check_layers", "leaves", "merged", "merged_layers", "normal", "origins", "version_of"]


def version_of(config: Mapping[str, Any]) -> str:
    """The version of what a layer says: the same for the same, whatever the order of its keys."""
    text = json.dumps(config, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()}"


@dataclass(frozen=True)
class Layer:
    """One layer.

    Attributes:
        name: who says it, as the wire has it: `type`, and more.
        word: what warnings call it.
        config: what it says, made `normal`.
        path: the file that it comes from.
        file: what stands where in that file.
        disabled_reason: why it does not count; None: it does.
    """

    name: dict[str, Any]
    word: str
    config: dict[str, Any]
    path: str | None = None
    file: TomlText | None = field(default=None, repr=False)
    disabled_reason: str | None = None

    @property
    def version(self) -> str:
        """The version of what it says."""
        return version_of(self.config)

    @property
    def metadata(self) -> dict[str, Any]:
        """What origins say of it."""
        return {"name": self.name, "version": self.version}

    @property
    def shown(self) -> dict[str, Any]:
        """The layer as `config/read` shows it."""
        disabled = {} if self.disabled_reason is None else {"disabledReason": self.disabled_reason}
        return {**self.metadata, "config": self.config, **disabled}


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two layers together: tables merge key by key, and all else is replaced."""
    found = dict(below)
    for name, value in above.items():
        old = found.get(name)
        found[name] = merged(old, value) if is_dict(old) and is_dict(value) else value
    return found


def merged_layers(layers: Sequence[Layer]) -> dict[str, Any]:
    """What all layers that count say together; the first of them is the highest."""
    found: dict[str, Any] = {}
    for layer in reversed(layers):
        if layer.disabled_reason is None:
            found = merged(found, layer.config)
    return found


def normal(config: Mapping[str, Any], base: str) -> dict[str, Any]:
    """What a layer says in the words of today, with absolute paths: `base` is what relative ones are relative to."""
    found = dict(config)
    for name, kind in CONFIG.fields.items():
        if name in found and kind.has_paths and kind.fits(found[name]):
            found[name] = kind.absolute(found[name], base)
    reviewer: Any = found.get("approvals_reviewer")
    if isinstance(reviewer, str):
        found["approvals_reviewer"] = REVIEWER.renamed.get(reviewer, reviewer)
    agents: Any = found.get("agents")
    if is_dict(agents) and "max_threads" in agents:
        others = {name: value for name, value in agents.items() if name != "max_threads"}
        found["agents"] = {"max_concurrent_threads_per_session": agents["max_threads"], **others}
    return found


def leaves(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all values that are no tables or lists, elements by their numbers."""
    for name, value in tree.items():
        here = (*path, str(name))
        if is_list(value):
            value = {str(index): inner for index, inner in enumerate(value)}
        if is_dict(value):
            yield from leaves(value, here)
        else:
            yield here


def origins(layers: Sequence[Layer]) -> dict[str, dict[str, Any]]:
    """Who says each value that counts, by its dotted key."""
    found: dict[str, dict[str, Any]] = {}
    for layer in reversed(layers):
        if layer.disabled_reason is None:
            metadata = layer.metadata
            found.update({".".join(path): metadata for path in leaves(layer.config)})
    return found


def check_layers(layers: Sequence[Layer]) -> None:
    """Refuse layers that together hold what no configuration can.

    Raises:
        ConfigError: with the place in the file of the layer that says so.
    """
    try:
        CONFIG.check(merged_layers(layers), (), [])
    except MismatchError as error:
        raise _located(error, layers) from None


def _located(error: MismatchError, layers: Sequence[Layer]) -> ConfigError:
    layers_text = f"invalid configuration: {error.text}"
    for layer in layers:
        if layer.disabled_reason is not None:
            continue
        path: Path = error.path
        if layer.file is not None and (where := layer.file.range_of(path, at_key=error.at_key)) is not None:
            return ConfigError(
                error.reason,
                path=layer.path,
                range=where,
                layers_text=layers_text,
                is_fatal=layer.name["type"] != "user" and layer.name["type"] != "project",
            )
        if layer.file is None and _has(layer.config, path):
            break
    return ConfigError(error.text, text=error.text, layers_text=layers_text, is_fatal=True)


def _has(config: Any, path: Path) -> bool:
    for step in path:
        if is_dict(config) and step in config:
            inner: Any = config[step]
        elif is_list(config) and isinstance(step, int) and step < len(config):
            inner = config[step]
        else:
            return False
        config = inner
    return True
