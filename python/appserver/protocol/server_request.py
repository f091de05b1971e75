"""What the server tells about its own requests."""

from appserver.protocol.base import Notification
from appserver.protocol.common import RequestId

__all__ = ["ServerRequestResolvedNotification"]


class ServerRequestResolvedNotification(Notification):
    """Params of the `serverRequest/resolved` notification."""

    method = "serverRequest/resolved"

    thread_id: str
    request_id: RequestId
