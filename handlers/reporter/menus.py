"""Lists to pick from: which of the things that rarely change, which part of one."""

from __future__ import annotations

from collections.abc import Sequence

from campaign.catalogue import Measure
from services import wording
from services.context import Choice
from services.report_sheet import Question, Ref

DONE = "done"


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
