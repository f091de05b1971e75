"""The matrix of commands and patches, case by case; and what rules on commands change of it."""

from __future__ import annotations

import time
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from appserver import protocol as p
from appserver.config.command_rules import Decision, PrefixRule, Rules, RuleSet
from appserver.policy.model_commands import CommandVerdict, judge_command

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from appserver.policy.model_commands import CommandJudgement

pytestmark = pytest.mark.promise("tool-consent")

RUN, ASK, REFUSE = CommandVerdict.RUN, CommandVerdict.ASK, CommandVerdict.REFUSE
POLICIES = ("untrusted", "on-request", "never")
SANDBOXES: Mapping[str, Any] = {
    "read-only": p.ReadOnlySandboxPolicy(),
    "workspace-write": p.WorkspaceWriteSandboxPolicy(),
    "full access": p.DangerFullAccessSandboxPolicy(),
}
PLAIN = (
    "ls",
    "cat a",
    "ls | wc -l",
    "git status",
    "touch ../out",
    "touch .git/x",
    "curl http://127.0.0.1:1/",
)
FORCED = ("rm -f a", "rm -rf a", "rm --force a")
GRANTED = ("untrusted", "on-request")


def judged(script: str, policy: Any, sandbox: Any, **more: Any) -> CommandJudgement:
    """What is done about a script."""
    return judge_command(("/bin/bash", "-lc", script), policy, sandbox, **more)


@pytest.mark.parametrize(("policy", "sandbox"), [*product(POLICIES, SANDBOXES)])
def test_all_cases(policy: str, sandbox: str) -> None:
    place = SANDBOXES[sandbox]
    found = {script: judged(script, policy, place).verdict for script in (*PLAIN, *FORCED)}
    plain = ASK if policy == "untrusted" else RUN
    forced = REFUSE if policy == "never" else ASK
    assert found == {**dict.fromkeys(PLAIN, plain), **dict.fromkeys(FORCED, forced)}
    escapes = judged("ls", policy, place, leaves_sandbox=True).verdict
    on_request = RUN if sandbox == "full access" else ASK
    assert escapes is {"untrusted": ASK, "on-request": on_request, "never": REFUSE}[policy]


def granular(**flags: bool) -> p.GranularAskForApproval:
    """A granular policy that lets all questions be asked but these."""
    names = ("sandbox_approval", "rules", "skill_approval", "request_permissions", "mcp_elicitations")
    return p.GranularAskForApproval.model_validate({"granular": {**dict.fromkeys(names, True), **flags}})


def rules(*written: tuple[str, Decision]) -> Rules:
    """Rules on the first words of commands."""
    return Rules(RuleSet([PrefixRule(tuple((w,) for w in text.split()), said) for text, said in written]))


RULES = rules(
    ("touch", Decision.ALLOW),
    ("cat", Decision.ALLOW),
    ("rm -f ok", Decision.ALLOW),
    ("git push", Decision.PROMPT),
    ("curl", Decision.FORBIDDEN),
)
NEVER = "approval required by policy, but AskForApproval is set to Never"
NO_RULES = "approval required by policy rule, but AskForApproval::Granular.rules is false"


@pytest.mark.promise("rules-hold")
@pytest.mark.parametrize("sandbox", SANDBOXES)
@pytest.mark.parametrize(
    ("script", "untrusted", "on_request", "never"),
    [
        ("touch a", "free", "free", "free"),
        ("touch a && cat b | cat", "free", "free", "free"),
        ("rm -f ok", "free", "free", "free"),
        ("touch a && ls", "ask", "run", "run"),
        ("rm -f ok && rm -f no", "ask", "ask", "refuse"),
        ("touch a > b", "ask", "run", "run"),
        ("git push", "prompt", "prompt", "refuse"),
        ("touch a && git push x", "prompt", "prompt", "refuse"),
        ("curl x", "forbid", "forbid", "forbid"),
        ("cat a | git push x | curl z", "forbid", "forbid", "forbid"),
        ("/usr/bin/curl x", "forbid", "forbid", "forbid"),
    ],
)
def test_rules_come_first(script: str, untrusted: str, on_request: str, never: str, sandbox: str) -> None:
    for policy, expected in zip(POLICIES, (untrusted, on_request, never), strict=True):
        found = judged(script, policy, SANDBOXES[sandbox], rules=RULES)
        if expected == "prompt":
            assert found.reason == f"`{shown(script)}` requires approval by policy"
            assert (found.verdict, found.proposal) == (ASK, None)
        elif expected == "forbid":
            why = "policy forbids commands starting with `curl`"
            assert found.refusal == f"`{shown(script)}` rejected: {why}"
            assert found.verdict is REFUSE
        else:
            assert found.is_free == (expected == "free")
            assert found.verdict is {"free": RUN, "run": RUN, "ask": ASK, "refuse": REFUSE}[expected]


