"""Which AGENTS.md count, in which order, how much of them, and what is said of those that are not taken as they are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from tests.config.real_program import RealProgram
from tests.config.test_in_a_server import options, said, start

if TYPE_CHECKING:
    from pathlib import Path


def put(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def git(folder: Path) -> None:
    """What the real program, too, takes for a repository."""
    put(folder / ".git/HEAD", "ref: refs/heads/main\n")
    (folder / ".git/refs").mkdir(exist_ok=True)
    (folder / ".git/objects").mkdir(exist_ok=True)


def tree(root: Path) -> Path:
    """A home and a project with every kind of file; returns the deepest folder."""
    put(root / "AGENTS.md", "above the project")
    git(root / "p")
    put(root / "p/AGENTS.md", "root\n")
    put(root / "p/a/AGENTS.override.md", "override")
    put(root / "p/a/AGENTS.md", "shadowed")
    put(root / "p/a/b/OTHER.md", "fallback")
    (root / "p/a/b/AGENTS.md").mkdir()
    put(root / "p/a/b/c/AGENTS.override.md", " \n")
    put(root / "p/a/b/c/AGENTS.md", "shadowed by a blank one")
    put(root / "p/a/b/c/d/OTHER.md", "beside a link to nothing")
    (root / "p/a/b/c/d/AGENTS.md").symlink_to(root / "nothing")
    deepest = root / "p/a/b/c/d/e"
    deepest.mkdir()
    (deepest / "AGENTS.md").symlink_to(put(root / "linked.md", "linked"))
    os.mkfifo(deepest / "AGENTS.override.md")
    return deepest


CASES: dict[str, dict[str, Any]] = {
    "everything": {
        "config": 'project_doc_fallback_filenames=["OTHER.md"]\n',
        "home": {"AGENTS.md": "  home \n"},
    },
    "names": {"config": 'project_doc_fallback_filenames=["../linked.md","b/OTHER.md","OTHER.md"]\n'},
    "markers": {"config": "project_root_markers=[]\n"},
    "other markers": {"config": 'project_root_markers=["c"]\n'},
    "cut": {"config": "project_doc_max_bytes=9\n"},
    "left out": {"config": "project_doc_max_bytes=5\n"},
    "none": {"config": "project_doc_max_bytes=0\n", "home": {"AGENTS.md": "home"}},
    "blank home": {"home": {"AGENTS.override.md": "\n", "AGENTS.md": "home"}},
    "home override": {"home": {"AGENTS.override.md": "over", "AGENTS.md": "home"}},
    "untrusted": {"trust": "untrusted", "home": {"AGENTS.md": "home"}},
    "trusted": {"trust": "trusted"},
}


@pytest.mark.promise("instructions-files")
@pytest.mark.parametrize("case", CASES)
async def test_the_same_files_count_as_in_the_real_program(tmp_path: Path, case: str) -> None:
    home, cwd = tmp_path / "home", tree(tmp_path)
    config = CASES[case].get("config", "")
    if "trust" in CASES[case]:
        config += f'[projects."{tmp_path}/p"]\ntrust_level="{CASES[case]["trust"]}"\n'
    for name, text in CASES[case].get("home", {}).items():
        put(home / name, text)
    places = [cwd, tmp_path / "p/a/b", tmp_path / "p", tmp_path, tmp_path / "p/missing/below"]
    with RealProgram(home, config) as real:
        answers = [real.ask("thread/start", cwd=str(place))["result"] for place in places]
    async with appserver.start(**options(home)) as client:
        for place, answer in zip(places, answers, strict=True):
            assert (await start(client, cwd=str(place))).instruction_sources == answer[
                "instructionSources"
            ], place


@pytest.mark.promise("instructions-files")
async def test_without_a_home_nothing_is_read(tmp_path: Path) -> None:
    cwd = tree(tmp_path)
    for fields in ({}, {"config": {"model_provider": "openai"}}):
        async with appserver.start(agent=appserver.OfflineAgent(), **fields) as client:  # type: ignore[arg-type]
            assert (await start(client, cwd=str(cwd))).instruction_sources == []


class Seen(appserver.Agent):
    """Keeps what a turn was told."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str] | None] = []

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        instructions = turn.settings.instructions
        self.found.append(None if instructions is None else (instructions.user, instructions.project))


