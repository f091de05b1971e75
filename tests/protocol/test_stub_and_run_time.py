"""The stubs that type checkers and people read say what runs.

Each family has two files. Both are read here as syntax: a declaration of the stub must stand in a function of
its run-time twin, with the same bases, docstring, fields and defaults.
"""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any, get_args

import pytest

from appserver import protocol as p
from appserver.protocol._exports import MODULES
from appserver.protocol._support import methods
from appserver.protocol._support.messages import _Call  # the common base of requests of both directions

PACKAGE = Path(str(p.__file__)).parent
STUBS = sorted(path for path in PACKAGE.glob("*.pyi") if path.stem != "__init__")


class _Bare(ast.NodeTransformer):
    """Takes away what one of the two forms adds."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        is_package = isinstance(node.value, ast.Name) and node.value.id == "p"
        return ast.Name(node.attr) if is_package else node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        # Type checkers may give any sequence; what is there afterwards is a list.
        self.generic_visit(node)
        is_sequence = isinstance(node.value, ast.Name) and node.value.id == "Sequence"
        return ast.Subscript(ast.Name("list"), node.slice) if is_sequence else node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        # Type checkers are told what an empty list is of.
        self.generic_visit(node)
        if node.arg == "default_factory" and isinstance(node.value, ast.Subscript):
            return ast.keyword(node.arg, node.value.value)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        # Further fields are no argument of the constructor, which type checkers are told.
        self.generic_visit(node)
        if isinstance(node.target, ast.Name) and node.target.id == "__pydantic_extra__":
            return ast.AnnAssign(node.target, node.annotation, None, node.simple)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if (
            isinstance(node.func, ast.Name)
            and node.func.id == "LazyClassRef"
            and isinstance(node.args[0], ast.Constant)
        ):
            return ast.Name(str(node.args[0].value))
        return node


def declared_in(path: Path) -> dict[str, ast.stmt]:
    """Give each declaration by its name."""
    found: dict[str, ast.stmt] = {}
    for node in ast.parse(path.read_text()).body:
        match node:
            case ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = node
            case ast.FunctionDef(
                name=name, body=[ast.ClassDef() as inner, ast.Return(value=ast.Name(id=given))]
            ):
                assert name == f"_{inner.name}"
                assert given == inner.name
                found[inner.name] = inner
            case ast.FunctionDef(name=name, body=[ast.Return() as inner]):
                found[name.removeprefix("_")] = inner
    return found


def class_facts(node: ast.ClassDef) -> dict[str, Any]:
    bare = _Bare().visit(node)
    assert isinstance(bare, ast.ClassDef)
    return {
        "name": bare.name,
        "bases": [
            ast.unparse(base.value if isinstance(base, ast.Subscript) else base) for base in bare.bases
        ],
        "keywords": [ast.unparse(keyword) for keyword in bare.keywords],
        # `union` is how variants are found; the stub shows that they are subclasses. What it says beneath each field
        # stands in the docstring of the class too.
        "body": [
            ast.unparse(statement)
            for statement in bare.body[1:]
            if not isinstance(statement, ast.Expr) and not ast.unparse(statement).startswith("union = ")
        ],
        "documentation": ast.get_docstring(bare),
    }


@pytest.mark.parametrize("stub", STUBS, ids=lambda path: path.stem)
def test_the_two_files_of_a_family_declare_the_same(stub: Path) -> None:
    written, running = declared_in(stub), declared_in(stub.with_suffix(".py"))
    assert written.keys() == running.keys()
    for name, declaration in written.items():
        if isinstance(declaration, ast.ClassDef):
            twin = running[name]
            assert isinstance(twin, ast.ClassDef)
            assert class_facts(declaration) == class_facts(twin)


@pytest.mark.parametrize("stub", STUBS, ids=lambda path: path.stem)
def test_unions_and_enums_have_the_members_of_the_stub(stub: Path) -> None:
    running = declared_in(stub.with_suffix(".py"))
    for name, declaration in declared_in(stub).items():
        if isinstance(declaration, ast.AnnAssign):
            assert declaration.value is not None
            built = running[name]
            assert isinstance(built, ast.Return)
            assert members(declaration.value) - {"UnknownVariant"} == members(built.value) - {
                "UnknownVariant"
            }


def members(node: ast.AST | None) -> set[str]:
    """Give the literals and the types that an alias is made of."""
    assert node is not None
    bare = _Bare().visit(node)
    match bare:
        case ast.Subscript(
            value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[_, ast.Call() as marker])
        ) if marker.args and ast.unparse(marker.func) in {"TaggedUnion", "ExternalUnion"}:
            return marked_members(marker)
        case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[kind, _])):
            return members(kind)
        case ast.BinOp(left=left, right=right):
            return members(left) | members(right)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Tuple(elts=literals)):
            return {ast.unparse(literal) for literal in literals}
        case ast.Subscript(value=ast.Name(id="Literal"), slice=literal):
            return {ast.unparse(literal)}
        case _:
            return {ast.unparse(bare)}


def marked_members(marker: ast.Call) -> set[str]:
    table = next(argument for argument in marker.args if isinstance(argument, ast.Dict))
    found = set()
    for tag, name in ast.literal_eval(table).items():
        found.add(repr(tag) if name is None else name)
    unknown = {ast.literal_eval(word.value) for word in marker.keywords if word.arg == "unknown"}
    if ast.unparse(marker.func) == "ExternalUnion":
        # Codex reads one variant more than its schema shows; the stub does not offer it.
        found = found - {"'none'"} if ast.literal_eval(marker.args[0]) == "MultiAgentMode" else found
        found.add("str")
    return found | unknown


def test_the_stub_of_the_package_names_everything() -> None:
    tree = ast.parse((PACKAGE / "__init__.pyi").read_text())
    imported = {
        alias.name: str(node.module).removeprefix("appserver.protocol.")
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert imported == MODULES
    (listed,) = (node.value for node in tree.body if isinstance(node, ast.Assign))
    assert sorted(ast.literal_eval(listed)) == sorted(p.__all__) == sorted(MODULES)
    for table in (
        methods.REQUESTS,
        methods.SERVER_REQUESTS,
        methods.NOTIFICATIONS,
        methods.CLIENT_NOTIFICATIONS,
    ):
        assert set(table.values()) <= set(p.__all__)


def test_every_class_is_as_its_statement_at_the_top_of_its_module_would_be() -> None:
    for name, module in MODULES.items():
        value = getattr(p, name)
        if inspect.isclass(value) and value.__module__.startswith(
            "appserver."
        ):  # not `str` under another name
            assert (value.__name__, value.__qualname__) == (name, name)
            assert value.__module__ == f"appserver.protocol.{module}"


def test_the_answer_in_the_stub_is_the_answer_that_runs() -> None:
    for table in (methods.REQUESTS, methods.SERVER_REQUESTS):
        for method, name in table.items():
            params = getattr(p, name)
            assert issubclass(params, _Call)
            assert params.method == method
            written = declared_in(PACKAGE / f"{MODULES[name]}.pyi")[name]
            assert isinstance(written, ast.ClassDef)
            (answer,) = (base.slice for base in written.bases if isinstance(base, ast.Subscript))
            assert params.response_type.__name__ == ast.unparse(answer)


def test_an_alias_is_what_its_marker_says() -> None:
    literals = get_args(get_args(get_args(p.TurnStatus)[0])[0])
    assert literals == ("completed", "interrupted", "failed", "inProgress")
