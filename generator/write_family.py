"""The two files of a family: the stub that people and type checkers read, and its run-time twin.

Both hold the same declarations. The twin wraps each into a function, so that a class is built when it is first
used, and takes the other types from the package, which builds them in turn.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from textwrap import indent
from typing import TYPE_CHECKING

from generator.description import (
    Alias,
    Direction,
    Enumeration,
    ExternalUnion,
    Named,
    Struct,
    TaggedUnion,
    Untagged,
)
from generator.write_field_lines import write_field_list, write_line
from generator.write_types import Form, literal, write_field, write_type

if TYPE_CHECKING:
    from generator.description import Declaration, Field, Method, Protocol

__all__ = ["FamilyWriter"]

_PACKAGE = "appserver.protocol"
_SUPPORT = f"{_PACKAGE}._support"
_IMPORTS = {
    "collections.abc": {"Sequence"},
    "typing": {"Annotated", "Any", "ClassVar", "Literal", "TypeAlias", "Union"},
    "pydantic": {"Field"},
    f"{_SUPPORT}.base": {"AlternativeFields", "UnionModel", "WireModel"},
    f"{_SUPPORT}.fields": {"EXPERIMENTAL", "Flag", "Omittable", "OmittableList", "wire_name"},
    f"{_SUPPORT}.lazy": {"LazyClassRef", "lazy_names"},
    f"{_SUPPORT}.messages": {"ClientNotification", "Notification", "RequestParams", "ServerRequestParams"},
    f"{_SUPPORT}.scalars": {
        "AbsolutePath",
        "AnyPath",
        "Int32",
        "Int64",
        "NonEmptyEffort",
        "NonZeroUSize",
        "OpenEnum",
        "UInt16",
        "UInt32",
        "UInt64",
        "USize",
    },
    f"{_SUPPORT}.variants": {
        "ExternalUnion",
        "ExternalVariant",
        "TaggedUnion",
        "UnknownThreadItem",
        "UnknownVariant",
        "Untagged",
    },
}
"""Where names that are not generated come from."""

_NARROWED = """\
# Fields are narrowed, as the tag of a union is by its variants. Safe: models are frozen, which no type checker sees.
# pyright: reportIncompatibleVariableOverride=false"""

_BASES = {
    Direction.CLIENT_REQUEST: "RequestParams",
    Direction.SERVER_REQUEST: "ServerRequestParams",
    Direction.NOTIFICATION: "Notification",
    Direction.CLIENT_NOTIFICATION: "ClientNotification",
}


