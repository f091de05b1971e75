"""Whether these tests run in the source tree, or beside an installed wheel."""

from __future__ import annotations

from pathlib import Path

import pytest

__all__ = ["ROOT", "SUBMODULES", "in_source_tree"]

ROOT = Path(__file__).resolve().parent.parent.parent

SUBMODULES = (
    "appserver",
    "appserver.asgi",
    "appserver.errors",
    "appserver.in_process",
    "appserver.protocol",
    "appserver.testing",
)
"""The modules whose names users rely on."""

in_source_tree = pytest.mark.skipif(
    not (ROOT / "rust").is_dir(), reason="needs the source tree; these tests run beside an installed wheel"
)
