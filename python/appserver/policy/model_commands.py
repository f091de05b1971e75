"""What is done about a command that a model gives, or an agent of a user.

Rules come first; the strictest that fits counts, and of what they let through each plain command must be one:

| rules say | of an agent that is asked | `never`, or granular without `rules` |
|---|---|---|
| `forbidden` of some command | refuse | refuse |
| `prompt` of some command | ask | refuse |
| `allow` of every command | run outside of the sandbox | the same, unless it asks to leave the sandbox |

Of the rest:

| command | `untrusted` | `on-request` | `on-request`, full access | `never` |
|---|---|---|---|---|
| a plain one | ask | run | run | run |
| a forced `rm` | ask | ask | ask | refuse |
| one that asks to leave the sandbox | ask | ask | run | refuse |

Whatever runs, and does not ask to leave it, is kept in the sandbox that the sandbox policy stands for. Full access is
the sandbox policies `dangerFullAccess` and `externalSandbox`: something else, or nothing, is to keep it. A granular
policy is taken for `on-request` where `sandbox_approval` lets the question be asked, and for `never` where it does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from appserver import protocol as p
from appserver.config.command_rules import Decision, RuleMatch, Rules
from appserver.execution.quoting import shell_line
from appserver.policy.approval import FULL_ACCESS, when_to_ask
from appserver.policy.hidden_commands import shown_commands
from appserver.policy.proposals import proposed_words
from appserver.policy.scripts import MAX_CHARACTERS, plain_commands, shell_script

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "CommandJudgement",
    "CommandVerdict",
    "is_forced_removal",
    "judge_by_rules",
    "judge_command",
    "proposal_for",
]

_KNOWN_SHELLS: Final = frozenset(
    f"{folder}{name}" for folder in ("", "/bin/", "/usr/bin/") for name in ("sh", "bash", "zsh")
)
"""Shells whose scripts are what they say. A program of a model's own may do anything with a harmless text."""

_FORCE: Final = re.compile(r"--f(?:o(?:r(?:ce?)?)?)?|-[A-Za-z]*f[A-Za-z]*")
_LETTERS: Final = frozenset("rm-f")
"""Without all of these, or letters that are written as numbers (`$'\\x72'`), there is no forced `rm`: most commands are
not taken apart."""

FORCED: Final = "rm -f style commands are not permitted. Use a safer approach"
NOBODY_ASKED: Final = "approval required by policy, but AskForApproval is set to Never"
NO_RULES_ASKED: Final = "approval required by policy rule, but AskForApproval::Granular.rules is false"


class CommandVerdict(Enum):
    """What is done about it."""

    RUN = "run it"
    ASK = "ask the user first"
    REFUSE = "refuse it: nobody may be asked"


@dataclass(frozen=True, slots=True)
class CommandJudgement:
    """What is done about a command, and what is said of it.

    Attributes:
        verdict: what is done.
        is_free: whether rules let it run outside of the sandbox.
        reason: for the user who is asked: what a rule says; None: no rule has.
        refusal: why it is refused, for a model; empty where it asks to leave the sandbox and nobody may be asked.
        proposal: the words of a rule that would let it through, which the user may accept; None: there is none.
    """

    verdict: CommandVerdict
    is_free: bool = False
    reason: str | None = None
    refusal: str = ""
    proposal: tuple[str, ...] | None = None


_RUN: Final = CommandJudgement(CommandVerdict.RUN)


def judge_command(
    arguments: Sequence[str],
    policy: p.AskForApproval,
    sandbox: p.SandboxPolicy,
    *,
    leaves_sandbox: bool = False,
    rules: Rules | None = None,
    wanted: Sequence[str] = (),
) -> CommandJudgement:
    """What the tables say.

    Args:
        arguments: the command and its arguments; `bash -lc SCRIPT` is judged by its script.
        policy: when the user is asked.
        sandbox: what may be touched without.
        leaves_sandbox: whether it asks to run outside of one.
        rules: those that hold; None: there are none.
        wanted: the words of a rule that its model would like to have.
    """
    rules = rules or Rules()
    when = when_to_ask(policy)
    ruled = judge_by_rules(arguments, policy, rules)
    if ruled is not None and not (
        leaves_sandbox and when == "never" and ruled.verdict is not CommandVerdict.REFUSE
    ):
        return ruled
    if leaves_sandbox and when == "never":
        return _refused("")
    script = shell_script(arguments)
    is_forced = is_forced_removal(shell_line(arguments) if script is None else script)
    if when == "never":
        named = (
            "" if isinstance(policy, p.GranularAskForApproval) else f"`{shell_line(arguments)}` rejected: "
        )
        return _refused(f"{named}{FORCED}") if is_forced else _RUN
    escapes = leaves_sandbox and sandbox.type not in FULL_ACCESS
    if when == "on-request" and not is_forced and not escapes:
        return _RUN
    return CommandJudgement(CommandVerdict.ASK, proposal=proposal_for(arguments, rules, wanted))


