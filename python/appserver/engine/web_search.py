"""Search of the web, which a provider does for its model: offered where the configuration asks for it.

| `web_search` | what is offered |
|---|---|
| missing, `disabled` | nothing |
| `cached`, `indexed` | search of what the provider has read already: `external_web_access` is false |
| `live` | search of the web as it is |

`tools.web_search` may say more:

| key | what it may be |
|---|---|
| `context_size` | `low`, `medium` or `high` |
| `allowed_domains` | a list of text |
| `location` | a table of `country`, `region`, `city` and `timezone`, each text |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver.engine.config_values import table_in
from appserver.plain_data import is_list

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["web_search_spec"]

MODES: Final = ("disabled", "cached", "indexed", "live")
SIZES: Final = ("low", "medium", "high")


def web_search_spec(config: Mapping[str, Any]) -> dict[str, Any] | None:
    """What requests say of it; None: nothing.

    Raises:
        ValueError, TypeError: a value is not what it should be; the text names the key.
    """
    mode = config.get("web_search")
    if mode is None or mode == "disabled":
        return None
    if mode not in MODES:
        raise ValueError(f"web_search is one of {', '.join(MODES)}")
    spec: dict[str, Any] = {"type": "web_search", "external_web_access": mode == "live"}
    if isinstance(table_in(config, "tools").get("web_search"), bool):
        return spec  # an older form, which says nothing more
    details = table_in(config, "tools", "web_search")
    if (size := details.get("context_size")) is not None:
        if size not in SIZES:
            raise ValueError(f"tools.web_search.context_size is one of {', '.join(SIZES)}")
        spec["search_context_size"] = size
    domains: object = details.get("allowed_domains")
    if domains is not None:
        if not is_list(domains) or not all(isinstance(domain, str) for domain in domains):
            raise TypeError("tools.web_search.allowed_domains is a list of text")
        spec |= {"filters": {"allowed_domains": list(domains)}} if domains else {}
    known = {
        str(key): value
        for key, value in table_in(config, "tools", "web_search", "location").items()
        if value is not None
    }
    if not all(isinstance(value, str) for value in known.values()):
        raise TypeError("tools.web_search.location is a table of text")
    return {**spec, "user_location": {"type": "approximate", **known}} if known else spec
