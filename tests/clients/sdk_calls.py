"""Every public call of the official client for Python, and what comes of it."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openai_codex as sdk

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CALLS", "Call", "Refused"]


@dataclass(frozen=True)
class Refused:
    """A refusal that the client has a type for.

    Attributes:
        error: its type.
        text: what the message says, in part.
    """

    error: type[sdk.JsonRpcError]
    text: str


@dataclass(frozen=True)
class Call:
    """One call, written once for both clients: what the asynchronous one returns is awaited.

    Attributes:
        name: of the class and its method.
        label: what is particular about it.
        make: makes it, on a client and a thread that has had a turn.
        outcome: whether its result is right; or the refusal.
    """

    name: str
    label: str
    make: Callable[[Any, Any], Any]
    outcome: Callable[[Any, Any], bool] | Refused


NO_SUCH_LOGIN = "is not supported yet; log in with an API key"
NOT_YET = "is not supported yet"


def _answered(text: str) -> Callable[[Any, Any], bool]:
    return lambda result, _thread: (
        result.final_response.startswith(text) and result.status.value == "completed"
    )


def _is_thread(result: Any, thread: Any) -> bool:
    return bool(result.id == thread.id)


def _is_another_thread(result: Any, thread: Any) -> bool:
    return bool(result.id) and result.id != thread.id


def _anything(_result: Any, _thread: Any) -> bool:
    return True


def _lists(result: Any, thread: Any) -> bool:
    return thread.id in [one.id for one in result.data]


def _in_turn(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Make two calls, of either client."""
    result = first()
    if not inspect.isawaitable(result):
        return second()

    async def make() -> Any:
        await result
        return await second()

    return make()


ALL_OF_A_THREAD: dict[str, Any] = {
    "approval_mode": sdk.ApprovalMode.deny_all,
    "base_instructions": "base",
    "config": {"some.key": 1},
    "cwd": "/",
    "developer_instructions": "developer",
    "model": "some-model",
    "model_provider": "openai",
    "service_tier": "fast",
}
ALL_OF_A_TURN: dict[str, Any] = {
    "approval_mode": sdk.ApprovalMode.auto_review,
    "cwd": "/",
    "effort": "high",
    "model": "some-model",
    "output_schema": {"type": "object"},
    "personality": "friendly",
    "sandbox": sdk.Sandbox.workspace_write,
    "service_tier": "fast",
    "source": "user",
    "summary": "auto",
    "turn_service_tier": "fast",
}
ALL_INPUTS = [
    sdk.TextInput("text"),
    sdk.ImageInput("data:image/png;base64,AAAA"),
    sdk.LocalImageInput("/image.png"),
    sdk.SkillInput("skill", "/skill"),
    sdk.MentionInput("mention", "/mention"),
]

