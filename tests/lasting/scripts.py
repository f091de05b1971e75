"""What is asked of both programs, and where ours answers otherwise on purpose."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from tests.lasting.beside import Ask, Do, Restart, Script

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["SCRIPTS"]

Params = dict[str, Any]

NOBODY = "01a21700-0000-7000-8000-0000000000ff"


def begin(name: str = "T", **params: Any) -> Ask:
    return Ask("thread/start", {"cwd": "$CWD", **params}, save={name: "thread.id"}, until="thread/started")


def turn(
    text: str, thread: str = "$T", name: str = "", until: str | None = "turn/completed", **more: Any
) -> Ask:
    params = {"threadId": thread, "input": [{"type": "text", "text": text}], **more}
    return Ask("turn/start", params, save={name: "turn.id"} if name else {}, until=until)


def on(
    method: str,
    thread: str = "$T",
    *,
    until: str | None = None,
    save: dict[str, str] | None = None,
    **params: Any,
) -> Ask:
    return Ask(f"thread/{method}", {"threadId": thread, **params}, until=until, save=save or {})


def listed(only: Sequence[str] = (), **params: Any) -> Ask:
    return Ask("thread/list", params, only=only)


def spread(home: Path, saved: dict[str, str]) -> None:
    """Leave a copy of a thread's file outside the home, and a link to it within."""
    file = next(home.glob("sessions/*/*/*/*.jsonl"))
    copy = home.parent / file.name
    shutil.copy(file, copy)
    (home / "sessions" / "link.jsonl").symlink_to(file)
    saved["Copy"] = str(copy)


OF_NOBODY: list[tuple[str, Params]] = [
    ("read", {}),
    ("resume", {}),
    ("fork", {}),
    ("archive", {}),
    ("unarchive", {}),
    ("delete", {}),
    ("unsubscribe", {}),
    ("name/set", {"name": "x"}),
    ("name/set", {"name": ""}),
    ("metadata/update", {"gitInfo": {"branch": "b"}}),
    ("metadata/update", {}),
    ("metadata/update", {"gitInfo": {}}),
    ("revert", {"beforeTurnId": NOBODY}),
    ("turns/list", {}),
    ("items/list", {}),
    ("inject_items", {"items": []}),
    ("settings/update", {"model": "x"}),
    ("goal/get", {}),
    ("goal/set", {"objective": ""}),
    ("goal/clear", {}),
    ("shellCommand", {"command": "ls"}),
]

LISTS: list[Params] = [
    {"sortDirection": "asc"},
    {"cwd": "$CWD"},
    {"cwd": "$CWD/"},
    {"cwd": ["$CWD", "$HOME"]},
    {"cwd": []},
    {"searchTerm": "topic b"},
    {"searchTerm": ""},
    {"searchTerm": "%"},
    {"modelProviders": ["zz"]},
    {"modelProviders": []},
    {"sourceKinds": ["cli"]},
    {"sourceKinds": []},
    {"excludedThreadIds": ["$Ta"]},
    {"excludedThreadIds": ["nonsense"]},
    {"cursor": "bad"},
    {"cursor": ""},
    {"cursor": "2026-13-45T00:00:00Z"},
    {"cursor": "9999-12-31T23:59:59Z"},
    {"sortKey": "bogus"},
    {"sortDirection": "bogus"},
    {"limit": 0},
    {"limit": -1},
    {"limit": 4294967295},
    {"limit": 4294967296},
    {"sectionId": "s"},
    {"projectId": "p"},
    {"parentThreadId": NOBODY},
    {"archived": None, "cursor": None, "limit": None, "cwd": None},
]


