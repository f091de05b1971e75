"""What runs of `server_request.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

import appserver.protocol as p
from appserver.protocol._support.lazy import lazy_names
from appserver.protocol._support.messages import Notification

__all__ = ["ServerRequestResolvedNotification"]


def _ServerRequestResolvedNotification():
    class ServerRequestResolvedNotification(Notification):
        """Params of the `serverRequest/resolved` notification.

        Attributes:
            thread_id (str): The thread that it is about.
            request_id (RequestId): The id of the question, which needs no answer any more.
        """

        method = "serverRequest/resolved"

        thread_id: str
        request_id: p.RequestId

    return ServerRequestResolvedNotification


__getattr__, __dir__ = lazy_names(globals())
