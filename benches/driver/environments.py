"""The peers' own environments, below `.benches`: their versions never fight ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benches.tables.subjects import load_subjects

if TYPE_CHECKING:
    from benches.tables.subjects import Subject

__all__ = ["ENVIRONMENTS", "REQUIREMENTS", "ROOT", "interpreter", "set_up"]

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = ROOT / ".benches"
REQUIREMENTS = ROOT / "benches" / "environments"
FIND_PYTHON = ROOT / ".ci" / "find-python"
PACKAGES = "import sysconfig; print(sysconfig.get_path('purelib'))"


def interpreter(subject: Subject) -> Path | None:
    """The interpreter that runs a subject's worker; None if its environment is not set up."""
    if not subject.environment:
        return Path(sys.executable)
    python = ENVIRONMENTS / subject.environment / "bin" / "python"
    return python if python.exists() else None


def set_up() -> None:
    """Create or update every environment from its requirements file, but one for a version of Python that is not there.

    Raises:
        subprocess.CalledProcessError: a package could not be installed; pip has said why.
    """
    pythons = {subject.environment: subject.python for subject in load_subjects()}
    for requirements in sorted(REQUIREMENTS.glob("*.txt")):
        place = ENVIRONMENTS / requirements.stem
        python = place / "bin" / "python"
        wanted = pythons[requirements.stem]
        if not python.exists():
            if (creator := _find_python(wanted) if wanted else Path(sys.executable)) is None:
                continue
            subprocess.run([creator, "-m", "venv", place], check=True)
        print(f"{place}: installing {requirements.name}", flush=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", "-r", requirements], check=True)
        if wanted:  # the core is built for every version
            packages = subprocess.run([python, "-c", PACKAGES], check=True, stdout=subprocess.PIPE, text=True)
            own = Path(packages.stdout.strip()) / "appserver.pth"
            own.write_text(f"{ROOT / 'python'}\n", encoding="utf-8")


def _find_python(version: str) -> Path | None:
    """An interpreter of this version; where there is none, the script says so."""
    found = subprocess.run([FIND_PYTHON, version], check=False, stdout=subprocess.PIPE, text=True)
    return Path(found.stdout.strip()) if found.returncode == 0 else None
