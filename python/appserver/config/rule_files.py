"""Files of rules on commands: `rules/*.rules` in the home, beside the system's configuration and in projects.

| file | what counts of it |
|---|---|
| one that can be read | its rules; of a project's folder below its root only those that hold commands up |
| one with a mistake | the rules that hold commands up, as far as they can be read; the user is told of the mistake |
| no regular file, too large, unreadable, or led to by a link out of its place | nothing; the user is told |
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from appserver.config.command_rules import Decision
from appserver.config.problems import ConfigNotice, TextRange
from appserver.config.rule_text import parse_rules
from appserver.text import repaired

if TYPE_CHECKING:
    from collections.abc import Iterator

    from appserver.config.command_rules import PrefixRule

__all__ = ["MAX_FILES", "MAX_FILE_BYTES", "RuleFile", "open_rules", "read_rules", "rule_paths"]

MAX_FILE_BYTES: Final = 256 * 1024
"""Of one file."""

MAX_FILES: Final = 64
"""Of one folder."""

_SUMMARY: Final = "Error parsing rules; what {} allows is not applied."


@dataclass(frozen=True, slots=True)
class RuleFile:
    """What one file says.

    Attributes:
        rules: its rules.
        programs: names of programs and their paths.
        notice: what the user should know of it.
    """

    rules: tuple[PrefixRule, ...] = ()
    programs: dict[str, frozenset[str]] = field(default_factory=dict[str, "frozenset[str]"])
    notice: ConfigNotice | None = None


def rule_paths(folder: str) -> tuple[list[str], ConfigNotice | None]:
    """The files of rules in a folder, in the order of their names, and what the user should know of the folder."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".rules"))  # noqa: PTH208 - text stays text
    except (FileNotFoundError, NotADirectoryError):
        return [], None
    except OSError as error:
        return [], ConfigNotice(f"Rules of {folder} are not read: {error.strerror}", path=folder)
    notice = None
    if len(names) > MAX_FILES:
        text = f"Rules of {folder}: {len(names)} files, of which the first {MAX_FILES} are read; put them together"
        notice = ConfigNotice(text, path=folder)
    return [f"{folder}/{name}" for name in names[:MAX_FILES]], notice


def open_rules(path: str, root: str) -> int:
    """Open a file of rules to read it.

    Args:
        path: the file.
        root: the folder that no link may lead it out of.

    Raises:
        OSError: it cannot be read; its text says why.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        fault = _fault(os.fstat(descriptor), path, root)
    except BaseException:
        os.close(descriptor)
        raise
    if fault:
        os.close(descriptor)
        raise OSError(fault)
    return descriptor


def _fault(about: os.stat_result, path: str, root: str) -> str:
    if not stat.S_ISREG(about.st_mode):  # a pipe would be waited for
        return "it is no regular file"
    if about.st_size > MAX_FILE_BYTES:
        return f"it has {about.st_size} bytes, of which {MAX_FILE_BYTES} can be read; make it shorter"
    real, top = os.path.realpath(path), os.path.realpath(root)
    if not real.startswith(f"{top.rstrip('/')}/"):
        return f"a link leads to {real}, out of {top}; put the file itself there"
    return ""


def read_rules(path: str, root: str) -> RuleFile:
    """Read one file; see `open_rules`."""
    try:
        with os.fdopen(open_rules(path, root), "rb") as file:
            text = file.read(MAX_FILE_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        return RuleFile()
    except OSError as error:
        return _not_read(path, error.strerror or str(error))
    except UnicodeDecodeError as error:
        return _not_read(path, f"byte {error.start} is no UTF-8")
    except ValueError:  # a zero byte
        return RuleFile()
    found = parse_rules(text)
    if found.problem is None:
        return RuleFile(tuple(found.rules), found.programs)
    place = TextRange(found.problem.line, found.problem.column, found.problem.line, found.problem.column)
    details = f"failed to parse rules file {repaired(path)}: {found.problem}"
    return RuleFile(
        tuple(held_up(found.rules)),
        {},
        ConfigNotice(_SUMMARY.format(repaired(path)), details, repaired(path), place),
    )


def held_up(rules: list[PrefixRule] | tuple[PrefixRule, ...]) -> Iterator[PrefixRule]:
    """The rules that let nothing through."""
    return (rule for rule in rules if rule.decision is not Decision.ALLOW)


def _not_read(path: str, why: str) -> RuleFile:
    path = repaired(path)
    notice = ConfigNotice(_SUMMARY.format(path), f"failed to read rules file {path}: {why}", path)
    return RuleFile(notice=notice)
