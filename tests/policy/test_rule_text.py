"""Texts of rules: what is read of them as the real program reads it, and what is refused, with its place."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from appserver.config.command_rules import Decision, RuleSet
from appserver.config.rule_text import parse_rules, written_rule

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.promise("rules-read")

GOOD: dict[str, list[str]] = {
    "": ["ls"],
    "# only a comment": ["ls"],
    'prefix_rule(pattern=["ls"])': ["ls", "-l"],
    'prefix_rule(["rm"], "forbidden")': ["rm", "x"],
    'prefix_rule(pattern=["git", ["push", "pull"]], decision="prompt", justification="a look",)': [
        "git",
        "pull",
    ],
    'prefix_rule(pattern = [["git", "hg"], "push"])  # why\n': ["hg", "push", "x"],
    'prefix_rule(\n  pattern = [\n    "ls", # first\n  ],\n)': ["ls"],
    'prefix_rule(pattern=["ls"]); prefix_rule(pattern=["ls"], decision="prompt")': ["ls"],
    'prefix_rule(pattern=["git"])\nprefix_rule(pattern=["git","push"], decision="forbidden")': [
        "git",
        "push",
    ],
    'words = ["ls"]\nprefix_rule(pattern=words)': ["ls"],
    '"""A text."""\npass\nprefix_rule(pattern=["ls"])': ["ls"],
    'prefix_rule(pattern=["""l s"""])': ["l s"],
    'prefix_rule(pattern=[r"l\\s"])': ["l\\s"],
    'prefix_rule(pattern=["a\\"b\\\\ \\u00e9\\n"])': ['a"b\\ é\n'],
    'prefix_rule(pattern=["ls"], match=["ls -l", ["ls", "x"]], not_match=["cat ls"])': ["ls"],
    'prefix_rule(pattern=["ls", ""])': ["ls", ""],
    'prefix_rule(pattern=["ls", "-l"])': ["ls"],
    'network_rule(host="a.b", protocol="https", decision="allow")': ["ls"],
    'host_executable(name="git", paths=["/usr/bin/git"])\nprefix_rule(pattern=["git"])': ["git"],
}
BAD: dict[str, tuple[int, str]] = {
    'prefix_rule(pattern=["ls"]': (1, "`,` or `)` is expected"),
    'prefix_rule(pattern=["ls"])\nprefix_rule(pattern=["x)\n': (2, "not understood"),
    "prefix_rule(pattern=[])": (1, "`pattern` has no words"),
    'prefix_rule(pattern="ls")': (1, "it is a list"),
    'prefix_rule(pattern=["ls"])\n\nprefix_rule(pattern=["a"], decision="maybe")': (
        3,
        "one of allow, prompt, forbidden",
    ),
    'prefix_rule(pattern=["ls", []])': (1, "empty list"),
    'prefix_rule(pattern=["ls", 5])': (1, "not understood"),
    'prefix_rule(pattern=["ls"], justification=" ")': (1, "`justification` is empty"),
    'prefix_rule(pattern=["ls"], foo="x")': (1, "has no `foo`"),
    'prefix_rule(["ls"], pattern=["ls"])': (1, "twice"),
    "prefix_rule()": (1, "`pattern` is missing"),
    'prefix_rule(pattern=("ls",))': (1, "not `(`"),
    'prefix_rule(pattern=["ls"], match=["cat"])': (1, "does not fit `cat`"),
    'prefix_rule(pattern=["ls"], not_match=["ls -l"])': (1, "fits `ls -l`"),
    'prefix_rule(pattern=["ls"], match=[""])': (1, "without words"),
    'prefix_rule(pattern=["ls"], match=["ls \'a"])': (1, "quotes"),
    'load("x", "y")': (1, "`load` is not read"),
    'print("x")': (1, "`print` is not read"),
    'prefix_rule(pattern=["a" "b"])': (1, "is expected"),
    'prefix_rule(pattern=["a"]) prefix_rule(pattern=["b"])': (1, "a line of its own"),
    'host_executable(name="a/git", paths=["/usr/bin/git"])': (1, "without its folder"),
    'host_executable(name="git", paths=["git"])': (1, "absolute path"),
    'host_executable(name="git", paths=["/usr/bin/hg"])': (1, "absolute path"),
}


def said_by_ours(text: str, words: list[str]) -> tuple[str, list[str], str] | None:
    """What our reader makes of it."""
    found = parse_rules(text)
    assert found.problem is None
    match = RuleSet(found.rules, found.programs).match(words)
    return None if match is None else (match.decision.name.lower(), list(match.words), match.justification)


@pytest.mark.parametrize("text", GOOD, ids=range(len(GOOD)))
def test_it_reads_what_the_real_program_reads(text: str, tmp_path: Path) -> None:
    code, answer = real(text, GOOD[text], tmp_path)
    assert code == 0
    expected = None
    if "decision" in answer:
        rules = [entry["prefixRuleMatch"] for entry in answer["matchedRules"]]
        (rule,) = [rule for rule in rules if rule["decision"] == answer["decision"]]
        expected = (rule["decision"], rule["matchedPrefix"], rule.get("justification", ""))
    assert said_by_ours(text, GOOD[text]) == expected


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_it_refuses_what_the_real_program_refuses_and_says_where(text: str, tmp_path: Path) -> None:
    assert real(text, ["ls"], tmp_path)[0] != 0
    problem = parse_rules(text).problem
    assert problem is not None
    line, reason = BAD[text]
    assert (problem.line, reason in problem.reason) == (line, True), problem


def real(text: str, words: list[str], place: Path) -> tuple[int, dict[str, Any]]:
    """What the real program makes of it."""
    module = pytest.importorskip(
        "codex_cli_bin", reason="needs the real program: pip install openai-codex-cli-bin"
    )
    file = place / "a.rules"
    file.write_text(text)
    arguments = ["execpolicy", "check", "--rules", str(file), "--", *words]
    environment = {"PATH": os.environ["PATH"], "HOME": str(place), "CODEX_HOME": str(place)}
    done = subprocess.run(
        [str(module.bundled_codex_path()), *arguments], env=environment, capture_output=True, check=False
    )
    return done.returncode, json.loads(done.stdout or b"{}")


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    prefix_rule(pattern=['ls'])\nf()",
        "[prefix_rule(pattern=[c]) for c in ['ls']]",
        "for c in ['ls']:\n    prefix_rule(pattern=[c])",
        "__import__('os').system('touch made')",
        "prefix_rule(pattern=[open('made', 'w')])",
        "prefix_rule(pattern=[().__class__])",
        "exec('1')",
    ],
)
def test_nothing_of_it_is_run(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = parse_rules(text)
    assert (found.rules, found.problem is not None) == ([], True)
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "a=" * 50_000, '"' * 100_001, "prefix_rule(" * 20_000, "\\" * 9]
)
def test_hostile_texts_are_refused(text: str) -> None:
    found = parse_rules(text)
    assert (found.rules, found.problem is not None) == ([], True)


def test_after_a_wrong_call_the_others_are_read() -> None:
    found = parse_rules(
        'prefix_rule(pattern=["a"])\nprefix_rule(pattern=["b"], decision="x")\n'
        'prefix_rule(pattern=["c"], decision="forbidden")'
    )
    assert [rule.decision for rule in found.rules] == [Decision.ALLOW, Decision.FORBIDDEN]
    assert found.problem is not None
    assert found.problem.line == 2


@pytest.mark.parametrize(
    "word", ["a", "", 'a"b', "a\\b", "a\nb\tc", "\0\x07\x7f", "é😀\u2028\u200b", "# x", "')"]
)
def test_a_rule_that_is_written_is_read_again(word: str, tmp_path: Path) -> None:
    line = written_rule(["x", word])
    assert line.count("\n") == 1
    assert said_by_ours(line, ["x", word]) == ("allow", ["x", word], "")
    if "\0" not in word:
        assert real(line, ["x", word], tmp_path)[1]["decision"] == "allow"
