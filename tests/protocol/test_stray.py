"""What only the lax reading takes is found in a model; what the strict reading takes is not."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from pydantic import ValidationError

from appserver import protocol as p
from appserver.protocol._methods import REQUESTS
from appserver.protocol._support.decode import check_strictly
from appserver.protocol._support.stray import find_stray, may_stray
from tests.protocol.test_decode import REFUSALS

STRAYS = [row for row in REFUSALS if "unknown variant" in row[2] and row[0] in REQUESTS]


@pytest.mark.promise("input-typed-words")
@pytest.mark.parametrize(("method", "params", "message"), STRAYS)
def test_a_model_is_refused_in_the_words_in_which_its_data_are(
    method: str, params: Any, message: str
) -> None:
    kind = getattr(p, REQUESTS[method])
    try:
        model = kind.from_wire(params)
    except ValidationError:
        return  # such a model cannot be made
    with pytest.raises(p.DecodeError, match=re.escape(message)):
        check_strictly(model)


def test_most_unknown_words_can_be_made_a_model_of() -> None:
    """Or the test above would prove little."""
    made = 0
    for method, params, _ in STRAYS:
        try:
            getattr(p, REQUESTS[method]).from_wire(params)
        except ValidationError:
            continue
        made += 1
    assert made >= len(STRAYS) - 3


@pytest.mark.promise("input-typed-words")
def test_nothing_strays_that_the_strict_reading_takes() -> None:
    granular = p.GranularAskForApprovalFields(sandbox_approval=True, rules=True, mcp_elicitations=True)
    taken: list[p.RequestParams[Any]] = [
        p.ThreadStartParams(
            approval_policy="never", sandbox="read-only", config={"a": [1, 1.5, None, "x", True]}
        ),
        p.ThreadStartParams(approval_policy=p.GranularAskForApproval(granular=granular)),
        p.ThreadStartParams(approval_policy=None, personality=None, config=None),
        p.ThreadListParams(source_kinds=["cli", "exec"], sort_key="created_at", cwd=["/", "/tmp"]),
        p.ThreadListParams(cwd="/"),
        p.TurnStartParams(
            thread_id="t",
            effort="utmost",
            input=[p.TextUserInput(text="x"), p.LocalImageUserInput(path="/x")],
            sandbox_policy=p.WorkspaceWriteSandboxPolicy(writable_roots=["/x"]),
        ),
    ]
    for params in taken:
        assert find_stray(params) is None
        assert p.decode_request(params.method, params.to_wire()) == params


def test_classes_without_words_are_not_looked_at() -> None:
    assert not may_stray(p.ThreadReadParams)
    assert may_stray(p.ThreadListParams)


@pytest.mark.promise("input-typed-words")
def test_data_may_be_deep_or_hold_itself() -> None:
    deep: Any = math.nan
    for _ in range(100_000):
        deep = [deep]
    found = find_stray(p.ThreadStartParams.model_construct(config={"a": deep}))
    assert found is not None
    assert found.value is not None
    ring: dict[str, Any] = {"a": 1}
    ring["self"] = ring
    assert find_stray(p.ThreadStartParams.model_construct(config=ring)) is None
