"""Which command a sentence asks for, where nothing else reads it: «thôn nào chưa báo?», «hộ nghèo còn bao nhiêu?».

What only shows something is shown at once; what changes something is named, to be typed. Nobody is led to what they may
not do.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from campaign.text import fold
from handlers import commands, permissions
from handlers.leader import indicator
from handlers.recognition import Typed
from handlers.turn import Turn
from models import units
from services import wording

_LONGEST = 120  # characters; a longer text is no request
_FEWEST = 3  # letters of a name that is looked for within others


class _Intent(NamedTuple):
    """`is_shown`: the command only shows something, and is obeyed."""

    command: str
    is_shown: bool
    says: re.Pattern[str]


_WHICH = r"(?:ai|(?:noi|thon|truong|don vi|co quan|cho)(?: nao)?)"
_WHOM = "(?:truong|pho|nguoi|hieu truong|can bo)"
_TO_ALL = "nhan (?:cho )?(?:tat ca|cac thon|moi nguoi|ca xa)"
_TABLE = (
    ("extend", False, "(?:gia|hoan|lui|keo dai) han|them thoi gian"),
    ("clock", False, "doi (?:gio|lich)"),
    ("replace", False, rf"(?:doi|thay) (?:\w+ ){{0,2}}{_WHOM}|nghi (?:roi|viec|lam|huu)|thoi lam"),
    ("invite", False, "(?:them|moi|moi them) (?:nguoi|tai khoan|can bo|truong|pho)"),
    ("announce", False, f"(?:gui|ra) thong bao|thong bao (?:cho|den|toi|hop)|{_TO_ALL}"),
    ("enter", False, "(?:ghi|nhap|bao) (?:ho|thay|giup)|sua so"),
    ("correct", False, "sua bai|bai (?:dang )?sai|dang sai"),
    ("lost", False, "mat (?:may|dien thoai)"),
    ("board", True, rf"{_WHICH} (?:\w+ ){{0,3}}chua|chua (?:bao|gui|nop)"),
    ("draft", True, "(?:bao gio|khi nao|may gio) dang|dang bai|xem bai"),
    ("praise", True, "(?:thon|noi) nao (?:duoc khen|tot|gioi|nhanh|som|dan dau|kha)|khen (?:ai|thon|noi|don vi)"),
    ("indicator", True, "chi tieu nao|nhung chi tieu"),
    ("summary", True, "tinh hinh|ket qua|tien do|tuan nay (?:the nao|sao|ra sao)|tong hop"),
    ("summary", True, "dat (?:bao nhieu|may) chi tieu|thi dua den dau|so voi nam (?:ngoai|truoc)"),
    ("summary", True, "(?:thon|noi) nao (?:kem|cham|thap|yeu)|excel|file|pdf|in (?:bao cao|ra)"),
    ("readiness", True, "(?:may|chuong trinh|he thong) (?:bi )?(?:hong|loi|khong chay)|bi loi|loi roi"),
)
_INTENTS = tuple(_Intent(name, is_shown, re.compile(rf"\b(?:{says})\b")) for name, is_shown, says in _TABLE)
_REMINDS = re.compile(r"\bnhac \w+")
_WORD = re.compile(r"\w+")
_PERIOD = re.compile(r"(?:tuan|thang|quy) \d{1,2}(?: (?:nam )?\d{4})?|nam \d{4}")
_ASKED = re.compile(r"(?:cho (?:toi |anh |chi |em |minh )?)?(?:xem|biet|hoi) (?:so (?:lieu )?)?|so lieu ")
_HOW_MUCH = re.compile(
    r" (?:the nao|ra sao|sao|den dau|(?:con |duoc |dat |la )?bao nhieu|(?:bao|gui|du) chua)(?: roi)?(?: a| nhi)?$"
)


def is_question(command: Typed) -> bool:
    """«Thôn nào chưa báo» begins like THÔN BẢN CÒN, and names none."""
    return fold(command.words).startswith("nao ")


def take(turn: Turn, text: str) -> bool:
    """Do what a sentence asks for, or name it; False where it asks for nothing that its writer may have."""
    if len(text) > _LONGEST:
        return False
    said = " ".join(_WORD.findall(fold(text)))
    if _REMINDS.search(said) and _may(turn, "enter"):  # BẢNG reminds, but not for leaders
        return _obey(turn, "board")
    is_about_number = any(map(str.isdigit, said))  # which week, how many: no command is obeyed without it
    for intent in _INTENTS:
        is_meant = intent.says.search(said) and not (intent.is_shown and is_about_number)
        if is_meant and _may(turn, intent.command):
            _answer(turn, intent)
            return True
    return _take_name(turn, said)


def _may(turn: Turn, command: str) -> bool:
    return permissions.has(turn, commands.COMMANDS[command].thing)


def _answer(turn: Turn, intent: _Intent) -> None:
    if intent.is_shown:
        return commands.obey(turn, Typed(intent.command))
    return turn.reply(wording.type_command(commands.COMMANDS[intent.command].words[0]))


def _take_name(turn: Turn, said: str) -> bool:
    """«Xem bhyt», «hộ nghèo còn bao nhiêu?», «Bản Còn thế nào»: a measure, a place, a period."""
    name = _HOW_MUCH.sub("", _ASKED.sub("", said, count=1) if _ASKED.match(said) else said)
    if name == said or len(name) < _FEWEST:
        return False
    if _PERIOD.fullmatch(name):
        return _obey(turn, "summary", name)
    if any(map(str.isdigit, name)):
        return False
    if indicator.find(turn, name):
        return _obey(turn, "indicator", name)
    return bool(units.named(turn.session, turn.commune.id, name)) and _obey(turn, "unit", name)


def _obey(turn: Turn, command: str, words: str = "") -> bool:
    if not _may(turn, command):
        return False
    commands.obey(turn, Typed(command, words))
    return True
