"""`model/list` and `config/read`: what the agent says of itself."""

from __future__ import annotations

from typing import Any

import pytest

import appserver
from appserver import protocol as p
from appserver.agents.models import listed_models
from appserver.config.loading import ConfigLoader
from appserver.config.server_config import ServerConfig
from appserver.handlers.config import ConfigHandlers
from appserver.handlers.paging import page_of


def described(name: str, **more: Any) -> p.Model:
    fields = {
        "id": name,
        "model": name,
        "display_name": name.title(),
        "description": "",
        "hidden": False,
        "supported_reasoning_efforts": [p.ReasoningEffortOption(reasoning_effort="low", description="")],
        "default_reasoning_effort": "low",
        "is_default": False,
    }
    return p.Model(**{**fields, **more})


class Several(appserver.Agent):
    """Has models to choose from."""

    model = "b"
    models = (described("a"), described("b"), described("c", hidden=True))

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.send_message(turn.settings.model)


class Single(appserver.Agent):
    """Has one."""

    model = "only"

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        pass


@pytest.mark.promise("models-listed")
async def test_an_agent_without_a_list_has_one_model() -> None:
    async with appserver.start(agent=Single()) as client:
        answer = await client.request(p.ModelListParams(include_hidden=True, cursor=None, limit=None))
        (only,) = answer.data
        assert (only.id, only.model, only.is_default, only.hidden) == ("only", "only", True, False)
        assert answer.next_cursor is None
        started = await client.request(p.ThreadStartParams())
        assert started.model == "only"


@pytest.mark.promise("models-listed")
async def test_models_are_listed_page_by_page() -> None:
    async with appserver.start(agent=Several()) as client:

        async def listed(**params: Any) -> tuple[list[str], str | None]:
            answer = await client.request(p.ModelListParams(**params))
            return [entry.id for entry in answer.data], answer.next_cursor

        assert await listed() == (["a", "b"], None)
        assert await listed(include_hidden=True) == (["a", "b", "c"], None)
        assert await listed(limit=1) == (["a"], "1")
        assert await listed(limit=0) == (["a"], "1")
        assert await listed(limit=1, cursor="1") == (["b"], None)
        assert await listed(cursor="2") == ([], None)


@pytest.mark.promise("models-listed")
@pytest.mark.parametrize(
    ("models", "default"),
    [
        ([described("a"), described("b")], "b"),
        ([described("a", is_default=True), described("b", is_default=True)], "a"),
        ([described("a"), described("c")], "a"),
    ],
)
def test_one_model_is_the_default(models: list[p.Model], default: str) -> None:
    agent = Several()
    agent.models = models  # type: ignore[assignment]
    assert [entry.id for entry in listed_models(agent) if entry.is_default] == [default]


def test_what_is_no_model_is_named() -> None:
    agent = Several()
    agent.models = [described("a"), "b"]  # type: ignore[assignment]
    with pytest.raises(
        TypeError, match=r"Several\.models\[1\] is an appserver\.protocol\.Model, not str \('b'\)"
    ):
        listed_models(agent)


@pytest.mark.parametrize("cursor", ["-1", "x", "", "1.0", "\N{ARABIC-INDIC DIGIT ONE}", " 1", "9" * 5000])
def test_cursors_of_short_lists(cursor: str) -> None:
    with pytest.raises(appserver.ServerError, match="cursor"):
        page_of("abc", cursor, None, what="letters")
    assert page_of("abc", "3", 1, what="letters") == ([], None)


@pytest.mark.promise("config-read")
async def test_the_configuration_is_what_the_agent_says() -> None:
    async with appserver.start(agent=Several()) as client:
        answer = await client.request_raw("config/read", {"includeLayers": True, "cwd": "."})
        assert (answer["config"]["model"], answer["config"]["model_provider"]) == ("b", "appserver")
        assert (answer["origins"], answer["layers"]) == ({}, [])
        plain = await client.request_raw("config/read", {"cwd": None})
        assert plain["config"] == answer["config"]
        assert "layers" not in plain


