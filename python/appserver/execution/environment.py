"""Which environment variables a command is given."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from appserver.plain_data import is_list, is_mapping, is_tuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

__all__ = [
    "CORE_VARIABLES",
    "FOR_MODELS",
    "SECRET_PATTERNS",
    "EnvironmentPolicy",
    "Inherit",
    "checked_variables",
    "secret_variables",
]

Inherit: TypeAlias = Literal["all", "core", "none"]

CORE_VARIABLES = (
    "HOME",
    "LANG",
    "LC_*",
    "LOGNAME",
    "PATH",
    "SHELL",
    "TEMP",
    "TERM",
    "TMP",
    "TMPDIR",
    "TZ",
    "USER",
)
"""What `core` inherits: what programs need to find other programs, their user's files and the right language."""

FOR_MODELS = {
    "TERM": "dumb",
    "NO_COLOR": "1",
    "PAGER": "cat",
    "GIT_PAGER": "cat",
    "GH_PAGER": "cat",
    "MANPAGER": "cat",
    "SYSTEMD_PAGER": "cat",
    "LESSSECURE": "1",
}
"""What commands of a model are given where nobody says otherwise: nobody turns their pages, and no pager that a program
starts at a terminal takes what is typed there for commands. A rule that lets a program through means that program."""

SECRET_PATTERNS = ("*KEY*", "*SECRET*", "*TOKEN*")
"""Names that are left out by default; the case of letters is not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentPolicy:
    """Which variables of this process a command inherits, and which it is given besides.

    What a command prints is shown to the model and to the clients, so secrets are left out unless they are named in
    `set`, or `keep_secrets` is true. Patterns are those of a shell (`*`, `?`, `[...]`); the case of letters does not
    count in them.

    Attributes:
        inherit: `all` variables of this process, the `core` that most programs need, or `none`.
        keep_secrets: keep inherited names that contain KEY, SECRET or TOKEN, and those of `secrets`.
        secrets: further names that hold secrets. Those that an agent names (`Agent.secret_variables`) are added.
        exclude: patterns of inherited names that are left out.
        include_only: patterns of which every inherited name must fit one; empty: no such condition.
        set: variables that are given whatever is inherited.
    """

    inherit: Inherit = "all"
    keep_secrets: bool = False
    secrets: Sequence[str] = ()
    exclude: Sequence[str] = ()
    include_only: Sequence[str] = ()
    set: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        if self.inherit not in get_args(Inherit):
            raise ValueError(f"inherit is 'all', 'core' or 'none', not {self.inherit!r}")
        keep_secrets: Any = self.keep_secrets
        if not isinstance(keep_secrets, bool):
            raise TypeError(f"keep_secrets is True or False, not {keep_secrets!r}")
        for name in ("secrets", "exclude", "include_only"):
            patterns: Any = getattr(self, name)
            if not (is_list(patterns) or is_tuple(patterns)) or not all(
                isinstance(entry, str) for entry in patterns
            ):
                raise TypeError(f"{name} takes a list or a tuple of patterns, each a str, not {patterns!r}")
            object.__setattr__(self, name, tuple(patterns))
        object.__setattr__(self, "set", checked_variables("set", self.set))

    @classmethod
    def from_config(cls, value: Any, default: EnvironmentPolicy) -> EnvironmentPolicy:
        """The policy of a `shell_environment_policy` in Codex's words; what it leaves out is as in `default`.

        Raises:
            ValueError, TypeError: a key that does not exist, or a value that does not fit.
        """
        if not is_mapping(value):
            raise TypeError(f"it is an object, not {type(value).__name__}")
        options = {entry.name: getattr(default, entry.name) for entry in fields(default)}
        for key, entry in value.items():
            if key == "ignore_default_excludes":
                options["keep_secrets"] = entry
            elif key in options and key not in _OURS:
                options[key] = entry
            else:
                known = [name for name in options if name not in _OURS]
                raise ValueError(f"{key!r} is not known; use {', '.join(known)} or ignore_default_excludes")
        return cls(**options)

    def with_variables(self, variables: Mapping[str, str]) -> Self:
        """This policy with further variables that are given whatever is inherited."""
        from dataclasses import replace

        return replace(self, set={**self.set, **variables})

    def with_defaults(self, variables: Mapping[str, str]) -> Self:
        """This policy with variables that are given whatever is inherited, unless it gives them itself."""
        return self.with_variables({**variables, **self.set})

    def with_secrets(self, names: Sequence[str]) -> Self:
        """This policy with further names that hold secrets."""
        from dataclasses import replace

        return replace(self, secrets=(*self.secrets, *names)) if names else self

    def environment(self, source: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment of a command.

        Args:
            source: what is inherited from; None: the environment of this process.
        """
        source = os.environ if source is None else source
        return {name: value for name, value in source.items() if self._inherits(name)} | dict(self.set)

    def _inherits(self, name: str) -> bool:
        if self.inherit == "none" or (self.inherit == "core" and not _fits(name, CORE_VARIABLES)):
            return False
        if not self.keep_secrets and (_fits(name, SECRET_PATTERNS) or name in self.secrets):
            return False
        return not _fits(name, self.exclude) and (not self.include_only or _fits(name, self.include_only))


_OURS = frozenset({"keep_secrets", "secrets"})
"""Fields that have no key of their own in a configuration."""


def _fits(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name.upper(), pattern.upper()) for pattern in patterns)


def secret_variables(source: Mapping[str, str]) -> dict[str, str]:
    """The variables that are left out by default."""
    return {name: value for name, value in source.items() if _fits(name, SECRET_PATTERNS)}


def checked_variables(option: str, variables: Any) -> dict[str, str]:
    """A copy of variables that an environment can hold.

    Raises:
        TypeError, ValueError: it is something else; the text names `option`.
    """
    if not is_mapping(variables):
        raise TypeError(f"{option} maps names to values, not {type(variables).__name__}")
    for name, value in variables.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise TypeError(f"{option} maps names to values, both str; {name!r} is {value!r}")
        if not name or "=" in name or "\0" in name:
            raise ValueError(f"{option}: {name!r} cannot be the name of a variable")
        if "\0" in value:
            raise ValueError(f"{option}: the value of {name!r} holds a null character")
        try:
            os.fsencode(name + value)
        except UnicodeEncodeError as error:
            raise ValueError(f"{option}: {name!r} is not valid Unicode: {error.reason}") from error
    return dict(variables)
