"""Who is asked about a patch of a model: each policy, each sandbox, each place."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.provider import call_events
from tests.engine.test_standard_tools import play
from tests.engine.turns import items_of

if TYPE_CHECKING:
    from pathlib import Path

    from appserver import Event
    from appserver.events import ServerRequest

pytestmark = pytest.mark.promise("tool-consent")

PLACES = {"inside": "new.txt", "protected": ".git/new", "outside": "../new.txt"}
BLOCKED = "patch rejected: writing is blocked by read-only sandbox; rejected by user approval settings"
OUTSIDE = "patch rejected: writing outside of the project; rejected by user approval settings"
ASK, MAKE = "ask", "make"
TABLE = {
    ("read-only", "inside"): (ASK, ASK, BLOCKED),
    ("read-only", "protected"): (ASK, ASK, BLOCKED),
    ("workspace-write", "inside"): (ASK, MAKE, MAKE),
    ("workspace-write", "protected"): (ASK, ASK, OUTSIDE),
    ("danger-full-access", "inside"): (ASK, MAKE, MAKE),
    ("danger-full-access", "protected"): (ASK, MAKE, MAKE),
}
"""What happens under `untrusted`, `on-request` and `never`."""


@pytest.mark.parametrize("decision", ["accept", "decline"])
@pytest.mark.parametrize(("case", "policy"), [*product(TABLE, range(3))])
async def test_a_patch(tmp_path: Path, case: tuple[str, str], policy: int, decision: str) -> None:
    sandbox, place = case
    work = tmp_path / "work"
    (work / ".git").mkdir(parents=True)
    expected = TABLE[case][policy]
    events, (told,), questions = await patched(work, PLACES[place], sandbox, policy, decision)
    is_made = expected == MAKE or (expected == ASK and decision == "accept")
    assert (work / PLACES[place]).exists() == is_made
    assert len(questions) == (1 if expected == ASK else 0)
    items = items_of(events, "fileChange")
    if expected in (ASK, MAKE):
        assert [item.status for item in items] == ["completed" if is_made else "declined"]
        assert told.startswith("Exit code: 0") if is_made else told == "patch rejected by user"
    else:
        assert (items, told) == ([], expected)


@pytest.mark.parametrize("sandbox", ["read-only", "workspace-write", "danger-full-access"])
@pytest.mark.parametrize("policy", range(3))
async def test_nothing_is_made_outside_of_the_directory_even_if_it_is_accepted(
    tmp_path: Path, sandbox: str, policy: int
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    events, (told,), questions = await patched(work, PLACES["outside"], sandbox, policy, "accept")
    assert questions == []
    if policy == 2 and sandbox != "danger-full-access":
        assert told == (BLOCKED if sandbox == "read-only" else OUTSIDE)
        assert items_of(events, "fileChange") == []
    else:
        assert "it lies outside" in told
        assert [item.status for item in items_of(events, "fileChange")] == ["failed"]
    assert not (tmp_path / "new.txt").exists()


async def patched(
    work: Path, path: str, sandbox: str, policy: int, decision: str
) -> tuple[list[Event], list[Any], list[ServerRequest]]:
    """A turn in which a model adds a file there."""
    text = f"*** Begin Patch\n*** Add File: {path}\n+x\n*** End Patch\n"
    name = ("untrusted", "on-request", "never")[policy]
    steps = call_events("apply_patch", {"input": text})
    return await play(steps, work, decision=decision, sandbox=sandbox, approval_policy=name)
