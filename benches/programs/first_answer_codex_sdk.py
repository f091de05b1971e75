"""Import, start the app server, one answer, shutdown, with the official SDK of Codex."""

import os
import tempfile

from openai_codex.client import CodexClient, CodexConfig
from openai_codex.generated.v2_all import ThreadLoadedListResponse

with tempfile.TemporaryDirectory() as home:
    environment = {**os.environ, "CODEX_HOME": home}
    with CodexClient(CodexConfig(env=environment)) as client:
        client.initialize()
        client.request("thread/loaded/list", {}, response_model=ThreadLoadedListResponse)
