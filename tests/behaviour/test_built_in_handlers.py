"""The table of built-in handlers names exactly what its modules serve."""

from __future__ import annotations

from importlib import import_module

from appserver import MessageProcessor
from appserver.server.message_processor import BUILT_IN_HANDLERS


def test_the_table_and_the_modules_agree() -> None:
    served = {
        params_type.method: module
        for module in set(BUILT_IN_HANDLERS.values())
        for params_type in import_module(module).HANDLERS
    }
    assert served == BUILT_IN_HANDLERS


def test_every_method_of_the_table_is_found() -> None:
    processor = MessageProcessor()
    for method in BUILT_IN_HANDLERS:
        registration = processor.find(method)
        assert registration is not None
        assert registration.params_type.method == method
    assert processor.find("no/such/method") is None
