"""The tables of works and subjects fit what the workers offer."""

import shutil
import subprocess
from pathlib import Path

import pytest

from benches.driver import environments, plan
from benches.guard import SIDES, load_rules
from benches.tables.subjects import Subject, load_subjects
from benches.tables.works import QUICK_LARGEST, Work, load_works
from benches.workers.offer import merged

WORKS = {work.id: work for work in load_works()}
SUBJECTS = load_subjects()
FLOORS = merged(*(subject.offers() for subject in SUBJECTS if subject.role == "floor"))


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
@pytest.mark.parametrize("work", WORKS.values(), ids=lambda work: work.id)
def test_who_does_not_do_a_work_says_why(work: Work, subject: Subject) -> None:
    if subject.role != "floor" and not subject.only and subject.python == work.python:
        assert (work.id in subject.offers()) != (subject.id in work.gaps)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.id)
def test_every_offer_is_of_a_work_and_names_a_floor_that_is_measured_with_it(subject: Subject) -> None:
    for work, variants in subject.offers().items():
        assert work in WORKS
        for offer in variants.values():
            assert not offer.floor or offer.floor in FLOORS[work]


@pytest.mark.parametrize("work", WORKS.values(), ids=lambda work: work.id)
def test_controls_are_variants_beside_others(work: Work) -> None:
    offered = {
        name for subject in SUBJECTS if subject.role != "floor" for name in subject.offers().get(work.id, ())
    }
    assert set(work.controls) < offered or not work.controls


def test_gaps_are_of_subjects_that_there_are() -> None:
    assert {name for work in WORKS.values() for name in work.gaps} <= {subject.id for subject in SUBJECTS}


def test_every_environment_has_a_requirements_file() -> None:
    wanted = {subject.environment for subject in SUBJECTS if subject.environment}
    assert wanted == {path.stem for path in environments.REQUIREMENTS.glob("*.txt")}


def test_a_work_about_a_version_of_python_is_done_on_it_and_only_there() -> None:
    versions = {subject.python for subject in SUBJECTS}
    assert {work.python for work in WORKS.values()} == versions
    for work in WORKS.values():
        contenders, gaps = plan.plan(work, SUBJECTS)
        assert {contender.subject.python for contender in contenders} <= {work.python}
        there = {subject.title for subject in SUBJECTS if subject.python == work.python}
        assert all(name.partition(": ")[0].partition(" on ")[0] in there for name, _ in gaps if work.python)


@pytest.mark.parametrize(
    "subject", [subject for subject in SUBJECTS if subject.python], ids=lambda subject: subject.id
)
def test_an_environment_has_the_version_of_python_that_its_works_are_about(subject: Subject) -> None:
    if not (python := environments.interpreter(subject)).exists():
        pytest.skip("python -m benches setup makes it, where there is such a Python")
    said = subprocess.run([python, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout
    assert said.startswith(f"Python {subject.python}.")


def test_where_a_version_of_python_is_not_there_its_works_are_gaps_and_setup_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = next(work for work in WORKS.values() if work.python)
    taking_part = [subject for subject in SUBJECTS if subject.python]
    (environment,) = {subject.environment for subject in taking_part}
    requirements = tmp_path / "requirements"
    requirements.mkdir()
    (requirements / f"{environment}.txt").touch()
    monkeypatch.setattr(environments, "REQUIREMENTS", requirements)
    monkeypatch.setattr(environments, "ENVIRONMENTS", tmp_path)
    monkeypatch.setattr(environments, "FIND_PYTHON", shutil.which("false"))
    environments.set_up()
    assert not (tmp_path / environment).exists()
    contenders, gaps = plan.plan(about, taking_part)
    assert contenders == []
    assert {name for name, _ in gaps} == {subject.title for subject in taking_part}
    assert all(f"where there is a Python {about.python}" in reason for _, reason in gaps)


def test_requirements_are_pinned() -> None:
    for path in environments.REQUIREMENTS.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert all("==" in line for line in lines if not line.startswith("#"))


def test_a_peer_that_is_not_installed_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    peer = next(subject for subject in SUBJECTS if subject.environment)
    monkeypatch.setattr(plan, "interpreter", lambda _subject: Path("nowhere"))
    contenders, gaps = plan.plan(WORKS["request_round_trip"], [peer])
    assert contenders == []
    assert [name for name, _ in gaps] == [peer.title]
    assert "not installed" in gaps[0][1]


def test_a_size_that_is_too_large_is_a_gap() -> None:
    codex = next(subject for subject in SUBJECTS if subject.id == "codex_stdio")
    here = Subject(**{**{name: getattr(codex, name) for name in codex.__slots__}, "environment": ""})
    contenders, gaps = plan.plan(WORKS["live_threads_turn"], [here])
    assert {contender.size for contender in contenders} == {1, 10, 100}
    assert len(gaps) == 2


def test_a_quick_run_takes_small_sizes_only() -> None:
    for work in WORKS.values():
        contenders, _ = plan.plan(work.quick(), SUBJECTS)
        assert all(contender.size <= QUICK_LARGEST for contender in contenders)


def test_the_guard_compares_what_is_offered() -> None:
    subjects = {subject.id: subject for subject in SUBJECTS}
    for row in load_rules().rows:
        for side in (row.name, row.against):
            subject, work, variant, size = SIDES[side]
            assert variant in subjects[subject].offers()[work]
            assert bool(size) == bool(WORKS[work].sizes)
