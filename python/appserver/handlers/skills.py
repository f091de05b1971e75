"""The handlers of `skills/*`: which skills there are for a folder, where else they are looked for, and which count."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from appserver import protocol as p
from appserver.backends.threads import call_in_thread
from appserver.config.problems import ConfigError
from appserver.config.skill_switches import is_enabled, switch_skill
from appserver.config.writing import WriteError
from appserver.errors import ErrorCode, ServerError
from appserver.skills.finding import find_skills
from appserver.skills.roots import skill_roots
from appserver.text import repaired
from appserver.turns.encodable import check_params
from appserver.turns.settings import read_directory

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.config.server_config import ServerConfig
    from appserver.server.context import RequestContext
    from appserver.skills.reading import Skill

__all__ = ["SkillHandlers"]

_NOT_SHOWN: Final = dict.fromkeys(
    ("display_name", "short_description", "icon_small", "icon_large", "brand_color", "default_prompt")
)
"""What an interface says where it says nothing."""

MAX_ROOTS: Final = 64
"""Roots that clients may set for a server, all together."""

MAX_CWDS: Final = 256
"""Folders that one request may ask about: the answer has all skills for each of them."""


class SkillHandlers:
    """Answers what is asked about skills. Files are read in threads, anew for each request: what is there is shown.

    A server without a home reads none.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, config: ServerConfig | None) -> None:
        self._config = config
        self.by_method: dict[str, Callable[..., Any]] = {
            "skills/list": self.list,
            "skills/config/write": self.switch,
            "skills/extraRoots/set": self.set_roots,
        }

    async def list(self, _ctx: RequestContext, params: p.SkillsListParams) -> p.SkillsListResponse:
        """Answer with the skills for each folder, by default for that of the process.

        Cancellation: nothing was begun.
        """
        check_params(params)
        if len(params.cwds or ()) > MAX_CWDS:
            raise ServerError(
                f"skills/list takes {MAX_CWDS} cwds at the most, not {len(params.cwds or ())}; ask for some at a time"
            )
        cwds = params.cwds or [repaired(str(Path.cwd()))]
        return p.SkillsListResponse(data=[await self._entry(cwd) for cwd in cwds])

    async def _entry(self, cwd: str) -> p.SkillsListEntry:
        if self._config is None or self._config.loader.home is None:
            return p.SkillsListEntry(cwd=cwd, skills=[], errors=[])
        look = partial(_found, self._config, self._config.loader.home, cwd)
        return await call_in_thread(look, abandon_on_cancel=True)

    async def switch(
        self, _ctx: RequestContext, params: p.SkillsConfigWriteParams
    ) -> p.SkillsConfigWriteResponse:
        """Say in the user's configuration whether a skill counts, by its path or by its name.

        Cancellation: it may be written all the same.
        """
        check_params(params)
        if self._config is None:
            raise ServerError("this server has no home, and no file to write to")
        try:
            write = partial(
                switch_skill,
                self._config.loader,
                path=None if params.path is None else str(params.path),
                name=params.name,
                is_enabled=params.enabled,
            )
            await self._config.beside(write)
        except WriteError as error:
            if error.code == "invalidParams":
                raise ServerError(error.message, code=ErrorCode.INVALID_PARAMS) from None
            raise ServerError(error.message, data={"config_write_error_code": error.code}) from None
        except ConfigError as error:
            raise ServerError(
                f"failed to load configuration: {error.text}", code=ErrorCode.INTERNAL
            ) from None
        return p.SkillsConfigWriteResponse(effective_enabled=params.enabled)

    def set_roots(
        self, ctx: RequestContext, params: p.SkillsExtraRootsSetParams
    ) -> p.SkillsExtraRootsSetResponse:
        """Look for skills below these folders too, for as long as the server lives. They replace those set before."""
        check_params(params)
        roots = tuple(dict.fromkeys(os.path.normpath(str(root)) for root in params.extra_roots))
        if len(roots) > MAX_ROOTS:
            raise ServerError(f"skills/extraRoots/set takes {MAX_ROOTS} roots at the most, not {len(roots)}")
        if self._config is not None and roots != self._config.extra_skill_roots:
            self._config.extra_skill_roots = roots
            ctx.outgoing.try_send_notification(p.SkillsChangedNotification())
        return p.SkillsExtraRootsSetResponse()


def _found(config: ServerConfig, home: str, cwd: str) -> p.SkillsListEntry:
    """The skills for a folder. What cannot be read is among the errors."""
    errors: list[p.SkillErrorInfo] = []
    try:
        loaded = config.loader.read_layers(str(read_directory(cwd)))
    except ConfigError as error:
        problem = p.SkillErrorInfo(path=cwd, message=f"failed to reload config: {repaired(error.text)}")
        return p.SkillsListEntry(cwd=cwd, skills=[], errors=[problem])
    found = find_skills(skill_roots(config, home, loaded.project))
    errors += [p.SkillErrorInfo(path=repaired(path), message=repaired(text)) for path, text in found.errors]
    switches: Any = loaded.values.get("skills")
    skills = [
        _shown(skill, is_enabled=is_enabled(switches, name=skill.name, path=skill.path))
        for skill in found.skills
    ]
    return p.SkillsListEntry(cwd=cwd, skills=skills, errors=errors)


def _shown(skill: Skill, *, is_enabled: bool) -> p.SkillMetadata:
    fields: dict[str, Any] = {}
    if skill.short_description is not None:
        fields["short_description"] = skill.short_description
    if skill.interface is not None:
        fields["interface"] = p.SkillInterface(**{**_NOT_SHOWN, **skill.interface})
    if skill.tools:
        tools = [p.SkillToolDependency(**dict(tool)) for tool in skill.tools]
        fields["dependencies"] = p.SkillDependencies(tools=tools)
    return p.SkillMetadata(
        name=repaired(skill.name),
        description=skill.description,
        path=repaired(skill.path),
        scope=skill.scope,
        enabled=is_enabled,
        **fields,
    )
