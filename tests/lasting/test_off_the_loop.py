"""No request to a server with a home touches a file on the loop: a disk that is slow holds up nobody else.

What a turn says is the one exception: it is appended to the thread's file before it is announced.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.assembly import BUILT_IN_METHODS
from appserver.handlers.account import GetAuthStatusParams
from tests.config.test_in_a_server import NO_SYSTEM
from tests.instructions.test_files import git, put
from tests.lasting.speaker import Speaker, events_until, new_thread, say
from tests.skills.test_skills import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOUCHES = frozenset(
    {
        *("open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link"),
        *("os.symlink", "os.chmod", "os.truncate", "os.utime", "sqlite3.connect"),
    }
)
"""What the interpreter tells its hooks of before it happens, the path first."""


class Watch:
    """Notes who touches files below a folder on one thread. A hook stays for ever, so there is one for all tests."""

    def __init__(self) -> None:
        self._watched: tuple[int, str] | None = None
        self.seen: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        watched = self._watched
        if watched is None or event not in TOUCHES or threading.get_ident() != watched[0]:
            return
        path = arguments[0] if arguments else None
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if not isinstance(path, str | os.PathLike) or not os.fspath(path).startswith(watched[1]):
            return
        is_of_turns = "sessions" in Path(path).parts
        if not (is_of_turns and (event == "os.mkdir" or is_appending(event, arguments))):
            self.seen.append(f"{event} {path}")

    @contextmanager
    def over(self, folder: Path) -> Iterator[list[str]]:
        """What the calling thread touches below a folder."""
        self.seen = []
        self._watched = (threading.get_ident(), str(folder))
        try:
            yield self.seen
        finally:
            self._watched = None


def is_appending(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether a file is opened to add lines to it."""
    return event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & os.O_APPEND)


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


def test_the_watch_sees_what_it_is_there_for(watch: Watch, tmp_path: Path) -> None:
    with watch.over(tmp_path) as seen:
        (tmp_path / "x").write_text("x")
        (tmp_path / "x").unlink()
        threading.Thread(target=(tmp_path / "y").write_text, args=("y",)).start()
    assert [event.split()[0] for event in seen] == ["open", "os.remove"]


GIT = p.ThreadMetadataGitInfoUpdateParams(branch="b")


def thread_calls(thread: str, folder: str) -> dict[str, Any]:
    """Params of every method that is about a thread."""
    prompt = [p.TextUserInput(text="again")]
    return {
        "thread/read": p.ThreadReadParams(thread_id=thread, include_turns=True),
        "thread/resume": p.ThreadResumeParams(thread_id=thread),
        "thread/fork": p.ThreadForkParams(thread_id=thread, cwd=folder),
        "thread/name/set": p.ThreadSetNameParams(thread_id=thread, name="n"),
        "thread/metadata/update": p.ThreadMetadataUpdateParams(thread_id=thread, git_info=GIT),
        "thread/settings/update": p.ThreadSettingsUpdateParams(thread_id=thread, cwd=folder),
        "thread/goal/set": p.ThreadGoalSetParams(thread_id=thread, objective="o"),
        "thread/goal/get": p.ThreadGoalGetParams(thread_id=thread),
        "thread/goal/clear": p.ThreadGoalClearParams(thread_id=thread),
        "thread/inject_items": p.ThreadInjectItemsParams(
            thread_id=thread, items=[{"type": "message", "role": "user", "content": []}]
        ),
        "thread/items/list": p.ThreadItemsListParams(thread_id=thread),
        "thread/turns/list": p.ThreadTurnsListParams(thread_id=thread),
        "turn/start": p.TurnStartParams(thread_id=thread, input=prompt, approval_policy="never"),
        "thread/shellCommand": p.ThreadShellCommandParams(thread_id=thread, command="true"),
        "turn/steer": p.TurnSteerParams(thread_id=thread, expected_turn_id="t", input=prompt),
        "turn/interrupt": p.TurnInterruptParams(thread_id=thread, turn_id=""),
        "thread/backgroundTerminals/list": p.ThreadBackgroundTerminalsListParams(thread_id=thread),
        "thread/backgroundTerminals/terminate": p.ThreadBackgroundTerminalsTerminateParams(
            thread_id=thread, process_id="1"
        ),
        "thread/backgroundTerminals/clean": p.ThreadBackgroundTerminalsCleanParams(thread_id=thread),
        "review/start": p.ReviewStartParams(thread_id=thread, target=p.UncommittedChangesReviewTarget()),
        "thread/compact/start": p.ThreadCompactStartParams(thread_id=thread),
        "thread/revert": p.ThreadRevertParams(thread_id=thread, before_turn_id="none"),
        "thread/unsubscribe": p.ThreadUnsubscribeParams(thread_id=thread),
        "thread/archive": p.ThreadArchiveParams(thread_id=thread),
        "thread/unarchive": p.ThreadUnarchiveParams(thread_id=thread),
        "thread/delete": p.ThreadDeleteParams(thread_id=thread),
    }


