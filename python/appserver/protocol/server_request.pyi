"""The `server_request` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.messages import Notification
from appserver.protocol.common import RequestId

__all__ = ["ServerRequestResolvedNotification"]

class ServerRequestResolvedNotification(Notification):
    """Params of the `serverRequest/resolved` notification.

    Attributes:
        thread_id (str): The thread that it is about.
        request_id (RequestId): The id of the question, which needs no answer any more.
    """

    method = "serverRequest/resolved"

    thread_id: str
    """The thread that it is about."""
    request_id: RequestId
    """The id of the question, which needs no answer any more."""
