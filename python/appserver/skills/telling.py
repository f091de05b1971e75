"""What a model is told of the skills that count where it works, within a bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from appserver.config.problems import ConfigNotice
from appserver.config.skill_switches import is_enabled
from appserver.plain_data import is_dict
from appserver.skills.finding import find_skills
from appserver.skills.roots import skill_roots
from appserver.text import repaired

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.config.loading import LoadedConfig
    from appserver.config.server_config import ServerConfig
    from appserver.skills.reading import Skill

__all__ = ["ToldSkill", "ToldSkills", "told_skills"]

MAX_TOLD_BYTES: Final = 16 * 1024
"""What all skills take together: some two hundred of the usual length, and a fiftieth of a usual context."""

MAX_DESCRIPTION: Final = 1024
"""Letters of a description: what a model needs to know whether to read on."""


class ToldSkill(NamedTuple):
    """A skill, as a model is told of it.

    Attributes:
        name: what it is called.
        description: what it is for.
        path: its SKILL.md, which says the rest.
    """

    name: str
    description: str
    path: str


@dataclass(frozen=True, slots=True)
class ToldSkills:
    """The skills that a model is told of.

    Attributes:
        skills: those of the nearest scope first.
        left_out: how many more there are.
    """

    skills: tuple[ToldSkill, ...] = ()
    left_out: int = 0

    @property
    def length(self) -> int:
        """How many characters they are."""
        return sum(len(text) for skill in self.skills for text in skill)


def told_skills(config: ServerConfig, loaded: LoadedConfig) -> tuple[ToldSkills | None, list[ConfigNotice]]:
    """The skills of the folder that a configuration is for, and what of them does not fit.

    None: the model is to be told of none, or the server has no home. A project that its user has marked as untrusted
    says nothing; one that nobody has said anything about does, as with its AGENTS.md. Reads files.
    """
    home, switches = config.loader.home, loaded.values.get("skills")
    if home is None or (is_dict(switches) and switches.get("include_instructions") is False):
        return None, []
    is_quiet = loaded.project is not None and loaded.project.trust == "untrusted"
    found = find_skills(skill_roots(config, home, None if is_quiet else loaded.project))
    told = _fitting([skill for skill in found.skills if _counts(switches, skill)])
    if not told.left_out:
        return (told if told.skills else None), []
    text = (
        f"{told.left_out} skills are not told to the model: the first {len(told.skills)} take the "
        f"{MAX_TOLD_BYTES} bytes that all may take; switch some off with skills/config/write, or shorten descriptions"
    )
    return told, [ConfigNotice(text, is_of_threads=True)]


def _counts(switches: Any, skill: Skill) -> bool:
    return is_enabled(switches, name=skill.name, path=skill.path)


def _fitting(skills: Sequence[Skill]) -> ToldSkills:
    """As many of the first as fit; descriptions that are long are cut."""
    told: list[ToldSkill] = []
    left = MAX_TOLD_BYTES
    for skill in skills:
        description = repaired(skill.description)
        if len(description) > MAX_DESCRIPTION:
            description = f"{description[: MAX_DESCRIPTION - 1]}\u2026"
        one = ToldSkill(repaired(skill.name), description, repaired(skill.path))
        left -= sum(len(text.encode()) for text in one)
        if left < 0:
            break
        told.append(one)
    return ToldSkills(tuple(told), len(skills) - len(told))
