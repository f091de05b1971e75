"""A word that follows an option is that word, or wrong: never as if the option had not been given."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import cyclopts
import pytest

from appserver.command_line.application import make_app
from appserver.command_line.main import run

WORDS = ("none", "None", "NULL", "null", "true", "false", "no", "0", "1", "1e3", "0x10", "[]", "{}", "a,b")


def signature() -> inspect.Signature:
    command, _, _ = make_app().parse_args(["exec", "x"], exit_on_error=False, print_error=False)
    return inspect.signature(command)


OPTIONS = [
    name
    for name, parameter in signature().parameters.items()
    if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not isinstance(parameter.default, bool)
]


def as_text(value: Any) -> str:
    if isinstance(value, tuple):
        (value,) = value
    return value if isinstance(value, str) else str(Path(value))


def test_all_options_that_take_a_value_are_asked() -> None:
    assert {"sandbox", "approve", "model", "home", "image", "config", "cd", "resume"} <= set(OPTIONS)


@pytest.mark.promise("exec-status-usage")
@pytest.mark.parametrize("form", ["two words", "one word"])
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("option", OPTIONS)
def test_a_word_is_taken_as_it_is_or_refused(option: str, word: str, form: str) -> None:
    flag = f"--{option.replace('_', '-')}"
    given = [flag, word] if form == "two words" else [f"{flag}={word}"]
    try:
        _, bound, _ = make_app().parse_args(["exec", *given, "x"], exit_on_error=False, print_error=False)
    except cyclopts.CycloptsError as error:
        refusal = str(error)
    else:
        assert as_text(bound.arguments[option]) == word
        return
    assert word in refusal
    assert flag in refusal


@pytest.mark.parametrize("word", WORDS)
def test_a_prompt_is_any_word(word: str) -> None:
    _, bound, _ = make_app().parse_args(["exec", word], exit_on_error=False, print_error=False)
    assert bound.arguments["prompt"] == word


@pytest.mark.parametrize("option", ["--sandbox", "-s", "--approve"])
@pytest.mark.parametrize("word", ["none", "null"])
def test_the_choices_are_named(option: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["exec", option, word, "x"]) == 2
    err = capsys.readouterr().err
    assert f'Invalid value "{word}" for {option}. Choose from: "' in err
    assert err.count("\n") == 1
