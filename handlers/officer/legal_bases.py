"""CĂN CỨ: an officer writes down what is confirmed of law, with its text and article; the program writes none."""

from __future__ import annotations

import re
from datetime import date

from campaign.parsing import written_days
from handlers.turn import Turn
from services import date_words, legal, wording
from services.legal import Key

_BACK = re.compile(r"b[oỏ] ([0-9]{1,2})", re.IGNORECASE)
_VALUE = re.compile(r"([0-9]{1,2}) ?[:.] ?(.{1,700})", re.DOTALL)
_UNTIL = re.compile(r"[,;]? ?(?:đến|den) (?:ngày )?([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\.?$", re.IGNORECASE)
_SOURCE = re.compile(r"[,;]? theo ", re.IGNORECASE)


def command(turn: Turn, words: str) -> None:
    """CĂN CỨ; «CĂN CỨ 3: 15, theo Điều 2 …»; «CĂN CỨ BỎ 3»."""
    said = " ".join(words.split())
    if (back := _BACK.fullmatch(said)) is not None:
        return _take_back(turn, int(back[1]))
    typed = _VALUE.fullmatch(said)
    if typed is None:
        return turn.reply(wording.legal_no_number(len(Key))) if said else show(turn)
    return _record(turn, int(typed[1]), typed[2])


def show(turn: Turn) -> None:
    """Every key with what holds today."""
    found = legal.confirmed(turn)
    lines = []
    for number, key in enumerate(Key, 1):
        one = found.get(key)
        until = _said(one.valid_to if one is not None else None)
        value, source = ("", "") if one is None else (one.value, one.source)
        lines.append(wording.legal_line(number, legal.SAID[key], value, source, until))
    turn.reply(wording.legal_listed(lines))


def _record(turn: Turn, number: int, text: str) -> None:
    key, until = legal.of_number(number), None
    if key is None:
        return turn.reply(wording.legal_no_number(len(Key)))
    if (ends := _UNTIL.search(text)) is not None:
        until, text = written_days.day(int(ends[3]), int(ends[2]), int(ends[1])), text[: ends.start()]
    parts = _SOURCE.split(text, maxsplit=1)
    value, source = parts[0].strip(" ,;."), parts[-1].strip(" ,;.") if len(parts) > 1 else ""
    if not value or not source or (ends is not None and until is None):
        return turn.reply(wording.legal_needs_source(legal.SAID[key]))
    if max(len(value), len(source)) > legal.LONGEST:
        return turn.reply(wording.legal_too_long(legal.LONGEST))
    legal.record(turn, key, value, source, until)
    return turn.reply(wording.legal_recorded(legal.SAID[key], value, source, _said(until)))


def _said(day: date | None) -> str:
    return date_words.plain_date(day) if day else ""


def _take_back(turn: Turn, number: int) -> None:
    key = legal.of_number(number)
    if key is None:
        return turn.reply(wording.legal_no_number(len(Key)))
    is_there = legal.take_back(turn, key)
    return turn.reply(
        wording.legal_taken_back(legal.SAID[key]) if is_there else wording.legal_was_empty(legal.SAID[key])
    )
