"""The official client for Python, with a server process that has to end by itself.

Its classes are left untyped: the tests look into what only some of its unions have.
"""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

import openai_codex as sdk
from openai_codex.client import CodexClient

from tests.clients.conftest import HERE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from tests.clients.conftest import Place

__all__ = ["make_config", "open_async", "open_client", "open_sync"]


def make_config(command: str, place: Place, *options: str) -> sdk.CodexConfig:
    """How the client starts the command: as it starts `codex`, or with further options.

    Args:
        command: the `appserver` command.
        place: where it runs.
        options: of `appserver app-server`, such as `--agent`; modules beside these tests can be named.
    """
    if not options:
        return sdk.CodexConfig(codex_bin=command, cwd=str(place.work), env=place.environment)
    argv = (command, "app-server", "--listen", "stdio://", *options)
    return sdk.CodexConfig(launch_args_override=argv, cwd=str(HERE), env=place.environment)


def _started(client: CodexClient) -> Any:
    process = client._proc
    assert process is not None
    return process


def _check_end(process: Any) -> None:
    """It has ended by itself: the client kills what takes longer than two seconds."""
    status = process.wait(30)
    for stream in (process.stdout, process.stderr):  # the client leaves them to the garbage collector
        stream.close()
    assert status == 0


@contextmanager
def open_sync(config: sdk.CodexConfig) -> Iterator[Any]:
    """The synchronous client."""
    with sdk.Codex(config) as codex:
        process = _started(codex._client)
        yield codex
    _check_end(process)


@asynccontextmanager
async def open_async(config: sdk.CodexConfig) -> AsyncIterator[Any]:
    """The asynchronous client."""
    async with sdk.AsyncCodex(config) as codex:
        process = _started(codex._client._sync)
        yield codex
    _check_end(process)


@contextmanager
def open_client(
    config: sdk.CodexConfig, approve: Callable[[str, Any], dict[str, Any]] | None = None
) -> Iterator[Any]:
    """The client below the others, which may be given a handler of approvals."""
    with CodexClient(config, approve) as client:
        process = _started(client)
        client.initialize()
        yield client
    _check_end(process)
