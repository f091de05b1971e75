"""Search of the web, which a provider does for its model: offered where the configuration asks for it.

| `web_search` | what is offered |
|---|---|
| missing, `disabled` | nothing |
| `cached`, `indexed` | search of what the provider has read already: `external_web_access` is false |
| `live` | search of the web as it is |

`tools.web_search` may say more: `context_size`, `allowed_domains` and `location`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from appserver.plain_data import is_mapping, is_sequence

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["web_search_spec"]

MODES: Final = ("disabled", "cached", "indexed", "live")


def web_search_spec(config: Mapping[str, Any]) -> dict[str, Any] | None:
    """What requests say of it; None: nothing.

    Raises:
        ValueError: `web_search` is no mode of it.
    """
    mode = config.get("web_search")
    if mode is None or mode == "disabled":
        return None
    if mode not in MODES:
        raise ValueError(f"web_search is one of {', '.join(MODES)}")
    spec: dict[str, Any] = {"type": "web_search", "external_web_access": mode == "live"}
    tools = config.get("tools")
    details = tools.get("web_search") if is_mapping(tools) else None
    if is_mapping(details):
        if isinstance(size := details.get("context_size"), str):
            spec["search_context_size"] = size
        if is_sequence(domains := details.get("allowed_domains")) and domains:
            spec["filters"] = {"allowed_domains": [str(domain) for domain in domains]}
        if is_mapping(location := details.get("location")) and location:
            known = {key: str(value) for key, value in location.items() if value is not None}
            spec["user_location"] = {"type": "approximate", **known}
    return spec