@dataclass
class FamilyWriter:
    """Writes families of one protocol.

    Attributes:
        protocol: what is written.
        families: the module of each declaration.
    """

    protocol: Protocol
    families: dict[str, str]

    def __post_init__(self) -> None:
        self._methods: dict[str, Method] = {method.params: method for method in self.protocol.methods}
        self._directions = {
            base: _BASES[method.direction]
            for method in self.protocol.methods
            if (base := self._base_of(method.params)) is not None
        }

    def _base_of(self, name: str) -> str | None:
        declaration = self.protocol.declarations[name]
        return declaration.base if isinstance(declaration, Struct) else None

    def _narrows(self, declaration: Declaration) -> bool:
        """Whether a declaration is a variant, whose tag is narrower than that of its union."""
        return (
            isinstance(declaration, Struct)
            and declaration.base is not None
            and isinstance(self.protocol.declarations[declaration.base], TaggedUnion)
        )

    def _has_twin(self, literals: list[str]) -> bool:
        """Whether another enumeration has these literals in another order: `typing` takes the two for one."""
        return any(
            isinstance(other, Enumeration) and other.literals != literals and {*other.literals} == {*literals}
            for other in self.protocol.declarations.values()
        )

    def stub(self, family: str) -> str:
        """The readable file."""
        names = self._names(family)
        body = "\n\n".join(self._declaration(self.protocol.declarations[name], Form.STUB) for name in names)
        imports = _imports(body, self.families, family)
        title = f'"""The `{family}` family of the protocol. Generated: see CONTRIBUTING.md."""'
        if (
            any(self._narrows(self.protocol.declarations[name]) for name in names)
            or "__pydantic_extra__" in body
        ):
            title += f"\n\n{_NARROWED}"
        return f"{title}\n\n{imports}\n\n{_all(names)}\n\n{body}\n"

    def run_time(self, family: str) -> str:
        """The twin that runs."""
        names = self._names(family)
        body = "\n\n".join(
            self._function(name, self._declaration(self.protocol.declarations[name], Form.RUN_TIME))
            for name in names
        )
        end = "__getattr__, __dir__ = lazy_names(globals())"
        imports = _imports(f"{body}\n{end}", {}, family)
        title = f'"""What runs of `{family}.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""'
        package = "" if "p." not in body else f"import {_PACKAGE} as p\n"
        silenced = "# ruff: noqa: ANN202, F822, N802"
        return "\n\n".join([title, silenced, imports + "\n" + package, _all(names), body, end]) + "\n"

    def _names(self, family: str) -> list[str]:
        """The names of a family, each answer before the params that name it."""
        found: list[str] = []
        for name in self.protocol.declarations:
            method = self._methods.get(name)
            answer = [] if method is None or method.response is None else [method.response]
            found += [part for part in (*answer, name) if self.families[part] == family and part not in found]
        return found

    def _function(self, name: str, declaration: str) -> str:
        if declaration.startswith("class "):
            declaration += f"\nreturn {name}"
        else:
            declaration = f"return {declaration.partition(' = ')[2]}"
        return f"def _{name}():\n{indent(declaration, '    ')}"

    def _declaration(self, declaration: Declaration, form: Form) -> str:
        match declaration:
            case Struct():
                return self._class(declaration, form)
            case TaggedUnion(shared=Struct()):
                return self._union_class(declaration, form)
            case Enumeration(literals=literals):
                kind = f"Literal[{', '.join(map(literal, literals))}] | str"
                order = ", ".join(map(literal, literals)) if self._has_twin(literals) else ""
                marked = f"Annotated[{kind}, OpenEnum({order})]"
            case TaggedUnion(variants=variants, unknown=unknown):
                kind = " | ".join([*variants.values(), unknown])
                marked = f"Annotated[Any, {_tagged(declaration)}]"
            case ExternalUnion(literals=literals, variants=variants):
                plain = [f"Literal[{', '.join(map(literal, literals))}]"] if literals else []
                kind = " | ".join([*plain, "str", *variants.values(), "UnknownVariant"])
                marked = f"Annotated[Any, {_external(declaration)}]"
            case Untagged(choices=choices):
                kind = " | ".join(write_type(choice, form) for choice in choices)
                is_open = any(isinstance(choice, Named) for choice in choices)
                marked = f"Annotated[{kind}, Untagged({literal(declaration.name)}{', open=True' * is_open})]"
                kind += " | UnknownVariant" * is_open
            case Alias(type=target):
                kind = marked = write_type(target, form)
        return f"{declaration.name}: TypeAlias = {kind if form is Form.STUB else marked}"

    def _class(self, struct: Struct, form: Form) -> str:
        method = self._methods.get(struct.name)
        bases = [self._base(struct, method, form)]
        if struct.external:
            bases.append("ExternalVariant")
        if self._narrows(struct):
            bases.append('extra="ignore"')
        elif struct.closed:
            bases.append('extra="forbid"')
        elif struct.extra is not None:
            bases.append('extra="allow"')
        return self._statement(struct, bases, self._attributes(struct, method, form), form)

    def _union_class(self, union: TaggedUnion, form: Form) -> str:
        struct = union.shared
        if struct is None:
            raise AssertionError(union.name)
        method = self._methods.get(union.name)
        attributes = self._attributes(struct, method, form)
        if form is Form.RUN_TIME:
            attributes.append(f"union = {_tagged(union)}")
        bases = ["UnionModel"] if method is None else ["UnionModel", self._base(struct, method, form)]
        return self._statement(struct, [*bases, 'extra="allow"'], attributes, form)

    def _base(self, struct: Struct, method: Method | None, form: Form) -> str:
        if struct.base is not None:
            return form.value + struct.base
        if struct.alternatives is not None:
            return "AlternativeFields"
        if method is None:
            return self._directions.get(struct.name, "WireModel")
        base = _BASES[method.direction]
        return base if method.response is None or form is Form.RUN_TIME else f"{base}[{method.response}]"

    def _attributes(self, struct: Struct, method: Method | None, form: Form) -> list[str]:
        found = []
        if method is not None:
            found.append(f"method = {literal(method.name)}")
            if method.response is not None:
                answer = method.response if form is Form.STUB else f"LazyClassRef({literal(method.response)})"
                found.append(f"response_type = {answer}")
            if method.experimental:
                found.append("experimental = True")
            if not method.takes_params:
                found.append("takes_params = False")
            elif not method.needs_params:
                found.append("needs_params = False")
        if struct.experimental:
            found.append("experimental = True")
        if struct.descriptor is not None:
            found.append(f"experimental_variant: ClassVar[str | None] = {literal(struct.descriptor)}")
        if struct.alternatives is not None:
            name, attributes = struct.alternatives
            found.append(f"alternatives_name = {literal(name)}")
            found.append(f"alternatives = ({', '.join(map(literal, attributes))})")
        return found

    def _statement(self, struct: Struct, bases: list[str], attributes: list[str], form: Form) -> str:
        parts = [f'    """{struct.documentation}"""']
        if listed := [*self._inherited(struct), *struct.fields]:
            parts = [f'    """{struct.documentation.rstrip()}\n\n{write_field_list(listed)}\n    """']
        if attributes:
            parts.append("\n".join(f"    {attribute}" for attribute in attributes))
        fields = [f"    {write_field(field, form)}" for field in struct.fields]
        if form is Form.STUB:
            fields = [
                f'{text}\n    """{write_line(field)}"""'
                for text, field in zip(fields, struct.fields, strict=True)
            ]
        if struct.extra is not None and write_type(struct.extra, form) != "Any":
            # Of a stub it is no argument of the constructor.
            given = " = Field(init=False)" if form is Form.STUB else ""
            fields.append(f"    __pydantic_extra__: dict[str, {write_type(struct.extra, form)}]{given}")
        if fields:
            parts.append("\n".join(fields))
        body = "\n\n".join(parts)
        return f"class {struct.name}({', '.join(bases)}):\n{body}"

    def _inherited(self, struct: Struct) -> list[Field]:
        """The fields that a class has from the one it extends: whoever reads its docstring reads no other."""
        base = None if struct.base is None else self.protocol.declarations[struct.base]
        shared = base.shared if isinstance(base, TaggedUnion) else base
        if not isinstance(shared, Struct):
            return []
        own = {field.attribute for field in struct.fields}
        return [field for field in (*self._inherited(shared), *shared.fields) if field.attribute not in own]


