"""What `help()`, signatures and JSON schemas say about the models: each field with type, default and a line."""

from __future__ import annotations

import ast
import inspect
import pydoc
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.protocol._exports import MODULES

if TYPE_CHECKING:
    from pydantic import BaseModel

MODELS = {
    name: cls
    for name in MODULES
    if isinstance(cls := getattr(p, name), type) and issubclass(cls, p.WireModel)
}
GENERATED = {
    name: cls for name, cls in MODELS.items() if not cls.__module__.startswith("appserver.protocol._support")
}


@cache
def stub_of(module: str) -> dict[str, dict[str, tuple[str, str]]]:
    """The annotation and the line of every field of every class in the stub of a module."""
    path = Path(str(p.__file__)).parent / f"{module.rpartition('.')[2]}.pyi"
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for statement in ast.parse(path.read_text()).body:
        if isinstance(statement, ast.ClassDef):
            fields = found.setdefault(statement.name, {})
            for node, following in zip(statement.body, statement.body[1:], strict=False):
                match node, following:
                    case (
                        ast.AnnAssign(target=ast.Name(id=name), annotation=annotation),
                        ast.Expr(value=ast.Constant(value=str(line))),
                    ):
                        found[statement.name][name] = (ast.unparse(annotation), line)
                        assert fields[name][1].endswith(".")
                    case _:
                        pass
    return found


def listed_in(cls: type[BaseModel]) -> dict[str, str]:
    """The entries of the list in a docstring, each in one line."""
    text = inspect.cleandoc(cls.__doc__ or "").partition("\nAttributes:\n")[2]
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("        "):
            found[list(found)[-1]] += f" {line.strip()}"
        elif line:
            name, _, rest = line.strip().partition(" (")
            found[name] = rest
    return found


@pytest.mark.promise("models-documented")
def test_every_field_has_a_line_and_stands_in_the_signature() -> None:
    for cls in GENERATED.values():
        check_class(cls)


def check_class(cls: type[p.WireModel]) -> None:
    signature = inspect.signature(cls)
    keywords = {
        name: parameter
        for name, parameter in signature.parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and (name in cls.model_fields or name != "extra_fields")
    }
    assert keywords.keys() == cls.model_fields.keys()
    assert listed_in(cls).keys() == cls.model_fields.keys(), cls
    bases = [base for base in cls.__mro__ if base.__name__ in GENERATED]
    said = {name: text for base in reversed(bases) for name, text in listed_in(base).items()}
    lines = {
        name: line
        for base in reversed(bases)
        for name, (_, line) in stub_of(base.__module__).get(base.__name__, {}).items()
    }
    for name, field in cls.model_fields.items():
        parameter = keywords[name]
        assert parameter.annotation is not parameter.empty
        if field.is_required():
            assert parameter.default is parameter.empty
        else:
            assert parameter.default == field.get_default(call_default_factory=True)
        shown, _, line = said[name].partition("): ")
        assert shown.partition(" = ")[0] == parameter.annotation
        assert line == lines[name]


@pytest.mark.promise("models-documented")
def test_help_shows_a_class_as_it_is_called() -> None:
    text = pydoc.plain(pydoc.render_doc(p.TurnInterruptParams))
    assert (
        "TurnInterruptParams(*, thread_id: str, turn_id: str, extra_fields: Mapping[str, Any] | None = None)"
        in text
    )
    assert "turn_id (str): The turn to interrupt; another one is refused." in text
    p.TurnInterruptParams(
        thread_id="t", turn_id="u"
    )  # pydantic completes the class, and would name the wire's names
    assert list(inspect.signature(p.TurnInterruptParams).parameters) == [
        "thread_id",
        "turn_id",
        "extra_fields",
    ]


@pytest.mark.promise("models-documented")
def test_what_is_left_out_is_shown_without_the_marks_of_the_wire() -> None:
    shown = str(inspect.signature(p.TurnStartParams))
    assert "input: Sequence[UserInput]" in shown
    assert "model: str | None = None" in shown
    assert not any(mark in shown for mark in ("Omittable", "Annotated", "EXPERIMENTAL", "Flag"))
    assert "exclude_turns: bool = False" in str(inspect.signature(p.ThreadResumeParams))


