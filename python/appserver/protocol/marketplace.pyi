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
    """Answer to `marketplace/add`.

    Attributes:
        marketplace_name (str): The name of the marketplace.
        installed_root (AbsolutePathBuf): The directory that it was installed to.
        already_added (bool): Whether it was there before.
    """

    marketplace_name: str
    """The name of the marketplace."""
    installed_root: AbsolutePathBuf
    """The directory that it was installed to."""
    already_added: bool
    """Whether it was there before."""

class MarketplaceAddParams(RequestParams[MarketplaceAddResponse]):
    """Params of `marketplace/add`.

    Attributes:
        source (str): Where it comes from.
        ref_name (str | None = None): The branch, tag or commit.
        sparse_paths (list[str] | None = None): Only these paths of the repository are fetched.
    """

    method = "marketplace/add"
    response_type = MarketplaceAddResponse

    source: str
    """Where it comes from."""
    ref_name: Omittable[str] = None
    """The branch, tag or commit."""
    sparse_paths: Omittable[list[str]] = None
    """Only these paths of the repository are fetched."""

class MarketplaceRemoveResponse(WireModel):
    """Answer to `marketplace/remove`.

    Attributes:
        marketplace_name (str): The name of the marketplace.
        installed_root (AbsolutePathBuf | None = None): The directory that it was installed to.
    """

    marketplace_name: str
    """The name of the marketplace."""
    installed_root: AbsolutePathBuf | None = None
    """The directory that it was installed to."""

class MarketplaceRemoveParams(RequestParams[MarketplaceRemoveResponse]):
    """Params of `marketplace/remove`.

    Attributes:
        marketplace_name (str): The name of the marketplace.
    """

    method = "marketplace/remove"
    response_type = MarketplaceRemoveResponse

    marketplace_name: str
    """The name of the marketplace."""

class MarketplaceUpgradeResponse(WireModel):
    """Answer to `marketplace/upgrade`.

    Attributes:
        selected_marketplaces (list[str]): The marketplaces that were looked at.
        upgraded_roots (list[AbsolutePathBuf]): The directories that were brought up to date.
        errors (list[MarketplaceUpgradeErrorInfo]): What went wrong, one entry for each thing.
    """

    selected_marketplaces: list[str]
    """The marketplaces that were looked at."""
    upgraded_roots: list[AbsolutePathBuf]
    """The directories that were brought up to date."""
    errors: list[MarketplaceUpgradeErrorInfo]
    """What went wrong, one entry for each thing."""

class MarketplaceUpgradeParams(RequestParams[MarketplaceUpgradeResponse]):
    """Params of `marketplace/upgrade`.

    Attributes:
        marketplace_name (str | None = None): The name of the marketplace.
    """

    method = "marketplace/upgrade"
    response_type = MarketplaceUpgradeResponse

    marketplace_name: Omittable[str] = None
    """The name of the marketplace."""

class MarketplaceUpgradeErrorInfo(WireModel):
    """Part of `MarketplaceUpgradeResponse`.

    Attributes:
        marketplace_name (str): The name of the marketplace.
        message (str): The message, for people.
    """

    marketplace_name: str
    """The name of the marketplace."""
    message: str
    """The message, for people."""
