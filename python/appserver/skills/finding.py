"""Where skills are looked for.

| root | scope |
|---|---|
| `.agents/skills` and `.codex/skills` of each folder of the project, from its root down | `repo` |
| `skills` of the home, `.agents/skills` of the user's own directory, roots that a client has set | `user` |
| `skills/.system` of the home | `system` |
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from appserver.skills.reading import SKILL_FILE, Skill, SkillError, read_skill

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Found", "Root", "find_skills", "roots_of"]

MAX_DEPTH: Final = 6
"""How deep below a root a skill may lie."""

MAX_FOLDERS: Final = 2000
"""How many folders of a root are looked at."""

_RANKS: Final = ("repo", "user", "system")


class Root(NamedTuple):
    """A folder with skills below it."""

    path: str
    scope: str


class Found(NamedTuple):
    """Skills, and files that cannot be used: path and reason."""

    skills: list[Skill]
    errors: list[tuple[str, str]]


def roots_of(home: str, user: str | None, folders: Sequence[str], extra: Sequence[str]) -> list[Root]:
    """The roots for a folder.

    Args:
        home: the home of the server.
        user: the user's own directory, if it is known.
        folders: those of the project, from its root down.
        extra: what a client has set.
    """
    join = os.path.join
    repo = [join(folder, name, "skills") for folder in folders for name in (".agents", ".codex")]
    users = [join(home, "skills"), *([] if user is None else [join(user, ".agents", "skills")]), *extra]
    found = [Root(path, "repo") for path in repo if path != users[0]]
    found += [Root(path, "user") for path in users]
    return [*found, Root(join(home, "skills", ".system"), "system")]


def find_skills(roots: Sequence[Root]) -> Found:
    """All skills of these roots, each once: those of the nearest scope first, and by their names."""
    skills: dict[str, Skill] = {}
    errors: dict[str, str] = {}
    for root in roots:
        for path in _files(root, errors):
            if path in skills or path in errors:
                continue
            try:
                skills[path] = read_skill(path, root.scope)
            except SkillError as error:
                errors[path] = str(error)
    ordered = sorted(skills.values(), key=lambda skill: (_RANKS.index(skill.scope), skill.name, skill.path))
    return Found(ordered, list(errors.items()))


def _files(root: Root, errors: dict[str, str]) -> list[str]:
    """The SKILL.md of the folders below a root, breadth first. Links to folders are followed, to files not."""
    files: list[str] = []
    folders = [(os.path.realpath(root.path), 0)]
    seen: set[tuple[int, int]] = set()
    looked_at = 0
    for folder, depth in folders:  # grows while it is gone through
        looked_at += 1
        if looked_at > MAX_FOLDERS:
            errors[root.path] = f"only {MAX_FOLDERS} folders of it were looked at"
            break
        try:
            about = os.stat(folder)  # noqa: PTH116 - text stays text
            if (about.st_dev, about.st_ino) in seen:
                continue
            seen.add((about.st_dev, about.st_ino))
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            errors[folder] = f"failed to read folder: {error.strerror or error}"
            continue
        for entry in listed:
            if entry.name == SKILL_FILE and entry.is_file(follow_symlinks=False):
                files.append(entry.path)
            elif not entry.name.startswith(".") and depth < MAX_DEPTH and _is_folder(entry):
                path = os.path.realpath(entry.path) if entry.is_symlink() else entry.path
                folders.append((path, depth + 1))
    return files


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads around in a circle
        return False