CALLS = [
    Call(
        "Codex.metadata",
        "",
        lambda codex, _: codex.metadata,
        lambda it, _: it.serverInfo.version.startswith("0.163"),
    ),
    Call(
        "Codex.account", "", lambda codex, _: codex.account(), lambda it, _: it.requires_openai_auth is False
    ),
    Call(
        "Codex.account",
        "with a refresh",
        lambda codex, _: codex.account(refresh_token=True),
        lambda it, _: it.account is None,
    ),
    Call(
        "Codex.models",
        "",
        lambda codex, _: codex.models(),
        lambda it, _: [model.id for model in it.data if model.is_default] == ["default"],
    ),
    Call(
        "Codex.models",
        "hidden too",
        lambda codex, _: codex.models(include_hidden=True),
        lambda it, _: len(it.data) == 1,
    ),
    Call(
        "Codex.login_api_key",
        "",
        lambda codex, _: codex.login_api_key("key"),
        _anything,
    ),
    Call(
        "Codex.login_chatgpt",
        "",
        lambda codex, _: codex.login_chatgpt(),
        Refused(sdk.MethodNotFoundError, NO_SUCH_LOGIN),
    ),
    Call(
        "Codex.login_chatgpt_device_code",
        "",
        lambda codex, _: codex.login_chatgpt_device_code(),
        Refused(sdk.MethodNotFoundError, NO_SUCH_LOGIN),
    ),
    Call("Codex.logout", "", lambda codex, _: codex.logout(), _anything),
    Call("Codex.thread_start", "", lambda codex, _: codex.thread_start(), _is_another_thread),
    Call(
        "Codex.thread_start",
        "with all there is",
        lambda codex, _: codex.thread_start(
            **ALL_OF_A_THREAD,
            ephemeral=True,
            personality="friendly",
            sandbox=sdk.Sandbox.read_only,
            service_name="service",
            session_start_source="startup",
            thread_source="user",
        ),
        _is_another_thread,
    ),
    Call("Codex.thread_list", "", lambda codex, _: codex.thread_list(), _lists),
    Call(
        "Codex.thread_list",
        "with all there is",
        lambda codex, _: codex.thread_list(
            archived=False,
            cwd="/nowhere",
            limit=5,
            model_providers=["some-provider"],
            search_term="nothing",
            section_id="section",
            sort_direction="desc",
            sort_key="updated_at",
            source_kinds=["cli"],
            use_state_db_only=True,
        ),
        lambda it, _: it.data == [] and it.next_cursor is None,
    ),
    Call(
        "Codex.thread_list",
        "a cursor of nobody",
        lambda codex, _: codex.thread_list(cursor="nonsense"),
        Refused(sdk.InvalidRequestError, "cursor"),
    ),
    Call("Codex.thread_resume", "", lambda codex, thread: codex.thread_resume(thread.id), _is_thread),
    Call(
        "Codex.thread_resume",
        "with all there is",
        lambda codex, thread: codex.thread_resume(
            thread.id,
            **ALL_OF_A_THREAD,
            include_turns=False,
            personality="friendly",
            sandbox=sdk.Sandbox.full_access,
        ),
        _is_thread,
    ),
    Call(
        "Codex.thread_resume",
        "of nobody",
        lambda codex, _: codex.thread_resume("01a20000-0000-7000-8000-000000000000"),
        Refused(sdk.InvalidRequestError, "no rollout found"),
    ),
    Call("Codex.thread_fork", "", lambda codex, thread: codex.thread_fork(thread.id), _is_another_thread),
    Call(
        "Codex.thread_fork",
        "with all there is",
        lambda codex, thread: codex.thread_fork(
            thread.id,
            **ALL_OF_A_THREAD,
            ephemeral=True,
            include_turns=False,
            sandbox=sdk.Sandbox.full_access,
            thread_source="user",
        ),
        _is_another_thread,
    ),
    Call(
        "Codex.thread_archive",
        "",
        lambda codex, thread: codex.thread_archive(thread.id),
        _anything,
    ),
    Call(
        "Codex.thread_unarchive",
        "",
        lambda codex, thread: _in_turn(
            lambda: codex.thread_archive(thread.id), lambda: codex.thread_unarchive(thread.id)
        ),
        _is_thread,
    ),
    Call("Thread.read", "", lambda _, thread: thread.read(), lambda it, thread: it.thread.id == thread.id),
    Call(
        "Thread.read",
        "with its turns",
        lambda _, thread: thread.read(include_turns=True),
        lambda it, _: [turn.status.value for turn in it.thread.turns] == ["completed"],
    ),
    Call("Thread.set_name", "", lambda _, thread: thread.set_name("a name"), _anything),
    Call("Thread.compact", "", lambda _, thread: thread.compact(), Refused(sdk.MethodNotFoundError, NOT_YET)),
    Call("Thread.run", "", lambda _, thread: thread.run("hello"), _answered("my own agent heard HELLO")),
    Call(
        "Thread.run",
        "with all there is",
        lambda _, thread: thread.run("hello", **ALL_OF_A_TURN),
        _answered("my own agent heard HELLO"),
    ),
    Call(
        "Thread.run",
        "every kind of input",
        lambda _, thread: thread.run(ALL_INPUTS),
        _answered("my own agent heard TEXT"),
    ),
    Call(
        "Thread.run",
        "a message from outside",
        lambda _, thread: thread.run(sdk.ExternalMessage("mail", "hello", namespace="tools")),
        _answered("my own agent heard HELLO from mail"),
    ),
    Call(
        "Thread.turn",
        "",
        lambda _, thread: thread.turn("hello"),
        lambda it, thread: it.thread_id == thread.id,
    ),
]
"""What has no row here is what `HANDLES` names."""

HANDLES = {
    "Codex.close",
    "TurnHandle.interrupt",
    "TurnHandle.run",
    "TurnHandle.steer",
    "TurnHandle.stream",
}
"""Calls on a turn, and the last: they have tests of their own."""

UNREACHABLE = {
    f"{handle}.{method}"
    for handle in ("ChatgptLoginHandle", "DeviceCodeLoginHandle")
    for method in ("cancel", "wait")
}
"""Calls on what a refused login would have returned."""
