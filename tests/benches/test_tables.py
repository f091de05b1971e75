"""The tables of works and subjects fit what the workers offer."""

import pytest

from benches.driver import environments, plan
from benches.guard import SIDES, load_rules
from benches.tables.subjects import Subject, load_subjects
from benches.tables.works import Work, load_works

WORKS = {work.id: work for work in load_works()}
SUBJECTS = load_subjects()
FLOORS = next(subject for subject in SUBJECTS if subject.role == "floor").offers()


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
@pytest.mark.parametrize("work", WORKS.values(), ids=lambda work: work.id)
def test_who_does_not_do_a_work_says_why(work: Work, subject: Subject) -> None:
    if subject.role != "floor" and not subject.only:
        assert (work.id in subject.offers()) != (subject.id in work.gaps)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
def test_every_offer_is_of_a_work_and_names_a_floor_that_is_measured_with_it(subject: Subject) -> None:
    for work, variants in subject.offers().items():
        assert work in WORKS
        for offer in variants.values():
            assert not offer.floor or offer.floor in FLOORS[work]


def test_gaps_are_of_subjects_that_there_are() -> None:
    assert {name for work in WORKS.values() for name in work.gaps} <= {subject.id for subject in SUBJECTS}


def test_every_environment_has_a_requirements_file() -> None:
    wanted = {subject.environment for subject in SUBJECTS if subject.environment}
    assert wanted == {path.stem for path in environments.REQUIREMENTS.glob("*.txt")}


def test_requirements_are_pinned() -> None:
    for path in environments.REQUIREMENTS.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert all("==" in line for line in lines if not line.startswith("#"))


def test_a_peer_that_is_not_installed_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    peer = next(subject for subject in SUBJECTS if subject.environment)
    monkeypatch.setattr(plan, "interpreter", lambda _subject: None)
    contenders, gaps = plan.plan(WORKS["request_round_trip"], [peer], quick=False)
    assert contenders == []
    assert [name for name, _ in gaps] == [peer.title]
    assert "not installed" in gaps[0][1]


def test_a_size_that_is_too_large_is_a_gap() -> None:
    codex = next(subject for subject in SUBJECTS if subject.id == "codex_stdio")
    here = Subject(**{**{name: getattr(codex, name) for name in codex.__slots__}, "environment": ""})
    contenders, gaps = plan.plan(WORKS["live_threads_turn"], [here], quick=False)
    assert {contender.size for contender in contenders} == {1, 10, 100}
    assert len(gaps) == 2


def test_a_quick_run_takes_small_sizes_only() -> None:
    for work in WORKS.values():
        contenders, _ = plan.plan(work, SUBJECTS, quick=True)
        assert all(contender.size <= plan.QUICK_LARGEST for contender in contenders)


def test_the_guard_compares_what_is_offered() -> None:
    subjects = {subject.id: subject for subject in SUBJECTS}
    for row in load_rules().rows:
        for side in (row.name, row.against):
            subject, work, variant, size = SIDES[side]
            assert variant in subjects[subject].offers()[work]
            assert bool(size) == bool(WORKS[work].sizes)
