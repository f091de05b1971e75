"""What runs of `current_time.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import ServerRequestParams
from appserver.protocol._support.scalars import Int64

__all__ = ["CurrentTimeReadParams", "CurrentTimeReadResponse"]


def _CurrentTimeReadResponse():
    class CurrentTimeReadResponse(WireModel):
        """Answer to `currentTime/read`.

        Attributes:
            current_time_at (Int64): The time, in Unix seconds.
        """

        current_time_at: Int64

    return CurrentTimeReadResponse


def _CurrentTimeReadParams():
    class CurrentTimeReadParams(ServerRequestParams):
        """Params of `currentTime/read`, a request from the server.

        Attributes:
            thread_id (str): The thread that it is about.
        """

        method = "currentTime/read"
        response_type = LazyClassRef("CurrentTimeReadResponse")
        experimental = True

        thread_id: str

    return CurrentTimeReadParams


__getattr__, __dir__ = lazy_names(globals())
