"""Which parameters each method takes, of which kind, and what is said when one is missing: one table, and its check.

Stricter than Telegram, which ignores what it does not know: a parameter that is not in the table is refused, so
that a bot under test cannot lean on one that does nothing. Documented parameters without meaning here are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from simulator import keyboards
from simulator.shapes import Json, Upload, bad_request

Kind = Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a String")
    return value


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("must be an Integer")
    try:
        return int(value)
    except ValueError as fault:
        raise ValueError("must be an Integer") from fault


def _boolean(value: Any) -> bool:
    known = {"true": True, "1": True, "false": False, "0": False}
    word = str(value).lower()
    if word not in known:
        raise ValueError("must be a Boolean")
    return known[word]


def _chat(value: Any) -> int:
    """A chat's id; the @name of a channel names nothing here."""
    try:
        return _integer(value)
    except ValueError:
        raise bad_request("chat not found" if value else "chat_id is empty") from None


def _parsed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as fault:
        raise ValueError("is not a JSON-serialized object") from fault


def _object(*fields: str) -> Kind:
    def check(value: Any) -> Json:
        found = _parsed(value)
        if not isinstance(found, dict):
            raise ValueError("must be an Object")
        unknown = set(found) - set(fields)
        if unknown:
            raise bad_request(f'unknown parameter "{min(unknown)}"')
        return found

    return check


def _array(of: type) -> Kind:
    def check(value: Any) -> list[Any]:
        found = _parsed(value)
        if not isinstance(found, list) or not all(isinstance(entry, of) for entry in found):
            raise ValueError(f"must be an Array of {of.__name__}")
        return found

    return check


def _entities(value: Any) -> list[Json]:
    entities: list[Json] = _array(dict)(value)
    for entity in entities:
        if not all(
            isinstance(entity.get(key), kind) for key, kind in (("type", str), ("offset", int), ("length", int))
        ):
            raise bad_request("can't parse entities: fields type, offset and length are needed")
    return entities


def _parse_mode(value: Any) -> str | None:
    if value == "":
        return None
    if not isinstance(value, str) or value.lower() != "html":
        raise bad_request("unsupported parse_mode")
    return "HTML"


def _file(value: Any) -> Any:
    if isinstance(value, Upload) or (isinstance(value, str) and value):
        return value
    raise ValueError("must be an InputFile or String")


def _keyboard(value: Any) -> list[list[Json]]:
    return keyboards.check(_parsed(value))


_REPLY = _object("message_id", "chat_id", "allow_sending_without_reply", "quote", "quote_position")
_PREVIEW = _object("is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text")
_SCOPE = _object("type", "chat_id", "user_id")

_SENDING: dict[str, Kind] = {
    "chat_id": _chat, "disable_notification": _boolean, "protect_content": _boolean,
    "reply_parameters": _REPLY, "reply_markup": _keyboard, "message_thread_id": _integer,
}  # fmt: skip
_WORDS: dict[str, Kind] = {
    "text": _text, "parse_mode": _parse_mode, "entities": _entities, "link_preview_options": _PREVIEW
}  # fmt: skip
_CAPTION: dict[str, Kind] = {
    "caption": _text, "parse_mode": _parse_mode, "caption_entities": _entities, "show_caption_above_media": _boolean,
}  # fmt: skip
_MESSAGE: dict[str, Kind] = {"chat_id": _chat, "message_id": _integer}

# The method's name in small letters (they are case-insensitive) -> its parameters.
TABLE: dict[str, dict[str, Kind]] = {
    "getme": {},
    "getupdates": {
        "offset": _integer, "limit": _integer, "timeout": _integer, "allowed_updates": _array(str)
    },
    "setwebhook": {
        "url": _text, "secret_token": _text, "max_connections": _integer, "drop_pending_updates": _boolean,
        "allowed_updates": _array(str),
    },
    "deletewebhook": {"drop_pending_updates": _boolean},
    "getwebhookinfo": {},
    "sendmessage": _SENDING | _WORDS,
    "sendphoto": _SENDING | _CAPTION | {"photo": _file, "has_spoiler": _boolean},
    "senddocument": _SENDING | _CAPTION | {"document": _file, "disable_content_type_detection": _boolean},
    "editmessagetext": _MESSAGE | _WORDS | {"reply_markup": _keyboard},
    "editmessagecaption": _MESSAGE | _CAPTION | {"reply_markup": _keyboard},
    "editmessagereplymarkup": _MESSAGE | {"reply_markup": _keyboard},
    "deletemessage": _MESSAGE,
    "answercallbackquery": {
        "callback_query_id": _text, "text": _text, "show_alert": _boolean, "url": _text, "cache_time": _integer
    },
    "sendchataction": {"chat_id": _chat, "action": _text},
    "getfile": {"file_id": _text},
    "setmycommands": {"commands": _array(dict), "scope": _SCOPE, "language_code": _text},
    "getmycommands": {"scope": _SCOPE, "language_code": _text},
    "leavechat": {"chat_id": _chat},
    "getchat": {"chat_id": _chat},
    "getchatmember": {"chat_id": _chat, "user_id": _integer},
}  # fmt: skip

# What is said when a parameter that a method cannot do without is missing or empty.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "message_id": "message identifier is not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "action": "wrong parameter action in request",
    "file_id": "file_id not specified",
    "commands": "can't parse commands: expected an Array",
    "user_id": "invalid user_id specified",
}
# These are in a table row but may be absent where another method needs them.
_FREE = {("answercallbackquery", "text")}


def check(method: str, raw: Json, uploads: dict[str, Upload]) -> Json:
    """The parameters of a call, each turned into its kind; raises Refusal for the first that is wrong."""
    kinds = TABLE[method]
    raw = raw | _attach(raw, uploads, set(kinds))
    for name in raw:
        if name not in kinds:
            raise bad_request(f'unknown parameter "{name}"')
    for name in kinds:
        if name in _MISSING and (method, name) not in _FREE and raw.get(name) in (None, ""):
            raise bad_request(_MISSING[name])
    values: Json = {}
    for name, value in raw.items():
        if value is None:
            continue
        try:
            values[name] = kinds[name](value)
        except ValueError as fault:
            raise bad_request(f'parameter "{name}" {fault}') from fault
    return values


def _attach(raw: Json, uploads: dict[str, Upload], names: set[str]) -> Json:
    """File parts by the parameter they belong to: named like it, or pointed at by attach://<part>."""
    found: Json = {}
    left = dict(uploads)
    for name, value in raw.items():
        if name in names and isinstance(value, str) and value.startswith("attach://"):
            upload = left.pop(value.removeprefix("attach://"), None)
            if upload is None:
                raise bad_request("wrong file attachment: there is no such part in the request")
            found[name] = upload
    return found | left
