"""One conversation, kept in memory."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.policy.decisions import ApprovalMemory
from appserver.threads.history import History
from appserver.threads.hooks import ThreadHooks
from appserver.threads.notices import Notices
from appserver.threads.origin import NO_TOKENS
from appserver.threads.settings_shown import thread_settings
from appserver.turns.announcement import Announcement
from appserver.turns.context import ModelContext
from appserver.turns.errors import no_active_turn, not_steerable, queue_full, wrong_turn
from appserver.turns.identifiers import new_identifier
from appserver.turns.input_limits import check_input
from appserver.turns.keeping import NOTHING_KEPT
from appserver.turns.terminals import Terminals
from appserver.turns.thread_status import ThreadStatusTracker
from appserver.turns.turn import Turn, no_agent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence

    from appserver.backends.base import Task
    from appserver.config.problems import ConfigNotice
    from appserver.threads.history import HistoryBudget
    from appserver.threads.hooks import HookName
    from appserver.threads.origin import ThreadOrigin
    from appserver.turns.clock import UniqueClock
    from appserver.turns.host import TurnHost
    from appserver.turns.keeping import TurnKeeper
    from appserver.turns.settings import TurnSettings
    from appserver.turns.turn import RunAgent, RunCommand

    CallHook = Callable[["Thread", HookName, dict[str, Any]], Awaitable[None]]
    Attend = Callable[["Thread"], Callable[[], Coroutine[Any, Any, None]] | None]

__all__ = ["MAX_UNFINISHED_TURNS", "Thread"]

MAX_UNFINISHED_TURNS = 128
"""Turns of one thread that may wait for a reader at once; as many as any other queue holds."""


class Thread:
    """A thread: its settings, its turns and its status.

    Attributes:
        id: the thread's id.
        ephemeral: whether it stays out of lists.
        origin: where it comes from.
        settings: what the next turn runs with.
        name: the name the user gave it; None without one.
        preview: the text of the first user message.
        has_user_message: whether there is one.
        status: what the client is told the thread does.
        history: the turns that have ended.
        is_loaded: whether it takes turns, and its events go to subscribers.
        is_archived: whether the user has put it away; it is not loaded then.
        turns: the turns that have not finished, oldest first; each waits for the one before it.
        usage: the tokens used so far.
        usage_told: the last that the clients were told of them, for who resumes the thread.
        untold: what is to be told of its configuration once it is added.
        context: what its model is sent with each request.
        keeper: who keeps what happens in its turns.
        path: the file that it is kept in, None: in none.
        has_stored_turns: whether it had turns when it was loaded.
        goal: what the user wants of it in the end, if anything.
        git_info: what a client said about the repository that it works in.
        hooks: tell its agent of its life; None: the agent does not want to know.
        announcement: its `thread/started`, before which no other event of the thread may go.
        notices: what else the clients are told of it, beside its turns.
        created, updated: times of the start and of the last turn, in Unix microseconds.
    """

    __slots__ = (
        "_approvals",
        "_attend",
        "_attending",
        "_busy",
        "_clock",
        "_host",
        "_is_attended",
        "_on_ended",
        "_open_terminals",
        "_run_agent",
        "_state",
        "_terminals",
        "announcement",
        "context",
        "created",
        "ephemeral",
        "git_info",
        "goal",
        "has_stored_turns",
        "has_user_message",
        "history",
        "hooks",
        "id",
        "is_archived",
        "is_loaded",
        "keeper",
        "name",
        "notices",
        "origin",
        "path",
        "preview",
        "settings",
        "status",
        "turns",
        "untold",
        "updated",
        "usage",
        "usage_told",
    )

    def __init__(
        self,
        host: TurnHost,
        run_agent: RunAgent,
        settings: TurnSettings,
        origin: ThreadOrigin,
        clock: UniqueClock,
        budget: HistoryBudget,
        busy: dict[Thread, None],
        open_terminals: dict[Terminals, None],
        on_ended: Callable[[Thread, Turn, p.Turn], None],
        *,
        attend: Attend | None = None,
        call_hook: CallHook | None = None,
        ephemeral: bool,
        thread_id: str | None = None,
    ) -> None:
        self.id = new_identifier() if thread_id is None else thread_id
        self.ephemeral = ephemeral
        self.origin = origin
        self.settings = settings
        self.name: str | None = None
        self.preview = ""
        self.has_user_message = False
        self.status = ThreadStatusTracker(self.id)
        self.history = History(budget)
        self.turns: Sequence[Turn] = ()
        self.is_loaded = True
        self.is_archived = False
        self._approvals: ApprovalMemory | None = None
        self._terminals: Terminals | None = None
        self._open_terminals = open_terminals
        self._busy = busy
        self._on_ended = on_ended
        self.usage = NO_TOKENS
        self.untold: Sequence[ConfigNotice] = ()
        self.usage_told: p.ThreadTokenUsageUpdatedNotification | None = None
        self.context = ModelContext(budget.contexts)
        self.keeper: TurnKeeper = NOTHING_KEPT
        self.path: str | None = None
        self.has_stored_turns = False
        self.goal: p.ThreadGoal | None = None
        self.git_info: p.GitInfo | None = None
        self.announcement = Announcement(host.outgoing, host.backend)
        self.notices = Notices(host, self.announcement, self.id)
        self.created = self.updated = clock.next()
        self._host = host
        self._run_agent = run_agent
        self._attend = attend
        self._attending: Task | None = None
        self._is_attended = False
        self._state: dict[str, Any] | None = None
        self.hooks = None if call_hook is None else ThreadHooks(host, partial(call_hook, self), self.id)
        self._clock = clock

    @property
    def approvals(self) -> ApprovalMemory:
        """What the user accepted for the rest of the session."""
        if self._approvals is None:
            self._approvals = ApprovalMemory()
        return self._approvals

    @property
    def terminals(self) -> Terminals:
        """The commands that its model comes back to."""
        if self._terminals is None:
            self._terminals = Terminals(self._open_terminals)
        return self._terminals

    @property
    def state(self) -> dict[str, Any]:
        """What its agent keeps of it as long as it is loaded."""
        if self._state is None:
            self._state = {}
        return self._state

    @property
    def is_idle(self) -> bool:
        """Whether no turn runs, and `thread/started` is out."""
        return not self.turns and self.announcement.is_over.is_set

    def start_turn(
        self, params: p.TurnStartParams, moved: Callable[[Thread, TurnSettings], TurnSettings]
    ) -> Turn:
        """Begin a turn, or hand the message to the turn that runs, which is then the one returned.

        Settings in `params` hold from the next turn on; a running turn keeps its own.

        Args:
            params: the message, and what is to hold.
            moved: completes settings that may name another directory.

        Raises:
            ServerError: the input is too large, or something in the params is not valid Unicode.
            OverloadedError: too much waits for a reader of this thread's events.
        """
        check_input(params)
        settings = moved(self, self.settings.of_turn(params))
        turn = self.turns[-1] if self.turns else None
        if turn is not None and turn.accepts_input:
            turn.steer(params.input, params.client_user_message_id, params.tool_output)
            self.change_settings(settings)
        else:
            turn = self._add_turn(settings.for_one_turn(params), self._run_agent)
            self.change_settings(settings)
            turn.start(params.input, params.client_user_message_id, params.tool_output)
        self.updated = self._clock.next()
        self._note(params.input)
        return turn

    def run_user_command(self, run: RunCommand) -> Turn:
        """Run a command of the user, in the turn that runs or in one of its own; return that turn.

        Raises:
            OverloadedError: too much waits for a reader of this thread's events, or many such commands run.
        """
        if self.turns and self.turns[-1].runs:
            turn = self.turns[-1]
            turn.run_user_command(run)
        else:
            turn = self._add_turn(self.settings, no_agent)
            turn.run_user_command(run)
            turn.start(())
        self.updated = self._clock.next()
        return turn

    def run_apart(self, run_agent: RunAgent, kind: str) -> Turn:
        """Do something with the conversation that is no answer, in a turn of its own; return that turn.

        What runs is interrupted first.

        Raises:
            OverloadedError: too much waits for a reader of this thread's events.
        """
        turn = self._add_turn(self.settings, run_agent, kind)
        for earlier in self.turns[:-1]:
            earlier.interrupt()
        turn.start(())
        self.updated = self._clock.next()
        return turn

    def _add_turn(self, settings: TurnSettings, run_agent: RunAgent, kind: str | None = None) -> Turn:
        if len(self.turns) >= MAX_UNFINISHED_TURNS:
            raise queue_full("turns")
        predecessor = self.turns[-1].finished if self.turns else None
        turn = Turn(self._host, self, settings, run_agent, predecessor, kind)
        self.turns = (*self.turns, turn)
        self._busy[self] = None
        self.context.is_busy = True
        self.history.use(is_busy=True)
        return turn

    def change_settings(self, settings: TurnSettings) -> None:
        """Let the next turn run with these settings, and tell the clients that know of such things."""
        if settings != self.settings:
            self.settings = settings
            self.keeper.settings_changed(settings)
            self.notices.tell_now(
                p.ThreadSettingsUpdatedNotification(
                    thread_id=self.id, thread_settings=thread_settings(settings)
                )
            )

    def steer(self, params: p.TurnSteerParams) -> Turn:
        """Hand the turn that runs another message; return that turn.

        Raises:
            ServerError: nothing runs, or another turn; the input is empty, too large or not valid Unicode.
            OverloadedError: too many messages wait for the agent already.
        """
        check_input(params)
        if not params.input:
            raise ServerError("input must not be empty")
        turn = self.turns[-1] if self.turns else None
        if turn is not None and turn.runs and turn.kind is not None:
            raise not_steerable(turn.kind)
        if turn is None or not turn.accepts_input:
            raise no_active_turn("steer")
        if turn.id != params.expected_turn_id:
            raise wrong_turn(f"`{params.expected_turn_id}`", f"`{turn.id}`")
        turn.steer(params.input, params.client_user_message_id)
        self.updated = self._clock.next()
        self._note(params.input)
        return turn

    def begin_with(self, history: Sequence[p.Turn], source: Thread) -> None:
        """Begin with turns of another thread, with its name, and with the tokens that they took."""
        self.history.begin_with(history, source.history.gone)
        kept = {turn.id for turn in history}
        left_out = {turn.id for turn in (*source.history, *source.turns)} - kept
        self.context.begin_with(source.context, left_out)
        self.name = source.name
        self.usage = source.usage
        if source.usage_told is not None:
            self.usage_told = source.usage_told.model_copy(update={"thread_id": self.id})

    def revert_to(self, history: Sequence[p.Turn]) -> None:
        """Have these turns and no others. None runs."""
        gone = self.history.gone
        self.history.clear()
        self.history.begin_with(history, gone)
        self.has_stored_turns = True
        self.updated = self._clock.next()

    @property
    def originator(self) -> str:
        """The name of the client that it comes from."""
        return self.origin.originator

    @property
    def label(self) -> str | None:
        """What the client that started it calls the source of the thread, if anything."""
        return self.origin.label

    def be_kept(self) -> None:
        """It is kept from now on, also without a turn: what it runs with is kept too."""
        if not self.is_materialized:
            self.has_stored_turns = True
            self.keeper.settings_changed(self.settings)

    @property
    def is_materialized(self) -> bool:
        """Whether there was a turn, be it without a message, or it was forked: only then its turns can be read."""
        return (
            bool(self.turns or self.history or self.history.gone)
            or self.has_stored_turns
            or self.origin.forked_from_id is not None
        )

    @property
    def text_length(self) -> int:
        """How many characters its clients have said of it, beside its turns."""
        git = self.git_info or p.GitInfo()
        settings = self.settings
        said = (
            *(self.preview, self.name, self.label, git.sha, git.branch, git.origin_url),
            *(settings.base_instructions, settings.developer_instructions, settings.mode_instructions),
            "" if self.goal is None else self.goal.objective,
        )
        read = sum(0 if told is None else told.length for told in (settings.instructions, settings.skills))
        return read + sum(len(text) for text in said if text)

    def interrupt(self, turn_id: str) -> bool:
        """Interrupt an unfinished turn. False when nothing runs.

        Raises:
            ServerError: another turn runs than `turn_id`.
        """
        for turn in self.turns:
            if turn.id == turn_id:
                turn.interrupt()
                return True
        running = [turn for turn in self.turns if turn.runs]
        if running and turn_id:
            raise wrong_turn(turn_id, running[0].id)
        for turn in running[:1]:  # without an id: whatever runs
            turn.interrupt()
        return bool(running)

    def context_grew(
        self, turn_id: str, items: Sequence[Mapping[str, Any]], *, with_next: bool = False
    ) -> None:
        """The model is to be sent more from now on. Where that is too much, the clients hear of what goes for it."""
        self.context.append(turn_id, items)
        self.keeper.context_grew(turn_id, items, with_next=with_next)
        if gone := self.context.take_gone():
            warning = p.WarningNotification(
                thread_id=self.id,
                message=f"The conversation is too long: its first {gone} turns are not sent to the model any more.",
            )
            self.notices.tell(warning, kind="warning of a long conversation")

    def context_replaced(self, turn_id: str, items: Sequence[Mapping[str, Any]], summary: str) -> None:
        """The model is to be sent this in place of all before."""
        self.context.replace(turn_id, items)
        self.keeper.context_replaced(items, summary)

    def ended(self, turn: p.Turn) -> None:
        """A turn has reached its final state, with all its items."""
        self.history.append(turn)
        self.keeper.ended(turn)
        self.updated = self._clock.next()
        for own in self.turns:
            if own.id == turn.id:
                self._on_ended(self, own, turn)

    def item_ended(self, turn_id: str, item: p.ThreadItem) -> None:
        """An item has ended after the turn that it was begun in: it is shown there."""
        self.history.complete(turn_id, item)

    def forget(self, turn_id: str) -> None:
        """A turn is finished: nothing of it is still to be sent."""
        self.turns = tuple(turn for turn in self.turns if turn.id != turn_id)
        if not self.turns:
            self._busy.pop(self, None)
            self.context.is_busy = False
            self.history.use(is_busy=False)

    def unload(self) -> p.ThreadStatusChangedNotification:
        """Take no turns any more; what the user accepted for the session is forgotten. Returns the new status."""
        self.is_loaded = False
        if self._terminals is not None:
            self._terminals.kill()  # those have ended as a rule
        self._approvals = self._terminals = None
        self.leave_alone()
        self.close_hooks()
        return self.status.become("notLoaded")

    def be_known(self) -> None:
        """Be a thread that was there before: not announced, and not loaded until it is."""
        self.announcement.is_over.set()
        self.status.become("notLoaded")
        self.is_loaded = False

    def load(self) -> p.ThreadStatusChangedNotification:
        """Take turns again. Returns the new status."""
        self.is_loaded = True
        self.attend(is_new=False)
        return self.status.become("idle")

    def close_hooks(self) -> None:
        """Tell its agent that it is closed; what the agent has kept of it goes."""
        state, self._state = self._state, None
        if self.hooks is not None:
            self.hooks.begin("closed", {} if state is None else state)

    def attend(self, *, is_new: bool) -> None:
        """It is among the threads of its server, and loaded: have its agent begin what goes on beside it."""
        if self.hooks is not None:
            self.hooks.begin("started" if is_new else "resumed", self.state)
        self.attend_beside()

    def attend_beside(self) -> None:
        """Have its agent begin what goes on beside it, unless it has."""
        if self._attend is None or self._is_attended:
            return
        self._is_attended = True
        if (beside := self._attend(self)) is not None:
            self._attending = self._host.spawn(beside, name=f"beside thread {self.id}")

    async def end_beside(self) -> None:
        """End that, and return when it has ended.

        Cancellation: it goes on ending.
        """
        if (task := self.leave_alone()) is not None:
            await task.wait()

    def leave_alone(self) -> Task | None:
        """Have that end; what is ending, None: there is nothing."""
        task, self._attending, self._is_attended = self._attending, None, False
        if task is not None:
            task.cancel()
        return task

    def _note(self, user_input: Sequence[p.UserInput]) -> None:
        if self.has_user_message or not user_input:
            return
        self.has_user_message = True
        self.preview = "\n".join(entry.text for entry in user_input if isinstance(entry, p.TextUserInput))
