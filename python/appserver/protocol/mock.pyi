"""The `mock` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams

__all__ = ["MockExperimentalMethodParams", "MockExperimentalMethodResponse"]

class MockExperimentalMethodResponse(WireModel):
    """Answer to `mock/experimentalMethod`."""

    echoed: str | None = None

class MockExperimentalMethodParams(RequestParams[MockExperimentalMethodResponse]):
    """Params of `mock/experimentalMethod`."""

    method = "mock/experimentalMethod"
    response_type = MockExperimentalMethodResponse
    experimental = True

    value: Omittable[str] = None
