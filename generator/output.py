"""Formatting what was written, and comparing it with what is there."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from generator.problems import GeneratorError

__all__ = [
    "CONFIGURATION",
    "MARK",
    "PACKAGE",
    "compare",
    "find_ruff",
    "format_files",
    "replace_files",
]

CONFIGURATION: Final = Path(__file__).resolve().parent.parent / "pyproject.toml"
"""Where the formatter's settings stand."""

PACKAGE: Final = CONFIGURATION.parent / "python" / "appserver" / "protocol"
"""Where the models stand."""

MARK: Final = "Generated: see CONTRIBUTING.md."
"""Stands in the first line of every generated file, and in no other."""


def find_ruff() -> str | None:
    """The formatter: the one beside this interpreter, or that of the search path."""
    beside = Path(sys.executable).with_name("ruff")
    return str(beside) if beside.exists() else shutil.which("ruff")


def format_files(files: dict[str, str]) -> dict[str, str]:
    """The same files as the formatter of the gate leaves them.

    Raises:
        GeneratorError: ruff is not installed, or refuses a file.
    """
    ruff = find_ruff()
    if ruff is None:
        raise GeneratorError("the output is formatted by ruff, which is not installed: run `make tools`")
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
    """The names of the files that differ, are missing, or are left over.

    Raises:
        GeneratorError: the directory cannot be read.
    """
    there = _generated(directory)
    return sorted(name for name in files.keys() | there.keys() if files.get(name) != there.get(name))


def replace_files(files: dict[str, str], directory: Path) -> list[str]:
    """Write what differs and delete what is left over; returns the names of those files.

    All of it is written beside the old files first: if that fails, none of them has changed.

    Raises:
        GeneratorError: the directory cannot be written, or a file of that name was written by hand.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        changed = compare(files, directory)
        there = _generated(directory)
        for name in changed:
            if name not in there and (directory / name).exists():
                raise GeneratorError(
                    f"{directory / name} was written by hand and would be lost: move it away"
                )
        with tempfile.TemporaryDirectory(dir=directory) as beside:
            written = [name for name in changed if name in files]
            for name in written:
                (Path(beside) / name).write_text(files[name], encoding="utf-8")
            for name in written:
                (Path(beside) / name).replace(directory / name)
        for name in changed:
            if name not in files:
                (directory / name).unlink()
    except OSError as error:
        raise GeneratorError(f"the models cannot be written to {directory}: {error}") from error
    return changed


def _generated(directory: Path) -> dict[str, str]:
    if not directory.is_dir():
        raise GeneratorError(f"{directory} is not a directory")
    found = {}
    try:
        for path in [*directory.glob("*.py"), *directory.glob("*.pyi")]:
            text = path.read_text(encoding="utf-8")
            if MARK in text.partition("\n")[0]:
                found[path.name] = text
    except (OSError, UnicodeDecodeError) as error:
        raise GeneratorError(f"{directory} cannot be read: {error}") from error
    return found
