"""Write the threads, turns and verbs of `appserver.sync` from those of `appserver.conversation`.

    python -m generator.sync            write them
    python -m generator.sync --check    only say whether those that are there are these

Each method keeps its signature and what is said of it; its body hands the call to the loop, and its result back. A test
fails when a file is stale.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from generator.output import MARK, format_files

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["main", "write_sync"]

PACKAGE: Final = Path(__file__).parents[1] / "python" / "appserver"


class _Class(NamedTuple):
    """One class of the loop, and what stands for it.

    Attributes:
        source: where it stands.
        name: its name.
        bases: the bases of the one that is written.
        about: the text of the written module.
        imports: its imports when it runs.
        types: its imports for type checkers.
        tail: what else stands in it, before the class.
        is_client: whether it is a part of the client, and not an object of its own.
    """

    source: str
    name: str
    bases: str
    about: str
    imports: tuple[str, ...]
    types: tuple[str, ...]
    tail: str = ""
    is_client: bool = False


_ON_APPROVAL: Final = '''
OnApproval: TypeAlias = Callable[["ServerRequest", "Thread"], "Answer | Awaitable[Answer | None] | None"]
"""Called with a question and its thread, in the Python thread that waits for the turn; an `async` one runs on the loop.
It returns an answer or awaits one; None, or an exception, declines."""
'''

_CLASSES: Final = {
    "thread": _Class(
        "conversation/thread.py",
        "Thread",
        "HeldThread",
        "A thread of a synchronous client.",
        (
            "from collections.abc import Callable",
            "from typing import TYPE_CHECKING, Any, TypeAlias",
            "from appserver.sync.asking import asked",
            "from appserver.sync.held import HeldThread, abandon",
            "from appserver.sync.turn import Turn",
        ),
        (
            "import os",
            "from collections.abc import Awaitable",
            "from appserver import protocol as p",
            "from appserver.conversation.answers import Answer",
            "from appserver.conversation.approvals import Approvals",
            "from appserver.conversation.checks import Prompt",
            "from appserver.conversation.results import TurnResult",
            "from appserver.events import ServerRequest",
        ),
        _ON_APPROVAL,
    ),
    "turn": _Class(
        "conversation/turn.py",
        "Turn",
        "HeldTurn",
        "A turn of a synchronous client.",
        (
            "from typing import TYPE_CHECKING, Self",
            "from appserver.sync.held import HeldTurn",
        ),
        (
            "from appserver import protocol as p",
            "from appserver.conversation.answers import Answer",
            "from appserver.conversation.checks import Prompt",
            "from appserver.conversation.results import TurnResult",
            "from appserver.events import ServerRequest",
        ),
    ),
    "verbs": _Class(
        "conversation/verbs.py",
        "ThreadVerbs",
        "Requester[InnerClient]",
        "The verbs of every synchronous client for threads, models and the account.",
        (
            "from functools import partial",
            "from typing import TYPE_CHECKING, Any, TypeVar",
            "from appserver.client.base import AppServerClient as ClientOfLoop",
            "from appserver.sync.asking import asked",
            "from appserver.sync.held import shown_as",
            "from appserver.sync.requester import Requester",
            "from appserver.sync.thread import Thread",
        ),
        (
            "import os",
            "from collections.abc import Sequence",
            "from appserver import protocol as p",
            "from appserver.conversation.approvals import Approvals",
            "from appserver.sync.thread import OnApproval",
        ),
        '\nInnerClient = TypeVar("InnerClient", bound=ClientOfLoop)\n',
        is_client=True,
    ),
}

_WORDS: Final = (
    (r"\bCancellation: ", "Ctrl+C: "),
    (r"`async for\b", "`for"),
    (r"`async with\b", "`with"),
    (r"`await ", "`"),
    (r"Several tasks may", "Several threads may"),
    (
        r"called with each question of (?:the turn|its turns) and the thread. It returns an answer or awaits one:",
        "called with each question and the thread, by whoever waits for the turn. It returns an answer:",
    ),
)
"""What is said otherwise where there is no loop."""


def write_sync() -> dict[Path, str]:
    """The files as they should be, by their paths."""
    files = format_files({f"{module}.py": _module(written) for module, written in _CLASSES.items()})
    return {PACKAGE / "sync" / name: text for name, text in files.items()}


def _module(written: _Class) -> str:
    tree = ast.parse((PACKAGE / written.source).read_text(encoding="utf-8"))
    of_loop = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == written.name)
    names = [*(["OnApproval"] if written.tail == _ON_APPROVAL else []), written.name]
    types = textwrap.indent("\n".join(written.types), "    ")
    parts = [
        f"# {MARK}",
        f'"""{written.about}"""\n\nfrom __future__ import annotations\n',
        "\n".join((*written.imports, "from appserver.option_names import checks_names_of_methods")),
        f"if TYPE_CHECKING:\n{types}\n",
        f"__all__ = {names!r}\n",
        written.tail,
        f"@checks_names_of_methods\nclass {written.name}({written.bases}):",
        textwrap.indent(f'"""{_text(of_loop)}"""\n\n__slots__ = ()\n', "    "),
        *(textwrap.indent(method, "    ") for method in _methods(of_loop, written)),
    ]
    return "\n".join(parts)


def _methods(of_loop: ast.ClassDef, written: _Class) -> Iterator[str]:
    for name, (kind, text) in _attributes(of_loop).items():
        yield _property(name, kind, text)
    for node in of_loop.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield _method(node, written)


_TYPES: Final = {"id": "str", "thread_id": "str", "info": "p.Thread"}
"""The types of the attributes of the loop's objects."""


