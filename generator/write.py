"""All files of the protocol package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.documentation import document
from generator.families import assign_families
from generator.output import format_files
from generator.problems import GeneratorError
from generator.read_methods import read_protocol
from generator.write_family import FamilyWriter
from generator.write_tables import HAND_WRITTEN, write_exports, write_methods, write_package_stub

if TYPE_CHECKING:
    from generator.source import Source

__all__ = ["write_protocol"]


def write_protocol(source: Source) -> dict[str, str]:
    """The text of every generated file by its name; nothing is written to the disk.

    Raises:
        GeneratorError: the schemas cannot be turned into models; the message says where and why.
    """
    protocol = read_protocol(source)
    document(protocol)
    families = assign_families(protocol)
    modules = dict(families)
    for module, names in HAND_WRITTEN.items():
        for name in names:
            if name in modules:
                raise GeneratorError(f"the schema has a type {name}, which is a name of {module}.py")
            modules[name] = module
    writer = FamilyWriter(protocol, families)
    files = {
        "__init__.pyi": write_package_stub(modules),
        "_exports.py": write_exports(modules),
        "_methods.py": write_methods(protocol.methods),
    }
    for family in sorted(set(families.values())):
        files[f"{family}.pyi"] = writer.stub(family)
        files[f"{family}.py"] = writer.run_time(family)
    return format_files(files)
