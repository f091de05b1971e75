"""What runs of `rollout.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams

__all__ = ["RolloutCompressParams", "RolloutCompressResponse"]


def _RolloutCompressResponse():
    class RolloutCompressResponse(WireModel):
        """Answer to `rollout/compress`."""

    return RolloutCompressResponse


def _RolloutCompressParams():
    class RolloutCompressParams(RequestParams):
        """Params of `rollout/compress`, which takes none."""

        method = "rollout/compress"
        response_type = LazyClassRef("RolloutCompressResponse")
        experimental = True
        takes_params = False

    return RolloutCompressParams


__getattr__, __dir__ = lazy_names(globals())
