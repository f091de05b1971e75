"""Reading ids of threads from requests."""

from __future__ import annotations

from appserver.errors import ThreadNotFoundError
from appserver.turns.identifiers import InvalidIdentifierError, parse_identifier

__all__ = ["read_thread_id"]


def read_thread_id(text: str, what: str = "thread") -> str:
    """The id in its usual form.

    Raises:
        ServerError: it is not a UUID; the text names it as `what`.
    """
    try:
        return parse_identifier(text)
    except InvalidIdentifierError as error:
        raise ThreadNotFoundError(f"invalid {what} id: {error}") from None
