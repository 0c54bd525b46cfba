"""The table of buttons: what each one means, what it is about, and who may press it; `handlers/taps.py` enforces it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers import assistance, group_binding, joining, leaving, notices, typed_text
from handlers.leader import behind, figure_history, files, indicator, overview, unit
from handlers.officer import (
    announce,
    announce_sending,
    announce_to_whom,
    appoint,
    approval,
    ask_again,
    audit_trail,
    board,
    change_units,
    close_year,
    correction,
    days_off,
    doubts,
    edit_draft,
    enter_for_unit,
    extend,
    honours,
    launch,
    lost_telephone,
    missing,
    not_them,
    open_round,
    pledges,
    print_invitations,
    remove_person,
    report_absence,
    roll_up,
    rounds,
    scores,
    setup,
    setup_campaign,
    setup_group,
    setup_overview,
    setup_units,
    spot_checks,
    tables,
    undo_units,
    verify_figures,
)
from handlers.officer.round_steps import counted_measures, name_and_days, participants, round_goals
from handlers.reporter import (
    answers,
    check_answers,
    choosing,
    good_deeds,
    news,
    one_answer,
    own_absence,
    pledge,
    queries,
    typed_corrections,
)
from handlers.reporter.dialogue import Dialogue
from models.announcements import Announcement
from models.checks import Check, Draw
from models.corrections import Correction
from models.figures import Figure
from models.good_deeds import GoodDeed
from models.groups import Group
from models.holiday_announcements import HolidayAnnouncement
from models.honours import Proposal
from models.messages import OutboxMessage
from models.people import Person, Role
from models.periods import PeriodRow, Report
from models.pledges import Pledge, PledgeChange
from models.rounds import Round
from models.summaries import PostedSummary
from models.table_uploads import TableUpload
from models.unit_changes import UnitChange
from models.units import Unit
from services import doubt_reasons
from services.permissions import Place, Thing


@dataclass(frozen=True, slots=True)
class Button:
    """`act` gets the turn (or the dialogue of a report), the row that the first part names, and the other parts."""

    act: Callable[..., None]
    thing: Thing  # under which `services/permissions.py` says who may, and how a group is answered
    about: type[Any] | None = None
    words: int = 0  # how many further parts the data has
    place: Place = Place.PRIVATE  # where the thing is told in the end
    lasts: bool = False  # stays under its message after a tap
    unsaid: str = ""  # the last part, which buttons of earlier builds do not have


def _view(
    act: Callable[..., None],
    thing: Thing,
    words: int = 1,
    about: type[Any] | None = None,
    place: Place = Place.PRIVATE,
) -> Button:
    """A look at something, or what may be done for several in turn: as often as one likes."""
    return Button(act, thing, about, words, place, lasts=True)


BUTTONS: Mapping[str, Button] = {
    "help": _view(assistance.about, Thing.HELP),
    "join": Button(joining.consent, Thing.OWN_DATA, words=1),
    "stop": Button(leaving.stop, Thing.OWN_DATA, words=1),
    "withdraw": Button(leaving.withdraw, Thing.OWN_DATA, words=1),
    "answer": Button(answers.tapped, Thing.OWN_REPORT, Report, words=2),
    "list": Button(one_answer.villages, Thing.OWN_REPORT, Report, words=2),
    "news": Button(news.answer, Thing.OWN_REPORT, Report, words=1),
    "item": Button(choosing.item, Thing.OWN_REPORT, Report, words=1),
    "fix": Button(typed_corrections.begin, Thing.OWN_REPORT, Report, words=1),
    "sure": Button(answers.sure, Thing.OWN_REPORT, Report, words=1, unsaid=doubt_reasons.OTHER),
    "stands": Button(queries.confirm, Thing.OWN_REPORT, Figure, words=1),
    "retype": Button(queries.retype, Thing.OWN_REPORT, Figure),
    "whose": Button(answers.whose, Thing.OWN_REPORT, Report, words=1),
    "cancel": Button(typed_corrections.cancel, Thing.OWN_REPORT, Report),
    "meant": Button(typed_text.meant, Thing.OWN_REPORT, Report),
    "later": Button(choosing.later, Thing.OWN_REPORT, Report),
    "go": Button(Dialogue.resume, Thing.OWN_REPORT, Report),
    "remind": _view(missing.remind, Thing.REMINDERS, 0, PeriodRow),
    "nudge-some": _view(board.choose, Thing.REMINDERS, 0, PeriodRow),
    "nudge": _view(board.nudge, Thing.REMINDERS, 0, Report),
    "remind-about": _view(missing.remind_about, Thing.REMINDERS, 1, PeriodRow),
    "lacking": _view(behind.choose, Thing.MISSING, 0, PeriodRow),
    "behind": _view(behind.show, Thing.VILLAGE_RESULTS, 2),
    "marks": _view(verify_figures.show, Thing.MARKED_FIGURES, 0, PeriodRow),
    "clear": _view(verify_figures.clear, Thing.MARKED_FIGURES, 0, Figure),
    "mend-figure": _view(verify_figures.mend, Thing.MARKED_FIGURES, 0, Figure),
    "ask-again": _view(ask_again.begin, Thing.MARKED_FIGURES, 0, Figure),
    "query": Button(ask_again.send, Thing.MARKED_FIGURES, Figure, words=1),
    "enter": _view(enter_for_unit.choose, Thing.ENTRY_FOR_UNIT, 0, PeriodRow),
    "enter-for": Button(enter_for_unit.begin, Thing.ENTRY_FOR_UNIT, Report),
    "extend-until": _view(extend.until, Thing.DEADLINES, 1, PeriodRow),
    "extend": Button(extend.grant, Thing.DEADLINES, PeriodRow, words=3),
    "approve": Button(approval.approve, Thing.DRAFT, PostedSummary, words=1),
    "hold": Button(approval.hold, Thing.DRAFT, PostedSummary, words=1),
    "draft": Button(edit_draft.back, Thing.DRAFT_EDITS, PeriodRow),
    "mend": Button(edit_draft.choose, Thing.DRAFT_EDITS, PeriodRow),
    "mend-for": Button(edit_draft.begin, Thing.DRAFT_EDITS, Report),
    "correct": Button(correction.begin, Thing.CORRECTIONS, Correction),
    "because": Button(correction.post, Thing.CORRECTIONS, Correction, words=1),
    "needless": Button(correction.decline, Thing.CORRECTIONS, Correction),
    "close-year": Button(close_year.close, Thing.YEAR_CLOSING, words=1),
    "days-off": Button(days_off.decide, Thing.DAYS_OFF, HolidayAnnouncement, words=2, unsaid=days_off.UNSTAMPED),
    "as-expected": Button(days_off.as_expected, Thing.DAYS_OFF, words=1),
    "units": Button(change_units.decide, Thing.UNIT_CHANGES, UnitChange, words=1),
    "units-undo": Button(undo_units.preview, Thing.UNIT_CHANGES, UnitChange),
    "units-back": Button(undo_units.decide, Thing.UNIT_CHANGES, UnitChange, words=1),
    "doubt": Button(doubts.settle, Thing.POSTS_IN_DOUBT, OutboxMessage, words=1),
    "announce-to": Button(announce_to_whom.choose, Thing.ANNOUNCEMENTS, Announcement, words=1),
    "announce-text": Button(typed_text.announced, Thing.ANNOUNCEMENTS, Announcement),
    "announce-send": Button(announce_sending.send, Thing.ANNOUNCEMENTS, Announcement, words=2),
    "announce-no": Button(announce_sending.cancel, Thing.ANNOUNCEMENTS, Announcement),
    "announce-correct": _view(announce.correct, Thing.ANNOUNCEMENTS, 0, Announcement),
    "announce-again": Button(notices.send_again, Thing.ANNOUNCEMENTS, Announcement, words=1),
    "announce-remind": _view(notices.remind, Thing.ANNOUNCEMENTS, 0, Announcement),
    "launch-words": Button(launch.section, Thing.ANNOUNCEMENTS, Announcement, words=2),
    "launch-take": Button(launch.take_section, Thing.ANNOUNCEMENTS, Announcement, words=2),
    "launch-paper": Button(launch.paper, Thing.ANNOUNCEMENTS, Announcement),
    "launch-name": Button(launch.name, Thing.ANNOUNCEMENTS, Announcement),
    "launch-named": Button(launch.named, Thing.ANNOUNCEMENTS, Announcement),
    "launch-ask": Button(launch.ask, Thing.ANNOUNCEMENTS, Announcement),
    "launch-send": Button(launch.send, Thing.ANNOUNCEMENTS, Announcement, words=1),
    "launch-agree": Button(launch.agree, Thing.LAUNCH_CONSENT, Announcement, words=2),
    "announced": _view(notices.look, Thing.OWN_NOTICES, 0, Announcement),
    "received": Button(notices.receive, Thing.OWN_NOTICES, Announcement),
    "check": Button(spot_checks.ask, Thing.CHECKS, Check),
    "check-figure": _view(spot_checks.for_cause, Thing.CHECKS, 0, Figure),
    "check-right": Button(spot_checks.right, Thing.CHECKS, Check),
    "check-other": Button(spot_checks.other, Thing.CHECKS, Check),
    "check-choice": Button(spot_checks.chosen, Thing.CHECKS, Check, words=1),
    "check-way": Button(spot_checks.way, Thing.CHECKS, Check, words=1),
    "check-wait": Button(spot_checks.wait, Thing.CHECKS, Check),
    "check-unclear": Button(spot_checks.unclear, Thing.CHECKS, Check),
    "check-take": Button(check_answers.take, Thing.OWN_CHECK, Check),
    "check-keep": Button(check_answers.keep, Thing.OWN_CHECK, Check),
    "check-call": Button(check_answers.call, Thing.OWN_CHECK, Check),
    "check-log": _view(spot_checks.log, Thing.CHECKS),
    "lot-paper": _view(spot_checks.paper, Thing.VILLAGE_RESULTS, 0, Draw, Place.PAPER),
    "lot-list": _view(spot_checks.listed, Thing.VILLAGE_RESULTS, 0, Draw, Place.FILE),
    "pledge-agree": Button(pledge.agree, Thing.OWN_PLEDGE, Pledge),
    "pledge-lines": _view(pledge.choose_line, Thing.OWN_PLEDGE, 0, Pledge),
    "pledge-line": _view(pledge.begin_line, Thing.OWN_PLEDGE, 1, Pledge),
    "pledge-value": Button(pledge.value, Thing.OWN_PLEDGE, Pledge, words=2),
    "pledge-later": Button(pledge.later, Thing.OWN_PLEDGE, Pledge),
    "pledges": Button(pledges.show, Thing.PLEDGES),
    "pledge-open": Button(pledges.open_year, Thing.PLEDGES, words=2),
    "pledge-remind": _view(pledges.remind, Thing.PLEDGES),
    "pledge-for": Button(pledges.agreed_for, Thing.PLEDGES, Pledge),
    "pledge-sign": Button(pledges.sign, Thing.PLEDGES, words=2),
    "pledge-sheet": _view(pledges.sheet, Thing.PLEDGES),
    "pledge-paper": _view(pledges.paper, Thing.PLEDGES),
    "pledge-consent": Button(pledges.consent, Thing.PLEDGE_CONSENT, PledgeChange, words=1),
    "round": _view(rounds.look, Thing.ROUND_RESULTS, 0, Round),
    "round-file": _view(rounds.send_file, Thing.ROUND_RESULTS, 1, Round, place=Place.PAPER),
    "round-new": Button(rounds.new, Thing.ROUNDS),
    "round-days": Button(name_and_days.choose_days, Thing.ROUNDS, Round, words=1),
    "round-to": Button(participants.choose_units, Thing.ROUNDS, Round, words=1),
    "round-what": Button(counted_measures.choose_measure, Thing.ROUNDS, Round, words=1),
    "round-kind": Button(counted_measures.choose_kind, Thing.ROUNDS, Round, words=1),
    "round-goal": Button(round_goals.own_targets, Thing.ROUNDS, Round, words=1),
    "round-open": Button(open_round.open_it, Thing.ROUNDS, Round, words=1),
    "round-no": Button(open_round.cancel, Thing.ROUNDS, Round),
    "round-end": Button(rounds.end_it, Thing.ROUNDS, Round, words=1),
    "round-drop": Button(rounds.drop_it, Thing.ROUNDS, Round, words=1),
    "occasion": Button(rounds.occasion, Thing.ROUNDS, words=2),
    "deed-agreed": Button(good_deeds.agreed, Thing.GOOD_DEEDS, GoodDeed, words=1),
    "deed-no": Button(good_deeds.cancel, Thing.GOOD_DEEDS, GoodDeed),
    "deed-back": Button(good_deeds.take_back, Thing.GOOD_DEEDS, GoodDeed),
    "deed-decide": Button(good_deeds.decide, Thing.DEED_CHOICE, GoodDeed, words=1),
    "score-file": _view(scores.send_file, Thing.SCORES, 2),
    "score-show": Button(scores.show_units, Thing.SCORES, words=2),
    "honours-paper": _view(honours.send_paper, Thing.NOMINEES, 1, Proposal),
    "award-book": _view(honours.send_book, Thing.AWARD_BOOK),
    "appoint": Button(appoint.carry_out, Thing.PEOPLE, Unit, words=1),
    "appoint-known": Button(appoint.known, Thing.PEOPLE, Unit, words=1),
    "appoint-no": Button(appoint.cancel, Thing.PEOPLE, Unit),
    "sheets": _view(print_invitations.print_all, Thing.PEOPLE),
    "not-them": Button(not_them.undo, Thing.PEOPLE, Role),
    "away-until": Button(own_absence.until, Thing.ABSENCE, words=1),
    "away-back": Button(own_absence.back, Thing.ABSENCE),
    "away-other": Button(own_absence.somebody_else, Thing.ABSENCE),
    "stand-in": Button(own_absence.stand_in, Thing.ABSENCE, Unit, words=1),
    "away-end": Button(report_absence.end, Thing.PEOPLE, Person),
    "lost": Button(lost_telephone.confirm, Thing.PEOPLE, Person),
    "lost-yes": Button(lost_telephone.bar, Thing.PEOPLE, Person),
    "remove": Button(remove_person.confirm, Thing.PEOPLE, Person),
    "remove-yes": Button(remove_person.remove, Thing.PEOPLE, Person),
    "remove-no": Button(remove_person.keep, Thing.PEOPLE, Person),
    "table-apply": Button(tables.apply, Thing.TABLES, TableUpload, words=1),
    "table-faults": _view(tables.faults, Thing.TABLES, 0, TableUpload),
    "table-drop": Button(tables.drop, Thing.TABLES, TableUpload),
    "template": _view(tables.template, Thing.TABLES),
    "page": _view(tables.open_page, Thing.TABLES),
    "setup": Button(setup.open_part, Thing.SETUP, words=1),
    "setup-keep": Button(setup.keep, Thing.SETUP, words=1),
    "setup-later": Button(setup.later, Thing.SETUP, words=1),
    "setup-yes": Button(setup.confirm, Thing.SETUP, words=2),
    "setup-list": Button(setup_overview.show, Thing.SETUP),
    "setup-offices": Button(setup_units.offices, Thing.SETUP),
    "setup-measures": Button(setup_campaign.measures, Thing.SETUP),
    "setup-leaders": Button(setup_group.one_by_one, Thing.SETUP),
    "audit": _view(audit_trail.older, Thing.AUDIT),
    "lines": _view(overview.lines, Thing.COMMUNE_DETAILS),
    "places": _view(overview.places, Thing.VILLAGE_RESULTS),
    "workbook": _view(files.workbook, Thing.VILLAGE_RESULTS, place=Place.FILE),
    "document": _view(files.document, Thing.VILLAGE_RESULTS, place=Place.PAPER),
    "look": _view(indicator.look, Thing.COMMUNE_DETAILS, 2),
    "spread": _view(indicator.spread, Thing.VILLAGE_RESULTS, 2),
    "unit": _view(unit.look, Thing.VILLAGE_RESULTS, 2),
    "trace": _view(figure_history.show, Thing.FIGURE_HISTORY, 0, Figure),
    "roll-up": Button(roll_up.decide, Thing.ROLL_UP, words=3),
    "group": Button(group_binding.decide, Thing.GROUP_BINDING, Group, words=1),
}


def named(data: str) -> Button | None:
    """The button whose data this is, as far as its first word tells."""
    return BUTTONS.get(data.split(":")[0])


def lasts(data: str) -> bool:
    """Whether a button stays under its message after a tap."""
    button = named(data)
    return button is not None and button.lasts