def shown(script: str) -> str:
    """A script as it is shown in texts."""
    return f"/bin/bash -lc '{script}'"


@pytest.mark.promise("rules-hold")
@pytest.mark.parametrize("leaves", [True, False])
def test_granular_flags(leaves: bool) -> None:
    place = SANDBOXES["workspace-write"]
    silent, unruled = granular(sandbox_approval=False), granular(rules=False)
    asked = judged("git push", granular(), place, rules=RULES, leaves_sandbox=leaves)
    assert asked.verdict is ASK
    assert judged("git push", unruled, place, rules=RULES, leaves_sandbox=leaves).refusal == NO_RULES
    found = judged("git push", silent, place, rules=RULES, leaves_sandbox=leaves)
    assert (found.verdict, found.refusal) == ((REFUSE, "") if leaves else (ASK, ""))
    assert judged("ls", unruled, place, leaves_sandbox=leaves).verdict is (ASK if leaves else RUN)
    assert judged("ls", silent, place, leaves_sandbox=leaves).verdict is (REFUSE if leaves else RUN)
    assert judged("rm -f x", unruled, place).verdict is ASK
    forced = "rm -f style commands are not permitted. Use a safer approach"
    assert judged("rm -f x", silent, place).refusal == forced
    assert judged("rm -f x", "never", place).refusal == f"`{shown('rm -f x')}` rejected: {forced}"
    assert judged("git push", "never", place, rules=RULES).refusal == NEVER


def test_what_rules_let_through_may_not_leave_the_sandbox_where_nobody_may_be_asked() -> None:
    found = judged("touch a", "never", SANDBOXES["read-only"], rules=RULES, leaves_sandbox=True)
    assert (found.verdict, found.is_free, found.refusal) == (REFUSE, False, "")


HIDING: Sequence[str] = (
    "curl x > out",
    "A=1 curl x",
    "echo $(curl x)",
    'echo "`curl x`"',
    "(curl x)",
    "if true; then curl x; fi",
    "! curl x",
    "sudo -u root curl x",
    "env -i A=1 curl x",
    "nice -n 10 curl x",
    "timeout 5 curl x",
    "ls | xargs -n 1 curl",
    "find . -exec curl {} \\;",
    "bash -c 'curl x'",
    "bash -lc \"sh -c 'curl x | sh'\"",
    "eval 'curl x'",
    "cat <<EOF | sh\ncurl x\nEOF",
    "sudo /usr/bin/curl x",
    "ls " + "x" * 20_000 + "; curl x",
)


@pytest.mark.promise("rules-found")
@pytest.mark.parametrize("script", HIDING, ids=lambda script: script[:30])
@pytest.mark.parametrize("said", [Decision.PROMPT, Decision.FORBIDDEN])
def test_what_a_rule_holds_up_is_held_up_wherever_it_shows(script: str, said: Decision) -> None:
    held = rules(("curl", said), ("bash", Decision.ALLOW), ("sudo", Decision.ALLOW), ("ls", Decision.ALLOW))
    found = judged(script, "on-request", SANDBOXES["workspace-write"], rules=held)
    assert found.verdict is (ASK if said is Decision.PROMPT else REFUSE)


@pytest.mark.promise("rules-found")
@pytest.mark.parametrize(
    "script",
    [
        "echo curl",
        "grep curl a.txt",
        "bash script.sh curl",
        "ls curl",
        "git commit -m 'use curl x'",
        "sudo -n apt-get install libfoo curl",
    ],
)
def test_a_word_that_is_no_command_is_not_held_up(script: str) -> None:
    held = rules(("curl", Decision.FORBIDDEN))
    assert judged(script, "on-request", SANDBOXES["workspace-write"], rules=held).verdict is RUN


UNPLAIN: Sequence[str] = (
    "touch a > b",
    "touch $(evil)",
    "touch `evil`",
    "touch <(evil)",
    "PATH=/tmp touch a",
    "touch a & evil",
    "touch a &",
    "touch() { evil; }; touch a",
    "touch a\0",
    "touch *",
    "touch ~evil",
    "touch {a,b}",
    'touch "$(evil)"',
    "touch $'a'",
    "if touch a; then touch b; fi",
    "touch a # b",
    "touch a\\\nevil",
    "'touch' a",
    "t\u200bouch a",
    "touch\u00a0a",
    "touch a \\; evil",
    "touch a ;; touch b",
    "touch a |& touch b",
    "! touch a",
    "{ touch a; }",
    "(touch a)",
    "touch <<EOF\nevil\nEOF",
    "touch a;" * 2_000 + "touch a",
    "touch " + "a" * 20_000,
)


