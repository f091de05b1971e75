"""The counters and depths of the oracle, by the names that the native core has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.oracle.state import Connection, Server

__all__ = ["connection_stats", "server_stats"]


def connection_stats(server: Server, connection: Connection) -> dict[str, int]:
    """Those of one connection."""
    questions = [question for question in server.questions.open.values() if connection in question.asked]
    counts = connection.counts
    return {
        "requests_opened": connection.requests.opened,
        "requests_open": len(connection.requests.open),
        "late_answers": connection.requests.late,
        "commands_queued": len(connection.commands.commands),
        "handlers_running": server.ordering.running(connection),
        "handlers_waiting": server.ordering.waiting(connection),
        "requests_rejected": server.ordering.permits[connection].rejected,
        "server_requests_unread": len(server.questions.unread_by(connection)),
        "server_requests_opened": counts["server_requests_opened"],
        "server_requests_open": len(questions),
        "server_requests_rejected": counts["server_requests_rejected"],
        "late_server_answers": counts["late_server_answers"],
        "notifications": counts["notifications"],
        "filtered": counts["filtered"],
        "parked": sum(
            any(queue in connection.queues for queue in pending.queues) for pending in server.wakers.pending
        ),
        "subscribers": sum(not queue.is_discarded for queue in connection.queues),
        "threads": len(connection.threads),
        **{f"events_{name}": value for name, value in connection.queue.stats().items()},
    }


def server_stats(server: Server) -> dict[str, int]:
    """The sums over all connections that there were, and what is counted once for the server."""
    sums: Counter[str] = Counter()
    for connection in server.connections:
        sums.update(connection_stats(server, connection))
    return {
        **sums,
        "connections": len(server.open_connections),
        "connections_opened": len(server.connections),
        "threads": len(server.threads),
        "server_requests_opened": server.questions.opened,
        "server_requests_open": len(server.questions.open),
        "server_requests_rejected": server.questions.rejected,
        "notifications": server.notifications,
        "parked": len(server.wakers.pending),
    }
