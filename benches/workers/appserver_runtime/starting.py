"""Whole programs that embed `appserver`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benches.workers.peak_memory import peak_memory
from benches.workers.processes import PROGRAMS, program

if TYPE_CHECKING:
    from benches.workers.offer import Offers

__all__ = ["OFFERS"]

OFFERS: Offers = {
    "import": {
        "appserver": program("-c", "import appserver"),
        "appserver.protocol": program("-c", "import appserver.protocol"),
        "with start and first answer": program(str(PROGRAMS / "first_answer.py")),
        "what appserver needs: pydantic, anyio, asyncio": program(
            "-c", "import asyncio, anyio, pydantic; pydantic.BaseModel"
        ),
    },
    "import_memory": {
        "appserver": peak_memory("import appserver"),
        "appserver.protocol": peak_memory("import appserver.protocol"),
    },
    "cold_start": {
        "first answer": program(str(PROGRAMS / "first_answer.py")),
        "first thread": program(str(PROGRAMS / "first_thread.py")),
    },
}
