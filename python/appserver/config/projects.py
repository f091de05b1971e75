"""Projects: where one begins, whether its user trusts it, and what it says for itself."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver.config.layers import Layer, normal
from appserver.config.problems import ConfigError, ConfigNotice
from appserver.config.toml_file import TomlText, parse_text, read_bytes, shown_line
from appserver.plain_data import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["REFUSED_KEYS", "Project", "find_project", "project_layers"]

REFUSED_KEYS = (
    "openai_base_url",
    "chatgpt_base_url",
    "apps_mcp_product_sku",
    "model_provider",
    "model_providers",
    "notify",
    "profile",
    "profiles",
    "experimental_realtime_ws_base_url",
    "experimental_realtime_webrtc_call_base_url",
    "otel",
)
"""What a project may not say, trusted or not: where data goes, and which programs run."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project.

    Attributes:
        root: its topmost folder.
        cwd: the folder that was asked about.
        is_repository: whether its root is one of git.
        trust: `trusted`, `untrusted`, or None: nobody has said.
    """

    root: str
    cwd: str
    is_repository: bool
    trust: str | None

    def folders(self) -> Iterator[str]:
        """The folders from `cwd` up to the root, the nearest first."""
        folder = self.cwd
        yield folder
        while folder != self.root and (above := os.path.dirname(folder)) != folder:  # noqa: PTH120 - text stays text
            folder = above
            yield folder


def find_project(cwd: str, config: Mapping[str, Any]) -> Project:
    """The project of a folder, an absolute path, by what the layers below it say."""
    wanted: Any = config.get("project_root_markers")
    markers = [text for text in wanted if isinstance(text, str)] if is_list(wanted) else [".git"]
    root = _nearest(cwd, markers) or cwd
    repository = _nearest(cwd, [".git"])
    trust = next((said for folder in (cwd, root, repository) if (said := _trust(folder, config))), None)
    return Project(root, cwd, repository is not None, trust)


def _nearest(cwd: str, markers: list[str]) -> str | None:
    folder = cwd
    while markers:
        if any(_is_mark(os.path.join(folder, marker)) for marker in markers):  # noqa: PTH118 - text stays text
            return folder
        above = os.path.dirname(folder)  # noqa: PTH120 - text stays text
        if above == folder:
            return None
        folder = above
    return None


def _is_mark(path: str) -> bool:
    """Whether something is there. A sandbox makes directories for names that are missing, with the sticky bit."""
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISDIR(mode) and mode & stat.S_ISVTX)


def _trust(folder: str | None, config: Mapping[str, Any]) -> str | None:
    projects: Any = config.get("projects")
    if folder is None or not is_dict(projects):
        return None
    for name in dict.fromkeys((folder, os.path.realpath(folder))):
        said: Any = projects.get(name)
        if is_dict(said) and said.get("trust_level") in {"trusted", "untrusted"}:
            return str(said["trust_level"])
    return None


def project_layers(
    project: Project, *, user_file: str | None, home: str | None
) -> tuple[list[Layer], list[ConfigNotice]]:
    """What the folders of a project say, the nearest first, and what of it is not heeded.

    Raises:
        ConfigError: the project is trusted, and a file of it cannot be read.
    """
    layers: list[Layer] = []
    notices: list[ConfigNotice] = []
    for folder in project.folders():
        dot_folder = os.path.join(folder, ".codex")  # noqa: PTH118 - text stays text
        if dot_folder == home or not os.path.isdir(dot_folder):  # noqa: PTH112 - text stays text
            continue
        path = os.path.join(dot_folder, "config.toml")  # noqa: PTH118 - text stays text
        file = _read(path, is_trusted=project.trust == "trusted")
        config = {name: value for name, value in file.data.items() if name not in REFUSED_KEYS}
        layers.append(
            Layer(
                {"type": "project", "dotCodexFolder": dot_folder},
                f"project ({path})",
                normal(config, dot_folder),
                path=path,
                file=file,
                disabled_reason=_disabled(project, user_file),
            )
        )
        ignored = [name for name in sorted(file.data) if name in REFUSED_KEYS]
        if ignored and project.trust == "trusted":
            notices.append(
                ConfigNotice(
                    f"Ignored unsupported project-local config keys in {path}: {', '.join(ignored)}. If you want these "
                    "settings to apply, manually set them in your user-level config.toml."
                )
            )
    return layers, notices


def _read(path: str, *, is_trusted: bool) -> TomlText:
    text = b""
    try:
        text = read_bytes(path) or b""
        return parse_text(text, path)
    except ConfigError as error:
        if not is_trusted:
            return TomlText()
        if error.range is None:
            raise
        shown = f"Error parsing project config file {path}: {shown_line(error, text)}"
        raise ConfigError(error.reason, path=path, range=error.range, text=shown) from None


def _disabled(project: Project, user_file: str | None) -> str | None:
    if project.trust == "trusted":
        return None
    where = "the user's configuration" if user_file is None else user_file
    if project.trust == "untrusted":
        return (
            f"{project.root} is marked as untrusted in {where}. To load project-local config, hooks, and exec "
            "policies, mark it trusted."
        )
    what = "To load project-local config, hooks, and exec policies"
    return f"{what}, add {project.root} as a trusted project in {where}."
