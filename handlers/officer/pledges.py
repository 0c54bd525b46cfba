"""GIAO ƯỚC on the officer's side: opening a year, who has agreed, reminding, papers, the signing, later changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from campaign.text import fold
from handlers import permissions
from handlers.leader import files
from handlers.officer import places, set_target
from handlers.reporter import pledge as own_pledge
from handlers.reporter import typed_pledge
from handlers.turn import Turn
from models import people, pledges, units
from models.outbox_states import Purpose
from models.pledges import AGREED, ASKED, PROPOSED, SIGNED, Pledge, PledgeChange
from models.units import Unit
from services import announcement_outlook, announcing, pledge_opening, pledge_papers, pledge_text, wording
from services import pledges as pledging
from services.context import Choice
from services.permissions import Thing

_FALLS = (10, 20)  # per cent, offered for the stock that is to fall
_MOST_CHANGES = 12
_FIRM_FROM = "1/10"


def command(turn: Turn, words: str) -> None:
    """GIAO ƯỚC: a unit's own, or, of an officer, everybody's; «GIAO ƯỚC KT1a BẢN CÒN 47» records one line."""
    if not permissions.has(turn, Thing.PLEDGES) or typed_pledge.is_own_words(turn, words):
        return typed_pledge.show(turn, words)
    if not words:
        return show(turn)
    if fold(words).startswith("ky "):
        return _sign_one(turn, words.split(maxsplit=1)[1])
    found = units.named(turn.session, turn.commune.id, words)
    if len(found) == 1:
        return _show_unit(turn, found[0])
    return set_target.pledge(turn, words)


def show(turn: Turn) -> None:
    """How the year's pledges stand; while they are not open, what opening would do."""
    year = pledging.year_to_pledge(turn)
    found = pledges.of_year(turn.session, turn.commune.id, year)
    if not found:
        return _offer(turn, year)
    silent = [one for one in found if one.state == PROPOSED and one.put_off_at is None]
    put_off = [one for one in found if one.state == PROPOSED and one.put_off_at is not None]
    signed = sum(one.state == SIGNED for one in found)
    agreed = sum(one.state in (AGREED, SIGNED) for one in found)
    text = wording.pledges_stand(
        year, agreed, signed, len(found), _names(put_off), _names(silent), _changes(turn, found)[:_MOST_CHANGES]
    )
    under = [
        Choice(wording.PLEDGE_SHEET, f"pledge-sheet:{year}"),
        Choice(wording.PLEDGE_PAPER, f"pledge-paper:{year}"),
    ]
    remindable = pledging.reachable(turn, [*silent, *put_off])
    under += [Choice(wording.remind_pledges(len(remindable)), f"pledge-remind:{year}")] if remindable else []
    new = len({one.id for one in units.active_members(turn.session, turn.commune.id, turn.today)} - _unit_ids(found))
    under += [Choice(wording.open_for_new(new), f"pledge-open:{year}:0")] if new else []
    under += [Choice(wording.PLEDGES_SIGNED, f"pledge-sign:{year}:ask")] if agreed > signed else []
    return turn.reply(text, under)


def _unit_ids(found: Sequence[Pledge]) -> set[int]:
    return {one.unit_id for one in found}


def _names(found: Sequence[Pledge]) -> list[str]:
    return [one.unit.short_name for one in found]


def _changes(turn: Turn, found: Sequence[Pledge]) -> list[str]:
    """What units have changed against what was proposed to them."""
    said = []
    for pledge in found:
        for line in pledge.lines:
            measure = pledging.measure_of(turn, line)
            if measure is not None and line.value != line.proposed:
                old, new = (pledge_text.stood(measure, one) for one in (line.proposed, line.value))
                said.append(wording.pledge_changed_item(pledge.unit.short_name, measure.name, old, new))
    return said


