"""The profiles on the page: what costs what, and why the largest costs stay."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benches.profile.paths import PATHS
from benches.profile.take import PROFILES
from benches.report.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["Cost", "Profile", "largest", "load_profiles", "profile_section"]

LARGEST = 3
"""Costs that the page explains."""

FUNCTIONS = 12
"""Functions that the page lists."""


@dataclass(frozen=True, slots=True)
class Cost:
    """A kind of work within a path.

    Attributes:
        title: what it is.
        pattern: regular expression on `object: function`; the first cost that matches has the function.
        reasons: why it stays, by path, where it is one of the largest.
    """

    title: str
    pattern: str
    reasons: Mapping[str, str]

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Cost:
        """A cost from the report's data file: title, pattern, and a reason a path."""
        reasons = {path: data[path].strip() for path in PATHS if path in data}
        return cls(data["title"], data["pattern"], reasons)

    def reason(self, path: str) -> str:
        """Why it stays; empty where nobody said."""
        return self.reasons.get(path, "")


@dataclass(frozen=True, slots=True)
class Profile:
    """One path.

    Attributes:
        path: its id in `benches.profile.paths`.
        title: what one operation is.
        instructions: of one operation, by `object: function`.
        peer_instructions: all that the plain-asyncio build needs for the same; 0 where they were not counted.
        shares: of the sampling profiler's samples, by `file: function`.
        gaps: what could not be taken, and why.
    """

    path: str
    title: str
    instructions: Mapping[str, float]
    peer_instructions: int
    shares: Mapping[str, float]
    gaps: tuple[str, ...]

    def by_cost(self, costs: Sequence[Cost]) -> list[tuple[Cost, float]]:
        """Instructions by kind of work, the largest first."""
        sums = [0.0] * len(costs)
        for name, count in self.instructions.items():
            sums[next(index for index, cost in enumerate(costs) if re.search(cost.pattern, name))] += count
        return sorted(zip(costs, sums, strict=True), key=lambda item: -item[1])


def load_profiles(directory: Path = PROFILES) -> dict[str, Profile]:
    """Every profile there is, in the order of the paths."""
    profiles = {}
    for path in PATHS:
        file = directory / f"{path}.json"
        if file.exists():
            data = json.loads(file.read_text(encoding="utf-8"))
            profiles[path] = Profile(
                path=data["path"],
                title=data["title"],
                instructions=data["instructions"],
                peer_instructions=data["peer_instructions"],
                shares=data["shares"],
                gaps=tuple(data["gaps"]),
            )
    return profiles


def largest(profile: Profile, costs: Sequence[Cost]) -> list[Cost]:
    """The costs that have to be explained; none where nothing was counted."""
    return [cost for cost, _ in profile.by_cost(costs)[:LARGEST]] if profile.instructions else []


def profile_section(profiles: Mapping[str, Profile], costs: Sequence[Cost]) -> str:
    """Every path."""
    return "\n\n".join(_one(profile, costs) for profile in profiles.values())


def _one(profile: Profile, costs: Sequence[Cost]) -> str:
    parts = [f"### {profile.title}"]
    if profile.instructions:
        total = sum(profile.instructions.values())
        rows = [
            (cost.title, f"{count:,.0f}", f"{count / total:.0%}")
            for cost, count in profile.by_cost(costs)
            if count >= 1
        ]
        rows.append(("all", f"{total:,.0f}", ""))
        if peer := profile.peer_instructions:
            rows.append(("asyncio queues, for the same", f"{peer:,.0f}", f"{peer / total:.0%}"))
        parts.append(table(("instructions", "an operation", "share"), rows))
        parts.append("The three largest, and why they stay:")
        parts.append("\n".join(_explained(cost, profile.path) for cost in largest(profile, costs)))
        functions = list(profile.instructions.items())[:FUNCTIONS]
        parts.append(
            table(
                ("function", "instructions"),
                [(f"`{_short(name)}`", f"{count:,.0f}") for name, count in functions],
            )
        )
    if profile.shares:
        shares = list(profile.shares.items())[:FUNCTIONS]
        samples = [(f"`{name}`", f"{share:.0%}") for name, share in shares if share >= 0.005]
        parts.append(table(("samples in Python: where the time was spent itself", "share"), samples))
    parts += [f"Not taken: {gap}" for gap in profile.gaps]
    return "\n\n".join(parts)


def _explained(cost: Cost, path: str) -> str:
    reason = cost.reason(path).replace("\n", "\n  ")
    return f"- *{cost.title}.* {reason}"


def _short(name: str) -> str:
    """Without the parameters that generic names carry, and fit for a table."""
    plain = re.sub(r"<[^<>]*>", "", re.sub(r"<[^<>]*>", "", name)).replace("|", "/")
    return plain if len(plain) <= 90 else plain[:89] + "…"
