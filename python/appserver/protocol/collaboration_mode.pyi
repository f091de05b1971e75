"""The `collaboration_mode` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import wire_name
from appserver.protocol._support.messages import RequestParams
from appserver.protocol.response_item import ReasoningEffort
from appserver.protocol.thread_settings import ModeKind

__all__ = ["CollaborationModeListParams", "CollaborationModeListResponse", "CollaborationModeMask"]

class CollaborationModeListResponse(WireModel):
    """Answer to `collaborationMode/list`.

    Attributes:
        data (list[CollaborationModeMask]): The entries of this page.
    """

    data: list[CollaborationModeMask]
    """The entries of this page."""

class CollaborationModeListParams(RequestParams[CollaborationModeListResponse]):
    """Params of `collaborationMode/list`."""

    method = "collaborationMode/list"
    response_type = CollaborationModeListResponse
    experimental = True

class CollaborationModeMask(WireModel):
    """Part of `CollaborationModeListResponse`.

    Attributes:
        name (str): The name.
        mode (ModeKind | None = None): The mode.
        model (str | None = None): The model.
        reasoning_effort (ReasoningEffort | None | None = None): How hard the model reasons.
    """

    name: str
    """The name."""
    mode: ModeKind | None = None
    """The mode."""
    model: str | None = None
    """The model."""
    reasoning_effort: Annotated[ReasoningEffort | None | None, wire_name("reasoning_effort")] = None
    """How hard the model reasons."""
