"""Tools of typed functions: their schemas, what will not do, and how they are called."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field

import appserver
from appserver.tools import FunctionTool, ToolContext, ToolError, tool
from appserver.tools.arguments import read_arguments

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

pytestmark = pytest.mark.promise("tool-functions")


class Place(BaseModel):
    """Where something is."""

    line: int
    column: int = 0


@dataclass
class Range:
    """From and to."""

    start: Place
    end: Place | None = None


def test_a_schema_of_all_kinds_of_types() -> None:
    @tool
    def find(
        text: Annotated[str, Field(description="What to look for", min_length=1)],
        where: Range,
        kind: Literal["word", "line"] = "word",
        paths: list[str] | None = None,
        *,
        copy: bool = False,
        json: dict[str, int] | None = None,
        _hidden: int = 3,
    ) -> None:
        """Find a text.

        In files.
        """

    spec = find.spec()
    assert (spec["name"], spec["description"]) == ("find", "Find a text.\n\nIn files.")
    schema = spec["parameters"]
    assert list(schema["properties"]) == [
        "text",
        "where",
        "kind",
        "paths",
        "copy",
        "json",
        "_hidden",
    ]
    assert schema["required"] == ["text", "where"]
    assert schema["properties"]["text"] == {
        "type": "string",
        "description": "What to look for",
        "minLength": 1,
    }
    assert schema["properties"]["kind"]["enum"] == ["word", "line"]
    assert set(schema["$defs"]) == {"Place", "Range"}
    assert "title" not in schema


def test_the_context_is_not_part_of_the_schema() -> None:
    @tool
    async def look(context: ToolContext, at: int) -> None:
        """Look."""

    assert list(look.spec()["parameters"]["properties"]) == ["at"]


def test_names_and_descriptions_of_its_own() -> None:
    @tool(name="other-name", description="Say it.")
    def say(text: str) -> str:
        """No."""
        return text.upper()

    assert (say.name, say.spec()["description"], say("a"), getattr(say, "__name__", "")) == (
        "other-name",
        "Say it.",
        "A",
        "say",
    )
    assert repr(say) == "<tool other-name>"


def test_methods_and_partial_functions() -> None:
    class Shop:
        def price(self, item: str) -> int:
            """The price."""
            return len(item)

    def both(a: int, b: int) -> int:
        return a + b

    assert FunctionTool(Shop().price).spec()["parameters"]["required"] == ["item"]
    assert FunctionTool(functools.partial(both, 1), name="both").spec()["parameters"]["required"] == ["b"]


def untyped(a) -> None:  # type: ignore[no-untyped-def]
    """No type."""


def by_position(a: int, /) -> None:
    """By position."""


def many(*a: int) -> None:
    """Many."""


def named(**a: int) -> None:
    """Named."""


def unknown_type(a: Missing) -> None:  # type: ignore[name-defined]  # noqa: F821
    """Unknown."""


def only_for_type_checkers(a: Decimal) -> None:
    """It is not imported."""


class NoSchema:
    """No schema."""


def no_schema(a: NoSchema) -> None:
    """No schema."""


def a_generator() -> Any:
    """A generator."""
    yield 1


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (untyped, "the parameter 'a' has no type"),
        (by_position, "the parameter 'a' may be given by position only"),
        (many, "takes any number of values"),
        (named, "takes any names"),
        (unknown_type, "the types of unknown_type cannot be read: name 'Missing' is not defined"),
        (only_for_type_checkers, "the types of only_for_type_checkers cannot be read"),
        (no_schema, "no_schema: its types have no JSON schema"),
        (a_generator, "a_generator is a generator"),
        (lambda: None, "is no name of a tool"),
        (functools.partial(print), "the name of a tool is a str, not NoneType"),
        (Place, "a tool is made of a function, not of"),
        (5, "a tool is made of a function, not of 5"),
    ],
)
def test_what_will_not_do(function: Callable[..., Any], said: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        tool(function)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["", "a b", "ä", "x" * 129, "a\n"])
def test_names_that_providers_do_not_take(name: str) -> None:
    with pytest.raises(ValueError, match="providers take 1 to 128 letters"):
        tool(name=name)(lambda: None)


def test_an_agent_refuses_what_is_no_tool_and_names_twice() -> None:
    def exec_command(cmd: str) -> str:
        """Mine."""
        return cmd

    with pytest.raises(TypeError, match="a tool is made of a function"):
        appserver.ModelAgent("m", "ollama", tools=[5])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="two tools are called 'exec_command'"):
        appserver.ModelAgent("m", "ollama", tools=[exec_command])
    assert appserver.ModelAgent("m", "ollama", tools=[exec_command], standard_tools=()).model == "m"


def test_what_is_said_of_arguments_is_bounded_and_names_the_place() -> None:
    class Many(BaseModel):
        places: list[Place]

    text = '{"places": [' + ",".join(['{"line": "x"}'] * 1000) + "]}"
    with pytest.raises(ToolError) as caught:
        read_arguments(Many, text)
    said = str(caught.value)
    assert said.startswith(
        "failed to parse function arguments: places.0.line: Input should be a valid integer"
    )
    assert said.count(";") == 4
