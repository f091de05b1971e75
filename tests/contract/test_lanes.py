"""The command lane and the handler lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from appserver.errors import OverloadedError, QueueFullError, RuntimeClosedError

if TYPE_CHECKING:
    from tests.contract.harness import Harness


def test_commands_come_out_in_order_and_ask_for_one_bell(harness: Harness) -> None:
    core = harness.core(capacity=3)
    assert [core.post_command(name) for name in "abc"] == [True, False, False]
    assert core.stats()["commands_queued"] == 3
    assert core.take_commands() == ["a", "b", "c"]
    assert core.take_commands() == []
    assert core.post_command("d") is True


def test_a_full_command_lane_refuses_at_once(harness: Harness) -> None:
    core = harness.core(capacity=1)
    core.post_command("a")
    with pytest.raises(QueueFullError, match="in-process app-server client queue is full"):
        core.post_command("b")
    assert core.take_commands() == ["a"]
    core.post_command("c")


def test_handlers_run_then_wait_then_are_refused(harness: Harness) -> None:
    core = harness.core(capacity=2)
    assert [core.admit_handler(name, "m") for name in "abcd"] == [True, True, False, False]
    with pytest.raises(OverloadedError) as caught:
        core.admit_handler("e", "thread/start")
    assert caught.value.message == "in-process app-server request queue is full"
    assert (caught.value.code, caught.value.method) == (-32001, "thread/start")
    stats = core.stats()
    assert (stats["handlers_running"], stats["handlers_waiting"], stats["requests_rejected"]) == (2, 2, 1)
    assert core.release_handler() == "c"
    assert core.release_handler() == "d"
    assert core.release_handler() is None
    assert core.stats()["handlers_running"] == 1


def test_a_suspended_handler_lends_its_place(harness: Harness) -> None:
    core = harness.core(capacity=1)
    assert core.admit_handler("outer", "m") is True
    assert core.admit_handler("inner", "m") is False
    assert core.suspend_handler() == "inner"
    core.resume_handler()
    assert core.stats()["handlers_running"] == 2
    assert core.admit_handler("third", "m") is False
    assert core.release_handler() is None  # one too many ran, so that nobody takes the free place
    assert core.release_handler() == "third"


class Job:
    """Equal to every other: the lanes must tell jobs apart by identity."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Job)

    def __hash__(self) -> int:
        return 0


def test_a_waiting_handler_can_be_withdrawn_and_leaves_its_place(harness: Harness) -> None:
    core = harness.core(capacity=2)
    jobs = [Job() for _ in range(5)]
    assert [core.admit_handler(job, "m") for job in jobs[:4]] == [True, True, False, False]
    assert core.withdraw_job(jobs[3]) is True
    assert core.withdraw_job(jobs[3]) is False
    assert core.withdraw_job(jobs[0]) is False, "it runs"
    assert core.withdraw_job(Job()) is False
    assert core.stats()["handlers_waiting"] == 1
    assert core.admit_handler(jobs[4], "m") is False
    assert core.release_handler() is jobs[2]
    assert core.release_handler() is jobs[4]
    assert core.release_handler() is None
    assert core.stats()["handlers_running"] == 1


def test_a_queued_command_can_be_withdrawn(harness: Harness) -> None:
    core = harness.core(capacity=2)
    first, second, third = Job(), Job(), Job()
    core.post_command(first)
    core.post_command(second)
    assert core.withdraw_job(first) is True
    assert core.post_command(third) is False, "the bell was rung"
    taken = core.take_commands()
    assert len(taken) == 2
    assert taken[0] is second
    assert taken[1] is third
    assert core.withdraw_job(second) is False
    core.post_command(first)
    assert core.withdraw_job(first) is True
    assert core.post_command(second) is True
    assert core.stats()["commands_queued"] == 1


def test_a_withdrawn_job_is_dropped_unlocked(harness: Harness) -> None:
    core = harness.core(capacity=1)
    seen: list[int] = []

    class LooksWhenItGoes:
        def __del__(self) -> None:
            seen.append(core.stats()["handlers_waiting"])

    core.admit_handler("running", "m")
    job = LooksWhenItGoes()
    core.admit_handler(job, "m")
    assert core.withdraw_job(job) is True
    del job
    assert seen == [0]


def test_shutdown_drops_what_waits_and_refuses_commands(harness: Harness) -> None:
    core = harness.core(capacity=1)
    core.post_command("a")
    core.admit_handler("running", "m")
    core.admit_handler("waiting", "m")
    core.begin_shutdown()
    assert core.take_commands() == []
    assert core.release_handler() is None
    with pytest.raises(RuntimeClosedError, match="in-process app-server runtime is closed"):
        core.post_command("b")
