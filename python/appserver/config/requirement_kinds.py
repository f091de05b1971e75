"""What each key of a file of requirements may be, and how `configRequirements/read` shows it.

A mistake here would let through what an administrator wants to hold up, so that none is passed over.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from appserver.config.compounds import Either, Sequence, Structure, Table
from appserver.config.kinds import ANY, FLAG, TEXT, Choice, FilePath
from appserver.config.structures import APPROVAL_POLICY, REVIEWER
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EFFECTIVE", "NON_EMPTY", "REQUIREMENTS", "shown_requirements", "wire_name"]


def _table(name: str) -> Structure:
    """A table that has no effect here."""
    return Structure(name, rest=ANY)


_FEATURES = Structure("FeatureRequirementsToml", rest=FLAG)
_SERVER = Structure(
    "RawMcpServerRequirement",
    {
        "identity": Either(
            "RawMcpServerIdentity",
            (
                Structure("RawMcpServerIdentity", {"command": TEXT}, required=("command",)),
                Structure("RawMcpServerIdentity", {"url": TEXT}, required=("url",)),
            ),
        )
    },
    required=("identity",),
)

REQUIREMENTS: Final = Structure(
    "ConfigRequirementsToml",
    {
        "allowed_approval_policies": Sequence(APPROVAL_POLICY),
        "allowed_approvals_reviewers": Sequence(REVIEWER),
        "allowed_sandbox_modes": Sequence(
            Choice(("read-only", "workspace-write", "danger-full-access", "external-sandbox"))
        ),
        "allowed_web_search_modes": Sequence(Choice(("disabled", "cached", "indexed", "live"))),
        "allowed_login_methods": Sequence(Choice(("api", "chatgpt"))),
        "allowed_permission_profiles": Table(FLAG),
        "allow_managed_hooks_only": FLAG,
        "allow_browser_and_computer_use": FLAG,
        "allow_appshots": FLAG,
        "allow_remote_control": FLAG,
        "allow_login_shell": FLAG,
        "additional_developer_instructions": TEXT,
        "application": Structure("ApplicationRequirementsToml", {"network": ANY}, closed=True),
        "apps": Structure("AppsRequirementsToml", rest=_table("AppRequirementToml")),
        "auto_review": _table("AutoReviewRequirementsToml"),
        "browser_use": _table("BrowserUseRequirementsToml"),
        "chatgpt_base_url": TEXT,
        "check_for_update_on_startup": FLAG,
        "cli_auth_credentials_store": Choice(("file", "keyring", "auto", "ephemeral")),
        "computer_use": _table("ComputerUseRequirementsToml"),
        "default_permissions": TEXT,
        "enforce_residency": Choice(("us",)),
        "experimental_network": _table("RawNetworkRequirementsToml"),
        "features": _FEATURES,
        "feature_requirements": _FEATURES,
        "feedback": _table("FeedbackConfigToml"),
        "guardian_policy_config": TEXT,
        "hooks": _table("ManagedHooksRequirementsToml"),
        "in_app_browser": _table("InAppBrowserRequirementsToml"),
        "log_dir": FilePath(),
        "mcp_servers": Table(_SERVER),
        "model_catalog_json": FilePath(),
        "model_provider": TEXT,
        "model_providers": Table(_table("ModelProviderInfo")),
        "models": _table("ModelsRequirementsToml"),
        "permissions": _table("PermissionsRequirementsToml"),
        "plugins": Table(_table("PluginMcpRequirements")),
        "remote_sandbox_config": Sequence(ANY),
        "rules": Structure(
            "RequirementsExecPolicyToml",
            {"prefix_rules": Sequence(ANY)},
            rest=ANY,
            required=("prefix_rules",),
        ),
        "sqlite_home": FilePath(),
        "windows": _table("WindowsRequirementsToml"),
    },
)

NON_EMPTY: Final = (
    "allowed_approval_policies",
    "allowed_approvals_reviewers",
    "allowed_sandbox_modes",
    "allowed_web_search_modes",
    "allowed_login_methods",
)
"""Lists of what is allowed: an empty one would allow nothing at all."""

EFFECTIVE: Final = frozenset({*NON_EMPTY, "feature_requirements", "features", "mcp_servers", "rules"})
"""What is held up here. An administrator is told of the rest, and not left in the belief that it is."""

_OTHER_NAMES: Final = {"features": "featureRequirements", "experimental_network": "network"}
_NOT_SHOWN: Final = frozenset(
    {
        "apps",
        "guardian_policy_config",
        "mcp_servers",
        "permissions",
        "plugins",
        "remote_sandbox_config",
        "rules",
        "windows",
    }
)
_OWN_NAMES: Final = frozenset(
    {"allowed_permission_profiles", "features", "feature_requirements", "model_providers"}
)
"""Tables whose keys are names that somebody has given, and not words of the file."""


def wire_name(key: str) -> str:
    """What the wire calls a key of a file."""
    if key in _OTHER_NAMES:
        return _OTHER_NAMES[key]
    first, *rest = key.split("_")
    return first + "".join(word.title() for word in rest)


def shown_requirements(data: Mapping[str, Any]) -> dict[str, Any]:
    """What is required, as `configRequirements/read` shows it."""
    found: dict[str, Any] = {"allowedLoginMethods": ["api", "chatgpt"]}
    for key, value in data.items():
        if key not in _NOT_SHOWN:
            found[wire_name(key)] = _shown(key, value)
    modes = found.get("allowedWebSearchModes")
    if modes is not None and "disabled" not in modes:
        found["allowedWebSearchModes"] = [*modes, "disabled"]
    return found


def _shown(key: str, value: Any) -> Any:
    if is_dict(value) and key not in _OWN_NAMES:
        return {wire_name(name): inner for name, inner in value.items()}
    is_path = isinstance(REQUIREMENTS.fields.get(key), FilePath)
    if is_path and isinstance(value, str) and (path := Path(value)).is_absolute():
        return path.as_uri()
    return value
