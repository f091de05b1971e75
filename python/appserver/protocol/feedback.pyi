"""The `feedback` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import AnyPath

__all__ = ["FeedbackUploadParams", "FeedbackUploadResponse"]

class FeedbackUploadResponse(WireModel):
    """Answer to `feedback/upload`.

    Attributes:
        thread_id (str): The thread that it is about.
        prompt_hash (str | None = None): A hash of the prompt.
    """

    thread_id: str
    """The thread that it is about."""
    prompt_hash: str | None = None
    """A hash of the prompt."""

class FeedbackUploadParams(RequestParams[FeedbackUploadResponse]):
    """Params of `feedback/upload`.

    Attributes:
        classification (str): The kind of feedback, such as `bug`.
        reason (str | None = None): Why.
        thread_id (str | None = None): The thread that it is about.
        include_logs (bool = False): Whether the log is sent along.
        extra_log_files (list[AnyPath] | None = None): Further files to send along.
        tags (dict[str, str] | None = None): Tags of the report, by their names.
    """

    method = "feedback/upload"
    response_type = FeedbackUploadResponse

    classification: str
    """The kind of feedback, such as `bug`."""
    reason: Omittable[str] = None
    """Why."""
    thread_id: Omittable[str] = None
    """The thread that it is about."""
    include_logs: Flag = False
    """Whether the log is sent along."""
    extra_log_files: Omittable[list[AnyPath]] = None
    """Further files to send along."""
    tags: Omittable[dict[str, str]] = None
    """Tags of the report, by their names."""
