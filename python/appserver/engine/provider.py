"""Who serves a model, and how it is reached: a row of `model_providers` of the configuration."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from appserver.config.structures import KEY_SOURCES
from appserver.engine.key_command import KeyCommand
from appserver.plain_data import is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self

__all__ = ["BUILT_IN_PROVIDERS", "DEFAULT_PROVIDER", "Provider", "find_provider", "read_providers"]

DEFAULT_PROVIDER: Final = "openai"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider that speaks the Responses API.

    What may hold a secret is left out of its `repr`.

    Attributes:
        id: the name of its row.
        name: what people call it.
        base_url: where it is, up to the part that all its addresses share, such as `https://api.openai.com/v1`.
        env_key: the environment variable that holds the API key, if it wants one.
        env_key_instructions: what a user without it is told.
        experimental_bearer_token: the key itself; a variable is the better place for it.
        http_headers: headers that are sent with every request.
        env_http_headers: headers by the environment variables that hold their values; those that are not set or are
            blank are left out.
        query_params: added to the address.
        request_max_retries, stream_max_retries: how often a request, or a whole answer, is tried again; at most 100
            times.
        stream_idle_timeout_ms: milliseconds within which an answer must begin, and each event follow the one before it.
        requires_openai_auth: whether the key is that of the user's account.
        auth: the command that writes the key.
    """

    id: str
    name: str = ""
    base_url: str = ""
    env_key: str | None = None
    env_key_instructions: str | None = None
    experimental_bearer_token: str | None = field(default=None, repr=False)
    http_headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    env_http_headers: Mapping[str, str] = field(default_factory=dict[str, str])
    query_params: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    request_max_retries: int = 4
    stream_max_retries: int = 5
    stream_idle_timeout_ms: int = 300_000
    requires_openai_auth: bool = False
    auth: KeyCommand | None = None

    @classmethod
    def from_config(cls, provider_id: str, row: object) -> Self:
        """A provider from its row of the configuration. Keys that are not known are passed over.

        Raises:
            ValueError, TypeError: a value is not what it should be; the text names its key, and not the value.
        """
        where = f"model_providers.{provider_id}"
        if not is_mapping(row):
            raise TypeError(f"{where} is a table, not {type(row).__name__}")
        if row.get("wire_api", "responses") != "responses":
            raise ValueError(
                f'{where}.wire_api: only "responses" is supported; '
                "most servers that offer chat completions offer /v1/responses too"
            )
        found: dict[str, Any] = {}
        for key, check in _KEYS.items():
            if (value := row.get(key)) is not None:
                found[key] = check(f"{where}.{key}", value)
        if found.get("auth") is not None and (
            other := next((key for key in KEY_SOURCES if found.get(key)), None)
        ):
            raise ValueError(f"{where}: provider auth cannot be combined with {other}")
        provider = cls(id=provider_id, **found)
        _address(f"{where}.base_url", provider.base_url or None)
        return provider

    @property
    def label(self) -> str:
        """What people call it, or else its id."""
        return self.name or self.id

    @property
    def public_url(self) -> str:
        """Where requests go, without what may be secret: for people."""
        return public_part(self.url)

    @property
    def url(self) -> str:
        """Where requests go."""
        parts = urlsplit(self.base_url)
        query = "&".join(filter(None, (parts.query, urlencode(self.query_params))))
        return urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/responses", query, ""))

    @property
    def secret_variables(self) -> tuple[str, ...]:
        """The environment variables that it is paid with, or that its headers are taken from."""
        return (*((self.env_key,) if self.env_key else ()), *self.env_http_headers.values())

    def own_headers(self, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
        """The headers that its row asks for."""
        from_variables = {
            header: value
            for header, variable in self.env_http_headers.items()
            if (value := environment.get(variable, "").strip())
        }
        return {**self.http_headers, **from_variables}


_NOT_OF_URLS: Final = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff]")