def _offer(turn: Turn, year: int) -> None:
    members = units.active_members(turn.session, turn.commune.id, turn.today)
    spoken = people.spokespeople(turn.session, [one.id for one in members], turn.today)
    accounts = [account for person in spoken.values() if (account := turn.account_of(person)) is not None]
    needed = Counter(account.bot for account in accounts)
    quotas = announcement_outlook.quotas(turn, needed, wording.pledge_quota_left)
    under = [Choice(wording.open_with_fall(fall), f"pledge-open:{year}:{fall}") for fall in _FALLS]
    turn.reply(
        wording.pledges_to_open(year, len(members), len(accounts), quotas),
        [*under, Choice(wording.NO_FALL, f"pledge-open:{year}:0")],
    )


def open_year(turn: Turn, written: str, fall: str) -> None:
    """[Mở, giảm 10%]: every unit gets one message."""
    year = int(written) if written.isdecimal() and len(written) == 4 else 0
    if year not in (turn.today.year, pledging.year_to_pledge(turn)) or fall not in ("0", *map(str, _FALLS)):
        return turn.reply(wording.stale_button())
    if announcing.is_quiet(turn):
        return turn.reply(wording.people_sleep())
    made = pledge_opening.open_year(turn, year, int(fall))
    if not made:
        return show(turn)
    persons = pledging.reachable(turn, made)
    told = sum(_tell(turn, pledge, persons[pledge.unit_id]) for pledge in made if pledge.unit_id in persons)
    untold = [one.unit.short_name for one in made if one.unit_id not in persons]
    return turn.reply(wording.pledges_opened(year, told, untold))


def _tell(turn: Turn, pledge: Pledge, person: people.Person) -> bool:
    account = turn.account_of(person)
    unit = pledge.unit.full_name
    asked = wording.pledge_asked(person.address, pledge.year, unit, pledge_text.lines(turn, pledge))
    has_buttons = account is None or turn.can(account.bot).has_buttons
    how = wording.pledge_how(unit) if has_buttons else wording.pledge_how_typed(person.title, unit)
    return turn.tell(
        person,
        f"{asked}\n{how}",
        own_pledge.choices(pledge),
        purpose=Purpose.RECEIPT,
        key=f"pledge:{pledge.id}:{person.id}",
        beside=True,
    )


def remind(turn: Turn, written: str) -> None:
    """[Nhắc 12 nơi]: whoever has not agreed, once a day."""
    if announcing.is_quiet(turn):
        return turn.reply(wording.people_sleep())
    year = int(written) if written.isdecimal() else 0
    waiting = [one for one in pledges.of_year(turn.session, turn.commune.id, year) if one.state == PROPOSED]
    told = 0
    for unit_id, person in pledging.reachable(turn, waiting).items():
        pledge = next(one for one in waiting if one.unit_id == unit_id)
        told += turn.tell(
            person,
            wording.pledge_reminder(person.address, year),
            own_pledge.choices(pledge),
            purpose=Purpose.REMINDER,
            key=f"pledge-reminder:{pledge.id}:{person.id}:{turn.today.isoformat()}",
            beside=True,
        )
    return turn.reply(wording.pledge_reminded(told))


# One unit


def _show_unit(turn: Turn, unit: Unit) -> None:
    year = pledging.year_to_pledge(turn)
    pledge = pledges.of_unit(turn.session, unit.id, year) or pledges.of_unit(turn.session, unit.id, turn.today.year)
    if pledge is None:
        return turn.reply(wording.pledge_of_unit_missing(unit.full_name, year))
    said = wording.pledge_stands(
        unit.full_name, pledge.year, pledge_text.state(turn, pledge), pledge_text.with_history(turn, pledge)
    )
    under = [Choice(wording.HAS_AGREED, f"pledge-for:{pledge.id}")] if pledge.state == PROPOSED else []
    return turn.reply(said, under)


def agreed_for(turn: Turn, pledge: Pledge) -> None:
    """[Nơi này đã đồng ý]: said by telephone, or on paper."""
    pledging.agree(turn, pledge)
    return turn.reply(wording.pledge_agreed_for(pledge.unit.full_name, len(pledge.kept)))


# Signing and papers


