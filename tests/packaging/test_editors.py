"""What editors show of the package, as pyright's language server tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import appserver
from tests.packaging.language_server import Editor
from tests.packaging.source import ROOT, in_source_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [in_source_tree, pytest.mark.promise("options-documented", "models-documented")]

pytest.importorskip("pyright", reason="pip install --group lint installs it")

SOURCE = """\
import appserver
from appserver import protocol as p
server = appserver.serve(home="/home")
client = appserver.connect("unix:///x", token="t")
Params = p.TurnStartParams
params = p.TurnStartParams(thread_id="t", input=[], model="m")
params.approval_policy
event: appserver.Event
async def use(thread: appserver.Thread) -> None:
    result = await thread.run("x", timeout=3)
    print(result.final_response)
appserver.sta
params.appr
appserver.start(
"""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    with Editor(tmp_path_factory.mktemp("editor"), SOURCE, ROOT / "python") as editor:
        yield editor


def test_hover_shows_functions_with_options_types_defaults_and_meaning(editor: Editor) -> None:
    text = editor.hover("appserver.start(", "start")
    for part in (
        "agent: Agent | None = None",
        'drop_policy: DropPolicy = "coalesce"',
        "channel_capacity: int = DEFAULT_CHANNEL_CAPACITY",
        "-> Starting[InProcessAppServerClient]",
        "home: the directory with the configuration, the login and the threads",
    ):
        assert part in text
    assert "home: Path | str | None = None" in editor.hover("server =", "serve(")
    text = editor.hover("client =", "connect")
    assert "token: str | None = None" in text
    assert "client_name: what the client calls itself, for programs." in text
    text = editor.hover("    result =", "run")
    assert "timeout: float | None = None" in text
    assert "-> CoroutineType[Any, Any, TurnResult]" in text


def test_hover_shows_models_and_their_fields(editor: Editor) -> None:
    call = editor.hover("params =", "TurnStartParams")
    assert "thread_id: str," in call
    assert "input: Sequence[UserInput]," in call
    assert "model: Omittable[str] = None" in call
    listed = editor.hover("Params =", "TurnStartParams")
    assert "thread_id (str): The thread in which the turn begins; it has to be loaded." in listed
    assert "model (str | None = None): The model for this turn and those after it." in listed
    assert "The model for this turn and those after it." in editor.hover("params =", 'model="m"')
    assert "When the user is asked, in this turn and those after it." in editor.hover(
        "params.approval", "approval"
    )


def test_hover_shows_what_an_event_is(editor: Editor) -> None:
    text = editor.hover("event:", "Event")
    assert "Notification | LegacyNotification | UnknownNotification | ServerRequest | Lagged" in text
    assert "Everything that `async for event in client` yields" in text


def test_names_and_options_are_completed(editor: Editor) -> None:
    offered = editor.completions("appserver.start(")
    assert {"agent=", "home=", "config=", "legacy_notifications="} <= offered
    names = {name for name in editor.completions("appserver.sta") if not name.startswith("__")}
    assert "start" in names
    assert names <= {*appserver.__all__}
    assert "approval_policy" in editor.completions("params.appr")
