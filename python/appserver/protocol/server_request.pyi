"""The `server_request` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol.common import RequestId
from appserver.protocol.messages import Notification

__all__ = ["ServerRequestResolvedNotification"]

class ServerRequestResolvedNotification(Notification):
    """Params of the `serverRequest/resolved` notification."""

    method = "serverRequest/resolved"

    thread_id: str
    request_id: RequestId
