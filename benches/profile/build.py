"""A copy of the package whose native core has its symbols: the installed one is stripped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from benches.driver.environments import ENVIRONMENTS, ROOT

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["package_with_symbols"]

SOURCE = ROOT / "python" / "appserver"
TARGET = ROOT / "target" / "profile"
LIBRARY = "lib_core.so"


def package_with_symbols() -> Path:
    """Build it; returns the directory to put first on the path.

    Raises:
        FileNotFoundError: cargo is not installed, or this is not a source tree.
        subprocess.CalledProcessError: the build failed.
    """
    environment = {
        **os.environ,
        "PYO3_PYTHON": sys.executable,
        "CARGO_PROFILE_RELEASE_STRIP": "none",
        "CARGO_PROFILE_RELEASE_DEBUG": "line-tables-only",
    }
    subprocess.run(
        [
            "cargo",
            "build",
            "--locked",
            "--quiet",
            "--release",
            "-p",
            "appserver-python",
            "--target-dir",
            TARGET,
        ],
        check=True,
        cwd=ROOT,
        env=environment,
    )
    place = ENVIRONMENTS / "profile"
    package = place / "appserver"
    if package.exists():
        shutil.rmtree(package)
    package.mkdir(parents=True)
    for entry in SOURCE.iterdir():
        if not entry.name.startswith("_core."):
            (package / entry.name).symlink_to(entry)
    shutil.copy(TARGET / "release" / LIBRARY, package / "_core.abi3.so")
    return place
