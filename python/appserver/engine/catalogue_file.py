"""A catalogue of models in a file, as `model_catalog_json` names one: an object with `models`, a list of rows.

| field of a row | what it may be | effect |
|---|---|---|
| `slug` | text, needed | the name by which the model is asked for |
| `display_name`, `description` | text | what clients show |
| `base_instructions` | text | what it is told first, where neither the agent nor the thread says that |
| `model_messages` | texts: `instructions_template`, which goes before `base_instructions` | |
| `permissions`, `approvals` in it | texts by policy | what it is told of the sandbox, and of approvals |
| `visibility` | text | `list`: clients list it to be chosen; anything else: they do not |
| `priority` | whole number | the lower, the earlier in the list |
| `supported_reasoning_levels` | list of `effort`, `description` | how hard clients may tell it to think |
| `default_reasoning_level` | text | how hard it thinks where nobody says |
| `default_reasoning_summary` | text | how its reasoning is summed up where nobody says |
| `context_window` | tokens | how much it takes: when a conversation is shortened, and what clients are shown |
| `effective_context_window_percent` | 1 to 100 | what of that clients are shown, 95 |
| `apply_patch_tool_type` | text | `freeform`: it is given patches as free text; else as a function |
| `truncation_policy` | `mode` (`bytes`, `tokens`), `limit` | how much of one output of a tool it is told |
| `support_verbosity`, `default_verbosity` | true or false; text | whether, and how much, it is told to write |
| `input_modalities` | list of text | what clients may send it |
| `service_tiers` | list of `id`, `name`, `description` | its speed classes |

They are those of Codex, and so is the form. Further fields are passed over. A field that is missing, or null, is as of
a model of which nothing is known.
"""

from __future__ import annotations

import json
import json.decoder
import json.scanner
import os
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from appserver.config.problems import ConfigError, TextRange
from appserver.config.toml_file import range_in, read_bytes
from appserver.engine.catalogue import Catalogue, ModelFacts
from appserver.plain_data import is_list, is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["catalogue_of", "read_catalogue"]

MAX_MODELS: Final = 1_000
MAX_TEXT: Final = 4_096
MAX_INSTRUCTIONS: Final = 256 * 1024
MAX_ENTRIES: Final = 100
MAX_TOKENS: Final = 2**40
_BYTES_A_TOKEN: Final = 4

_decoding: Any = json.decoder
_scanning: Any = json.scanner
"""Their parts in plain Python, which can be told where a value stands; no stub knows them."""

Place: TypeAlias = "tuple[str | int, ...]"


class _Fault(Exception):  # noqa: N818 - it does not leave this module
    """A value that is not what it should be."""

    def __init__(self, place: Place, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(reason)

    def text(self) -> str:
        """What is wrong, and where."""
        name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.place)
        return f"{name.removeprefix('.')}: {self.reason}" if name else self.reason


def catalogue_of(data: object) -> Catalogue:
    """A catalogue from the content of such a file.

    Raises:
        ValueError: a value is not what it should be; the text names it.
    """
    try:
        return _catalogue(data)
    except _Fault as fault:
        raise ValueError(fault.text()) from None


def read_catalogue(path: str | os.PathLike[Any]) -> Catalogue:
    """A catalogue from a file.

    Raises:
        ConfigError: it cannot be read, or is no catalogue. The text names the file, the line and the reason.
    """
    place = os.fsdecode(path)
    content = read_bytes(place)
    if content is None:
        raise ConfigError("there is no such file; it is to hold the catalogue of models", path=place)
    text = _text(content, place)
    try:
        return _catalogue(json.loads(text))
    except json.JSONDecodeError as error:
        where = TextRange(error.lineno, error.colno, error.lineno, error.colno)
        raise ConfigError(f"it is no JSON: {error.msg}", path=place, range=where) from None
    except RecursionError:
        raise ConfigError("it holds too many values within each other", path=place) from None
    except _Fault as fault:
        raise ConfigError(fault.text(), path=place, range=_range_of(fault.place, text)) from None
    except ValueError as error:  # a number with thousands of digits
        raise ConfigError(f"it cannot be read: {error}", path=place) from None


