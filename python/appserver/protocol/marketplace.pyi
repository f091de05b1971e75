"""The `marketplace` family of the protocol. Generated: see CONTRIBUTING.md."""

from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.messages import RequestParams
from appserver.protocol.policy import AbsolutePathBuf

__all__ = [
    "MarketplaceAddParams",
    "MarketplaceAddResponse",
    "MarketplaceRemoveParams",
    "MarketplaceRemoveResponse",
    "MarketplaceUpgradeErrorInfo",
    "MarketplaceUpgradeParams",
    "MarketplaceUpgradeResponse",
]

class MarketplaceAddResponse(WireModel):
    """Answer to `marketplace/add`."""

    marketplace_name: str
    installed_root: AbsolutePathBuf
    already_added: bool

class MarketplaceAddParams(RequestParams[MarketplaceAddResponse]):
    """Params of `marketplace/add`."""

    method = "marketplace/add"
    response_type = MarketplaceAddResponse

    source: str
    ref_name: Omittable[str] = None
    sparse_paths: Omittable[list[str]] = None

class MarketplaceRemoveResponse(WireModel):
    """Answer to `marketplace/remove`."""

    marketplace_name: str
    installed_root: AbsolutePathBuf | None = None

class MarketplaceRemoveParams(RequestParams[MarketplaceRemoveResponse]):
    """Params of `marketplace/remove`."""

    method = "marketplace/remove"
    response_type = MarketplaceRemoveResponse

    marketplace_name: str

class MarketplaceUpgradeResponse(WireModel):
    """Answer to `marketplace/upgrade`."""

    selected_marketplaces: list[str]
    upgraded_roots: list[AbsolutePathBuf]
    errors: list[MarketplaceUpgradeErrorInfo]

class MarketplaceUpgradeParams(RequestParams[MarketplaceUpgradeResponse]):
    """Params of `marketplace/upgrade`."""

    method = "marketplace/upgrade"
    response_type = MarketplaceUpgradeResponse

    marketplace_name: Omittable[str] = None

class MarketplaceUpgradeErrorInfo(WireModel):
    """Part of `MarketplaceUpgradeResponse`."""

    marketplace_name: str
    message: str
