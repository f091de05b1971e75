"""What an event weighs that carries objects which are no JSON: no kind of object hides text from the byte bound."""

from __future__ import annotations

import array
import contextvars
import ctypes
import enum
import functools
import io
import itertools
import mmap
import operator
import pathlib
import queue
import re
import string
import types
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import Element

import pydantic
import pytest

from tests.contract.notifications import terminal, unknown
from tests.oracle.sizes import COUNTLESS

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator

    from tests.contract.harness import Harness

LENGTH = 20_000
MOST = 4 * LENGTH
"""Some objects refer to their text several times, and each counts."""
DIGITS = 10 ** (LENGTH * 3)  # 24 kB as a number


class Plain:
    def __init__(self, text: Any) -> None:
        self.text = text

    def method(self) -> None:
        """Holds its object."""


class Slotted:
    __slots__ = ("text",)

    def __init__(self, text: Any) -> None:
        self.text = text


class Lying:
    """Says what it likes of itself, when it is asked."""

    def __init__(self, text: Any) -> None:
        object.__setattr__(self, "text", text)

    def __getattribute__(self, name: str) -> Any:
        raise SystemExit(f"{name} was asked for")

    def __sizeof__(self) -> int:
        raise SystemExit("the size was asked for")

    def __len__(self) -> int:
        raise SystemExit("the length was asked for")

    def __iter__(self) -> Any:
        raise SystemExit("the items were asked for")

    def __buffer__(self, flags: int) -> memoryview:
        raise SystemExit("a view was asked for")


class SmallArray(array.array):  # type: ignore[type-arg]
    def __sizeof__(self) -> int:
        return 1


@dataclass
class Data:
    text: Any


@dataclass(slots=True, frozen=True)
class SlottedData:
    text: Any


class Named(NamedTuple):
    text: Any


class Text(str):
    text: Any


class Number(int):
    text: Any


class Mapping(dict[str, Any]):
    text: Any


class Sequence(list[Any]):
    text: Any


class Model(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="allow")
    _private: Any = None


@pydantic.dataclasses.dataclass
class ModelData:
    text: str


def with_attribute(holder: Any, text: str) -> Any:
    holder.text = text
    return holder


def generator(text: str) -> Generator[int]:
    held = text  # noqa: F841
    yield 1
    yield 2


def begun(text: str) -> Generator[int]:
    made = generator(text)
    next(made)
    return made


async def asynchronous(text: str) -> AsyncGenerator[str]:
    yield text


def closure(text: str) -> Callable[[], str]:
    return lambda: text


def default(text: str) -> Callable[..., str]:
    return lambda value=text: value


def keyword(text: str) -> Callable[..., str]:
    return lambda *, value=text: value


def cached(text: str) -> Any:
    @functools.lru_cache
    def get(value: str) -> str:
        return value

    get(text)
    return get


def raised(text: str) -> Exception:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def caused(text: str) -> Exception:
    try:
        raise ValueError("outer") from KeyError(text)
    except ValueError as error:
        return error


def noted(text: str) -> Exception:
    error = ValueError()
    error.add_note(text)
    return error


def filled(holder: Any, text: str) -> Any:
    holder.put(text)
    return holder


def context(text: str) -> contextvars.Context:
    made = contextvars.Context()
    made.run(contextvars.ContextVar[str]("text").set, text)
    return made


def mapped(text: str) -> mmap.mmap:
    made = mmap.mmap(-1, len(text))
    made.write(text.encode())
    return made


def private(text: str) -> Model:
    model = Model()
    model._private = text
    return model


