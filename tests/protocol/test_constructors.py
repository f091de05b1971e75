"""Keywords that a `...Params` class does not have; and JSON schemas of every model."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import AliasChoices, AliasPath, BaseModel, ConfigDict, Field

from appserver import protocol as p
from appserver.protocol._exports import MODULES

MODELS = [cls for name in MODULES if isinstance(cls := getattr(p, name), type) and issubclass(cls, BaseModel)]
OPEN = {cls for cls in MODELS if cls.model_config.get("extra") == "allow"}
"""The classes of unions that stand for a method: a variant that the models do not know keeps all its fields."""


@pytest.mark.promise("params-keywords")
@pytest.mark.parametrize("cls", MODELS, ids=lambda cls: cls.__name__)
def test_only_the_call_of_a_params_class_refuses_what_it_does_not_have(cls: type[BaseModel]) -> None:
    is_strict = cls.__name__.endswith("Params") and cls not in OPEN
    try:
        cls(no_such_field=1)
        is_refused = False
    except TypeError as error:
        is_refused = "has no field 'no_such_field'" in str(error)
    except ValueError:  # a field is missing
        is_refused = False
    assert is_refused is is_strict


@pytest.mark.promise("params-keywords")
@pytest.mark.parametrize(
    ("keywords", "hint"),
    [
        ({"cwdd": "/", "aproval_policy": "never"}, "'cwdd'; did you mean 'cwd'"),
        ({"aproval_policy": "never"}, "did you mean 'approval_policy'"),
        ({"aprovalPolicy": "never"}, "did you mean 'approval"),
        ({"xyz": 1}, "its fields are model, "),
    ],
)
def test_the_nearest_name_is_given(keywords: dict[str, Any], hint: str) -> None:
    with pytest.raises(TypeError, match=hint):
        p.ThreadStartParams(**keywords)
    with pytest.raises(TypeError, match="it has no fields"):
        p.ConfigRequirementsReadParams(**keywords)


UNIONS = [cls for cls in MODELS if "union" in cls.__dict__]


@pytest.mark.promise("params-keywords")
@pytest.mark.parametrize("cls", UNIONS, ids=lambda cls: cls.__name__)
def test_the_class_of_a_union_does_not_stand_for_a_variant_that_there_is(cls: Any) -> None:
    assert UNIONS
    variants = [variant for variant in MODELS if cls in variant.__mro__[1:]]
    for variant in variants:
        tag, value = next(
            (name, field.default)
            for name, field in variant.model_fields.items()
            if name in ("type", "mode") and isinstance(field.default, str)
        )
        with pytest.raises(TypeError, match=rf"call {variant.__name__}\(\)"):
            cls(**{tag: value})
    if (
        "LoginAccount" in cls.__name__ or "Bedrock" in cls.__name__
    ):  # what has no other field that is required
        assert type(cls(type="of a newer peer")) is cls
    assert variants


@pytest.mark.promise("params-keywords")
def test_plain_data_stay_lenient() -> None:
    data = {"cwd": "/", "cwdd": 1}
    wire_names: dict[str, Any] = {"cwd": "/", "approvalPolicy": None}
    for made in (
        p.ThreadStartParams.model_validate(data),
        p.ThreadStartParams.from_wire(data),
        p.ThreadStartParams.from_wire_json(b'{"cwd": "/", "cwdd": 1}'),
        p.decode_request("thread/start", data),
        p.ThreadStartParams(cwd="/"),
        p.ThreadStartParams(**wire_names),
    ):
        assert getattr(made, "cwd") == "/"  # noqa: B009 - of either class
    nested = p.TurnStartParams.model_validate(
        {"threadId": "t", "input": [], "environments": [{"environmentId": "e", "cwd": "/", "zzz": 1}]}
    )
    assert nested.environments is not None


@pytest.mark.promise("params-keywords")
def test_classes_of_embedders() -> None:
    class OwnParams(p.RequestParams[p.WireModel]):
        """With names of every kind."""

        method = "own/method"
        response_type = p.WireModel

        text: str = ""
        other: str = Field("", validation_alias=AliasChoices("one", AliasPath("two", 0)))

    class OpenParams(OwnParams):
        """Takes everything."""

        model_config = ConfigDict(extra="allow")

    assert OwnParams(text="a", one="b").other == "b"  # type: ignore[call-arg]
    assert OwnParams(two=["c"]).other == "c"  # type: ignore[call-arg]
    assert OpenParams(anything=1).text == ""  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="did you mean 'text'"):
        OwnParams(tekst="a")  # type: ignore[call-arg]


@pytest.mark.promise("models-json-schema")
@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_every_model_has_a_json_schema(mode: Any) -> None:
    for cls in MODELS:
        json.dumps(cls.model_json_schema(mode=mode))


@pytest.mark.promise("models-json-schema")
def test_the_schema_of_a_union_has_its_variants() -> None:
    schema = str(p.TurnStartParams.model_json_schema())
    for name in ("localImage", "text_elements", "workspaceWrite"):
        assert name in schema
