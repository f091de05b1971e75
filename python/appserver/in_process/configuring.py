"""From the options of a start to the configuration of a server."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from appserver import protocol
from appserver.config.loading import CloudFragment, ConfigLoader, LoaderOverrides, check_flags, cloud_sources
from appserver.config.problems import ConfigError, ConfigNotice
from appserver.config.requirements import RequirementSource, wire_requirements
from appserver.config.server_config import ServerConfig
from appserver.config.writing import Edit, WriteError, write_config
from appserver.errors import InitializeError
from appserver.in_process.arguments import home_of
from appserver.plain_data import is_dict, is_list
from appserver.threads.notices import config_warning

if TYPE_CHECKING:
    from collections.abc import Callable

    from appserver.agents.agent import Agent
    from appserver.auth.manager import AuthManager
    from appserver.in_process.arguments import ServerArgs

__all__ = ["Configuration", "load_configuration"]

logger = logging.getLogger("appserver")

ASKING_KEYS: Final = ("model", "model_provider", "model_providers", "openai_base_url")
"""The options of a start that ask for a model: where they are given, nobody else answers in its place."""

WITHOUT_KEY: Final = (
    "set OPENAI_API_KEY (https://platform.openai.com/api-keys), or name who else serves it with --provider NAME, or a "
    "local one with --oss --model NAME; --agent appserver:OfflineAgent answers without a model"
)

_FAILED = "the cloud requirements could not be loaded"


class Configuration(NamedTuple):
    """What the options of a start make of the configuration.

    Attributes:
        config: the configuration.
        warnings: what clients are to be told of it.
        agent: who answers turns, where the start names nobody and the configuration a model.
    """

    config: ServerConfig
    warnings: list[protocol.ConfigWarningNotification]
    agent: Agent | None


async def load_configuration(arguments: ServerArgs, auth: AuthManager | None) -> Configuration:
    """Load the configuration of a server.

    Cancellation: nothing was started.

    Raises:
        InitializeError: the server must not start with it.
    """
    fragments, requirements = await _load_cloud(arguments)
    overrides: Any = arguments.loader_overrides
    if overrides is None or is_dict(overrides):
        overrides = LoaderOverrides(**(overrides or {}))
    try:
        check_flags(arguments.cli_overrides)
        agent = arguments.agent
        is_short = arguments.session_source == "exec"
        loader = ConfigLoader(
            home=None if arguments.home is None else home_of(arguments),
            config=arguments.config,
            cli_overrides=arguments.cli_overrides,
            overrides=overrides,
            cloud_config=fragments,
            cloud_requirements=requirements,
            known_providers=() if agent is None else (agent.model_provider, *agent.model_providers),
        )
        config = ServerConfig(loader)
        notices = await config.beside(config.start)
        if agent is None:
            try:
                await _look_for_login(config, auth)
                agent = _model_agent(config, auth, is_short=is_short)
            except (TypeError, ValueError) as error:
                # Whoever says it is there, and wants no other; and a program that ends after a turn would end well.
                if is_short or any(loader.is_told(key) for key in ASKING_KEYS):
                    raise ConfigError(str(error)) from error
                notices.append(ConfigNotice(f"No model can be asked, and the offline agent answers: {error}"))
    except ConfigError as error:
        raise InitializeError(error.text) from error
    return Configuration(config, [config_warning(notice) for notice in notices], agent)


async def _look_for_login(config: ServerConfig, auth: AuthManager | None) -> None:
    """See who is logged in, where that takes its time.

    Cancellation: nothing was started.
    """
    if auth is not None and config.first is not None:
        await auth.look(store=config.first.shown["cli_auth_credentials_store"])


def _model_agent(config: ServerConfig, auth: AuthManager | None, *, is_short: bool) -> Agent | None:
    """The agent that asks the model of the configuration; None: it names none.

    Where a model is named, and nobody who serves it, the user's account is meant: a program that ends after a turn
    (`is_short`) can only be logged in to beforehand.

    Raises:
        ConfigError: the server was told of a provider and of no model, or there is no key for a model of the account.
        TypeError, ValueError: its provider cannot be asked.
    """
    if config.first is None:
        return None
    values = config.first.values
    if values.get("model") is None:
        if config.loader.is_told("model_provider"):
            raise ConfigError(
                "`model` is missing: name the model to use, with -c model=NAME (`appserver exec` has --model NAME), or "
                "in `cli_overrides`"
            )
        if (
            config.first.shown["model_provider"] is not None
        ):  # a file names it: it may be meant for others, too
            raise ValueError("`model` is missing beside `model_provider`: name the model to use")
        return None
    from appserver.engine.model_agent import ModelAgent

    shown = config.first.requirements.fitted(config.first.shown)
    provider = shown["model_provider"]
    # A provider that nobody asks for may stay as incomplete as it is.
    rows = {
        name: row for name, row in shown["model_providers"].items() if row["base_url"] or name == provider
    }
    store = shown["cli_auth_credentials_store"]

    def login() -> str | None:
        found = None if auth is None else auth.login(store=store)
        return None if found is None else found.key

    if is_short and provider is None and not login():
        raise ConfigError(f"there is no key for the model {values['model']}: {WITHOUT_KEY}")
    return ModelAgent.from_config(
        {**shown, "model_providers": rows}, login=login, remember_tool=_tool_memory(config.loader)
    )


def _tool_memory(loader: ConfigLoader) -> Callable[[str, str], None] | None:
    """Writes down in the user's file that a tool may be called without asking; None: there is no such file."""
    if loader.user_file is None:
        return None

    def remember(server: str, tool: str) -> None:
        key = ("mcp_servers", server, "tools", tool, "approval_mode")
        if _at(loader.user_layer().config, ("mcp_servers", server)) is None:
            return  # another layer has the server: half of it in this one would be no server
        try:
            write_config(loader, [Edit(key, "approve")])
        except (ConfigError, WriteError) as error:
            logger.warning("it was not kept that %s of %s may be called: %s", tool, server, error)

    return remember


