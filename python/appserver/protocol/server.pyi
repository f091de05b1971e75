"""The `server` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32, UInt64

__all__ = [
    "ServerDiagnosticsGauge",
    "ServerDiagnosticsParams",
    "ServerDiagnosticsProcess",
    "ServerDiagnosticsResponse",
]

class ServerDiagnosticsResponse(WireModel):
    """Answer to `server/diagnostics`.

    Attributes:
        process (ServerDiagnosticsProcess): The process of the server.
        gauges (list[ServerDiagnosticsGauge]): Counts of what the server holds.
    """

    process: ServerDiagnosticsProcess
    """The process of the server."""
    gauges: list[ServerDiagnosticsGauge]
    """Counts of what the server holds."""

class ServerDiagnosticsParams(RequestParams[ServerDiagnosticsResponse]):
    """Params of `server/diagnostics`."""

    method = "server/diagnostics"
    response_type = ServerDiagnosticsResponse
    experimental = True

class ServerDiagnosticsGauge(WireModel):
    """Part of `ServerDiagnosticsResponse`.

    Attributes:
        name (str): The name.
        value (UInt64): The count.
    """

    name: str
    """The name."""
    value: UInt64
    """The count."""

class ServerDiagnosticsProcess(WireModel):
    """Part of `ServerDiagnosticsResponse`.

    Attributes:
        id (UInt32): The id of the process in the system.
        resident_memory_bytes (UInt64 | None = None): Memory of the process, in bytes.
        physical_footprint_bytes (UInt64 | None = None): Memory of the process as the system accounts for it, in
            bytes.
    """

    id: UInt32
    """The id of the process in the system."""
    resident_memory_bytes: UInt64 | None = None
    """Memory of the process, in bytes."""
    physical_footprint_bytes: UInt64 | None = None
    """Memory of the process as the system accounts for it, in bytes."""
