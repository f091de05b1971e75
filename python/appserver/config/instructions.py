"""AGENTS.md: what the user, and the project that is worked in, say to whoever works there."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from appserver.config.keys import KEYS
from appserver.config.problems import ConfigNotice
from appserver.text import repaired

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appserver.config.loading import LoadedConfig

__all__ = ["Instructions", "read_instructions"]

FILE_NAMES: Final = ("AGENTS.override.md", "AGENTS.md")
"""The names of such a file; the first that a folder has counts. A project's may have others, by the configuration."""

MAX_USER_BYTES: Final = 1 << 20
"""How much is read of the user's own file, which the bound of the configuration is not about."""

MAX_PROJECT_BYTES: Final = 8 << 20
"""The highest bound that the configuration can set for the files of a project."""


@dataclass(frozen=True, slots=True)
class Instructions:
    """What such files say.

    Attributes:
        sources: the files, in the order in which they count.
        user: what the user says, for all work.
        project: what the project says, from its topmost folder down.
    """

    sources: tuple[str, ...] = ()
    user: str = ""
    project: str = ""

    @property
    def length(self) -> int:
        """How many characters they are."""
        return len(self.user) + len(self.project)


class _Beginning(NamedTuple):
    """What was read of a file, and how large it is."""

    data: bytes
    size: int


def read_instructions(loaded: LoadedConfig, home: str) -> tuple[Instructions, list[ConfigNotice]]:
    """What counts in the folder that a configuration is for, and what of it could not be taken as it is written.

    A project that its user has marked as untrusted says nothing; one that nobody has said anything about does.
    """
    problems: list[str] = []
    found = _user_text(home, problems)
    user_sources, user = ([], "") if found is None else ([found[0]], found[1])
    project_sources, project = _project_text(loaded, problems)
    notices: list[ConfigNotice] = []
    if problems:
        text = "\n".join(f"  {repaired(problem)}" for problem in problems)
        summary = f"Instructions are not told to the model as they are written:\n{text}"
        notices.append(ConfigNotice(summary, is_of_threads=True))
    sources = (repaired(path) for path in (*user_sources, *project_sources))
    return Instructions(tuple(sources), user, project), notices


def _user_text(home: str, problems: list[str]) -> tuple[str, str] | None:
    """The user's own file, and its text: the first that says anything."""
    for name in FILE_NAMES:
        path = os.path.join(home, name)  # noqa: PTH118 - text stays text
        read = _read(path, MAX_USER_BYTES, problems)
        if read is None:
            continue
        if text := _text(path, read, problems).strip():
            if read.size > len(read.data):
                problems.append(
                    f"{path} is cut: {len(read.data)} of its {read.size} bytes are read; make it shorter"
                )
            return path, text
    return None


def _project_text(loaded: LoadedConfig, problems: list[str]) -> tuple[list[str], str]:
    """The files of the project, from its topmost folder down, and their texts."""
    left = min(_value(loaded, "project_doc_max_bytes"), MAX_PROJECT_BYTES)
    if loaded.project is None or loaded.project.trust == "untrusted" or not left:
        return [], ""
    names = (*FILE_NAMES, *_further_names(loaded, problems))
    sources: list[str] = []
    texts: list[str] = []
    limit = f"`project_doc_max_bytes` is {left}"
    for path in _files([*loaded.project.folders()][::-1], names):
        if left <= 0:
            problems.append(f"{path} is left out: {limit}, and the files above it have taken that")
            continue
        read = _read(path, left, problems)
        if read is None:
            continue
        text = _text(path, read, problems)
        if not text.strip():
            continue
        sources.append(path)
        texts.append(text)
        left -= len(read.data)
        if read.size > len(read.data):
            problems.append(f"{path} is cut: {len(read.data)} of its {read.size} bytes are told; {limit}")
    return sources, "\n\n".join(texts)


def _further_names(loaded: LoadedConfig, problems: list[str]) -> Iterator[str]:
    """Names that the configuration says. A path is none: it would lead out of the folder."""
    for name in _value(loaded, "project_doc_fallback_filenames"):
        if not name or name in {".", ".."} or "/" in name or "\0" in name:
            problems.append(
                f"{name!r} of `project_doc_fallback_filenames` is left out: it is no name of a file"
            )
        else:
            yield name


def _value(loaded: LoadedConfig, key: str) -> Any:
    return loaded.values.get(key, KEYS[key].default)


def _files(folders: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """The file of each folder that has one: the first by its name."""
    for folder in folders:
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118 - text stays text
            if os.path.isfile(path):  # noqa: PTH113 - text stays text
                yield path
                break


def _read(path: str, limit: int, problems: list[str]) -> _Beginning | None:
    """The beginning of a file; None: there is none, or it cannot be read, which is among the problems then."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)  # a pipe would be waited for
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        problems.append(_unreadable(path, error))
        return None
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data = file.read(limit + 1)
        return _Beginning(data[:limit], max(about.st_size, len(data)))
    except OSError as error:
        problems.append(_unreadable(path, error))
        return None
    finally:
        os.close(descriptor)


def _unreadable(path: str, error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) else error
    return f"{path} cannot be read and is left out: {reason or error}"


def _text(path: str, read: _Beginning, problems: list[str]) -> str:
    """The text, without the part of a character that a cut may have left at its end."""
    try:
        return read.data.decode()
    except UnicodeDecodeError as error:
        is_cut = (
            read.size > len(read.data)
            and error.end == len(read.data)
            and error.reason.startswith("unexpected")
        )
        if is_cut:
            return read.data[: error.start].decode()
        problems.append(
            f"{path} is not valid UTF-8 (byte {error.start}); what cannot be read is told as U+FFFD"
        )
        return read.data.decode(errors="replace")
