"""What runs of `mock.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams

__all__ = ["MockExperimentalMethodParams", "MockExperimentalMethodResponse"]


def _MockExperimentalMethodResponse():
    class MockExperimentalMethodResponse(WireModel):
        """Answer to `mock/experimentalMethod`.

        Attributes:
            echoed (str | None = None): The value that was sent.
        """

        echoed: str | None = None

    return MockExperimentalMethodResponse


def _MockExperimentalMethodParams():
    class MockExperimentalMethodParams(RequestParams):
        """Params of `mock/experimentalMethod`.

        Attributes:
            value (str | None = None): A text that comes back.
        """

        method = "mock/experimentalMethod"
        response_type = LazyClassRef("MockExperimentalMethodResponse")
        experimental = True

        value: Omittable[str] = None

    return MockExperimentalMethodParams


__getattr__, __dir__ = lazy_names(globals())
