"""The `review` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.variants import UnknownVariant
from appserver.protocol.turn import Turn

__all__ = [
    "BaseBranchReviewTarget",
    "CommitReviewTarget",
    "CustomReviewTarget",
    "ReviewDelivery",
    "ReviewStartParams",
    "ReviewStartResponse",
    "ReviewTarget",
    "UncommittedChangesReviewTarget",
]

class ReviewStartResponse(WireModel):
    """Answer to `review/start`."""

    turn: Turn
    review_thread_id: str

class ReviewStartParams(RequestParams[ReviewStartResponse]):
    """Params of `review/start`."""

    method = "review/start"
    response_type = ReviewStartResponse

    thread_id: str
    target: ReviewTarget
    delivery: Omittable[ReviewDelivery] = None

ReviewDelivery: TypeAlias = Literal["inline", "detached"] | str

ReviewTarget: TypeAlias = (
    UncommittedChangesReviewTarget
    | BaseBranchReviewTarget
    | CommitReviewTarget
    | CustomReviewTarget
    | UnknownVariant
)

class UncommittedChangesReviewTarget(WireModel):
    """The `uncommittedChanges` variant of `ReviewTarget`."""

    type: Literal["uncommittedChanges"] = "uncommittedChanges"

class BaseBranchReviewTarget(WireModel):
    """The `baseBranch` variant of `ReviewTarget`."""

    type: Literal["baseBranch"] = "baseBranch"
    branch: str

class CommitReviewTarget(WireModel):
    """The `commit` variant of `ReviewTarget`."""

    type: Literal["commit"] = "commit"
    sha: str
    title: str | None = None

class CustomReviewTarget(WireModel):
    """The `custom` variant of `ReviewTarget`."""

    type: Literal["custom"] = "custom"
    instructions: str
