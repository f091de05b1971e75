"""Formatting what was written, and comparing it with what is there."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from generator.problems import GeneratorError

__all__ = ["CONFIGURATION", "compare", "format_files", "replace_files"]

CONFIGURATION: Final = Path(__file__).resolve().parent.parent / "pyproject.toml"
"""Where the formatter's settings stand."""

MARK: Final = "Generated: see CONTRIBUTING.md."
"""Stands in the first line of every generated file, and in no other."""


def format_files(files: dict[str, str]) -> dict[str, str]:
    """The same files as the formatter of the gate leaves them.

    Raises:
        GeneratorError: ruff is not installed, or refuses a file.
    """
    beside = Path(sys.executable).with_name("ruff")
    ruff = str(beside) if beside.exists() else shutil.which("ruff")
    if ruff is None:
        raise GeneratorError(
            "the output is formatted by ruff, which is not installed: `pip install --group lint`"
        )
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        for file, text in files.items():
            (directory / file).write_text(text, encoding="utf-8")
        # Outside its package a file does not show which of its imports are of this project.
        first_party = "lint.isort.known-first-party = ['appserver']"
        settings = ["--config", str(CONFIGURATION), "--config", first_party, "--no-cache", "--quiet"]
        for command in (["check", "--select", "I,RUF022", "--fix"], ["format"]):
            done = subprocess.run(
                [ruff, *command, *settings, str(directory)], capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                raise GeneratorError(f"ruff {command[0]} refuses the output:\n{done.stdout}{done.stderr}")
        return {file: (directory / file).read_text(encoding="utf-8") for file in files}


def compare(files: dict[str, str], directory: Path) -> list[str]:
    """The names of the files that differ, are missing, or are left over."""
    there = _generated(directory)
    return sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))


def replace_files(files: dict[str, str], directory: Path) -> list[str]:
    """Write what differs and delete what is left over; returns the names of those files."""
    changed = compare(files, directory)
    for name in changed:
        if name in files:
            (directory / name).write_text(files[name], encoding="utf-8")
        else:
            (directory / name).unlink()
    return changed


def _generated(directory: Path) -> dict[str, str]:
    found = {}
    for path in [*directory.glob("*.py"), *directory.glob("*.pyi")]:
        text = path.read_text(encoding="utf-8")
        if MARK in text.partition("\n")[0]:
            found[path.name] = text
    return found