@pytest.mark.promise("rules-hold")
@pytest.mark.parametrize("script", UNPLAIN, ids=lambda script: repr(script[:24]))
def test_nothing_but_plain_commands_is_let_through(script: str) -> None:
    allowed = rules(("touch", Decision.ALLOW), ("if", Decision.ALLOW), ("evil", Decision.ALLOW))
    found = judged(script, "untrusted", SANDBOXES["workspace-write"], rules=allowed)
    assert (found.verdict, found.is_free) == (ASK, False)


@pytest.mark.promise("rules-found")
def test_a_shell_of_the_models_own_is_not_let_through_for_a_harmless_script() -> None:
    for shell in ("/tmp/bash", "./bash", "/tmp/evil/sh"):
        found = judge_command((shell, "-lc", "touch a"), "untrusted", SANDBOXES["read-only"], rules=RULES)
        assert (found.verdict, found.is_free) == (ASK, False)


@pytest.mark.promise("rules-found")
def test_a_program_of_the_models_own_is_not_let_through_for_its_name() -> None:
    for script in ("/tmp/evil/touch a", "./touch a", "bin/touch a"):
        assert not judged(script, "untrusted", SANDBOXES["workspace-write"], rules=RULES).is_free
    named = Rules(
        RuleSet([PrefixRule((("git",),))], {"git": frozenset({"/opt/git/bin/git"})}),
        RuleSet(),
    )
    free = judged("/opt/git/bin/git status", "untrusted", SANDBOXES["read-only"], rules=named)
    assert free.is_free
    assert not judged("/usr/bin/git status", "untrusted", SANDBOXES["read-only"], rules=named).is_free


@pytest.mark.parametrize(
    ("script", "wanted", "proposed"),
    [
        ("git push origin main", ["git", "push"], ["git", "push"]),
        ("git push && git push x", ["git", "push"], ["git", "push"]),
        ("git push && ls", ["git", "push"], ["git", "push"]),
        ("ls && git push", ["git", "push"], ["ls"]),
        ("touch a && ls -l", [], ["ls", "-l"]),
        ("npm test", ["yarn"], ["npm", "test"]),
        ("npm test", ["npm"], ["npm"]),
        ("echo $(ls)", ["echo"], ["/bin/bash", "-lc", "echo $(ls)"]),
        *(
            (f"{name} x", [name], [name, "x"])
            for name in (
                "python3",
                "/usr/bin/python3.11",
                "bash",
                "sudo",
                "env",
                "node",
                "git",
                "xargs",
                "rm",
            )
        ),
        ("python3 -c x", ["python3", "-c"], ["python3", "-c", "x"]),
        ("python3 a.py b", ["python3", "a.py"], ["python3", "a.py"]),
    ],
)
def test_the_rule_that_is_proposed(script: str, wanted: list[str], proposed: list[str]) -> None:
    found = judged(
        script, "on-request", SANDBOXES["workspace-write"], leaves_sandbox=True, rules=RULES, wanted=wanted
    )
    if "git push" in script and found.proposal is None:
        assert found.reason is not None  # a rule wants the question to be asked
        found = judged(script, "on-request", SANDBOXES["workspace-write"], leaves_sandbox=True, wanted=wanted)
    assert found.proposal == tuple(proposed)


def test_what_is_too_long_for_a_rule_is_not_proposed() -> None:
    found = judged("echo " + "a" * 5_000, "untrusted", SANDBOXES["read-only"])
    assert (found.verdict, found.proposal) == (ASK, None)


def test_thousands_of_rules_and_large_scripts_take_bounded_time() -> None:
    many = [PrefixRule((("git",), (f"x{n}",), ("a", "b")), Decision(n % 3)) for n in range(10_000)]
    held = Rules(RuleSet(many))
    began = time.process_time()
    for script in (
        "git x1 a;" * 1_800,
        "git x1 a && " * 900 + "git x2 b",
        "a" * 1_000_000,
        "git x1 a\n" * 100_000,
        "$(" * 8_000,
        "((((" * 4_000,
        "'" * 16_000,
        "sudo " * 3_000,
        "bash -c " * 2_000,
        "\n" * 1_000_000,
    ):
        judged(script, "on-request", SANDBOXES["workspace-write"], rules=held)
    assert time.process_time() - began < 20
