"""The `server_request` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.messages import Notification
from appserver.protocol.common import RequestId

__all__ = ["ServerRequestResolvedNotification"]

class ServerRequestResolvedNotification(Notification):
    """Params of the `serverRequest/resolved` notification."""

    method = "serverRequest/resolved"

    thread_id: str
    request_id: RequestId
