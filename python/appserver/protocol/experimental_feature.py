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
        """Answer to `experimentalFeature/list`.

        Attributes:
            data (list[ExperimentalFeature]): The entries of this page.
            next_cursor (str | None = None): The cursor of the next page; None: this is the last one.
        """

        data: list[p.ExperimentalFeature]
        next_cursor: str | None = None

    return ExperimentalFeatureListResponse


def _ExperimentalFeatureListParams():
    class ExperimentalFeatureListParams(RequestParams):
        """Params of `experimentalFeature/list`.

        Attributes:
            cursor (str | None = None): Where to go on: the `next_cursor` of the page before; left out: from the
                start.
            limit (UInt32 | None = None): How many entries a page has at most.
            thread_id (str | None = None): The thread that it is about.
        """

        method = "experimentalFeature/list"
        response_type = LazyClassRef("ExperimentalFeatureListResponse")

        cursor: Omittable[str] = None
        limit: Omittable[UInt32] = None
        thread_id: Omittable[str] = None

    return ExperimentalFeatureListParams


def _ExperimentalFeature():
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
        """Answer to `experimentalFeature/enablement/set`.

        Attributes:
            enablement (dict[str, bool]): Whether each feature is on, by its name.
        """

        enablement: dict[str, bool]

    return ExperimentalFeatureEnablementSetResponse


def _ExperimentalFeatureEnablementSetParams():
    class ExperimentalFeatureEnablementSetParams(RequestParams):
        """Params of `experimentalFeature/enablement/set`.

        Attributes:
            enablement (dict[str, bool]): Whether each feature is on, by its name.
        """

        method = "experimentalFeature/enablement/set"
        response_type = LazyClassRef("ExperimentalFeatureEnablementSetResponse")

        enablement: dict[str, bool]

    return ExperimentalFeatureEnablementSetParams


__getattr__, __dir__ = lazy_names(globals())
