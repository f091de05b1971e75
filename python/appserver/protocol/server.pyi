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
    """Answer to `server/diagnostics`."""

    process: ServerDiagnosticsProcess
    gauges: list[ServerDiagnosticsGauge]

class ServerDiagnosticsParams(RequestParams[ServerDiagnosticsResponse]):
    """Params of `server/diagnostics`."""

    method = "server/diagnostics"
    response_type = ServerDiagnosticsResponse
    experimental = True

class ServerDiagnosticsGauge(WireModel):
    """Part of `ServerDiagnosticsResponse`."""

    name: str
    value: UInt64

class ServerDiagnosticsProcess(WireModel):
    """Part of `ServerDiagnosticsResponse`."""

    id: UInt32
    resident_memory_bytes: UInt64 | None = None
    physical_footprint_bytes: UInt64 | None = None
