"""`__all__`, the runtime and the stub agree."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import textwrap
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import appserver
from appserver import _core, errors, in_process, store
from tests.packaging.source import SUBMODULES


def stub_of_the_core() -> ast.Module:
    spec = find_spec("appserver")
    assert spec is not None
    assert spec.origin is not None
    return ast.parse((Path(spec.origin).parent / "_core.pyi").read_text())


@pytest.mark.parametrize("name", SUBMODULES)
def test_every_name_of_all_is_there(name: str) -> None:
    module = import_module(name)
    assert sorted(set(module.__all__)) == sorted(module.__all__)
    for public in module.__all__:
        assert getattr(module, public) is not None
    assert set(module.__all__) <= set(dir(module))


@pytest.mark.parametrize("name", SUBMODULES)
def test_a_star_import_gives_exactly_all(name: str) -> None:
    namespace: dict[str, Any] = {}
    exec(f"from {name} import *", namespace)
    assert set(namespace) - {"__builtins__"} == set(import_module(name).__all__)


@pytest.mark.parametrize("name", SUBMODULES)
def test_every_public_class_and_function_is_documented(name: str) -> None:
    module = import_module(name)
    for public in module.__all__:
        value = getattr(module, public)
        if (inspect.isclass(value) or inspect.isfunction(value)) and value.__module__.startswith("appserver"):
            assert inspect.getdoc(value), f"{name}.{public} has no docstring"


def test_names_that_the_type_checker_sees_are_those_of_all() -> None:
    path = Path(inspect.getfile(appserver))
    branch = next(
        node
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    imported = {
        alias.asname or alias.name
        for node in branch.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert imported == set(appserver.__all__)


@pytest.mark.parametrize(
    "name", [name for name in appserver.__all__ if inspect.ismodule(getattr(appserver, name))]
)
def test_every_module_of_all_is_there_after_a_bare_import(name: str) -> None:
    """With all that it offers, in a process of its own: here something else may have imported it already."""
    program = f"""
        import appserver
        assert {name!r} in dir(appserver)
        for public in appserver.{name}.__all__:
            getattr(appserver.{name}, public)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = appserver.no_such_name


def test_every_exception_is_importable_from_the_top() -> None:
    kinds = {
        name
        for name in errors.__all__
        if inspect.isclass(getattr(errors, name)) and issubclass(getattr(errors, name), BaseException)
    }
    assert kinds <= set(appserver.__all__)


def test_the_stub_declares_what_the_core_has() -> None:
    declared = set()
    for node in stub_of_the_core().body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            declared.add(node.name)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            declared.add(node.target.id)
    private = {name for name in declared if re.fullmatch(r"_[A-Za-z]+", name)}
    assert declared - private == set(vars(_core)["__all__"])


@pytest.mark.parametrize(
    "node",
    [node for node in stub_of_the_core().body if isinstance(node, ast.ClassDef)],
    ids=lambda node: node.name,
)
def test_the_stub_has_the_members_and_parameters_of_the_class(node: ast.ClassDef) -> None:
    native = getattr(_core, node.name)
    declared = {
        function.name: [parameter.arg for parameter in (*function.args.args, *function.args.kwonlyargs)][1:]
        for function in node.body
        if isinstance(function, ast.FunctionDef)
    }
    members = {name for name in vars(native) if not re.fullmatch(r"__\w+__", name)}
    constants = {
        statement.target.id
        for statement in node.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    }
    assert members == {name for name in declared if name != "__new__"} | constants
    for name, parameters in declared.items():
        member = vars(native).get(name)
        if name != "__new__" and callable(member):
            assert list(inspect.signature(member).parameters)[1:] == parameters, name
    if "__new__" in declared:
        assert list(inspect.signature(native).parameters) == declared["__new__"]


def test_the_package_is_typed() -> None:
    assert (Path(inspect.getfile(appserver)).parent / "py.typed").is_file()


INNER = {
    "CommandRules",
    "ConnectionCore",
    "HandlerSpec",
    "Host",
    "ModelDefaults",
    "ParkedSend",
    "ServerRuntime",
    "Starting",
    "Subscription",
    "Task",
    "ThreadManager",
    "Turn",
    "YieldFirst",
}
"""What the parts of a server hand to each other, and what is awaited at once: nobody writes these names."""


def names_met(kind: type[Any]) -> dict[str, str]:
    """The package's own types in the annotations of what a class shows, each by its name, and where they live."""
    met: dict[str, str] = {}
    for owner in kind.__mro__:
        if not owner.__module__.startswith("appserver."):
            continue
        tree = ast.parse(Path(inspect.getfile(owner)).read_text())
        places = {
            alias.asname or alias.name: str(node.module)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        } | {node.name: owner.__module__ for node in tree.body if isinstance(node, ast.ClassDef)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name == owner.__name__:
                for annotation in public_annotations(node):
                    for part in ast.walk(annotation):
                        place = places.get(part.id, "") if isinstance(part, ast.Name) else ""
                        if place.startswith("appserver.") and not place.startswith("appserver.protocol"):
                            met[ast.unparse(part)] = place
    return met


def public_annotations(node: ast.ClassDef) -> list[ast.expr]:
    """The annotations that users of a class see; a constructor is for whoever makes it."""
    found: list[ast.expr | None] = []
    for member in node.body:
        match member:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if not name.startswith("_"):
                arguments = [*member.args.args, *member.args.kwonlyargs]
                found += [*(argument.annotation for argument in arguments), member.returns]
            case ast.AnnAssign(target=ast.Name(id=name)) if not name.startswith("_"):
                found.append(member.annotation)
    return [annotation for annotation in found if annotation is not None]


def test_types_that_users_meet_are_importable_from_the_top() -> None:
    """Whoever annotates a variable with what a method returns needs the name of it."""
    waiting = [value for name in appserver.__all__ if inspect.isclass(value := getattr(appserver, name))]
    waiting += [value for name in in_process.__all__ if inspect.isclass(value := getattr(in_process, name))]
    public = {*appserver.__all__, *in_process.__all__, *store.__all__, *appserver.tools.__all__}
    seen: set[type[Any]] = set()
    missing: dict[str, set[str]] = {}
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        for name, place in names_met(kind).items():
            value = getattr(import_module(place), name, None)
            if name in INNER:
                continue
            if name not in public:
                missing.setdefault(f"{place}.{name}", set()).add(kind.__name__)
            elif inspect.isclass(value):
                waiting.append(value)
    assert not missing, "\n".join(f"{name}: {sorted(users)}" for name, users in sorted(missing.items()))