@pytest.mark.promise("config-read")
async def test_overrides_are_shown_with_where_they_come_from() -> None:
    overrides = {"model": "x", "tools.web": True, "tools": {"a.b": 1}, "mcp_servers.s.command": "c"}
    config = ServerConfig(ConfigLoader(cli_overrides=overrides))
    handlers = ConfigHandlers(config, {"model": "m", "model_provider": "p"})
    answer = await handlers.by_method["config/read"](None, p.ConfigReadParams(include_layers=True))
    assert answer["config"]["model"] == "x"
    assert answer["config"]["model_provider"] == "p"
    assert answer["config"]["mcp_servers"]["s"]["command"] == "c"
    (layer,) = answer["layers"]
    assert layer["name"] == {"type": "sessionFlags"}
    assert layer["config"] == {
        "model": "x",
        "tools": {"a.b": 1},
        "mcp_servers": {"s": {"command": "c"}},
    }
    assert set(answer["origins"]) == {"model", "tools.a.b", "mcp_servers.s.command"}
    assert answer["origins"]["model"] == {"name": {"type": "sessionFlags"}, "version": layer["version"]}


@pytest.mark.promise("account-refused")
async def test_a_login_that_is_needed_and_kept_nowhere_says_what_to_do() -> None:
    agent = appserver.ModelAgent.from_config({"model": "m"})
    async with appserver.start(agent=agent) as client:
        assert (await client.account()).requires_openai_auth
        with pytest.raises(appserver.ServerError, match="keeps no logins; start it with a `home`, or with"):
            await client.request(p.ApiKeyLoginAccountParams(api_key="sk"))


@pytest.mark.promise("account-refused")
@pytest.mark.parametrize(
    "params", [{"type": "apiKey", "apiKey": "sk"}, {"type": "chatgpt"}, {"type": "chatgptDeviceCode"}]
)
async def test_nobody_logs_in(params: dict[str, Any]) -> None:
    async with appserver.start(legacy_notifications=False) as client:
        with pytest.raises(appserver.ServerError) as raised:
            await client.request_raw("account/login/start", params)
        assert raised.value.code == -32601
        assert "needs no account" in raised.value.message
        await client.request_raw("account/logout", None)
        told = await client.next_event()
        assert isinstance(told, p.AccountUpdatedNotification)
        assert told.to_wire() == {"authMode": None, "planType": None}


class Talker(appserver.Agent):
    """Answers with what it is told to."""

    async def run_turn(self, turn: appserver.TurnContext) -> None:
        await turn.send_message(f"An answer: {'x' * 200} and {turn.text} in the Straße.")


async def finished(client: appserver.AppServerClient) -> None:
    """Read up to the end of a turn."""
    async for event in client:
        if isinstance(event, p.TurnCompletedNotification):
            return


@pytest.mark.promise("thread-search")
async def test_threads_are_found_by_what_was_said() -> None:
    async with appserver.start(agent=Talker(), experimental_api=True) as client:
        ids = []
        for text in ("first Ünïque", "second", "third"):
            started = await client.request(p.ThreadStartParams())
            ids.append(started.thread.id)
            prompt: list[p.UserInput] = [p.TextUserInput(text=text)]
            await client.request(p.TurnStartParams(thread_id=ids[-1], input=prompt))
            await finished(client)

        async def found(term: str, **params: Any) -> p.ThreadSearchResponse:
            return await client.request(p.ThreadSearchParams(search_term=term, **params))

        (one,) = (await found("üNÏQUE")).data
        assert one.thread.id == ids[0]
        assert one.snippet == "first Ünïque"
        (long,) = (await found("and second")).data
        assert long.snippet == f"…{'x' * 59} and second in the Straße."
        assert len((await found("STRASSE")).data) == 3
        assert (await found("not said")).data == []
        first = await found("an answer", limit=2)
        assert [entry.thread.id for entry in first.data] == ids[:0:-1]
        rest = await found("an answer", limit=2, cursor=first.next_cursor)
        assert [entry.thread.id for entry in rest.data] == ids[:1]
        assert rest.next_cursor is None
        oldest = await found("an answer", sort_direction="asc", sort_key="updated_at")
        assert [entry.thread.id for entry in oldest.data] == ids
