"""The real program with a configuration, asked a few things."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

__all__ = ["RealProgram"]


class RealProgram:
    """`codex app-server` with a home; use it as a context manager.

    Attributes:
        warnings: the `configWarning`s that have come.
    """

    def __init__(self, home: Path, config: str | bytes, arguments: Sequence[str] = ()) -> None:
        module = pytest.importorskip(
            "codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin"
        )
        home.mkdir(exist_ok=True)
        (home / "config.toml").write_bytes(config if isinstance(config, bytes) else config.encode())
        self.home = home
        self.warnings: list[dict[str, Any]] = []
        self._last_id = 0
        self._process = subprocess.Popen(
            [str(module.bundled_codex_path()), "app-server", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "HOME": str(home), "CODEX_HOME": str(home)},
        )

    def __enter__(self) -> Self:
        capabilities = {"experimentalApi": True}
        self.ask("initialize", clientInfo={"name": "t", "version": "0"}, capabilities=capabilities)
        self._send({"method": "initialized"})
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The answer to a request: with `result` or `error`."""
        self._last_id += 1
        self._send({"id": self._last_id, "method": method, "params": params})
        assert self._process.stdout is not None
        while True:
            message: dict[str, Any] = json.loads(self._process.stdout.readline())
            if message.get("id") == self._last_id and "method" not in message:
                message.pop("id")
                return message
            if message.get("method") == "configWarning" and "bubblewrap" not in str(message):
                self.warnings.append(message["params"])

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\n")
        self._process.stdin.flush()
