"""The peers' own environments, below `.benches`: their versions never fight ours."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benches.tables.subjects import Subject

__all__ = ["ENVIRONMENTS", "REQUIREMENTS", "ROOT", "interpreter", "set_up"]

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = ROOT / ".benches"
REQUIREMENTS = ROOT / "benches" / "environments"


def interpreter(subject: Subject) -> Path | None:
    """The interpreter that runs a subject's worker; None if its environment is not set up."""
    if not subject.environment:
        return Path(sys.executable)
    python = ENVIRONMENTS / subject.environment / "bin" / "python"
    return python if python.exists() else None


def set_up() -> None:
    """Create or update every environment from its requirements file.

    Raises:
        subprocess.CalledProcessError: a package could not be installed; pip has said why.
    """
    for requirements in sorted(REQUIREMENTS.glob("*.txt")):
        place = ENVIRONMENTS / requirements.stem
        print(f"{place.relative_to(ROOT)}: installing {requirements.relative_to(ROOT)}", flush=True)
        if not (place / "bin" / "python").exists():
            venv.create(place, with_pip=True)
        pip = [str(place / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", "-r", requirements], check=True)
