"""The wheel that `make wheel` builds, and the source distribution beside it. `make test-wheel` says where they are."""

from __future__ import annotations

import os
import platform
import re
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

PLACE = os.environ.get("APPSERVER_WHEEL_DIRECTORY", "")
MOST_BYTES = 8 * 1024 * 1024
OF_THE_PACKAGE = re.compile(r"appserver/([a-z_]+/)*[a-z_0-9]+(\.abi3\.so|\.pyi?)|appserver/py\.typed")
OF_THE_DISTRIBUTION = re.compile(
    r"appserver_runtime-[\d.]+\.dist-info/"
    r"(METADATA|WHEEL|RECORD|entry_points\.txt|licenses/LICENSE|sboms/[\w-]+\.cyclonedx\.json)"
)

pytestmark = pytest.mark.skipif(not PLACE, reason="needs a wheel; `make test-wheel` builds one and tests it")


@pytest.fixture
def wheel() -> Path:
    (path,) = Path(PLACE).glob("*.whl")
    return path


@pytest.fixture
def source() -> Path:
    (path,) = Path(PLACE).glob("*.tar.gz")
    return path


def test_one_wheel_is_for_every_python_and_most_systems(wheel: Path) -> None:
    _, _, python, abi, systems = wheel.stem.split("-")
    assert (python, abi) == ("cp311", "abi3")
    if sys.platform == "linux":
        assert f"manylinux_2_17_{platform.machine()}" in systems.split(".")


def test_the_wheel_and_its_source_are_small(wheel: Path, source: Path) -> None:
    assert wheel.stat().st_size <= MOST_BYTES
    assert source.stat().st_size <= MOST_BYTES


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        names = files.namelist()
    strangers = [
        name for name in names if not (OF_THE_PACKAGE.fullmatch(name) or OF_THE_DISTRIBUTION.fullmatch(name))
    ]
    assert not strangers
    assert not [name for name in names if "test_" in name or "conftest" in name]
    assert [name for name in names if name.endswith(".so")] == ["appserver/_core.abi3.so"]
    for wanted in ("__init__.py", "_core.pyi", "py.typed", "protocol/turn.py", "protocol/turn.pyi"):
        assert f"appserver/{wanted}" in names


def test_the_wheel_holds_every_module_of_its_source(wheel: Path, source: Path) -> None:
    with tarfile.open(source) as files:
        names = [name.partition("/python/")[2] for name in files.getnames()]
    modules = {name for name in names if name.endswith((".py", ".pyi", "py.typed"))}
    assert modules
    with zipfile.ZipFile(wheel) as packed:
        assert modules == {name for name in packed.namelist() if name.endswith((".py", ".pyi", "py.typed"))}


def test_the_core_in_the_wheel_has_no_symbols_for_debuggers(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        assert b".symtab\0" not in files.read("appserver/_core.abi3.so")


def test_the_core_in_the_wheel_names_no_path_of_the_machine_that_built_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        core = files.read("appserver/_core.abi3.so")
    assert not re.findall(rb"(?<![\w.])/(?:home|Users|root|tmp)/[\w./-]+", core)


def test_the_source_that_the_wheel_was_built_from_holds_nothing_compiled(source: Path) -> None:
    with tarfile.open(source) as files:
        names = files.getnames()
    assert not [name for name in names if name.endswith((".so", ".pyc", ".rlib"))]
    assert not [name for name in names if "/target/" in name]
