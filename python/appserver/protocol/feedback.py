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
        """Answer to `feedback/upload`.

        Attributes:
            thread_id (str): The thread that it is about.
            prompt_hash (str | None = None): A hash of the prompt.
        """

        thread_id: str
        prompt_hash: str | None = None

    return FeedbackUploadResponse


def _FeedbackUploadParams():
    class FeedbackUploadParams(RequestParams):
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
        response_type = LazyClassRef("FeedbackUploadResponse")

        classification: str
        reason: Omittable[str] = None
        thread_id: Omittable[str] = None
        include_logs: Flag = False
        extra_log_files: Omittable[list[AnyPath]] = None
        tags: Omittable[dict[str, str]] = None

    return FeedbackUploadParams


__getattr__, __dir__ = lazy_names(globals())
