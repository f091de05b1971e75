"""What the generator says when it cannot go on."""

from __future__ import annotations

__all__ = ["GeneratorError", "NotUnderstoodError", "Place"]


class GeneratorError(Exception):
    """The models cannot be written; the message says why, and what to do."""


class NotUnderstoodError(GeneratorError):
    """A schema holds a construct that the generator does not know.

    Attributes:
        path: where it stands, as a JSON pointer into the combined schema file, or in a TypeScript file.
        what: what was not understood.
    """

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: {what}; teach the generator this construct, nothing was written")
        self.path = path
        self.what = what


class Place:
    """A value of the schema, with the path that leads to it."""

    __slots__ = ("path", "value")

    def __init__(self, path: str, value: object) -> None:
        self.path = path
        self.value = value

    def __truediv__(self, step: str | int) -> Place:
        """The member of that name or number."""
        escaped = str(step).replace("~", "~0").replace("/", "~1")
        value = self.value
        found: object = None
        if isinstance(value, dict):
            found = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            found = value[step]
        return Place(f"{self.path}/{escaped}", found)

    def as_object(self) -> dict[str, object]:
        """The value, which must be an object."""
        if not isinstance(self.value, dict):
            raise self.not_understood(f"expected an object, found {self.value!r}")
        return self.value

    def as_list(self) -> list[object]:
        """The value, which must be a list."""
        if not isinstance(self.value, list):
            raise self.not_understood(f"expected a list, found {self.value!r}")
        return self.value

    def not_understood(self, what: str) -> NotUnderstoodError:
        """The error that names this place."""
        return NotUnderstoodError(self.path, what)
