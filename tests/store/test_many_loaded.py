"""Many loaded threads in one process: an idle one needs no more descriptors than its lock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from appserver.store import FileStore, ListQuery, open_files
from appserver.testing.store_subjects import kept, make_thread, turn_ids, turn_records

SHORT = """
import resource, sys, anyio
resource.setrlimit(resource.RLIMIT_NOFILE, (1024, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
import appserver
from appserver import protocol as p

async def main():
    async with appserver.start(home=sys.argv[1], thread_unload_delay=None) as client:
        async def turn(thread):
            prompt = [p.TextUserInput(text="x")]
            await client.request(p.TurnStartParams(thread_id=thread, input=prompt))
            while True:
                event = await client.next_event()
                assert not isinstance(event, p.WarningNotification), event
                if isinstance(event, p.TurnCompletedNotification):
                    return
        threads = []
        for _ in range(1000):
            threads.append((await client.request(p.ThreadStartParams(sandbox="read-only"))).thread.id)
            if len(threads) % 10 == 0:
                await turn(threads[-1])
        for thread in threads[::100]:
            await turn(thread)
        read = await client.request(p.ThreadReadParams(thread_id=threads[9], include_turns=True))
        assert len(read.thread.turns) == 1
        print(len((await client.request(p.ThreadLoadedListParams(limit=2000))).data))

anyio.run(main)
"""


@pytest.mark.promise("last-descriptors")
def test_a_thousand_loaded_threads_fit_into_1024_descriptors(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SHORT, str(tmp_path)], capture_output=True, text=True, timeout=55, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "1000"), done.stderr[-2000:]


def open_rollouts(home: Path) -> int:
    """How many files of threads this process has open."""
    links = (str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink())
    return sum(link.startswith(str(home)) and link.endswith(".jsonl") for link in links)


def file_of(home: Path, thread_id: str) -> Path:
    """The file of a thread."""
    (file,) = home.glob(f"sessions/*/*/*/*{thread_id}.jsonl")
    return file


@pytest.mark.promise("last-descriptors")
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
@pytest.mark.parametrize("durability", ["buffered", "fsync"])
async def test_files_that_are_not_used_are_closed_and_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, durability: str
) -> None:
    monkeypatch.setattr(open_files, "MOST", 4)
    store = FileStore(tmp_path, durability=durability)  # type: ignore[arg-type]
    threads = [await kept(store, make_thread(number)) for number in range(12)]
    assert open_rollouts(tmp_path) == 4
    for name in ("t2", "t3"):
        for thread in threads:
            store.append(thread.id, turn_records(name, "q", "a"))
            await store.flush(thread.id)
    assert open_rollouts(tmp_path) == 4
    for thread in threads:
        assert await turn_ids(store, thread.id) == ["t1", "t2", "t3"]
    assert store.take_problems() == []
    await store.aclose()
    assert open_rollouts(tmp_path) == 0


@pytest.mark.parametrize("what", ["removed", "another"])
async def test_one_that_is_not_there_any_more_is_told_of_and_not_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(open_files, "MOST", 4)
    store = FileStore(tmp_path)
    threads = [await kept(store, make_thread(number)) for number in range(6)]
    file = file_of(tmp_path, threads[0].id)
    file.unlink()
    if what == "another":
        file.write_text("{}\n")
    for _ in range(2):
        store.append(threads[0].id, turn_records("t2", "q", "a"))
        await store.flush(threads[0].id)
    (problem,) = store.take_problems()
    assert problem.message.endswith(
        "was removed while it was written: what happens in this thread is not kept"
    )
    assert file.exists() == (what == "another")
    assert not file.exists() or file.read_text() == "{}\n"
    store.append(threads[1].id, turn_records("t2", "q", "a"))
    assert await turn_ids(store, threads[1].id) == ["t1", "t2"]
    await store.aclose()


async def test_a_process_without_descriptors_closes_what_is_idle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileStore(tmp_path)
    threads = [await kept(store, make_thread(number)) for number in range(8)]
    files = store._home.files
    opened = type(files).open_append

    def refuse(self: object, path: Path, *, is_new: bool = False) -> int:
        if open_rollouts(tmp_path) > 3:
            raise OSError(24, "Too many open files")
        return opened(files, path, is_new=is_new)

    monkeypatch.setattr(type(files), "open_append", refuse)
    new = await kept(store, make_thread(9))
    assert store.take_problems() == []
    assert len(await store.list(ListQuery())) == len(threads) + 1
    assert await turn_ids(store, new.id) == ["t1"]
    await store.aclose()
