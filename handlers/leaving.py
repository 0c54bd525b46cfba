"""Going out: no more messages (DỪNG), withdrawal (RÚT TÊN), and what is kept about a person."""

from __future__ import annotations

from handlers import joining
from handlers.turn import Turn
from models import announcements, checks, good_deeds, honours, people, pledges, roll_ups, rounds, scoring, table_uploads
from models.audit import Action
from services import absences, appointments, date_words, wording
from services.context import Choice


def show_data(turn: Turn) -> None:
    """DỮ LIỆU CỦA TÔI."""
    person = turn.speaker
    roles = [appointments.text(role.role, role.unit) for role in appointments.current(person)]
    agreed = person.consented_at
    since = date_words.long_date(turn.day_of(agreed)) if agreed else ""
    days = absences.days_of(person)
    away = absences.until(turn, days) if days is not None and days.last >= turn.today else ""
    phone = person.phone or "chưa có"
    notices = announcements.count_of(turn.session, person.id)
    opened = rounds.count_of(turn.session, person.id)
    deeds = good_deeds.count_of(turn.session, person.id)
    told = wording.my_data(
        person.name, person.address, phone, wording.listing(roles), since, away, notices, opened, deeds
    )
    waiting = table_uploads.waiting(turn.session, person.id, turn.now)
    if waiting:
        until = date_words.moment(max(one.expires_at for one in waiting).astimezone(turn.calendar.zone))
        told = f"{told} {wording.my_tables([one.name for one in waiting], until)}"
    if checked := checks.count_of(turn.session, person.id):
        told = f"{told} {wording.my_checks(checked)}"
    if years := pledges.years_of_person(turn.session, person.id):
        told = f"{told} {wording.my_pledges([str(year) for year in years])}"
    if objections := scoring.objections_of(turn.session, person.id):
        told = f"{told} {wording.my_objections(objections)}"
    if any(honoured := honours.counts_of(turn.session, person.id, person.name)):
        told = f"{told} {wording.my_honours(*honoured)}"
    if agreed_above := roll_ups.count_of(turn.session, person.id):
        told = f"{told} {wording.my_roll_ups(agreed_above)}"
    turn.reply(told)


def confirm_stop(turn: Turn) -> None:
    """DỪNG: asked back, since «dung» without accents may have meant «đúng»."""
    choices = [Choice(wording.STOP_YES, "stop:yes"), Choice(wording.STOP_NO, "stop:no")]
    turn.reply(wording.confirm_stop(turn.title), choices)


def stop(turn: Turn, answer: str) -> None:
    """No more messages; figures go by telephone until the person says ĐỒNG Ý again."""
    if answer != "yes":
        return _stay(turn)
    old, new = {"by_phone": turn.speaker.by_phone}, {"by_phone": True}
    turn.record_change(Action.STOPPED, f"person:{turn.speaker.id}", old=old, new=new)
    turn.speaker.by_phone = True
    officer, phone = turn.campaign.officer_name, turn.campaign.officer_phone
    return turn.reply(wording.reports_by_phone(turn.title, officer, phone))


def confirm_withdrawal(turn: Turn) -> None:
    """RÚT TÊN: asked back, since nothing brings the name back but a new code."""
    if appointments.is_last_officer(turn, turn.speaker):
        return turn.reply(wording.last_officer(turn.title))
    choices = [Choice(wording.WITHDRAW_YES, "withdraw:yes"), Choice(wording.WITHDRAW_NO, "withdraw:no")]
    turn.reply(wording.confirm_withdrawal(turn.title), choices)


def withdraw(turn: Turn, answer: str) -> None:
    """The account goes, the figures stay under «người báo cáo đã xóa», and the officers hear whose place is empty."""
    if answer != "yes":
        return _stay(turn)
    if appointments.is_last_officer(turn, turn.speaker):
        return turn.reply(wording.last_officer(turn.title))
    held = appointments.current(turn.speaker)
    said = [appointments.text(role.role, role.unit) for role in held]
    reported = people.units_of(turn.speaker, people.REPORTING_ROLES)
    joining.remove(turn, turn.speaker)
    turn.reply(wording.withdrawn())
    spoken_for = people.spokespeople(turn.session, [unit.id for unit in reported], turn.today)
    without = [unit.full_name for unit in reported if unit.id not in spoken_for]
    for officer in turn.officers():
        turn.tell(officer, wording.has_withdrawn(wording.listing(said), wording.listing(without)))


def _stay(turn: Turn) -> None:
    """Nothing changes for the person; one who has not agreed yet is still asked to."""
    if turn.speaker.consented_at is None:
        return turn.reply(wording.then_agree(), joining.consent_choices(turn.speaker))
    return turn.reply(joining.joined(turn))
