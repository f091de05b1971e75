"""Where what a command may write really is.

A sandbox is made of real paths, and a command may change a link, or a name that leads nowhere, within what it may
write: the next command, or file change, would be let into whatever that leads to then. So such a path is refused, and
what is told to a sandbox is where the others lead.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["real_protected", "real_root", "real_roots"]

MAX_LINKS: Final = 40
"""As many as the system follows."""


class _Roots:
    """Paths of what may be written, with where they lead."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.found: dict[str, tuple[str, list[str]]] = {}
        for path in paths:
            real, links, exists = _followed(path)
            if exists:
                self.found[path] = (real, links)
        self.reals = {real for real, _ in self.found.values()}
        self._firm = {real for real, links in self.found.values() if self.changeable(links) is None}

    def changeable(self, links: Sequence[str]) -> str | None:
        return next((link for link in links if _is_within(link, self.reals)), None)

    def check(self, path: str) -> None:
        """Refuse one that leads through a link that may be changed, unless it leads to what is among the others anyway.

        Raises:
            OSError: it is refused.
        """
        real, links = self.found[path]
        if (link := self.changeable(links)) is not None and not _is_within(real, self._firm):
            raise OSError(
                errno.ELOOP,
                f"{path} leads through the link {link}, which commands may change; name {real} itself, or do not let "
                "commands write to the directory that the link is in",
            )


def real_roots(paths: Iterable[str]) -> list[str]:
    """The real paths of what may be written. Those that do not exist are left out. This looks at the disk.

    Raises:
        OSError: a path leads through a link in what may be written, or cannot be looked at.
    """
    roots = _Roots(paths)
    for path in roots.found:
        roots.check(path)
    return sorted(roots.reals)


def real_root(path: str, paths: Iterable[str]) -> str:
    """The real path of a directory that is one of these. This looks at the disk.

    Raises:
        OSError: as above; or it does not exist.
    """
    roots = _Roots([path, *paths])
    if path not in roots.found:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    roots.check(path)
    return roots.found[path][0]


def real_protected(paths: Iterable[str], writable: Iterable[str]) -> list[str]:
    """The real paths of what may not be written, although it may lie in what may; of those that do not exist, as far as
    they do, and a part more. This looks at the disk.

    Raises:
        OSError: one leads through a link in what may be written, or cannot be looked at.
    """
    roots, found = _Roots(writable), list[str]()
    for path in paths:
        real, links, _ = _followed(path)
        if (link := roots.changeable(links)) is not None:
            raise OSError(
                errno.ELOOP,
                f"{path}, which commands may not change, leads through the link {link}, which they may; name {real} "
                "itself, or do not let commands write to the directory that the link is in",
            )
        found.append(real)
    return found


def _is_within(path: str, roots: set[str]) -> bool:
    return any(path == root or path.startswith(root.rstrip("/") + "/") for root in roots)


def _followed(path: str) -> tuple[str, list[str], bool]:
    """The real path of one, the links on the way to it, and whether it is there.

    Where it is not, the path is that of the first part that is missing.

    Raises:
        OSError: it cannot be looked at.
    """
    place, links = "/" if path.startswith("/") else os.getcwd(), list[str]()  # noqa: PTH109 - text stays text
    parts = path.split("/")[::-1]
    while parts:
        part = parts.pop()
        if part in {"", "."}:
            continue
        if part == "..":
            place = os.path.dirname(place)  # noqa: PTH120 - text stays text
            continue
        inner = os.path.join(place, part)  # noqa: PTH118 - text stays text
        try:
            target = os.readlink(inner)  # noqa: PTH115 - text stays text
        except FileNotFoundError:
            return inner, links, False
        except OSError as error:
            if error.errno != errno.EINVAL:  # what is no link
                raise
            place = inner
            continue
        links.append(inner)
        if len(links) > MAX_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
        if target.startswith("/"):
            place = "/"
        parts += target.split("/")[::-1]
    return place, links, True
