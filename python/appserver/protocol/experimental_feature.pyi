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
    """Answer to `experimentalFeature/list`."""

    data: list[ExperimentalFeature]
    next_cursor: str | None = None

class ExperimentalFeatureListParams(RequestParams[ExperimentalFeatureListResponse]):
    """Params of `experimentalFeature/list`."""

    method = "experimentalFeature/list"
    response_type = ExperimentalFeatureListResponse

    cursor: Omittable[str] = None
    limit: Omittable[UInt32] = None
    thread_id: Omittable[str] = None

class ExperimentalFeature(WireModel):
    """Part of `ExperimentalFeatureListResponse`."""

    name: str
    stage: ExperimentalFeatureStage
    display_name: str | None = None
    description: str | None = None
    announcement: str | None = None
    enabled: bool
    default_enabled: bool

ExperimentalFeatureStage: TypeAlias = (
    Literal["beta", "underDevelopment", "stable", "deprecated", "removed"] | str
)

class ExperimentalFeatureEnablementSetResponse(WireModel):
    """Answer to `experimentalFeature/enablement/set`."""

    enablement: dict[str, bool]

class ExperimentalFeatureEnablementSetParams(RequestParams[ExperimentalFeatureEnablementSetResponse]):
    """Params of `experimentalFeature/enablement/set`."""

    method = "experimentalFeature/enablement/set"
    response_type = ExperimentalFeatureEnablementSetResponse

    enablement: dict[str, bool]
