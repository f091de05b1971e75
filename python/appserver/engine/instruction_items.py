"""What AGENTS.md and skills say, as parts of messages to the model, and what of it the model has not been told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.turns.settings import TurnSettings

__all__ = ["changed_instructions", "last_part", "skills_part"]

_BEGIN: Final = "<instructions"

_NONE_ANY_MORE: Final = (
    f"{_BEGIN}>\nWhat files with instructions said before does not hold here.\n</instructions>"
)
"""What the model is told in a folder without any, when it was told of some before."""


_SKILLS: Final = """\
<skills>
A skill is a file that says how some kind of work is done here. Where the work, or the user, asks for one of these, \
read its file first, and do as it says. A path in a skill is relative to the folder of its file. Read no more of them \
than the work needs."""


def skills_part(settings: TurnSettings) -> list[str]:
    """The list of skills, where there are any."""
    told = settings.skills
    if told is None or not told.skills:
        return []
    lines = [f"- {skill.name}: {skill.description} (file: {skill.path})" for skill in told.skills]
    if told.left_out:
        lines.append(f"There are {told.left_out} more, which do not fit here.")
    return ["\n".join((_SKILLS, *lines, "</skills>"))]


def changed_instructions(context: Sequence[Mapping[str, Any]], settings: TurnSettings) -> list[str]:
    """The part that says what holds now, where that is not what was told last in `context`; it replaces that."""
    said, told = _text(settings), last_part(context, _BEGIN)
    if said is None and told is not None:
        said = _NONE_ANY_MORE
    return [] if said is None or said == told else [said]


def last_part(context: Sequence[Mapping[str, Any]], begin: str, role: str = "user") -> str | None:
    """The newest text that begins so, in the user's messages or in those of another."""
    for item in reversed(context):
        content: Any = item.get("content")
        if item.get("role") != role or not is_list(content):
            continue
        for part in content:
            text: Any = part.get("text") if is_dict(part) else None
            if isinstance(text, str) and text.startswith(begin):
                return text
    return None


def _text(settings: TurnSettings) -> str | None:
    """What holds; None: nothing is said. What the project says comes last: it is nearer to the work."""
    found = settings.instructions
    if found is None or not (found.user or found.project):
        return None
    parts = [f"{_BEGIN} cwd={quoteattr(str(settings.cwd))}>"]
    if found.user:
        parts.append(f"The user says for all work:\n\n{found.user}\n")
    if found.project:
        parts.append(f"The project says for work in this folder:\n\n{found.project}\n")
    return "\n".join((*parts, "</instructions>"))
