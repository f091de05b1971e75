"""What runs of `review.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import OpenEnum
from appserver.protocol._support.variants import TaggedUnion

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


def _ReviewStartResponse():
    class ReviewStartResponse(WireModel):
        """Answer to `review/start`.

        Attributes:
            turn (Turn): The turn.
            review_thread_id (str): The thread that the review runs in.
        """

        turn: p.Turn
        review_thread_id: str

    return ReviewStartResponse


def _ReviewStartParams():
    class ReviewStartParams(RequestParams):
        """Params of `review/start`.

        Attributes:
            thread_id (str): The thread that it is about.
            target (ReviewTarget): What to review.
            delivery (ReviewDelivery | None = None): Whether the review runs in this thread or in one of its own.
        """

        method = "review/start"
        response_type = LazyClassRef("ReviewStartResponse")

        thread_id: str
        target: p.ReviewTarget
        delivery: Omittable[p.ReviewDelivery] = None

    return ReviewStartParams


def _ReviewDelivery():
    return Annotated[Literal["inline", "detached"] | str, OpenEnum()]


def _ReviewTarget():
    return Annotated[
        Any,
        TaggedUnion(
            "ReviewTarget",
            "type",
            {
                "uncommittedChanges": "UncommittedChangesReviewTarget",
                "baseBranch": "BaseBranchReviewTarget",
                "commit": "CommitReviewTarget",
                "custom": "CustomReviewTarget",
            },
        ),
    ]


def _UncommittedChangesReviewTarget():
    class UncommittedChangesReviewTarget(WireModel):
        """The `uncommittedChanges` variant of `ReviewTarget`.

        Attributes:
            type (Literal["uncommittedChanges"] = "uncommittedChanges"): What kind it is.
        """

        type: Literal["uncommittedChanges"] = "uncommittedChanges"

    return UncommittedChangesReviewTarget


def _BaseBranchReviewTarget():
    class BaseBranchReviewTarget(WireModel):
        """The `baseBranch` variant of `ReviewTarget`.

        Attributes:
            branch (str): The branch that the changes are compared with.
            type (Literal["baseBranch"] = "baseBranch"): What kind it is.
        """

        type: Literal["baseBranch"] = "baseBranch"
        branch: str

    return BaseBranchReviewTarget


def _CommitReviewTarget():
    class CommitReviewTarget(WireModel):
        """The `commit` variant of `ReviewTarget`.

        Attributes:
            sha (str): The commit.
            type (Literal["commit"] = "commit"): What kind it is.
            title (str | None = None): The first line of the commit's message.
        """

        type: Literal["commit"] = "commit"
        sha: str
        title: str | None = None

    return CommitReviewTarget


def _CustomReviewTarget():
    class CustomReviewTarget(WireModel):
        """The `custom` variant of `ReviewTarget`.

        Attributes:
            instructions (str): What to look for.
            type (Literal["custom"] = "custom"): What kind it is.
        """

        type: Literal["custom"] = "custom"
        instructions: str

    return CustomReviewTarget


__getattr__, __dir__ = lazy_names(globals())