@pytest.mark.promise("models-documented")
def test_a_class_of_an_embedder_has_its_own_fields() -> None:
    class OwnParams(p.RequestParams[p.WireModel]):
        """With a field that no list describes."""

        method = "own/method"
        response_type = p.WireModel

        some_text: str = "x"

    assert list(inspect.signature(OwnParams).parameters) == ["some_text", "extra_fields"]
    assert inspect.signature(OwnParams).parameters["some_text"].annotation is str
    assert OwnParams.model_json_schema()["description"] == "With a field that no list describes."


@pytest.mark.promise("models-documented", "models-json-schema")
def test_the_json_schema_describes_the_class_and_its_fields() -> None:
    schema = p.TurnInterruptParams.model_json_schema()
    assert schema["description"] == "Params of `turn/interrupt`."
    assert schema["properties"]["turnId"]["description"] == "The turn to interrupt; another one is refused."
    named = p.TurnInterruptParams.model_json_schema(by_alias=False)
    assert named["properties"]["turn_id"]["description"] == "The turn to interrupt; another one is refused."


@pytest.mark.promise("params-extra-fields")
def test_extra_fields_are_sent_as_they_are() -> None:
    extra: dict[str, Any] = {"newField": {"a": [1, None]}, "other": "x"}
    params = p.ThreadSetNameParams(thread_id="t", name="n", extra_fields=extra)
    wire = {"threadId": "t", "name": "n", **extra}
    assert params.to_wire() == wire
    assert p.ThreadSetNameParams.model_validate_json(params.to_wire_json()).name == "n"
    assert params.to_wire_json() == b'{"threadId":"t","name":"n","newField":{"a":[1,null]},"other":"x"}'
    assert params.extra_fields == extra
    assert params.model_copy(update={"name": "m"}).to_wire() == {**wire, "name": "m"}
    assert params != p.ThreadSetNameParams(thread_id="t", name="n")
    assert p.ThreadSetNameParams(thread_id="t", name="n").extra_fields is None
    extra["later"] = 1
    assert "later" not in params.to_wire()


@pytest.mark.promise("params-extra-fields")
def test_every_request_takes_extra_fields() -> None:
    bases = (p.RequestParams, p.ServerRequestParams)
    requests = [cls for cls in GENERATED.values() if issubclass(cls, bases)]
    assert len(requests) > 100
    for cls in requests:
        assert "extra_fields" in inspect.signature(cls).parameters
        if not any(field.is_required() for field in cls.model_fields.values()):
            assert cls(extra_fields={"zzz": 1}).to_wire()["zzz"] == 1
    api_key = p.ApiKeyLoginAccountParams(
        api_key="k", extra_fields={"zzz": 1}
    )  # a variant of a union that is a class
    assert api_key.to_wire() == {"type": "apiKey", "apiKey": "k", "zzz": 1}


@pytest.mark.promise("params-extra-fields")
@pytest.mark.parametrize(
    ("extra", "text"),
    [
        ({"threadId": "t"}, "extra_fields has 'threadId', which is a field: give it as a keyword"),
        ({"thread_id": "t"}, "extra_fields has 'thread_id', which is a field"),
        (["a"], "extra_fields is a mapping of wire names to JSON data, not"),
        ({1: 2}, "extra_fields has wire names as keys, each a str, not 1"),
        ({"a": object()}, "extra_fields holds what is no JSON data"),
    ],
)
def test_extra_fields_that_are_none_are_refused(extra: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        p.ThreadSetNameParams(thread_id="t", name="n", extra_fields=extra)


@pytest.mark.promise("params-extra-fields")
def test_what_a_mistyped_keyword_is_told() -> None:
    wrong: dict[str, Any] = {"nmae": "n"}
    with pytest.raises(TypeError, match=r"did you mean 'name'.*extra_fields"):
        p.ThreadSetNameParams(thread_id="t", **wrong)
    nested: dict[str, Any] = {"extra_fields": {}}
    with pytest.raises(TypeError, match="has no field 'extra_fields'"):  # it would be lost within the others
        p.TurnEnvironmentParams(environment_id="e", cwd="/", **nested)
