"""The handlers of `config*`: what the server was told about its configuration."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, cast

from appserver import protocol
from appserver.plain_data import nested
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
        overrides = nested(self._overrides)
        shown = json.dumps(overrides, sort_keys=True, default=str).encode()
        version = f"sha256:{hashlib.sha256(shown).hexdigest()}"
        source = protocol.SessionFlagsConfigLayerSource()
        layer = protocol.ConfigLayer(name=source, version=version, config=overrides)
        origin = protocol.ConfigLayerMetadata(name=source, version=version)
        layers = [layer] if overrides else []
        return protocol.ConfigReadResponse(
            config=protocol.Config.from_wire(_merged(nested(self._defaults), overrides)),
            origins=dict.fromkeys(_leaves(overrides), origin),
            **drop_none(layers=layers if params.include_layers else None),
        )

    def read_requirements(
        self, _ctx: RequestContext, _params: protocol.ConfigRequirementsReadParams
    ) -> protocol.ConfigRequirementsReadResponse:
        """Return what the `cloud_requirements` loader gave."""
        return self._requirements


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        old, new = _table(merged.get(name)), _table(value)
        merged[name] = value if old is None or new is None else _merged(old, new)
    return merged


def _leaves(tree: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for name, value in tree.items():
        inside = _table(value)
        if inside:
            yield from _leaves(inside, f"{path}{name}.")
        else:
            yield f"{path}{name}"


def _table(value: Any) -> dict[str, Any] | None:
    """A value if it is a table, None otherwise."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None
