"""The handlers of `model/list` and `modelProvider/*`: the agent's models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from appserver import protocol as p
from appserver.handlers.paging import page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from appserver.server.context import RequestContext

__all__ = ["ModelHandlers"]


class ModelHandlers:
    """Answers what is asked about models.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, models: Sequence[p.Model]) -> None:
        self._models = models
        self.by_method: dict[str, Callable[..., p.WireModel]] = {
            "model/list": self.list,
            "modelProvider/capabilities/read": self.read_capabilities,
        }

    def list(self, _ctx: RequestContext, params: p.ModelListParams) -> p.ModelListResponse:
        """Answer with a page of models, without the hidden ones unless they are asked for."""
        shown = [model for model in self._models if params.include_hidden or not model.hidden]
        data, next_cursor = page_of(shown, params.cursor, params.limit, what="models")
        return p.ModelListResponse(data=data, next_cursor=next_cursor)

    def read_capabilities(
        self, _ctx: RequestContext, _params: p.ModelProviderCapabilitiesReadParams
    ) -> p.ModelProviderCapabilitiesReadResponse:
        """Answer that nothing goes beyond text: what an agent does on its own is not known here."""
        return p.ModelProviderCapabilitiesReadResponse(image_generation=False, web_search=False)
