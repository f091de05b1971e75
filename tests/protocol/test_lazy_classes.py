"""Classes are made when they are first used, once, and are ordinary classes then."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from appserver import protocol as p
from appserver.protocol._support.lazy import lazy_names


def made_after(code: str) -> set[str]:
    """Give the generated classes that `code` leaves made, in a process of its own."""
    program = f"""
{code}
import gc, json
from pydantic import BaseModel
found = [kind.__name__ for kind in gc.get_objects() if isinstance(kind, type) and issubclass(kind, BaseModel)]
print(json.dumps(found))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=50
    )
    return set(json.loads(done.stdout))


def test_importing_a_family_makes_none_of_its_classes() -> None:
    assert not made_after("import appserver.protocol.thread, appserver.protocol.turn") & {"Thread", "Turn"}


def test_a_name_of_a_family_can_be_imported() -> None:
    made = made_after("from appserver.protocol.turn import TurnError")
    assert "TurnError" in made
    assert not made & {"Turn", "ActiveTurnNotSteerableCodexErrorInfo"}


def test_params_do_not_make_their_answer() -> None:
    made = made_after("from appserver import protocol as p; p.ThreadReadParams(thread_id='t').to_wire()")
    assert "ThreadReadParams" in made
    assert not made & {"ThreadReadResponse", "Thread"}


def test_a_union_makes_the_variants_that_it_meets() -> None:
    code = """
from appserver import protocol as p
item = {"type": "plan", "id": "i", "text": "t"}
p.decode_notification("item/started", {"item": item, "threadId": "t", "turnId": "u", "startedAtMs": 1})
"""
    made = made_after(code)
    assert {"ItemStartedNotification", "PlanThreadItem"} <= made
    assert not made & {"CommandExecutionThreadItem", "UserMessageThreadItem"}


def test_threads_that_use_a_class_first_get_the_same() -> None:
    program = """
import sys, threading
sys.setswitchinterval(1e-6)
from appserver import protocol as p
names = ["ThreadStartResponse", "TurnStartParams", "ThreadListResponse", "ItemCompletedNotification"]
begin, found = threading.Barrier(8), []
def use():
    begin.wait()
    found.append([id(getattr(p, name)) for name in names])
threads = [threading.Thread(target=use) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(set(map(tuple, found))) == 1, found
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=50)


def test_the_function_of_a_name_is_called_once() -> None:
    calls = []
    begin = Barrier(4)

    def make() -> object:
        calls.append(1)
        return object()

    namespace: dict[str, Any] = {"__name__": "family", "__all__": ["X"], "_X": make}
    find, names = lazy_names(namespace)
    assert names() == ["X"]

    def use() -> object:
        begin.wait()
        return find("X")

    with ThreadPoolExecutor(4) as pool:
        found = [future.result() for future in [pool.submit(use) for _ in range(4)]]
    assert len(calls) == 1
    assert len(set(map(id, found))) == 1
    assert namespace["X"] is found[0]
    assert "_X" not in namespace


def test_what_fails_to_be_made_fails_again() -> None:
    def make() -> object:
        raise ValueError("no")

    find, _ = lazy_names({"__name__": "family", "__all__": ["X"], "_X": make})
    for _attempt in range(2):
        with pytest.raises(ValueError, match="no"):
            find("X")


def test_unknown_names() -> None:
    from appserver.protocol import turn

    with pytest.raises(AttributeError, match=r"module 'appserver\.protocol\.turn' has no attribute 'Nope'"):
        _ = turn.Nope  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="no attribute 'Nope'"):
        _ = p.Nope  # type: ignore[attr-defined]
    with pytest.raises(ImportError, match="Nope"):
        exec("from appserver.protocol.turn import Nope")
    assert {"Turn", "TurnStartParams"} <= set(dir(turn))
    assert set(p.__all__) <= set(dir(p))


def test_models_can_be_pickled_and_shown() -> None:
    params = p.TurnStartParams(thread_id="t", input=[p.TextUserInput(text="x")], service_tier=None)
    copy = pickle.loads(pickle.dumps(params))
    assert copy == params
    assert copy.to_wire() == params.to_wire()
    assert repr(p.TextUserInput(text="x")) == "TextUserInput(type='text', text='x', text_elements=[])"
    assert pickle.loads(pickle.dumps(p.Turn)) is p.Turn
