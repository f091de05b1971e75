"""The handlers of `config*`: what the server was told about its configuration."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from appserver import protocol
from appserver.protocol._support.fields import drop_none

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from appserver.server.context import RequestContext

__all__ = ["ConfigHandlers"]


class ConfigHandlers:
    """Answers what is asked about the configuration.

    There are no files of it yet. It is what the server's agent says of itself, and what overrides that for this server.

    Attributes:
        by_params: handler by class of params.
    """

    def __init__(
        self,
        requirements: protocol.ConfigRequirements | None,
        defaults: Mapping[str, Any],
        overrides: Mapping[str, Any],
    ) -> None:
        # Not validated again: nobody pays for the validators of all kinds of requirements who has no loader.
        self._requirements = protocol.ConfigRequirementsReadResponse.model_construct(
            supports_independent_speed_modes=True, requirements=requirements
        )
        self._defaults = defaults
        self._overrides = overrides
        self.by_params: dict[type[protocol.RequestParams[Any]], Callable[..., protocol.WireModel]] = {
            protocol.ConfigReadParams: self.read,
            protocol.ConfigRequirementsReadParams: self.read_requirements,
        }

    def read(self, _ctx: RequestContext, params: protocol.ConfigReadParams) -> protocol.ConfigReadResponse:
        """Answer with the configuration; it is the same for every directory. Its layers only if they are asked for."""
        overrides = _nested(self._overrides)
        shown = json.dumps(overrides, sort_keys=True, default=str).encode()
        version = f"sha256:{hashlib.sha256(shown).hexdigest()}"
        source = protocol.SessionFlagsConfigLayerSource()
        layer = protocol.ConfigLayer(name=source, version=version, config=overrides)
        origin = protocol.ConfigLayerMetadata(name=source, version=version)
        layers = [layer] if overrides else []
        return protocol.ConfigReadResponse(
            config=protocol.Config.from_wire(_merged(_nested(self._defaults), overrides)),
            origins=dict.fromkeys(_leaves(overrides), origin),
            **drop_none(layers=layers if params.include_layers else None),
        )

    def read_requirements(
        self, _ctx: RequestContext, _params: protocol.ConfigRequirementsReadParams
    ) -> protocol.ConfigRequirementsReadResponse:
        """Return what the `cloud_requirements` loader gave."""
        return self._requirements


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Keys with dots as tables in tables."""
    result: dict[str, Any] = {}
    for key, value in flat.items():
        *path, last = key.split(".")
        table = result
        for name in path:
            inner = table.get(name)
            if not isinstance(inner, dict):
                inner = table[name] = {}
            table = inner
        table[last] = _nested(value) if isinstance(value, dict) else value
    return result


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        inner = merged.get(name)
        merged[name] = _merged(inner, value) if isinstance(value, dict) and isinstance(inner, dict) else value
    return merged


def _leaves(table: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for name, value in table.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, f"{path}{name}.")
        else:
            yield f"{path}{name}"
