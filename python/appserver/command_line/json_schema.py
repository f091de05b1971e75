"""`appserver app-server generate-json-schema`: the messages of the protocol as JSON schemas, from our models.

The files are those that Codex writes for its messages, each with all that it refers to. What the schemas say is what
our models take, in the dialect that pydantic writes.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

from pydantic import TypeAdapter
from pydantic.alias_generators import to_camel
from pydantic.json_schema import GenerateJsonSchema

from appserver.command_line.failures import StartError
from appserver.protocol._exports import MODULES
from appserver.protocol._support.base import UnionModel, WireModel
from appserver.protocol._support.fields import is_experimental
from appserver.protocol._support.lazy import class_named
from appserver.protocol._support.methods import (
    NOTIFICATIONS,
    REQUESTS,
    SERVER_REQUESTS,
    notification_class,
    request_class,
    server_request_class,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from appserver.protocol._support.messages import Notification, RequestParams, ServerRequestParams

    Message = type[RequestParams[Any]] | type[ServerRequestParams[Any]] | type[Notification]

__all__ = ["schemas", "write_schemas"]

FIRST_VERSION: Final = frozenset({"initialize"})
"""The methods whose messages Codex keeps among those of its first version."""

UNVERSIONED: Final = "fuzzyFileSearch"
"""What the methods begin with whose messages Codex keeps beside the questions, in no version."""

FILE_NAMES: Final = {
    "GetAccountRateLimitsParams": "NullableGetAccountRateLimitsParams",
    "GetAccountTokenUsageParams": "NullableGetAccountTokenUsageParams",
    "ModelProviderAuthRecoveryCompletedNotification": "AuthRecoveryNotification",
    "ModelProviderAuthRecoveryStartedNotification": "AuthRecoveryNotification",
    "RemoteControlDisableParams": "NullableRemoteControlDisableParams",
    "RemoteControlEnableParams": "NullableRemoteControlEnableParams",
    "ThreadEnvironmentConnectedNotification": "EnvironmentConnectionNotification",
    "ThreadEnvironmentDisconnectedNotification": "EnvironmentConnectionNotification",
}
"""The file of a message that has another name in Codex."""


def write_schemas(out: Path, *, experimental: bool) -> int:
    """Write one file for each message; returns the exit status.

    Raises:
        StartError: the files cannot be written.
    """
    try:
        for name, schema in schemas(experimental=experimental):
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise StartError(f"cannot write the schemas to {out}: {error.strerror or error}") from None
    return 0


def schemas(*, experimental: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name of each file, with its schema.

    Args:
        experimental: with what needs the `experimentalApi` capability.
    """
    for name, model in _messages(experimental=experimental):
        yield name, schema_of(model, experimental=experimental, nullable="Nullable" in name)


def _messages(*, experimental: bool) -> Iterator[tuple[str, type[WireModel]]]:
    """The name of each file, with the class of its message: several methods may share one."""
    written: set[str] = set()
    for method, message in _methods():
        if message.experimental and not experimental and method not in NOTIFICATIONS:
            continue  # Codex writes all notifications
        models: list[type[WireModel]] = [message] if getattr(message, "takes_params", True) else []
        if (answer := getattr(message, "response_type", None)) is not None:
            models.append(answer)
        for model in models:
            name = f"{_directory(method)}{FILE_NAMES.get(model.__name__, model.__name__)}.json"
            if name not in written:
                written.add(name)
                yield name, model


def _methods() -> Iterator[tuple[str, Message]]:
    for names, find in (
        (REQUESTS, request_class),
        (SERVER_REQUESTS, server_request_class),
        (NOTIFICATIONS, notification_class),
    ):
        for method in names:
            yield method, cast("Message", find(method))


def _directory(method: str) -> str:
    if method in FIRST_VERSION:
        return "v1/"
    return "" if method in SERVER_REQUESTS or method.startswith(UNVERSIONED) else "v2/"


def schema_of(model: type[WireModel], *, experimental: bool, nullable: bool = False) -> dict[str, Any]:
    """The schema of one message, or of null as well."""
    message: Any = model  # the type of a variable is no type expression to checkers
    wanted: Any = Annotated[Any, message.union] if issubclass(model, UnionModel) else model
    written: dict[str, Any] = TypeAdapter[Any](wanted | None if nullable else wanted).json_schema(
        by_alias=True
    )
    schema: dict[str, Any] = {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": model.__name__,
        **written,
    }
    if not experimental:
        _drop_experimental(model, schema)
        definitions: dict[str, Any] = schema.get("$defs", {})
        for name, inner in definitions.items():
            if name in MODULES:
                _drop_experimental(class_named(name), inner)
    return schema


def _drop_experimental(model: Any, schema: dict[str, Any]) -> None:
    properties = schema.get("properties")
    if not properties:
        return
    for attribute, field in model.model_fields.items():
        if is_experimental(field):
            properties.pop(field.serialization_alias or to_camel(attribute), None)
    if "required" in schema:
        schema["required"] = [name for name in schema["required"] if name in properties]
