"""Which questions a report consists of, and which of them is next: derived from the figures, never remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import cast

from sqlalchemy.orm import Session

from campaign.catalogue import Cadence, Campaign, Input, Measure
from campaign.facts import State
from models import figure_authors, figures_around, people, periods
from models.figures import Figure
from models.people import Person
from models.periods import Report
from models.units import Unit
from services import date_words, due_inputs, inherited_figures, opening_reports, round_questions
from services.context import Context


@dataclass(frozen=True, slots=True)
class Ref:
    """An input in its measure: `key` is how buttons and reports name it, `label` what menus and reminders call it."""

    measure: Measure
    input: Input
    key: str = field(init=False, compare=False)
    label: str = field(init=False, compare=False)
    is_about_villages: bool = field(init=False, compare=False)  # answered by names of villages: «Bản Còn, Nà Pò»

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"{self.measure.id}.{self.input.key}")
        object.__setattr__(self, "label", self.input.label or self.measure.label)
        object.__setattr__(self, "is_about_villages", self.measure.subject == "village")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: a single input, or everything that rarely changes in one («có gì mới không?»)."""

    refs: tuple[Ref, ...]
    is_news: bool = False

    labels: tuple[str, ...] = field(init=False, compare=False)  # what it is about, each once

    def __post_init__(self) -> None:
        labels = [ref.measure.label if self.is_news else ref.label for ref in self.refs]
        object.__setattr__(self, "labels", tuple(dict.fromkeys(labels)))


