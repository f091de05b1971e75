"""What runs of `attestation.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import ServerRequestParams

__all__ = ["AttestationGenerateParams", "AttestationGenerateResponse"]


def _AttestationGenerateResponse():
    class AttestationGenerateResponse(WireModel):
        """Answer to `attestation/generate`.

        Attributes:
            token (str): The token.
        """

        token: str

    return AttestationGenerateResponse


def _AttestationGenerateParams():
    class AttestationGenerateParams(ServerRequestParams):
        """Params of `attestation/generate`, a request from the server."""

        method = "attestation/generate"
        response_type = LazyClassRef("AttestationGenerateResponse")

    return AttestationGenerateParams


__getattr__, __dir__ = lazy_names(globals())
