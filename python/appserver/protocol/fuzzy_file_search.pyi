"""The `fuzzy_file_search` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import wire_name
from appserver.protocol._support.messages import Notification, RequestParams
from appserver.protocol._support.scalars import UInt32

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

class FuzzyFileSearchResponse(WireModel):
    """Answer to `fuzzyFileSearch`.

    Attributes:
        files (list[FuzzyFileSearchResult]): The files.
    """

    files: list[FuzzyFileSearchResult]
    """The files."""

class FuzzyFileSearchParams(RequestParams[FuzzyFileSearchResponse]):
    """Params of `fuzzyFileSearch`.

    Attributes:
        query (str): What is searched for.
        roots (list[str]): The directories to search.
        cancellation_token (str | None = None): A later search with the same token ends this one.
    """

    method = "fuzzyFileSearch"
    response_type = FuzzyFileSearchResponse

    query: str
    """What is searched for."""
    roots: list[str]
    """The directories to search."""
    cancellation_token: str | None = None
    """A later search with the same token ends this one."""

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
    """The directory that was searched."""
    path: str
    """The path, relative to the root."""
    match_type: Annotated[FuzzyFileSearchMatchType, wire_name("match_type")]
    """Whether a file or a directory matched."""
    file_name: Annotated[str, wire_name("file_name")]
    """The name of the file, without its directory."""
    score: UInt32
    """How well it matches; more is better."""
    indices: list[UInt32] | None = None
    """The characters of the path that matched."""

FuzzyFileSearchMatchType: TypeAlias = Literal["file", "directory"] | str

class FuzzyFileSearchSessionStartResponse(WireModel):
    """Answer to `fuzzyFileSearch/sessionStart`."""

class FuzzyFileSearchSessionStartParams(RequestParams[FuzzyFileSearchSessionStartResponse]):
    """Params of `fuzzyFileSearch/sessionStart`.

    Attributes:
        session_id (str): The id of the session.
        roots (list[str]): The directories that belong to it.
    """

    method = "fuzzyFileSearch/sessionStart"
    response_type = FuzzyFileSearchSessionStartResponse
    experimental = True

    session_id: str
    """The id of the session."""
    roots: list[str]
    """The directories that belong to it."""

class FuzzyFileSearchSessionUpdateResponse(WireModel):
    """Answer to `fuzzyFileSearch/sessionUpdate`."""

class FuzzyFileSearchSessionUpdateParams(RequestParams[FuzzyFileSearchSessionUpdateResponse]):
    """Params of `fuzzyFileSearch/sessionUpdate`.

    Attributes:
        session_id (str): The id of the session.
        query (str): What is searched for.
    """

    method = "fuzzyFileSearch/sessionUpdate"
    response_type = FuzzyFileSearchSessionUpdateResponse
    experimental = True

    session_id: str
    """The id of the session."""
    query: str
    """What is searched for."""

class FuzzyFileSearchSessionStopResponse(WireModel):
    """Answer to `fuzzyFileSearch/sessionStop`."""

class FuzzyFileSearchSessionStopParams(RequestParams[FuzzyFileSearchSessionStopResponse]):
    """Params of `fuzzyFileSearch/sessionStop`.

    Attributes:
        session_id (str): The id of the session.
    """

    method = "fuzzyFileSearch/sessionStop"
    response_type = FuzzyFileSearchSessionStopResponse
    experimental = True

    session_id: str
    """The id of the session."""

class FuzzyFileSearchSessionUpdatedNotification(Notification):
    """Params of the `fuzzyFileSearch/sessionUpdated` notification.

    Attributes:
        session_id (str): The id of the session.
        query (str): What is searched for.
        files (list[FuzzyFileSearchResult]): The files.
    """

    method = "fuzzyFileSearch/sessionUpdated"

    session_id: str
    """The id of the session."""
    query: str
    """What is searched for."""
    files: list[FuzzyFileSearchResult]
    """The files."""

class FuzzyFileSearchSessionCompletedNotification(Notification):
    """Params of the `fuzzyFileSearch/sessionCompleted` notification.

    Attributes:
        session_id (str): The id of the session.
    """

    method = "fuzzyFileSearch/sessionCompleted"

    session_id: str
    """The id of the session."""
