"""What the model is told of skills: a list beside what it may do, and a whole file where the user names one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import appserver
from appserver import protocol as p
from appserver.skills.reading import MAX_WHOLE_BYTES
from appserver.skills.telling import MAX_TOLD_BYTES
from tests.config.test_in_a_server import NO_SYSTEM
from tests.engine.provider import TestProvider, text_events
from tests.engine.turns import events_of_turn, new_thread, run_turn
from tests.instructions.test_files import git, put
from tests.skills.test_skills import text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def own_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's own directory is empty, and there is a project."""
    (tmp_path / "own").mkdir()
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "own"))
    git(tmp_path / "p")


def options(tmp_path: Path, provider: TestProvider, config: str = "") -> dict[str, Any]:
    (tmp_path / "home/config.toml").write_text(config)
    return {
        "home": tmp_path / "home",
        "loader_overrides": NO_SYSTEM,
        "agent": provider.agent(),
        "experimental_api": True,
    }


def answers(count: int) -> list[Any]:
    return [text_events("ok", item_id=f"msg_{number}") for number in range(count)]


def developer(request: Any) -> list[list[str]]:
    """The texts of the developer's messages after the first, by what they begin with."""
    items = [item for item in request.body["input"] if item.get("role") == "developer"][1:]
    return [[part["text"] for part in item["content"]] for item in items]


def names(texts: list[str]) -> list[str]:
    """The skills in a list."""
    (told,) = [said for said in texts if said.startswith("<skills>")]
    return [line[2:].split(":")[0] for line in told.splitlines() if line.startswith("- ")]


@pytest.mark.promise("skills-told")
async def test_they_stand_between_what_the_developer_says_and_what_is_permitted(tmp_path: Path) -> None:
    one = put(tmp_path / "home/skills/one/SKILL.md", text("what it is for"))
    put(tmp_path / "p/.agents/skills/two/SKILL.md", text("of the project"))
    put(tmp_path / "home/skills/off/SKILL.md", text())
    put(tmp_path / "home/skills/bad/SKILL.md", "nothing")
    config = 'developer_instructions = "DEV"\n[[skills.config]]\nname = "off"\nenabled = false\n'
    with TestProvider(*answers(2)) as provider:
        async with appserver.start(**options(tmp_path, provider, config)) as client:
            thread = await new_thread(client, cwd=str(tmp_path / "p"))
            await run_turn(client, thread, "a")
            await run_turn(client, thread, "b")
    first, second = (developer(request) for request in provider.requests)
    assert first == second  # told once
    (texts,) = first
    assert [texts[0], texts[2].split()[0]] == ["DEV", "<permissions>"]
    assert names(texts) == ["two", "one"]  # the nearest first
    assert f"- one: what it is for (file: {one})" in texts[1]


@pytest.mark.promise("skills-told")
@pytest.mark.parametrize(
    "config",
    [
        "[skills]\ninclude_instructions = false\n",
        '[projects."{project}"]\ntrust_level = "untrusted"\n',
        '[[skills.config]]\nname = "two"\nenabled = false\n',
    ],
)
async def test_they_are_not_told_where_that_is_said_so_or_of_a_project_that_is_not_trusted(
    tmp_path: Path, config: str
) -> None:
    put(tmp_path / "p/.agents/skills/two/SKILL.md", text())
    with TestProvider(*answers(1)) as provider:
        said = config.format(project=tmp_path / "p")
        async with appserver.start(**options(tmp_path, provider, said)) as client:
            await run_turn(client, await new_thread(client, cwd=str(tmp_path / "p")), "a")
    assert "<skills>" not in str(provider.requests[0].body["input"])


