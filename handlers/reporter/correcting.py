"""Corrections in one's own words: «nhầm, 6 chứ không phải 9», «nhầm, gieo 2 mẫu thôi», an edited message."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaign.parsing import mentions
from handlers.reporter import parse
from handlers.reporter.dialogue import Dialogue
from models import figures
from services.report_sheet import Ref

# Matched on flattened text, whose letters stand where they stood.
_OPENING = re.compile(
    r"^(?:xin loi(?:\s*,)?\s*)?(?:nham(?: roi)?|sai roi|ghi nham|go nham|bao nham|sua lai)\b[\s,.:;]*(?:la\s+)?"
)
_NOT_THAT = re.compile(r"(?:chu\s+)?khong phai(?: la)?\s+")


@dataclass(frozen=True, slots=True)
class Correction:
    """The right words, and the wrong ones where they were named."""

    words: str
    wrong: str = ""


def read(text: str) -> Correction | None:
    """The correction in a text that opens with «nhầm» or its like, or that says «A chứ không phải B»."""
    flat = mentions.flatten(text)
    opening = _OPENING.match(flat)
    start = opening.end() if opening else 0
    middle = _NOT_THAT.search(flat, start)
    if middle and (words := _before_comma(text[start : middle.start()])):
        return Correction(words, text[middle.end() :].strip(" .!"))
    if opening and text[start:].strip():
        return Correction(_without_only(text[start:].strip(" .!")))
    return None


def _before_comma(words: str) -> str:
    """«6, chứ không phải 9»: the right words end before the comma."""
    return words.rstrip().removesuffix(",").strip()


def _without_only(words: str) -> str:
    """«2 mẫu thôi» without its «thôi»."""
    head = words[:-4]
    return head.rstrip() if words.endswith(("thôi", "thoi")) and head[-1:].isspace() else words


def target(dialogue: Dialogue, correction: Correction) -> Ref | None:
    """The figure that is meant: the one that has the wrong value, else the one given last; None when none was."""
    sheet = dialogue.sheet
    if correction.wrong:
        matching = [ref for ref in sheet.refs if _has(dialogue, ref, correction.wrong)]
        return matching[0] if len(matching) == 1 else None
    session, report = dialogue.turn.session, dialogue.report
    last = figures.newest(session, report.unit_id, report.period_id, dialogue.turn.speaker.id)
    return sheet.ref(f"{last.measure}.{last.input}") if last else None


def _has(dialogue: Dialogue, ref: Ref, words: str) -> bool:
    """Whether a figure given in this report is what these words say."""
    figure = dialogue.sheet.given.get(ref.key)
    if figure is None:
        return False
    result = parse.understand(dialogue.sheet, ref, words, dialogue.turn.title)
    return isinstance(result, parse.Understood) and result.answer.value == figure.value
