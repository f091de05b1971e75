"""What a user says of the work, with what goes with it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FeedbackBundle"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackBundle:
    """What `feedback/upload` hands to the sink of whoever embeds the server. Known secrets are taken out of its texts.

    Attributes:
        id: a new id for each of them.
        time: when it was said, in Unix seconds.
        classification: what kind of thing it is, such as `bug`, as the client says it.
        reason: what the user says; None: nothing.
        thread_id: the thread that it is about; None: none was named.
        thread_path: the file that the thread is kept in; None: in none, or the thread is not loaded.
        tags: further words of the client, by their names.
        logs: what the server has logged lately, if the client wants that to be known; empty otherwise.
        extra_log_files: files that the client wants to be known. They were not read.
        client_name: what the client calls itself.
        server_version: the version of the server.
    """

    id: str
    time: float
    classification: str
    reason: str | None = None
    thread_id: str | None = None
    thread_path: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    logs: str = ""
    extra_log_files: tuple[str, ...] = ()
    client_name: str = ""
    server_version: str = ""

    def to_json(self) -> str:
        """All of it as JSON."""
        values: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(values, ensure_ascii=False, indent=1, default=dict) + "\n"
