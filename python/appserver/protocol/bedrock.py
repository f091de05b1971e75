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
        """Answer to `account/bedrock/discover`.

        Attributes:
            profiles (list[BedrockAwsProfile]): The profiles of AWS that were found.
            environment_credentials (list[BedrockEnvironmentCredential]): The credentials that were found in
                environment variables.
        """

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
        """Part of `BedrockDiscoverResponse`.

        Attributes:
            name (str): The name.
            region (str | None = None): The region of AWS.
        """

        name: str
        region: str | None = None

    return BedrockAwsProfile


def _BedrockEnvironmentCredential():
    class BedrockEnvironmentCredential(WireModel):
        """Part of `BedrockDiscoverResponse`.

        Attributes:
            type (AwsCredentialType): What kind it is.
            region (str | None = None): The region of AWS.
        """

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

        Attributes:
            type (str): What kind it is.
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
        """The `profile` variant of `BedrockSetupParams`.

        Attributes:
            profile (str): The name of the profile.
            region (str): The region of AWS.
            type (Literal["profile"] = "profile"): What kind it is.
        """

        type: Literal["profile"] = "profile"
        profile: str
        region: str

    return ProfileBedrockSetupParams


def _EnvironmentBedrockSetupParams():
    class EnvironmentBedrockSetupParams(p.BedrockSetupParams, extra="ignore"):
        """The `environment` variant of `BedrockSetupParams`.

        Attributes:
            region (str): The region of AWS.
            type (Literal["environment"] = "environment"): What kind it is.
        """

        type: Literal["environment"] = "environment"
        region: str

    return EnvironmentBedrockSetupParams


def _BedrockCheckGovCloudRequirementsResponse():
    class BedrockCheckGovCloudRequirementsResponse(WireModel):
        """Answer to `account/bedrock/checkGovCloudRequirements`.

        Attributes:
            is_gov_cloud (bool): Whether the region belongs to the cloud of a government.
            should_warn (bool): Whether users should be warned.
        """

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
