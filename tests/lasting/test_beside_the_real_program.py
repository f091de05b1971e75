"""Threads of ours and of the real program, asked the same: all that is answered is equal, or differs on purpose."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.engine.provider import Hold, Plain, TestProvider, message_events
from tests.lasting.beside import NOT_KEPT, NOT_OURS, REASON, Script, commands, compare, run
from tests.lasting.scripts import SCRIPTS
from tests.lasting.trust_scripts import TRUST_SCRIPTS

if TYPE_CHECKING:
    from tests.engine.provider import Answer, Received


ALL = [*SCRIPTS, *TRUST_SCRIPTS]

END = {
    "type": "response.completed",
    "response": {"id": "r", "usage": {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}},
}


def respond(request: Received) -> Answer:
    if request.prompt == "hang":
        return [*message_events("begun")[:4], Hold()]
    if request.prompt == "fail":
        return Plain(400, b'{"error": {"message": "no such thing"}}')
    return [*message_events(f"re: {request.prompt}"), END]


@pytest.mark.promise("last-beside", "last-not-told", "last-goal-preview", "last-reading-writes-nothing")
@pytest.mark.promise("last-ephemeral-preview", "last-interrupted-text", "last-archived-stays")
@pytest.mark.promise("last-files-of-the-home")
@pytest.mark.promise("config-no-model", "config-trust")
@pytest.mark.parametrize("script", ALL, ids=lambda script: script.name)
def test_both_answer_alike(script: Script, tmp_path: Path) -> None:
    outcomes = []
    for name, command in commands().items():
        with TestProvider(respond=respond) as provider:
            outcomes.append(run(script, command, tmp_path / name, provider.base_url))
    found = compare(script, *outcomes)
    unexpected = {place: values for place, values in found.items() if place not in script.differs}
    assert unexpected == {}, "\n".join(f"{place}: {values}" for place, values in unexpected.items())
    assert found.keys() == script.differs.keys(), "they differ no more"


def test_every_difference_is_a_promise_with_its_reason() -> None:
    tables = Path(__file__).parents[1] / "promises"
    promises = [
        row
        for path in tables.glob("*.toml")
        for rows in tomllib.loads(path.read_text()).values()
        for row in rows
    ]
    explained = {row["id"] for row in promises if "divergence" in row}
    named = {promise for script in ALL for promise in script.differs.values()}
    named.add(REASON)
    assert named | {*NOT_OURS.values(), *NOT_KEPT.values()} <= explained
