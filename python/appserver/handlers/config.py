"""The handlers of `config*`: what the server was told about its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.server.context import RequestContext

__all__ = ["ConfigHandlers"]


class ConfigHandlers:
    """Answers what is asked about the configuration.

    Attributes:
        by_params: handler by class of params.
    """

    def __init__(self, requirements: protocol.ConfigRequirements | None) -> None:
        # Not validated again: nobody pays for the validators of all kinds of requirements who has no loader.
        self._requirements = protocol.ConfigRequirementsReadResponse.model_construct(
            requirements=requirements
        )
        self.by_params: dict[type[protocol.RequestParams[Any]], Callable[..., protocol.WireModel]] = {
            protocol.ConfigRequirementsReadParams: self.read_requirements,
        }

    def read_requirements(
        self, _ctx: RequestContext, _params: protocol.ConfigRequirementsReadParams
    ) -> protocol.ConfigRequirementsReadResponse:
        """Return what the `cloud_requirements` loader gave."""
        return self._requirements
