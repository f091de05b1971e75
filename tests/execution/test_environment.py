"""Which environment variables a command is given."""

from __future__ import annotations

from typing import Any

import pytest

from appserver.execution.environment import EnvironmentPolicy, checked_variables

SOURCE = {
    "HOME": "/there",
    "PATH": "/bin",
    "LC_ALL": "C.UTF-8",
    "EDITOR": "vi",
    "ACME_API_KEY": "1",
    "my_secret": "2",
    "GitHub_Token_Old": "3",
}


@pytest.mark.promise("command-environment-secrets")
def test_secrets_are_left_out_by_default() -> None:
    assert list(EnvironmentPolicy().environment(SOURCE)) == ["HOME", "PATH", "LC_ALL", "EDITOR"]
    assert EnvironmentPolicy(keep_secrets=True).environment(SOURCE) == SOURCE


@pytest.mark.promise("command-environment-policy")
@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"inherit": "core"}, ["HOME", "PATH", "LC_ALL"]),
        ({"inherit": "none"}, []),
        ({"inherit": "none", "keep_secrets": True}, []),
        ({"exclude": ["edit*", "LC_?LL"]}, ["HOME", "PATH"]),
        ({"include_only": ["*H*"]}, ["HOME", "PATH"]),
        ({"include_only": ["*"], "exclude": ["*"]}, []),
        ({"inherit": "none", "set": {"A": "1"}}, ["A"]),
        ({"exclude": ["*"], "set": {"MY_KEY": "1", "PATH": "/usr/bin"}}, ["MY_KEY", "PATH"]),
    ],
)
def test_policies(options: Any, names: list[str]) -> None:
    environment = EnvironmentPolicy(**options).environment(SOURCE)
    assert list(environment) == names
    assert environment.items() <= {**SOURCE, **options.get("set", {})}.items()


def test_this_process_is_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLOUR", "green")
    assert EnvironmentPolicy().environment()["COLOUR"] == "green"


def test_a_policy_keeps_what_it_was_made_of() -> None:
    variables, patterns = {"A": "1"}, ["B"]
    policy = EnvironmentPolicy(set=variables, exclude=patterns)
    variables["C"] = "2"
    patterns.append("*")
    assert policy == EnvironmentPolicy(set={"A": "1"}, exclude=("B",))
    assert policy.with_variables({"A": "3"}).set == {"A": "3"}


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"inherit": "most"}, ValueError, "inherit is 'all', 'core' or 'none', not 'most'"),
        ({"inherit": None}, ValueError, "inherit is"),
        ({"exclude": "PATH"}, TypeError, "exclude takes a list"),
        ({"include_only": [1]}, TypeError, "include_only takes a list"),
        ({"keep_secrets": "yes"}, TypeError, "keep_secrets is True or False"),
        ({"set": ["A=1"]}, TypeError, "set maps names to values"),
        ({"set": {"A": 1}}, TypeError, "'A' is 1"),
        ({"set": {"": "1"}}, ValueError, "'' cannot be the name"),
        ({"set": {"A=B": "1"}}, ValueError, "'A=B' cannot be the name"),
        ({"set": {"A": "\0"}}, ValueError, "the value of 'A' holds a null character"),
        ({"set": {"A": "\ud800"}}, ValueError, "'A' is not valid Unicode"),
    ],
)
def test_what_is_no_policy_is_refused_by_name(options: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        EnvironmentPolicy(**options)


@pytest.mark.promise("command-environment-config")
def test_a_policy_in_the_words_of_a_configuration() -> None:
    default = EnvironmentPolicy(exclude=["A"], set={"B": "1"})
    read = EnvironmentPolicy.from_config
    assert read({}, default) == default
    said = {"inherit": "core", "ignore_default_excludes": True, "set": {}, "include_only": ["C"]}
    assert read(said, default) == EnvironmentPolicy(
        inherit="core", keep_secrets=True, exclude=["A"], include_only=["C"]
    )
    for wrong in ({"inherits": "all"}, {"keep_secrets": True}):
        with pytest.raises(ValueError, match="is not known; use inherit, exclude, include_only, set"):
            read(wrong, default)
    with pytest.raises(TypeError, match="it is an object, not str"):
        read("core", default)


def test_variables_are_copied() -> None:
    variables = {"A": "1"}
    copy = checked_variables("env", variables)
    assert copy == variables
    assert copy is not variables