async def turn(client: appserver.AppServerClient, thread_id: str, **fields: Any) -> None:
    prompt = [p.TextUserInput(text="hi")]
    await client.request(p.TurnStartParams(thread_id=thread_id, input=prompt, **fields))
    await said(client, "turn/completed")


@pytest.mark.promise("instructions-files")
async def test_a_thread_has_those_of_its_directory_also_when_it_moves_forks_or_comes_back(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    put(home / "AGENTS.md", "home")
    put(tmp_path / "a/AGENTS.md", "a")
    put(tmp_path / "b/AGENTS.md", "b")
    agent = Seen()
    async with appserver.start(**options(home, agent=agent, experimental_api=True)) as client:
        first = (await start(client, cwd=str(tmp_path / "a"))).thread.id
        await turn(client, first)
        put(tmp_path / "a/AGENTS.md", "a2")
        await turn(client, first)
        await turn(client, first, cwd=str(tmp_path / "b"))
        await turn(client, first)
        await client.request(p.ThreadSettingsUpdateParams(thread_id=first, cwd=str(tmp_path / "a")))
        await turn(client, first)
        forked = await client.request(p.ThreadForkParams(thread_id=first, cwd=str(tmp_path / "b")))
        assert forked.instruction_sources == [str(home / "AGENTS.md"), str(tmp_path / "b/AGENTS.md")]
        await turn(client, forked.thread.id)
    assert agent.found == [("home", text) for text in ("a", "a", "b", "b", "a2", "b")]
    put(home / "AGENTS.md", "home2")
    async with appserver.start(**options(home, agent=agent)) as client:
        back = await client.request(p.ThreadResumeParams(thread_id=first))
        assert back.instruction_sources == [str(home / "AGENTS.md"), str(tmp_path / "a/AGENTS.md")]
        await turn(client, first)
    assert agent.found[-1] == ("home2", "a2")


PROBLEMS: dict[str, tuple[dict[str, Any], str, str]] = {
    "cut": (
        {"p/AGENTS.md": "0123456789", "p/x/AGENTS.md": "below"},
        "0123456",
        "{p}/AGENTS.md is cut: 7 of its 10 bytes are told; `project_doc_max_bytes` is 7\n"
        "  {p}/x/AGENTS.md is left out: `project_doc_max_bytes` is 7, and the files above it have taken that",
    ),
    "cut in a character": (
        {"p/AGENTS.md": "012345ä6"},
        "012345",
        "{p}/AGENTS.md is cut: 7 of its 9 bytes are told; `project_doc_max_bytes` is 7",
    ),
    "cut and no UTF-8": (
        {"p/AGENTS.md": b"0\xff2345\xff789"},
        "0\ufffd2345\ufffd",
        "{p}/AGENTS.md is not valid UTF-8 (byte 1); what cannot be read is told as U+FFFD\n"
        "  {p}/AGENTS.md is cut: 7 of its 10 bytes are told; `project_doc_max_bytes` is 7",
    ),
    "no UTF-8": (
        {"p/AGENTS.md": b"a\xffb"},
        "a\ufffdb",
        "{p}/AGENTS.md is not valid UTF-8 (byte 1); what cannot be read is told as U+FFFD",
    ),
    "a name that is a path": (
        {"p/AGENTS.md": "ok", "config": 'project_doc_fallback_filenames=["../x.md"]\n'},
        "ok",
        "'../x.md' of `project_doc_fallback_filenames` is left out: it is no name of a file",
    ),
}


@pytest.mark.promise("instructions-cut")
@pytest.mark.parametrize("case", PROBLEMS)
async def test_what_is_not_told_as_it_is_written_is_a_warning(tmp_path: Path, case: str) -> None:
    files, told, reason = PROBLEMS[case]
    home, agent = tmp_path / "home", Seen()
    git(tmp_path / "p")
    (tmp_path / "p/x").mkdir()
    put(home / "config.toml", f"project_doc_max_bytes=7\n{files.get('config', '')}")
    for name, text in files.items():
        if name != "config":
            put(tmp_path / name, text)
    async with appserver.start(**options(home, agent=agent)) as client:
        thread_id = ""
        for _ in range(2):  # each thread says it
            thread_id = (await start(client, cwd=str(tmp_path / "p/x"))).thread.id
            (warning,) = await said(client, "warning")
            assert isinstance(warning, p.WarningNotification)
            head = "Instructions are not told to the model as they are written:"
            assert warning.message == f"{head}\n  {reason.format(p=tmp_path / 'p')}"
            assert warning.thread_id == thread_id
        await turn(client, thread_id)
    assert agent.found == [("", told)]


@pytest.mark.promise("instructions-cut")
async def test_a_turn_in_another_directory_says_it_too(tmp_path: Path) -> None:
    home = tmp_path / "home"
    put(home / "config.toml", "project_doc_max_bytes=3\n")
    put(tmp_path / "a/AGENTS.md", "0123456789")
    async with appserver.start(**options(home, agent=Seen())) as client:
        thread_id = (await start(client, cwd=str(tmp_path))).thread.id
        await client.request(p.TurnStartParams(thread_id=thread_id, input=[], cwd=str(tmp_path / "a")))
        (warning,) = await said(client, "warning")
        assert isinstance(warning, p.WarningNotification)
        assert f"{tmp_path}/a/AGENTS.md is cut" in warning.message


@pytest.mark.promise("instructions-cut")
async def test_where_the_configuration_is_broken_meanwhile_a_turn_goes_on_and_it_is_said(
    tmp_path: Path,
) -> None:
    home, agent = tmp_path / "home", Seen()
    put(home / "AGENTS.md", "home")
    async with appserver.start(**options(home, agent=agent)) as client:
        thread_id = (await start(client, cwd="/")).thread.id
        for text in ("project_doc_max_bytes = 'x'\n", "broken = ["):
            put(home / "config.toml", text)
            prompt = [p.TextUserInput(text="hi")]
            params = p.TurnStartParams(thread_id=thread_id, input=prompt, cwd=str(tmp_path / text[:3]))
            await client.request(params)
            told = await said(client, "warning", "turn/completed")
            (warning,) = [event for event in told if isinstance(event, p.WarningNotification)]
            assert "are not read, failed to load configuration: " in warning.message
    assert agent.found == [None, None]


@pytest.mark.promise("instructions-cut")
async def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    put(home / "AGENTS.md", "home")
    put(tmp_path / "p/AGENTS.md", "project")
    really = os.open

    def deny(path: Any, *arguments: Any, **more: Any) -> int:
        if str(path).endswith("AGENTS.md"):
            raise PermissionError(13, "Permission denied", path)
        return really(path, *arguments, **more)

    monkeypatch.setattr(os, "open", deny)
    async with appserver.start(**options(home, agent=Seen())) as client:
        assert (await start(client, cwd=str(tmp_path / "p"))).instruction_sources == []
        (warning,) = await said(client, "warning")
        assert isinstance(warning, p.WarningNotification)
        for path in (home / "AGENTS.md", tmp_path / "p/AGENTS.md"):
            assert f"  {path} cannot be read and is left out: Permission denied" in warning.message


@pytest.mark.promise("instructions-cut")
async def test_a_huge_home_file_is_bounded_and_threads_of_a_folder_share_their_text(tmp_path: Path) -> None:
    home, agent = tmp_path / "home", Seen()
    put(home / "AGENTS.md", "x" * (1 << 21))
    async with appserver.start(**options(home, agent=agent)) as client:
        threads = [(await start(client, cwd=str(tmp_path))).thread.id for _ in range(2)]
        for thread_id in threads:
            await turn(client, thread_id)
    first, second = agent.found
    assert first is not None
    assert second is not None
    assert len(first[0]) == 1 << 20
    assert first[0] is second[0]