HOLDERS: dict[str, Callable[[str], Any]] = {
    "deque": lambda text: deque([text]),
    "deque in a deque": lambda text: deque([deque([text])]),
    "mappingproxy": lambda text: types.MappingProxyType({"key": text}),
    "ChainMap": lambda text: ChainMap({}, {"key": text}),
    "UserDict": lambda text: UserDict({"key": text}),
    "UserList": lambda text: UserList([text]),
    "UserString": UserString,
    "OrderedDict": lambda text: OrderedDict(key=text),
    "defaultdict": lambda text: defaultdict(list, key=text),
    "what makes a default": lambda text: defaultdict(closure(text)),
    "Counter": lambda text: Counter({text: 1}),
    "SimpleNamespace": lambda text: types.SimpleNamespace(text=text),
    "keys": lambda text: {text: 1}.keys(),
    "values": lambda text: {1: text}.values(),
    "items": lambda text: {1: text}.items(),
    "iterator of a list": lambda text: iter([text]),
    "iterator of a text": iter,
    "map": lambda text: map(str, [text]),
    "filter": lambda text: filter(None, [text]),
    "zip": lambda text: zip([text], [1], strict=True),
    "enumerate": lambda text: enumerate([text]),
    "reversed": lambda text: reversed([text]),
    "slice": slice,
    "generator": generator,
    "generator that has begun": begun,
    "generator expression": lambda text: (letter for letter in text),
    "asynchronous generator": asynchronous,
    "closure": closure,
    "default value": default,
    "default of a keyword": keyword,
    "attribute of a function": lambda text: with_attribute(closure(""), text),
    "partial": lambda text: functools.partial(print, text),
    "cache": cached,
    "bound method": lambda text: Plain(text).method,
    "bound method in C": lambda text: text.upper,
    "itemgetter": lambda text: operator.itemgetter(text),
    "chain": lambda text: itertools.chain([text]),
    "repeat": lambda text: itertools.repeat(text),
    "cycle": lambda text: itertools.cycle([text]),
    "tee": lambda text: itertools.tee([text])[0],
    "member of an enumeration": lambda text: enum.Enum("Kind", {"MEMBER": text}).MEMBER,  # type: ignore[attr-defined]
    "member that is a text": lambda text: enum.StrEnum("Kind", {"MEMBER": text}).MEMBER,  # type: ignore[attr-defined]
    "exception": ValueError,
    "exception that was raised": raised,
    "exception with a cause": caused,
    "exception with a note": noted,
    "group of exceptions": lambda text: ExceptionGroup("several", [ValueError(text)]),
    "object": Plain,
    "object with slots": Slotted,
    "object that lies": Lying,
    "dataclass": Data,
    "dataclass with slots": SlottedData,
    "named tuple": Named,
    "subclass of str": Text,
    "attribute of a str": lambda text: with_attribute(Text("a"), text),
    "attribute of an int": lambda text: with_attribute(Number(1), text),
    "attribute of a dict": lambda text: with_attribute(Mapping(), text),
    "attribute of a list": lambda text: with_attribute(Sequence(), text),
    "extra field": lambda text: Model.model_validate({"text": text}),
    "private attribute": private,
    "dataclass of pydantic": ModelData,
    "bytearray": lambda text: bytearray(text.encode()),
    "memoryview": lambda text: memoryview(text.encode()),
    "memoryview of little": lambda text: memoryview(text.encode())[:1],
    "array": lambda text: array.array("B", text.encode()),
    "array that lies": lambda text: SmallArray("B", text.encode()),
    "array of ctypes": lambda text: ctypes.create_string_buffer(text.encode()),
    "mmap": mapped,
    "BytesIO": lambda text: io.BytesIO(text.encode()),
    "StringIO": io.StringIO,
    "Decimal": lambda text: Decimal("1." + "5" * len(text) * 3),
    "Fraction": lambda _: Fraction(1, DIGITS),
    "integer": lambda _: DIGITS,
    "range": lambda _: range(DIGITS),
    "path": lambda text: pathlib.PurePosixPath(text),
    "pattern": re.compile,
    "match": lambda text: re.match("x", text),
    "template": string.Template,
    "element": lambda text: Element("tag", key=text),
    "queue": lambda text: filled(queue.Queue(), text),
    "simple queue": lambda text: filled(queue.SimpleQueue(), text),
    "context": context,
    "property": lambda text: property(default(text)),
    "generic alias": lambda text: types.GenericAlias(list, (text,)),
    "cell": lambda text: closure(text).__closure__,
    "key of a dict": lambda text: {Named(text): 1},
}


