"""Threads whose files cannot be read: whoever asks for one is told which file it is and why; others go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.store import FileStore
from tests.lasting.speaker import new_thread, start, turns_of

DAMAGE: dict[str, tuple[bytes | None, str]] = {
    "empty": (b"", "does not start with session metadata"),
    "zeros": (b"\0" * 500, "does not start with session metadata"),
    "junk": (b"\xff\xfe{not json\n", "does not start with session metadata"),
    "of somebody else": (b'{"hello": 1}\n', "does not start with session metadata"),
    "a folder": (None, "Is a directory"),
}
REQUESTS: list[tuple[str, dict[str, Any]]] = [
    ("thread/read", {}),
    ("thread/read", {"includeTurns": True}),
    ("thread/resume", {}),
    ("thread/fork", {}),
    ("thread/turns/list", {}),
    ("thread/items/list", {}),
    ("thread/name/set", {"name": "n"}),
    ("thread/metadata/update", {"gitInfo": {"branch": "b"}}),
    ("thread/goal/get", {}),
    ("thread/archive", {}),
    ("thread/delete", {}),
]


@pytest.mark.promise("last-damaged")
@pytest.mark.parametrize("kind", DAMAGE)
@pytest.mark.parametrize("is_known", [True, False], ids=["seen before", "never seen"])
async def test_a_request_for_a_thread_in_a_damaged_file_names_it(
    tmp_path: Path, kind: str, is_known: bool
) -> None:
    content, reason = DAMAGE[kind]
    async with start(FileStore(tmp_path)) as client:
        other = await new_thread(client, "other")
        thread_id = await new_thread(client, "one")
        read = await client.request(p.ThreadReadParams(thread_id=thread_id))
    file = Path(str(read.thread.path))
    whole = file.read_bytes()  # noqa: ASYNC240 - a file of a few lines
    file.unlink()  # noqa: ASYNC240
    if content is None:
        file.mkdir()  # noqa: ASYNC240
    else:
        file.write_bytes(content)  # noqa: ASYNC240
    if not is_known:
        for index in tmp_path.glob("appserver.sqlite*"):  # noqa: ASYNC240
            index.unlink()
    async with start(FileStore(tmp_path)) as client:
        if content is not None:
            for method, params in REQUESTS:
                with pytest.raises(ServerError) as raised:
                    await client.request_raw(method, {"threadId": thread_id, **params})
                assert raised.value.code == ErrorCode.INTERNAL, method
                assert str(file) in raised.value.message
                assert reason in raised.value.message
            assert file.read_bytes() == content  # noqa: ASYNC240
        listed = (await client.request(p.ThreadListParams())).data
        assert [thread.id for thread in listed] == [other]
        assert len(await turns_of(client, other)) == 1
        if content is not None:
            file.write_bytes(whole)  # noqa: ASYNC240 - somebody mends it
            assert len(await turns_of(client, thread_id)) == 1
            assert len((await client.request(p.ThreadListParams())).data) == 2
