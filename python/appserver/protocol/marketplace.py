"""What runs of `marketplace.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

import appserver.protocol as p
from appserver.protocol._support.base import WireModel
from appserver.protocol._support.fields import Omittable
from appserver.protocol._support.lazy import LazyClassRef, lazy_names
from appserver.protocol._support.messages import RequestParams

__all__ = [
    "MarketplaceAddParams",
    "MarketplaceAddResponse",
    "MarketplaceRemoveParams",
    "MarketplaceRemoveResponse",
    "MarketplaceUpgradeErrorInfo",
    "MarketplaceUpgradeParams",
    "MarketplaceUpgradeResponse",
]


def _MarketplaceAddResponse():
    class MarketplaceAddResponse(WireModel):
        """Answer to `marketplace/add`.

        Attributes:
            marketplace_name (str): The name of the marketplace.
            installed_root (AbsolutePathBuf): The directory that it was installed to.
            already_added (bool): Whether it was there before.
        """

        marketplace_name: str
        installed_root: p.AbsolutePathBuf
        already_added: bool

    return MarketplaceAddResponse


def _MarketplaceAddParams():
    class MarketplaceAddParams(RequestParams):
        """Params of `marketplace/add`.

        Attributes:
            source (str): Where it comes from.
            ref_name (str | None = None): The branch, tag or commit.
            sparse_paths (list[str] | None = None): Only these paths of the repository are fetched.
        """

        method = "marketplace/add"
        response_type = LazyClassRef("MarketplaceAddResponse")

        source: str
        ref_name: Omittable[str] = None
        sparse_paths: Omittable[list[str]] = None

    return MarketplaceAddParams


def _MarketplaceRemoveResponse():
    class MarketplaceRemoveResponse(WireModel):
        """Answer to `marketplace/remove`.

        Attributes:
            marketplace_name (str): The name of the marketplace.
            installed_root (AbsolutePathBuf | None = None): The directory that it was installed to.
        """

        marketplace_name: str
        installed_root: p.AbsolutePathBuf | None = None

    return MarketplaceRemoveResponse


def _MarketplaceRemoveParams():
    class MarketplaceRemoveParams(RequestParams):
        """Params of `marketplace/remove`.

        Attributes:
            marketplace_name (str): The name of the marketplace.
        """

        method = "marketplace/remove"
        response_type = LazyClassRef("MarketplaceRemoveResponse")

        marketplace_name: str

    return MarketplaceRemoveParams


def _MarketplaceUpgradeResponse():
    class MarketplaceUpgradeResponse(WireModel):
        """Answer to `marketplace/upgrade`.

        Attributes:
            selected_marketplaces (list[str]): The marketplaces that were looked at.
            upgraded_roots (list[AbsolutePathBuf]): The directories that were brought up to date.
            errors (list[MarketplaceUpgradeErrorInfo]): What went wrong, one entry for each thing.
        """

        selected_marketplaces: list[str]
        upgraded_roots: list[p.AbsolutePathBuf]
        errors: list[p.MarketplaceUpgradeErrorInfo]

    return MarketplaceUpgradeResponse


def _MarketplaceUpgradeParams():
    class MarketplaceUpgradeParams(RequestParams):
        """Params of `marketplace/upgrade`.

        Attributes:
            marketplace_name (str | None = None): The name of the marketplace.
        """

        method = "marketplace/upgrade"
        response_type = LazyClassRef("MarketplaceUpgradeResponse")

        marketplace_name: Omittable[str] = None

    return MarketplaceUpgradeParams


def _MarketplaceUpgradeErrorInfo():
    class MarketplaceUpgradeErrorInfo(WireModel):
        """Part of `MarketplaceUpgradeResponse`.

        Attributes:
            marketplace_name (str): The name of the marketplace.
            message (str): The message, for people.
        """

        marketplace_name: str
        message: str

    return MarketplaceUpgradeErrorInfo


__getattr__, __dir__ = lazy_names(globals())
