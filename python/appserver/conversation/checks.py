"""Arguments of threads and turns, checked before anything is sent; errors name the argument and say what to give."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar, Union, cast

from pydantic import ValidationError

from appserver import protocol as p
from appserver.plain_data import is_list, is_mapping
from appserver.protocol._support.stray import find_stray
from appserver.text import escaped, is_encodable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from appserver.protocol._support.stray import Stray

__all__ = [
    "Prompt",
    "check_flag",
    "check_id",
    "check_timeout",
    "filter_paths",
    "given",
    "listed",
    "params_of",
    "path_text",
    "prompt_input",
    "schema_table",
    "seconds_to_wait",
]

Params = TypeVar("Params", bound="p.RequestParams[Any]")

Prompt: TypeAlias = Union[str, "p.UserInput", "Sequence[str | p.UserInput]"]
"""What a turn is given: text, an input such as `LocalImageUserInput`, or several of these."""

_FOR_EVER: Final = 1e15
"""Seconds that no clock of an event loop counts to, and no number of any kind overflows at."""

_NUMBERS = {"u32": "a whole number from 0 on", "u64": "a whole number from 0 on", "i64": "a whole number"}

_ARGUMENTS: Final = {"input": "prompt"}
"""Fields whose arguments have other names."""

_UNWRITABLE: Final = "cannot be written as JSON: "
_UNKNOWN_TYPE: Final = "unknown type"
"""How the models, and pydantic, say it."""

_KINDS = "text (a str), an input such as TextUserInput or LocalImageUserInput, or a list of these"


def prompt_input(prompt: object, argument: str = "prompt") -> list[p.UserInput]:
    """A prompt as the input of a turn.

    Raises:
        TypeError: it is something else.
        ValueError: there is nothing in it.
    """
    pieces: list[object] = list(prompt) if is_list(prompt) or isinstance(prompt, tuple) else [prompt]  # pyright: ignore[reportUnknownArgumentType] - each is looked at
    if not pieces:
        raise ValueError(f"{argument} is empty; give {_KINDS}")
    return [_one_input(piece, argument) for piece in pieces]


def _one_input(piece: object, argument: str) -> p.UserInput:
    if isinstance(piece, str):
        if not piece:
            raise ValueError(f"{argument} is an empty text; give {_KINDS}")
        return p.TextUserInput(text=piece)
    if isinstance(piece, p.WireModel):
        input_piece: Any = piece  # the params of the request say which models there may be
        return input_piece  # type: ignore[no-any-return]
    raise TypeError(f"{argument} is {_KINDS}, not {type(piece).__name__}")


def check_id(value: object, argument: str = "thread_id") -> str:
    """The id of a thread.

    Raises:
        TypeError: it is no text, for instance the thread itself.
        ValueError: it is empty, or no Unicode.
    """
    if not isinstance(value, str):
        hint = "; give its `id`" if isinstance(getattr(value, "id", None), str) else ""
        raise TypeError(f"{argument} is the id of a thread, a str, not {type(value).__name__}{hint}")
    if not value:
        raise ValueError(f"{argument} is empty; give the id of a thread")
    if not is_encodable(value):
        raise ValueError(f"{argument} is not valid Unicode: {value!a:.100} holds half of a surrogate pair")
    return value


def seconds_to_wait(value: object) -> float | None:
    """The limit of a wait; what is over at once is 0, and None is no limit.

    Raises:
        TypeError, ValueError: it is no number of seconds.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"timeout is a number of seconds, or None for no limit, not {type(value).__name__}")
    if value != value:  # as of `float`; a whole number may be too large for `isnan`
        raise ValueError("timeout is nan; give a number of seconds, or None for no limit")
    return None if value >= _FOR_EVER else float(max(value, 0))


def check_timeout(value: object) -> float | None:
    """As `seconds_to_wait`, for what takes time: more than 0 seconds.

    Raises:
        TypeError, ValueError: it is no number of seconds, or none that can be waited for.
    """
    seconds = seconds_to_wait(value)
    if seconds == 0:
        raise ValueError(f"timeout is {value}; give more than 0 seconds, or None for no limit")
    return seconds


def path_text(value: object, argument: str = "cwd") -> str | None:
    """A path as text.

    Raises:
        TypeError: it is no path.
    """
    if value is None:
        return None
    kind = type(value).__name__
    text = cast("os.PathLike[str]", value).__fspath__() if isinstance(value, os.PathLike) else value
    if not isinstance(text, str):
        raise TypeError(f"{argument} is a path, a str or a pathlib.Path, not {kind}")
    return text


def filter_paths(value: object, argument: str = "cwd") -> str | list[str] | None:
    """One path or several, as text.

    Raises:
        TypeError: it is neither.
    """
    if is_list(value) or isinstance(value, tuple):
        return [path_text(one, f"{argument}[{number}]") or "" for number, one in enumerate(value)]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - each is looked at
    return path_text(value, argument)


