"""Questions about every village that one office answers: it names the villages that have not, and no other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from campaign.catalogue import Option
from campaign.facts import State
from campaign.text import fold
from models import figure_queries, figures, units
from models.figures import Answer, Saying
from models.units import Unit
from services import wording
from services.context import Choice
from services.guards import Refusal
from services.report_sheet import Ref, Sheet

ALL, NONE = "all", "none"
_BETWEEN = re.compile(r"[,;\n]|\bvà\b|\bva\b", re.IGNORECASE)


def question_text(sheet: Sheet, ref: Ref) -> str:
    return wording.which_villages_not(_no(ref).said, len(_villages(sheet)))


def choices(sheet: Sheet, ref: Ref) -> list[Choice]:
    head = f"list:{sheet.report.id}:{ref.key}:"
    return [
        Choice(wording.all_villages(len(_villages(sheet))), head + ALL),
        Choice(wording.NO_VILLAGE, head + NONE),
    ]


def read(sheet: Sheet, ref: Ref, text: str, title: str) -> Sequence[Unit] | Refusal:
    """The villages named in a text («Nà Pò, Bản Còn»); a name nobody knows is asked about, not dropped."""
    villages = _villages(sheet)
    if text in (ALL, NONE):
        return [] if text == ALL else villages
    if fold(text) in ("khong", "khong co", "ko"):
        return []
    known = {fold(name): village for village in villages for name in (village.name, village.code, *village.aliases)}
    named = [(part.strip(), fold(part).removeprefix("thon ")) for part in _BETWEEN.split(text) if part.strip()]
    strange = [part for part, word in named if word not in known]
    if strange or not named:
        return Refusal(wording.unknown_villages(strange, title), "unknown_village")
    return list({known[word].id: known[word] for _, word in named}.values())


def store(sheet: Sheet, ref: Ref, without: Sequence[Unit], saying: Saying) -> None:
    """One figure a village: «no» for those named, «yes» for the rest."""
    missing = {village.id for village in without}
    for village in _villages(sheet):
        option = _no(ref) if village.id in missing else _yes(ref)
        place = figures.Place(
            commune_id=sheet.context.commune.id,
            measure=ref.measure.id,
            input=ref.input.key,
            subject_id=village.id,
            on_day=sheet.report.period.last,
            period_id=sheet.report.period_id,
            reporter_id=sheet.unit.id,
        )
        answer = Answer(State.REPORTED, Decimal(1 if option.yes else 0), choice=option.key)
        figures.record(sheet.context.session, place, answer, saying)
    sheet.forget()


def summary(sheet: Sheet, ref: Ref) -> str:
    """«thôn văn hóa: 25/28 thôn»."""
    villages = _villages(sheet)
    ids = [village.id for village in villages]
    yes = figure_queries.count_yes(sheet.context.session, ref.measure.id, ref.input.key, ids, sheet.report.period.last)
    return f"{ref.label}: {yes}/{len(villages)} thôn"


def _villages(sheet: Sheet) -> list[Unit]:
    context = sheet.context
    there = units.active_members(context.session, context.commune.id, sheet.report.period.last)
    return [unit for unit in there if unit.kind == "village"]


def _yes(ref: Ref) -> Option:
    return next(option for option in ref.input.options if option.yes)


def _no(ref: Ref) -> Option:
    return next(option for option in ref.input.options if not option.yes)