@pytest.mark.promise("skills-told")
@pytest.mark.parametrize("move", ["settings", "turn", "fork", "resume"])
async def test_what_holds_in_another_folder_is_told_there(tmp_path: Path, move: str) -> None:
    put(tmp_path / "p/.agents/skills/here/SKILL.md", text())
    git(tmp_path / "q")
    put(tmp_path / "q/.agents/skills/there/SKILL.md", text())
    there = str(tmp_path / "q")
    with TestProvider(*answers(2)) as provider:
        server = options(tmp_path, provider)
        async with appserver.start(**server) as client:
            thread = await new_thread(client, cwd=str(tmp_path / "p"))
            await run_turn(client, thread, "a")
            if move == "settings":
                await client.request(p.ThreadSettingsUpdateParams(thread_id=thread, cwd=there))
                await run_turn(client, thread, "b")
            elif move == "turn":
                prompt = [p.TextUserInput(text="b")]
                await client.request(p.TurnStartParams(thread_id=thread, input=prompt, cwd=there))
                await events_of_turn(client)
            elif move == "fork":
                fork = await client.request(p.ThreadForkParams(thread_id=thread, cwd=there))
                await run_turn(client, fork.thread.id, "b")
        if move == "resume":
            async with appserver.start(**server) as client:
                await client.request(p.ThreadResumeParams(thread_id=thread, cwd=there))
                await run_turn(client, thread, "b")
    told = [names(texts) for texts in developer(provider.requests[1])]
    assert told == [["here"], ["there"]]


@pytest.mark.promise("skills-told")
async def test_the_list_has_a_bound_and_what_does_not_fit_is_said(tmp_path: Path) -> None:
    for number in range(60):
        put(tmp_path / f"home/skills/s{number:02}/SKILL.md", text(f"{'é' * 3000}"))
    with TestProvider(*answers(1)) as provider:
        async with appserver.start(**options(tmp_path, provider)) as client:
            thread = await new_thread(client, cwd="/")
            events = await run_turn(client, thread, "a")
    ((listed, _permissions),) = developer(provider.requests[0])
    told = names([listed])
    assert 0 < len(told) < 60
    assert len(listed.encode()) < MAX_TOLD_BYTES + 2048
    assert f"There are {60 - len(told)} more" in listed
    warnings = [event.message for event in events if isinstance(event, p.WarningNotification)]
    assert [warning for warning in warnings if warning.startswith(f"{60 - len(told)} skills are not told")]


SKILL_TEXTS: dict[str, tuple[str | bytes | None, str]] = {
    "whole": (text("d"), text("d").strip()),
    "huge": (text("d") + "x" * MAX_WHOLE_BYTES, f"it has more than {MAX_WHOLE_BYTES} bytes"),
    "bytes": (b"\xff", "it is not valid UTF-8"),
    "missing": (None, "No such file"),
}


@pytest.mark.promise("skills-told")
@pytest.mark.parametrize("case", SKILL_TEXTS)
async def test_one_that_the_user_names_is_told_whole(tmp_path: Path, case: str) -> None:
    content, expected = SKILL_TEXTS[case]
    path = tmp_path / "home/skills/one/SKILL.md"
    if content is not None:
        put(path, content)
    assert expected in await told_of(tmp_path, str(path))


@pytest.mark.promise("skills-told")
async def test_nothing_but_a_skill_is_read_for_one(tmp_path: Path) -> None:
    put(tmp_path / "secret", "SECRET")
    (tmp_path / "SKILL.md").symlink_to(tmp_path / "secret")
    for path in ("secret", "SKILL.md"):
        said = await told_of(tmp_path, str(tmp_path / path))
        assert "SECRET" not in said
        assert "could not be read" in said
    assert "absolute" in await told_of(tmp_path, "SKILL.md")


async def told_of(tmp_path: Path, path: str) -> str:
    """What a model is told when a user names a skill."""
    with TestProvider(*answers(1)) as provider:
        async with appserver.start(**options(tmp_path, provider)) as client:
            thread = await new_thread(client, cwd="/")
            entries: list[p.UserInput] = [
                p.TextUserInput(text="do it"),
                p.SkillUserInput(name="one", path=path),
            ]
            await client.request(p.TurnStartParams(thread_id=thread, input=entries))
            await events_of_turn(client)
    prompt: str = provider.requests[0].prompt
    assert prompt.startswith('<skill name="one" path="')
    return prompt
