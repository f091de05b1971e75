"""The `bedrock` family of the protocol. Generated: see CONTRIBUTING.md."""

# Fields are narrowed, as the tag of a union is by its variants. Safe: models are frozen, which no type checker sees.
# pyright: reportIncompatibleVariableOverride=false

from typing import Literal, TypeAlias

from appserver.protocol._support.base import UnionModel, WireModel
from appserver.protocol._support.messages import RequestParams

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

class BedrockDiscoverResponse(WireModel):
    """Answer to `account/bedrock/discover`.

    Attributes:
        profiles (list[BedrockAwsProfile]): The profiles of AWS that were found.
        environment_credentials (list[BedrockEnvironmentCredential]): The credentials that were found in
            environment variables.
    """

    profiles: list[BedrockAwsProfile]
    """The profiles of AWS that were found."""
    environment_credentials: list[BedrockEnvironmentCredential]
    """The credentials that were found in environment variables."""

class BedrockDiscoverParams(RequestParams[BedrockDiscoverResponse]):
    """Params of `account/bedrock/discover`."""

    method = "account/bedrock/discover"
    response_type = BedrockDiscoverResponse
    experimental = True

class BedrockAwsProfile(WireModel):
    """Part of `BedrockDiscoverResponse`.

    Attributes:
        name (str): The name.
        region (str | None = None): The region of AWS.
    """

    name: str
    """The name."""
    region: str | None = None
    """The region of AWS."""

class BedrockEnvironmentCredential(WireModel):
    """Part of `BedrockDiscoverResponse`.

    Attributes:
        type (AwsCredentialType): What kind it is.
        region (str | None = None): The region of AWS.
    """

    type: AwsCredentialType
    """What kind it is."""
    region: str | None = None
    """The region of AWS."""

AwsCredentialType: TypeAlias = Literal["accessKeys", "bedrockApiKey"] | str

class BedrockSetupResponse(WireModel):
    """Answer to `account/bedrock/setup`."""

class BedrockSetupParams(UnionModel, RequestParams[BedrockSetupResponse], extra="allow"):
    """Params of `account/bedrock/setup`.

    Each variant is a subclass; an instance of this class itself is a variant that these models
    do not know.

    Attributes:
        type (str): What kind it is.
    """

    method = "account/bedrock/setup"
    response_type = BedrockSetupResponse
    experimental = True

    type: str
    """What kind it is."""

class ProfileBedrockSetupParams(BedrockSetupParams, extra="ignore"):
    """The `profile` variant of `BedrockSetupParams`.

    Attributes:
        profile (str): The name of the profile.
        region (str): The region of AWS.
        type (Literal["profile"] = "profile"): What kind it is.
    """

    type: Literal["profile"] = "profile"
    """What kind it is."""
    profile: str
    """The name of the profile."""
    region: str
    """The region of AWS."""

class EnvironmentBedrockSetupParams(BedrockSetupParams, extra="ignore"):
    """The `environment` variant of `BedrockSetupParams`.

    Attributes:
        region (str): The region of AWS.
        type (Literal["environment"] = "environment"): What kind it is.
    """

    type: Literal["environment"] = "environment"
    """What kind it is."""
    region: str
    """The region of AWS."""

class BedrockCheckGovCloudRequirementsResponse(WireModel):
    """Answer to `account/bedrock/checkGovCloudRequirements`.

    Attributes:
        is_gov_cloud (bool): Whether the region belongs to the cloud of a government.
        should_warn (bool): Whether users should be warned.
    """

    is_gov_cloud: bool
    """Whether the region belongs to the cloud of a government."""
    should_warn: bool
    """Whether users should be warned."""

class BedrockCheckGovCloudRequirementsParams(RequestParams[BedrockCheckGovCloudRequirementsResponse]):
    """Params of `account/bedrock/checkGovCloudRequirements`."""

    method = "account/bedrock/checkGovCloudRequirements"
    response_type = BedrockCheckGovCloudRequirementsResponse
    experimental = True
