"""From files and options to the whole configuration."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver.config.keys import CONFIG
from appserver.config.kinds import MismatchError
from appserver.config.layers import Layer, check_layers, merged, merged_layers, normal, origins
from appserver.config.problems import ConfigError, ConfigNotice
from appserver.config.projects import Project, find_project, project_layers
from appserver.config.requirements import (
    Requirements,
    managed_requirements,
    parse_requirements,
    read_requirements,
)
from appserver.config.structures import BUILT_IN_PROVIDERS
from appserver.config.toml_file import TomlText, parse_text, read_toml
from appserver.config.warnings import unknown_keys, unknown_notice
from appserver.plain_data import is_dict, nested

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.config.requirements import RequirementSource

__all__ = ["CloudFragment", "ConfigLoader", "LoadedConfig", "LoaderOverrides"]

UNTRUSTED_IS_GONE = 'approval_policy = "untrusted" is no longer supported; remove this setting'


@dataclass(frozen=True, kw_only=True)
class LoaderOverrides:
    """Where the configuration is read from in place of the usual places, for tests and for whoever embeds a server.

    A path that is None stands for the usual place where the server has a home, and for none where it has not.

    Attributes:
        user_config_path: in place of `config.toml` of the home.
        system_config_path: in place of `/etc/codex/config.toml`.
        managed_config_path: in place of `/etc/codex/managed_config.toml`.
        system_requirements_path: in place of `/etc/codex/requirements.toml`.
        ignore_user_config: the user's file is not read.
        ignore_managed_requirements: neither the requirements of the system nor the managed configuration is read.
        strict_config: keys that nobody knows are errors.
    """

    user_config_path: str | os.PathLike[str] | None = None
    system_config_path: str | os.PathLike[str] | None = None
    managed_config_path: str | os.PathLike[str] | None = None
    system_requirements_path: str | os.PathLike[str] | None = None
    ignore_user_config: bool = False
    ignore_managed_requirements: bool = False
    strict_config: bool = False


@dataclass(frozen=True, slots=True)
class CloudFragment:
    """One part of what an organization manages: a text of TOML with its name."""

    id: str
    name: str
    contents: str


@dataclass(frozen=True)
class LoadedConfig:
    """The whole configuration, as it is for one folder.

    Attributes:
        layers: its layers, the highest first.
        values: what they say together.
        requirements: what is allowed.
        project: the project of the folder; None: no folder was named.
        notices: what the user should know.
    """

    layers: tuple[Layer, ...]
    values: dict[str, Any]
    requirements: Requirements
    project: Project | None = None
    notices: tuple[ConfigNotice, ...] = ()

    @property
    def shown(self) -> dict[str, Any]:
        """All keys, with defaults."""
        found: dict[str, Any] = CONFIG.shown(self.values)
        return found

    @property
    def origins(self) -> dict[str, dict[str, Any]]:
        """Who says each value, by its dotted key."""
        return origins(self.layers)

    def provider(self, name: str) -> dict[str, Any] | None:
        """The table of a provider, with defaults; None: it has none."""
        providers: dict[str, dict[str, Any]] = self.shown["model_providers"]
        return providers.get(name)


class ConfigLoader:
    """Reads the configuration of one server, again whenever it is asked for: files change under a running server.

    Any thread may use it.

    Attributes:
        writing: held by whoever reads the user's file, changes it and writes it again.
    """

    def __init__(
        self,
        *,
        home: str | None = None,
        config: Mapping[str, Any] | None = None,
        cli_overrides: Mapping[str, Any] | None = None,
        overrides: LoaderOverrides | None = None,
        cloud_config: Sequence[CloudFragment] = (),
        cloud_requirements: Sequence[RequirementSource] = (),
        known_providers: Sequence[str] = (),
    ) -> None:
        overrides = overrides or LoaderOverrides()
        self.home = home
        self.overrides = overrides
        self._config = None if config is None else nested_tables(config)
        self._flags = nested(cli_overrides or {})
        self._cloud_config = cloud_config
        self._cloud_requirements = cloud_requirements
        self._known_providers = frozenset({*BUILT_IN_PROVIDERS, *known_providers})
        self.user_file = None
        if config is None and not overrides.ignore_user_config:
            self.user_file = self._place(overrides.user_config_path, home, "config.toml")
        system = None if home is None else "/etc/codex"
        self._system_file = self._place(overrides.system_config_path, system, "config.toml")
        self._managed_file = self._requirements_file = None
        if not overrides.ignore_managed_requirements:
            self._managed_file = self._place(overrides.managed_config_path, system, "managed_config.toml")
            self._requirements_file = self._place(
                overrides.system_requirements_path, system, "requirements.toml"
            )
        self.writing = threading.Lock()
        self._files: dict[str, tuple[tuple[int, ...], TomlText | None]] = {}

    @staticmethod
    def _place(given: str | os.PathLike[str] | None, folder: str | None, name: str) -> str | None:
        if given is not None:
            return os.path.abspath(given)  # noqa: PTH100 - text stays text
        return None if folder is None else f"{folder.rstrip('/')}/{name}"

    @property
    def reads_files(self) -> bool:
        """Whether there is a place to read anything from."""
        return any((self.user_file, self._system_file, self._managed_file, self._requirements_file))

    def load(self, cwd: str | None = None, request: Mapping[str, Any] | None = None) -> LoadedConfig:
        """Read the configuration.

        Args:
            cwd: the folder that it is for; None: that of no project.
            request: what a request says on top of it, by dotted keys.

        Raises:
            ConfigError: it cannot be used.
        """
        loaded = self.read_layers(cwd, request)
        check_layers(loaded.layers)
        self._check_whole(loaded.values)
        return loaded

    def read_layers(self, cwd: str | None = None, request: Mapping[str, Any] | None = None) -> LoadedConfig:
        """Read the configuration, without looking at what it says.

        Raises:
            ConfigError: a file cannot be read.
        """
        below = self._layers_below()
        flags = self._flags_layers(request)
        above = self._managed_layer()
        project, layers, notices = None, list[Layer](), list[ConfigNotice]()
        if cwd is not None:
            project = find_project(cwd, merged_layers([*above, *flags, *below]))
            if self.reads_files:
                layers, notices = project_layers(project, user_file=self.user_file, home=self.home)
        whole = (*above, *flags, *layers, *below)
        requirements = self._requirements()
        unknown = [*requirements.unknown, *unknown_keys(whole)]
        if self.overrides.strict_config and unknown:
            raise self._strict(whole, unknown)
        found = unknown_notice(unknown)
        notices += [] if found is None else [found]
        return LoadedConfig(
            whole, merged_layers(whole), requirements, project, (*notices, *requirements.notices)
        )

    def user_layer(self) -> Layer:
        """The user's own layer.

        Raises:
            ConfigError: the file cannot be read.
        """
        if self._config is not None or self.user_file is None:
            name = {"type": "user", "file": self._nominal_file(), "profile": None}
            return Layer(name, "user", normal(self._config or {}, self.home or "/"))
        return self._file_layer(
            {"type": "user", "file": self.user_file, "profile": None}, "user", self.user_file
        )

    def _nominal_file(self) -> str:
        return f"{self.home or ''}/config.toml"

    def _layers_below(self) -> list[Layer]:
        layers: list[Layer] = []
        if self.user_file is not None or self._config is not None:
            layers.append(self.user_layer())
        for fragment in self._cloud_config:
            label = f"enterprise-managed config {fragment.name} ({fragment.id})"
            file = parse_text(fragment.contents.encode(), label)
            name = {"type": "enterpriseManaged", "id": fragment.id, "name": fragment.name}
            layers.append(Layer(name, label, normal(file.data, "/"), path=label, file=file))
        if self._system_file is not None:
            name = {"type": "system", "file": self._system_file}
            layers.append(self._file_layer(name, "system", self._system_file, is_fatal=True))
        return layers

    def _flags_layers(self, request: Mapping[str, Any] | None) -> list[Layer]:
        if not self._flags and not request:
            return []
        flags = merged(self._flags, nested(request or {}))
        return [Layer({"type": "sessionFlags"}, "session-flags", normal(flags, os.getcwd()))]  # noqa: PTH109 - text

    def _managed_layer(self) -> list[Layer]:
        if self._managed_file is None:
            return []
        name = {"type": "legacyManagedConfigTomlFromFile", "file": self._managed_file}
        layer = self._file_layer(name, "managed", self._managed_file, is_fatal=True)
        return [layer] if layer.file is not None else []

    def _file_layer(self, name: dict[str, Any], word: str, path: str, *, is_fatal: bool = False) -> Layer:
        file = self._read(path, is_fatal=is_fatal)
        data = {} if file is None else file.data
        return Layer(
            name,
            f"{word} ({path})",
            normal(data, os.path.dirname(path)),  # noqa: PTH120 - text stays text
            path=path,
            file=file,
        )

    def _read(self, path: str, *, is_fatal: bool) -> TomlText | None:
        """The file as it is now; one that has not changed is not read again."""
        try:
            about = os.stat(path)  # noqa: PTH116 - text stays text
            mark: tuple[int, ...] = (
                about.st_mtime_ns,
                about.st_ctime_ns,
                about.st_size,
                about.st_ino,
                about.st_dev,
            )
        except (OSError, ValueError):
            mark = ()
        known = self._files.get(path)
        if mark and known is not None and known[0] == mark:
            return known[1]
        try:
            file = read_toml(path)
        except ConfigError as error:
            error.is_fatal = is_fatal
            raise
        self._files[path] = (mark, file)
        return file

    def _requirements(self) -> Requirements:
        sources: list[RequirementSource] = []
        if self._requirements_file is not None:
            system = read_requirements(self._requirements_file)
            sources += [] if system is None else [system]
        sources += reversed(self._cloud_requirements)
        if self._managed_file is not None:
            for layer in self._managed_layer():
                managed = managed_requirements(layer.config, self._managed_file)
                sources += [] if managed is None else [managed]
        return Requirements(sources)

    def _check_whole(self, values: Mapping[str, Any]) -> None:
        """Refuse what no single key is wrong about."""
        reason = None
        if values.get("approval_policy") == "untrusted":
            raise ConfigError(UNTRUSTED_IS_GONE, text=UNTRUSTED_IS_GONE, is_fatal=True)
        if (profile := values.get("profile")) is not None:
            reason = (
                f'legacy `profile = "{profile}"` config is no longer supported; use `--profile {profile}` with '
                f"`{profile}.config.toml` instead"
            )
        elif values.get("permissions") and values.get("default_permissions") is None:
            reason = "config defines `[permissions]` profiles but does not set `default_permissions`"
        elif (name := values.get("model_provider")) is not None and not self.knows_provider(name, values):
            reason = f"Model provider `{name}` not found"
        if reason is not None:
            raise ConfigError(
                reason,
                text=reason,
                layers_text=f"failed to resolve feature override precedence: {reason}",
                is_fatal=self._says_flags(reason, values),
            )

    def is_told(self, key: str) -> bool:
        """Whether the options of the server's start say something about a key."""
        return key in self._flags

    def _says_flags(self, _reason: str, values: Mapping[str, Any]) -> bool:
        """Whether the options of the server's start say it: then it does not start."""
        return any(
            name in self._flags and self._flags[name] == values.get(name)
            for name in ("model_provider", "profile")
        )

    def knows_provider(self, name: str, values: Mapping[str, Any]) -> bool:
        """Whether there is such a provider."""
        providers: Any = values.get("model_providers")
        return name in self._known_providers or (is_dict(providers) and name in providers)

    @staticmethod
    def _strict(layers: Sequence[Layer], unknown: list[tuple[str, str]]) -> ConfigError:
        word, key = unknown[0]
        reason = f"unknown configuration field `{key}`"
        for layer in layers:
            if layer.word == word and layer.file is not None:
                where = layer.file.range_of(tuple(key.split(".")), at_key=True)
                return ConfigError(reason, path=layer.path, range=where, is_fatal=True)
        return ConfigError(f"{reason} ({word})", is_fatal=True)


def nested_tables(config: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as tables in tables, whichever way they are given: keys may have dots."""
    return nested(config)


def check_flags(cli_overrides: Mapping[str, Any]) -> None:
    """Refuse settings of a start that no configuration can have: what is missing in them a file may say.

    Raises:
        ConfigError: one of them.
    """
    try:
        CONFIG.check(nested(cli_overrides), (), [])
    except MismatchError as error:
        if error.is_gap:  # what is wrong beside it is seen once the layers are one
            return
        raise ConfigError(error.text, text=error.text, is_fatal=True) from None


def cloud_sources(fragments: Sequence[CloudFragment]) -> list[RequirementSource]:
    """The requirements of an organization.

    Raises:
        ConfigError: they cannot be used.
    """
    return [
        parse_requirements(
            fragment.contents.encode(), f"enterprise-managed requirements {fragment.name} ({fragment.id})"
        )
        for fragment in fragments
    ]
