"""The `feedback` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import AnyPath

__all__ = ["FeedbackUploadParams", "FeedbackUploadResponse"]

class FeedbackUploadResponse(WireModel):
    """Answer to `feedback/upload`."""

    thread_id: str
    prompt_hash: str | None = None

class FeedbackUploadParams(RequestParams[FeedbackUploadResponse]):
    """Params of `feedback/upload`."""

    method = "feedback/upload"
    response_type = FeedbackUploadResponse

    classification: str
    reason: Omittable[str] = None
    thread_id: Omittable[str] = None
    include_logs: Flag = False
    extra_log_files: Omittable[list[AnyPath]] = None
    tags: Omittable[dict[str, str]] = None
