"""Every promise is proved by a test, and every test that cites a promise cites one that exists."""

from __future__ import annotations

import ast

import pytest

from docs.render import citations, marked, promises

PROMISES = promises()


@pytest.mark.parametrize("name", PROMISES)
def test_it_is_proved_by_a_test(name: str) -> None:
    assert citations().get(name), f'no test is marked @pytest.mark.guarantee("{name}")'


def test_every_citation_names_a_promise() -> None:
    unknown = {name: tests for name, tests in citations().items() if name not in PROMISES}
    assert not unknown, "add these to tests/guarantees.toml, or correct the marks"


def test_promises_have_a_text() -> None:
    assert all(promise.endswith(".") for promise in PROMISES.values())


def test_marks_are_found_wherever_they_stand() -> None:
    source = """
import pytest
pytestmark = [pytest.mark.anyio, pytest.mark.guarantee("module")]

@pytest.mark.guarantee("function")
async def test_one(): ...

@pytest.mark.guarantee("class")
class TestTwo:
    @pytest.mark.parametrize("x", [1])
    @pytest.mark.guarantee("method")
    def test_three(self, x): ...
"""
    assert dict(marked(ast.parse(source))) == {
        "module": "every test",
        "function": "test_one",
        "class": "TestTwo",
        "method": "test_three",
    }
