"""What a short answer such as `True` or "decline" means for each kind of question.

| question | yes | no |
|---|---|---|
| a command, a change of files | `accept` | `decline` |
| the same in the words of old servers | `approved` | `denied` |
| further permissions | what was asked for, for this turn | none |
| a form of an MCP server | `accept` | `decline` |
| anything else | cannot be said so shortly | an error |

Anything longer is the answer itself: the response model of the question, or its plain data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, Union

from appserver import protocol as p
from appserver.errors import ErrorCode, ServerError
from appserver.plain_data import is_dict, is_mapping, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appserver.conversation.host import Host
    from appserver.events import ServerRequest

__all__ = ["Answer", "decline", "full_answer", "give_answer"]

Answer: TypeAlias = Union[bool, str, p.WireModel, "Mapping[str, Any]"]
"""`True` or `False`, a decision such as `"acceptForSession"`, or the whole answer, a model or plain data."""


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


class _Short(NamedTuple):
    """What short answers to a kind of question mean.

    Attributes:
        yes, no: the answers that they stand for.
        field: where a word such as `"acceptForSession"` goes; None: there are no such words.
    """

    yes: Callable[[ServerRequest], Any]
    no: Callable[[ServerRequest], Any]
    field: str | None


_SHORT: dict[str, _Short] = {
    "item/commandExecution/requestApproval": _Short(_decision("accept"), _decision("decline"), "decision"),
    "item/fileChange/requestApproval": _Short(_decision("accept"), _decision("decline"), "decision"),
    "execCommandApproval": _Short(_decision("approved"), _decision("denied"), "decision"),
    "applyPatchApproval": _Short(_decision("approved"), _decision("denied"), "decision"),
    "item/permissions/requestApproval": _Short(_all_permissions, _no_permissions, None),
    "mcpServer/elicitation/request": _Short(_action("accept"), _action("decline"), "action"),
}


def full_answer(question: ServerRequest, answer: object) -> Any:
    """The answer as the server takes it.

    Raises:
        TypeError: it is nothing that this question can be answered with.
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
        if short.field is not None and isinstance(answer, str):
            return {short.field: answer}
        words = "True, False, " if short.field is None else "True, False, a word such as 'decline', "
    raise TypeError(
        f"{question.method} is answered with {words}its response model or a mapping, not {answer!r:.80}"
    )


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
