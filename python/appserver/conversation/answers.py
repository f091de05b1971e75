"""What a short answer such as `True` or "decline" means for each kind of question.

| question | yes | no |
|---|---|---|
| a command, a change of files | `accept` | `decline` |
| the same in the words of old servers | `approved` | `denied` |
| further permissions | what was asked for, for this turn | none |
| the call of a tool, a form of an MCP server | `accept` | `decline` |
| anything else | cannot be said so shortly | an error |

Such a question about a tool knows the words of one about a command, too; see `_TOOL_WORDS`.

Anything longer is the answer itself: the response model of the question, or its plain data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, Union

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.plain_data import is_dict, is_list, is_mapping, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appserver.conversation.host import Host
    from appserver.events import ServerRequest

__all__ = ["STILL_OPEN", "Answer", "decline", "full_answer", "give_answer"]

Answer: TypeAlias = Union[bool, str, p.WireModel, "Mapping[str, Any]"]
"""`True` or `False`, a decision such as `"acceptForSession"`, or the whole answer, a model or plain data."""


STILL_OPEN: Final = "; the question is still open"
"""How an error about an answer ends. Whoever declines the question for that reason leaves it out."""


def _decision(word: str) -> Callable[[ServerRequest], Any]:
    return lambda _question: {"decision": word}


def _action(word: str) -> Callable[[ServerRequest], Any]:
    return lambda _question: {"action": word}


def _all_permissions(question: ServerRequest) -> Any:
    asked = question.params
    if not isinstance(asked, p.PermissionsRequestApprovalParams):
        raise TypeError(f"{question.method} says what is asked for in a way that is not known")
    return {"permissions": asked.permissions.to_wire(), "scope": "turn"}


def _no_permissions(_question: ServerRequest) -> Any:
    return {"permissions": {}, "scope": "turn"}


def _accept_for_session(question: ServerRequest) -> Any:
    """Yes for the session, where the question offers that, and else for this once."""
    meta = getattr(question.params, "meta", None)
    offered = meta.get("persist") if is_dict(meta) else None
    once: dict[str, Any] = {"action": "accept"}
    return {**once, "_meta": {"persist": "session"}} if is_list(offered) and "session" in offered else once


_TOOL_WORDS: Final[dict[str, Callable[[ServerRequest], Any]]] = {
    "accept": _action("accept"),
    "acceptForSession": _accept_for_session,
    "decline": _action("decline"),
    "cancel": _action("cancel"),
}
"""What each word means where a tool is asked about: the words of a command's question, in the form of this one."""


class _Short(NamedTuple):
    """What short answers to a kind of question mean.

    Attributes:
        yes, no: the answers that they stand for.
        words: the field that a word such as `"acceptForSession"` goes to, or what each word means; None: there are
            no such words.
    """

    yes: Callable[[ServerRequest], Any]
    no: Callable[[ServerRequest], Any]
    words: str | dict[str, Callable[[ServerRequest], Any]] | None


_SHORT: dict[str, _Short] = {
    "item/commandExecution/requestApproval": _Short(_decision("accept"), _decision("decline"), "decision"),
    "item/fileChange/requestApproval": _Short(_decision("accept"), _decision("decline"), "decision"),
    "execCommandApproval": _Short(_decision("approved"), _decision("denied"), "decision"),
    "applyPatchApproval": _Short(_decision("approved"), _decision("denied"), "decision"),
    "item/permissions/requestApproval": _Short(_all_permissions, _no_permissions, None),
    "mcpServer/elicitation/request": _Short(_TOOL_WORDS["accept"], _TOOL_WORDS["decline"], _TOOL_WORDS),
}


def full_answer(question: ServerRequest, answer: object) -> Any:
    """The answer as the server takes it.

    Raises:
        TypeError: it is nothing that this question can be answered with.
        ValueError: it is a word that such a question has no meaning for.
    """
    if isinstance(answer, p.WireModel):
        return answer
    if is_mapping(answer):
        return answer if is_dict(answer) else plain(answer)
    short = _SHORT.get(question.method)
    words = ""
    if short is not None:
        if isinstance(answer, bool):
            return (short.yes if answer else short.no)(question)
        if short.words is not None and isinstance(answer, str):
            return _said(question, short.words, answer)
        words = "True, False, " if short.words is None else "True, False, a word such as 'decline', "
    raise TypeError(
        f"{question.method} is answered with {words}its response model or a mapping, not {answer!r:.80}"
    )


def _said(question: ServerRequest, words: str | dict[str, Callable[[ServerRequest], Any]], word: str) -> Any:
    if isinstance(words, str):
        return {words: word}
    if word not in words:
        known = ", ".join(map(repr, words))
        raise ValueError(f"{question.method} is answered with one of the words {known}, not {word!r:.80}")
    return words[word](question)


async def give_answer(host: Host, question: ServerRequest, answer: object) -> bool:
    """Answer a question; return whether the answer counted.

    Cancellation: the answer was sent whole, or not at all.

    Raises:
        TypeError, ValueError: it does not fit the question, which stays open.
    """
    if answer is False and question.method not in _SHORT:
        return await decline(host, question)
    return await host.resolve_server_request(question.id, full_answer(question, answer))


async def decline(host: Host, question: ServerRequest) -> bool:
    """Decline what was asked for; return whether the answer counted.

    Cancellation: the answer was sent whole, or not at all.
    """
    short = _SHORT.get(question.method)
    if short is not None:
        return await host.resolve_server_request(question.id, short.no(question))
    refusal = ServerError("declined: nobody answers such questions here", code=ErrorCode.INVALID_REQUEST)
    return await host.reject_server_request(question.id, refusal)
