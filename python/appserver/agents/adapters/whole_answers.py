"""Models of pydantic-ai that cannot stream: each of their answers is shown as one piece."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from pydantic_ai.models import CompletedStreamedResponse, Model
from pydantic_ai.models.function import FunctionModel
from pydantic_ai.models.wrapper import WrapperModel

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from pydantic_ai import RunContext
    from pydantic_ai.messages import ModelMessage
    from pydantic_ai.models import ModelRequestParameters, StreamedResponse
    from pydantic_ai.settings import ModelSettings

__all__ = ["as_stream"]


def as_stream(chosen: Model | str | None, own: Model | str | None) -> Model | str | None:
    """The model to run with in place of the agent's own; None: that one, which can stream."""
    model = own if chosen is None else chosen
    innermost = model
    while isinstance(innermost, WrapperModel):
        innermost = innermost.wrapped
    if isinstance(model, Model) and isinstance(innermost, Model):
        is_function = isinstance(innermost, FunctionModel) and innermost.stream_function is None
        if is_function or type(innermost).request_stream is Model.request_stream:
            return _InOnePiece(model)
    return chosen


class _InOnePiece(WrapperModel):  # type: ignore[misc,unused-ignore]  # mypy does not follow the package
    """A model that cannot stream: each answer comes as a whole, and is shown as one piece."""

    @asynccontextmanager
    async def request_stream(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
        run_context: RunContext[Any] | None = None,  # noqa: ARG002
    ) -> AsyncGenerator[StreamedResponse]:
        """Ask for the whole answer.

        Cancellation: as the model does it.
        """
        response = await self.wrapped.request(messages, model_settings, model_request_parameters)
        yield CompletedStreamedResponse(
            response, model_request_parameters=model_request_parameters, replay_events=True
        )
