"""A client for tests: a server with a home of its own."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appserver import _core
from appserver.client.starting import Starting
from appserver.in_process.client import InProcessAppServerClient

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from appserver.in_process.arguments import StartOptions
    from appserver.in_process.handle import InProcessClientHandle

__all__ = ["TestClient", "start_client", "start_client_on"]


class TestClient(InProcessAppServerClient):
    """An in-process client whose server has a temporary home, which lives exactly as long as the client.

    The home is removed by `shutdown`, at the end of `async with`, and when the client is dropped.
    """

    __slots__ = ("__weakref__", "_home", "_remove_home")
    __test__ = False  # pytest: this is not a test

    def __init__(self, handle: InProcessClientHandle, home: Path) -> None:
        super().__init__(handle)
        self._home = home
        self._remove_home = weakref.finalize(self, shutil.rmtree, home, ignore_errors=True)

    @property
    def home(self) -> Path:
        """The server's home directory."""
        return self._home

    async def shutdown(self) -> None:
        """Shut the server down and remove its home.

        Cancellation: the shutdown goes on without the caller; the home is removed at once.
        """
        try:
            await super().shutdown()
        finally:
            self._remove_home()


def start_client(**options: Unpack[StartOptions]) -> Starting[TestClient]:
    """Start a server for a test with its first client; `await` it, or use `async with`.

    Args:
        options: as in `appserver.start`, except `home`.

    Raises:
        TypeError: an option that does not exist, or `home`.
    """
    return start_client_on(_core, **options)


def start_client_on(core_module: Any, **options: Any) -> Starting[TestClient]:
    """As `start_client`, on the core of a module: the native one, or the oracle of this project's own tests."""
    if "home" in options:
        raise TypeError("a test client has a temporary home of its own; leave `home` out")

    async def run() -> TestClient:
        from appserver.in_process.arguments import InProcessStartArgs, StartOptions
        from appserver.in_process.connecting import start_handle
        from appserver.option_names import check_options

        check_options("start_client", options, StartOptions)
        home = Path(tempfile.mkdtemp(prefix="appserver-test-"))
        try:
            handle = await start_handle(InProcessStartArgs(home=home, **options), core_module=core_module)
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        return TestClient(handle, home)

    return Starting("start_client", run)
