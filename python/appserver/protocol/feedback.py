"""What runs of `feedback.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import AnyPath

__all__ = ["FeedbackUploadParams", "FeedbackUploadResponse"]


def _FeedbackUploadResponse():
    class FeedbackUploadResponse(WireModel):
        """Answer to `feedback/upload`."""

        thread_id: str
        prompt_hash: str | None = None

    return FeedbackUploadResponse


def _FeedbackUploadParams():
    class FeedbackUploadParams(RequestParams):
        """Params of `feedback/upload`."""

        method = "feedback/upload"
        response_type = LazyClassRef("FeedbackUploadResponse")

        classification: str
        reason: Omittable[str] = None
        thread_id: Omittable[str] = None
        include_logs: Flag = False
        extra_log_files: Omittable[list[AnyPath]] = None
        tags: Omittable[dict[str, str]] = None

    return FeedbackUploadParams


__getattr__, __dir__ = lazy_names(globals())
