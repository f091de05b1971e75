"""Who is measured."""

from __future__ import annotations

import importlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from benches.workers.offer import Offers

__all__ = ["Subject", "load_subjects"]

SUBJECTS = Path(__file__).with_name("subjects.toml")


@dataclass(frozen=True, slots=True)
class Subject:
    """A library, or the floors.

    Attributes:
        id, title: its name in tables and for readers.
        role: `ours`, `peer` or `floor`.
        module: the worker's module.
        loops: the event loops it runs on.
        packages: what its results depend on; their versions are recorded.
        only: it does what it offers and has no part in other works.
        environment: its own virtual environment below `.benches`; empty for the one that runs the driver.
        python: the version of Python of that environment, and then it does only works that are about this version.
    """

    id: str
    title: str
    role: Literal["ours", "peer", "floor"]
    module: str
    loops: tuple[str, ...]
    packages: tuple[str, ...]
    environment: str = ""
    python: str = ""
    only: bool = False

    def offers(self) -> Offers:
        """What its worker offers. A worker's module imports without the library that it measures."""
        offers: Offers = importlib.import_module(self.module).OFFERS
        return offers


@cache
def load_subjects() -> tuple[Subject, ...]:
    """The subjects, ours first and the floors last."""
    rows = tomllib.loads(SUBJECTS.read_text(encoding="utf-8"))["subject"]
    return tuple(
        Subject(**{**row, "loops": tuple(row["loops"]), "packages": tuple(row["packages"])}) for row in rows
    )
