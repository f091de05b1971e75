"""The `current_time` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.messages import ServerRequestParams
from appserver.protocol._support.scalars import Int64

__all__ = ["CurrentTimeReadParams", "CurrentTimeReadResponse"]

class CurrentTimeReadResponse(WireModel):
    """Answer to `currentTime/read`."""

    current_time_at: Int64

class CurrentTimeReadParams(ServerRequestParams[CurrentTimeReadResponse]):
    """Params of `currentTime/read`, a request from the server."""

    method = "currentTime/read"
    response_type = CurrentTimeReadResponse
    experimental = True

    thread_id: str
