"""What rarely changes: one question for all of it, then a list to pick from, then «hết»."""

from __future__ import annotations

from collections.abc import Sequence

from campaign import numbers
from campaign.catalogue import Measure
from campaign.folding import fold
from handlers import wording
from handlers.context import Choice
from handlers.reporter.questions import Question, Ref

NONE, SOME, DONE = "none", "some", "done"


def read(text: str) -> str | None:
    """«không», «như cũ», «0» -> NONE; «có» -> SOME; anything else is no answer to «có gì mới không?»."""
    reading = numbers.read(text, numbers.Field(unit="", flow=True))
    if isinstance(reading, numbers.Nothing) or fold(text) in ("0", "khong", "nhu cu", "van the", "khong co gi moi"):
        return NONE
    return SOME if fold(text) in ("co", "co moi", "co roi") else None


def measures(question: Question) -> list[Measure]:
    """What the question is about, each measure once, in its order."""
    return list(dict.fromkeys(ref.measure for ref in question.refs))


def menu(report_id: int, question: Question, told: Sequence[str]) -> tuple[str, list[Choice]]:
    """«Mục nào mới?» with one button a measure; once something was told, «Hết» comes first."""
    head = f"item:{report_id}:"
    choices = [
        Choice(wording.sentence(one.label)[:-1], head + one.id) for one in measures(question) if one.id not in told
    ]
    if not told:
        return wording.which_is_new(), choices
    return wording.which_more(), [Choice(wording.NO_MORE, f"news:{report_id}:{DONE}"), *choices]


def parts(report_id: int, verb: str, refs: Sequence[Ref]) -> tuple[str, list[Choice]]:
    """A measure with several inputs: which of them?"""
    head = f"{verb}:{report_id}:"
    choices = [Choice(wording.sentence(ref.label)[:-1], head + ref.key) for ref in refs]
    return wording.which_part(refs[0].measure.label), choices
