"""A tool of a typed function: its schema is made of the types, its description is the docstring."""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, get_args, get_origin, overload

from pydantic import BaseModel, ConfigDict, Field, PydanticUserError, create_model
from pydantic.errors import PydanticSchemaGenerationError
from pydantic_core import PydanticSerializationError, to_json

from appserver import protocol as p
from appserver.backends.threads import call_in_thread
from appserver.text import repaired
from appserver.tools.arguments import function_spec, parameters_schema, read_arguments
from appserver.tools.bounded import BoundedText, bounded_text
from appserver.tools.calls import FUNCTION, described
from appserver.tools.registry import check_name
from appserver.turns.items.tool_call import ToolCallItem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appserver.agents.turn_context import TurnContext
    from appserver.tools.calls import ToolCall, ToolKind

__all__ = ["FunctionTool", "ToolContext", "tool"]


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a function is given that has a parameter of this type; the model sees nothing of that one.

    Attributes:
        turn: the turn that the call belongs to, with its verbs. A function that is no coroutine runs on a thread of its
            own, and calls them by `anyio.from_thread.run`.
        call_id: what the provider calls the call.
    """

    turn: TurnContext
    call_id: str


_REFUSED: Final[Mapping[Any, str]] = {
    inspect.Parameter.POSITIONAL_ONLY: "may be given by position only",
    inspect.Parameter.VAR_POSITIONAL: "takes any number of values",
    inspect.Parameter.VAR_KEYWORD: "takes any names",
}


class FunctionTool:
    """A tool that calls a function. `tool` makes one.

    The clients see each call as a `dynamicToolCall`.

    Attributes:
        name: how the model calls it.
        description: what it is told of it.
        kind: `function`.
    """

    kind: ToolKind = FUNCTION

    def __init__(
        self, function: Callable[..., Any], *, name: str | None = None, description: str | None = None
    ) -> None:
        """Raises TypeError, ValueError: the function, its name or a type of it will not do; the text says why."""
        if not callable(function) or inspect.isclass(function):
            raise TypeError(f"a tool is made of a function, not of {function!r:.80}")
        self.name = check_name(getattr(function, "__name__", None) if name is None else name)
        if not isinstance(description, str | None):  # pyright: ignore[reportUnnecessaryIsInstance] - of callers
            raise TypeError(f"the description of a tool is a str, not {type(description).__name__}")
        self.description = (inspect.getdoc(function) or "") if description is None else description
        self._function = function
        self._is_coroutine = inspect.iscoroutinefunction(function)
        if inspect.isasyncgenfunction(function) or inspect.isgeneratorfunction(function):
            raise TypeError(f"{self.name} is a generator; a tool returns its whole output")
        self._context, self._fields, self._model = _read_signature(self.name, function)
        self._spec = function_spec(self.name, self.description, self._model)
        functools.update_wrapper(self, function, updated=())

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call the function itself."""
        return self._function(*arguments, **named)

    def __repr__(self) -> str:
        return f"<tool {self.name}>"

    def spec(self) -> Mapping[str, Any]:
        """What the provider is told of it."""
        return self._spec

    async def run(self, call: ToolCall) -> str:
        """Call the function with what the model gives.

        Cancellation: a coroutine is cancelled. A function that runs on a thread cannot be: nobody waits for it any
        more, and it goes on to its end.

        Raises:
            ToolError: the arguments do not fit.
            Exception: what the function raises.
        """
        read = read_arguments(self._model, call.arguments)
        values = {name: getattr(read, field) for name, field in self._fields.items()}
        shown = read.model_dump(mode="json", by_alias=True, exclude_unset=True)
        if self._context is not None:
            values[self._context] = ToolContext(call.turn, call.call_id)
        async with ToolCallItem(call.turn.turn, self.name, shown, call.call_id) as item:
            try:
                output = BoundedText(bounded_text(_text_of(await self._call(values)), call.max_output))
            except Exception as error:
                item.fail([p.InputTextDynamicToolCallOutputContentItem(text=described(error))])
                await item.end()
                raise
            item.succeed([p.InputTextDynamicToolCallOutputContentItem(text=output)])
        return output

    async def _call(self, values: Mapping[str, Any]) -> Any:
        if self._is_coroutine:
            return await self._function(**values)
        call = functools.partial(self._function, **values)
        result = await call_in_thread(call, abandon_on_cancel=True)
        return await result if inspect.isawaitable(result) else result


