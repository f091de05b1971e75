"""The request of one step: address, headers and body."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from appserver.backends.threads import call_in_thread
from appserver.engine.asking import TURN
from appserver.engine.failures import ModelError
from appserver.engine.signs import signs_of
from appserver.engine.transport import ModelRequest
from appserver.turns.settings import PROVIDER_TIERS, STANDARD_TIER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from appserver.agents.turn_context import TurnContext
    from appserver.engine.asking import Asking, Purpose
    from appserver.engine.provider import Provider

__all__ = ["ask_for_key", "build_request", "find_key", "secrets_of"]


def find_key(
    provider: Provider,
    api_key: str | Callable[[], str | None] | None,
    login: Callable[[], str | None] | None = None,
) -> str | None:
    """The key that goes to a provider: from its variable, from its row, from who made the agent, or from the login.

    The key of the login goes to providers that require it, and to nobody else.

    Raises:
        ModelError: it wants one, and there is none.
    """
    key = _own_key(provider, api_key)
    if key is None and provider.requires_openai_auth:
        return _needed(provider, None if login is None else login())
    return key


async def ask_for_key(
    provider: Provider,
    api_key: str | Callable[[], str | None] | None,
    login: Callable[[], str | None] | None = None,
) -> str | None:
    """As `find_key`; the login, which may be in a file, is asked for in a thread.

    Cancellation: nothing was begun.

    Raises:
        ModelError: as `find_key`.
    """
    key = _own_key(provider, api_key)
    if key is None and provider.requires_openai_auth:
        of_login = None if login is None else await call_in_thread(login, abandon_on_cancel=True)
        return _needed(provider, of_login)
    return key


def _own_key(provider: Provider, api_key: str | Callable[[], str | None] | None) -> str | None:
    if provider.env_key:
        key = os.environ.get(provider.env_key, "").strip()
        if not key:
            text = f"Missing environment variable: `{provider.env_key}`."
            raise ModelError(f"{text} {provider.env_key_instructions or ''}".rstrip())
        return key
    given = provider.experimental_bearer_token
    if not given or not given.strip():
        given = api_key() if callable(api_key) else api_key
    return _stripped(given)


def _stripped(key: object) -> str | None:
    """A key without what stands around it by mistake, such as the end of a line; None: there is none.

    Raises:
        ModelError: it is no text.
    """
    if not isinstance(key, str | None):
        raise ModelError(f"an API key is a str, not {type(key).__name__}")
    return (key or "").strip() or None


def _needed(provider: Provider, given: str | None) -> str:
    key = _stripped(given)
    if key is None:
        raise ModelError(
            f"no API key for {provider.label}: log in with one, set OPENAI_API_KEY for `appserver exec`, give "
            "`api_key` to ModelAgent, or use a provider with `env_key`, or a local one such as ollama"
        )
    return key


def secrets_of(provider: Provider, key: str | None) -> set[str]:
    """What no error may show. Values so short that they may be parts of any word are none."""
    in_address = provider.query_params.values()
    values = {key or "", *provider.own_headers().values(), *in_address, *map(quote_plus, in_address)}
    return {value for value in values if len(value) >= 6}


def build_request(
    turn: TurnContext,
    asking: Asking,
    items: Sequence[Mapping[str, Any]],
    tools: Sequence[Mapping[str, Any]],
    purpose: Purpose = TURN,
) -> ModelRequest:
    """The request for the next part of an answer."""
    settings, provider = turn.settings, asking.provider
    reasoning: dict[str, Any] = {}
    if (effort := settings.effort or asking.effort) is not None:
        reasoning["effort"] = effort
    if (summary := settings.summary or asking.summary) != "none":
        reasoning["summary"] = summary
    signs = signs_of(turn, purpose, items)
    body: dict[str, Any] = {
        "model": settings.model,
        "input": items,
        "tools": tools,
        "tool_choice": "auto",
        "parallel_tool_calls": purpose.is_parallel,
        "reasoning": reasoning,
        "store": False,
        "stream": True,
        "include": ["reasoning.encrypted_content"],
        "prompt_cache_key": turn.thread_id,
        "client_metadata": signs.metadata,
    }
    text: dict[str, Any] = {} if asking.verbosity is None else {"verbosity": asking.verbosity}
    if settings.output_schema is not None and purpose is TURN:
        text["format"] = {
            "type": "json_schema",
            "strict": True,
            "name": "codex_output_schema",
            "schema": settings.output_schema,
        }
    if text:
        body["text"] = text
    tier = settings.service_tier
    if tier is not None and tier != STANDARD_TIER:
        body["service_tier"] = PROVIDER_TIERS.get(tier, tier)
    headers = {"accept": "text/event-stream", "content-type": "application/json", **signs.headers}
    own = {name.lower(): value for name, value in provider.own_headers().items()}
    authorization = {} if asking.key is None else {"authorization": f"Bearer {asking.key}"}
    written = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return ModelRequest(
        url=provider.url,
        headers={**headers, **authorization, **own},
        body=written.encode("utf-8", "replace"),  # half a surrogate pair that a model has written
        idle_timeout=provider.stream_idle_timeout_ms / 1000,
    )