def other_calls(folder: str) -> dict[str, Any]:
    """Params of every other method. What is about nothing that is on a disk has none."""
    return {
        "config/read": p.ConfigReadParams(cwd=folder, include_layers=True),
        "config/value/write": p.ConfigValueWriteParams(
            key_path="model_verbosity", value="low", merge_strategy="replace"
        ),
        "config/batchWrite": p.ConfigBatchWriteParams(
            edits=[p.ConfigEdit(key_path="personality", value="friendly", merge_strategy="replace")]
        ),
        "configRequirements/read": p.ConfigRequirementsReadParams(),
        "skills/list": p.SkillsListParams(cwds=[folder]),
        "skills/extraRoots/set": p.SkillsExtraRootsSetParams(extra_roots=[folder]),
        "skills/config/write": p.SkillsConfigWriteParams(name="one", enabled=False),
        "account/login/start": p.ApiKeyLoginAccountParams(api_key="sk-of-a-test"),
        "account/read": p.GetAccountParams(),
        "getAuthStatus": GetAuthStatusParams(include_token=True),
        "account/logout": p.LogoutAccountParams(),
        "feedback/upload": p.FeedbackUploadParams(classification="bug", include_logs=True),
        "thread/start": p.ThreadStartParams(cwd=folder, sandbox="workspace-write"),
        "thread/list": p.ThreadListParams(),
        "thread/search": p.ThreadSearchParams(search_term="one"),
        "thread/loaded/list": p.ThreadLoadedListParams(),
    }


NOTHING_KEPT = frozenset(
    {
        *("account/bedrock/checkGovCloudRequirements", "account/login/cancel", "account/rateLimits/read"),
        *("account/usage/read", "account/workspaceMessages/read", "app/list", "collaborationMode/list"),
        *("command/exec", "command/exec/resize", "command/exec/terminate", "command/exec/write"),
        *("experimentalFeature/list", "hooks/list", "initialize", "mcpServerStatus/list", "model/list"),
        *("mcpServer/oauth/login", "mcpServer/resource/read", "mcpServer/tool/call"),
        *("modelProvider/capabilities/read", "permissionProfile/list", "plugin/installed", "plugin/list"),
    }
)
"""Methods that are about nothing of the home."""


def test_every_method_is_called_or_is_about_nothing_of_the_home() -> None:
    known = {*thread_calls("t", "/"), *other_calls("/"), *NOTHING_KEPT}
    assert known == set(BUILT_IN_METHODS)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A project, and a home in which there is something of each kind."""
    git(tmp_path / "p")
    put(tmp_path / "p/.codex/config.toml", 'model_verbosity = "high"\n')
    for place in ("home/AGENTS.md", "p/AGENTS.md"):
        put(tmp_path / place, "instructions")
    for place in (
        "home/skills/one/SKILL.md",
        "p/.agents/skills/two/SKILL.md",
        "own/.agents/skills/x/SKILL.md",
    ):
        put(tmp_path / place, text())
    put(tmp_path / "home/config.toml", "[features]\nshell_tool = true\n")
    put(tmp_path / "requirements.toml", 'allowed_approval_policies = ["never", "on-request"]\n')
    monkeypatch.setenv("HOME", str(tmp_path / "own"))
    return str(tmp_path / "p")


def options(tmp_path: Path) -> dict[str, Any]:
    return {
        "home": tmp_path / "home",
        "agent": Speaker(),
        "loader_overrides": {**NO_SYSTEM, "system_requirements_path": str(tmp_path / "requirements.toml")},
        "feedback": tmp_path / "feedback",
        "experimental_api": True,
    }


async def ask(client: Any, params: Any) -> None:
    """Ask, whatever the answer is: a refusal is one too."""
    with suppress(appserver.ServerError):
        await client.request(params)


@pytest.mark.promise("off-the-loop")
async def test_a_start_and_every_request_leave_files_to_threads(
    tmp_path: Path, folder: str, watch: Watch
) -> None:
    with watch.over(tmp_path) as seen:
        async with appserver.start(**options(tmp_path)) as client:
            for method, params in other_calls(folder).items():
                before = len(seen)
                await ask(client, params)
                assert not seen[before:], f"{method}: {seen[before:]}"
            thread = await new_thread(client, "one", cwd=folder)
            for method, params in thread_calls(thread, folder).items():
                before = len(seen)
                await ask(client, params)
                if method == "turn/start":
                    await events_until(client, p.TurnCompletedNotification)
                assert not seen[before:], f"{method}: {seen[before:]}"
    assert not seen


@pytest.mark.promise("off-the-loop")
@pytest.mark.parametrize("how", [p.ThreadResumeParams, p.ThreadReadParams, p.ThreadForkParams])
async def test_threads_of_before_are_found_beside_the_loop(
    tmp_path: Path, folder: str, watch: Watch, how: Callable[..., Any]
) -> None:
    async with appserver.start(**options(tmp_path)) as client:
        thread = await new_thread(client, "one", "two", cwd=folder)
    with watch.over(tmp_path) as seen:
        async with appserver.start(**options(tmp_path)) as client:
            answer = await client.request(how(thread_id=thread))
            if how is not p.ThreadReadParams:
                await say(client, answer.thread.id, "three")
    assert not seen
