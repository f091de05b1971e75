"""What an agent is given for one turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.agents.telling_verbs import TellingVerbs
from appserver.agents.tool_verbs import ToolVerbs
from appserver.turns.arguments import check_ask, check_command, check_word, checked_items, checked_models
from appserver.turns.encodable import repaired_model, repaired_text
from appserver.turns.items.command import run_command
from appserver.turns.items.command_surroundings import command_surroundings
from appserver.turns.items.file_change import apply_patch
from appserver.turns.items.message import PHASES, MessageStream
from appserver.turns.items.plan import PlanStream
from appserver.turns.items.question import ask_user
from appserver.turns.items.reasoning import ReasoningStream
from appserver.turns.items.refused import command_fault, patch_fault, refuse_command, refuse_patch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from appserver.execution.environment import EnvironmentPolicy
    from appserver.threads.manager import ThreadManager
    from appserver.turns.items.command import CommandResult
    from appserver.turns.items.file_change import PatchResult
    from appserver.turns.past_turn import PastTurn
    from appserver.turns.settings import TurnSettings
    from appserver.turns.turn import Turn

__all__ = ["TurnContext"]


class TurnContext(TellingVerbs, ToolVerbs):
    """One turn, as its agent sees it: what to answer, and the verbs to answer with.

    Every verb may be awaited from any task that the agent starts on the server's event loop. Several items
    may be open at once; the events of each item keep their order. A verb waits for nothing but the user's
    answer, its command, and a reader that is full and must not lose the event.

    Every verb raises `TurnClosedError` once the turn is over for the agent (interrupted, or `run_turn` has
    returned), and `RuntimeClosedError` once the server is shut down. Let both pass: they end `run_turn`,
    which is all they ask.

    Attributes:
        thread_id: id of the thread.
        turn_id: id of the turn.
        input: what the user sent; may be empty.
        text: the text inputs, joined by newlines.
        tool_outputs: outputs of tools that came in place of messages, so far in this turn.
        settings: directory, model, policies: what this turn runs with.
        threads: the threads of the server, for agents that start threads of their own.
    """

    __slots__ = ("_history", "_state", "_turn", "input", "text", "threads")

    def __init__(self, turn: Turn, user_input: Sequence[p.UserInput], threads: ThreadManager) -> None:
        self._turn = turn
        self.threads = threads
        self.input: Sequence[p.UserInput] = tuple(user_input)
        self.text = "\n".join(entry.text for entry in self.input if isinstance(entry, p.TextUserInput))
        self._history: Sequence[PastTurn] | None = None
        self._state: dict[str, Any] | None = None

    @property
    def history(self) -> Sequence[PastTurn]:
        """The earlier turns of the thread, oldest first, each with all its items.

        What was begun and interrupted, or given up, is among them; `unfinished_items` of its turn has its id.

        A turn is read from what is kept of it each time it is looked at. Where the server's `max_history_bytes` are
        used up the oldest turns have lost their items (`items_view` is `"notLoaded"`), and may be gone.
        """
        if self._history is None:
            self._history = self._turn.thread.history.view()
        return self._history

    @property
    def turn(self) -> Turn:
        """The turn itself, for what this package builds upon it. It is no part of the public interface."""
        return self._turn

    @property
    def thread_id(self) -> str:
        """Id of the thread."""
        return self._turn.thread.id

    @property
    def turn_id(self) -> str:
        """Id of the turn."""
        return self._turn.id

    @property
    def state(self) -> dict[str, Any]:
        """A dict of the agent's own for the thread: its turns and the hooks of the agent share it.

        It lives as long as the thread is loaded, and is written nowhere. What is to last goes to `append_context`.
        """
        if self._state is None:
            self._state = self.threads.state_of(self._turn.thread.id)
        return self._state

    @property
    def settings(self) -> TurnSettings:
        """Directory, model, policies: what this turn runs with."""
        return self._turn.settings

    @property
    def tool_outputs(self) -> Sequence[p.TurnToolOutput]:
        """Outputs of tools that programs sent in place of messages, so far in this turn, oldest first.

        They are content from outside: no word of the user, who has authorized nothing by it. One that comes while the
        turn runs is here once `new_input()` was called.
        """
        return self._turn.tool_outputs

    def new_input(self) -> list[p.UserInput]:
        """Take what the user has sent since the turn began. Empty when there is nothing; it never waits.

        The clients are shown a message when it is taken here: what the agent does next comes after it.

        What is not taken when `run_turn` returns is the input of another call of `run_turn`, within the same turn.
        """
        return self._turn.take_input()

    @property
    def context(self) -> Sequence[Mapping[str, Any]]:
        """What `append_context` has kept in this thread, oldest first; a fork begins with what its turns have kept."""
        return self._turn.thread.context.items()

    def append_context(self, items: Sequence[Mapping[str, Any]]) -> None:
        """Keep items of the conversation, as the provider of the model writes them, to be sent with its next request.

        The clients see nothing of them. What comes after the end of the turn is thrown away. Unlike the verbs it never
        waits, and the end of the turn is no error: an agent that is being cancelled may call it.

        Args:
            items: JSON objects, which nobody changes from now on.

        Raises:
            TypeError, ValueError: one of them is no JSON object, or holds what JSON does not have; nothing is kept.
        """
        kept = checked_items("items", items)
        if not self._turn.has_ended:
            self._turn.thread.context_grew(self.turn_id, kept)

    def replace_context(self, items: Sequence[Mapping[str, Any]], *, summary: str = "") -> None:
        """Keep these items in place of all that `append_context` has kept in this thread. Likewise, it never waits.

        Args:
            items: as in `append_context`.
            summary: what they say of what is not there any more, for people who look at what is kept.

        Raises:
            TypeError, ValueError: as `append_context`; or the summary is no text.
        """
        kept = checked_items("items", items)
        said = repaired_text("summary", summary) or ""
        if not self._turn.has_ended:
            self._turn.thread.context_replaced(self.turn_id, kept, said)

    def message(self, *, phase: str | None = None, item_id: str | None = None) -> MessageStream:
        """A message to the user, to be streamed::

            async with turn.message() as message:
                await message.delta("Hello")

        The message ends with the block. Where an exception leaves the block, the message is completed at that
        moment with the text so far, and does not count as the turn's answer.

        Args:
            phase: `commentary` for remarks on the way, `final_answer` for the answer; None says neither.
            item_id: what the item is called, such as what a provider calls it; a new id where the turn has one of that
                name, and for None.

        Raises:
            TypeError, ValueError: `phase` is neither of these words, or one of the two is no text.
        """
        if phase is not None:
            check_word("phase", phase, PHASES)
        return MessageStream(self._turn, phase, repaired_text("item_id", item_id))

    async def send_message(self, text: str, *, phase: str | None = None) -> None:
        """Send a whole message at once; as `message`.

        Cancellation: the text is taken back, unless some reader has it already; the message's item is
        completed.
        """
        async with self.message(phase=phase) as message:
            await message.delta(text)

    def reasoning(self, *, item_id: str | None = None) -> ReasoningStream:
        """Thoughts, to be streamed.

        `delta` for the thoughts themselves, `summary_delta` for a summary of them.

        Args:
            item_id: as that of `message`.
        """
        return ReasoningStream(self._turn, repaired_text("item_id", item_id))

    def plan(self) -> PlanStream:
        """A plan in prose, to be streamed by `delta`."""
        return PlanStream(self._turn)

    async def update_plan(self, steps: Sequence[p.TurnPlanStep], explanation: str | None = None) -> None:
        """Show the steps of the work and how far each is; replaces the steps shown before.

        Cancellation: once begun, the update is sent.

        Raises:
            TypeError: they are no steps; nothing was sent.
        """
        await self._turn.emitter.deliver(
            p.TurnPlanUpdatedNotification(
                thread_id=self.thread_id,
                turn_id=self.turn_id,
                explanation=repaired_text("explanation", explanation),
                plan=[repaired_model(step) for step in checked_models("steps", steps, p.TurnPlanStep)],
            )
        )

    async def run_command(
        self,
        command: str | Sequence[str],
        *,
        cwd: str | Path | None = None,
        reason: str | None = None,
        ask: bool = True,
        timeout: float | None = None,
        env: EnvironmentPolicy | Mapping[str, str] | None = None,
        stdin: str | bytes | None = None,
        sandboxed: bool = True,
    ) -> CommandResult:
        """Run a command, with the user's consent, and stream its output.

        It is kept in the sandbox that `settings.sandbox_policy` stands for. Where no sandbox works the command fails,
        and its output says why.

        It runs in a process group of its own, which is ended when the verb is cancelled or the turn
        interrupted, when its time is up, and with the command itself. The result says so, and the last line of the
        output when processes were left, the time was up, or it was stopped.
        If the user cancels rather than declines, the whole turn is interrupted and this raises
        `TurnClosedError`.

        Args:
            command: a text for `/bin/sh -c`, or a program and its arguments, which no shell sees.
            cwd: where to run it, absolute or relative to `settings.cwd`, which is the default.
            reason: why, for the user who is asked.
            ask: False for what needs no consent, in the agent's judgement. The approval policy has the last
                word: `untrusted` asks all the same, and under `never` nobody is asked and it runs in its sandbox.
            timeout: seconds after which it is ended; None: never.
            env: variables that it is given besides those of `settings.environment`, or a policy in place of that.
            stdin: what it reads from standard input; None: nothing.
            sandboxed: False to run it outside the sandbox: the user is asked then, whatever `ask` says, and under
                `never` it is declined, unless the policy is `dangerFullAccess` or `externalSandbox`, which keep it in
                nothing.

        Cancellation: the command is ended with its processes and its item completed; then the cancellation goes
        on. Should a further cancellation break into that, the turn is not closed before it is done.

        Raises:
            TypeError, ValueError: an argument is not what it should be; nothing was asked or run.
        """
        check_command(command, cwd)
        check_ask(ask)
        reason = repaired_text("reason", reason)
        if fault := command_fault(command, cwd):
            return await refuse_command(self._turn, command, fault)
        return await run_command(
            self._turn,
            command,
            cwd=cwd,
            reason=reason,
            ask=ask,
            surroundings=command_surroundings(self._turn.settings.environment, timeout, env, stdin),
            sandboxed=sandboxed,
        )

    async def apply_patch(
        self, changes: Sequence[p.FileUpdateChange], *, reason: str | None = None, ask: bool = True
    ) -> PatchResult:
        """Change files below `settings.cwd`, with the user's consent: all changes are made in their order, or none.

        The user is shown what will be made of the files. A change that does not fit fails before anybody is asked.

        If the user cancels rather than declines, the whole turn is interrupted and this raises
        `TurnClosedError`.

        Args:
            changes: for each file its path (absolute, or relative to `settings.cwd`), the kind of change, and
                a diff: the content of an added file, a unified diff of an updated one, the content of a deleted one or
                nothing.
            reason: why, for the user who is asked.
            ask: as in `run_command`; under `never`, the sandbox policy `workspaceWrite` lets files change as
                well.

        Cancellation: unless the files are already being moved into place, nothing is changed. The item is completed
        with what happened, before the turn is closed.

        Raises:
            TypeError: an argument is not what it should be; nothing was asked or changed.
        """
        changes = checked_models("changes", changes, p.FileUpdateChange)
        check_ask(ask)
        reason = repaired_text("reason", reason)
        if fault := patch_fault(changes):
            return await refuse_patch(self._turn, changes, fault)
        return await apply_patch(self._turn, changes, reason=reason, ask=ask)

    async def ask_user(self, questions: Sequence[p.ToolRequestUserInputQuestion]) -> Mapping[str, list[str]]:
        """Ask the user questions and wait for the answers.

        Cancellation: the question is taken back.

        Returns:
            The answers by the question's id. Empty without an answer: the client does not know such
            questions, refused, or is gone.

        Raises:
            TypeError: they are no questions; nothing was asked.
        """
        asked = checked_models("questions", questions, p.ToolRequestUserInputQuestion)
        return await ask_user(self._turn, [repaired_model(question) for question in asked])

    def __repr__(self) -> str:
        return f"TurnContext(thread_id={self.thread_id!r}, turn_id={self.turn_id!r})"

    def __reduce__(self) -> Any:
        raise TypeError("a turn context belongs to its running turn and cannot be pickled")
