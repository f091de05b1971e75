"""Every kind of turn that agents here can make is the same to the real program, and the other way round."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

import anyio
import pytest

import appserver
from appserver import protocol as p
from appserver.store import FileStore
from tests.engine.provider import Hold, Plain, TestProvider, message_events, reasoning_events
from tests.lasting.test_one_home import Codex, real

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engine.provider import Answer, Received


END = {
    "type": "response.completed",
    "response": {"id": "r", "usage": {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}},
}
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5"
    "ErkJggg=="
)
ODD = 'two\nlines, "quotes", \\, \U0001f600, e\u0301, \u2028 and \u0007'


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


INPUTS: dict[str, list[dict[str, Any]]] = {
    "text": [text("say"), text("and more")],
    "odd text": [text(f"say {ODD}")],
    "image": [{"type": "image", "url": PIXEL}, text("say")],
    "mention": [{"type": "mention", "name": "m", "path": "/m"}, text("say")],
    "skill": [{"type": "skill", "name": "s", "path": "/s"}, text("say")],
    "reasoning": [text("reason")],
    "phases": [text("phases")],
    "command": [text("run echo hi; exit 3")],
    "command with odd text": [text("run printf '%s\\n' \"it's\" 'a  b' \u00e9 >&2")],
    "declined": [text("declined")],
    "patch": [text("patch")],
    "patch that does not fit": [text("wrong patch")],
    "plan": [text("plan")],
    "calls of tools": [text("tools")],
    "searches": [text("searches")],
    "pictures": [text("pictures")],
    "given up": [text("give up")],
    "messages of a framework": [text("framework")],
    "nothing": [text("nothing")],
    "failure": [text("fail")],
}
"""What a message asks of the agent."""


def change(path: str, kind: dict[str, Any], diff: str) -> p.FileUpdateChange:
    return p.FileUpdateChange.from_wire({"path": path, "kind": kind, "diff": diff})


class Maker(appserver.Agent):
    """Makes items of every kind."""

    model = "mock-model"
    model_provider = "mock"

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        words = turn.text
        if words.startswith("say"):
            await turn.send_message(f"re: {words}")
        elif words == "reason":
            async with turn.reasoning() as reasoning:
                await reasoning.summary_delta("a summary")
                await reasoning.delta("a thought")
        elif words == "phases":
            await turn.send_message("on the way", phase="commentary")
            await turn.send_message("there", phase="final_answer")
        elif words.startswith("run "):
            await turn.run_command(words.removeprefix("run "))
        elif words == "declined":
            await turn.run_command("echo no", reason="to be declined")
        elif words == "patch":
            await turn.apply_patch([change("a.txt", {"type": "add"}, "hello\n")])
            await turn.apply_patch([change("a.txt", {"type": "update"}, "@@ -1 +1 @@\n-hello\n+world\n")])
            await turn.apply_patch([change("a.txt", {"type": "delete"}, "")])
        elif words == "wrong patch":
            await turn.apply_patch([change("b.txt", {"type": "update"}, "@@ -1 +1 @@\n-hello\n+world\n")])
        elif words == "plan":
            async with turn.plan() as plan:
                await plan.delta("first this, then that")
        elif words == "tools":
            async with turn.tool_call(server="shop", tool="price", arguments={"a": [1]}) as call:
                await call.result({"euros": 3})
            async with turn.tool_call(tool="plain") as call:
                await call.result("text")
            async with turn.tool_call(tool="fails") as call:
                await call.fail("sold out")
        elif words == "searches":
            async with turn.web_search("tea") as search:
                await search.results([{"title": "Tea"}])
            async with turn.web_search(queries=["a", "b"]):
                pass
            async with turn.web_search(url="https://x.test", pattern="tea"):
                pass
        elif words == "pictures":
            await turn.image("a.png")
            await turn.image(data=b"GIF", prompt="a cup", path="/made.gif")
        elif words == "give up":
            async with turn.message() as message:
                await message.delta("given up")
                await message.abandon()
        elif words == "framework":
            turn.append_context(
                [{"type": "pydantic_ai_message", "message": {"kind": "request", "parts": []}}]
            )
        elif words == "fail":
            raise appserver.AgentError("it failed on purpose")
        elif words == "hang":
            async with turn.message() as message:
                await message.delta("begun")
                await anyio.sleep_forever()


def start(home: Path) -> Any:
    return appserver.start(
        agent=Maker(),
        state_db=FileStore(home),
        session_source="cli",
        experimental_api=True,
        drop_policy="block",
    )


async def until(client: Any, last: type[p.Notification]) -> None:
    """Read up to an event; whoever asks is told no."""
    async for event in client:
        if isinstance(event, appserver.ServerRequest):
            await client.resolve_server_request(event.id, {"decision": "decline"})
        if isinstance(event, last):
            return


async def make_all(home: Path, work: Path) -> tuple[str, list[str]]:
    """A thread with a turn of every kind; its id and the kinds."""
    async with start(home) as client:
        params = p.ThreadStartParams(cwd=str(work), sandbox="danger-full-access", approval_policy="never")
        thread_id = (await client.request(params)).thread.id
        for kind, given in INPUTS.items():
            policy = "untrusted" if kind == "declined" else "never"
            asked = {"threadId": thread_id, "input": given, "approvalPolicy": policy}
            await client.request_raw("turn/start", asked)
            await until(client, p.TurnCompletedNotification)
        answer = await client.request_raw("turn/start", {"threadId": thread_id, "input": [text("hang")]})
        await until(client, p.AgentMessageDeltaNotification)
        turn_id = answer["turn"]["id"]
        steer = {"threadId": thread_id, "expectedTurnId": turn_id, "input": [text("more")]}
        await client.request_raw("turn/steer", steer)
        await client.request_raw("turn/interrupt", {"threadId": thread_id, "turnId": turn_id})
        await until(client, p.TurnCompletedNotification)
        await client.request_raw("thread/shellCommand", {"threadId": thread_id, "command": "echo shell"})
        await until(client, p.TurnCompletedNotification)
        outside = {"name": "mail", "namespace": "tools", "output": "from outside"}
        await client.request_raw("turn/start", {"threadId": thread_id, "input": [], "toolOutput": outside})
        await until(client, p.TurnCompletedNotification)
    return thread_id, [*INPUTS, "interrupted", "shell command", "output of a tool"]


async def shown_by_ours(home: Path, thread_id: str) -> list[dict[str, Any]]:
    async with start(home) as client:
        answer = await client.request_raw("thread/turns/list", {"threadId": thread_id, **ALL})
    turns: list[dict[str, Any]] = answer["data"]
    return turns


ALL = {"itemsView": "full", "sortDirection": "asc", "limit": 100}


def as_ours(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items of the real program, which shows the shell around a text for it, and quotes in its own way."""
    shown = []
    for item in items:
        if item["type"] == "commandExecution":
            words = shlex.split(item["command"])
            item["command"] = words[2] if words[:2] == ["/bin/sh", "-c"] else shlex.join(words)
        shown.append(item)
    return shown


