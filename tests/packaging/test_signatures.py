"""What a REPL shows of the package: public names only, and real signatures with every option described."""

from __future__ import annotations

import inspect
import pydoc
import re
import rlcompleter
from dataclasses import MISSING, fields
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol
from appserver.client.remote.arguments import RemoteArgs
from appserver.in_process.arguments import ClientArgs, InProcessStartArgs, ServerArgs

if TYPE_CHECKING:
    from collections.abc import Callable

FUNCTIONS: dict[str, tuple[Callable[..., Any], type[Any]]] = {
    "start": (appserver.start, InProcessStartArgs),
    "serve": (appserver.serve, ServerArgs),
    "connect": (appserver.connect, RemoteArgs),
    "sync.start": (appserver.sync.start, InProcessStartArgs),
    "sync.serve": (appserver.sync.serve, ServerArgs),
    "sync.connect": (appserver.sync.connect, RemoteArgs),
    "sync.Server.connect": (appserver.sync.Server.connect, ClientArgs),
    "Server.connect": (appserver.Server.connect, ClientArgs),
}
"""Each function with options, and the class whose fields its options are."""

each_function = pytest.mark.parametrize(("function", "arguments"), FUNCTIONS.values(), ids=FUNCTIONS)


def entries(docstring: str | None, title: str) -> dict[str, str]:
    """The entries of a section of a docstring, each in one line."""
    section = inspect.cleandoc(docstring or "").partition(f"\n{title}:\n")[2].partition("\n\n")[0]
    found: dict[str, str] = {}
    for entry in re.split(r"\n    (?! )", f"\n{section}"):
        names, colon, text = " ".join(entry.split()).partition(": ")
        if colon:
            found |= dict.fromkeys(names.split(", "), text)
    return found


def described(cls: type[Any]) -> dict[str, str]:
    """What the docstrings of a class and its bases say about its fields."""
    return {
        name: text
        for base in reversed(cls.__mro__)
        for name, text in entries(base.__doc__, "Attributes").items()
    }


@pytest.mark.promise("options-documented")
@each_function
def test_the_signature_has_every_option_with_its_type_and_default(
    function: Callable[..., Any], arguments: type[Any]
) -> None:
    found = inspect.signature(function).parameters
    assert not any(parameter.kind is parameter.VAR_KEYWORD for parameter in found.values())
    for field in fields(arguments):
        parameter = found[field.name]
        default = field.default if field.default_factory is MISSING else field.default_factory()
        assert parameter.default == default
        assert parameter.annotation == field.type
        assert parameter.kind is parameter.KEYWORD_ONLY


@pytest.mark.promise("options-documented")
@each_function
def test_the_docstring_says_what_every_option_means(
    function: Callable[..., Any], arguments: type[Any]
) -> None:
    found = inspect.signature(function).parameters
    said = entries(function.__doc__, "Args")
    assert list(said) == [name for name in found if name != "self"]
    for name, text in described(arguments).items():
        assert said[name] == text
    shown = pydoc.plain(pydoc.render_doc(function))
    assert all(f"{name}: " in shown for name in said)


SHOWN = ("errors", "handlers", "in_process", "protocol", "protocol.turn", "store", "sync", "testing", "tools")
"""The packages that users import from; and one of the protocol's modules."""


@pytest.mark.promise("options-documented")
@pytest.mark.parametrize("module", ["", *(f".{name}" for name in SHOWN)])
def test_dir_shows_what_is_public_and_nothing_else(module: str) -> None:
    found = import_module(f"appserver{module}")
    for name in found.__all__:
        getattr(found, name)  # whatever has been used
    assert dir(found) == sorted(found.__all__)


@pytest.mark.promise("options-documented")
def test_the_prompt_of_python_completes_public_names() -> None:
    completer = rlcompleter.Completer({"appserver": appserver, "p": protocol})

    def completed(text: str) -> set[str]:
        found: list[str] = []
        while (one := completer.complete(text, len(found))) is not None:
            found.append(one.partition("(")[0])
        return set(found)

    assert completed("appserver.sta") == {"appserver.start"}
    assert "appserver.TurnResult" in completed("appserver.")
    assert "p.TurnStartParams" in completed("p.TurnSta")
    assert "p.TurnStartParams.from_wire" in completed("p.TurnStartParams.fr")


@pytest.mark.promise("options-documented")
def test_what_an_event_is_is_documented() -> None:
    text = pydoc.plain(pydoc.render_doc(appserver.Event))
    for name in (
        "ServerRequest",
        "Lagged",
        "StreamClosed",
        "Disconnected",
        "Reconnected",
        "UnknownNotification",
    ):
        assert f"{name}" in inspect.cleandoc(text)
    assert "resolve_server_request(event.id, result)" in text


@pytest.mark.promise("options-documented")
def test_every_public_name_is_documented_and_has_a_signature() -> None:
    for name in appserver.__all__:
        value = getattr(appserver, name)
        if inspect.isclass(value) or inspect.isroutine(value):
            assert value.__doc__, name
            if not issubclass(value, Exception) if inspect.isclass(value) else True:
                inspect.signature(value)
        members = vars(value) if inspect.isclass(value) and not issubclass(value, Exception) else {}
        for member, held in members.items():
            if inspect.isroutine(held) and not member.startswith("_"):
                assert inspect.getdoc(getattr(value, member)), f"{name}.{member}"


def public_functions() -> dict[str, Callable[..., Any]]:
    """The public functions, and the public methods of public classes, of the package and of `appserver.sync`."""
    found: dict[str, Callable[..., Any]] = {}
    for module in (appserver, appserver.sync):
        for name in module.__all__:
            value = getattr(module, name)
            held = vars(value).items() if inspect.isclass(value) else [("", value)]
            for member, part in held:
                function = part.__func__ if isinstance(part, classmethod | staticmethod) else part
                if inspect.isfunction(function) and not member.startswith("_"):
                    found[f"{module.__name__}.{name}.{member}"] = function
    return found


@pytest.mark.promise("options-documented")
def test_docstrings_describe_the_arguments_that_there_are_each_by_itself() -> None:
    functions = public_functions()
    assert len(functions) > 100
    wrong: dict[str, set[str]] = {}
    for place, function in functions.items():
        section = inspect.cleandoc(function.__doc__ or "").partition("\nArgs:\n")[2].partition("\n\n")[0]
        said = {found.strip() for found in re.findall(r"^    (\S[^:`]*):", section, re.MULTILINE)}
        if unknown := said - {*inspect.signature(function).parameters}:
            wrong[place] = unknown
    assert not wrong