SCRIPTS = [
    Script(
        "a thread without a turn",
        [
            begin(),
            listed(),
            Ask("thread/loaded/list", {}),
            on("read"),
            on("read", includeTurns=True),
            on("turns/list"),
            on("items/list"),
            on("resume", excludeTurns=True),
            on("fork"),
        ],
        {
            "5 thread/turns/list.error.code": "last-reading-writes-nothing",
            "5 thread/turns/list.error.message": "last-reading-writes-nothing",
            "7 thread/resume.error": "last-reading-writes-nothing",
            "7 thread/resume.result": "last-reading-writes-nothing",
            "8 thread/fork.error": "last-reading-writes-nothing",
            "8 thread/fork.result": "last-reading-writes-nothing",
            "told": "last-reading-writes-nothing",
        },
    ),
    Script(
        "a thread over a restart",
        [
            begin(),
            turn("hello"),
            Restart(),
            listed(),
            on("read", includeTurns=True),
            turn("x", until=None),
            on("resume", excludeTurns=True, until="thread/goal/cleared"),
            turn("again"),
            on("turns/list", itemsView="full"),
            on("items/list"),
        ],
    ),
    Script(
        "names",
        [
            begin(),
            turn("hello"),
            on("name/set", name="  Nice  ", until="thread/name/updated"),
            on("name/set", name="  "),
            on("name/set", name='two\nlines \U0001f600 é \\ " \u0007', until="thread/name/updated"),
            on("read"),
            Restart(),
            listed(),
            listed(searchTerm="two\nlines"),
            listed(searchTerm="hello"),
        ],
    ),
    Script(
        "archive",
        [
            begin(),
            turn("hello"),
            on("archive", until="thread/archived"),
            on("archive"),
            listed(),
            listed(archived=True),
            on("read"),
            on("read", includeTurns=True),
            on("turns/list"),
            on("name/set", name="n"),
            on("resume"),
            on("fork"),
            on("unarchive", until="thread/unarchived"),
            on("unarchive"),
            turn("x", until=None),
        ],
    ),
    Script(
        "delete",
        [
            begin(),
            turn("hello"),
            on("fork", excludeTurns=True, save={"F": "thread.id"}, until="thread/started"),
            on("delete", until="thread/status/changed"),
            on("delete", "$F", until="thread/deleted"),
            on("delete", until="thread/deleted"),
            on("delete"),
            listed(),
        ],
    ),
    Script(
        "fork",
        [
            begin(),
            turn("one"),
            turn("two"),
            on("turns/list", sortDirection="asc", save={"U1": "data.0.id", "U2": "data.1.id"}),
            on("fork", lastTurnId="$U1", excludeTurns=True, save={"F": "thread.id"}, until="thread/started"),
            turn("three", "$F"),
            on("fork", lastTurnId="zz"),
            on("fork", beforeTurnId="$U1", lastTurnId="$U1"),
            on("fork", ephemeral=True),
            Restart(),
            on("read", "$F", includeTurns=True),
        ],
    ),
    Script(
        "revert",
        [
            begin(),
            turn("one"),
            turn("two"),
            on("turns/list", save={"U2": "data.0.id"}),
            on("revert", beforeTurnId="$U2", until="thread/reverted"),
            on("read", includeTurns=True),
            turn("three"),
            Restart(),
            on("read", includeTurns=True),
        ],
    ),
    Script(
        "lists",
        [
            begin("Ta"),
            turn("topic a", "$Ta"),
            Ask("thread/start", {"cwd": "$HOME"}, save={"Tb": "thread.id"}, until="thread/started"),
            turn("topic b", "$Tb"),
            begin("Tc"),
            turn("topic c", "$Tc"),
            *(listed(["data", "backwardsCursor", "nextCursor"], **params) for params in LISTS),
        ],
    ),
    Script(
        "ephemeral",
        [
            begin(ephemeral=True),
            turn("x"),
            on("read"),
            on("read", includeTurns=True),
            on("turns/list"),
            on("items/list"),
            on("archive"),
            on("fork"),
            on("name/set", name="n"),
            on("metadata/update", gitInfo={"branch": "b"}),
            on("delete"),
            on("goal/set", objective="o"),
            on("revert", beforeTurnId="x"),
            on("resume"),
            listed(),
        ],
        {
            "2 thread/read.result.thread.preview": "last-ephemeral-preview",
            "13 thread/resume.error": "resume-ephemeral",
            "13 thread/resume.result": "resume-ephemeral",
            "told": "resume-ephemeral",
        },
    ),
    Script(
        "unknown threads",
        [
            *(on(method, NOBODY, **params) for method, params in OF_NOBODY),
            Ask("turn/start", {"threadId": NOBODY, "input": []}),
            on("read", "not-a-uuid"),
            on("resume", "not-a-uuid"),
            on("read", ""),
            on("read", NOBODY.upper()),
            on("read", "{" + NOBODY + "}"),
            on("read", "urn:uuid:" + NOBODY),
            on("read", NOBODY.replace("-", "")),
            Ask("thread/search", {"searchTerm": ""}),
            Ask("thread/search", {"searchTerm": "x"}),
        ],
    ),
    Script(
        "goals",
        [
            begin(),
            on("goal/get"),
            on("goal/set", status="paused"),
            on("goal/set", objective="do it", status="paused", tokenBudget=100, until="thread/goal/updated"),
            on("goal/set", objective=""),
            on("goal/set", objective="x", tokenBudget=0),
            turn("x"),
            Restart(),
            on("goal/get"),
            on("resume", excludeTurns=True, until="thread/goal/updated"),
            on("goal/get"),
            on("goal/set", tokenBudget=None, until="thread/goal/updated"),
            on("goal/clear", until="thread/goal/cleared"),
            on("goal/clear"),
        ],
        {"8 thread/resume.result.thread.preview": "last-goal-preview"},
    ),
    Script(
        "goals of threads that are not loaded",
        [
            begin(),
            turn("x"),
            on("goal/set", objective="a", status="paused", until="thread/goal/updated"),
            on("goal/set", objective="b", tokenBudget=5, until="thread/goal/updated"),
            Restart(),
            on("goal/get"),
            on("goal/set", objective="c", until="thread/goal/updated"),
            on("goal/set", tokenBudget=None, until="thread/goal/updated"),
            on("goal/get"),
            on("goal/clear", until="thread/goal/cleared"),
            on("goal/get"),
            on("goal/set", status="paused"),
            on("goal/set", objective="d", status="paused", until="thread/goal/updated"),
            on("archive"),
            on("goal/get"),
            on("goal/set", objective="z"),
            on("goal/clear"),
        ],
    ),
    Script(
        "what is known of a repository",
        [
            begin(),
            turn("x"),
            on("metadata/update", gitInfo={}),
            on("metadata/update", gitInfo={"branch": " ", "sha": "x"}),
            on("metadata/update", gitInfo={"originUrl": ""}),
            on("metadata/update", gitInfo={"branch": None}),
            on("metadata/update", gitInfo={"branch": "b", "sha": "x"}),
            Restart(),
            on("metadata/update", gitInfo={"originUrl": "u"}),
            on("read"),
            on("metadata/update", gitInfo={"branch": None, "sha": None, "originUrl": None}),
            on("read"),
            on("archive"),
            on("metadata/update", gitInfo={"branch": "b"}),
        ],
        {
            "12 thread/metadata/update.error": "last-archived-stays",
            "12 thread/metadata/update.result": "last-archived-stays",
        },
    ),
    Script(
        "cursors and pages",
        [
            begin(),
            turn("one"),
            turn("two"),
            turn("three"),
            *(
                on("turns/list", cursor=cursor)
                for cursor in ("bad", "", "{}", "[]", "null", "5", '"x"', '{"a":1}')
            ),
            *(on("items/list", cursor=cursor) for cursor in ("bad", "", {"itemId": "x"}, {})),
            on("items/list", turnId="zz"),
            on("turns/list", limit=0),
            on("turns/list", limit=-1),
            on("turns/list", limit=4294967296),
            on("turns/list", itemsView="odd"),
            on("turns/list", sortDirection="odd"),
            Ask("thread/loaded/list", {"cursor": "bad"}),
            Ask("thread/loaded/list", {"limit": 0}),
            Ask("thread/search", {"searchTerm": "TWO", "cursor": "bad"}),
            Ask("thread/search", {"searchTerm": " "}),
        ],
    ),
    Script(
        "changes while a turn runs",
        [
            begin(),
            turn("one"),
            turn("hang", name="U", until="item/agentMessage/delta"),
            on("fork", lastTurnId="$U", excludeTurns=True),
            on("revert", beforeTurnId="$U", until="thread/reverted"),
            on("turns/list", save={"One": "data.0.id"}),
            turn("hang", until="item/agentMessage/delta"),
            on("archive", until="thread/archived"),
            on("read"),
            on("unarchive", until="thread/unarchived"),
            on("resume", excludeTurns=True, until="thread/goal/cleared"),
            turn("hang", name="W", until="item/agentMessage/delta"),
            on("fork", beforeTurnId="$W", excludeTurns=True, save={"G": "thread.id"}, until="thread/started"),
            on(
                "fork",
                beforeTurnId="$One",
                excludeTurns=True,
                save={"H": "thread.id"},
                until="thread/started",
            ),
            on("turns/list", "$H"),
            on("unsubscribe", "$G"),
            on("unsubscribe", "$G"),
            Ask("turn/interrupt", {"threadId": "$T", "turnId": "$W"}, until="turn/completed"),
        ],
        {"told": "last-interrupted-text"},
    ),
    Script(
        "a thread that is deleted while its turn runs",
        [
            begin(),
            turn("hang", until="item/agentMessage/delta"),
            on("delete", until="thread/deleted"),
            on("read"),
            on("unsubscribe"),
            on("resume"),
            on("delete"),
        ],
        {"told": "last-interrupted-text"},
    ),
    Script(
        "a kill within a turn",
        [
            begin(),
            turn("one"),
            turn("hang", until="item/agentMessage/delta"),
            Restart(killed=True),
            listed(),
            on("resume", excludeTurns=True, until="thread/goal/cleared"),
            on("turns/list"),
            turn("more"),
            on("turns/list"),
        ],
    ),
    Script(
        "threads by their files",
        [
            begin(),
            turn("one"),
            Restart(),
            Do(spread),
            *(
                Ask("thread/resume", {"threadId": "", "excludeTurns": True, "path": path})
                for path in ("$Copy", "$HOME/sessions/../sessions", "", "$HOME/nothing")
            ),
            Ask(
                "thread/resume",
                {"threadId": "", "excludeTurns": True, "path": "$HOME/sessions/link.jsonl"},
                until="thread/goal/cleared",
            ),
        ],
        {"2 thread/resume.error.message": "last-files-of-the-home"},
    ),
    Script(
        "odd names",
        [
            begin(),
            turn("x"),
            *(
                step
                for name in (
                    "x" * 4096,
                    "\u202etfil",
                    "<b>&amp;",
                    "a\u0000b",
                    "\u00a0",
                    "\u200b",
                    "\u00a0n\u3000",
                )
                for step in (on("name/set", name=name), on("read"))
            ),
            listed(searchTerm="<b>"),
        ],
    ),
    Script(
        "an interrupted turn",
        [
            begin(),
            turn("hang", name="U", until="item/agentMessage/delta"),
            on("read"),
            Ask("turn/interrupt", {"threadId": "$T", "turnId": "$U"}, until="turn/completed"),
            on("read", includeTurns=True),
            Restart(),
            on("read", includeTurns=True),
        ],
        {
            "4 thread/read.result.thread.turns[0].items": "last-interrupted-text",
            "5 thread/read.result.thread.turns[0].items": "last-interrupted-text",
            "told": "last-interrupted-text",
        },
    ),
    Script(
        "a turn that fails",
        [begin(), turn("fail"), on("read", includeTurns=True), Restart(), on("read", includeTurns=True)],
    ),
    Script(
        "items of the client's own for the model",
        [
            begin(),
            on("inject_items", items=[]),
            on(
                "inject_items",
                items=[
                    {
                        "type": "message",
                        "role": "user",
                        "content": [{"type": "input_text", "text": "injected"}],
                    }
                ],
            ),
            on("inject_items", items=[{"type": "odd"}]),
            on("inject_items", items=["text"]),
            on("inject_items", items=[{}]),
            listed(),
            on("read", includeTurns=True),
            on("turns/list"),
            turn("hello"),
            Restart(),
            on("resume", excludeTurns=True, until="thread/goal/cleared"),
            turn("again"),
            on("turns/list"),
        ],
    ),
]
