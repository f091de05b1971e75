"""What is done about a command that a model gives: the table, row by row, and what counts as dangerous."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.policy.model_commands import CommandVerdict, is_forced_removal, judge_command

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.promise("tool-consent")

RUN, ASK, REFUSE = CommandVerdict.RUN, CommandVerdict.ASK, CommandVerdict.REFUSE

BASH = ("/bin/bash", "-lc")
KINDS: Mapping[str, dict[str, Any]] = {
    "plain": {"arguments": (*BASH, "ls"), "leaves_sandbox": False},
    "forced": {"arguments": (*BASH, "rm -rf x"), "leaves_sandbox": False},
    "escalated": {"arguments": (*BASH, "ls"), "leaves_sandbox": True},
}
PLACES: Mapping[str, dict[str, Any]] = {
    "workspace": {"sandbox": p.WorkspaceWriteSandboxPolicy()},
    "read-only": {"sandbox": p.ReadOnlySandboxPolicy()},
    "full access": {"sandbox": p.DangerFullAccessSandboxPolicy()},
    "outside": {"sandbox": p.ExternalSandboxSandboxPolicy()},
}
ON_REQUEST = {
    "plain": dict.fromkeys(PLACES, RUN),
    "forced": dict.fromkeys(PLACES, ASK),
    "escalated": {"workspace": ASK, "read-only": ASK, "full access": RUN, "outside": RUN},
}
NEVER = {
    "plain": dict.fromkeys(PLACES, RUN),
    "forced": dict.fromkeys(PLACES, REFUSE),
    "escalated": dict.fromkeys(PLACES, REFUSE),
}


def granular(*, sandbox_approval: bool) -> p.GranularAskForApproval:
    """A granular policy."""
    return p.GranularAskForApproval.model_validate(
        {"granular": {"sandbox_approval": sandbox_approval, "rules": True, "mcp_elicitations": True}}
    )


POLICIES: Mapping[str, tuple[Any, Any]] = {
    "untrusted": ("untrusted", None),
    "unknown": ("of-tomorrow", None),
    "on-request": ("on-request", ON_REQUEST),
    "granular, asking": (granular(sandbox_approval=True), ON_REQUEST),
    "never": ("never", NEVER),
    "granular, silent": (granular(sandbox_approval=False), NEVER),
}


@pytest.mark.parametrize(("policy", "kind", "place"), [*product(POLICIES, KINDS, PLACES)])
def test_the_table(policy: str, kind: str, place: str) -> None:
    said, table = POLICIES[policy]
    expected = ASK if table is None else table[kind][place]
    assert judge_command(policy=said, **KINDS[kind], **PLACES[place]).verdict is expected


@pytest.mark.parametrize(
    "script",
    [
        "rm -f a",
        "rm -rf a",
        "rm -r -f a",
        "rm --force a",
        "rm a -f",
        "/bin/rm -Rf a",
        "true && rm -fr a",
        "true; rm -f a",
        "true\nrm -f a",
        "(rm -f a)",
        "{ rm -f a; }",
        "if true; then rm -f a; fi",
        "! rm -f a",
        "sudo rm -rf a",
        "sudo -n /usr/bin/rm -rf a",
        "env A=1 rm -f a",
        "A=1 rm -f a",
        "ls | xargs rm -f",
        "find . -exec rm -rf {} +",
        "find . -name x -execdir /bin/rm -f {} ;",
        "echo $(rm -f a)",
        'echo "$(rm -f a)"',
        "echo `rm -f a`",
        "bash -c 'rm -f a'",
        'sh -lc "cd x && rm -rf a"',
        "eval 'rm -f a'",
        "bash -c \"bash -c 'rm -f a'\"",
        "'rm' -f a",
        "r'm' -f a",
        "rm -f 'a",
        "rm>x -f a",
        "rm " + "x" * 20_000,
    ],
)
def test_forced_removals(script: str) -> None:
    assert is_forced_removal(script)


@pytest.mark.parametrize(
    "script",
    [
        "rm a",
        "rm -r a",
        "rm -- -f",
        "git rm -f a",
        "docker rm -f a",
        "echo rm -f",
        "ls -f",
        "farm -f",
        "cat rm",
        "",
        "'",
    ],
)
def test_what_is_none(script: str) -> None:
    assert not is_forced_removal(script)
