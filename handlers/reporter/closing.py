"""The end of a report: everything that was understood, read back in one message."""

from __future__ import annotations

from campaign.facts import State
from models import periods, summaries
from models.figures import Figure
from services import deadlines, question_text, village_list, wording
from services.context import Choice, Context
from services.report_sheet import Question, Ref, Sheet


def items(sheet: Sheet) -> str:
    """The report's figures as one line, single answers first, what did not change last."""
    said = [_single(sheet, question) for question in sheet.questions if not question.is_news]
    for question in sheet.questions:
        if question.is_news:
            said.extend(_news(sheet, question))
    return "; ".join(part for part in said if part)


def _single(sheet: Sheet, question: Question) -> str:
    ref = question.refs[0]
    if ref.is_about_villages and ref.key in sheet.given:
        return village_list.summary(sheet, ref)
    figure = sheet.given.get(ref.key)
    return _said(sheet, ref, figure) if figure else ""


def _said(sheet: Sheet, ref: Ref, figure: Figure) -> str:
    """The echo, and that an officer is still to look, where it is so."""
    echo = question_text.echo(ref, figure, sheet.last_known.get(ref.key))
    if not figure.mark:
        return echo
    return echo + wording.waits(figure.mark if figure.state == State.UNCHANGED else "")


def _news(sheet: Sheet, question: Question) -> list[str]:
    changed, same = [], []
    for ref in question.refs:
        figure = sheet.given.get(ref.key)
        if figure is None:
            continue
        if _is_news(sheet, ref, figure):
            changed.append(_said(sheet, ref, figure))
        else:
            same.append(ref.measure.label)
    told = {ref.measure.label for ref in question.refs if _tells(sheet, ref)}
    labels = [label for label in dict.fromkeys(same) if label not in told]
    if changed and labels:
        return [*changed, "còn lại như trước"]
    return [*changed, wording.as_before(labels)] if labels else changed


def _tells(sheet: Sheet, ref: Ref) -> bool:
    figure = sheet.given.get(ref.key)
    return figure is not None and _is_news(sheet, ref, figure)


def _is_news(sheet: Sheet, ref: Ref, figure: Figure) -> bool:
    if figure.state in (State.UNCHANGED, State.NOTHING):
        return bool(figure.mark)
    known = sheet.last_known.get(ref.key)
    return known is None or (known.value, known.choice) != (figure.value, figure.choice)


def read_back(sheet: Sheet, title: str, by_number: str = "") -> str:
    """The closing message; the deadline is named while it lies ahead.

    `by_number` is an example of how a figure is mended where questions have numbers, «2: 7 sào».
    """
    context, report = sheet.context, sheet.report
    ahead = deadlines.ahead(context, report) or None
    text = wording.received(sheet.unit.full_name, items(sheet), title)
    place = _place(context, report) if ahead else ""
    return " ".join(part for part in (text, place, wording.may_fix(ahead, by_number)) if part)


def _place(context: Context, report: periods.Report) -> str:
    """A kind word for the first three villages of the week; nobody learns who came last."""
    if report.unit.kind != "village" or report.completed_at is None:
        return ""
    earlier = periods.earlier_villages(context.session, report)
    return wording.EARLY[earlier] if earlier < len(wording.EARLY) else ""


def review_choices(sheet: Sheet) -> list[Choice]:
    """For an officer who entered a unit's figure: a look at the draft, where there is one that is not posted."""
    drafted = summaries.of_period(sheet.context.session, sheet.report.period_id)
    if drafted is None or drafted.state == summaries.POSTED:
        return []
    return [Choice(wording.SEE_DRAFT, f"draft:{sheet.report.period_id}")]