def check_flag(argument: str, value: object) -> None:
    """Refuse what is neither True nor False: TypeError."""
    if not isinstance(value, bool):
        raise TypeError(f"{argument} is True or False, not {type(value).__name__}")


def given(**fields: Any) -> dict[str, Any]:
    """The fields that were given: None leaves one to the server."""
    return {name: value for name, value in fields.items() if value is not None}


def listed(argument: str, values: object) -> list[Any] | None:
    """Several values as a list; None: none were given.

    Raises:
        TypeError: it is no list.
    """
    if values is None:
        return None
    if is_list(values) or isinstance(values, tuple):
        return list(values)  # pyright: ignore[reportUnknownArgumentType] - the params of the request look at each
    raise TypeError(f"{argument} is a list, not {type(values).__name__}")


def params_of(kind: type[Params], **fields: Any) -> Params:
    """The params of a request.

    Raises:
        TypeError: a field is of another type; the text names it.
        ValueError: it has a value that will not do, such as a word that is none of those that there are, or one that
            no message can carry.
    """
    try:
        params = kind(**fields)
    except ValidationError as error:
        refusal = _refusal_of(kind, error)
    else:
        if (stray := find_stray(params)) is not None:
            raise _refusal_of_stray(stray)
        try:
            params.to_wire_json()
        except ValueError as error:
            refusal = _unwritable(params, fields, error)
        else:
            return params
    raise refusal  # without the text of pydantic, which is about a class that the caller has not named


def _refusal_of(kind: type[p.RequestParams[Any]], error: ValidationError) -> TypeError | ValueError:
    """What is wrong with the first field that is, in words of this interface."""
    first = error.errors(include_url=False)[0]
    where, value, context = str((*first["loc"], "")[0]), first["input"], first.get("ctx", {})
    name = next((name for name, field in kind.model_fields.items() if where in (name, field.alias)), where)
    if first["type"] == "missing":
        place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"][1:])
        return TypeError(f"{name} will not do: {name}{place} is missing")
    if variants := context.get("variants"):
        tagged = f", an object with this `{context['tag']}`" if "tag" in context else ""
        said = f"{name} is one of {', '.join(variants.split())}{tagged}"
    elif what := context.get("what"):
        said = f"{name} is {_NUMBERS.get(what, what)}"
    else:
        said = f"{name} will not do: {context.get('message') or first['msg']}"
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if isinstance(value, str) if variants else is_number and "what" in context:  # the type will do
        return ValueError(f"{said}, not {value!r:.100}")
    return TypeError(f"{said}, not {type(value).__name__}")


def _refusal_of_stray(stray: Stray) -> ValueError:
    """What is said of a value that the models take, since a newer server may know it, and that no server knows now."""
    place, value = escaped(_shown(stray.place)), stray.value
    if isinstance(value, float):
        return ValueError(f"{place} is {value}, {stray.reason}")
    if stray.known:
        within = f"an object whose `{stray.tag}` is " if stray.tag else ""
        words = ", ".join(map(repr, stray.known)) + (
            f", or an instance of {stray.reason}" if stray.reason else ""
        )
        return ValueError(f"{place} is {within}{value!r:.80}; give one of {words}")
    said = f"{place} will not do: {stray.reason}, not {value!r:.80}" if value else f"{place} is empty"
    return ValueError(f"{said}; leave it out for what the server is set to")


def _shown(place: str) -> str:
    """A place in params, by the name of the argument."""
    name = place.partition(".")[0].partition("[")[0]
    return _ARGUMENTS.get(name, name) + place[len(name) :]


def _unwritable(
    params: p.RequestParams[Any], fields: Iterable[str], error: Exception
) -> TypeError | ValueError:
    """What is said of the first field that no message can carry."""
    kind, argument, found = type(params), "", str(error)
    for name in fields:
        alone = kind.model_construct(_fields_set={name}, **{name: getattr(params, name)})
        try:
            alone.to_wire_json()
        except ValueError as reason:
            argument, found = name, str(reason)
            break
    found = escaped(found.partition(_UNWRITABLE)[2] or found)
    shown = _ARGUMENTS.get(argument, argument)
    if found.startswith(f".{argument}"):  # it says where
        return ValueError(f"{shown}{found[len(argument) + 1 :]}")
    refusal = TypeError if _UNKNOWN_TYPE in found else ValueError
    return refusal(f"{shown} cannot be written as JSON: {found}")


def schema_table(value: object, argument: str = "output_schema") -> dict[str, Any] | None:
    """A JSON schema.

    Raises:
        TypeError: it is no mapping, for instance the text of one, or a class.
    """
    if value is None:
        return None
    if not is_mapping(value):
        hint = "; give its `model_json_schema()`" if hasattr(value, "model_json_schema") else ""
        raise TypeError(f"{argument} is a JSON schema, a dict, not {type(value).__name__}{hint}")
    return dict(value)
