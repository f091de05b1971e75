"""The peers' own environments, below `.benches`: their versions never fight ours."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from benches.tables.subjects import Subject

__all__ = ["REQUIREMENTS", "interpreter", "set_up"]

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = ROOT / ".benches"
REQUIREMENTS = ROOT / "benches" / "environments"


def interpreter(subject: Subject) -> Path | None:
    """The interpreter that runs a subject's worker; None if its environment is not set up."""
    if not subject.environment:
        return Path(sys.executable)
    python = _python(ENVIRONMENTS / subject.environment)
    return python if python.exists() else None


def set_up(report: Callable[[str], None]) -> None:
    """Create or update every environment from its requirements file.

    Raises:
        subprocess.CalledProcessError: a package could not be installed; pip has said why.
    """
    for requirements in sorted(REQUIREMENTS.glob("*.txt")):
        place = ENVIRONMENTS / requirements.stem
        report(f"{place.relative_to(ROOT)}: installing {requirements.relative_to(ROOT)}")
        if not _python(place).exists():
            venv.create(place, with_pip=True)
        subprocess.run(
            [
                _python(place),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "-r",
                requirements,
            ],
            check=True,
        )


def _python(place: Path) -> Path:
    return place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
