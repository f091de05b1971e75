"""Homes that are named in other ways than most, and those that cannot be made."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import appserver
from appserver import protocol as p
from appserver.backends.endings import log_failure
from appserver.store import FileStore, StoreError
from appserver.testing.store_conformance import make_thread, turn_records

if TYPE_CHECKING:
    from collections.abc import Callable


def up(folder: Path) -> str:
    (folder / "sub").mkdir()
    return "sub/../home"


def up_from_a_link(folder: Path) -> str:
    """Where the system leads up from a link, which is not what stands before it."""
    (folder / "far" / "away").mkdir(parents=True)
    (folder / "link").symlink_to(folder / "far" / "away")
    return str(folder / "link" / ".." / "home")


def link(folder: Path) -> str:
    (folder / "far").mkdir()
    (folder / "link").symlink_to("far")
    return "link"


def ring(folder: Path) -> str:
    (folder / "ring").symlink_to("ring")
    (folder / "sub").mkdir()
    return str(folder / "sub" / ".." / "ring")


def leads_straight(path: Path, folder: Path, expected: str) -> bool:
    return path.is_relative_to(folder.resolve() / expected) and ".." not in path.parts


@pytest.mark.parametrize(("name", "expected"), [(up, "home"), (up_from_a_link, "far/home"), (link, "far")])
async def test_the_path_of_a_thread_leads_straight_to_it(
    name: Callable[[Path], str], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with appserver.start(home=name(tmp_path)) as client:
        thread = (await client.request(p.ThreadStartParams(cwd=str(tmp_path)))).thread
        assert thread.path is not None
        assert leads_straight(Path(thread.path), tmp_path, expected)
        layers = (await client.request(p.ConfigReadParams(include_layers=True))).layers or []
        files = [layer.name.file for layer in layers if isinstance(layer.name, p.UserConfigLayerSource)]
        assert files == [str(tmp_path / expected / "config.toml")]


async def test_a_home_that_is_a_ring_of_links_is_refused_when_it_is_used(tmp_path: Path) -> None:
    store = FileStore(ring(tmp_path))
    with pytest.raises(StoreError, match=r"cannot take thread .*ring"):
        await store.create(make_thread())
    await store.aclose()


async def test_a_home_that_cannot_be_made_is_told_of_once(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    (tmp_path / "gone").symlink_to("/proc/no such folder")
    home = tmp_path / "gone" / "home"
    async with appserver.start(home=home) as client:
        caplog.clear()
        with pytest.raises(StoreError, match="cannot take thread"):
            await client.request(p.ThreadStartParams(cwd=str(tmp_path)))
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_what_says_itself_what_is_wrong_is_logged_without_a_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log_failure("this", StoreError("the disk is full"))
    log_failure("that", ValueError("a mistake of the program"))
    stated, unstated = caplog.records
    assert (stated.getMessage(), stated.exc_info) == ("this failed: the disk is full", None)
    assert unstated.exc_info is not None


async def test_a_store_of_a_relative_home_stays_where_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = FileStore(up(tmp_path))
    monkeypatch.chdir("/")
    thread = make_thread()
    await store.create(thread)
    store.append(thread.id, turn_records("t1", "q", "a"))
    await store.aclose()
    assert list((tmp_path / "home").glob("sessions/*/*/*/*.jsonl"))


async def test_nobody_else_reads_what_is_kept(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        home = tmp_path / "home"
        async with appserver.start(home=home) as client:
            thread = await client.thread_start(cwd=tmp_path)
            await thread.run("a secret")
            await thread.set_name("a name")
            modes = {path: path.stat().st_mode & 0o777 for path in home.rglob("*") if path.is_file()}
    finally:
        os.umask(old)
    assert any(path.name.startswith("rollout-") for path in modes)
    assert any(path.suffix.startswith(".sqlite") or ".db" in path.name for path in modes)
    readable = {path.name: oct(mode) for path, mode in modes.items() if mode & 0o077}
    assert readable == {}