def weight(harness: Harness, value: Any) -> int:
    server, connection = harness.start()
    harness.send(server, unknown("some/method", value))
    size: int = connection.events.stats()["queued_bytes"]
    connection.events.take()
    assert connection.events.stats()["queued_bytes"] == 0
    return size


@pytest.mark.promise("size-of-objects")
@pytest.mark.parametrize("kind", HOLDERS)
def test_no_object_hides_its_text(harness: Harness, kind: str) -> None:
    text = "x" * LENGTH
    assert LENGTH <= weight(harness, HOLDERS[kind](text)) <= MOST
    assert LENGTH <= weight(harness, {"deep": [HOLDERS[kind](text)]}) <= MOST


@pytest.mark.promise("size-of-objects")
def test_what_refers_to_itself_by_way_of_an_object_counts_once(harness: Harness) -> None:
    node = Plain("x" * LENGTH)
    node.parent = node  # type: ignore[attr-defined]
    node.children = [node, deque([node]), node.method]  # type: ignore[attr-defined]
    assert LENGTH <= weight(harness, [node] * 10) <= MOST


def with_globals() -> Any:
    scope: dict[str, Any] = {"text": "x" * LENGTH}
    exec("def function(): return text", scope)
    return scope["function"]


def raised_beside_text() -> Exception:
    text = ["x" * LENGTH]
    try:
        text[1]
    except IndexError as error:
        return error
    raise AssertionError


PROGRAM: dict[str, Callable[[], Any]] = {
    "module": lambda: re,
    "class": lambda: Plain,
    "function with globals": with_globals,
    "method of a class": lambda: Plain.method,
    "code": lambda: with_globals.__code__,
    "exception where text was": raised_beside_text,
    "what is referred to weakly": lambda: __import__("weakref").ref(Plain),
}


@pytest.mark.promise("size-of-objects")
@pytest.mark.parametrize("kind", PROGRAM)
def test_what_belongs_to_the_program_is_not_counted(harness: Harness, kind: str) -> None:
    assert 8 <= weight(harness, PROGRAM[kind]()) < 1000


GONE: dict[str, Callable[[], Any]] = {
    "released view": lambda: released(memoryview(b"x")),
    "closed StringIO": lambda: closed(io.StringIO("x")),
    "closed BytesIO": lambda: closed(io.BytesIO(b"x")),
    "closed mmap": lambda: closed(mapped("x")),
    "generator that has ended": lambda: ended(generator("x")),
}


def closed(holder: Any) -> Any:
    holder.close()
    return holder


def released(view: memoryview) -> memoryview:
    view.release()
    return view


def ended(made: Generator[int]) -> Generator[int]:
    list(made)
    return made


@pytest.mark.promise("size-of-objects")
@pytest.mark.parametrize("kind", GONE)
def test_what_was_closed_weighs_little(harness: Harness, kind: str) -> None:
    assert 8 <= weight(harness, GONE[kind]()) < 1000


MANY = 200_000


@pytest.mark.promise("size-of-objects")
@pytest.mark.parametrize(
    "countless",
    [
        deque([None] * MANY),
        Sequence([None] * MANY),
        types.MappingProxyType(dict.fromkeys(range(MANY))),
        UserList([None] * MANY),
        [Plain(None) for _ in range(MANY)],
    ],
    ids=["deque", "list", "mappingproxy", "UserList", "objects"],
)
def test_objects_with_countless_others_are_larger_than_any_bound(harness: Harness, countless: Any) -> None:
    assert weight(harness, countless) >= COUNTLESS
    server, connection = harness.start(policy="drop_newest")
    harness.send(server, terminal("a"), unknown("some/method", countless))
    assert connection.events.stats()["dropped"] == 1
