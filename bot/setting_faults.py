"""What is wrong with the settings, in Vietnamese, one line a fault; no value is repeated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import ValidationError, create_model

from bot.channels import registry
from bot.channels.descriptor import ChannelSettings

if TYPE_CHECKING:
    # A channel's own fields are read by its own package alone, which declares their types.
    OfChannels = ChannelSettings
else:
    OfChannels = create_model("OfChannels", __base__=tuple(channel.settings for channel in registry.CHANNELS))


NOT_UTF8 = ".env không phải UTF-8; trong Notepad chọn «Save as», mã hóa «UTF-8», rồi lưu lại"


class SettingsError(Exception):
    """What is wrong with the settings, one line a fault, fit to be shown: no value is repeated."""


def faults_of(error: ValidationError) -> str:
    return "\n".join(_fault(one) for one in error.errors(include_input=False))


def _fault(error: object) -> str:
    assert isinstance(error, dict)
    name = ".".join(str(part) for part in error["loc"]).upper()
    if not name:
        return str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        return f"{name}: không có mục này; .env.example kê đủ các mục"
    if error["type"] == "value_error":
        return f"{name}: {str(error['msg']).removeprefix('Value error, ')}"
    return f"{name}: {_of_type(error['type'], error.get('ctx') or {})}"


def _of_type(kind: str, limits: Mapping[str, object]) -> str:
    """What the library itself finds wrong with a value, by its name for that: its sentences are English."""
    bound = next(iter(limits.values()), "")
    known = {
        "int_parsing": "phải là số nguyên",
        "int_from_float": "phải là số nguyên",
        "float_parsing": "phải là số",
        "bool_parsing": "phải là true hoặc false",
        "greater_than": f"phải lớn hơn {bound}",
        "greater_than_equal": f"phải từ {bound} trở lên",
        "less_than": f"phải nhỏ hơn {bound}",
        "less_than_equal": f"nhiều nhất là {bound}",
        "string_too_short": f"ít nhất {bound} chữ",
        "string_too_long": f"nhiều nhất {bound} chữ",
    }
    return known.get(kind, f"giá trị này không dùng được ({kind})")