def differences(kinds: list[str], theirs: list[dict[str, Any]], ours: list[dict[str, Any]]) -> list[str]:
    names = ("id", "status", "error", "startedAt", "completedAt", "durationMs", "items")
    return [
        f"{kind}: {name}\n  theirs {json.dumps(their[name])}\n  ours   {json.dumps(our[name])}"
        for kind, their, our in zip(kinds, theirs, ours, strict=True)
        for name in names
        if json.dumps(their[name], sort_keys=True) != json.dumps(our[name], sort_keys=True)
    ]


CALLS: dict[str, list[Any]] = {
    "answer": [],
    "reasoning": [*reasoning_events("a summary"), *message_events("thought", index=1), END],
    "phases": [
        *message_events("on the way", item_id="msg_1", phase="commentary"),
        *message_events("there", item_id="msg_2", index=1, phase="final_answer"),
        END,
    ],
}


def respond(request: Received) -> Answer:
    if request.prompt == "hang":
        return [*message_events("begun")[:4], Hold()]
    if request.prompt == "fail":
        return Plain(400, b'{"error": {"message": "no such thing"}}')
    last = request.body["input"][-1]
    if request.prompt.startswith("run ") and "output" not in str(last.get("type")):
        call = {"type": "function_call", "id": "fc_1", "call_id": f"call_{len(request.body['input'])}"}
        arguments = json.dumps({"cmd": request.prompt.removeprefix("run ")})
        item = {**call, "name": "exec_command", "arguments": arguments}
        return [{"type": "response.output_item.done", "output_index": 0, "item": item}, END]
    return CALLS.get(request.prompt) or [*message_events(f"re: {request.prompt}"), END]


def make_theirs(codex: Codex, work: Path) -> tuple[str, list[str]]:
    """A thread of the real program with a turn of every kind that its model can make here; its id and the kinds."""
    thread_id: str = codex.call("thread/start", cwd=str(work))["thread"]["id"]
    asked: dict[str, list[dict[str, Any]]] = {
        **{kind: INPUTS[kind] for kind in ("text", "odd text", "image", "mention", "skill")},
        **{kind: [text(kind)] for kind in (*CALLS, "fail")},
        "command": [text("run echo hi; exit 3")],
        "patch": [
            text("run apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: a.txt\n+hello\n*** End Patch\nEOF")
        ],
    }
    for given in asked.values():
        codex.call("turn/start", threadId=thread_id, input=given)
        codex.until("turn/completed")
    turn_id = codex.call("turn/start", threadId=thread_id, input=[text("hang")])["turn"]["id"]
    codex.until("item/agentMessage/delta")
    codex.call("turn/interrupt", threadId=thread_id, turnId=turn_id)
    codex.until("turn/completed")
    codex.call("thread/shellCommand", threadId=thread_id, command="echo shell")
    codex.until("turn/completed")
    codex.call(
        "turn/start", threadId=thread_id, input=[], toolOutput={"name": "mail", "output": "from outside"}
    )
    codex.until("turn/completed")
    return thread_id, [*asked, "interrupted", "shell command", "output of a tool"]


@pytest.mark.promise("last-one-home")
def test_ours_shows_all_that_the_real_program_makes(tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    work.mkdir()
    with TestProvider(respond=respond) as provider, real(home, provider) as codex:
        thread_id, kinds = make_theirs(codex, work)
        theirs = codex.call("thread/turns/list", threadId=thread_id, **ALL)["data"]
        ours = anyio.run(shown_by_ours, home, thread_id)  # while the other one writes it
    found = differences(kinds, theirs, ours)
    assert found == [], "\n".join(found)


@pytest.mark.promise("last-one-home")
def test_the_real_program_shows_all_that_ours_makes(tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    thread_id, kinds = anyio.run(make_all, home, work)
    ours = anyio.run(shown_by_ours, home, thread_id)
    with TestProvider() as provider, real(home, provider) as codex:
        codex.call("thread/resume", threadId=thread_id)
        theirs = codex.call("thread/turns/list", threadId=thread_id, **ALL)["data"]
        theirs = [{**turn, "items": as_ours(turn["items"])} for turn in theirs]
        found = differences(kinds, theirs, ours)
        assert found == [], "\n".join(found)
        codex.say(thread_id, "goes on")
