"""The `collaboration_mode` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import wire_name
from appserver.protocol._support.messages import RequestParams
from appserver.protocol.response_item import ReasoningEffort
from appserver.protocol.thread_settings import ModeKind

__all__ = ["CollaborationModeListParams", "CollaborationModeListResponse", "CollaborationModeMask"]

class CollaborationModeListResponse(WireModel):
    """Answer to `collaborationMode/list`."""

    data: list[CollaborationModeMask]

class CollaborationModeListParams(RequestParams[CollaborationModeListResponse]):
    """Params of `collaborationMode/list`."""

    method = "collaborationMode/list"
    response_type = CollaborationModeListResponse
    experimental = True

class CollaborationModeMask(WireModel):
    """Part of `CollaborationModeListResponse`."""

    name: str
    mode: ModeKind | None = None
    model: str | None = None
    reasoning_effort: Annotated[ReasoningEffort | None | None, wire_name("reasoning_effort")] = None
