"""The agent that the configuration names: a model, where it says who serves one."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any, Final

from appserver.command_line.failures import StartError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appserver.engine.model_agent import ModelAgent

__all__ = ["MODEL_KEYS", "configured_agent", "key_of_environment"]

logger = logging.getLogger("appserver")

MODEL_KEYS: Final = frozenset(
    {
        "model",
        "model_context_window",
        "model_provider",
        "model_providers",
        "model_reasoning_effort",
        "openai_base_url",
    }
)
"""The settings that an agent is made of."""

_FILES: Final = ("/etc/codex/config.toml", "/etc/codex/managed_config.toml")


def key_of_environment() -> str | None:
    """The key of the user's account, from the environment: for commands that run for one user."""
    return os.environ.get("CODEX_API_KEY") or os.environ.get("OPENAI_API_KEY") or None


def configured_agent(
    home: str, settings: Mapping[str, Any], api_key: Callable[[], str | None] | None = None
) -> ModelAgent | None:
    """The agent that files and settings describe; None where they name nobody who serves a model.

    A file that cannot be used is no reason not to start: the log names it, and no model is asked.

    Args:
        home: the home of the server.
        settings: those of the command line, by their dotted keys.
        api_key: the key of the user's account, for a provider that wants it; with one, a `model` alone is enough.

    Raises:
        StartError: a server must not start with it, or a provider is named and no model.
    """
    files = (os.path.join(home, "config.toml"), *_FILES)  # noqa: PTH118 - text stays text
    if not MODEL_KEYS.intersection(key.partition(".")[0] for key in settings) and not any(
        os.path.exists(file)  # noqa: PTH110 - text stays text
        for file in files
    ):
        return None  # and nothing of it is imported: somebody waits for the start
    from appserver.config.loading import ConfigLoader
    from appserver.config.problems import ConfigError

    try:
        values = ConfigLoader(home=home, cli_overrides=settings).load().values
    except ConfigError as error:
        if error.is_fatal:
            raise StartError(f"error loading the configuration: {error}") from None
        logger.warning("the configuration cannot be used, so that no model is asked: %s", error)
        return None
    return _agent_of(values, api_key)


def _agent_of(values: Mapping[str, Any], api_key: Callable[[], str | None] | None) -> ModelAgent | None:
    is_named = values.get("model_provider") is not None
    has_key = api_key is not None and api_key() is not None
    if not is_named and not (has_key and values.get("model") is not None):
        return None
    from appserver.engine.model_agent import ModelAgent
    from appserver.engine.provider import DEFAULT_PROVIDER, find_provider, read_providers

    try:
        provider = find_provider(read_providers(values), values.get("model_provider") or DEFAULT_PROVIDER)
        return ModelAgent.from_config(values, api_key=api_key if provider.requires_openai_auth else None)
    except (TypeError, ValueError) as error:
        raise StartError(f"error loading the configuration: {error}") from None
