"""`appserver exec`: one turn, from the prompt to the exit status."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from shlex import quote
from typing import TYPE_CHECKING, Any, Protocol

import anyio

import appserver
from appserver import protocol as p
from appserver.agents.offline import OfflineAgent
from appserver.command_line.approvals import Approvals, Approve
from appserver.command_line.output import OutputClosedError, StandardOutput, print_status
from appserver.command_line.sandbox_hint import sandbox_hint
from appserver.command_line.stopping import watch_signals
from appserver.plain_data import is_dict

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import AppServerClient, Event

__all__ = ["ExecOptions", "run_exec"]

COMPLETED, NOT_COMPLETED = 0, 1

OFFLINE = "the offline agent answers; no model is involved"

HOW_TO_ASK = (
    "to ask a model, set OPENAI_API_KEY (https://platform.openai.com/api-keys) and give --model gpt-5.5, or use a "
    "local one: --oss --model qwen3 with ollama, --provider lmstudio --model NAME with LM Studio"
)

RESUMED = {"model": "model", "model_provider": "model_provider", "sandbox": "sandbox_mode"}
"""What a thread that is gone on with is told anew: the fields, and the settings that they come from."""


@dataclass(frozen=True, slots=True)
class ExecOptions:
    """What the command line asks for.

    Attributes:
        prompt: the text of the turn.
        cwd: the directory of the thread.
        json: wire messages instead of text.
        ephemeral: whether the thread is to be forgotten.
        approve: how approvals are answered.
        is_unattended: whether that is so because there is nobody to ask, and not because somebody says it.
        output: the descriptor of what is standard output to whoever reads it.
        agent: who answers; None: the offline agent.
        processor: the user's request handlers.
        settings: what `-c` gave, by dotted keys.
        home: the directory with the configuration.
        images: files with pictures that go with the prompt.
        output_schema: the JSON schema that the answer must fit; None: free text.
        resume: the thread to go on with, or `last`; None: a new one.
    """

    prompt: str
    cwd: Path
    json: bool
    ephemeral: bool
    approve: Approve
    output: int = 1
    agent: appserver.Agent | None = None
    processor: appserver.MessageProcessor | None = None
    settings: dict[str, Any] = field(default_factory=dict[str, Any])
    home: str | None = None
    images: tuple[Path, ...] = ()
    output_schema: Any = None
    resume: str | None = None
    is_unattended: bool = False


def _refusal(error: appserver.ServerError) -> str:
    """What a refused request says to people: without data, but for the length that they can do something about."""
    length = error.data.get("actual_chars") if is_dict(error.data) else None
    counted = "" if length is None else f" It has {length}."
    return f"{error.method or 'the request'} failed: {error.message}{counted} (code {error.code})"


def _whose(thread: p.ThreadStartResponse | p.ThreadResumeResponse) -> str:
    """What is said where a thread has a model, and nobody is named who answers: the offline agent is not meant."""
    if thread.model_provider == OfflineAgent.model_provider:  # a file of the project names the model alone
        return (
            f"the thread is one of {thread.model}, and nobody is named who serves it; give --provider NAME --model "
            f"{quote(thread.model)}, or --agent appserver:OfflineAgent, which answers without a model"
        )
    return (
        f"the thread is one of {thread.model} of {thread.model_provider}, and nobody is named who goes on with it; "
        f"give --provider {quote(thread.model_provider)} --model {quote(thread.model)}"
    )


async def _answers_offline(client: AppServerClient) -> bool:
    """Whether no model answers.

    Cancellation: nothing is left behind.
    """
    listed = await client.request(p.ModelListParams())
    return any(model.model == OfflineAgent.model for model in listed.data)


class View(Protocol):
    """Shows events."""

    async def show(self, event: Event) -> None:
        """Show one event.

        Cancellation: part of the text may be shown.
        """

    def pause(self) -> None:
        """Make room for a question on the terminal."""

    async def close(self) -> None:
        """Finish what is shown.

        Cancellation: part of the text may be shown.
        """


async def run_exec(options: ExecOptions) -> int:
    """Run one turn, show it and return the exit status: 0 completed, 1 failed or interrupted.

    Cancellation: the server is shut down, and with it the turn.
    """
    if sys.stdout is None:  # descriptor 1 is free then, and the next file to be opened gets it
        print_status("standard output is closed")
        return NOT_COMPLETED
    view = _view(options)
    run = _Run(options, view)
    status = NOT_COMPLETED
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(watch_signals, run.stop, view.pause)
        with anyio.CancelScope() as run.scope:
            status = await run.run()
        tasks.cancel_scope.cancel()
    return status


def _view(options: ExecOptions) -> View:
    if options.json:
        from appserver.command_line.json_lines import JsonLines

        return JsonLines(StandardOutput(options.output))
    from appserver.command_line.text import PlainTextSink, TextView

    if options.output == 1 and sys.stdout.isatty():
        from appserver.command_line.terminal import TerminalSink

        return TextView(TerminalSink())
    return TextView(PlainTextSink(StandardOutput(options.output)))


class _Run:
    """One turn.

    Attributes:
        scope: cancelling it ends the run when no turn is there to be interrupted.
    """

    def __init__(self, options: ExecOptions, view: View) -> None:
        self.scope = anyio.CancelScope()
        self._options = options
        self._view = view
        self._approvals = Approvals(options.approve, view.pause, is_unattended=options.is_unattended)
        self._client: AppServerClient | None = None
        self._turn: p.TurnInterruptParams | None = None
        self._kept_as: str | None = None
        self._has_hinted = False

    async def run(self) -> int:
        """Run the turn and return the exit status.

        Cancellation: the server is shut down, and with it the turn.
        """
        try:
            # Lossless: a user who redirects the output wants all of it, and a slow terminal may slow the agent
            # down.
            async with appserver.start(
                client_name="appserver_exec",
                client_title="appserver exec",
                session_source="exec",
                drop_policy="block",
                legacy_notifications=False,
                agent=self._options.agent,
                processor=self._options.processor,
                home=self._options.home,
                cli_overrides=self._options.settings,
                enable_api_key_env=True,  # whoever runs the command sees its environment
            ) as client:
                self._client = client
                status = await self._turn_of(client)
                await self._view.close()
                if (
                    self._kept_as is not None
                    and not self._options.json
                    and sys.stderr
                    and sys.stderr.isatty()
                ):
                    self._say(f"to go on: appserver exec --resume {self._kept_as} PROMPT")
                return status
        except OutputClosedError:
            return NOT_COMPLETED
        except appserver.ServerError as error:
            self._say(_refusal(error))
        except appserver.AppServerError as error:
            self._say(str(error).strip())
        except (TypeError, ValueError) as error:  # a setting that no configuration can have
            self._say(str(error).replace("cli_overrides", "-c", 1))
        except OSError as error:
            self._say(f"cannot write the output: {error.strerror or error}")
        return NOT_COMPLETED

    async def stop(self) -> None:
        """Interrupt the turn, or end the run if there is none yet.

        Cancellation: the turn may have been interrupted.
        """
        self._approvals.interrupt()
        if self._client is None or self._turn is None:
            self.scope.cancel()
            return
        try:
            await self._client.request(self._turn)
        except appserver.AppServerError:
            return  # the turn, or the whole server, has just ended by itself

    async def _turn_of(self, client: AppServerClient) -> int:
        options = self._options
        started = await self._thread(client)
        if options.agent is None and await _answers_offline(client):
            is_offline = started.model == OfflineAgent.model or (
                options.resume is not None and started.model_provider == OfflineAgent.model_provider
            )
            if not is_offline:
                raise appserver.AppServerError(_whose(started))
            self._say(f"{OFFLINE}; {HOW_TO_ASK}")
        thread_id = started.thread.id
        if not started.thread.ephemeral:
            self._kept_as = thread_id
        prompt: list[p.UserInput] = [p.LocalImageUserInput(path=str(path)) for path in options.images]
        answer = await client.request(
            p.TurnStartParams(
                thread_id=thread_id,
                input=[*prompt, p.TextUserInput(text=options.prompt)],
                output_schema=options.output_schema,
            )
        )
        self._turn = p.TurnInterruptParams(thread_id=thread_id, turn_id=answer.turn.id)
        async for event in client:
            await self._view.show(event)
            if isinstance(event, appserver.ServerRequest):
                await self._approvals.answer(client, event)
            elif isinstance(event, p.ItemStartedNotification):
                self._approvals.started(event.item)
            elif isinstance(event, p.ItemCompletedNotification):
                self._hint(event.item, started.sandbox)
            elif isinstance(event, p.TurnCompletedNotification) and event.turn.id == answer.turn.id:
                return COMPLETED if event.turn.status == "completed" else NOT_COMPLETED
        self._say("the server ended before the turn did")
        return NOT_COMPLETED

    async def _thread(self, client: AppServerClient) -> p.ThreadStartResponse | p.ThreadResumeResponse:
        """The thread of the turn: a new one, or the one that is gone on with.

        Cancellation: it may have begun.
        """
        options = self._options
        cwd = str(options.cwd)
        if options.resume is None:
            return await client.request(
                p.ThreadStartParams(cwd=cwd, ephemeral=True if options.ephemeral else None)
            )
        thread_id = options.resume
        if thread_id == "last":
            listed = await client.request(
                p.ThreadListParams(
                    cwd=cwd, limit=1, sort_key="updated_at", model_providers=[], source_kinds=["exec", "cli"]
                )
            )
            if not listed.data:
                raise appserver.AppServerError(f"no thread was kept in {cwd}: there is nothing to resume")
            thread_id = listed.data[0].id
        given = {key: options.settings[name] for key, name in RESUMED.items() if name in options.settings}
        return await client.request(p.ThreadResumeParams(thread_id=thread_id, cwd=cwd, **given))

    def _hint(self, item: p.ThreadItem, policy: p.SandboxPolicy) -> None:
        if not self._has_hinted and (text := sandbox_hint(item, policy)) is not None:
            self._has_hinted = True
            self._say(text)

    def _say(self, text: str) -> None:
        self._view.pause()
        print_status(text)
