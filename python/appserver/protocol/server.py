"""What runs of `server.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32, UInt64

__all__ = [
    "ServerDiagnosticsGauge",
    "ServerDiagnosticsParams",
    "ServerDiagnosticsProcess",
    "ServerDiagnosticsResponse",
]


def _ServerDiagnosticsResponse():
    class ServerDiagnosticsResponse(WireModel):
        """Answer to `server/diagnostics`."""

        process: p.ServerDiagnosticsProcess
        gauges: list[p.ServerDiagnosticsGauge]

    return ServerDiagnosticsResponse


def _ServerDiagnosticsParams():
    class ServerDiagnosticsParams(RequestParams):
        """Params of `server/diagnostics`."""

        method = "server/diagnostics"
        response_type = LazyClassRef("ServerDiagnosticsResponse")
        experimental = True

    return ServerDiagnosticsParams


def _ServerDiagnosticsGauge():
    class ServerDiagnosticsGauge(WireModel):
        """Part of `ServerDiagnosticsResponse`."""

        name: str
        value: UInt64

    return ServerDiagnosticsGauge


def _ServerDiagnosticsProcess():
    class ServerDiagnosticsProcess(WireModel):
        """Part of `ServerDiagnosticsResponse`."""

        id: UInt32
        resident_memory_bytes: UInt64 | None = None
        physical_footprint_bytes: UInt64 | None = None

    return ServerDiagnosticsProcess


__getattr__, __dir__ = lazy_names(globals())