def _text(content: bytes, path: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = range_in(content, error.start, error.start + 1)
        raise ConfigError("the text is not valid UTF-8", path=path, range=where) from None


def _range_of(place: Place, text: str) -> TextRange | None:
    """Where a value begins, or the nearest one around it that is there; None: it is too deep to say so."""
    begins: dict[int, int] = {}  # of an object
    starts: dict[int, dict[str, int]] = {}  # of its values
    kept: list[object] = []  # what is told apart by its id must not go meanwhile

    def parse_object(at: tuple[str, int], strict: bool, scan: Callable[..., Any], *_: Any) -> Any:
        found: list[int] = []

        def scan_once(string: str, start: int) -> Any:
            found.append(start)
            return scan(string, start)

        read: tuple[list[tuple[str, Any]], int] = _decoding.JSONObject(at, strict, scan_once, None, list, {})
        pairs, end = read
        value = dict(pairs)
        kept.append(value)
        begins[id(value)] = at[1] - 1
        starts[id(value)] = {key: start for (key, _), start in zip(pairs, found, strict=True)}
        return value, end

    decoder: Any = json.JSONDecoder()
    decoder.parse_object = parse_object
    decoder.scan_once = _scanning.py_make_scanner(decoder)
    try:
        value: Any = decoder.decode(text)
    except RecursionError:
        return None
    start = begins.get(id(value), 0)
    for part in place:
        if is_mapping(value) and part in value:
            start = starts[id(value)][str(part)]
            value = value[part]
        elif is_list(value) and isinstance(part, int):
            value = value[part]
            start = begins.get(id(value), start)
        else:
            break
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return TextRange(line, column, line, column)


def _catalogue(data: object) -> Catalogue:
    if not is_mapping(data):
        raise _Fault((), f"an object with `models` is wanted, not {_kind(data)}")
    rows = data.get("models")
    if not is_list(rows):
        raise _Fault(("models",) if "models" in data else (), f"`models` is a list, not {_kind(rows)}")
    if not rows:
        raise _Fault(("models",), "it must hold at least one model")
    if len(rows) > MAX_MODELS:
        raise _Fault(("models",), f"it holds {len(rows)} models, of which {MAX_MODELS} can be")
    found: dict[str, ModelFacts] = {}
    for number, row in enumerate(rows):
        place: Place = ("models", number)
        if not is_mapping(row):
            raise _Fault(place, f"a row is an object, not {_kind(row)}")
        slug = _words(row, "slug", place)
        if not slug:
            raise _Fault(place, "`slug` is missing: the name by which the model is asked for")
        found.setdefault(slug, _facts(row, place))  # the first counts, as where they are listed
    return Catalogue(found)


def _facts(row: Mapping[Any, Any], place: Place) -> ModelFacts:
    usual = ModelFacts()
    visibility = _words(row, "visibility", place)
    takes_verbosity = row.get("support_verbosity")
    if not (takes_verbosity is None or isinstance(takes_verbosity, bool)):
        raise _Fault((*place, "support_verbosity"), f"true or false, not {_kind(takes_verbosity)}")
    template, policies = _messages(row, place)
    window = _number(row, "context_window", place, 1, MAX_TOKENS)
    percent = _number(row, "effective_context_window_percent", place, 1, 100)
    return ModelFacts(
        takes_free_text=_words(row, "apply_patch_tool_type", place) == "freeform",
        max_output=_max_output(row, place) or usual.max_output,
        context_window=window or usual.context_window,
        usable_percent=percent or usual.usable_percent,
        effort=_words(row, "default_reasoning_level", place) or None,
        summary=_words(row, "default_reasoning_summary", place) or usual.summary,
        takes_verbosity=takes_verbosity is True,
        verbosity=_words(row, "default_verbosity", place) or None,
        name=_words(row, "display_name", place),
        description=_words(row, "description", place),
        efforts=tuple(
            (e, d) for e, d in _entries(row, "supported_reasoning_levels", place, "effort", "description")
        ),
        is_hidden=visibility not in ("", "list"),
        place=_number(row, "priority", place, -MAX_TOKENS, MAX_TOKENS) or 0,
        modalities=_modalities(row, place) or usual.modalities,
        instructions=template or _words(row, "base_instructions", place, MAX_INSTRUCTIONS),
        policies=policies,
        tiers=tuple(
            (i, n, d) for i, n, d in _entries(row, "service_tiers", place, "id", "name", "description")
        ),
    )


def _messages(row: Mapping[Any, Any], place: Place) -> tuple[str, dict[str, str]]:
    """What goes before the instructions of a row, and its words about what the model may do, by the policy."""
    messages = _object(row, "model_messages", place)
    place = (*place, "model_messages")
    policies: dict[str, str] = {}
    for kind, names in (("permissions", _SANDBOXES), ("approvals", _APPROVALS)):
        texts = _object(messages, kind, place)
        for key, policy in names.items():
            if texts.get(key) is not None:
                policies[policy] = _words(texts, key, (*place, kind), MAX_INSTRUCTIONS)
    return _words(messages, "instructions_template", place, MAX_INSTRUCTIONS), policies


_SANDBOXES: Final = {
    "read_only": "readOnly",
    "workspace_write": "workspaceWrite",
    "danger_full_access": "dangerFullAccess",
}
_APPROVALS: Final = {"on_request": "on-request", "never": "never", "unless_trusted": "untrusted"}


def _object(row: Mapping[Any, Any], key: str, place: Place) -> Mapping[Any, Any]:
    """An object; empty where there is none."""
    value: object = row.get(key)
    if value is None:
        return {}
    if not is_mapping(value):
        raise _Fault((*place, key), f"an object, not {_kind(value)}")
    return value


def _max_output(row: Mapping[Any, Any], place: Place) -> int | None:
    policy = row.get("truncation_policy")
    if policy is None:
        return None
    place = (*place, "truncation_policy")
    if not is_mapping(policy):
        raise _Fault(place, f"an object with `mode` and `limit`, not {_kind(policy)}")
    mode = _words(policy, "mode", place)
    if mode not in ("bytes", "tokens"):
        raise _Fault((*place, "mode"), "`bytes` or `tokens`")
    limit = _number(policy, "limit", place, 1, MAX_TOKENS)
    return limit if limit is None or mode == "bytes" else limit * _BYTES_A_TOKEN


def _modalities(row: Mapping[Any, Any], place: Place) -> tuple[str, ...]:
    values = row.get("input_modalities")
    if values is None:
        return ()
    if not is_list(values) or len(values) > MAX_ENTRIES or not all(isinstance(one, str) for one in values):
        raise _Fault((*place, "input_modalities"), f"a list of text, at most {MAX_ENTRIES}")
    return tuple(str(one)[:MAX_TEXT] for one in values)


def _entries(row: Mapping[Any, Any], key: str, place: Place, *names: str) -> list[tuple[str, ...]]:
    """The entries of a list, each with these texts, of which the first is needed."""
    values = row.get(key)
    if values is None:
        return []
    place = (*place, key)
    if not is_list(values) or len(values) > MAX_ENTRIES:
        raise _Fault(place, f"a list of objects, at most {MAX_ENTRIES}")
    found: list[tuple[str, ...]] = []
    for number, value in enumerate(values):
        at: Place = (*place, number)
        if not is_mapping(value):
            raise _Fault(at, f"an object with {', '.join(names)}, not {_kind(value)}")
        texts = tuple(_words(value, name, at) for name in names)
        if not texts[0]:
            raise _Fault(at, f"`{names[0]}` is missing")
        found.append(texts)
    return found


def _words(row: Mapping[Any, Any], key: str, place: Place, most: int = MAX_TEXT) -> str:
    """A text; empty where there is none."""
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Fault((*place, key), f"text, not {_kind(value)}")
    if len(value) > most:
        raise _Fault((*place, key), f"{len(value)} characters, of which {most} can be")
    return value.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be sent


def _number(row: Mapping[Any, Any], key: str, place: Place, least: int, most: int) -> int | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Fault((*place, key), f"a whole number, not {_kind(value)}")
    if not least <= value <= most:
        raise _Fault((*place, key), f"a number from {least} to {most}, not {str(value)[:20]}")
    return value


def _kind(value: object) -> str:
    """What a value is, in the words of JSON."""
    if is_mapping(value):
        return "an object"
    names: dict[type, str] = {
        type(None): "null",
        bool: "a truth value",
        str: "text",
        list: "a list",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), type(value).__name__)
