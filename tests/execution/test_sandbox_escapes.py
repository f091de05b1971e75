"""No way leads out of the sandbox: each attempt gets through without one, and is denied by both mechanisms to all."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from tests.execution.escapes import ATTEMPTS
from tests.execution.mechanisms import MECHANISMS, copy_of_bubblewrap, host

NOBODY = 65534
USERS = sorted({os.getuid(), NOBODY if os.getuid() == 0 else os.getuid()})

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="there is a sandbox on Linux only"),
    pytest.mark.timeout(400),  # the first of each kind waits for all attempts of that kind
]


@cache
def outcomes(mechanism: str, user: int) -> dict[str, str]:
    """What became of each attempt."""
    with tempfile.TemporaryDirectory(prefix="escapes-") as text:
        base = Path(text)
        base.chmod(0o777)  # another user works in it, who may not read where these tests are
        arguments = (f"{base}/files", mechanism, str(user))
        directory = copy_of_bubblewrap(base) if mechanism == "bubblewrap" else None
        said = host(mechanism, "tests.execution.sandbox_host", *arguments, directory=directory)
        assert said.returncode == 0, said.stderr
        return cast("dict[str, str]", json.loads(said.stdout))


def test_there_are_many_ways() -> None:
    assert len(ATTEMPTS) >= 100


@pytest.mark.promise("sandbox-escapes")
@pytest.mark.parametrize("name", ATTEMPTS)
@pytest.mark.parametrize("mechanism", MECHANISMS)
@pytest.mark.parametrize("user", USERS)
def test_an_attempt_is_denied(user: int, mechanism: str, name: str) -> None:
    assert outcomes(mechanism, user)[name].startswith("denied ")


@pytest.mark.parametrize("name", [name for name, attempt in ATTEMPTS.items() if attempt.needs != "nobody"])
def test_an_attempt_gets_through_where_there_is_no_sandbox(name: str) -> None:
    """Otherwise it would say nothing that it is denied."""
    if ATTEMPTS[name].needs == "root" and os.getuid():
        pytest.skip("only root can do that anyhow")
    assert outcomes("none", os.getuid())[name] == "ESCAPED"