def _at(config: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        config = config.get(name) if is_dict(config) else None
    return config


async def _load_cloud(arguments: ServerArgs) -> tuple[list[CloudFragment], list[RequirementSource]]:
    """What an organization manages; whatever goes wrong, the server does not start without it.

    Cancellation: nothing was loaded.
    """
    if arguments.cloud_requirements is None:
        return [], []
    try:
        loaded: Any = await arguments.cloud_requirements()
        if is_dict(loaded) and loaded.keys() <= {"config_toml", "requirements_toml"} and loaded:
            return _fragments(loaded.get("config_toml")), cloud_sources(
                _fragments(loaded.get("requirements_toml"))
            )
        if is_dict(loaded):
            # First, before a name that nobody knows is lost.
            source = wire_requirements(loaded, "the cloud requirements")
            protocol.ConfigRequirements.from_wire(loaded)
            return [], [source]
    except ConfigError as error:
        raise InitializeError(f"{_FAILED}: {error.text}") from error
    except Exception as error:
        name = type(error).__name__
        reason = f"{name}: {error}" if str(error) else name
        raise InitializeError(f"{_FAILED}: {reason}") from error
    if loaded is None:
        return [], []
    if not isinstance(loaded, protocol.ConfigRequirements):
        raise InitializeError(
            f"{_FAILED}: the loader returned {type(loaded).__name__}; "
            "return ConfigRequirements, a dict of JSON data, a bundle of TOML texts, or None"
        )
    try:
        return [], [wire_requirements(loaded.to_wire(), "the cloud requirements")]
    except ConfigError as error:
        raise InitializeError(f"{_FAILED}: {error.text}") from error


def _fragments(part: Any) -> list[CloudFragment]:
    """The texts of one part of a bundle, the highest first.

    Raises:
        ConfigError: they are not in the form of a bundle.
    """
    if part is None:
        return []
    listed: Any = part.get("enterprise_managed") if is_dict(part) else None
    if not is_list(listed):
        raise ConfigError(
            "a bundle has `enterprise_managed`, a list of texts with `id`, `name` and `contents`"
        )
    found: list[CloudFragment] = []
    for one in listed:
        table: dict[str, Any] = one if is_dict(one) else {}
        texts = [text for key in ("id", "name", "contents") if isinstance(text := table.get(key), str)]
        if len(texts) != 3:
            raise ConfigError("each text of a bundle has `id`, `name` and `contents`, all of them text")
        found.append(CloudFragment(*texts))
    return found