MAX_COUNT: Final = 2**53
"""What is more is as good as this."""


def _text(where: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{where} is text, not {type(value).__name__}")
    return value


def _address(where: str, value: object) -> str:
    """An address of HTTP. It may hold a key: an error does not repeat it."""
    if value is None or value == "":
        raise ValueError(f"{where} is missing: it says where requests go, as https://models.example/v1 does")
    text = _text(where, value)
    try:
        parts = urlsplit(text)
        is_address = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and not _NOT_OF_URLS.search(text)
        )
    except ValueError:
        is_address = False
    if not is_address:
        raise ValueError(f"{where} is no address such as https://models.example/v1")
    return text


def _flag(where: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{where} is true or false, not {type(value).__name__}")
    return value


def _count(where: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{where} is a whole number, not {type(value).__name__}")
    if value < 0:
        raise ValueError(f"{where} is 0 or more")
    return min(value, MAX_COUNT)


def _texts(where: str, value: object) -> dict[str, str]:
    if not is_mapping(value):
        raise TypeError(f"{where} is a table of texts, not {type(value).__name__}")
    return {str(name): _text(f"{where}.{name}", text) for name, text in value.items()}


_KEYS: Final[Mapping[str, Callable[[str, object], Any]]] = {
    "name": _text,
    "base_url": _text,
    "env_key": _text,
    "env_key_instructions": _text,
    "experimental_bearer_token": _text,
    "http_headers": _texts,
    "env_http_headers": _texts,
    "query_params": _texts,
    "request_max_retries": _count,
    "stream_max_retries": _count,
    "stream_idle_timeout_ms": _count,
    "requires_openai_auth": _flag,
    "auth": KeyCommand.from_config,
}

LOCAL_PROVIDERS: Final = ("ollama", "lmstudio")
"""Those that `CODEX_OSS_BASE_URL` moves elsewhere, as in Codex."""

BUILT_IN_PROVIDERS: Final[Mapping[str, Provider]] = {
    provider.id: provider
    for provider in (
        Provider("openai", "OpenAI", "https://api.openai.com/v1", requires_openai_auth=True),
        Provider("ollama", "Ollama", "http://localhost:11434/v1"),
        Provider("lmstudio", "LM Studio", "http://localhost:1234/v1"),
    )
}


def public_part(url: str) -> str:
    """An address without what may be secret in it: who asks, and the query."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def read_providers(config: Mapping[str, Any]) -> dict[str, Provider]:
    """The providers of a configuration by their ids, the built-in ones among them.

    Raises:
        ValueError, TypeError: a row is not valid, or names a built-in provider.
    """
    rows = config.get("model_providers", {})
    if not is_mapping(rows):
        raise TypeError(f"model_providers is a table, not {type(rows).__name__}")
    if reserved := sorted(set(rows) & set(BUILT_IN_PROVIDERS)):
        names = ", ".join(f"`{name}`" for name in reserved)
        raise ValueError(
            f"model_providers contains reserved built-in provider IDs: {names}. Give yours another name."
        )
    found = dict(BUILT_IN_PROVIDERS)
    if local := os.environ.get("CODEX_OSS_BASE_URL", "").strip():
        for name in LOCAL_PROVIDERS:
            found[name] = replace(found[name], base_url=_address("CODEX_OSS_BASE_URL", local))
    if (url := config.get("openai_base_url")) is not None:
        found["openai"] = replace(found["openai"], base_url=_address("openai_base_url", url))
    for provider_id, row in rows.items():
        found[str(provider_id)] = Provider.from_config(str(provider_id), row)
    return found


def find_provider(providers: Mapping[str, Provider], provider_id: str) -> Provider:
    """The provider of that id.

    Raises:
        ValueError: there is none.
    """
    provider = providers.get(provider_id)
    if provider is None:
        raise ValueError(f"Model provider `{provider_id}` not found")
    return provider
