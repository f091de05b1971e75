"""What a handler returned, checked where it leaves the server: what does not fit is not the caller's fault.

A model of the promised class, which is what built-in handlers return, costs one comparison. Plain data are read once:
the typed client takes the model that comes of it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from appserver import protocol
from appserver.errors import ErrorCode, ServerError

if TYPE_CHECKING:
    from appserver.backends.base import Resolvable
    from appserver.server.message_processor import HandlerSpec

__all__ = ["CheckedWaiter", "fitting_answer"]

logger = logging.getLogger("appserver")


def fitting_answer(
    spec: HandlerSpec, params: protocol.RequestParams[Any], answer: Any, *, plain: bool
) -> Any:
    """What the caller is given for what the handler returned: a model of the promised class, or plain data.

    Raises:
        ServerError: it does not fit. The log names the handler and the field.
    """
    response_type = spec.response_type
    if not isinstance(answer, response_type):
        raw = answer.to_wire() if isinstance(answer, protocol.WireModel) else answer
        try:
            model = protocol.decode_response(params, raw)
        except protocol.DecodeError as error:
            logger.error(  # noqa: TRY400 - a traceback would show this line
                "the handler of %s, %s, returned what is no %s: %s%s",
                spec.method,
                spec.name,
                response_type.__name__,
                f"{error.place}: " if error.place else "",
                error.message,
            )
            raise ServerError(
                f"internal error: the handler's answer is no {response_type.__name__}; the server's log says why",
                code=ErrorCode.INTERNAL,
                method=spec.method,
            ) from error
        return raw if plain else model
    return answer.to_wire() if plain else answer


class CheckedWaiter:
    """Takes the outcome of a request for one that writes it on a wire."""

    __slots__ = ("_params", "_spec", "_waiter")

    def __init__(self, spec: HandlerSpec, params: protocol.RequestParams[Any], waiter: Resolvable) -> None:
        self._params = params
        self._spec = spec
        self._waiter = waiter

    def resolve(self, outcome: Any = None) -> None:
        """Hand the outcome on, or the error in place of one that does not fit. Any thread."""
        if type(outcome) is not self._spec.response_type and not isinstance(outcome, ServerError):
            try:
                outcome = fitting_answer(self._spec, self._params, outcome, plain=True)
            except ServerError as error:
                outcome = error
        self._waiter.resolve(outcome)
        del outcome  # the traceback of an error has this frame
