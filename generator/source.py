"""The schemas as the `codex` program writes them."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from generator.problems import GeneratorError
from generator.typescript import TypeScriptFile, parse_file

__all__ = ["Source", "find_codex", "read_source"]

_COMBINED = "codex_app_server_protocol.schemas.json"
_SECONDS = 60.0


@dataclass(frozen=True)
class Source:
    """Everything the program says about its protocol.

    Attributes:
        stable: the definitions of the JSON schema without experimental parts, those of `v2` first.
        complete: the definitions with them.
        root: the names that stand outside `v2`.
        typescript: the declarations by folder and name; the folder is `v2` or empty.
    """

    stable: dict[str, object]
    complete: dict[str, object]
    root: frozenset[str]
    typescript: dict[tuple[str, str], TypeScriptFile]


def find_codex() -> Path:
    """The program inside the development dependency `openai-codex-cli-bin`.

    Raises:
        GeneratorError: the package is not installed.
    """
    try:
        package = import_module("codex_cli_bin")
    except ImportError:
        raise GeneratorError(
            "the schemas come from the package openai-codex-cli-bin, which is not installed: "
            "run `make tools`, or give a program with --codex"
        ) from None
    return Path(package.bundled_codex_path())


def read_source(codex: Path) -> Source:
    """Ask the program for its schemas.

    Raises:
        GeneratorError: the program does not run, or writes something else.
    """
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        for kind, flags in (("stable", ()), ("complete", ("--experimental",))):
            _run(codex, "generate-json-schema", directory / kind, flags)
        _run(codex, "generate-ts", directory / "ts", ("--experimental",))
        stable, _ = _definitions(directory / "stable" / _COMBINED)
        complete, root = _definitions(directory / "complete" / _COMBINED)
        typescript = {}
        for path in sorted((directory / "ts").rglob("*.ts")):
            folder = path.parent.relative_to(directory / "ts").as_posix()
            if path.name != "index.ts" and folder in {".", "v2"}:
                declaration = parse_file(f"{folder}/{path.name}", path.read_text(encoding="utf-8"))
                typescript[folder.removeprefix("."), path.stem] = declaration
    return Source(stable, complete, root, typescript)


def _run(codex: Path, command: str, out: Path, flags: tuple[str, ...]) -> None:
    arguments = [str(codex), "app-server", command, "--out", str(out), *flags]
    try:
        subprocess.run(arguments, check=True, capture_output=True, text=True, timeout=_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", None) or error).strip()
        raise GeneratorError(f"`{' '.join(arguments)}` failed: {said}") from error


def _definitions(path: Path) -> tuple[dict[str, object], frozenset[str]]:
    try:
        schema = json.loads(path.read_text(encoding="utf-8"))
        nested = schema["definitions"].pop("v2")
        root = schema["definitions"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GeneratorError(f"{path.name} is not the combined schema of codex: {error!r}") from error
    # Of a name in both places, what the newer types refer to counts.
    return {**root, **nested}, frozenset(root.keys() - nested.keys())