def _attributes(of_loop: ast.ClassDef) -> dict[str, tuple[str, str]]:
    """The attributes that the text of a class lists, with their types and meanings."""
    section = (ast.get_docstring(of_loop) or "").partition("Attributes:\n")[2]
    found = re.findall(r"^    (\w+): (.*(?:\n     +.*)*)", section, re.MULTILINE)
    return {name: (_TYPES[name], re.sub(r"\n +", " ", text)) for name, text in found}


def _property(name: str, kind: str, text: str) -> str:
    text = text[0].upper() + text[1:]
    return f'@property\ndef {name}(self) -> {kind}:\n    """{text}"""\n    return self._inner.{name}\n'


def _method(node: ast.FunctionDef | ast.AsyncFunctionDef, written: _Class) -> str:
    arguments = node.args
    arguments.args[0].annotation = None
    returned = ast.unparse(node.returns) if node.returns is not None else "None"
    head = f"def {node.name}({ast.unparse(arguments)}) -> {returned}:"
    decorators = "".join(f"@{ast.unparse(one)}\n" for one in node.decorator_list)
    body = _body(node, arguments, returned, written)
    return f"{decorators}{head}\n" + textwrap.indent(f'"""{_text(node)}"""\n{body}\n', "    ")


def _body(
    node: ast.FunctionDef | ast.AsyncFunctionDef, arguments: ast.arguments, returned: str, written: _Class
) -> str:
    inner = f"self._inner.{node.name}"
    if isinstance(node, ast.FunctionDef):
        return "return self" if returned == "Self" else f"return {inner}"
    owner = "self" if written.is_client else "self._owner"
    show = "partial(shown_as, Thread, self, self._loop)" if written.is_client else "self._show"
    given = [argument.arg for argument in arguments.args[1:]]
    for argument in arguments.kwonlyargs:
        name = argument.arg
        given.append(f"{name}=asked(on_approval, {show})" if name == "on_approval" else f"{name}={name}")
    call = ", ".join([inner, *given])
    if returned == "Turn":
        return f"return Turn({owner}, self._loop, self._loop.call_or_undo(abandon, {call}))"
    if returned == "Thread":
        return f"return Thread({owner}, self._loop, self._loop.call({call}))"
    return f"{'' if returned == 'None' else 'return '}self._loop.call({call})"


def _text(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """What is said of it, in the words of those who have no loop; the attributes become properties."""
    text = ast.get_docstring(node) or ""
    if isinstance(node, ast.ClassDef):
        text = text.partition("\n\nAttributes:\n")[0]
    for pattern, words in _WORDS:
        text = re.sub(pattern, words, text)
    return text + ("\n" if "\n" in text else "")


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or look at them; the exit status: 0 done, 1 one differs."""
    parser = argparse.ArgumentParser(
        prog="python -m generator.sync", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    options = parser.parse_args(arguments)
    stale = [
        path
        for path, text in write_sync().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if options.check:
        for path in stale:
            print(f"{path} is stale; run `python -m generator.sync`", file=sys.stderr)
        return 1 if stale else 0
    files = write_sync()
    for path in stale:
        path.write_text(files[path], encoding="utf-8")
        print("wrote", path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
