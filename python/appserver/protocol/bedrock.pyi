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
    """Answer to `account/bedrock/discover`."""

    profiles: list[BedrockAwsProfile]
    environment_credentials: list[BedrockEnvironmentCredential]

class BedrockDiscoverParams(RequestParams[BedrockDiscoverResponse]):
    """Params of `account/bedrock/discover`."""

    method = "account/bedrock/discover"
    response_type = BedrockDiscoverResponse
    experimental = True

class BedrockAwsProfile(WireModel):
    """Part of `BedrockDiscoverResponse`."""

    name: str
    region: str | None = None

class BedrockEnvironmentCredential(WireModel):
    """Part of `BedrockDiscoverResponse`."""

    type: AwsCredentialType
    region: str | None = None

AwsCredentialType: TypeAlias = Literal["accessKeys", "bedrockApiKey"] | str

class BedrockSetupResponse(WireModel):
    """Answer to `account/bedrock/setup`."""

class BedrockSetupParams(UnionModel, RequestParams[BedrockSetupResponse], extra="allow"):
    """Params of `account/bedrock/setup`.

    Each variant is a subclass; an instance of this class itself is a variant that these models
    do not know.
    """

    method = "account/bedrock/setup"
    response_type = BedrockSetupResponse
    experimental = True

    type: str

class ProfileBedrockSetupParams(BedrockSetupParams, extra="ignore"):
    """The `profile` variant of `BedrockSetupParams`."""

    type: Literal["profile"] = "profile"
    profile: str
    region: str

class EnvironmentBedrockSetupParams(BedrockSetupParams, extra="ignore"):
    """The `environment` variant of `BedrockSetupParams`."""

    type: Literal["environment"] = "environment"
    region: str

class BedrockCheckGovCloudRequirementsResponse(WireModel):
    """Answer to `account/bedrock/checkGovCloudRequirements`."""

    is_gov_cloud: bool
    should_warn: bool

class BedrockCheckGovCloudRequirementsParams(RequestParams[BedrockCheckGovCloudRequirementsResponse]):
    """Params of `account/bedrock/checkGovCloudRequirements`."""

    method = "account/bedrock/checkGovCloudRequirements"
    response_type = BedrockCheckGovCloudRequirementsResponse
    experimental = True
