"""What the options that every client has may be, so that every refusal names its option."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from appserver.plain_data import is_collection, is_iterable
from appserver.text import is_encodable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance

__all__ = [
    "CLIENT_CHECKS",
    "Check",
    "check_count",
    "check_fields",
    "check_flag",
    "check_method",
    "check_optional_text",
    "check_policy",
    "check_seconds",
    "check_sent_text",
    "kind_of",
    "listed_methods",
]

Check: TypeAlias = Callable[[str, Any], None]
"""Takes an option's name and value. Raises TypeError or ValueError, naming the option."""


def check_fields(arguments: DataclassInstance, checks: Mapping[str, Check]) -> None:
    """Refuse what an option cannot be: TypeError or ValueError, naming it."""
    for option in fields(arguments):
        checks[option.name](option.name, getattr(arguments, option.name))


def check_count(name: str, value: object) -> None:
    """Refuse what is not a number of messages or bytes: TypeError or ValueError, naming it."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is a number of messages or bytes, an int, not {kind_of(value)}")
    if value < 0:
        raise ValueError(f"{name} is {value}; use 1 or more (0 counts as 1)")
    if value >= 2**63:
        raise ValueError(f"{name} is {value}, which is more than 64 bits hold")


def check_method(method: object) -> None:
    """Refuse what is no method of a request: TypeError or ValueError."""
    if not isinstance(method, str):
        raise TypeError(f"a method is a str such as 'thread/start', not {kind_of(method)}")
    check_sent_text("the method", method)


def check_seconds(name: str, value: object) -> None:
    """Refuse what is not a time: TypeError or ValueError, naming it."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} is a number of seconds, or None, not {kind_of(value)}")
    if not 0 <= value < 1e15:
        raise ValueError(f"{name} is {value}; use a number of seconds from 0 on, or None for no limit")


def _check_text(name: str, value: object) -> None:
    """Refuse what is not text: TypeError, naming it. The handshake says which texts a client's names may be."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is text, a str, not {kind_of(value)}")


def check_optional_text(name: str, value: object) -> None:
    """Refuse what is neither text nor None."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{name} is text, a str, or None, not {kind_of(value)}")


def check_sent_text(name: str, value: object, kind: str = "text, a str") -> None:
    """Refuse what is not text, or what no message can carry."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is {kind}, not {kind_of(value)}")
    if not is_encodable(value):
        raise ValueError(f"{name} is not valid Unicode: {value!a} holds half of a surrogate pair")


def check_flag(name: str, value: object) -> None:
    """Refuse what is neither true nor false: TypeError, naming it."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} is True or False, not {kind_of(value)}")


def check_policy(name: str, value: object) -> None:
    """Refuse what cannot name a policy: TypeError. Which policies there are, the core says."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is the name of a policy such as 'coalesce', a str, not {kind_of(value)}")


def _check_methods(name: str, value: Any) -> None:
    if isinstance(value, str):
        raise TypeError(f"{name} takes a sequence of methods, not one string")
    if not is_collection(value):
        raise TypeError(f"{name} takes a sequence of methods, not {kind_of(value)}")
    for method in value:
        if not isinstance(method, str):
            raise TypeError(f"{name} takes methods, each a str, not {kind_of(method)}")


def listed_methods(name: str, value: object) -> list[str] | None:
    """The methods of a filter as a list; None, which is all, stays. TypeError, naming it: they are no methods."""
    if value is None:
        return None
    if is_iterable(value) and not isinstance(value, str):
        value = list(value)
    _check_methods(name, value)
    methods: Any = value
    return list[str](methods)


def _check_initialize(name: str, value: object) -> None:
    if value is None:
        return  # the model is made when it is used
    from appserver import protocol

    if not isinstance(value, protocol.InitializeParams):
        raise TypeError(f"{name} is an InitializeParams model, not {kind_of(value)}")


def kind_of(value: object) -> str:
    """What errors call a value: its type."""
    return type(value).__name__


CLIENT_CHECKS: Final[dict[str, Check]] = {
    "client_name": _check_text,
    "client_title": check_optional_text,
    "client_version": _check_text,
    "experimental_api": check_flag,
    "opt_out_notification_methods": _check_methods,
    "initialize": _check_initialize,
    "channel_capacity": check_count,
    "max_event_bytes": check_count,
    "legacy_notifications": check_flag,
}
"""The check of each option of a client, in this process or another, by its name."""
