"""What a review is about: what clients may ask for, and what it is called."""

from __future__ import annotations

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.turns.encodable import check_params

__all__ = ["check_review", "review_hint"]

_SHOWN_SHA = 7


def check_review(params: p.ReviewStartParams) -> p.ReviewTarget:
    """What is to be reviewed, without blanks around its texts.

    Raises:
        ServerError: the params ask for nothing that can be reviewed, or for a thread of its own.
    """
    if params.delivery == "detached":
        raise ServerError(
            "paginated threads do not support detached review; leave `delivery` out, or say `inline`"
        )
    if params.delivery not in (None, "inline"):
        raise ServerError(f"unknown delivery `{params.delivery:.200}`, expected `inline` or `detached`")
    check_params(params)
    match params.target:
        case p.UncommittedChangesReviewTarget():
            return params.target
        case p.BaseBranchReviewTarget(branch=branch):
            return p.BaseBranchReviewTarget(branch=_said("branch", branch))
        case p.CommitReviewTarget(sha=sha, title=title):
            return p.CommitReviewTarget(sha=_said("sha", sha), title=(title or "").strip() or None)
        case p.CustomReviewTarget(instructions=text):
            return p.CustomReviewTarget(instructions=_said("instructions", text))
        case _:
            raise ServerError(
                "unknown review target, expected uncommittedChanges, baseBranch, commit or custom"
            )


def _said(name: str, text: str) -> str:
    text = text.strip()
    if not text:
        raise ServerError(f"{name} must not be empty")
    return text


def review_hint(target: p.ReviewTarget) -> str:
    """What users are told of it."""
    match target:
        case p.BaseBranchReviewTarget(branch=branch):
            return f"changes against '{branch}'"
        case p.CommitReviewTarget(sha=sha, title=title):
            return f"commit {sha[:_SHOWN_SHA]}" + (f": {title}" if title else "")
        case p.CustomReviewTarget(instructions=text):
            return text
        case _:
            return "current changes"
