"""Checks the types of all snippets and examples as a user's strict type checker would: `python -m docs.check_types`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from docs.render import pages

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
PLACE = ROOT / "target" / "snippets"

_BLOCK = re.compile(r"^```python(?P<more> continued)?\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)

CONFIGURATION = {
    "typeCheckingMode": "strict",
    "pythonVersion": "3.11",
    "extraPaths": [str(ROOT / "python")],
    # A program picks the few events that it shows: that its `match` leaves some out is the point.
    "reportMatchNotExhaustive": False,
}


def programs() -> dict[str, str]:
    """All programs by the name of a module: of a snippet its page and first line, with what continues it."""
    found: dict[str, str] = {}
    for page in pages():
        text = page.read_text()
        name = ""
        for block in _BLOCK.finditer(text):
            if not block["more"]:
                line = text.count("\n", 0, block.start()) + 1
                name = f"{page.relative_to(ROOT).with_suffix('').as_posix().replace('/', '_')}_{line}"
                name = re.sub(r"\W", "_", name)
            found[name] = found.get(name, "") + block["body"]
    return found | {f"example_{path.stem}": path.read_text() for path in sorted(EXAMPLES.glob("*.py"))}


def main() -> int:
    """Write the snippets and check them; the exit status of the checker."""
    PLACE.mkdir(parents=True, exist_ok=True)
    for old in PLACE.glob("*.py"):
        old.unlink()
    for name, source in programs().items():
        (PLACE / f"{name}.py").write_text(source)
    (PLACE / "pyrightconfig.json").write_text(json.dumps(CONFIGURATION))
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(PLACE)]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own command


if __name__ == "__main__":
    sys.exit(main())
