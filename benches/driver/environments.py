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


def interpreter(subject: Subject) -> Path:
    """The interpreter that runs a subject's worker; the file is not there if its environment is not set up."""
    if not subject.environment:
        return Path(sys.executable)
    return ENVIRONMENTS / subject.environment / "bin" / "python"


def set_up() -> None:
    """Create or update every environment from its requirements file, but one for a version of Python that is not there.

    Raises:
        subprocess.CalledProcessError: a package could not be installed; pip has said why.
    """
    of_each = {subject.environment: subject for subject in load_subjects() if subject.environment}
    for name, subject in of_each.items():
        python = interpreter(subject)
        if not python.exists():
            wanted = subject.python or sys.executable  # where it is not found, the script says so
            found = subprocess.run([FIND_PYTHON, wanted], check=False, stdout=subprocess.PIPE, text=True)
            if found.returncode:
                continue
            subprocess.run([found.stdout.strip(), "-m", "venv", ENVIRONMENTS / name], check=True)
        print(f"installing the environment {name}", flush=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, "-r", REQUIREMENTS / f"{name}.txt"], check=True)
