"""Instructions by function, from callgrind's output files."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["instructions", "per_operation", "self_costs"]

NAME = re.compile(r"\((\d+)\)(?: (.*))?")
POSITION = re.compile(r"(ob|fn|cob|cfn)=(.*)")


def instructions(command: Sequence[str], environment: Mapping[str, str], output: Path) -> Counter[str]:
    """Run a program under callgrind; returns instructions by `object: function`.

    Raises:
        FileNotFoundError: valgrind is not installed.
        subprocess.CalledProcessError: the program failed.
    """
    subprocess.run(
        ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={output}", *command],
        check=True,
        env=dict(environment),
    )
    return self_costs(output.read_text(encoding="utf-8", errors="replace").splitlines())


def self_costs(lines: Sequence[str]) -> Counter[str]:
    """What each function spent itself, without what it called."""
    names: dict[tuple[str, str], str] = {}
    costs: Counter[str] = Counter()
    current = {"ob": "", "fn": ""}
    called = False
    for line in lines:
        if found := POSITION.match(line):
            kind, text = found.groups()
            name = _name(names, kind[-2:], text)
            if not kind.startswith("c"):
                current[kind] = name
        elif line.startswith("calls="):
            called = True  # the next line is the cost of the call: not this function's own
        elif line[:1].isdigit() or line[:1] in "+-*":
            if not called:
                fields = line.split()
                if len(fields) > 1:
                    costs[f"{current['ob'].rpartition('/')[2]}: {current['fn']}"] += int(fields[1])
            called = False
    return costs


def per_operation(few: Counter[str], many: Counter[str], operations: int) -> dict[str, float]:
    """What so many more operations have added, each: start-up falls out."""
    return {
        name: (many[name] - few[name]) / operations
        for name in many
        if many[name] - few[name] > operations / 10
    }


def _name(names: dict[tuple[str, str], str], kind: str, text: str) -> str:
    found = NAME.match(text)
    if found is None:
        return text
    number, name = found.groups()
    if name is not None:
        names[kind, number] = name
    return names[kind, number]
