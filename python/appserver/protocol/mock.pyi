"""The `mock` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams

__all__ = ["MockExperimentalMethodParams", "MockExperimentalMethodResponse"]

class MockExperimentalMethodResponse(WireModel):
    """Answer to `mock/experimentalMethod`.

    Attributes:
        echoed (str | None = None): The value that was sent.
    """

    echoed: str | None = None
    """The value that was sent."""

class MockExperimentalMethodParams(RequestParams[MockExperimentalMethodResponse]):
    """Params of `mock/experimentalMethod`.

    Attributes:
        value (str | None = None): A text that comes back.
    """

    method = "mock/experimentalMethod"
    response_type = MockExperimentalMethodResponse
    experimental = True

    value: Omittable[str] = None
    """A text that comes back."""
