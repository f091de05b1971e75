"""What is shipped: one version everywhere, a complete source distribution, no traces of a machine."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest

import appserver
from tests.packaging.source import ROOT, in_source_tree

CARGO = tomllib.loads((ROOT / "Cargo.toml").read_text())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

_MACHINE_PATH = re.compile(r"(?<![\w.])/(home/(?!user\b)|Users/|root/|work/)[\w.]")
"""Directories of people and of build machines. `/home/user` is nobody's: it stands in recorded messages."""


def test_there_is_one_version() -> None:
    version = CARGO["workspace"]["package"]["version"]
    assert appserver.__version__ == version
    assert metadata("appserver-runtime")["Version"] == version
    for name, dependency in CARGO["workspace"]["dependencies"].items():
        if name.startswith("appserver-"):
            assert dependency["version"] == version


def imported(path: Path) -> set[str]:
    """The packages at the top that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found.add(node.module.partition(".")[0])
    return found


@in_source_tree
def test_every_crate_takes_the_version_of_the_workspace() -> None:
    for member in CARGO["workspace"]["members"]:
        package = tomllib.loads((ROOT / member / "Cargo.toml").read_text())["package"]
        assert package["version"] == {"workspace": True}, member
        assert package["license"] == {"workspace": True}, member


def test_the_changes_name_the_version() -> None:
    version = CARGO["workspace"]["package"]["version"]
    changes = (ROOT / "CHANGELOG.md").read_text()
    assert re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changes, re.MULTILINE) or (
        f"Will be {version}" in changes
    )


def test_the_distribution_says_what_it_is() -> None:
    facts = metadata("appserver-runtime")
    assert facts["Name"] == "appserver-runtime"
    assert facts["License-Expression"] == CARGO["workspace"]["package"]["license"] == "Apache-2.0"
    assert facts["Requires-Python"] == PROJECT["requires-python"]
    assert set(facts.get_all("Provides-Extra") or []) == set(PROJECT["optional-dependencies"])


def test_the_bare_package_needs_little() -> None:
    names = {re.split(r"[<>=\[;]", requirement)[0] for requirement in PROJECT["dependencies"]}
    assert names == {"anyio", "pydantic", "tomlkit", "typing-extensions"}


@in_source_tree
def test_the_source_distribution_is_complete(tmp_path: Path) -> None:
    maturin = Path(sys.executable).with_name("maturin")
    if not maturin.exists():
        pytest.skip("needs maturin beside the interpreter; `make tools` installs it")
    subprocess.run([maturin, "sdist", "--out", tmp_path], cwd=ROOT, check=True, capture_output=True)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        names = {name.partition("/")[2] for name in files.getnames()}
    assert {
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "Cargo.lock",
        "Cargo.toml",
        "pyproject.toml",
        "docs/deliveries.md",
        "examples/embedding.py",
        "python/appserver/__init__.py",
        "python/appserver/_core.pyi",
        "generator/__main__.py",
        "python/appserver/protocol/turn.py",
        "python/appserver/protocol/turn.pyi",
        "python/appserver/py.typed",
        "rust/core/src/lib.rs",
        "rust/python/src/lib.rs",
        "tests/conftest.py",
        "tests/guarantees.toml",
    } <= names
    assert not [name for name in names if name.endswith((".so", ".pyc"))]
    packages = {name.partition("/")[0] for name in names if name.endswith(".py")}
    missing = {
        (name, module)
        for name in names
        if name.startswith("tests/") and name.endswith(".py")
        for module in imported(ROOT / name)
        if (ROOT / module).is_dir() and module not in packages
    }
    assert not missing, "tests of a source distribution import what it does not hold"


@in_source_tree
def test_no_tracked_file_names_a_path_of_a_machine() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("needs a clone")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name}: {line.strip()}" for line in text.splitlines() if _MACHINE_PATH.search(line)]
    assert not found
