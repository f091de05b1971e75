"""One home for both: the real program lists, reads, resumes and goes on with what ours has written, and so do we."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.errors import ServerError
from appserver.store import FileStore
from tests.config.real_program import RealProgram
from tests.engine.provider import TestProvider, message_events

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """
model = "mock-model"
model_provider = "mock"
approval_policy = "never"
sandbox_mode = "danger-full-access"

[model_providers.mock]
name = "mock"
base_url = "{url}"
wire_api = "responses"
requires_openai_auth = false
request_max_retries = 0
stream_max_retries = 0
"""


class Codex(RealProgram):
    """The real program, with turns."""

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        answer = self.ask(method, **params)
        assert "result" in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def say(self, thread_id: str, text: str) -> str:
        """Have a turn to its end; its id."""
        started = self.call("turn/start", threadId=thread_id, input=[{"type": "text", "text": text}])
        self.until("turn/completed")
        return str(started["turn"]["id"])

    def until(self, method: str) -> None:
        """Read up to a notification."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if json.loads(line).get("method") == method:
                break

    def texts(self, thread_id: str) -> list[list[str]]:
        page = self.call("thread/turns/list", threadId=thread_id, itemsView="full", sortDirection="asc")
        return [[text_of(item) for item in turn["items"]] for turn in page["data"]]


def text_of(item: dict[str, Any]) -> str:
    if item["type"] == "userMessage":
        return str(item["content"][0]["text"])
    if item["type"] == "agentMessage":
        return str(item["text"])
    return str(item["type"])


class Doer(appserver.Agent):
    """Makes items of several kinds."""

    model = "mock-model"
    model_provider = "mock"

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        if turn.text == "fail":
            raise appserver.AgentError("it failed on purpose")
        if turn.text == "hang":
            await anyio.sleep_forever()
        if turn.text == "do":
            await turn.run_command("echo hi")
        await turn.send_message(f"re: {turn.text}")


def done(_request: object) -> list[Any]:
    counts = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
    end = {"type": "response.completed", "response": {"id": "resp_1", "usage": counts}}
    return [*message_events("done"), end]


@pytest.fixture
def provider() -> Iterator[TestProvider]:
    with TestProvider(respond=done) as provider:
        yield provider


def real(home: Path, provider: TestProvider) -> Codex:
    return Codex(home, CONFIG.format(url=provider.base_url))


def is_turn_end(event: object) -> bool:
    return isinstance(getattr(event, "notification", event), p.TurnCompletedNotification)


async def ours_says(home: Path, agent: appserver.Agent, *texts: str, thread_id: str | None = None) -> str:
    """Have turns of ours in the home; the id of the thread."""
    async with appserver.start(
        agent=agent, state_db=FileStore(home), session_source="cli", experimental_api=True
    ) as client:
        if thread_id is None:
            params = p.ThreadStartParams(cwd=str(home), sandbox="danger-full-access", approval_policy="never")
            thread_id = (await client.request(params)).thread.id
        else:
            await client.request(p.ThreadResumeParams(thread_id=thread_id))
        for text in texts:
            await client.request(p.TurnStartParams(thread_id=thread_id, input=[p.TextUserInput(text=text)]))
            while not is_turn_end(await client.next_event()):
                pass
        await client.request(p.ThreadSetNameParams(thread_id=thread_id, name="named by ours"))
    return thread_id


async def ours_reads(home: Path, thread_id: str) -> tuple[p.Thread, list[list[str]]]:
    async with appserver.start(agent=Doer(), state_db=FileStore(home), session_source="cli") as client:
        listed = await client.request(p.ThreadListParams())
        (thread,) = [thread for thread in listed.data if thread.id == thread_id]
        page = await client.request(
            p.ThreadTurnsListParams(thread_id=thread_id, items_view="full", sort_direction="asc")
        )
    return thread, [[text_of(item.to_wire()) for item in turn.items] for turn in page.data]


