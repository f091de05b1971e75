"""The keyword arguments of `start` are the fields of `InProcessStartArgs`."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

import appserver
from appserver.in_process.arguments import InProcessStartArgs, StartOptions


def test_the_options_are_the_fields() -> None:
    fields = {field.name: field.type for field in dataclasses.fields(InProcessStartArgs)}
    assert {name: option.__forward_arg__ for name, option in StartOptions.__annotations__.items()} == fields


@pytest.mark.promise("text-start-options")
@pytest.mark.parametrize("option", ["session_source", "model", "model_provider"])
def test_names_that_no_message_can_carry_are_refused(option: str) -> None:
    agent = appserver.OfflineAgent()
    options: dict[str, Any] = {"agent": agent}
    if option == "session_source":
        options[option] = "\ud800"
    else:
        setattr(agent, option, "\ud800")
    with pytest.raises(ValueError, match=f"{option} is not valid Unicode"):
        appserver.start(**options)
