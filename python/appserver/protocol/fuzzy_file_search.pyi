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
    """Answer to `fuzzyFileSearch`."""

    files: list[FuzzyFileSearchResult]

class FuzzyFileSearchParams(RequestParams[FuzzyFileSearchResponse]):
    """Params of `fuzzyFileSearch`."""

    method = "fuzzyFileSearch"
    response_type = FuzzyFileSearchResponse

    query: str
    roots: list[str]
    cancellation_token: str | None = None

class FuzzyFileSearchResult(WireModel):
    """Part of `FuzzyFileSearchResponse` and `FuzzyFileSearchSessionUpdatedNotification`."""

    root: str
    path: str
    match_type: Annotated[FuzzyFileSearchMatchType, wire_name("match_type")]
    file_name: Annotated[str, wire_name("file_name")]
    score: UInt32
    indices: list[UInt32] | None = None

FuzzyFileSearchMatchType: TypeAlias = Literal["file", "directory"] | str

class FuzzyFileSearchSessionStartResponse(WireModel):
    """Answer to `fuzzyFileSearch/sessionStart`."""

class FuzzyFileSearchSessionStartParams(RequestParams[FuzzyFileSearchSessionStartResponse]):
    """Params of `fuzzyFileSearch/sessionStart`."""

    method = "fuzzyFileSearch/sessionStart"
    response_type = FuzzyFileSearchSessionStartResponse
    experimental = True

    session_id: str
    roots: list[str]

class FuzzyFileSearchSessionUpdateResponse(WireModel):
    """Answer to `fuzzyFileSearch/sessionUpdate`."""

class FuzzyFileSearchSessionUpdateParams(RequestParams[FuzzyFileSearchSessionUpdateResponse]):
    """Params of `fuzzyFileSearch/sessionUpdate`."""

    method = "fuzzyFileSearch/sessionUpdate"
    response_type = FuzzyFileSearchSessionUpdateResponse
    experimental = True

    session_id: str
    query: str

class FuzzyFileSearchSessionStopResponse(WireModel):
    """Answer to `fuzzyFileSearch/sessionStop`."""

class FuzzyFileSearchSessionStopParams(RequestParams[FuzzyFileSearchSessionStopResponse]):
    """Params of `fuzzyFileSearch/sessionStop`."""

    method = "fuzzyFileSearch/sessionStop"
    response_type = FuzzyFileSearchSessionStopResponse
    experimental = True

    session_id: str

class FuzzyFileSearchSessionUpdatedNotification(Notification):
    """Params of the `fuzzyFileSearch/sessionUpdated` notification."""

    method = "fuzzyFileSearch/sessionUpdated"

    session_id: str
    query: str
    files: list[FuzzyFileSearchResult]

class FuzzyFileSearchSessionCompletedNotification(Notification):
    """Params of the `fuzzyFileSearch/sessionCompleted` notification."""

    method = "fuzzyFileSearch/sessionCompleted"

    session_id: str
