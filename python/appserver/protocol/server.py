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
        """Answer to `server/diagnostics`.

        Attributes:
            process (ServerDiagnosticsProcess): The process of the server.
            gauges (list[ServerDiagnosticsGauge]): Counts of what the server holds.
        """

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
        """Part of `ServerDiagnosticsResponse`.

        Attributes:
            name (str): The name.
            value (UInt64): The count.
        """

        name: str
        value: UInt64

    return ServerDiagnosticsGauge


def _ServerDiagnosticsProcess():
    class ServerDiagnosticsProcess(WireModel):
        """Part of `ServerDiagnosticsResponse`.

        Attributes:
            id (UInt32): The id of the process in the system.
            resident_memory_bytes (UInt64 | None = None): Memory of the process, in bytes.
            physical_footprint_bytes (UInt64 | None = None): Memory of the process as the system accounts for it, in
                bytes.
        """

        id: UInt32
        resident_memory_bytes: UInt64 | None = None
        physical_footprint_bytes: UInt64 | None = None

    return ServerDiagnosticsProcess


__getattr__, __dir__ = lazy_names(globals())
