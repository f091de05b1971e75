"""The `fs` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Flag, Omittable
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import Int64
from appserver.protocol.policy import AbsolutePathBuf

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

class FsReadFileResponse(WireModel):
    """Answer to `fs/readFile`."""

    data_base64: str

class FsReadFileParams(RequestParams[FsReadFileResponse]):
    """Params of `fs/readFile`."""

    method = "fs/readFile"
    response_type = FsReadFileResponse

    path: AbsolutePathBuf

class FsWriteFileResponse(WireModel):
    """Answer to `fs/writeFile`."""

class FsWriteFileParams(RequestParams[FsWriteFileResponse]):
    """Params of `fs/writeFile`."""

    method = "fs/writeFile"
    response_type = FsWriteFileResponse

    path: AbsolutePathBuf
    data_base64: str

class FsCreateDirectoryResponse(WireModel):
    """Answer to `fs/createDirectory`."""

class FsCreateDirectoryParams(RequestParams[FsCreateDirectoryResponse]):
    """Params of `fs/createDirectory`."""

    method = "fs/createDirectory"
    response_type = FsCreateDirectoryResponse

    path: AbsolutePathBuf
    recursive: Omittable[bool] = None

class FsGetMetadataResponse(WireModel):
    """Answer to `fs/getMetadata`."""

    is_directory: bool
    is_file: bool
    is_symlink: bool
    created_at_ms: Int64
    modified_at_ms: Int64

class FsGetMetadataParams(RequestParams[FsGetMetadataResponse]):
    """Params of `fs/getMetadata`."""

    method = "fs/getMetadata"
    response_type = FsGetMetadataResponse

    path: AbsolutePathBuf

class FsReadDirectoryResponse(WireModel):
    """Answer to `fs/readDirectory`."""

    entries: list[FsReadDirectoryEntry]

class FsReadDirectoryParams(RequestParams[FsReadDirectoryResponse]):
    """Params of `fs/readDirectory`."""

    method = "fs/readDirectory"
    response_type = FsReadDirectoryResponse

    path: AbsolutePathBuf

class FsReadDirectoryEntry(WireModel):
    """Part of `FsReadDirectoryResponse`."""

    file_name: str
    is_directory: bool
    is_file: bool

class FsRemoveResponse(WireModel):
    """Answer to `fs/remove`."""

class FsRemoveParams(RequestParams[FsRemoveResponse]):
    """Params of `fs/remove`."""

    method = "fs/remove"
    response_type = FsRemoveResponse

    path: AbsolutePathBuf
    recursive: Omittable[bool] = None
    force: Omittable[bool] = None

class FsCopyResponse(WireModel):
    """Answer to `fs/copy`."""

class FsCopyParams(RequestParams[FsCopyResponse]):
    """Params of `fs/copy`."""

    method = "fs/copy"
    response_type = FsCopyResponse

    source_path: AbsolutePathBuf
    destination_path: AbsolutePathBuf
    recursive: Flag = False

class FsWatchResponse(WireModel):
    """Answer to `fs/watch`."""

    path: AbsolutePathBuf

class FsWatchParams(RequestParams[FsWatchResponse]):
    """Params of `fs/watch`."""

    method = "fs/watch"
    response_type = FsWatchResponse

    watch_id: str
    path: AbsolutePathBuf

class FsUnwatchResponse(WireModel):
    """Answer to `fs/unwatch`."""

class FsUnwatchParams(RequestParams[FsUnwatchResponse]):
    """Params of `fs/unwatch`."""

    method = "fs/unwatch"
    response_type = FsUnwatchResponse

    watch_id: str

class FsChangedNotification(Notification):
    """Params of the `fs/changed` notification."""

    method = "fs/changed"

    watch_id: str
    changed_paths: list[AbsolutePathBuf]
