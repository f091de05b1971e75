"""What type checkers see of the public calls. mypy and pyright read this module; a wrong type fails `make check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_type

import pytest

import appserver
from appserver import protocol as p

if TYPE_CHECKING:
    from collections.abc import Sequence

    from appserver.client.starting import Starting
    from appserver.protocol.policy import AskForApproval
    from appserver.protocol.user_input import UserInput


@pytest.mark.promise("models-documented")
def test_models_have_their_types() -> None:
    params = p.TurnStartParams(thread_id="t", input=[], model="m", extra_fields={"new": 1})
    assert_type(params.model, str | None)
    assert_type(params.thread_id, str)
    if TYPE_CHECKING:
        assert_type(params.input, Sequence[UserInput])
        assert_type(params.approval_policy, AskForApproval | None)
    with pytest.raises(TypeError, match="did you mean 'model'"):
        p.TurnStartParams(thread_id="t", input=[], modle="m")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(ValueError, match="threadId"):
        p.TurnStartParams(input=[])  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(ValueError, match="model"):
        p.TurnStartParams(thread_id="t", input=[], model=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.promise("options-documented")
def test_options_have_their_types() -> None:
    started = appserver.start(client_name="typed", config=None)
    if TYPE_CHECKING:
        assert_type(started, Starting[appserver.InProcessAppServerClient])
        assert_type(appserver.serve(agent=None), Starting[appserver.Server])
        assert_type(appserver.connect("unix:///x", token=None), Starting[appserver.RemoteAppServerClient])
    with pytest.raises(TypeError, match="did you mean 'home'"):
        appserver.start(hom="/")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError, match="client_name"):
        appserver.start(client_name=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="did you mean 'token'"):
        appserver.connect("unix:///x", tokn="t")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


async def results(client: appserver.AppServerClient, thread: appserver.Thread) -> None:
    """Never run: what the answers are."""
    assert_type(await client.request(p.ThreadReadParams(thread_id="t")), p.ThreadReadResponse)
    result = await thread.run("x", timeout=3)
    assert_type(result, appserver.TurnResult)
    assert_type(result.final_response, str | None)
    given: Any = await client.request_raw("thread/read", {})
    del given
