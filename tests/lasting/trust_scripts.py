"""What is written into `config.toml` by a thread that may write into a project, asked of both programs."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from tests.instructions.test_files import git
from tests.lasting.beside import Ask, Do, Script

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["TRUST_SCRIPTS"]


def make_project(home: Path, _saved: dict[str, str]) -> None:
    """Make the working directory a repository with a configuration of its own."""
    project = home.parent / "cwd"
    git(project)
    (project / ".codex").mkdir()
    (project / ".codex/config.toml").write_text('model_verbosity = "low"\n')


def is_written(home: Path, _saved: dict[str, str]) -> None:
    """The project is trusted, by a table of its own."""
    written = tomllib.loads((home / "config.toml").read_text())
    assert written["projects"] == {str(home.parent / "cwd"): {"trust_level": "trusted"}}


def is_not_written(home: Path, _saved: dict[str, str]) -> None:
    """Nothing is trusted."""
    assert "projects" not in tomllib.loads((home / "config.toml").read_text())


def start(**params: str) -> Ask:
    return Ask("thread/start", {"cwd": "$CWD", **params}, until="thread/started")


def read(*more: str) -> Ask:
    only = ("config.model_verbosity", "layers.0.name", *more)
    return Ask("config/read", {"cwd": "$CWD", "includeLayers": True}, only=only)


NOT_TRUSTED = read("layers.0.disabledReason")
TRUSTED = read("origins.model_verbosity.name")

TRUST_SCRIPTS = [
    Script(
        "a project that is trusted by the first thread that may write",
        [
            Do(make_project),
            start(sandbox="read-only"),
            Do(is_not_written),
            NOT_TRUSTED,
            start(sandbox="workspace-write"),
            Do(is_written),
            TRUSTED,
            start(),
        ],
    ),
    Script(
        "the same without a model in the configuration",
        [Do(make_project), start(sandbox="workspace-write"), Do(is_written), TRUSTED],
        {
            **{
                f"0 thread/start.result.{field}": "config-no-model"
                for field in ("model", "modelProvider", "thread.model", "thread.modelProvider")
            },
            "told[0].params.thread.model": "config-no-model",
            "told[0].params.thread.modelProvider": "config-no-model",
        },
        is_bare=True,
    ),
]
