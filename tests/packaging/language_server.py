"""A client of pyright's language server: what an editor shows."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Editor"]


class Editor:
    """An editor that has one file open.

    Attributes:
        source: the text of the file.
    """

    def __init__(self, folder: Path, source: str, search: Path) -> None:
        self.source = source
        self._lines = source.splitlines()
        self._uri = (folder / "program.py").as_uri()
        self._folder = folder.as_uri()
        self._ids = itertools.count()
        (folder / "program.py").write_text(source)
        settings = {"typeCheckingMode": "strict", "pythonVersion": "3.11", "extraPaths": [str(search)]}
        (folder / "pyrightconfig.json").write_text(json.dumps(settings))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pyright.langserver", "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )

    def __enter__(self) -> Self:
        contents = {"hover": {"contentFormat": ["plaintext"]}, "completion": {}}
        self._ask(
            "initialize",
            processId=None,
            rootUri=self._folder,
            workspaceFolders=[{"uri": self._folder, "name": "folder"}],
            capabilities={"textDocument": contents, "workspace": {"configuration": True}},
        )
        self._tell("initialized")
        document = {"uri": self._uri, "languageId": "python", "version": 1, "text": self.source}
        self._tell("textDocument/didOpen", textDocument=document)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def hover(self, line: str, word: str) -> str:
        """What is shown over a word of the line that begins so."""
        number, found = self._line(line)
        answer = self._ask("textDocument/hover", **self._place(number, found.index(word) + 1))
        return "" if answer is None else answer["contents"]["value"].replace("\xa0", " ")

    def completions(self, line: str) -> set[str]:
        """What is offered at the end of the line that begins so."""
        number, found = self._line(line)
        answer = self._ask("textDocument/completion", **self._place(number, len(found)))
        return {item["label"] for item in answer["items"]}

    def _line(self, start: str) -> tuple[int, str]:
        return next((number, line) for number, line in enumerate(self._lines) if line.startswith(start))

    def _place(self, line: int, character: int) -> dict[str, Any]:
        return {"textDocument": {"uri": self._uri}, "position": {"line": line, "character": character}}

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self._ids)
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._read()
            if "method" not in message and message.get("id") == number:
                assert "error" not in message, message
                return message["result"]
            if "method" in message and "id" in message:  # of the settings that it asks for there are none
                asked = (message.get("params") or {}).get("items", [])
                answer = [None] * len(asked) if message["method"] == "workspace/configuration" else None
                self._send({"id": message["id"], "result": answer})

    def _tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = None
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length is not None, "the language server has ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message