def sign(turn: Turn, written: str, how: str) -> None:
    """[Ghi đã ký], then [Đã ký 19 nơi]."""
    year = int(written) if written.isdecimal() else 0
    waiting = [one for one in pledges.of_year(turn.session, turn.commune.id, year) if one.state == AGREED]
    if not waiting:
        return turn.reply(wording.nothing_to_sign())
    if how != "all":
        under = [Choice(wording.sign_all(len(waiting)), f"pledge-sign:{year}:all"), Choice(wording.CANCEL, "pledges")]
        return turn.reply(wording.confirm_signed(len(waiting), year, waiting[0].unit.short_name), under)
    return turn.reply(wording.pledges_are_signed(pledging.sign(turn, waiting), year))


def _sign_one(turn: Turn, name: str) -> None:
    unit = places.named(turn, name)
    if unit is None:
        return None
    year = pledging.year_to_pledge(turn)
    pledge = pledges.of_unit(turn.session, unit.id, year)
    if pledge is None:
        return turn.reply(wording.pledge_of_unit_missing(unit.full_name, year))
    if not pledging.sign(turn, [pledge]):
        return turn.reply(wording.pledge_not_agreed(unit.full_name))
    return turn.reply(wording.pledges_are_signed(1, year))


def sheet(turn: Turn, written: str) -> None:
    """[Bảng các nơi]."""
    _send(turn, written, pledge_papers.SHEET)


def paper(turn: Turn, written: str) -> None:
    """[Bản in để ký]."""
    _send(turn, written, pledge_papers.PAPER)


def _send(turn: Turn, written: str, kind: str) -> None:
    if not files.can_send(turn):
        return None
    year = int(written) if written.isdecimal() else 0
    found = pledges.of_year(turn.session, turn.commune.id, year)
    if not found:
        return turn.reply(wording.stale_button())
    return turn.reply(wording.pledge_file(year), picture=pledge_papers.describe(turn, year, found, kind))


# Changes after the signing


def consent(turn: Turn, change: PledgeChange, answer: str) -> None:
    """[Đồng ý đổi], [Giữ như cũ]; late in the year nothing is lowered without a leader."""
    if answer not in ("yes", "no"):
        return turn.reply(wording.stale_button())
    if change.state != ASKED:
        return turn.reply(wording.change_was_decided())
    is_leader = people.has_role(turn.speaker, "leader")
    if answer == "yes" and pledging.needs_leader(turn, change) and not is_leader:
        return _ask_leaders(turn, change)
    pledging.consent(turn, change, agreed=answer == "yes")
    _tell_unit(turn, change)
    return turn.reply(wording.change_is_decided(is_made=answer == "yes"))


def _ask_leaders(turn: Turn, change: PledgeChange) -> None:
    said = _asked(turn, change)
    leaders = people.with_role(turn.session, turn.commune.id, "leader")
    under = own_pledge.consent_choices(change)
    told = sum(
        turn.tell(one, said, under, purpose=Purpose.NOTE, key=f"pledge-consent:{change.id}:{one.id}", beside=True)
        for one in leaders
        if turn.account_of(one) is not None
    )
    reached = told or any(turn.account_of(one) is not None for one in leaders)
    turn.reply(wording.needs_a_leader(_FIRM_FROM) if reached else wording.no_leader_to_ask(_FIRM_FROM))


def _asked(turn: Turn, change: PledgeChange) -> str:
    pledge, line = pledges.pledge_of(turn.session, change)
    measure = pledging.measure_of(turn, line)
    old, new = pledge_text.sides(measure, change)
    return wording.consent_to_change(pledge.unit.full_name, pledge_text.called(measure), old, new, change.reason)


def _tell_unit(turn: Turn, change: PledgeChange) -> None:
    pledge, line = pledges.pledge_of(turn.session, change)
    measure = pledging.measure_of(turn, line)
    person = people.spokesperson(turn.session, pledge.unit_id, turn.today)
    if person is None or (measure is None and change.new_text is None):
        return
    old, new = pledge_text.sides(measure, change)
    said = wording.pledge_change_decided(pledge_text.called(measure), old, new, is_made=change.state != "refused")
    turn.tell(person, said, purpose=Purpose.RECEIPT, beside=True)
