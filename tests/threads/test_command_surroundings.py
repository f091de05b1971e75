"""What a command is given besides its arguments: its time, its variables, its input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.errors import ServerError
from appserver.execution.environment import EnvironmentPolicy
from tests.threads.harness import running

if TYPE_CHECKING:
    from pathlib import Path

    from appserver.agents.turn_context import TurnContext

SHOW = 'echo "${ACME_API_KEY-none} ${COLOUR-none} ${SHAPE-none}"'


ENDS_WELL = "trap 'exit 0' TERM; while :; do sleep 0.01; done"
"""A command that exits with 0 when it is ended."""


async def outputs(start: dict[str, Any], *calls: dict[str, Any], command: str = SHOW) -> list[str]:
    """What the command prints, called in a thread with some `config`, and with each of the arguments."""
    printed: list[str] = []

    async def run(turn: TurnContext) -> None:
        results = [await turn.run_command(command, ask=False, **arguments) for arguments in calls]
        printed.extend(result.output.strip() for result in results)

    async with running(run) as harness:
        harness.start_turn(harness.start_thread(**start))
        await harness.completed()
    return printed


@pytest.fixture(autouse=True)
def _variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_API_KEY", "hidden")
    monkeypatch.setenv("COLOUR", "green")


@pytest.mark.promise("command-environment-secrets")
async def test_secrets_are_not_shown_unless_they_are_named() -> None:
    assert await outputs(
        {},
        {},
        {"env": {"SHAPE": "round"}},
        {"env": {"ACME_API_KEY": "given"}},
        {"env": EnvironmentPolicy(keep_secrets=True)},
        {"env": EnvironmentPolicy(inherit="none")},
    ) == ["none green none", "none green round", "given green none", "hidden green none", "none none none"]


@pytest.mark.promise("command-environment-config")
@pytest.mark.parametrize(
    ("config", "printed"),
    [
        ({"shell_environment_policy": {"inherit": "core", "set": {"SHAPE": "square"}}}, "none none square"),
        ({"shell_environment_policy.ignore_default_excludes": True}, "hidden green none"),
        (
            {"shell_environment_policy.set.SHAPE": "flat", "shell_environment_policy.exclude": ["COLOUR"]},
            "none none flat",
        ),
        ({"model_verbosity": "low"}, "none green none"),
    ],
)
async def test_a_thread_has_a_policy_of_its_own(config: dict[str, Any], printed: str) -> None:
    assert await outputs({"config": config}, {}, {"env": {"SHAPE": "last"}}) == [
        printed,
        " ".join([*printed.split()[:2], "last"]),
    ]


@pytest.mark.promise("command-environment-config")
@pytest.mark.parametrize("said", [{"inherit": "most"}, {"inherits": "all"}, "core", {"set": {"A": 1}}])
async def test_a_thread_is_refused_a_policy_that_is_none(said: Any) -> None:
    async def run(_: TurnContext) -> None:
        raise AssertionError("no turn runs")

    async with running(run) as harness:
        with pytest.raises(ServerError, match=r"config\.shell_environment_policy: ") as raised:
            harness.start_thread(config={"shell_environment_policy": said})
        assert raised.value.code == -32600


@pytest.mark.promise("command-environment-policy")
async def test_a_server_has_a_default_policy() -> None:
    class Printer(appserver.Agent):
        async def run_turn(self, turn: TurnContext) -> None:
            await turn.send_message((await turn.run_command(SHOW, ask=False)).output)

    policy = appserver.EnvironmentPolicy(inherit="core", set={"SHAPE": "round"})
    async with appserver.start(agent=Printer(), command_environment=policy) as client:
        started = await client.request(p.ThreadStartParams())
        await client.request(
            p.TurnStartParams(thread_id=started.thread.id, input=[p.TextUserInput(text="hello")])
        )
        async for event in client:
            if isinstance(event, p.ItemCompletedNotification) and isinstance(
                event.item, p.AgentMessageThreadItem
            ):
                assert event.item.text == "none none round\n"
                break


def test_a_server_is_refused_a_policy_that_is_none() -> None:
    with pytest.raises(TypeError, match="command_environment is an EnvironmentPolicy, not str"):
        appserver.start(command_environment="core")  # type: ignore[arg-type]


@pytest.mark.promise("command-stdin")
async def test_standard_input() -> None:
    assert await outputs({}, {}, {"stdin": "text é"}, {"stdin": b"bytes"}, {"stdin": ""}, command="cat") == [
        "",
        "text é",
        "bytes",
        "",
    ]


@pytest.mark.promise("command-stdin")
async def test_more_input_than_a_command_reads() -> None:
    large = "line\n" * 1_000_000
    assert await outputs({}, {"stdin": large}, command="head -n 1; exit 0") == ["line"]
    assert await outputs({}, {"stdin": large}, command="wc -c") == ["5000000"]


@pytest.mark.promise("command-timeout")
async def test_a_command_has_its_time() -> None:
    results: list[Any] = []

    async def run(turn: TurnContext) -> None:
        results.append(await turn.run_command("echo said; exec sleep 1000", ask=False, timeout=0.05))
        results.append(await turn.run_command(ENDS_WELL, ask=False, timeout=0.05))
        results.append(await turn.run_command("echo quick", ask=False, timeout=1000))

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        await harness.completed()
        note = "[the command was ended: its time of 0.05 s was up]\n"
        assert [result.timed_out for result in results] == [True, True, False]
        assert [result.status for result in results] == ["failed", "failed", "completed"]
        assert [result.output.endswith(note) for result in results] == [True, True, False]
        items = [end.item for end in harness.connection.of("item/completed")[1:]]
        assert [item.aggregated_output for item in items] == [result.output for result in results]


@pytest.mark.promise("command-arguments-refused")
@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ({"timeout": 0}, ValueError, "timeout is 0"),
        ({"timeout": -1.0}, ValueError, "timeout is -1.0"),
        ({"timeout": float("nan")}, ValueError, "timeout is nan"),
        ({"timeout": True}, TypeError, "timeout is a number of seconds"),
        ({"timeout": "5"}, TypeError, "timeout is a number of seconds"),
        ({"stdin": 5}, TypeError, "stdin is a str, bytes or None"),
        ({"env": {"A": None}}, TypeError, "env maps names to values"),
        ({"env": ["A"]}, TypeError, "env maps names to values"),
        ({"env": {"A B=": "1"}}, ValueError, "env: 'A B=' cannot be the name"),
    ],
)
async def test_what_does_not_fit_is_refused_before_anything_is_asked(
    arguments: dict[str, Any], error: type[Exception], text: str
) -> None:
    async def run(turn: TurnContext) -> None:
        with pytest.raises(error, match=text):
            await turn.run_command("true", **arguments)

    async with running(run) as harness:
        harness.start_turn(harness.start_thread())
        assert (await harness.completed()).status == "completed"
        assert harness.connection.names.count("item/started") == 1


@pytest.mark.promise("command-timeout")
async def test_a_time_without_end(tmp_path: Path) -> None:
    assert await outputs({"cwd": str(tmp_path)}, {"timeout": float("inf")}, command="pwd") == [str(tmp_path)]
