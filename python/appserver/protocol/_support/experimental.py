"""Which experimental part of the protocol a request uses."""

from typing import Any

from appserver.protocol._support.messages import RequestParams
from appserver.protocol._support.variants import ExternalVariant

__all__ = ["experimental_use"]


def experimental_use(params: RequestParams[Any]) -> str | None:
    """Return the descriptor of the first experimental thing in `params`, None if there is none.

    A descriptor names a method (`mock/experimentalMethod`), a field (`thread/start.dynamicTools`) or a
    variant (`askForApproval.granular`). None and False count as unused, an empty list as used.
    """
    for attribute, descriptor, is_variant in params.experimental_checks:
        value = getattr(params, attribute)
        if is_variant:
            if isinstance(value, ExternalVariant) and value.experimental_variant == descriptor:
                return descriptor
        elif value is not None and value is not False:
            return descriptor
    return None
