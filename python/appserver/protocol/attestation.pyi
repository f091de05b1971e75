"""The `attestation` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.messages import ServerRequestParams

__all__ = ["AttestationGenerateParams", "AttestationGenerateResponse"]

class AttestationGenerateResponse(WireModel):
    """Answer to `attestation/generate`.

    Attributes:
        token (str): The token.
    """

    token: str
    """The token."""

class AttestationGenerateParams(ServerRequestParams[AttestationGenerateResponse]):
    """Params of `attestation/generate`, a request from the server."""

    method = "attestation/generate"
    response_type = AttestationGenerateResponse