class Sheet:
    """A report with all that is needed to ask and to answer it."""

    def __init__(self, context: Context, report: Report) -> None:
        self.context = context
        self.report = report
        self.unit: Unit = report.unit

    @cached_property
    def given(self) -> dict[str, Figure]:
        """What was answered in this period, by key."""
        unit, period = self.unit.id, self.report.period_id
        if self.unit.kind != "village":
            return figures_around.given(self.context.session, unit, period)
        # A village answers about itself alone: what it gave is among what stands for it on that day.
        return {key: row for key, row in self.standing.items() if (row.period_id, row.reporter_id) == (period, unit)}

    @cached_property
    def known(self) -> dict[str, Figure]:
        """The newest earlier figure of each input, whatever its state."""
        day = self.report.period.last
        before = inherited_figures.known(self.context, self.unit, day) if self.unit.succeeds else {}
        found = before | self._read[1]
        if self.unit.kind != "village":  # it answers for the commune too
            found = figures_around.latest(self.context.session, self.context.commune.id, day) | found
        return figures_around.comparable(found, self.campaign.counted_since(day))

    @cached_property
    def authors(self) -> figure_authors.Authors:
        """Who had given or changed the figures of the report when this turn first asked for it."""
        return figure_authors.of_report(self.context.session, self.unit.id, self.report.period_id)

    def subject_id(self, ref: Ref) -> int:
        """Whom an input is about: the unit itself, or the commune it answers for."""
        return self.context.commune.id if ref.measure.subject == "commune" else self.unit.id

    def forget(self) -> None:
        """After figures were written: what was read before no longer holds."""
        for name in ("given", "questions", "open_questions"):
            self.__dict__.pop(name, None)

    @cached_property
    def standing(self) -> dict[str, Figure]:
        """What stands for the unit on the report's day, imported rows too: where an answer will be written."""
        return self._read[0]

    @cached_property
    def _read(self) -> tuple[dict[str, Figure], dict[str, Figure]]:
        """The unit's own figures on the report's day, and the newest ones before it."""
        return figures_around.around(self.context.session, self.unit.id, self.report.period.last)

    @cached_property
    def told_before(self) -> Mapping[str, Sequence[tuple[Unit, Figure]]]:
        """In the week of a merger: what some of those that went into the unit have told already, to be added to."""
        return (
            due_inputs.told_before_change(self.context, self.unit, self.report.period)[1] if self.unit.succeeds else {}
        )

    def note(self, ref: Ref, figure: Figure) -> None:
        """After one figure of the unit was written: the same without reading all of them again."""
        given = self.given
        self.standing[ref.key] = figure
        self.forget()
        self.given = given | {ref.key: figure}

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign by which the report is judged: that of its last day."""
        return self.context.timeline.on(self.report.period.last)

    @cached_property
    def refs(self) -> tuple[Ref, ...]:
        """Every input that is due, in asking order; one that the campaign file no longer has is left out."""
        found = []
        for key in self.report.due:
            measure_id, input_key = key.split(".", 1)
            measure = self.campaign.by_id.get(measure_id)
            for one in measure.inputs if measure else ():
                if one.key == input_key and measure:
                    found.append(Ref(measure, one))
        return tuple(found)

    def ref(self, key: str) -> Ref | None:
        return next((one for one in self.refs if one.key == key), None)

    @cached_property
    def last_known(self) -> dict[str, Figure]:
        """The earlier figures that «unchanged» would repeat, by key; none that may not be offered (decision 5)."""
        return {key: row for key, row in self.known.items() if row.state != State.NOT_KNOWN}

    def may_be_quiet(self, ref: Ref) -> bool:
        """True when «nothing new» has a meaning for it: a flow, or something whose last state is known."""
        return ref.input.kind.is_flow or ref.key in self.last_known

    def is_asked(self, ref: Ref) -> bool:
        """False for an input that depends on a flow which did not occur (no yield without a harvest)."""
        if not ref.input.asked_with:
            return True
        flow = self.given.get(f"{ref.measure.id}.{ref.input.asked_with}")
        return flow is not None and bool(flow.value)

    @cached_property
    def everything(self) -> list[Question]:
        """All that the report may ask, whether or not it depends on an answer that has not come: it never changes."""
        rare = [ref for ref in self.refs if self._is_rare(ref) and self.may_be_quiet(ref)]
        single = [Question((ref,)) for ref in self.refs if ref not in rare]
        return [*single, Question(tuple(rare), is_news=True)] if rare else single

    def _is_rare(self, ref: Ref) -> bool:
        """Whether it is asked within «có gì mới không?»: what seldom changes; what a round counts in a full week."""
        if not ref.measure.of_round:
            return ref.measure.cadence is Cadence.ON_CHANGE
        week = self.report.period.week
        opens_month = week.last.month != self.context.calendar.previous(week).last.month
        others = {one.measure.id: one.measure for one in self.refs if not one.measure.of_round}
        return round_questions.is_one_of_several(ref.measure, list(others.values()), opens_month=opens_month)

    @cached_property
    def questions(self) -> list[Question]:
        """The whole report as questions, answered or not."""
        return [one for one in self.everything if one.is_news or self.is_asked(one.refs[0])]

    def is_answered(self, question: Question) -> bool:
        return all(ref.key in self.given for ref in question.refs)

    @cached_property
    def open_questions(self) -> list[Question]:
        return [question for question in self.questions if not self.is_answered(question)]

    @property
    def is_complete(self) -> bool:
        return not self.open_questions

    def since(self, ref: Ref) -> str:
        """The day an increment counts from: the day after the last report (decision 4)."""
        first = self.report.period.first
        last = self.known.get(ref.key)
        if ref.measure.of_round and ref.measure.since is not None and (last is None or ref.measure.since > first):
            return date_words.day_and_date(ref.measure.since)
        if last is not None and last.on_day < first - timedelta(days=1) and last.period_id is not None:
            return date_words.day_and_date(last.on_day + timedelta(days=1))
        return date_words.weekday(first)


def sheet_of(context: Context, report: Report) -> Sheet:
    """The sheet of a report: the same one throughout a transaction."""
    found = context.sheets.get(report.id)
    if found is None:
        found = context.sheets[report.id] = Sheet(context, report)
    return cast(Sheet, found)


def read_ahead(context: Context, reports: Sequence[Report], day: date) -> None:
    """Read what the sheets of several reports of one period begin with, all in three statements."""
    read_ahead_in(context.session, [(context, reports)], day)


def read_ahead_in(session: Session, of: Sequence[tuple[Context, Sequence[Report]]], day: date) -> None:
    """The same of several communes, in as many statements: each has a row of its own for the week."""
    everybody = [key for context, some in of for key in (context.commune.id, *(report.unit_id for report in some))]
    present, earlier = figures_around.around_all(session, everybody, day)
    given = figures_around.given_of(session, {report.period_id for _, some in of for report in some})
    for context, reports in of:
        of_commune = earlier[context.commune.id]
        for report in reports:
            sheet, own = sheet_of(context, report), earlier[report.unit_id]
            if sheet.unit.succeeds:
                continue  # few: what went into it is read with it
            found = own if sheet.unit.kind == "village" else of_commune | own
            sheet.__dict__ |= {
                "standing": present.get(report.unit_id, {}),
                "given": given.get(report.unit_id, {}),
                "known": figures_around.comparable(found, sheet.campaign.counted_since(day)),
            }


def current_period(context: Context) -> periods.PeriodRow:
    """The stored period that `now` lies in."""
    return periods.keep(context.session, context.commune.id, context.calendar.period_at(context.now))


def report_in_hand(context: Context, unit: Unit) -> Report:
    """The report a unit is answering: the newest one that was asked, until the next one is.

    A late answer belongs to the week it was asked for, even after the post: then as an adjustment (decision 10).
    """
    found = context.in_hand.get(unit.id)
    if found is None:
        found = periods.newest_asked(context.session, unit.id)
        found = found or opening_reports.open_report(context, unit, current_period(context))
        context.in_hand[unit.id] = found
    return cast(Report, found)


def waiting_reports(context: Context, person: Person, period_id: int) -> list[Report]:
    """A person's reports of a period that are not complete: who speaks for two places answers both."""
    held = people.units_of(person, people.REPORTING_ROLES)
    asked = [report for unit in held if (report := periods.report(context.session, unit.id, period_id))]
    return [one for one in asked if one.completed_at is None and sheet_of(context, one).open_questions]
