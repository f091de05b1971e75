"""The answers of clients to the server's questions, as the askers take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol
from appserver.conversation.answers import STILL_OPEN
from appserver.errors import ErrorCode, ServerError
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from appserver.events import ServerRequest

__all__ = ["as_server_error", "decode_server_result"]


def decode_server_result(question: ServerRequest, result: Any) -> Any:
    """The answer to a question as the asker takes it.

    Raises:
        ValueError: it does not fit.
    """
    if not _is_model(question.params):
        return result
    try:
        return protocol.decode_server_response(question.params, result)
    except protocol.DecodeError as error:
        raise ValueError(
            f"the answer to server request {question.id} does not fit {question.method}: {error.message}{STILL_OPEN}"
        ) from error


def _is_model(params: object) -> TypeIs[protocol.ServerRequestParams[Any]]:
    return isinstance(params, protocol.ServerRequestParams)


def as_server_error(error: object) -> ServerError:
    """The error answer to a question as an exception.

    Raises:
        TypeError, ValueError: the error object lacks an integer `code` or a text `message`.
    """
    if isinstance(error, ServerError):
        return error
    if not is_dict(error):
        raise TypeError(
            f"an error is a ServerError or a dict with code and message, not {type(error).__name__}"
        )
    code, message = error.get("code", ErrorCode.INTERNAL), error.get("message")
    if isinstance(code, bool) or not isinstance(code, int) or not isinstance(message, str):
        raise ValueError(  # noqa: TRY004 - a dict it is, of the wrong shape
            f"a JSON-RPC error has an integer code and a text message, unlike {error!r}"
        )
    return ServerError(message, code=code, data=error.get("data"))
