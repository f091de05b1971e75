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
    """Answer to `review/start`.

    Attributes:
        turn (Turn): The turn.
        review_thread_id (str): The thread that the review runs in.
    """

    turn: Turn
    """The turn."""
    review_thread_id: str
    """The thread that the review runs in."""

class ReviewStartParams(RequestParams[ReviewStartResponse]):
    """Params of `review/start`.

    Attributes:
        thread_id (str): The thread that it is about.
        target (ReviewTarget): What to review.
        delivery (ReviewDelivery | None = None): Whether the review runs in this thread or in one of its own.
    """

    method = "review/start"
    response_type = ReviewStartResponse

    thread_id: str
    """The thread that it is about."""
    target: ReviewTarget
    """What to review."""
    delivery: Omittable[ReviewDelivery] = None
    """Whether the review runs in this thread or in one of its own."""

ReviewDelivery: TypeAlias = Literal["inline", "detached"] | str

ReviewTarget: TypeAlias = (
    UncommittedChangesReviewTarget
    | BaseBranchReviewTarget
    | CommitReviewTarget
    | CustomReviewTarget
    | UnknownVariant
)

class UncommittedChangesReviewTarget(WireModel):
    """The `uncommittedChanges` variant of `ReviewTarget`.

    Attributes:
        type (Literal["uncommittedChanges"] = "uncommittedChanges"): What kind it is.
    """

    type: Literal["uncommittedChanges"] = "uncommittedChanges"
    """What kind it is."""

class BaseBranchReviewTarget(WireModel):
    """The `baseBranch` variant of `ReviewTarget`.

    Attributes:
        branch (str): The branch that the changes are compared with.
        type (Literal["baseBranch"] = "baseBranch"): What kind it is.
    """

    type: Literal["baseBranch"] = "baseBranch"
    """What kind it is."""
    branch: str
    """The branch that the changes are compared with."""

class CommitReviewTarget(WireModel):
    """The `commit` variant of `ReviewTarget`.

    Attributes:
        sha (str): The commit.
        type (Literal["commit"] = "commit"): What kind it is.
        title (str | None = None): The first line of the commit's message.
    """

    type: Literal["commit"] = "commit"
    """What kind it is."""
    sha: str
    """The commit."""
    title: str | None = None
    """The first line of the commit's message."""

class CustomReviewTarget(WireModel):
    """The `custom` variant of `ReviewTarget`.

    Attributes:
        instructions (str): What to look for.
        type (Literal["custom"] = "custom"): What kind it is.
    """

    type: Literal["custom"] = "custom"
    """What kind it is."""
    instructions: str
    """What to look for."""
