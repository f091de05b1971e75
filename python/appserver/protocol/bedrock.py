"""What runs of `bedrock.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Literal

import appserver.protocol as p
from appserver.protocol._support.base import UnionModel, WireModel
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.scalars import OpenEnum
from appserver.protocol._support.variants import TaggedUnion

__all__ = [
    "AwsCredentialType",
    "BedrockAwsProfile",
    "BedrockCheckGovCloudRequirementsParams",
    "BedrockCheckGovCloudRequirementsResponse",
    "BedrockDiscoverParams",
    "BedrockDiscoverResponse",
    "BedrockEnvironmentCredential",
    "BedrockSetupParams",
    "BedrockSetupResponse",
    "EnvironmentBedrockSetupParams",
    "ProfileBedrockSetupParams",
]


def _BedrockDiscoverResponse():
    class BedrockDiscoverResponse(WireModel):
        """Answer to `account/bedrock/discover`."""

        profiles: list[p.BedrockAwsProfile]
        environment_credentials: list[p.BedrockEnvironmentCredential]

    return BedrockDiscoverResponse


def _BedrockDiscoverParams():
    class BedrockDiscoverParams(RequestParams):
        """Params of `account/bedrock/discover`."""

        method = "account/bedrock/discover"
        response_type = LazyClassRef("BedrockDiscoverResponse")
        experimental = True

    return BedrockDiscoverParams


def _BedrockAwsProfile():
    class BedrockAwsProfile(WireModel):
        """Part of `BedrockDiscoverResponse`."""

        name: str
        region: str | None = None

    return BedrockAwsProfile


def _BedrockEnvironmentCredential():
    class BedrockEnvironmentCredential(WireModel):
        """Part of `BedrockDiscoverResponse`."""

        type: p.AwsCredentialType
        region: str | None = None

    return BedrockEnvironmentCredential


def _AwsCredentialType():
    return Annotated[Literal["accessKeys", "bedrockApiKey"] | str, OpenEnum()]


def _BedrockSetupResponse():
    class BedrockSetupResponse(WireModel):
        """Answer to `account/bedrock/setup`."""

    return BedrockSetupResponse


def _BedrockSetupParams():
    class BedrockSetupParams(UnionModel, RequestParams, extra="allow"):
        """Params of `account/bedrock/setup`.

        Each variant is a subclass; an instance of this class itself is a variant that these models
        do not know.
        """

        method = "account/bedrock/setup"
        response_type = LazyClassRef("BedrockSetupResponse")
        experimental = True
        union = TaggedUnion(
            "BedrockSetupParams",
            "type",
            {"profile": "ProfileBedrockSetupParams", "environment": "EnvironmentBedrockSetupParams"},
            unknown="BedrockSetupParams",
        )

        type: str

    return BedrockSetupParams


def _ProfileBedrockSetupParams():
    class ProfileBedrockSetupParams(p.BedrockSetupParams, extra="ignore"):
        """The `profile` variant of `BedrockSetupParams`."""

        type: Literal["profile"] = "profile"
        profile: str
        region: str

    return ProfileBedrockSetupParams


def _EnvironmentBedrockSetupParams():
    class EnvironmentBedrockSetupParams(p.BedrockSetupParams, extra="ignore"):
        """The `environment` variant of `BedrockSetupParams`."""

        type: Literal["environment"] = "environment"
        region: str

    return EnvironmentBedrockSetupParams


def _BedrockCheckGovCloudRequirementsResponse():
    class BedrockCheckGovCloudRequirementsResponse(WireModel):
        """Answer to `account/bedrock/checkGovCloudRequirements`."""

        is_gov_cloud: bool
        should_warn: bool

    return BedrockCheckGovCloudRequirementsResponse


def _BedrockCheckGovCloudRequirementsParams():
    class BedrockCheckGovCloudRequirementsParams(RequestParams):
        """Params of `account/bedrock/checkGovCloudRequirements`."""

        method = "account/bedrock/checkGovCloudRequirements"
        response_type = LazyClassRef("BedrockCheckGovCloudRequirementsResponse")
        experimental = True

    return BedrockCheckGovCloudRequirementsParams


__getattr__, __dir__ = lazy_names(globals())
