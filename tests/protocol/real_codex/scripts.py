"""What the model answers: each script stands under the prompt that asks for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.protocol.real_codex.model_server import FAIL, WAIT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["PICTURE_BASE64", "PICTURE_NAME", "SCRIPTS"]

Event = dict[str, Any]


def done(item: Event) -> Event:
    return {"type": "response.output_item.done", "item": item}


def added(item: Event) -> Event:
    return {"type": "response.output_item.added", "item": item}


def call(identity: str, tool: str, **arguments: Any) -> Event:
    """A call of a function tool; that of a tool server has the server before the name, and a dot."""
    namespace, _, name = tool.rpartition(".")
    item = {"type": "function_call", "call_id": identity, "name": name, "arguments": json.dumps(arguments)}
    return done({**item, "namespace": namespace} if namespace else item)


def patch(identity: str, *lines: str) -> Event:
    """A call of the patch tool, which takes text."""
    text = "\n".join(["*** Begin Patch", *lines, "*** End Patch", ""])
    return done({"type": "custom_tool_call", "call_id": identity, "name": "apply_patch", "input": text})


def message(identity: str, *deltas: str, **more: Any) -> list[Event]:
    """An answer in pieces."""
    item = {"type": "message", "role": "assistant", "id": identity, **more}
    pieces = [{"type": "response.output_text.delta", "delta": text, "item_id": identity} for text in deltas]
    whole = [{"type": "output_text", "text": "".join(deltas)}]
    return [added({**item, "content": []}), *pieces, done({**item, "content": whole})]


def reasoning(identity: str, summary: str, content: str) -> list[Event]:
    """Thoughts, in short and in full."""
    item = {"type": "reasoning", "id": identity}
    return [
        added({**item, "summary": []}),
        {"type": "response.reasoning_summary_part.added", "item_id": identity, "summary_index": 0},
        {
            "type": "response.reasoning_summary_text.delta",
            "delta": summary,
            "item_id": identity,
            "summary_index": 0,
        },
        {
            "type": "response.reasoning_text.delta",
            "delta": content,
            "item_id": identity,
            "content_index": 0,
        },
        done(
            {
                **item,
                "summary": [{"type": "summary_text", "text": summary}],
                "content": [{"type": "reasoning_text", "text": content}],
            }
        ),
    ]


def command(identity: str, text: str) -> Event:
    """A command that may not run without approval."""
    return call(
        identity, "exec_command", cmd=text, sandbox_permissions="require_escalated", justification="to see"
    )


def web_search(identity: str, **action: Any) -> Event:
    """A search that the model's own side has done."""
    return done({"type": "web_search_call", "id": identity, "status": "completed", "action": action})


PICTURE_NAME = "dot.png"
PICTURE_BASE64 = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

QUESTION = {
    "id": "colour",
    "header": "Colour",
    "question": "Which colour?",
    "options": [
        {"label": "Red", "description": "A warm one."},
        {"label": "Blue", "description": "A cold one."},
    ],
}

SCRIPTS: Mapping[str, Sequence[Sequence[Event]]] = {
    "say hello": [
        [
            *reasoning("thought", "Greeting", "They said hello; say it back."),
            *message("hello", "Hel", "lo ", "wörld \N{SNOWMAN}", phase="final_answer"),
        ]
    ],
    "make a plan": [
        [
            call(
                "plan",
                "update_plan",
                explanation="two steps",
                plan=[{"step": "look", "status": "completed"}, {"step": "leap", "status": "in_progress"}],
            )
        ],
        message("planned", "Planned."),
    ],
    "run a command": [
        [command("run", "printf 'one\\ntwo\\n' && printf three >&2")],
        message("ran", "It ran."),
    ],
    "run a command that fails": [
        [command("run-failing", "exit 3")],
        message("ran-failing", "It failed."),
    ],
    "change files": [
        [patch("add", "*** Add File: new.txt", "+first", "+second")],
        [
            patch(
                "update",
                "*** Update File: new.txt",
                "*** Move to: moved.txt",
                "@@",
                " first",
                "-second",
                "+2",
            )
        ],
        [patch("delete", "*** Delete File: moved.txt")],
        message("changed", "Changed."),
    ],
    "add a file": [
        [patch("add-one", "*** Add File: one.txt", "+first")],
        message("added", "Added."),
    ],
    "ask me": [
        [call("question", "request_user_input", questions=[QUESTION])],
        message("asked", "Thank you."),
    ],
    "use my tool": [
        [call("dynamic", "look_up", word="tree")],
        [call("dynamic-failing", "look_up", word="")],
        message("looked", "Found."),
    ],
    "use the tool server": [
        [call("echo", "mcp__helper.echo", text="hi")],
        [call("fail", "mcp__helper.fail")],
        [call("ask", "mcp__helper.ask")],
        message("tools-used", "Used."),
    ],
    "ask for more": [
        [
            call(
                "more",
                "request_permissions",
                reason="to look around",
                permissions={"network": {"enabled": True}},
            )
        ],
        message("more-asked", "Asked."),
    ],
    "plan it first": [message("proposal", "Here:\n<proposed_plan>\n", "- look\n", "</proposed_plan>\n")],
    "look at the picture": [
        [call("picture", "view_image", path=PICTURE_NAME)],
        message("seen", "Seen."),
    ],
    "search the web": [
        [
            added({"type": "web_search_call", "id": "search", "status": "in_progress"}),
            web_search("search", type="search", query="trees", queries=["trees", "leaves"]),
            web_search("open", type="open_page", url="https://example.org/"),
            web_search("find", type="find_in_page", url="https://example.org/", pattern="leaf"),
            *message("searched", "Searched."),
        ]
    ],
    "wait": [[*message("waiting", "Wait"), WAIT]],
    "fail": [[FAIL]],
}
