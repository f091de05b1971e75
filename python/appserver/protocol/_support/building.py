"""Building the validator of a model, without a look into anybody's frame.

pydantic builds it at the first use, and looks for names of its annotations among the local variables of whoever used
the model. On Python 3.11 and 3.12 that look leaves a copy of the variables in the frame, for as long as the frame runs:
what its coroutine lets go afterwards would live on.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from appserver.protocol._support.documentation import LazySignature

__all__ = ["FramelessModel"]

_NO_NAMES: Mapping[str, Any] = {}
_SIGNATURE: Any = LazySignature()


class FramelessModel(BaseModel):
    """A model that is built from the names of its module, and of where it was defined.

    Only if those are not enough is the frame of whoever uses it asked, as pydantic does: a class of yours that is
    defined in a function, and names another one that is defined there later.
    """

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls.__signature__ = _SIGNATURE

    if not TYPE_CHECKING:
        # The signature is that of pydantic.

        @classmethod
        def model_rebuild(
            cls,
            *,
            force: bool = False,
            raise_errors: bool = True,
            _parent_namespace_depth: int = 2,
            _types_namespace: Mapping[str, Any] | None = None,
        ) -> bool | None:
            """Build the validator, as pydantic's own."""
            if _types_namespace is None:
                built = super().model_rebuild(force=force, raise_errors=False, _types_namespace=_NO_NAMES)
                if built is not False:
                    cls.__signature__ = _SIGNATURE  # pydantic has set one, with the names of the wire
                    return built
            built = super().model_rebuild(
                force=force,
                raise_errors=raise_errors,
                _parent_namespace_depth=_parent_namespace_depth + 1,
                _types_namespace=_types_namespace,
            )
            cls.__signature__ = _SIGNATURE
            return built
