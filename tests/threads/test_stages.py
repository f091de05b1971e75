"""The table of a turn's life: every way through it, and a naive model beside it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appserver.turns.stages import TABLE, Action, Input, Stage, accepts, step
from tests.rings import examples

pytestmark = pytest.mark.guarantee("one-turn-completed")

ENDINGS = {Action.END_COMPLETED, Action.END_INTERRUPTED, Action.END_FAILED}
BY_ITSELF = {
    Stage.WAITING: Input.READY,
    Stage.DOOMED: Input.READY,
    Stage.OPENING: Input.OPENED,
    Stage.DOOMED_OPENING: Input.OPENED,
    Stage.RUNNING: Input.AGENT_RETURNED,
    Stage.READING: Input.ALL_ANSWERED,
    Stage.STOPPING: Input.CLEANED_UP,
    Stage.DRAINING: Input.DRAINED,
    Stage.CLOSING: Input.CLOSED,
}
"""What happens next to a turn that nobody disturbs."""
FROM_OUTSIDE = (Input.INTERRUPT, Input.SUPERVISOR_CANCELLED, Input.CUT_OFF)
BY_THE_AGENT = (Input.AGENT_RETURNED, Input.AGENT_RAISED, Input.AGENT_CANCELLED)


@dataclass(frozen=True)
class Facts:
    """What has been done to a turn on one way through the table."""

    stage: Stage = Stage.WAITING
    ending: Action | None = None
    is_opened: bool = False
    agent_runs: bool = False
    is_closed: bool = False
    is_finished: bool = False

    def after(self, happened: Input) -> Facts:
        """The facts after an input, or an assertion that fails."""
        facts = self
        stage, actions = step(self.stage, happened)
        if happened in BY_THE_AGENT:
            facts = replace(facts, agent_runs=False)
        for action in actions:
            assert not facts.is_finished or action is Action.RESUME, "nothing is done after the end"
            if action in ENDINGS:
                assert facts.ending is None, "how a turn ends is decided once"
                facts = replace(facts, ending=action)
            elif action in (Action.OPEN, Action.OPEN_SHORTLY):
                assert not facts.is_opened
                facts = replace(facts, is_opened=True)
            elif action is Action.START_AGENT:
                assert facts.is_opened
                assert not facts.agent_runs
                assert facts.ending is None
                facts = replace(facts, agent_runs=True)
            elif action is Action.CLOSE:
                assert facts.is_opened, "a turn that is closed was opened"
                assert facts.ending is not None, "it is known how it ended"
                assert not facts.is_closed
                facts = replace(facts, is_closed=True)
            elif action is Action.FINISH:
                assert facts.is_closed
                facts = replace(facts, is_finished=True)
        if facts.ending is not None and self.ending is None and facts.agent_runs:
            assert Action.CANCEL_AGENT in actions, "an agent whose turn ends under it is cancelled"
        assert (stage is Stage.FINISHED) == facts.is_finished
        return replace(facts, stage=stage)

    def may_happen(self, happened: Input) -> bool:
        """Whether the world may bring this about; the table must know what to do with it."""
        if happened in BY_THE_AGENT:
            return self.agent_runs
        if happened is Input.MESSAGE:
            return self.ending is None and not self.is_finished
        if happened in (Input.INTERRUPT, Input.CUT_OFF):
            return True
        if happened in (Input.SUPERVISOR_CANCELLED, Input.SUPERVISOR_FAILED):
            return not self.is_finished
        if happened is Input.MORE_TO_ANSWER:
            return self.stage is Stage.READING
        if happened is Input.CLEANUP_TIMED_OUT:
            return self.stage is Stage.STOPPING
        return self.stage is not Stage.RUNNING and BY_ITSELF.get(self.stage) is happened


def reachable() -> set[Facts]:
    """All facts that some sequence of inputs leads to."""
    found = {Facts()}
    rest = deque(found)
    while rest:
        facts = rest.popleft()
        for happened in Input:
            if facts.may_happen(happened):
                following = facts.after(happened)
                if following not in found:
                    found.add(following)
                    rest.append(following)
    return found


def test_whatever_may_happen_has_an_entry_and_nothing_else_has() -> None:
    # `after` raises where an entry is missing.
    used = {
        (facts.stage, happened) for facts in reachable() for happened in Input if facts.may_happen(happened)
    }
    late = {(Stage.FINISHED, Input.SUPERVISOR_CANCELLED)}  # a task that ends after its turn was cut off
    assert set(TABLE) - late == used


def test_every_stage_is_reached() -> None:
    assert {facts.stage for facts in reachable()} == set(Stage)


@pytest.mark.promise("turn-end-every-way")
@pytest.mark.parametrize("by", ["itself", *FROM_OUTSIDE])
def test_every_stage_reaches_the_end(by: str | Input) -> None:
    for start in reachable():
        facts = start
        if isinstance(by, Input) and facts.may_happen(by):
            facts = facts.after(by)
        for _ in Stage:
            if not facts.is_finished:
                facts = facts.after(BY_ITSELF[facts.stage])
        assert facts.is_finished, start


def test_what_cannot_happen_raises() -> None:
    with pytest.raises(RuntimeError, match="AGENT_RETURNED cannot happen to a turn that is WAITING"):
        step(Stage.WAITING, Input.AGENT_RETURNED)


@dataclass
class NaiveTurn:
    """A turn as one would write it down without a table: it knows the status, and who may still act."""

    status: str = "inProgress"
    completed: int = 0
    agent: str = "not started"
    trail: list[Input] = field(default_factory=list)

    def hear(self, happened: Input) -> None:
        self.trail.append(happened)
        ends = {
            Input.INTERRUPT: "interrupted",
            Input.SUPERVISOR_CANCELLED: "interrupted",
            Input.CUT_OFF: "interrupted",
            Input.AGENT_CANCELLED: "interrupted",
            Input.AGENT_RAISED: "failed",
            Input.SUPERVISOR_FAILED: "failed",
            Input.ALL_ANSWERED: "completed",
        }
        if self.status == "inProgress":
            if happened in ends:
                self.status = ends[happened]
            elif happened in (Input.OPENED, Input.MORE_TO_ANSWER):
                self.agent = "running"
        if happened in BY_THE_AGENT:
            self.agent = "over"
        if happened in (Input.CLOSED, Input.CUT_OFF) or self._failed_twice(happened):
            self.completed = 1

    def _failed_twice(self, happened: Input) -> bool:
        return happened is Input.SUPERVISOR_FAILED and any(
            before in (*FROM_OUTSIDE, *BY_THE_AGENT[1:], Input.ALL_ANSWERED, Input.SUPERVISOR_FAILED)
            for before in self.trail[:-1]
        )


STATUS = {
    None: "inProgress",
    Action.END_COMPLETED: "completed",
    Action.END_INTERRUPTED: "interrupted",
    Action.END_FAILED: "failed",
}


@settings(max_examples=examples(500), deadline=None)
@given(st.lists(st.sampled_from(Input), max_size=30))
def test_it_does_what_the_naive_turn_does(inputs: list[Input]) -> None:
    facts, naive = Facts(), NaiveTurn()
    for happened in inputs:
        if not facts.may_happen(happened):
            continue
        facts = facts.after(happened)
        naive.hear(happened)
        assert STATUS[facts.ending] == naive.status
        assert int(facts.is_finished) == naive.completed
        assert facts.agent_runs == (naive.agent == "running")
        assert accepts(facts.stage, Input.MESSAGE) == (naive.status == "inProgress")