@overload
def tool(function: Callable[..., Any], /) -> FunctionTool: ...


@overload
def tool(
    *, name: str | None = None, description: str | None = None
) -> Callable[[Callable[..., Any]], FunctionTool]: ...


def tool(
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
) -> FunctionTool | Callable[[Callable[..., Any]], FunctionTool]:
    """Make a tool of a typed function, which a model may call::

        @tool
        async def price(item: str, count: int = 1) -> float:
            "What an item costs, in euros."
            return await shop.price(item) * count


        agent = appserver.ModelAgent("gpt-5.5", tools=[price])

    The schema is made of the types: all that pydantic knows, with `Annotated[int, Field(description="...")]` to say
    more. A parameter of the type `ToolContext` is given the turn. The function may be a coroutine; any other one runs
    on a thread. What it returns is told to the model: a text as it is, everything else as JSON. An exception is told to
    it too, and ends nothing; `ToolError` has it told just its text. The function itself can be called as before.

    Args:
        function: the function.
        name: how the model calls it; the function's name as a rule.
        description: what the model is told of it; the docstring as a rule.

    Raises:
        TypeError, ValueError: the function will not do; the text says why.
    """
    if function is not None:
        return FunctionTool(function, name=name, description=description)
    return functools.partial(FunctionTool, name=name, description=description)


def _read_signature(
    name: str, function: Callable[..., Any]
) -> tuple[str | None, dict[str, str], type[BaseModel]]:
    """The parameter that takes the context, the fields of the other ones, and the model of what is given."""
    try:
        signature = inspect.signature(function, eval_str=True)
    except (NameError, TypeError, ValueError) as error:
        raise TypeError(f"the types of {name} cannot be read: {error}") from None
    context: str | None = None
    fields: dict[str, str] = {}
    definitions: dict[str, Any] = {}
    for number, parameter in enumerate(signature.parameters.values()):
        if (problem := _REFUSED.get(parameter.kind)) is not None:
            raise TypeError(
                f"{name}: the parameter {parameter.name!r} {problem}; a model gives each by its name"
            )
        if parameter.annotation is inspect.Parameter.empty:
            raise TypeError(
                f"{name}: the parameter {parameter.name!r} has no type, of which its schema is made"
            )
        if _takes_context(parameter.annotation):
            if context is not None:
                raise TypeError(
                    f"{name}: {context!r} and {parameter.name!r} are both a ToolContext; one is enough"
                )
            context = parameter.name
            continue
        default = ... if parameter.default is inspect.Parameter.empty else parameter.default
        fields[parameter.name] = field = f"field_{number}"  # whatever a parameter may be called
        definitions[field] = (parameter.annotation, Field(default, alias=parameter.name))
    try:
        model = create_model(
            name, __config__=ConfigDict(extra="ignore", hide_input_in_errors=True), **definitions
        )
        parameters_schema(model)
    except (PydanticSchemaGenerationError, PydanticUserError, NameError) as error:
        raise TypeError(f"{name}: its types have no JSON schema: {error}") from None
    return context, fields, model


def _takes_context(annotation: Any) -> bool:
    """Whether a parameter is the one that the model sees nothing of, in whatever way its type says so."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation is ToolContext or ToolContext in get_args(annotation)


def _text_of(value: object) -> str:
    if isinstance(value, str):
        return repaired(value)
    if value is None:
        return ""
    try:
        return to_json(value, inf_nan_mode="constants").decode()
    except (PydanticSerializationError, ValueError, TypeError):
        raise TypeError(
            f"what it returned is no text and cannot be written as JSON: {type(value).__name__}"
        ) from None
