"""What runs of `fs.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64

__all__ = [
    "FsChangedNotification",
    "FsCopyParams",
    "FsCopyResponse",
    "FsCreateDirectoryParams",
    "FsCreateDirectoryResponse",
    "FsGetMetadataParams",
    "FsGetMetadataResponse",
    "FsReadDirectoryEntry",
    "FsReadDirectoryParams",
    "FsReadDirectoryResponse",
    "FsReadFileParams",
    "FsReadFileResponse",
    "FsRemoveParams",
    "FsRemoveResponse",
    "FsUnwatchParams",
    "FsUnwatchResponse",
    "FsWatchParams",
    "FsWatchResponse",
    "FsWriteFileParams",
    "FsWriteFileResponse",
]


def _FsReadFileResponse():
    class FsReadFileResponse(WireModel):
        """Answer to `fs/readFile`."""

        data_base64: str

    return FsReadFileResponse


def _FsReadFileParams():
    class FsReadFileParams(RequestParams):
        """Params of `fs/readFile`."""

        method = "fs/readFile"
        response_type = LazyClassRef("FsReadFileResponse")

        path: p.AbsolutePathBuf

    return FsReadFileParams


def _FsWriteFileResponse():
    class FsWriteFileResponse(WireModel):
        """Answer to `fs/writeFile`."""

    return FsWriteFileResponse


def _FsWriteFileParams():
    class FsWriteFileParams(RequestParams):
        """Params of `fs/writeFile`."""

        method = "fs/writeFile"
        response_type = LazyClassRef("FsWriteFileResponse")

        path: p.AbsolutePathBuf
        data_base64: str

    return FsWriteFileParams


def _FsCreateDirectoryResponse():
    class FsCreateDirectoryResponse(WireModel):
        """Answer to `fs/createDirectory`."""

    return FsCreateDirectoryResponse


def _FsCreateDirectoryParams():
    class FsCreateDirectoryParams(RequestParams):
        """Params of `fs/createDirectory`."""

        method = "fs/createDirectory"
        response_type = LazyClassRef("FsCreateDirectoryResponse")

        path: p.AbsolutePathBuf
        recursive: Omittable[bool] = None

    return FsCreateDirectoryParams


def _FsGetMetadataResponse():
    class FsGetMetadataResponse(WireModel):
        """Answer to `fs/getMetadata`."""

        is_directory: bool
        is_file: bool
        is_symlink: bool
        created_at_ms: Int64
        modified_at_ms: Int64

    return FsGetMetadataResponse


def _FsGetMetadataParams():
    class FsGetMetadataParams(RequestParams):
        """Params of `fs/getMetadata`."""

        method = "fs/getMetadata"
        response_type = LazyClassRef("FsGetMetadataResponse")

        path: p.AbsolutePathBuf

    return FsGetMetadataParams


def _FsReadDirectoryResponse():
    class FsReadDirectoryResponse(WireModel):
        """Answer to `fs/readDirectory`."""

        entries: list[p.FsReadDirectoryEntry]

    return FsReadDirectoryResponse


def _FsReadDirectoryParams():
    class FsReadDirectoryParams(RequestParams):
        """Params of `fs/readDirectory`."""

        method = "fs/readDirectory"
        response_type = LazyClassRef("FsReadDirectoryResponse")

        path: p.AbsolutePathBuf

    return FsReadDirectoryParams


def _FsReadDirectoryEntry():
    class FsReadDirectoryEntry(WireModel):
        """Part of `FsReadDirectoryResponse`."""

        file_name: str
        is_directory: bool
        is_file: bool

    return FsReadDirectoryEntry


def _FsRemoveResponse():
    class FsRemoveResponse(WireModel):
        """Answer to `fs/remove`."""

    return FsRemoveResponse


def _FsRemoveParams():
    class FsRemoveParams(RequestParams):
        """Params of `fs/remove`."""

        method = "fs/remove"
        response_type = LazyClassRef("FsRemoveResponse")

        path: p.AbsolutePathBuf
        recursive: Omittable[bool] = None
        force: Omittable[bool] = None

    return FsRemoveParams


def _FsCopyResponse():
    class FsCopyResponse(WireModel):
        """Answer to `fs/copy`."""

    return FsCopyResponse


def _FsCopyParams():
    class FsCopyParams(RequestParams):
        """Params of `fs/copy`."""

        method = "fs/copy"
        response_type = LazyClassRef("FsCopyResponse")

        source_path: p.AbsolutePathBuf
        destination_path: p.AbsolutePathBuf
        recursive: Flag = False

    return FsCopyParams


def _FsWatchResponse():
    class FsWatchResponse(WireModel):
        """Answer to `fs/watch`."""

        path: p.AbsolutePathBuf

    return FsWatchResponse


def _FsWatchParams():
    class FsWatchParams(RequestParams):
        """Params of `fs/watch`."""

        method = "fs/watch"
        response_type = LazyClassRef("FsWatchResponse")

        watch_id: str
        path: p.AbsolutePathBuf

    return FsWatchParams


def _FsUnwatchResponse():
    class FsUnwatchResponse(WireModel):
        """Answer to `fs/unwatch`."""

    return FsUnwatchResponse


def _FsUnwatchParams():
    class FsUnwatchParams(RequestParams):
        """Params of `fs/unwatch`."""

        method = "fs/unwatch"
        response_type = LazyClassRef("FsUnwatchResponse")

        watch_id: str

    return FsUnwatchParams


def _FsChangedNotification():
    class FsChangedNotification(Notification):
        """Params of the `fs/changed` notification."""

        method = "fs/changed"

        watch_id: str
        changed_paths: list[p.AbsolutePathBuf]

    return FsChangedNotification


__getattr__, __dir__ = lazy_names(globals())