def judge_by_rules(
    arguments: Sequence[str], policy: p.AskForApproval, rules: Rules
) -> CommandJudgement | None:
    """What the first table says; None: nothing. See `judge_command`."""
    found, is_free = _said_by_rules(arguments, _commands(arguments), rules)
    if found is None:
        return None
    shown = shell_line(arguments)
    if found.decision is Decision.FORBIDDEN:
        why = found.justification or f"policy forbids commands starting with `{shell_line(found.words)}`"
        return _refused(f"`{shown}` rejected: {why}")
    if found.decision is Decision.PROMPT:
        if (silence := _rules_are_silent(policy)) is not None:
            return _refused(silence)
        why = f": {found.justification}" if found.justification else " by policy"
        return CommandJudgement(CommandVerdict.ASK, reason=f"`{shown}` requires approval{why}")
    return CommandJudgement(CommandVerdict.RUN, is_free=True) if is_free else None


def proposal_for(
    arguments: Sequence[str], rules: Rules, wanted: Sequence[str] = ()
) -> tuple[str, ...] | None:
    """The words of a rule that may be offered along with the question about a command; None: there is none."""
    return proposed_words(_commands(arguments), rules, wanted)


def _refused(why: str) -> CommandJudgement:
    return CommandJudgement(CommandVerdict.REFUSE, refusal=why)


def _rules_are_silent(policy: p.AskForApproval) -> str | None:
    """Why nobody is asked what a rule wants to be asked; None: the question is asked."""
    if isinstance(policy, p.GranularAskForApproval):
        return None if policy.granular.rules else NO_RULES_ASKED
    return NOBODY_ASKED if policy == "never" else None


def _commands(arguments: Sequence[str]) -> list[list[str]]:
    """The commands that each must be let through: those of a plain script, or else the whole."""
    script = shell_script(arguments)
    if script is None or arguments[0] not in _KNOWN_SHELLS:
        return [list(arguments)]
    return plain_commands(script) or [list(arguments)]


def _said_by_rules(
    arguments: Sequence[str], commands: list[list[str]], rules: Rules
) -> tuple[RuleMatch | None, bool]:
    """The strictest that is said of it, and whether all of it is let through."""
    said = [rules.match(command) for command in commands]
    found = [match for match in said if match is not None]
    found += _held_up(arguments, rules)
    strictest = max(found, key=lambda match: match.decision, default=None)
    is_free = all(match is not None and match.decision is Decision.ALLOW for match in said)
    return strictest, is_free


def _held_up(arguments: Sequence[str], rules: Rules) -> list[RuleMatch]:
    """What is said to hold up a command that is somewhere in this one."""
    names = rules.names
    if not names:
        return []
    text = shell_script(arguments) or shell_line(arguments)
    found: list[RuleMatch] = []
    for words, start, is_whole in shown_commands(text):
        if is_whole:
            match = rules.match(words, start)
            if match is not None and match.decision is not Decision.ALLOW:
                found.append(match)
        elif not names.isdisjoint(words):  # the name of such a command is enough
            found += [
                RuleMatch(rule.decision, rule.pattern[0][:1], rule.justification)
                for rule in (*rules.read.rules, *rules.added.rules)
                if rule.decision is not Decision.ALLOW and not set(words).isdisjoint(rule.pattern[0])
            ]
    return found


def is_forced_removal(script: str) -> bool:
    """Whether some command of a script is a forced `rm`, as far as its text shows."""
    if len(script) <= MAX_CHARACTERS and not _LETTERS.issubset(script) and "$'" not in script:
        return False
    last: Sequence[str] = ()
    ends: list[bool] = []
    for words, start, is_whole in shown_commands(script):
        if not is_whole:
            if "rm" in words:
                return True
        elif words[start].rpartition("/")[2].lstrip("$") == "rm":
            if words is not last:
                last, ends = words, _forced_from(words)
            if ends[start]:
                return True
    return False


def _forced_from(words: Sequence[str]) -> list[bool]:
    """For each word, whether an option that forces stands behind it, before the end of the options."""
    found = [False] * len(words)
    is_forced = False
    for number in reversed(range(len(words))):
        word = words[number]
        is_forced = word != "--" and (is_forced or _FORCE.fullmatch(word) is not None)
        found[number] = is_forced
    return found
