"""The life of a turn as a table: stage and input to the next stage and the actions. Pure data and one function.

| stage | what happens in it | the agent may act | takes input |
|---|---|---|---|
| waiting | an earlier turn ends, or `thread/started` is sent | | yes |
| opening | `turn/started` and the user's messages are sent | | yes |
| running | the agent runs; messages that come meanwhile are sent | yes | yes |
| reading | `run_turn` has returned; messages that came meanwhile are sent, the user's own commands end | yes | yes |
| doomed | as waiting, for a turn that will not run its agent | | |
| doomed_opening | as opening, likewise | | |
| stopping | the agent and the turn's works clean up, within a bound | | |
| draining | what has begun to be sent is delivered | | |
| closing | the closing events are sent | | |
| finished | `turn/completed` is out, or cannot go out any more | | |

An input without an entry cannot happen, and raises. What may come late (an interrupt, an agent that ends after its
turn was closed without it) has an entry in every stage where it may come, which does nothing.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final, TypeAlias

__all__ = ["TABLE", "Action", "Input", "Stage", "accepts", "step"]


class Stage(Enum):
    """Where a turn is."""

    WAITING = auto()
    OPENING = auto()
    RUNNING = auto()
    READING = auto()
    DOOMED = auto()
    DOOMED_OPENING = auto()
    STOPPING = auto()
    DRAINING = auto()
    CLOSING = auto()
    FINISHED = auto()


class Input(Enum):
    """What happens to a turn."""

    # Said by the supervisor, when the work of a stage is done.
    READY = "the turn before it is finished, and `thread/started` is out"
    OPENED = "`turn/started` and the user's messages are out"
    MORE_TO_ANSWER = "the agent has not taken all messages"
    ALL_ANSWERED = "the agent has taken all messages, and no command of the user runs"
    CLEANED_UP = "the agent and all works are over"
    CLEANUP_TIMED_OUT = "the agent or a work is not over after the grace period"
    DRAINED = "all that had begun to be sent is delivered or taken back"
    CLOSED = "the closing events are out"
    # Said by the agent's task.
    AGENT_RETURNED = "`run_turn` has returned"
    AGENT_RAISED = "`run_turn` has raised"
    AGENT_CANCELLED = "the agent's task was cancelled"
    # Said by requests, and by the server.
    MESSAGE = "the user sends a further message"
    INTERRUPT = "the user interrupts"
    SUPERVISOR_CANCELLED = "the supervisor's task was cancelled by the host"
    SUPERVISOR_FAILED = "the supervisor met an exception"
    CUT_OFF = "the server ends, nothing may wait any more"


class Action(Enum):
    """What is done at once, in the order of the row."""

    OPEN = "put the opening events in line"
    OPEN_SHORTLY = "put only `thread/started` and `turn/started` in line"
    START_AGENT = "run the agent with the messages that were not taken"
    CANCEL_AGENT = "cancel the agent's task"
    WAKE = "let the supervisor look around"
    END_COMPLETED = "the turn ends as completed: verbs are refused from now on"
    END_INTERRUPTED = "the turn ends as interrupted: likewise"
    END_FAILED = "the turn ends as failed: likewise"
    STOP_WORKS = "ask the works to stop"
    ABANDON_WORKS = "end what the works hold, without waiting"
    REPORT_TIMEOUT = "log what did not end in time"
    CLOSE = "complete the open items, end the questions, put the closing events in line"
    SEND_NOW = "send what is in line as far as there is room"
    FINISH = "the turn is finished"
    RESUME = "go on without waiting, or in a new task"


Row: TypeAlias = tuple[Stage, tuple[Action, ...]]

_S, _I, _A = Stage, Input, Action

_CUT_OFF = (_A.CLOSE, _A.SEND_NOW, _A.FINISH)
_STOP = (_A.STOP_WORKS, _A.WAKE)
_ABORT = (_A.END_INTERRUPTED, _A.CANCEL_AGENT, *_STOP)

TABLE: Final[dict[tuple[Stage, Input], Row]] = {
    (_S.WAITING, _I.READY): (_S.OPENING, (_A.OPEN,)),
    (_S.WAITING, _I.MESSAGE): (_S.WAITING, ()),
    (_S.WAITING, _I.INTERRUPT): (_S.DOOMED, (_A.END_INTERRUPTED,)),
    (_S.WAITING, _I.SUPERVISOR_CANCELLED): (_S.DOOMED, (_A.END_INTERRUPTED, _A.RESUME)),
    (_S.WAITING, _I.SUPERVISOR_FAILED): (_S.DOOMED, (_A.END_FAILED,)),
    (_S.WAITING, _I.CUT_OFF): (_S.FINISHED, (_A.END_INTERRUPTED, _A.OPEN_SHORTLY, *_CUT_OFF)),
    #
    (_S.OPENING, _I.OPENED): (_S.RUNNING, (_A.START_AGENT,)),
    (_S.OPENING, _I.MESSAGE): (_S.OPENING, ()),
    (_S.OPENING, _I.INTERRUPT): (_S.DOOMED_OPENING, (_A.END_INTERRUPTED,)),
    (_S.OPENING, _I.SUPERVISOR_CANCELLED): (_S.DOOMED_OPENING, (_A.END_INTERRUPTED, _A.RESUME)),
    (_S.OPENING, _I.SUPERVISOR_FAILED): (_S.DOOMED_OPENING, (_A.END_FAILED,)),
    (_S.OPENING, _I.CUT_OFF): (_S.FINISHED, (_A.END_INTERRUPTED, *_CUT_OFF)),
    #
    (_S.RUNNING, _I.MESSAGE): (_S.RUNNING, (_A.WAKE,)),
    (_S.RUNNING, _I.AGENT_RETURNED): (_S.READING, (_A.WAKE,)),
    (_S.RUNNING, _I.AGENT_RAISED): (_S.STOPPING, (_A.END_FAILED, *_STOP)),
    (_S.RUNNING, _I.AGENT_CANCELLED): (_S.STOPPING, (_A.END_INTERRUPTED, *_STOP)),
    (_S.RUNNING, _I.INTERRUPT): (_S.STOPPING, _ABORT),
    (_S.RUNNING, _I.SUPERVISOR_CANCELLED): (_S.STOPPING, (*_ABORT, _A.RESUME)),
    (_S.RUNNING, _I.SUPERVISOR_FAILED): (_S.STOPPING, (_A.END_FAILED, _A.CANCEL_AGENT, *_STOP)),
    (_S.RUNNING, _I.CUT_OFF): (_S.FINISHED, (*_ABORT, _A.ABANDON_WORKS, *_CUT_OFF)),
    #
    (_S.READING, _I.MORE_TO_ANSWER): (_S.RUNNING, (_A.START_AGENT,)),
    (_S.READING, _I.ALL_ANSWERED): (_S.STOPPING, (_A.END_COMPLETED, *_STOP)),
    (_S.READING, _I.MESSAGE): (_S.READING, (_A.WAKE,)),
    (_S.READING, _I.INTERRUPT): (_S.STOPPING, (_A.END_INTERRUPTED, *_STOP)),
    (_S.READING, _I.SUPERVISOR_CANCELLED): (_S.STOPPING, (_A.END_INTERRUPTED, *_STOP, _A.RESUME)),
    (_S.READING, _I.SUPERVISOR_FAILED): (_S.STOPPING, (_A.END_FAILED, *_STOP)),
    (_S.READING, _I.CUT_OFF): (_S.FINISHED, (_A.END_INTERRUPTED, *_STOP, _A.ABANDON_WORKS, *_CUT_OFF)),
    #
    (_S.DOOMED, _I.READY): (_S.DOOMED_OPENING, (_A.OPEN,)),
    (_S.DOOMED, _I.INTERRUPT): (_S.DOOMED, ()),
    (_S.DOOMED, _I.SUPERVISOR_CANCELLED): (_S.DOOMED, (_A.RESUME,)),
    (_S.DOOMED, _I.SUPERVISOR_FAILED): (_S.FINISHED, (_A.OPEN_SHORTLY, *_CUT_OFF)),
    (_S.DOOMED, _I.CUT_OFF): (_S.FINISHED, (_A.OPEN_SHORTLY, *_CUT_OFF)),
    #
    (_S.DOOMED_OPENING, _I.OPENED): (_S.STOPPING, ()),
    (_S.DOOMED_OPENING, _I.INTERRUPT): (_S.DOOMED_OPENING, ()),
    (_S.DOOMED_OPENING, _I.SUPERVISOR_CANCELLED): (_S.DOOMED_OPENING, (_A.RESUME,)),
    (_S.DOOMED_OPENING, _I.SUPERVISOR_FAILED): (_S.FINISHED, _CUT_OFF),
    (_S.DOOMED_OPENING, _I.CUT_OFF): (_S.FINISHED, _CUT_OFF),
    #
    (_S.STOPPING, _I.CLEANED_UP): (_S.DRAINING, ()),
    (_S.STOPPING, _I.CLEANUP_TIMED_OUT): (
        _S.DRAINING,
        (_A.REPORT_TIMEOUT, _A.CANCEL_AGENT, _A.ABANDON_WORKS),
    ),
    (_S.STOPPING, _I.INTERRUPT): (_S.STOPPING, ()),
    (_S.STOPPING, _I.AGENT_RETURNED): (_S.STOPPING, ()),
    (_S.STOPPING, _I.AGENT_RAISED): (_S.STOPPING, ()),
    (_S.STOPPING, _I.AGENT_CANCELLED): (_S.STOPPING, ()),
    (_S.STOPPING, _I.SUPERVISOR_CANCELLED): (_S.STOPPING, (_A.RESUME,)),
    (_S.STOPPING, _I.SUPERVISOR_FAILED): (_S.FINISHED, (_A.ABANDON_WORKS, *_CUT_OFF)),
    (_S.STOPPING, _I.CUT_OFF): (_S.FINISHED, (_A.ABANDON_WORKS, *_CUT_OFF)),
    #
    (_S.DRAINING, _I.DRAINED): (_S.CLOSING, (_A.CLOSE,)),
    (_S.DRAINING, _I.INTERRUPT): (_S.DRAINING, ()),
    (_S.DRAINING, _I.AGENT_RETURNED): (_S.DRAINING, ()),
    (_S.DRAINING, _I.AGENT_RAISED): (_S.DRAINING, ()),
    (_S.DRAINING, _I.AGENT_CANCELLED): (_S.DRAINING, ()),
    (_S.DRAINING, _I.SUPERVISOR_CANCELLED): (_S.DRAINING, (_A.RESUME,)),
    (_S.DRAINING, _I.SUPERVISOR_FAILED): (_S.FINISHED, _CUT_OFF),
    (_S.DRAINING, _I.CUT_OFF): (_S.FINISHED, _CUT_OFF),
    #
    (_S.CLOSING, _I.CLOSED): (_S.FINISHED, (_A.FINISH,)),
    (_S.CLOSING, _I.INTERRUPT): (_S.CLOSING, ()),
    (_S.CLOSING, _I.AGENT_RETURNED): (_S.CLOSING, ()),
    (_S.CLOSING, _I.AGENT_RAISED): (_S.CLOSING, ()),
    (_S.CLOSING, _I.AGENT_CANCELLED): (_S.CLOSING, ()),
    (_S.CLOSING, _I.SUPERVISOR_CANCELLED): (_S.CLOSING, (_A.RESUME,)),
    (_S.CLOSING, _I.SUPERVISOR_FAILED): (_S.FINISHED, (_A.SEND_NOW, _A.FINISH)),
    (_S.CLOSING, _I.CUT_OFF): (_S.FINISHED, (_A.SEND_NOW, _A.FINISH)),
    #
    (_S.FINISHED, _I.INTERRUPT): (_S.FINISHED, ()),
    (_S.FINISHED, _I.AGENT_RETURNED): (_S.FINISHED, ()),
    (_S.FINISHED, _I.AGENT_RAISED): (_S.FINISHED, ()),
    (_S.FINISHED, _I.AGENT_CANCELLED): (_S.FINISHED, ()),
    (_S.FINISHED, _I.SUPERVISOR_CANCELLED): (_S.FINISHED, ()),
    (_S.FINISHED, _I.CUT_OFF): (_S.FINISHED, ()),
}
"""Every step there is."""


def step(stage: Stage, happened: Input) -> Row:
    """The stage after an input, and what is done at once.

    Raises:
        RuntimeError: this cannot happen in this stage; the driver is wrong.
    """
    row = TABLE.get((stage, happened))
    if row is None:
        raise RuntimeError(f"{happened.name} cannot happen to a turn that is {stage.name}")
    return row


def accepts(stage: Stage, happened: Input) -> bool:
    """Whether an input has an entry in this stage."""
    return (stage, happened) in TABLE
