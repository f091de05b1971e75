"""What a model gives a tool: JSON that has to fit. What does not fit is said in words that models know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import from_json

from appserver.text import repaired
from appserver.tools.calls import ToolError
from appserver.turns.value_bounds import MAX_DEPTH, is_too_deep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

__all__ = [
    "UNREADABLE",
    "Arguments",
    "function_spec",
    "parameters_schema",
    "read_arguments",
    "read_json",
    "spec_of_schema",
]

UNREADABLE: Final = "failed to parse function arguments: "
MAX_NAMED: Final = 5
MAX_CHARACTERS: Final = 500

Model = TypeVar("Model", bound=BaseModel)


class Arguments(BaseModel):
    """The arguments of a tool. Fields that are not known are passed over: models make some up."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class _Schema(GenerateJsonSchema):
    """Without titles, which say nothing that names do not, and without defaults that no JSON can have."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.ignored_warning_kinds = {"skipped-choice", "non-serializable-default"}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - what it overrides has it
        return False


def function_spec(name: str, description: str, arguments: type[BaseModel]) -> dict[str, Any]:
    """A tool of JSON arguments, as a request tells of it."""
    return spec_of_schema(name, description, parameters_schema(arguments))


def spec_of_schema(name: str, description: str, schema: object) -> dict[str, Any]:
    """Likewise, where the schema is there already."""
    return {
        "type": "function",
        "name": name,
        "description": description,
        "strict": False,
        "parameters": schema,
    }


def parameters_schema(arguments: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of arguments."""
    schema = arguments.model_json_schema(by_alias=True, schema_generator=_Schema)
    schema.pop("title", None)
    schema.pop("description", None)
    schema.setdefault("properties", {})
    schema["additionalProperties"] = False
    return schema


def read_arguments(model: type[Model], text: str) -> Model:
    """The arguments that a model wrote.

    Raises:
        ToolError: they are no JSON, or do not fit.
    """
    try:
        return model.model_validate_json(repaired(text))
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        said = "; ".join(_said(problem) for problem in problems[:MAX_NAMED])
        raise ToolError(UNREADABLE + said) from None


def read_json(text: str) -> Any:
    """The arguments of a tool whose schema is the business of whoever does what it says.

    Raises:
        ToolError: they are no JSON, or nested too deeply.
    """
    try:
        found = from_json(repaired(text))
    except ValueError as error:
        raise ToolError(f"{UNREADABLE}{error}") from None
    if is_too_deep(found):
        raise ToolError(f"{UNREADABLE}more than {MAX_DEPTH} lists and objects stand within one another")
    return found


def _said(problem: ErrorDetails) -> str:
    place = ".".join(str(part) for part in problem["loc"])
    context: Mapping[str, Any] = problem.get("ctx") or {}
    match problem["type"]:
        case "json_invalid":
            text = str(context.get("error", problem["msg"]))
        case "missing":
            text = f"missing field `{place}`"
        case "literal_error" | "enum":
            text = f"{place}: expected one of {context.get('expected')}"
        case _:
            text = f"{place}: {problem['msg']}" if place else problem["msg"]
    return text[:MAX_CHARACTERS]
