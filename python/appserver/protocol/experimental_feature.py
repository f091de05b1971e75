"""What runs of `experimental_feature.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import OpenEnum, UInt32

__all__ = [
    "ExperimentalFeature",
    "ExperimentalFeatureEnablementSetParams",
    "ExperimentalFeatureEnablementSetResponse",
    "ExperimentalFeatureListParams",
    "ExperimentalFeatureListResponse",
    "ExperimentalFeatureStage",
]


def _ExperimentalFeatureListResponse():
    class ExperimentalFeatureListResponse(WireModel):
        """Answer to `experimentalFeature/list`."""

        data: list[p.ExperimentalFeature]
        next_cursor: str | None = None

    return ExperimentalFeatureListResponse


def _ExperimentalFeatureListParams():
    class ExperimentalFeatureListParams(RequestParams):
        """Params of `experimentalFeature/list`."""

        method = "experimentalFeature/list"
        response_type = LazyClassRef("ExperimentalFeatureListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        thread_id: Omittable[str] = None

    return ExperimentalFeatureListParams


def _ExperimentalFeature():
    class ExperimentalFeature(WireModel):
        """Part of `ExperimentalFeatureListResponse`."""

        name: str
        stage: p.ExperimentalFeatureStage
        display_name: str | None = None
        description: str | None = None
        announcement: str | None = None
        enabled: bool
        default_enabled: bool

    return ExperimentalFeature


def _ExperimentalFeatureStage():
    return Annotated[Literal["beta", "underDevelopment", "stable", "deprecated", "removed"] | str, OpenEnum()]


def _ExperimentalFeatureEnablementSetResponse():
    class ExperimentalFeatureEnablementSetResponse(WireModel):
        """Answer to `experimentalFeature/enablement/set`."""

        enablement: dict[str, bool]

    return ExperimentalFeatureEnablementSetResponse


def _ExperimentalFeatureEnablementSetParams():
    class ExperimentalFeatureEnablementSetParams(RequestParams):
        """Params of `experimentalFeature/enablement/set`."""

        method = "experimentalFeature/enablement/set"
        response_type = LazyClassRef("ExperimentalFeatureEnablementSetResponse")

        enablement: dict[str, bool]

    return ExperimentalFeatureEnablementSetParams


__getattr__, __dir__ = lazy_names(globals())
