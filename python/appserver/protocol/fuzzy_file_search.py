"""What runs of `fuzzy_file_search.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import wire_name
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import OpenEnum, UInt32

__all__ = [
    "FuzzyFileSearchMatchType",
    "FuzzyFileSearchParams",
    "FuzzyFileSearchResponse",
    "FuzzyFileSearchResult",
    "FuzzyFileSearchSessionCompletedNotification",
    "FuzzyFileSearchSessionStartParams",
    "FuzzyFileSearchSessionStartResponse",
    "FuzzyFileSearchSessionStopParams",
    "FuzzyFileSearchSessionStopResponse",
    "FuzzyFileSearchSessionUpdateParams",
    "FuzzyFileSearchSessionUpdateResponse",
    "FuzzyFileSearchSessionUpdatedNotification",
]


def _FuzzyFileSearchResponse():
    class FuzzyFileSearchResponse(WireModel):
        """Answer to `fuzzyFileSearch`.

        Attributes:
            files (list[FuzzyFileSearchResult]): The files.
        """

        files: list[p.FuzzyFileSearchResult]

    return FuzzyFileSearchResponse


def _FuzzyFileSearchParams():
    class FuzzyFileSearchParams(RequestParams):
        """Params of `fuzzyFileSearch`.

        Attributes:
            query (str): What is searched for.
            roots (list[str]): The directories to search.
            cancellation_token (str | None = None): A later search with the same token ends this one.
        """

        method = "fuzzyFileSearch"
        response_type = LazyClassRef("FuzzyFileSearchResponse")

        query: str
        roots: list[str]
        cancellation_token: str | None = None

    return FuzzyFileSearchParams


def _FuzzyFileSearchResult():
    class FuzzyFileSearchResult(WireModel):
        """Part of `FuzzyFileSearchResponse` and `FuzzyFileSearchSessionUpdatedNotification`.

        Attributes:
            root (str): The directory that was searched.
            path (str): The path, relative to the root.
            match_type (FuzzyFileSearchMatchType): Whether a file or a directory matched.
            file_name (str): The name of the file, without its directory.
            score (UInt32): How well it matches; more is better.
            indices (list[UInt32] | None = None): The characters of the path that matched.
        """

        root: str
        path: str
        match_type: Annotated[p.FuzzyFileSearchMatchType, wire_name("match_type")]
        file_name: Annotated[str, wire_name("file_name")]
        score: UInt32
        indices: list[UInt32] | None = None

    return FuzzyFileSearchResult


def _FuzzyFileSearchMatchType():
    return Annotated[Literal["file", "directory"] | str, OpenEnum()]


def _FuzzyFileSearchSessionStartResponse():
    class FuzzyFileSearchSessionStartResponse(WireModel):
        """Answer to `fuzzyFileSearch/sessionStart`."""

    return FuzzyFileSearchSessionStartResponse


def _FuzzyFileSearchSessionStartParams():
    class FuzzyFileSearchSessionStartParams(RequestParams):
        """Params of `fuzzyFileSearch/sessionStart`.

        Attributes:
            session_id (str): The id of the session.
            roots (list[str]): The directories that belong to it.
        """

        method = "fuzzyFileSearch/sessionStart"
        response_type = LazyClassRef("FuzzyFileSearchSessionStartResponse")
        experimental = True

        session_id: str
        roots: list[str]

    return FuzzyFileSearchSessionStartParams


def _FuzzyFileSearchSessionUpdateResponse():
    class FuzzyFileSearchSessionUpdateResponse(WireModel):
        """Answer to `fuzzyFileSearch/sessionUpdate`."""

    return FuzzyFileSearchSessionUpdateResponse


def _FuzzyFileSearchSessionUpdateParams():
    class FuzzyFileSearchSessionUpdateParams(RequestParams):
        """Params of `fuzzyFileSearch/sessionUpdate`.

        Attributes:
            session_id (str): The id of the session.
            query (str): What is searched for.
        """

        method = "fuzzyFileSearch/sessionUpdate"
        response_type = LazyClassRef("FuzzyFileSearchSessionUpdateResponse")
        experimental = True

        session_id: str
        query: str

    return FuzzyFileSearchSessionUpdateParams


def _FuzzyFileSearchSessionStopResponse():
    class FuzzyFileSearchSessionStopResponse(WireModel):
        """Answer to `fuzzyFileSearch/sessionStop`."""

    return FuzzyFileSearchSessionStopResponse


def _FuzzyFileSearchSessionStopParams():
    class FuzzyFileSearchSessionStopParams(RequestParams):
        """Params of `fuzzyFileSearch/sessionStop`.

        Attributes:
            session_id (str): The id of the session.
        """

        method = "fuzzyFileSearch/sessionStop"
        response_type = LazyClassRef("FuzzyFileSearchSessionStopResponse")
        experimental = True

        session_id: str

    return FuzzyFileSearchSessionStopParams


def _FuzzyFileSearchSessionUpdatedNotification():
    class FuzzyFileSearchSessionUpdatedNotification(Notification):
        """Params of the `fuzzyFileSearch/sessionUpdated` notification.

        Attributes:
            session_id (str): The id of the session.
            query (str): What is searched for.
            files (list[FuzzyFileSearchResult]): The files.
        """

        method = "fuzzyFileSearch/sessionUpdated"

        session_id: str
        query: str
        files: list[p.FuzzyFileSearchResult]

    return FuzzyFileSearchSessionUpdatedNotification


def _FuzzyFileSearchSessionCompletedNotification():
    class FuzzyFileSearchSessionCompletedNotification(Notification):
        """Params of the `fuzzyFileSearch/sessionCompleted` notification.

        Attributes:
            session_id (str): The id of the session.
        """

        method = "fuzzyFileSearch/sessionCompleted"

        session_id: str

    return FuzzyFileSearchSessionCompletedNotification


__getattr__, __dir__ = lazy_names(globals())
