"""The keyword arguments of `start` are the fields of `InProcessStartArgs`."""

from __future__ import annotations

import dataclasses

from appserver.in_process.arguments import InProcessStartArgs, StartOptions


def test_the_options_are_the_fields() -> None:
    fields = {field.name: field.type for field in dataclasses.fields(InProcessStartArgs)}
    assert {name: option.__forward_arg__ for name, option in StartOptions.__annotations__.items()} == fields
