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
    """Answer to `fs/readFile`.

    Attributes:
        data_base64 (str): The content of the file, in Base64.
    """

    data_base64: str
    """The content of the file, in Base64."""

class FsReadFileParams(RequestParams[FsReadFileResponse]):
    """Params of `fs/readFile`.

    Attributes:
        path (AbsolutePathBuf): The file to read, absolute.
    """

    method = "fs/readFile"
    response_type = FsReadFileResponse

    path: AbsolutePathBuf
    """The file to read, absolute."""

class FsWriteFileResponse(WireModel):
    """Answer to `fs/writeFile`."""

class FsWriteFileParams(RequestParams[FsWriteFileResponse]):
    """Params of `fs/writeFile`.

    Attributes:
        path (AbsolutePathBuf): The file to write, absolute.
        data_base64 (str): The content of the file, in Base64.
    """

    method = "fs/writeFile"
    response_type = FsWriteFileResponse

    path: AbsolutePathBuf
    """The file to write, absolute."""
    data_base64: str
    """The content of the file, in Base64."""

class FsCreateDirectoryResponse(WireModel):
    """Answer to `fs/createDirectory`."""

class FsCreateDirectoryParams(RequestParams[FsCreateDirectoryResponse]):
    """Params of `fs/createDirectory`.

    Attributes:
        path (AbsolutePathBuf): The directory to make, absolute.
        recursive (bool | None = None): Whether missing directories above it are made too; left out: they are.
    """

    method = "fs/createDirectory"
    response_type = FsCreateDirectoryResponse

    path: AbsolutePathBuf
    """The directory to make, absolute."""
    recursive: Omittable[bool] = None
    """Whether missing directories above it are made too; left out: they are."""

class FsGetMetadataResponse(WireModel):
    """Answer to `fs/getMetadata`.

    Attributes:
        is_directory (bool): Whether it is a directory.
        is_file (bool): Whether it is a regular file.
        is_symlink (bool): Whether it is a link to another path.
        created_at_ms (Int64): When it was made, in Unix milliseconds; 0: the file system does not say.
        modified_at_ms (Int64): When it last changed, in Unix milliseconds; 0: the file system does not say.
    """

    is_directory: bool
    """Whether it is a directory."""
    is_file: bool
    """Whether it is a regular file."""
    is_symlink: bool
    """Whether it is a link to another path."""
    created_at_ms: Int64
    """When it was made, in Unix milliseconds; 0: the file system does not say."""
    modified_at_ms: Int64
    """When it last changed, in Unix milliseconds; 0: the file system does not say."""

class FsGetMetadataParams(RequestParams[FsGetMetadataResponse]):
    """Params of `fs/getMetadata`.

    Attributes:
        path (AbsolutePathBuf): The path to ask about, absolute.
    """

    method = "fs/getMetadata"
    response_type = FsGetMetadataResponse

    path: AbsolutePathBuf
    """The path to ask about, absolute."""

class FsReadDirectoryResponse(WireModel):
    """Answer to `fs/readDirectory`.

    Attributes:
        entries (list[FsReadDirectoryEntry]): The entries.
    """

    entries: list[FsReadDirectoryEntry]
    """The entries."""

class FsReadDirectoryParams(RequestParams[FsReadDirectoryResponse]):
    """Params of `fs/readDirectory`.

    Attributes:
        path (AbsolutePathBuf): The directory to list, absolute.
    """

    method = "fs/readDirectory"
    response_type = FsReadDirectoryResponse

    path: AbsolutePathBuf
    """The directory to list, absolute."""

class FsReadDirectoryEntry(WireModel):
    """Part of `FsReadDirectoryResponse`.

    Attributes:
        file_name (str): The name of the file, without its directory.
        is_directory (bool): Whether it is a directory.
        is_file (bool): Whether it is a regular file.
    """

    file_name: str
    """The name of the file, without its directory."""
    is_directory: bool
    """Whether it is a directory."""
    is_file: bool
    """Whether it is a regular file."""

class FsRemoveResponse(WireModel):
    """Answer to `fs/remove`."""

class FsRemoveParams(RequestParams[FsRemoveResponse]):
    """Params of `fs/remove`.

    Attributes:
        path (AbsolutePathBuf): What to remove, absolute.
        recursive (bool | None = None): Whether a directory is removed with what it holds; left out: it is.
        force (bool | None = None): Whether a path that is not there is no error.
    """

    method = "fs/remove"
    response_type = FsRemoveResponse

    path: AbsolutePathBuf
    """What to remove, absolute."""
    recursive: Omittable[bool] = None
    """Whether a directory is removed with what it holds; left out: it is."""
    force: Omittable[bool] = None
    """Whether a path that is not there is no error."""

class FsCopyResponse(WireModel):
    """Answer to `fs/copy`."""

class FsCopyParams(RequestParams[FsCopyResponse]):
    """Params of `fs/copy`.

    Attributes:
        source_path (AbsolutePathBuf): What to copy, absolute.
        destination_path (AbsolutePathBuf): Where the copy goes, absolute.
        recursive (bool = False): Whether a directory is copied with what it holds.
    """

    method = "fs/copy"
    response_type = FsCopyResponse

    source_path: AbsolutePathBuf
    """What to copy, absolute."""
    destination_path: AbsolutePathBuf
    """Where the copy goes, absolute."""
    recursive: Flag = False
    """Whether a directory is copied with what it holds."""

class FsWatchResponse(WireModel):
    """Answer to `fs/watch`.

    Attributes:
        path (AbsolutePathBuf): The path.
    """

    path: AbsolutePathBuf
    """The path."""

class FsWatchParams(RequestParams[FsWatchResponse]):
    """Params of `fs/watch`.

    Attributes:
        watch_id (str): The id of the watch, of the client's own choice.
        path (AbsolutePathBuf): The file or directory to watch, absolute.
    """

    method = "fs/watch"
    response_type = FsWatchResponse

    watch_id: str
    """The id of the watch, of the client's own choice."""
    path: AbsolutePathBuf
    """The file or directory to watch, absolute."""

class FsUnwatchResponse(WireModel):
    """Answer to `fs/unwatch`."""

class FsUnwatchParams(RequestParams[FsUnwatchResponse]):
    """Params of `fs/unwatch`.

    Attributes:
        watch_id (str): The id of the watch, of the client's own choice.
    """

    method = "fs/unwatch"
    response_type = FsUnwatchResponse

    watch_id: str
    """The id of the watch, of the client's own choice."""

class FsChangedNotification(Notification):
    """Params of the `fs/changed` notification.

    Attributes:
        watch_id (str): The id of the watch, of the client's own choice.
        changed_paths (list[AbsolutePathBuf]): The paths that changed.
    """

    method = "fs/changed"

    watch_id: str
    """The id of the watch, of the client's own choice."""
    changed_paths: list[AbsolutePathBuf]
    """The paths that changed."""