@pytest.mark.promise("last-one-home")
def test_the_real_program_goes_on_with_ours(provider: TestProvider, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    thread_id = anyio.run(ours_says, home, Doer(), "one", "do", "fail")
    with real(home, provider) as codex:
        (listed,) = codex.call("thread/list")["data"]
        assert (listed["id"], listed["preview"], listed["historyMode"]) == (thread_id, "one", "paginated")
        resumed = codex.call("thread/resume", threadId=thread_id)
        assert resumed["model"] == "mock-model"
        assert codex.texts(thread_id) == [["one", "re: one"], ["do", "commandExecution", "re: do"], ["fail"]]
        page = codex.call("thread/turns/list", threadId=thread_id, sortDirection="asc")
        assert [turn["status"] for turn in page["data"]] == ["completed", "completed", "failed"]
        codex.say(thread_id, "from codex")
        assert codex.texts(thread_id)[-1] == ["from codex", "done"]
    thread, texts = anyio.run(ours_reads, home, thread_id)
    assert thread.name == "named by ours"
    assert [turn[0] for turn in texts] == ["one", "do", "fail", "from codex"]


@pytest.mark.promise("last-one-home")
def test_ours_goes_on_with_the_real_program(provider: TestProvider, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with real(home, provider) as codex:
        thread_id = codex.call("thread/start", cwd=str(tmp_path))["thread"]["id"]
        codex.say(thread_id, "one")
        codex.call("thread/name/set", threadId=thread_id, name="named by codex")
        thread, texts = anyio.run(ours_reads, home, thread_id)
        assert (thread.name, thread.preview, thread.status.type) == ("named by codex", "one", "notLoaded")
        assert texts == [["one", "done"]]
        with pytest.raises(ServerError, match="already has an active writer"):
            anyio.run(lambda: ours_says(home, Doer(), "no", thread_id=thread_id))
        codex.say(thread_id, "two")
    thread_id = anyio.run(lambda: ours_says(home, Doer(), "three", thread_id=thread_id))
    with real(home, provider) as codex:
        codex.call("thread/resume", threadId=thread_id)
        assert codex.texts(thread_id) == [["one", "done"], ["two", "done"], ["three", "re: three"]]
        codex.say(thread_id, "four")
    _, texts = anyio.run(ours_reads, home, thread_id)
    assert [turn[0] for turn in texts] == ["one", "two", "three", "four"]


def test_the_model_is_told_by_one_what_it_was_told_by_the_other(
    provider: TestProvider, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    thread_id = anyio.run(ours_says, home, provider.agent(), "said to ours")
    with real(home, provider) as codex:
        codex.call("thread/resume", threadId=thread_id)
        codex.say(thread_id, "said to codex")
    assert "said to ours" in json.dumps(provider.requests[-1].body)
    anyio.run(lambda: ours_says(home, provider.agent(), "said again", thread_id=thread_id))
    told = json.dumps(provider.requests[-1].body)
    assert all(text in told for text in ("said to ours", "said to codex", "said again"))


async def forks(home: Path, thread_id: str) -> str:
    """A fork of ours of a thread that the real program has made."""
    store = FileStore(home)
    async with appserver.start(agent=Doer(), state_db=store, session_source="cli") as client:
        fork = await client.request(p.ThreadForkParams(thread_id=thread_id))
    await store.aclose()
    return fork.thread.id


async def reverts(home: Path, thread_id: str) -> None:
    store = FileStore(home)
    await store.take(thread_id)
    turns = (await store.turns(thread_id, is_ascending=True)).turns
    await store.revert(thread_id, before=turns[1].position)
    await store.aclose()


def test_forks_and_reverts_of_the_real_program(provider: TestProvider, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with real(home, provider) as codex:
        thread_id = codex.call("thread/start", cwd=str(tmp_path))["thread"]["id"]
        turns = [codex.say(thread_id, text) for text in ("one", "two", "three")]
        theirs = codex.call("thread/fork", threadId=thread_id, lastTurnId=turns[1])["thread"]["id"]
        codex.say(theirs, "theirs")
        codex.call("thread/revert", threadId=thread_id, beforeTurnId=turns[2])
    _, texts = anyio.run(ours_reads, home, theirs)
    assert [turn[0] for turn in texts] == ["one", "two", "theirs"]
    _, texts = anyio.run(ours_reads, home, thread_id)
    assert [turn[0] for turn in texts] == ["one", "two"]
    ours = anyio.run(forks, home, thread_id)
    with real(home, provider) as codex:
        codex.call("thread/resume", threadId=ours)
        codex.say(ours, "goes on")
        assert [turn[0] for turn in codex.texts(ours)] == ["one", "two", "goes on"]


def test_a_revert_of_ours(provider: TestProvider, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    thread_id = anyio.run(ours_says, home, Doer(), "one", "two", "three")
    anyio.run(reverts, home, thread_id)
    with real(home, provider) as codex:
        codex.call(
            "thread/resume", threadId=thread_id
        )  # it shows turns of an earlier file once that was resumed
        codex.say(thread_id, "goes on")
    _, texts = anyio.run(ours_reads, home, thread_id)
    assert [turn[0] for turn in texts] == ["one", "goes on"]


@pytest.mark.promise("last-one-home")
def test_its_databases_are_not_touched(provider: TestProvider, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with real(home, provider) as codex:
        thread_id = codex.call("thread/start", cwd=str(tmp_path))["thread"]["id"]
        codex.say(thread_id, "one")
    before = databases(home)
    anyio.run(lambda: ours_says(home, Doer(), "two", thread_id=thread_id))
    assert databases(home) == before
    with real(home, provider) as codex:
        assert [thread["id"] for thread in codex.call("thread/list")["data"]] == [thread_id]


def databases(home: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in home.glob("*.sqlite*")
        if not path.name.startswith("appserver.")
        and not path.name.endswith("-shm")  # the memory that its readers share
    }


@pytest.mark.promise("last-names-here")
@pytest.mark.parametrize("knows_it", [False, True], ids=["new to it", "known to it"])
def test_names_and_goals_of_either(provider: TestProvider, tmp_path: Path, knows_it: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    thread_id = anyio.run(ours_says, home, Doer(), "one")
    if knows_it:
        with real(home, provider) as codex:
            assert [thread["id"] for thread in codex.call("thread/list")["data"]] == [thread_id]
    anyio.run(set_goal, home, thread_id)
    with real(home, provider) as codex:
        (listed,) = codex.call("thread/list")["data"]
        assert listed["name"] is None
        codex.call("thread/resume", threadId=thread_id)
        assert codex.call("thread/read", threadId=thread_id)["thread"]["name"] is None
        assert codex.call("thread/goal/get", threadId=thread_id)["goal"] is None
        codex.call("thread/goal/set", threadId=thread_id, objective="set by codex", status="paused")
    thread, _ = anyio.run(ours_reads, home, thread_id)
    assert thread.name == "named by ours"
    assert anyio.run(goal_of, home, thread_id) == "set by codex"  # the newest


async def set_goal(home: Path, thread_id: str) -> None:
    async with appserver.start(agent=Doer(), state_db=FileStore(home), session_source="cli") as client:
        await client.request(p.ThreadGoalSetParams(thread_id=thread_id, objective="set by ours"))


async def goal_of(home: Path, thread_id: str) -> str | None:
    async with appserver.start(agent=Doer(), state_db=FileStore(home), session_source="cli") as client:
        goal = (await client.request(p.ThreadGoalGetParams(thread_id=thread_id))).goal
        return None if goal is None else goal.objective
