"""What the classes of methods are, where the schema has no plain pair of params and answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from appserver import protocol as p
from appserver.protocol._support import methods


@pytest.mark.parametrize("name", [*methods.REQUESTS.values(), *methods.SERVER_REQUESTS.values()])
def test_params_know_their_answer(name: str) -> None:
    params = getattr(p, name)
    assert issubclass(params, p.RequestParams | p.ServerRequestParams)
    assert issubclass(params.response_type, p.WireModel)
    assert params.response_type.__name__.endswith("Response")


@pytest.mark.parametrize("method", [*methods.REQUESTS])
def test_a_class_reads_what_it_writes(method: str) -> None:
    cls = methods.request_class(method)
    assert cls is not None
    assert cls.method == method
    if not cls.takes_params:
        assert not cls.model_fields
        assert p.decode_request(method, None) == cls() == p.decode_request(method, {})
        with pytest.raises(p.DecodeError, match=r"^invalid type: integer `1`, expected unit$"):
            p.decode_request(method, 1)


def test_params_may_be_absent_where_the_schema_says_so() -> None:
    optional = [name for name, cls in methods.REQUESTS.items() if not getattr(p, cls).needs_params]
    assert optional == [
        "remoteControl/enable",
        "remoteControl/disable",
        "account/rateLimits/read",
        "account/usage/read",
    ]
    for method in optional:
        assert p.decode_request(method, None) == p.decode_request(method, {})


def test_methods_that_share_their_params_have_a_class_each() -> None:
    data = {"threadId": "t", "environmentId": "e"}
    connected = p.decode_notification("thread/environment/connected", data)
    disconnected = p.decode_notification("thread/environment/disconnected", data)
    assert isinstance(connected, p.ThreadEnvironmentConnectedNotification)
    assert isinstance(disconnected, p.ThreadEnvironmentDisconnectedNotification)
    for event in (connected, disconnected):
        assert isinstance(event, p.EnvironmentConnectionNotification)
        assert event.to_wire() == data
    assert connected.method == "thread/environment/connected"


LOGIN: list[tuple[dict[str, Any], type[p.LoginAccountParams]]] = [
    ({"type": "apiKey", "apiKey": "k"}, p.ApiKeyLoginAccountParams),
    ({"type": "chatgptDeviceCode"}, p.ChatgptDeviceCodeLoginAccountParams),
]


@pytest.mark.parametrize(("data", "variant"), LOGIN)
def test_params_that_are_a_union_are_a_class_with_subclasses(
    data: dict[str, Any], variant: type[p.LoginAccountParams]
) -> None:
    params = p.decode_request("account/login/start", data)
    assert type(params) is variant
    assert isinstance(params, p.LoginAccountParams)
    assert params.method == "account/login/start"
    assert params.to_wire() == data
    assert type(p.LoginAccountParams.from_wire(data)) is variant
    assert p.LoginAccountParams.from_wire_json(params.to_wire_json()) == params
    assert variant.from_wire(data) == params


class Holder(BaseModel):
    """Somebody's own model."""

    login: p.LoginAccountParams


@pytest.mark.parametrize(
    ("data", "variant"), [*LOGIN, ({"type": "pigeon", "colour": "grey"}, p.LoginAccountParams)]
)
def test_the_class_of_a_union_finds_the_variant_in_other_models(
    data: dict[str, Any], variant: type[p.LoginAccountParams]
) -> None:
    for holder in (
        Holder.model_validate({"login": data}),
        Holder.model_validate_json(json.dumps({"login": data})),
        Holder(login=p.LoginAccountParams.from_wire(data)),
    ):
        assert type(holder.login) is variant
        assert json.loads(holder.model_dump_json(by_alias=True, exclude_unset=True)) == {"login": data}
    adapter = TypeAdapter(p.LoginAccountParams)
    assert type(adapter.validate_python(data)) is variant
    assert adapter.dump_python(adapter.validate_python(data), by_alias=True, exclude_unset=True) == data


def test_the_class_of_a_union_refuses_strictly_what_it_does_not_know() -> None:
    adapter = TypeAdapter(p.LoginAccountParams)
    with pytest.raises(ValidationError):
        adapter.validate_python({"type": "pigeon"}, strict=True)
    with pytest.raises(ValidationError):
        adapter.validate_python({"type": "apiKey"})


