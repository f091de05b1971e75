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
        """Answer to `fs/readFile`.

        Attributes:
            data_base64 (str): The content of the file, in Base64.
        """

        data_base64: str

    return FsReadFileResponse


def _FsReadFileParams():
    class FsReadFileParams(RequestParams):
        """Params of `fs/readFile`.

        Attributes:
            path (AbsolutePathBuf): The file to read, absolute.
        """

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
        """Params of `fs/writeFile`.

        Attributes:
            path (AbsolutePathBuf): The file to write, absolute.
            data_base64 (str): The content of the file, in Base64.
        """

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
        """Params of `fs/createDirectory`.

        Attributes:
            path (AbsolutePathBuf): The directory to make, absolute.
            recursive (bool | None = None): Whether missing directories above it are made too; left out: they are.
        """

        method = "fs/createDirectory"
        response_type = LazyClassRef("FsCreateDirectoryResponse")

        path: p.AbsolutePathBuf
        recursive: Omittable[bool] = None

    return FsCreateDirectoryParams


def _FsGetMetadataResponse():
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
        is_file: bool
        is_symlink: bool
        created_at_ms: Int64
        modified_at_ms: Int64

    return FsGetMetadataResponse


def _FsGetMetadataParams():
    class FsGetMetadataParams(RequestParams):
        """Params of `fs/getMetadata`.

        Attributes:
            path (AbsolutePathBuf): The path to ask about, absolute.
        """

        method = "fs/getMetadata"
        response_type = LazyClassRef("FsGetMetadataResponse")

        path: p.AbsolutePathBuf

    return FsGetMetadataParams


def _FsReadDirectoryResponse():
    class FsReadDirectoryResponse(WireModel):
        """Answer to `fs/readDirectory`.

        Attributes:
            entries (list[FsReadDirectoryEntry]): The entries.
        """

        entries: list[p.FsReadDirectoryEntry]

    return FsReadDirectoryResponse


def _FsReadDirectoryParams():
    class FsReadDirectoryParams(RequestParams):
        """Params of `fs/readDirectory`.

        Attributes:
            path (AbsolutePathBuf): The directory to list, absolute.
        """

        method = "fs/readDirectory"
        response_type = LazyClassRef("FsReadDirectoryResponse")

        path: p.AbsolutePathBuf

    return FsReadDirectoryParams


def _FsReadDirectoryEntry():
    class FsReadDirectoryEntry(WireModel):
        """Part of `FsReadDirectoryResponse`.

        Attributes:
            file_name (str): The name of the file, without its directory.
            is_directory (bool): Whether it is a directory.
            is_file (bool): Whether it is a regular file.
        """

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
        """Params of `fs/remove`.

        Attributes:
            path (AbsolutePathBuf): What to remove, absolute.
            recursive (bool | None = None): Whether a directory is removed with what it holds; left out: it is.
            force (bool | None = None): Whether a path that is not there is no error.
        """

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
        """Params of `fs/copy`.

        Attributes:
            source_path (AbsolutePathBuf): What to copy, absolute.
            destination_path (AbsolutePathBuf): Where the copy goes, absolute.
            recursive (bool = False): Whether a directory is copied with what it holds.
        """

        method = "fs/copy"
        response_type = LazyClassRef("FsCopyResponse")

        source_path: p.AbsolutePathBuf
        destination_path: p.AbsolutePathBuf
        recursive: Flag = False

    return FsCopyParams


def _FsWatchResponse():
    class FsWatchResponse(WireModel):
        """Answer to `fs/watch`.

        Attributes:
            path (AbsolutePathBuf): The path.
        """

        path: p.AbsolutePathBuf

    return FsWatchResponse


def _FsWatchParams():
    class FsWatchParams(RequestParams):
        """Params of `fs/watch`.

        Attributes:
            watch_id (str): The id of the watch, of the client's own choice.
            path (AbsolutePathBuf): The file or directory to watch, absolute.
        """

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
        """Params of `fs/unwatch`.

        Attributes:
            watch_id (str): The id of the watch, of the client's own choice.
        """

        method = "fs/unwatch"
        response_type = LazyClassRef("FsUnwatchResponse")

        watch_id: str

    return FsUnwatchParams


def _FsChangedNotification():
    class FsChangedNotification(Notification):
        """Params of the `fs/changed` notification.

        Attributes:
            watch_id (str): The id of the watch, of the client's own choice.
            changed_paths (list[AbsolutePathBuf]): The paths that changed.
        """

        method = "fs/changed"

        watch_id: str
        changed_paths: list[p.AbsolutePathBuf]

    return FsChangedNotification


__getattr__, __dir__ = lazy_names(globals())
