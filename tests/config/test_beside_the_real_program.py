"""What a configuration says, and what is wrong with it, is the same for the real program and for us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from appserver.config.keys import CONFIG, KEYS
from appserver.config.kinds import MismatchError
from appserver.config.loading import ConfigLoader
from appserver.config.problems import ConfigError
from tests.config.real_program import RealProgram

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.timeout(300)

BROKEN = [
    "model = \n",
    "model = abc\n",
    "# ü\nmodel = 'ü' x\n",
    "model='a'\nmodel='b'\n",
    "[features]\n[features]\n",
    "model='a\n",
    "mod el='a'\n",
    "model\n",
    'model="\\q"\n',
    "[features\n",
    "notify=[1,\n",
    "model='a\x01'\n",
    "model='a\x00'\n",
    "model_context_window=99999999999999999999\n",
    "model='a'\n[model.x]\n",
    "model = 5\n",
    "# c\nmodel='a'\nsandbox_mode = \"x\"\n",
    "[model_providers.p]\nname='n'\nrequest_max_retries='x'\n",
    "[model_providers.p]\nbase_url='n'\n",
    "[model_providers.openai]\nname='n'\n",
    "[model_providers.p]\nname='n'\nwire_api='chat'\n",
    "notify=['a',5]\n",
    "project_doc_max_bytes=-1\n",
    "[mcp_servers.a]\nenabled=true\n",
    "[mcp_servers.a]\ncommand='x'\nurl='y'\n",
    "approval_policy={}\n",
    "approval_policy={granular={}}\n",
    "model=1.5\n",
    "[features]\ngoals=5\n",
    "features=5\n",
    "[model_providers . p]\nname=5\n",
    "model_providers.p.name=5\n",
    "model_providers={p={name=5}}\n",
    "[sandbox_workspace_write]\nnetwork_access='yes'\n",
    "[shell_environment_policy]\ninherit='some'\n",
    "[shell_environment_policy.set]\nB=2\n",
    "model_provider='zz'\n",
    "profile='fast'\n",
    "[permissions.p]\n",
    "[projects.'/a']\ntrust_level='maybe'\n",
]

SOUND = [
    "",
    "\ufeffmodel='a'\n",
    "bogus=1\n[features]\nzz=true\n[model_providers.p]\nname='n'\nqq=1\n[sandbox_workspace_write]\nqq=1\n"
    "[tools]\nbogus=1\n[projects.'/a']\nqq=2\n",
    "model=2020-01-01\n",
    "[mcp_servers.b]\nurl='http://x'\n[mcp_servers.a]\ncommand='x'\n",
    "[history]\nmax_bytes=5\n[analytics]\nenabled=false\n[agents]\nmax_depth=2\n",
    "approval_policy='never'\napprovals_reviewer='guardian_subagent'\nnotify=['a','b']\n",
    "[shell_environment_policy]\ninherit='core'\nset={A='b'}\n[projects.'/a.b']\ntrust_level='trusted'\n",
    "approval_policy={granular={sandbox_approval=true,rules=true,mcp_elicitations=true}}\n",
    "[apps.a]\nenabled=false\n[feedback]\nenabled=false\n[marketplaces.p]\nsource='x'\nsource_type='git'\n",
    "[otel]\n[memories]\n[hooks]\n[audio]\n[goals]\n[windows]\n[notice]\n[orchestrator]\n[auto_review]\n"
    "[ghost_snapshot]\n[tool_suggest]\n[realtime]\n[browser_use]\n[computer_use]\n[cloud]\n[sandbox_workspace_write]\n",
    "log_dir='logs'\nsqlite_home='/x/../y'\n[sandbox_workspace_write]\nwritable_roots=['r']\n",
    "[model_providers.p]\nname='n'\nbase_url='http://h'\nenv_key='K'\nhttp_headers={a='b'}\n",
    "a=[1,{b=[true]}]\n[c.d]\ne=1.5\nf='ü\"\\\\'\n",
]


def ours(home: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The answer to `config/read` and the warnings, by our own loader."""
    loader = ConfigLoader(home=str(home))
    try:
        loaded = loader.load()
    except ConfigError as error:
        where = error.range
        warning: dict[str, Any] = {"summary": "Invalid configuration; using defaults.", "details": error.text}
        if where is not None:
            start = {"line": where.line, "column": where.column}
            end = {"line": where.last_line, "column": where.last_column}
            warning.update(path=error.path, range={"start": start, "end": end})
        return {"error": error.layers_text}, [warning]
    layers = [layer.shown for layer in loaded.layers]
    answer = {"config": loaded.shown, "origins": loaded.origins, "layers": layers}
    return answer, [{"summary": notice.summary, "details": notice.details} for notice in loaded.notices]


@pytest.mark.parametrize("config", BROKEN)
@pytest.mark.promise("config-broken")
def test_what_is_wrong_is_said_alike(tmp_path: Path, config: str) -> None:
    with RealProgram(tmp_path / "home", config) as real:
        answer = real.ask("config/read", includeLayers=True)
        expected = {"error": answer["error"]["message"]}, real.warnings
    assert ours(tmp_path / "home") == expected


@pytest.mark.promise("config-layers", "config-unknown-keys")
def test_what_is_said_counts_alike(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for config in SOUND:
        with RealProgram(home, config) as real:
            answer = real.ask("config/read", includeLayers=True)["result"]
            (mine, warnings) = ours(home)
            for part in answer:
                assert mine[part] == answer[part], config
            assert warnings == real.warnings, config


@pytest.mark.promise("config-keys")
def test_every_key_takes_the_same_values(tmp_path: Path) -> None:
    values: list[Any] = [5, "zz", True, 1.5, -1, {}, {"k": 5}]
    different: list[str] = []
    with RealProgram(tmp_path / "home", "") as real:
        shown = real.ask("config/read")["result"]["config"]
        assert CONFIG.shown({}) == shown
        for key in KEYS:
            if key in {"profile", "profiles"}:  # written, they are refused; read, they are tested above
                continue
            for value in values:
                answer = real.ask("config/value/write", keyPath=key, value=value, mergeStrategy="replace")
                theirs = answer["error"]["message"] if "error" in answer else None
                if "error" not in answer:
                    (real.home / "config.toml").write_bytes(b"")
                if theirs is not None and "AbsolutePathBuf" in theirs:
                    continue  # what a relative path would be relative to; tested with writes
                try:
                    CONFIG.check({key: value}, (), [])
                    mine = None
                except MismatchError as error:
                    mine = f"Invalid configuration: {error.text}"
                if mine != theirs:
                    different.append(f"{key} = {value}: {theirs!r}, ours {mine!r}")
    assert not different, "\n".join(different)
