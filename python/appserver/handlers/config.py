"""The handlers of `config*`: what the configuration is, who said it, and changes to the user's file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from appserver import protocol
from appserver.config.keys import CONFIG
from appserver.config.layers import merged
from appserver.config.problems import ConfigError
from appserver.config.writing import Edit, WriteError, write_config
from appserver.errors import ErrorCode, ServerError
from appserver.turns.settings import read_directory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from appserver.config.loading import ConfigLoader
    from appserver.config.server_config import ServerConfig
    from appserver.server.context import RequestContext

__all__ = ["ConfigHandlers"]


class ConfigHandlers:
    """Answers what is asked about the configuration.

    A server without a home has no files of it: then it is what the server's agent says of itself, and what its start
    options say.

    Attributes:
        by_method: handler by method.
    """

    def __init__(self, config: ServerConfig | None, defaults: Mapping[str, Any]) -> None:
        self._config = config
        self._defaults = defaults
        self.by_method: dict[str, Callable[..., Any]] = {
            "config/batchWrite": self.write_all,
            "config/read": self.read,
            "configRequirements/read": self.read_requirements,
            "config/value/write": self.write,
        }

    async def read(self, _ctx: RequestContext, params: protocol.ConfigReadParams) -> dict[str, Any]:
        """Answer with the configuration as it is now, and who said what. Its layers only if they are asked for.

        Cancellation: nothing was begun.
        """
        if self._config is None:
            layers = {"layers": list[Any]()} if params.include_layers else {}
            return {"config": CONFIG.shown(self._defaults), "origins": {}, **layers}
        return await self._config.beside(partial(self._read, self._config.loader, params))

    def _read(self, loader: ConfigLoader, params: protocol.ConfigReadParams) -> dict[str, Any]:
        try:
            loaded = loader.load(None if params.cwd is None else str(read_directory(params.cwd)))
        except ConfigError as error:
            raise ServerError(error.layers_text, code=ErrorCode.INTERNAL) from None
        values = loaded.values if loader.reads_files else merged(self._defaults, loaded.values)
        answer: dict[str, Any] = {"config": CONFIG.shown(values), "origins": loaded.origins}
        if params.include_layers:
            answer["layers"] = [layer.shown for layer in loaded.layers]
        return answer

    async def read_requirements(
        self, _ctx: RequestContext, _params: protocol.ConfigRequirementsReadParams
    ) -> protocol.ConfigRequirementsReadResponse:
        """Answer with what an administrator allows.

        Cancellation: nothing was begun.
        """
        shown = None
        if self._config is not None:
            try:
                shown = (await self._config.beside(self._config.loader.read_layers)).requirements.shown
            except ConfigError as error:
                raise ServerError(
                    f"failed to read configuration layers: {error.text}", code=ErrorCode.INTERNAL
                ) from None
        # Nobody pays for the validators of all kinds of requirements who has none.
        try:
            requirements = None if shown is None else protocol.ConfigRequirements.from_wire(shown)
        except ValueError as error:
            raise ServerError(
                f"failed to read configuration layers: the requirements cannot be shown: {error}",
                code=ErrorCode.INTERNAL,
            ) from None
        return protocol.ConfigRequirementsReadResponse.model_construct(
            supports_independent_speed_modes=True, requirements=requirements
        )

    async def write(self, _ctx: RequestContext, params: protocol.ConfigValueWriteParams) -> dict[str, Any]:
        """Change one key of the user's file.

        Cancellation: it may be written all the same.
        """
        edit = Edit(params.key_path, params.value, merges=params.merge_strategy == "upsert")
        return await self._write([edit], params)

    async def write_all(
        self, _ctx: RequestContext, params: protocol.ConfigBatchWriteParams
    ) -> dict[str, Any]:
        """Change several keys of the user's file, all of them or none.

        Cancellation: they may be written all the same.
        """
        edits = [
            Edit(edit.key_path, edit.value, merges=edit.merge_strategy == "upsert") for edit in params.edits
        ]
        return await self._write(edits, params)

    async def _write(
        self, edits: list[Edit], params: protocol.ConfigValueWriteParams | protocol.ConfigBatchWriteParams
    ) -> dict[str, Any]:
        if self._config is None:
            raise _refused(
                WriteError("this server has no home, and no file to write to", "configLayerReadonly")
            )
        try:
            write = partial(
                write_config,
                self._config.loader,
                edits,
                path=params.file_path,
                expected_version=params.expected_version,
            )
            written = await self._config.beside(write)
        except WriteError as error:
            raise _refused(error) from None
        except ConfigError as error:
            raise ServerError(
                f"failed to load configuration: {error.text}", code=ErrorCode.INTERNAL
            ) from None
        answer = {"version": written.version, "filePath": written.path}
        if written.overridden is None:
            return {"status": "ok", **answer, "overriddenMetadata": None}
        layer, value = written.overridden
        who = (
            "session flags"
            if layer.name["type"] == "sessionFlags"
            else f"legacy managed_config.toml: {layer.path}"
        )
        overridden = {
            "message": f"Overridden by {who}",
            "overridingLayer": layer.metadata,
            "effectiveValue": value,
        }
        return {"status": "okOverridden", **answer, "overriddenMetadata": overridden}


def _refused(error: WriteError) -> ServerError:
    return ServerError(error.message, data={"config_write_error_code": error.code})
