"""Changes to the user's file."""

from __future__ import annotations

import os
import stat
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from appserver.config.layers import merged
from appserver.config.loading import ConfigLoader
from appserver.config.problems import ConfigError
from appserver.config.writing import Edit, WriteError, trust_project, write_config
from tests.config.real_program import RealProgram

if TYPE_CHECKING:
    from pathlib import Path

TEXT = '# c\nmodel="a" # trailing\n\n# about p\n[model_providers.p]\nname="n"\n'

CHANGES: list[tuple[str, Any, str]] = [
    ("model_providers.p", {"name": "m"}, "replace"),
    ("model_providers.p", {"base_url": "u"}, "upsert"),
    ('projects."/a.b".trust_level', "trusted", "replace"),
    ("projects./c/d.x", "y", "replace"),
    ("projects./c/d.trust_level", "trusted", "upsert"),
    ("features.goals", True, "replace"),
    ("notify", ["a", "b"], "replace"),
    ("model", "ü\n\"'\\", "replace"),
    ("absent.x", None, "replace"),
    ("tools", {"web_search": True}, "replace"),
    ("model_providers.q", {"name": "q", "http_headers": {"a": "b"}}, "replace"),
    ("model_providers.q.http_headers", {"c": "d"}, "replace"),
    ("model_providers.p", None, "replace"),
    ("model_context_window", 9007199254740993, "replace"),
    ("shell_environment_policy.set", {"A": "b", "C": "d"}, "upsert"),
    ("hooks.Stop", [{"a": [1, {"b": True}]}], "replace"),
    ("model", None, "replace"),
    ("model.x", 1, "replace"),
    ("notify.0", "q", "replace"),
    ("model_context_window", 5.0, "replace"),
    ("x.y", [{"a": 1}, {"b": None}], "replace"),
    ("profile", "x", "replace"),
    ("profiles.x", {"model": "m"}, "replace"),
    ("", 1, "replace"),
    ("a..b", 1, "replace"),
    ("approval_policy", "untrusted", "replace"),
    ("sandbox_mode", "nope", "replace"),
    ("model_provider", "nope", "replace"),
    ("bogus", 1, "replace"),
]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.promise("config-writes")
@pytest.mark.timeout(120)
def test_changes_are_made_and_refused_as_by_the_real_program(tmp_path: Path) -> None:
    file = tmp_path / "home/config.toml"
    loader = ConfigLoader(home=str(tmp_path / "home"))
    with RealProgram(tmp_path / "home", TEXT) as real:
        theirs, mine = TEXT, TEXT
        for key, value, strategy in CHANGES:
            file.write_text(theirs)
            answer = real.ask("config/value/write", keyPath=key, value=value, mergeStrategy=strategy)
            theirs = file.read_text()
            file.write_text(mine)
            try:
                written = write_config(loader, [Edit(key, value, merges=strategy == "upsert")])
            except WriteError as error:
                told = {
                    "code": -32600,
                    "message": error.message,
                    "data": {"config_write_error_code": error.code},
                }
                assert told == answer.get("error"), key
            else:
                assert written.version == answer.get("result", answer)["version"], key
            mine = file.read_text()
            assert tomllib.loads(mine) == tomllib.loads(theirs), key
    assert mine.startswith("# c\n")


@pytest.mark.promise("config-writes")
def test_what_is_not_changed_stays_as_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    loader = ConfigLoader(home=str(tmp_path))
    file.write_text(TEXT)
    write_config(loader, [Edit("bogus", 1), Edit("notify", ["x"])])
    write_config(loader, [Edit("bogus", None), Edit("notify", None)])
    assert file.read_text() == TEXT
    write_config(loader, [Edit("model", "b")])
    assert file.read_text() == TEXT.replace('"a"', '"b"')
    trust_project(loader, "/x.y")
    assert file.read_text().endswith('name="n"\n\n[projects."/x.y"]\ntrust_level = "trusted"\n')


names = st.sampled_from(["model", "a", "b.c", "ü", "x y"])
values = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
tables = st.dictionaries(names.map(lambda name: f"k {name}"), values, max_size=4)


