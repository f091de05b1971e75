"""The call of a tool that the client of a thread has brought along: it is asked to do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from appserver import protocol as p
from appserver.errors import ServerError
from appserver.text import repaired
from appserver.turns.items.tool_call import ToolCallItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from appserver.turns.turn import Turn

__all__ = ["ClientToolResult", "call_client_tool", "check_offered"]


@dataclass(frozen=True, slots=True)
class ClientToolResult:
    """What a client has made of the call of its tool.

    Attributes:
        success: whether it says that the tool has done its work.
        content: the parts of its answer: texts and pictures.
        is_answered: whether it has answered; of a question without an answer `content` says what became of it.
    """

    success: bool
    content: Sequence[p.DynamicToolCallOutputContentItem]
    is_answered: bool = True

    @property
    def text(self) -> str:
        """The texts of the answer, joined by newlines."""
        parts = [
            part.text
            for part in self.content
            if isinstance(part, p.InputTextDynamicToolCallOutputContentItem)
        ]
        return "\n".join(parts)


def check_offered(offered: Sequence[p.DynamicToolSpec], tool: str, namespace: str | None) -> None:
    """Refuse a tool that the client of the thread does not have.

    Raises:
        ValueError: it is none; the text names those that are there.
    """
    names = list(_names(offered))
    if (namespace, tool) not in names:
        shown = ", ".join(repr(name if space is None else f"{space}.{name}") for space, name in names[:20])
        wanted = tool if namespace is None else f"{namespace}.{tool}"
        raise ValueError(f"the client of this thread has no tool {wanted!r:.200}; it has {shown or 'none'}")


def _names(offered: Sequence[p.DynamicToolSpec]) -> Iterator[tuple[str | None, str]]:
    for spec in offered:
        if isinstance(spec, p.NamespaceDynamicToolSpec):
            inner = (one for one in spec.tools if isinstance(one, p.FunctionDynamicToolNamespaceTool))
            yield from ((spec.name, one.name) for one in inner)
        elif isinstance(spec, p.FunctionDynamicToolSpec):
            yield None, spec.name


async def call_client_tool(
    turn: Turn, tool: str, arguments: Any, *, call_id: str | None, namespace: str | None
) -> ClientToolResult:
    """Ask the clients of the thread to do it; the first answer counts.

    Cancellation: the question is taken back, and the item ends.
    """
    async with ToolCallItem(turn, tool, arguments, call_id, namespace) as item:
        try:
            answer = await turn.host.outgoing.send_request(
                p.DynamicToolCallParams(
                    thread_id=turn.thread.id,
                    turn_id=turn.id,
                    call_id=call_id or item.id,
                    namespace=namespace,
                    tool=tool,
                    arguments=arguments,
                ),
                opened=item.asked,
            )
        except ServerError as error:
            turn.emitter.check_open()
            said = f"dynamic tool request failed: {repaired(error.message)[:1000]}"
            parts = [p.InputTextDynamicToolCallOutputContentItem(text=said)]
            item.fail(parts)
            return ClientToolResult(success=False, content=parts, is_answered=False)
        finally:
            item.answered()
        end = item.succeed if answer.success else item.fail
        end(answer.content_items)
    return ClientToolResult(success=answer.success, content=tuple(answer.content_items))
