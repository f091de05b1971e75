"""A client for tests: a runtime with a home of its own, on the native core or on the fake one."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appserver.in_process.client import InProcessAppServerClient
from appserver.in_process.starting import Starting

if TYPE_CHECKING:
    from appserver.in_process import InProcessClientHandle

__all__ = ["TestClient", "start_client"]


class TestClient(InProcessAppServerClient):
    """An in-process client whose server has a temporary home, which lives exactly as long as the client.

    The home is removed by `shutdown`, at the end of `async with`, and when the client is dropped.
    """

    __slots__ = ("__weakref__", "_home", "_remove_home")
    __test__ = False  # pytest: this is no test

    def __init__(self, handle: InProcessClientHandle, home: Path) -> None:
        super().__init__(handle)
        self._home = home
        self._remove_home = weakref.finalize(self, shutil.rmtree, home, ignore_errors=True)

    @property
    def home(self) -> Path:
        """The server's home directory."""
        return self._home

    async def shutdown(self) -> None:
        """Shut the runtime down and remove its home."""
        try:
            await super().shutdown()
        finally:
            self._remove_home()


def start_client(*, fake_core: bool = False, **options: Any) -> Starting[TestClient]:
    """Start a runtime for a test; `await` it, or use `async with`.

    Args:
        fake_core: run on the core in plain Python instead of the native one: slower, and open to a debugger. From one
            thread at a time.
        options: as in `appserver.start`, except `home`.

    Raises:
        TypeError: an option that does not exist, or `home`.
    """
    if "home" in options:
        raise TypeError("a test client has a temporary home of its own; leave `home` out")

    async def run() -> TestClient:
        from appserver import _core, protocol
        from appserver.in_process import InProcessClientHandle, InProcessStartArgs
        from appserver.server.lifetime import Runtime
        from appserver.testing import fake_core as fake

        home = Path(tempfile.mkdtemp(prefix="appserver-test-"))
        try:
            args = InProcessStartArgs(home=home, **options)
            runtime = await Runtime.start(args, core_module=fake if fake_core else _core)
            handle = InProcessClientHandle(runtime)
            handle.notify(protocol.InitializedNotification())
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        return TestClient(handle, home)

    return Starting(run)