@given(before=tables, path=st.lists(names, min_size=1, max_size=3), value=values, merges=st.booleans())
def test_a_change_says_what_it_was_asked_to(
    tmp_path_factory: pytest.TempPathFactory,
    before: dict[str, Any],
    path: list[str],
    value: Any,
    merges: bool,
) -> None:
    home = tmp_path_factory.mktemp("home")
    file = home / "config.toml"
    file.write_text(tomlkit.dumps(before))
    keys = ("k a", *path)
    expected: Any = value
    try:
        write_config(ConfigLoader(home=str(home)), [Edit(keys, value, merges=merges)])
    except WriteError as error:
        refusal = error.message
    else:
        refusal = ""
    if refusal:
        assert refusal == "cannot set value on non-table parent"
        return
    found: Any = tomllib.loads(file.read_text())
    rest = {name: inner for name, inner in found.items() if name != "k a"}
    assert rest == {name: inner for name, inner in before.items() if name != "k a"}
    old: Any = before
    for name in keys:
        old = old.get(name) if isinstance(old, dict) else None
        found = found[name]
    if merges and isinstance(old, dict) and isinstance(value, dict):
        expected = merged(old, value)
    assert found == expected


@pytest.mark.promise("config-writes")
def test_all_of_it_or_nothing(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(TEXT)
    loader = ConfigLoader(home=str(tmp_path))
    with pytest.raises(WriteError, match="expected i64"):
        write_config(loader, [Edit("model", "z"), Edit("model_context_window", "bad")])
    assert file.read_text() == TEXT
    version = write_config(loader, []).version
    assert write_config(loader, [Edit("model", "b")], expected_version=version).version != version
    with pytest.raises(WriteError) as raised:
        write_config(loader, [Edit("model", "c")], expected_version=version)
    assert raised.value.code == "configVersionConflict"
    with pytest.raises(WriteError) as raised:
        write_config(loader, [Edit("model", "c")], path="config.toml")
    assert raised.value.code == "configLayerReadonly"
    assert loader.load().values["model"] == "b"


@pytest.mark.promise("config-writes")
def test_the_last_word_of_another_layer_is_told(tmp_path: Path) -> None:
    loader = ConfigLoader(home=str(tmp_path), cli_overrides={"model": "cli", "tools.web_search": True})
    overridden = write_config(loader, [Edit("review_model", "a"), Edit("model", "b")]).overridden
    assert overridden is not None
    assert (overridden[0].name, overridden[1]) == ({"type": "sessionFlags"}, "cli")
    assert write_config(loader, [Edit("model", "cli")]).overridden is None
    assert write_config(loader, [Edit("model", None)]).overridden is None


@pytest.mark.promise("config-writes")
def test_the_file_is_replaced_in_one_step_with_its_mode(tmp_path: Path) -> None:
    home = tmp_path / "home"
    loader = ConfigLoader(home=str(home))
    write_config(loader, [Edit("model", "a")])
    file = home / "config.toml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    file.chmod(0o640)
    write_config(loader, [Edit("model", "b")])
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    (home / "real.toml").write_text("model='c'\n")
    file.unlink()
    file.symlink_to("real.toml")
    write_config(loader, [Edit("model", "d")])
    assert file.is_symlink()
    assert (home / "real.toml").read_text() == "model='d'\n".replace("'", '"')
    assert names_in(home) == ["config.toml", "real.toml"]


@pytest.mark.promise("config-writes", "config-unreadable")
def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    file.write_text(TEXT)
    loader = ConfigLoader(home=str(tmp_path))
    for call in ("replace", "fsync", "fchmod"):
        with monkeypatch.context() as patch:

            def fail(*_arguments: Any) -> None:
                raise OSError(28, "No space left on device")

            patch.setattr(os, call, fail)
            with pytest.raises(ConfigError) as raised:
                write_config(loader, [Edit("model", "b")])
        assert str(raised.value) == f"{file}: the file cannot be written: No space left on device"
        assert (names_in(tmp_path), file.read_text()) == (["config.toml"], TEXT)
    file.write_text("model = \n")
    with pytest.raises(ConfigError, match="string values must be quoted"):
        write_config(loader, [Edit("model", "b")])
    assert file.read_text() == "model = \n"
