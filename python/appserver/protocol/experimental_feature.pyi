"""The `experimental_feature` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Literal, TypeAlias

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import UInt32

__all__ = [
    "ExperimentalFeature",
    "ExperimentalFeatureEnablementSetParams",
    "ExperimentalFeatureEnablementSetResponse",
    "ExperimentalFeatureListParams",
    "ExperimentalFeatureListResponse",
    "ExperimentalFeatureStage",
]

class ExperimentalFeatureListResponse(WireModel):
    """Answer to `experimentalFeature/list`.

    Attributes:
        data (list[ExperimentalFeature]): The entries of this page.
        next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
    """

    data: list[ExperimentalFeature]
    """The entries of this page."""
    next_cursor: str | None = None
    """The cursor of the next page; None: this is the last one."""

class ExperimentalFeatureListParams(RequestParams[ExperimentalFeatureListResponse]):
    """Params of `experimentalFeature/list`.

    Attributes:
        cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
            start.
        limit (UInt32 | None = None): How many entries a page has at most.
        thread_id (str | None = None): The thread that it is about.
    """

    method = "experimentalFeature/list"
    response_type = ExperimentalFeatureListResponse

    cursor: Omittable[str] = None
    """Where to go on: the `next_cursor` of the page before; left out: from the start."""
    limit: Omittable[UInt32] = None
    """How many entries a page has at most."""
    thread_id: Omittable[str] = None
    """The thread that it is about."""

class ExperimentalFeature(WireModel):
    """Part of `ExperimentalFeatureListResponse`.

    Attributes:
        name (str): The name.
        stage (ExperimentalFeatureStage): How finished it is.
        enabled (bool): Whether it is on.
        default_enabled (bool): Whether it is on where nobody says anything.
        display_name (str | None = None): The name to show.
        description (str | None = None): What it is, for people or for the model.
        announcement (str | None = None): What users are told about it.
    """

    name: str
    """The name."""
    stage: ExperimentalFeatureStage
    """How finished it is."""
    display_name: str | None = None
    """The name to show."""
    description: str | None = None
    """What it is, for people or for the model."""
    announcement: str | None = None
    """What users are told about it."""
    enabled: bool
    """Whether it is on."""
    default_enabled: bool
    """Whether it is on where nobody says anything."""

ExperimentalFeatureStage: TypeAlias = (
    Literal["beta", "underDevelopment", "stable", "deprecated", "removed"] | str
)

class ExperimentalFeatureEnablementSetResponse(WireModel):
    """Answer to `experimentalFeature/enablement/set`.

    Attributes:
        enablement (dict[str, bool]): Whether each feature is on, by its name.
    """

    enablement: dict[str, bool]
    """Whether each feature is on, by its name."""

class ExperimentalFeatureEnablementSetParams(RequestParams[ExperimentalFeatureEnablementSetResponse]):
    """Params of `experimentalFeature/enablement/set`.

    Attributes:
        enablement (dict[str, bool]): Whether each feature is on, by its name.
    """

    method = "experimentalFeature/enablement/set"
    response_type = ExperimentalFeatureEnablementSetResponse

    enablement: dict[str, bool]
    """Whether each feature is on, by its name."""