def _tagged(union: TaggedUnion) -> str:
    variants = ", ".join(f"{literal(tag)}: {literal(name)}" for tag, name in union.variants.items())
    unknown = "" if union.unknown == "UnknownVariant" else f", unknown={literal(union.unknown)}"
    without = "" if union.without_tag is None else f", without_tag={literal(union.without_tag)}"
    named = f"{literal(union.said or union.name)}, {literal(union.tag)}"
    return f"TaggedUnion({named}, {{{variants}}}{unknown}{without})"


def _external(union: ExternalUnion) -> str:
    variants = ", ".join(
        f"{literal(tag)}: {literal(union.variants[tag]) if tag in union.variants else 'None'}"
        for tag in union.order
    )
    gated = ""
    if union.descriptors:
        pairs = ", ".join(f"{literal(tag)}: {literal(name)}" for tag, name in union.descriptors.items())
        gated = f", experimental={{{pairs}}}"
    return f"ExternalUnion({literal(union.name)}, {{{variants}}}{gated}{', open=True' * union.open})"


def _all(names: list[str]) -> str:
    return f"__all__ = [{', '.join(map(literal, sorted(names)))}]"


def _imports(body: str, families: dict[str, str], family: str) -> str:
    used = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    wanted: dict[str, set[str]] = {}
    for module, names in _IMPORTS.items():
        wanted[module] = used & names
    for name in used & families.keys():
        if families[name] != family:
            wanted.setdefault(f"{_PACKAGE}.{families[name]}", set()).add(name)
    return "\n".join(
        f"from {module} import {', '.join(sorted(names))}"
        for module, names in sorted(wanted.items())
        if names
    )
