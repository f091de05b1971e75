"""Where a server looks for the skills of a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from appserver.skills.finding import roots_of

if TYPE_CHECKING:
    from appserver.config.projects import Project
    from appserver.config.server_config import ServerConfig
    from appserver.skills.finding import Root

__all__ = ["skill_roots"]


def skill_roots(config: ServerConfig, home: str, project: Project | None) -> list[Root]:
    """The roots for the folder of a project, or (None) those of the user alone."""
    folders = [] if project is None else [*project.folders()][::-1]
    return roots_of(home, _own_directory(), folders, config.extra_skill_roots)


def _own_directory() -> str | None:
    """The user's own directory."""
    path = os.path.expanduser("~")  # noqa: PTH111 - text stays text
    return None if path == "~" else path
