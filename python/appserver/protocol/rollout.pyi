"""The `rollout` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.messages import RequestParams

__all__ = ["RolloutCompressParams", "RolloutCompressResponse"]

class RolloutCompressResponse(WireModel):
    """Answer to `rollout/compress`."""

class RolloutCompressParams(RequestParams[RolloutCompressResponse]):
    """Params of `rollout/compress`, which takes none."""

    method = "rollout/compress"
    response_type = RolloutCompressResponse
    experimental = True
    takes_params = False