def test_an_answer_that_is_a_union() -> None:
    params = p.ChatgptLoginAccountParams()
    answer = {"type": "chatgpt", "loginId": "l", "authUrl": "u"}
    response = p.decode_response(params, answer)
    assert isinstance(response, p.ChatgptLoginAccountResponse)
    assert (response.login_id, response.to_wire()) == ("l", answer)
    assert p.decode_response(params, response) is response
    later = p.decode_response(params, {"type": "carrierPigeon", "colour": "grey"})
    assert type(later) is p.LoginAccountResponse
    assert later.type == "carrierPigeon"
    assert later.to_wire() == {"type": "carrierPigeon", "colour": "grey"}
    with pytest.raises(p.DecodeError, match="missing field `authUrl`"):
        p.decode_response(params, {"type": "chatgpt", "loginId": "l"})
    with pytest.raises(p.DecodeError):
        p.decode_response(params, {"loginId": "l"})


def test_strict_reading_of_a_union() -> None:
    with pytest.raises(
        p.DecodeError, match=r"^unknown variant `pigeon`, expected one of `apiKey`, `chatgpt`, "
    ):
        p.decode_request("account/login/start", {"type": "pigeon"})
    with pytest.raises(p.DecodeError, match=r"^missing field `type`$"):
        p.decode_request("account/login/start", {})
    with pytest.raises(p.DecodeError, match=r"^missing field `apiKey`$"):
        p.decode_request("account/login/start", {"type": "apiKey"})


def test_a_server_request_that_is_a_union_keeps_its_shared_fields() -> None:
    data = {
        "threadId": "t",
        "turnId": None,
        "serverName": "s",
        "mode": "url",
        "_meta": {"a": 1},
        "message": "m",
        "url": "u",
        "elicitationId": "e",
    }
    params = p.decode_server_request_params("mcpServer/elicitation/request", data)
    assert isinstance(params, p.UrlMcpServerElicitationRequestParams)
    assert (params.thread_id, params.server_name, params.meta) == ("t", "s", {"a": 1})
    assert params.to_wire() == data
    later = {"threadId": "t", "serverName": "s", "turnId": None, "mode": "hologram", "size": 3}
    unknown = p.decode_server_request_params("mcpServer/elicitation/request", later)
    assert type(unknown) is p.McpServerElicitationRequestParams
    assert unknown.to_wire() == later


def test_closed_params_refuse_what_codex_refuses() -> None:
    data = {"threadId": "t", "turnId": "u", "colour": "red"}
    with pytest.raises(
        p.DecodeError, match=r"^unknown field `colour`, expected one of `threadId`, `turnId`, "
    ):
        p.decode_request("turn/settings/update", data)
    with pytest.raises(p.DecodeError, match=r"^unknown field `a`, there are no fields$"):
        p.decode_request("userVerification/status", {"a": 1})


def test_flattened_maps_keep_their_entries() -> None:
    data = {"_default": None, "mail": {"enabled": False, "links": {"x": {"approvals_reviewer": "user"}}}}
    apps = p.AppsConfig.from_wire(data)
    assert apps.default is None
    assert apps.model_extra is not None
    mail = apps.model_extra["mail"]
    assert isinstance(mail, p.AppConfig)
    assert mail.links is not None
    assert mail.links["x"].approvals_reviewer == "user"
    assert apps.to_wire()["mail"]["enabled"] is False
    assert p.AppsConfig.from_wire(apps.to_wire()) == apps
    config = p.Config.from_wire({"model": "m", "unheard_of": {"deep": [None]}})
    assert config.to_wire()["unheard_of"] == {"deep": [None]}


def test_untagged_unions_take_the_form_that_fits() -> None:
    content = [{"uri": "u", "text": "t"}, {"uri": "u", "blob": "b"}, {"uri": "u", "hologram": 1}]
    text, blob, other = (
        p.McpResourceReadResponse.from_wire({"contents": [part]}).contents[0] for part in content
    )
    assert isinstance(text, p.TextResourceContent)
    assert isinstance(blob, p.BlobResourceContent)
    assert other == p.UnknownVariant(type="", raw=content[2])


def test_unions_refuse_models_of_other_unions() -> None:
    with pytest.raises(ValidationError):
        p.TurnStartParams.model_validate({"threadId": "t", "input": [p.PlanThreadItem(id="i", text="t")]})


def test_numbers_and_free_values_go_through_untouched() -> None:
    for number in (2**63 - 1, -(2**63)):
        data = {"threadId": "t", "turnId": "u", "itemId": "i", "delta": "", "contentIndex": number}
        assert p.ReasoningTextDeltaNotification.from_wire(data).to_wire() == data
    free = {"z": None, "a": [1.5, {"y": True, "b": []}], "é": 2**70}
    params = p.ThreadStartParams(config=free)
    assert list(params.to_wire()["config"]) == ["z", "a", "é"]
    assert params.to_wire()["config"] == free
