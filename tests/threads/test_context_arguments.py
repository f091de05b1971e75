"""What an agent keeps for its model is JSON: anything else is refused by name, and nothing of it is kept."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver.testing import start_client

if TYPE_CHECKING:
    from collections.abc import Callable

RING: dict[str, Any] = {}
RING["self"] = RING


def nested(depth: int) -> Any:
    data: Any = "at last"
    for _ in range(depth):
        data = [data]
    return data


GOOD = {"type": "message", "role": "user", "content": "x", "number": 1.5, "none": None, "list": [True]}

WRONG: list[tuple[Any, type[Exception], str]] = [
    (5, TypeError, "items is a sequence of JSON objects, not int"),
    (None, TypeError, "items is a sequence of JSON objects, not NoneType"),
    ("text", TypeError, "items is a sequence of JSON objects, not str"),
    (GOOD, TypeError, "items is a sequence of JSON objects, not dict"),
    ([GOOD, "text"], TypeError, r"items\[1\] is a JSON object, a dict, not str"),
    ([None], TypeError, r"items\[0\] is a JSON object, a dict, not NoneType"),
    ([GOOD, {"a": object()}], TypeError, r"items\[1\] is JSON data: .*object"),
    ([{"a": {1}}], TypeError, r"items\[0\] is JSON data: .*set"),
    ([{"a": b"x"}], TypeError, r"items\[0\] is JSON data: .*bytes"),
    ([{("a",): 1}], TypeError, r"items\[0\] is JSON data: keys must be"),
    ([{"a": [float("nan")]}], ValueError, r"items\[0\] is JSON data, which has no such number"),
    ([{"a": float("-inf")}], ValueError, r"items\[0\] is JSON data, which has no such number"),
    ([{"a": "\ud800"}], ValueError, r"items\[0\] is not valid Unicode"),
    ([{"\udfff": 1}], ValueError, r"items\[0\] is not valid Unicode"),
    ([RING], ValueError, r"items\[0\] is JSON data, which cannot hold itself"),
    ([{"a": nested(101)}], ValueError, r"items\[0\] is nested too deeply"),
    ([{"a": nested(100_000)}], ValueError, r"items\[0\] is nested too deeply"),
]


class Keeper(appserver.Agent):
    """Makes the wrong calls, and then right ones, also when its turn is over."""

    def __init__(self) -> None:
        self.turn: appserver.TurnContext | None = None

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        """Keep.

        Cancellation: the rest is not kept.
        """
        self.turn = turn
        verbs: list[Callable[[Any], None]] = [turn.append_context, turn.replace_context]
        for verb in verbs:
            for items, kind, text in WRONG:
                with pytest.raises(kind, match=rf"\A{text}"):
                    verb(items)
        with pytest.raises(TypeError, match="summary is text"):
            turn.replace_context([], summary=5)  # type: ignore[arg-type]
        assert list(turn.context) == []
        turn.append_context([GOOD, MappingProxyType({"a": nested(98)})])
        turn.append_context(iter([GOOD]))  # type: ignore[arg-type]
        turn.append_context(())
        await turn.send_message("kept")


@pytest.mark.promise("context-arguments")
async def test_what_is_no_json_object_is_refused_by_name_and_not_kept() -> None:
    agent = Keeper()
    async with start_client(agent=agent) as client:
        thread = await client.thread_start()
        result = await thread.run("x")
        assert (result.status, result.final_response) == ("completed", "kept")
        assert agent.turn is not None
        kept = list(agent.turn.context)
        assert [dict(item) for item in kept] == [GOOD, {"a": nested(98)}, GOOD]
        agent.turn.append_context([{"word": "late"}])  # no error, and nothing is kept
        assert len(agent.turn.context) == 3
        with pytest.raises(TypeError, match="items"):
            agent.turn.append_context(5)  # type: ignore[arg-type]
