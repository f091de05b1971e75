"""What files beside the work say: to its model in AGENTS.md and skills, and of its commands in rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver.skills.telling import told_skills
from appserver.turns.command_rules import CommandRules

if TYPE_CHECKING:
    from appserver.config.loading import LoadedConfig
    from appserver.config.problems import ConfigNotice
    from appserver.config.server_config import ServerConfig

__all__ = ["NOTHING_TOLD", "told_files"]

NOTHING_TOLD: dict[str, Any] = {"instructions": None, "skills": None}
"""The fields of settings of a folder of which nobody can say what holds there. Rules that held before go on holding."""


def told_files(config: ServerConfig, loaded: LoadedConfig) -> tuple[dict[str, Any], list[ConfigNotice]]:
    """The fields of the settings of a thread in the folder that a configuration is for, and what is to be told of them.

    Reads files.
    """
    instructions, notices = config.instructions(loaded)
    skills, more = told_skills(config, loaded)
    if skills is not None and loaded.project is not None:
        skills = config.shared("skills", loaded.project.cwd, skills)
    rules, of_rules = config.rule_book.rules_for(loaded)
    told = {
        "instructions": instructions,
        "skills": skills,
        "rules": CommandRules(rules, config.rule_book),
    }
    return told, [*notices, *more, *of_rules]
