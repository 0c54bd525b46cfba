"""Checks an inline keyboard as the Bot API describes InlineKeyboardMarkup; other markups are not simulated."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from simulator.shapes import Json, bad_request

_BUTTONS_PER_MESSAGE = 100
_BUTTONS_PER_ROW = 8
_DATA_BYTES = 64
_FIELDS = {"text", "callback_data", "url", "style"}
_STYLES = {"danger", "success", "primary"}


def check(value: Any) -> list[list[Json]]:
    """Rows of buttons; an empty list means: no keyboard. Refuses what Telegram would, and unknown fields."""
    if not isinstance(value, dict) or set(value) != {"inline_keyboard"}:
        raise bad_request("only an object with inline_keyboard is taken as reply markup here")
    rows = value["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be of type Array of Array')
    for row in rows:
        if len(row) > _BUTTONS_PER_ROW:
            raise bad_request("a row of the inline keyboard has more than 8 buttons")
        for button in row:
            _check_button(button)
    if sum(map(len, rows)) > _BUTTONS_PER_MESSAGE:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return [row for row in rows if row]


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: it must be an Object")
    unknown = set(button) - _FIELDS
    if unknown:
        raise bad_request(f'unknown parameter "{min(unknown)}"')
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request('can\'t parse inline keyboard button: field "text" must be non-empty')
    if button.get("style", "primary") not in _STYLES:
        raise bad_request("invalid button style specified")
    if len({"callback_data", "url"} & set(button)) != 1:
        raise bad_request("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    if "callback_data" in button:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode()) <= _DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif not isinstance(button["url"], str) or not _is_link(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: wrong HTTP URL")


def _is_link(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "tg") and bool(parts.netloc)
