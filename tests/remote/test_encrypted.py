"""`wss://`: whom a client trusts, and what it says of others."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
import trustme

import appserver
from appserver import protocol as p
from tests.remote.encrypted import tls_in_front_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.promise("remote-encrypted")

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    """The certificate of the authority."""
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def port_of(listener: appserver.Listener) -> int:
    return int(listener.url.rpartition(":")[2])


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_server_behind_tls(authority: trustme.CA, ca_file: Path, host: str) -> None:
    processor = appserver.MessageProcessor()

    @processor.on_request(p.ModelListParams)
    def models(_ctx: appserver.RequestContext, _params: p.ModelListParams) -> Any:
        return {"data": [], "nextCursor": "x" * (4 << 20)}

    auth = appserver.CapabilityToken.from_token("secret")
    async with appserver.serve(processor=processor) as server:
        listener = await server.listen("ws://127.0.0.1:0", auth=auth)
        with tls_in_front_of(port_of(listener), authority.issue_cert(host)) as port:
            connecting = appserver.connect(f"wss://{host}:{port}", token="secret", ca_file=ca_file)
            async with connecting as client:
                # More than what any buffer on the way holds, both ways.
                models_of = await client.request_raw("model/list", {"cursor": "y" * (4 << 20)})
                assert len(models_of["nextCursor"]) == 4 << 20
                for _ in range(20):
                    await client.request(p.ThreadLoadedListParams())
            with pytest.raises(appserver.ConnectionLostError, match="401") as refused:
                await appserver.connect(f"wss://{host}:{port}", token="guess", ca_file=ca_file)
            assert refused.value.kind == "refused"


@pytest.mark.parametrize(
    ("names", "expires", "is_ours", "text"),
    [
        (
            ["127.0.0.1"],
            None,
            False,
            "no authority that is trusted here has signed it; name your own with ca_file=",
        ),
        (["example.com"], None, True, "it is for another host"),
        (["127.0.0.1"], LONG_AGO, True, "it has expired"),
    ],
)
async def test_who_is_not_trusted(
    authority: trustme.CA, ca_file: Path, names: list[str], expires: Any, is_ours: bool, text: str
) -> None:
    signer = authority if is_ours else trustme.CA()
    certificate = signer.issue_cert(*names, not_after=expires)
    async with appserver.serve() as server:
        listener = await server.listen("ws://127.0.0.1:0")
        with tls_in_front_of(port_of(listener), certificate) as port:
            with pytest.raises(appserver.ConnectionLostError) as untrusted:
                await appserver.connect(f"wss://127.0.0.1:{port}", ca_file=ca_file)
            assert untrusted.value.kind == "untrusted"
            assert f"its certificate is not trusted: {text}" in str(untrusted.value)


async def test_the_authorities_of_the_system_do_not_know_ours(authority: trustme.CA) -> None:
    async with appserver.serve() as server:
        listener = await server.listen("ws://127.0.0.1:0")
        with tls_in_front_of(port_of(listener), authority.issue_cert("127.0.0.1")) as port:
            with pytest.raises(appserver.ConnectionLostError, match="ca_file=") as untrusted:
                await appserver.connect(f"wss://127.0.0.1:{port}")
            assert untrusted.value.kind in {
                "untrusted",
                "refused",
            }  # a bare machine has no authorities at all


async def test_a_server_that_speaks_no_tls(ca_file: Path) -> None:
    async with appserver.serve() as server:
        listener = await server.listen("ws://127.0.0.1:0")
        with pytest.raises(appserver.ConnectionLostError) as refused:
            await appserver.connect(listener.url.replace("ws:", "wss:"), ca_file=ca_file)
        assert refused.value.kind == "refused"


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
async def test_a_file_without_certificates(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    async with appserver.serve() as server:
        listener = await server.listen("ws://127.0.0.1:0")
        with pytest.raises(appserver.ConnectionLostError, match=r"ca_file .*ca\.pem") as refused:
            await appserver.connect(listener.url.replace("ws:", "wss:"), ca_file=path)
        assert refused.value.kind == "refused"
