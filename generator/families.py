"""Which module a type stands in.

A method stands in the family of its first word, unless a longer beginning of it is in the table. A type that
one family alone uses stands there too. What several use is divided by the table of shared types: each entry
takes everything it refers to that no entry before it has taken. The rest is common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from generator.description import (
    Alias,
    Choice,
    Direction,
    Enumeration,
    ExternalUnion,
    ListOf,
    MapOf,
    Named,
    Optional,
    SequenceOf,
    Struct,
    TaggedUnion,
    Untagged,
)
from generator.naming import module_name
from generator.problems import GeneratorError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.description import Declaration, Method, Protocol, Type

__all__ = ["COMMON", "assign_families", "references"]

COMMON: Final = "common"

_METHODS: Final = {
    "applyPatchApproval": "legacy_approval",
    "autoApprovalReview": "approval_review",
    "configRequirements": "config_requirements",
    "configWarning": "notice",
    "deprecationNotice": "notice",
    "error": "notice",
    "execCommandApproval": "legacy_approval",
    "guardianWarning": "notice",
    "hook": "hooks",
    "initialized": "initialize",
    "item/autoApprovalReview": "approval_review",
    "item/commandExecution/requestApproval": "approval",
    "item/fileChange/requestApproval": "approval",
    "item/permissions": "approval",
    "item/tool": "tool",
    "mcpServer/elicitation": "mcp_elicitation",
    "mcpServerStatus": "mcp_server",
    "modelProvider": "model",
    "account/bedrock": "bedrock",
    "account/gatewayOAuth": "gateway_oauth",
    "account/login": "login",
    "account/logout": "login",
    "plugin/share": "plugin_share",
    "rawResponse": "response_item",
    "rawResponseItem": "response_item",
    "thread/attachment": "thread_attachment",
    "thread/attachmentOwner": "thread_attachment",
    "thread/backgroundTerminals": "thread_terminals",
    "thread/goal": "thread_goal",
    "thread/items": "thread_history",
    "thread/list": "thread_list",
    "thread/loaded": "thread_list",
    "thread/prediction": "thread_goal",
    "thread/queue": "thread_queue",
    "thread/read": "thread_list",
    "thread/readState": "thread_list",
    "thread/realtime": "thread_realtime",
    "thread/resume": "thread_start",
    "thread/fork": "thread_start",
    "thread/search": "thread_list",
    "thread/searchOccurrences": "thread_list",
    "thread/settings/update": "thread_settings",
    "thread/start": "thread_start",
    "thread/timeline": "thread_history",
    "thread/turns": "thread_history",
    "warning": "notice",
    "windows": "windows_sandbox",
}
"""The family of each method that begins so, where the first word does not say it. Whole words count."""

_NOTIFICATIONS: Final = {"item": "item_notifications", "thread": "thread_notifications"}
"""Where the notifications of a large family stand."""

_SHARED: Final = {
    "user_input": ["UserInput"],
    "policy": [
        "ActivePermissionProfile",
        "ApprovalsReviewer",
        "AskForApproval",
        "SandboxMode",
        "SandboxPolicy",
    ],
    "approval": ["NetworkApprovalContext", "NetworkPolicyAmendment", "RequestPermissionProfile"],
    "response_item": ["ResponseItem"],
    "item": ["ThreadItem"],
    "turn": ["Turn"],
    "thread": ["Thread", "ThreadGoal"],
    "thread_settings": ["ThreadSettings"],
    "plugin": ["PluginSummary", "PluginDetail"],
    "thread_realtime": ["ThreadRealtimeItem"],
    "account": ["RateLimitSnapshot"],
    "thread_notifications": ["TokenUsageBreakdown"],
    "user_verification": ["UserVerificationRpcError"],
}
"""The types at the root of what several families share, the most basic families first."""


def references(declaration: Declaration) -> Iterator[str]:
    """The generated types that a declaration names."""
    match declaration:
        case Struct(fields=fields, extra=extra, base=base):
            for field in fields:
                yield from _named(field.type)
            if extra is not None:
                yield from _named(extra)
            if base is not None:
                yield base
        case TaggedUnion(variants=variants, shared=shared):
            yield from variants.values()
            if shared is not None:
                yield from references(shared)
        case ExternalUnion(variants=variants):
            yield from variants.values()
        case Untagged(choices=choices):
            for choice in choices:
                yield from _named(choice)
        case Alias(type=kind):
            yield from _named(kind)
        case Enumeration():
            pass


def _named(kind: Type) -> Iterator[str]:
    match kind:
        case Named(name):
            yield name
        case ListOf(inner) | SequenceOf(inner) | MapOf(inner) | Optional(inner):
            yield from _named(inner)
        case Choice():
            pass


def assign_families(protocol: Protocol) -> dict[str, str]:
    """The module of each declaration.

    Raises:
        GeneratorError: a table names something that does not exist.
    """
    families: dict[str, str] = {}
    for method in protocol.methods:
        families[method.params] = _family_of(method)
    for method in protocol.methods:
        if method.response is not None:
            families.setdefault(method.response, families[method.params])
    own = dict(families)
    for family, roots in _SHARED.items():
        for root in roots:
            if root not in protocol.declarations:
                raise GeneratorError(f"generator/families.py shares {root}, which does not exist")
            for name in _reach(protocol, root):
                families.setdefault(name, family)
    users: dict[str, set[str]] = {}
    for name, family in own.items():
        for found in _reach(protocol, name):
            users.setdefault(found, set()).add(family)
    for name in protocol.declarations:
        used_by = users.get(name, set())
        families.setdefault(name, next(iter(used_by)) if len(used_by) == 1 else COMMON)
    return families


def _family_of(method: Method) -> str:
    words = method.name.split("/")
    for count in range(len(words), 0, -1):
        family = _METHODS.get("/".join(words[:count]))
        if family is not None:
            return family
    family = module_name(words[0])
    if method.direction is Direction.NOTIFICATION:
        return _NOTIFICATIONS.get(family, family)
    return family


def _reach(protocol: Protocol, root: str) -> set[str]:
    found: set[str] = set()
    waiting = [root]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += references(protocol.declarations[name])
    return found
