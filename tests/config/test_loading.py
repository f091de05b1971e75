"""From files and options to the whole configuration."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appserver.config.kinds import ANY
from appserver.config.layers import merged, version_of
from appserver.config.loading import CloudFragment, ConfigLoader, LoaderOverrides
from appserver.config.problems import ConfigError
from appserver.config.requirement_kinds import REQUIREMENTS
from appserver.config.toml_file import MAX_FILE_BYTES, parse_text

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.fixture
def places(tmp_path: Path) -> LoaderOverrides:
    """A folder for what the system says."""
    return LoaderOverrides(
        user_config_path=tmp_path / "user.toml",
        system_config_path=tmp_path / "system.toml",
        managed_config_path=tmp_path / "managed.toml",
        system_requirements_path=tmp_path / "requirements.toml",
    )


def kinds(loaded: Any) -> list[str]:
    return [layer.name["type"] for layer in loaded.layers]


@pytest.mark.promise("config-layers")
def test_without_a_place_nothing_is_read(tmp_path: Path) -> None:
    (tmp_path / ".codex").mkdir()
    (tmp_path / ".codex/config.toml").write_text("model='project'\n")
    loader = ConfigLoader(cli_overrides={"model": "flag"})
    assert not loader.reads_files
    assert kinds(loader.load(str(tmp_path))) == ["sessionFlags"]
    assert loader.load().values == {"model": "flag"}


@pytest.mark.promise("config-layers")
def test_the_higher_layer_counts(tmp_path: Path, places: LoaderOverrides) -> None:
    (tmp_path / "system.toml").write_text(
        "model='s'\nreview_model='s'\nservice_tier='s'\n[tools]\nweb_search=true\n"
    )
    (tmp_path / "user.toml").write_text("model='u'\nreview_model='u'\n[tools]\n")
    (tmp_path / "managed.toml").write_text("model='m'\n")
    fragment = CloudFragment("1", "one", "service_tier='cloud'\nmodel='cloud'\n")
    loader = ConfigLoader(cli_overrides={"model": "c"}, overrides=places, cloud_config=[fragment])
    loaded = loader.load(str(tmp_path), {"instructions": "r"})
    assert kinds(loaded) == [
        "legacyManagedConfigTomlFromFile",
        "sessionFlags",
        "user",
        "enterpriseManaged",
        "system",
    ]
    assert loaded.values == {
        "model": "m",
        "review_model": "u",
        "service_tier": "cloud",
        "instructions": "r",
        "tools": {"web_search": True},
    }
    by = {key: said["name"]["type"] for key, said in loaded.origins.items()}
    assert by == {
        "model": "legacyManagedConfigTomlFromFile",
        "review_model": "user",
        "service_tier": "enterpriseManaged",
        "instructions": "sessionFlags",
        "tools.web_search": "system",
    }


@pytest.mark.promise("config-layers")
def test_files_are_read_again_when_they_change(tmp_path: Path, places: LoaderOverrides) -> None:
    loader = ConfigLoader(overrides=places)
    assert loader.load().layers[0].version == NOTHING
    (tmp_path / "user.toml").write_text("model='a'\n")
    assert loader.load().values == {"model": "a"}
    (tmp_path / "user.toml").unlink()
    assert loader.load().values == {}


@given(st.recursive(st.none() | st.booleans() | st.text(), lambda inner: st.dictionaries(st.text(), inner)))
def test_layers_merge_key_by_key(tree: Any) -> None:
    table = {"t": tree}
    assert merged(table, {}) == table == merged({}, table)
    assert merged(table, table) == table
    assert version_of(table) == version_of(dict(reversed([*table.items(), ("x", 1)])) and table)


@pytest.mark.promise("config-trust")
@pytest.mark.parametrize("trust", ["trusted", "untrusted", None])
def test_a_project_counts_once_it_is_trusted(
    tmp_path: Path, places: LoaderOverrides, trust: str | None
) -> None:
    root = tmp_path / "project"
    inner = root / "a"
    (root / ".git").mkdir(parents=True)
    for folder in (root, inner):
        (folder / ".codex").mkdir(parents=True)
        (folder / ".codex/config.toml").write_text(
            f"model='{folder.name}'\nnotify=['x']\nmodel_provider='evil'\n"
        )
    if trust is not None:
        (tmp_path / "user.toml").write_text(f"[projects.'{root}']\ntrust_level='{trust}'\n")
    loaded = ConfigLoader(overrides=places).load(str(inner))
    assert kinds(loaded)[:3] == ["project", "project", "user"]
    assert loaded.layers[0].config == {"model": "a"}
    assert loaded.project is not None
    assert (loaded.project.root, loaded.project.trust) == (str(root), trust)
    counts = trust == "trusted"
    assert ("model" in loaded.values) is counts
    assert (loaded.layers[0].disabled_reason is None) is counts
    assert len(loaded.notices) == (2 if counts else 0)
    if counts:
        assert loaded.values["model"] == "a"
        assert "model_provider, notify" in loaded.notices[0].summary


@pytest.mark.promise("config-trust")
def test_a_broken_project_matters_once_it_is_trusted(tmp_path: Path, places: LoaderOverrides) -> None:
    (tmp_path / "p/.codex").mkdir(parents=True)
    file = tmp_path / "p/.codex/config.toml"
    file.write_text("model=\n")
    loader = ConfigLoader(overrides=places)
    assert loader.load(str(tmp_path / "p")).layers[0].config == {}
    (tmp_path / "user.toml").write_text(f"[projects.'{tmp_path}/p']\ntrust_level='trusted'\n")
    with pytest.raises(ConfigError) as raised:
        loader.load(str(tmp_path / "p"))
    assert str(raised.value) == (
        f"Error parsing project config file {file}: TOML parse error at line 1, column 7\n  |\n1 | model=\n"
        "  |       ^\nstring values must be quoted, expected literal string\n"
    )
    assert not raised.value.is_fatal


@pytest.mark.promise("config-requirements")
def test_what_is_not_allowed_falls_back(tmp_path: Path, places: LoaderOverrides) -> None:
    (tmp_path / "requirements.toml").write_text(
        "allowed_approval_policies=['on-request','untrusted']\nallowed_sandbox_modes=['read-only']\n"
        "allowed_web_search_modes=['cached']\nbogus=1\n[features]\nnope=true\n"
    )
    loaded = ConfigLoader(overrides=places).load()
    required = loaded.requirements
    value, notice = required.fit("approval_policy", "never")
    assert value == "on-request"
    assert notice is not None
    assert notice.summary == (
        "Configured value for `approval_policy` is disallowed by requirements; falling back to required value "
        "OnRequest. Details: invalid value for `approval_policy`: `Never` is not in the allowed set "
        f"[OnRequest, UnlessTrusted] (set by {tmp_path}/requirements.toml)"
    )
    assert required.fit("approval_policy", "untrusted") == ("untrusted", None)
    assert required.fit("sandbox_mode", "danger-full-access")[0] == "read-only"
    assert required.fit("web_search_mode", "live")[0] == "cached"
    assert required.fit("web_search_mode", "disabled") == ("disabled", None)
    assert required.fit("approvals_reviewer", "user") == ("user", None)
    shown = required.shown
    assert shown is not None
    assert shown["allowedWebSearchModes"] == ["cached", "disabled"]
    assert shown["allowedLoginMethods"] == ["api", "chatgpt"]
    assert [notice.summary.splitlines()[-1] for notice in loaded.notices] == [
        f"  requirements ({tmp_path}/requirements.toml): `bogus` is ignored.",
        f"Ignoring unknown `features` requirement `nope` from {tmp_path}/requirements.toml",
    ]


@pytest.mark.promise("config-requirements")
def test_a_managed_configuration_is_all_that_is_allowed(tmp_path: Path, places: LoaderOverrides) -> None:
    (tmp_path / "requirements.toml").write_text("allowed_approval_policies=['on-request']\n")
    (tmp_path / "managed.toml").write_text("approval_policy='never'\nsandbox_mode='workspace-write'\n")
    required = ConfigLoader(overrides=places).load().requirements
    assert required.data["allowed_approval_policies"] == ["never"]
    assert required.data["allowed_sandbox_modes"] == ["read-only", "workspace-write"]


GRANULAR = "{granular={sandbox_approval=true,rules=false,mcp_elicitations=true}}"
NO_STRUCT = "failed to parse requirements layer FILE: invalid type: integer `5`, expected"

MANAGED: dict[str, tuple[str, list[Any]]] = {
    f"approval_policy={GRANULAR}": (
        "allowed_approval_policies",
        [
            {
                "granular": {
                    "sandbox_approval": True,
                    "rules": False,
                    "skill_approval": False,
                    "request_permissions": False,
                    "mcp_elicitations": True,
                }
            }
        ],
    ),
    "approvals_reviewer='guardian_subagent'": ("allowed_approvals_reviewers", ["auto_review", "user"]),
    "approvals_reviewer='user'": ("allowed_approvals_reviewers", ["user"]),
    "forced_login_method='chatgpt'": ("allowed_login_methods", ["chatgpt"]),
}


@pytest.mark.promise("config-requirements")
@pytest.mark.parametrize("text", MANAGED)
def test_all_that_a_managed_configuration_sets_is_required(
    tmp_path: Path, places: LoaderOverrides, text: str
) -> None:
    (tmp_path / "managed.toml").write_text(text)
    key, allowed = MANAGED[text]
    assert ConfigLoader(overrides=places).load().requirements.data == {key: allowed}


@pytest.mark.promise("config-requirements")
def test_a_policy_is_allowed_with_all_that_it_says(tmp_path: Path, places: LoaderOverrides) -> None:
    (tmp_path / "requirements.toml").write_text(f"allowed_approval_policies=[{GRANULAR}, 'never']\n")
    required = ConfigLoader(overrides=places).load().requirements
    granular = {"sandbox_approval": True, "rules": False, "mcp_elicitations": True}
    assert required.allows("approval_policy", {"granular": granular}) is None
    assert required.allows("approval_policy", "never") is None
    for other in ({"granular": {**granular, "rules": True}}, "on-request", "granular"):
        wrong = required.allows("approval_policy", other)
        assert wrong is not None
        assert wrong.endswith(
            f"is not in the allowed set [Granular, Never] (set by {tmp_path}/requirements.toml)"
        )


@pytest.mark.promise("config-requirements")
def test_servers_of_tools_are_known_by_name_and_identity(tmp_path: Path, places: LoaderOverrides) -> None:
    (tmp_path / "requirements.toml").write_text(
        "[mcp_servers]\na={identity={command='x'}}\nb={identity={url='http://b'}}\n"
    )
    required = ConfigLoader(overrides=places).load().requirements
    allowed = {"a": {"command": "x", "args": ["y"]}, "b": {"url": "http://b"}}
    assert required.fit_servers(allowed) == allowed
    for rows in (
        {"a": {"command": "y"}},
        {"b": {"command": "x"}},
        {"c": {"command": "x"}},
        {"a": {"url": "x"}},
    ):
        ((name, row),) = rows.items()
        assert required.fit_servers({name: {**row, "enabled": True}}) == {name: {**row, "enabled": False}}


@pytest.mark.promise("config-requirements")
def test_requirements_are_shown_in_the_words_of_the_wire(tmp_path: Path, places: LoaderOverrides) -> None:
    (tmp_path / "requirements.toml").write_text(
        "allowed_approvals_reviewers=['guardian_subagent']\nlog_dir='x'\n[experimental_network]\nhttp_port=1\n"
        "[features]\nshell_tool=false\n[model_providers.my_own]\nname='n'\n[network]\nenabled=true\n"
    )
    loaded = ConfigLoader(overrides=places).load()
    assert loaded.requirements.shown == {
        "allowedLoginMethods": ["api", "chatgpt"],
        "allowedApprovalsReviewers": ["auto_review"],
        "logDir": (tmp_path / "x").as_uri(),
        "network": {"httpPort": 1},
        "featureRequirements": {"shell_tool": False},
        "modelProviders": {"my_own": {"name": "n"}},
    }
    assert "`network` is ignored" in loaded.notices[0].summary
    assert [notice.summary for notice in loaded.notices[1:]] == [
        f"Requirements of {tmp_path}/requirements.toml that have no effect here: `experimental_network`, `log_dir`, "
        "`model_providers`"
    ]


UNUSABLE = {
    "allowed_approval_policies=['granular']\n": "failed to parse requirements layer FILE: invalid type: unit variant, "
    "expected newtype variant\nin `allowed_approval_policies`\n",
    "rules=5\n": f"{NO_STRUCT} struct RequirementsExecPolicyToml\nin `rules`\n",
    "[rules]\nprefix_rules=5\n": f"{NO_STRUCT} a sequence\nin `rules.prefix_rules`\n",
    "[rules]\nprefix_rule=[]\n": "failed to parse requirements layer FILE: missing field `prefix_rules`\nin `rules`\n",
    "[rules]\nprefix_rules=[]\n": "invalid rules in requirements (set by FILE): rules prefix_rules cannot be empty",
    "[mcp_servers]\na=5\n": f"{NO_STRUCT} struct RawMcpServerRequirement\nin `mcp_servers.a`\n",
    "[mcp_servers.a]\nx=5\n": "failed to parse requirements layer FILE: missing field `identity`\nin `mcp_servers.a`\n",
    "[mcp_servers.a]\nidentity=5\n": "failed to parse requirements layer FILE: data did not match any variant of "
    "untagged enum RawMcpServerIdentity\nin `mcp_servers.a.identity`\n",
    "models=5\n": f"{NO_STRUCT} struct ModelsRequirementsToml\nin `models`\n",
    "hooks=5\n": f"{NO_STRUCT} struct ManagedHooksRequirementsToml\nin `hooks`\n",
    "computer_use=5\n": f"{NO_STRUCT} struct ComputerUseRequirementsToml\nin `computer_use`\n",
    "experimental_network=5\n": f"{NO_STRUCT} struct RawNetworkRequirementsToml\nin `experimental_network`\n",
    "plugins=5\n": f"{NO_STRUCT} a map\nin `plugins`\n",
    "allowed_permission_profiles=5\n": f"{NO_STRUCT} a map\nin `allowed_permission_profiles`\n",
    "sqlite_home=5\n": f"{NO_STRUCT} path string\nin `sqlite_home`\n",
    "allowed_approval_policies=['nope']\n": "failed to parse requirements layer FILE: unknown variant `nope`, expected "
    "one of `untrusted`, `on-failure`, `on-request`, `granular`, `never`\nin `allowed_approval_policies`\n",
    "allowed_approval_policies=[]\n": "field `allowed_approval_policies` cannot be empty",
    "allowed_approval_policies=5\n": "failed to parse requirements layer FILE: invalid type: integer `5`, expected a "
    "sequence\nin `allowed_approval_policies`\n",
    "allowed_sandbox_modes=['workspace-write']\n": "invalid value for `allowed_sandbox_modes`: `[WorkspaceWrite]` "
    "is not in the allowed set must include 'read-only' to allow any PermissionProfile (set by FILE)",
    "[rules]\nprefix_rules=[{pattern=[{token='rm'}],decision='allow'}]\n": "invalid rules in requirements (set by "
    "FILE): rules prefix_rule at index 0 has decision 'allow', which is not permitted in requirements.toml: Codex "
    "merges these rules with other config and uses the most restrictive result (use 'prompt' or 'forbidden')",
    "x=\n": "failed to parse requirements layer FILE: TOML parse error at line 1, column 3\n  |\n1 | x=\n  |   ^\n"
    "string values must be quoted, expected literal string\n",
}


def test_no_key_of_requirements_takes_whatever_comes() -> None:
    for key, kind in REQUIREMENTS.fields.items():
        assert kind is not ANY, key
        assert not kind.fits(5), key


@pytest.mark.promise("config-requirements")
@pytest.mark.parametrize("text", UNUSABLE)
def test_requirements_that_cannot_be_used_are_an_error(
    tmp_path: Path, places: LoaderOverrides, text: str
) -> None:
    file = tmp_path / "requirements.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as raised:
        ConfigLoader(overrides=places).load()
    assert str(raised.value) == UNUSABLE[text].replace("FILE", str(file))
    assert raised.value.is_fatal is (text != "x=\n")
    assert file.read_text() == text
    ConfigLoader(
        overrides=LoaderOverrides(system_requirements_path=file, ignore_managed_requirements=True)
    ).load()


@pytest.mark.promise("config-unreadable")
def test_what_is_no_file_is_named_and_never_waited_for(tmp_path: Path, places: LoaderOverrides) -> None:
    file = tmp_path / "user.toml"
    loader = ConfigLoader(overrides=places)

    def refused() -> str:
        with pytest.raises(ConfigError) as raised:
            loader.load()
        return str(raised.value)

    file.mkdir()
    assert refused() == f"{file}: it is a directory; put a file there, or remove it"
    file.rmdir()
    os.mkfifo(file)
    assert refused() == f"{file}: it is no regular file; put a file there, or remove it"
    file.unlink()
    file.symlink_to(file)
    assert refused().startswith(f"{file}: the file cannot be read: ")
    file.unlink()
    file.write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    assert refused() == f"{file}: the file is larger than {MAX_FILE_BYTES} bytes"
    file.write_bytes("model='ü'\nx='".encode() + b"\xff'\n")
    assert refused() == f"{file}:2:4: the text is not valid UTF-8"
    file.write_text("a=" + "[" * 5000)
    assert "recurs" in refused()
    with pytest.raises(ConfigError, match="cannot be one of a file"):
        ConfigLoader(overrides=LoaderOverrides(user_config_path="a\0b")).load()


@given(st.binary())
def test_no_text_fails_otherwise(text: bytes) -> None:
    with suppress(ConfigError):
        parse_text(text, "file")


@pytest.mark.promise("config-unknown-keys")
def test_whoever_is_strict_is_told_where(tmp_path: Path) -> None:
    (tmp_path / "user.toml").write_text("model='a'\nbogus=1\n")
    strict = LoaderOverrides(user_config_path=tmp_path / "user.toml", strict_config=True)
    with pytest.raises(ConfigError) as raised:
        ConfigLoader(overrides=strict).load()
    assert str(raised.value) == f"{tmp_path}/user.toml:2:1: unknown configuration field `bogus`"
    assert raised.value.is_fatal


def test_a_setting_of_a_request_that_is_null_is_called_so() -> None:
    with pytest.raises(ConfigError) as raised:
        ConfigLoader().load("/", {"model": None})
    assert str(raised.value).startswith("invalid type: null, expected a string")
