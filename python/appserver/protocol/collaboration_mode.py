"""What runs of `collaboration_mode.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import wire_name
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams

__all__ = ["CollaborationModeListParams", "CollaborationModeListResponse", "CollaborationModeMask"]


def _CollaborationModeListResponse():
    class CollaborationModeListResponse(WireModel):
        """Answer to `collaborationMode/list`.

        Attributes:
            data (list[CollaborationModeMask]): The entries of this page.
        """

        data: list[p.CollaborationModeMask]

    return CollaborationModeListResponse


def _CollaborationModeListParams():
    class CollaborationModeListParams(RequestParams):
        """Params of `collaborationMode/list`."""

        method = "collaborationMode/list"
        response_type = LazyClassRef("CollaborationModeListResponse")
        experimental = True

    return CollaborationModeListParams


def _CollaborationModeMask():
    class CollaborationModeMask(WireModel):
        """Part of `CollaborationModeListResponse`.

        Attributes:
            name (str): The name.
            mode (ModeKind | None = None): The mode.
            model (str | None = None): The model.
            reasoning_effort (ReasoningEffort | None | None = None): How hard the model reasons.
        """

        name: str
        mode: p.ModeKind | None = None
        model: str | None = None
        reasoning_effort: Annotated[p.ReasoningEffort | None | None, wire_name("reasoning_effort")] = None

    return CollaborationModeMask


__getattr__, __dir__ = lazy_names(globals())
