"""The `current_time` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.messages import ServerRequestParams
from appserver.protocol._support.scalars import Int64

__all__ = ["CurrentTimeReadParams", "CurrentTimeReadResponse"]

class CurrentTimeReadResponse(WireModel):
    """Answer to `currentTime/read`.

    Attributes:
        current_time_at (Int64): The time, in Unix seconds.
    """

    current_time_at: Int64
    """The time, in Unix seconds."""

class CurrentTimeReadParams(ServerRequestParams[CurrentTimeReadResponse]):
    """Params of `currentTime/read`, a request from the server.

    Attributes:
        thread_id (str): The thread that it is about.
    """

    method = "currentTime/read"
    response_type = CurrentTimeReadResponse
    experimental = True

    thread_id: str
    """The thread that it is about."""
