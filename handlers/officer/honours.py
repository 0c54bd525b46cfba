"""ĐỀ NGHỊ KHEN, SỔ KHEN THƯỞNG: nominees by the rule and by people, drafts of all papers, and what was decided.

Private to officers until it is decided; the book leaders read too. Nothing of either is told in a group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from campaign.parsing import written_days
from campaign.text import fold
from handlers import permissions, privacy
from handlers.leader import files
from handlers.turn import Turn
from models import honours, rounds, units
from models.honours import DIRECT_WORKER, HOUSEHOLD, LEADS, PERSON, UNIT, Award, Nominee, Proposal
from models.rounds import Round, State
from services import award_records, date_words, good_deeds, honour_papers, scoring, wording
from services import honours as at_work
from services.context import Choice
from services.permissions import Thing

_COMMAND_WORDS = 3  # «ĐỀ NGHỊ KHEN»
_NUMBERED = re.compile(r"([0-9]{1,3})(?: ?[:.,] ?| +)?(.{0,400})", re.DOTALL)
_SIGNED = re.compile(r"(.{1,60}?),? ngày ([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\.?", re.IGNORECASE)
_HANDED = re.compile(
    r"(?:đã )?trao (cả|[0-9, –-]{1,60})(?: ?ngày ([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}))?\.?", re.IGNORECASE
)
_NOT_HANDED = re.compile(r"chưa trao ([0-9, –-]{1,60})\.?", re.IGNORECASE)
_NUMBERS = re.compile(r"([0-9]{1,4})(?: ?[–-] ?([0-9]{1,4}))?")
_PARTS = {"truc tiep": DIRECT_WORKER, "lanh dao": LEADS, "quan ly": LEADS, "lanh dao, quan ly": LEADS}
_LISTED = 15
_LONGEST_RANGE = 200


def command(turn: Turn, words: str) -> None:
    """A year, a round's name, or what is to be done with the proposal that was looked at last."""
    first, _, rest = " ".join(words.split()).partition(" ")
    acts = {"them": _add, "bo": _remove, "xoa": _erase, "qd": _issue}
    act = acts.get(fold(first))
    if act is None:
        return _look(turn, " ".join(words.split()))
    proposal = honours.in_hand(turn.session, turn.commune.id)
    if proposal is None:
        return turn.reply(wording.no_proposal())
    return act(turn, proposal, rest.strip())


def _look(turn: Turn, words: str) -> None:
    if not words or (words.isdecimal() and len(words) == 4):
        year = int(words) if words else scoring.year_of(turn)
        in_hand = honours.in_hand(turn.session, turn.commune.id) if not words else None
        if in_hand is not None:
            return show(turn, in_hand)
        if not turn.campaign.starts.year <= year <= turn.today.year:
            return turn.reply(wording.no_such_round(words))
        return show(turn, at_work.open_one(turn, year, None))
    found = [
        one
        for one in rounds.of_state(turn.session, turn.commune.id, State.CLOSED, State.OPEN)
        if fold(words).strip(" «»") in fold(one.name)
    ]
    if len(found) != 1:
        return turn.reply(wording.no_such_round(words))
    return show(turn, at_work.open_one(turn, found[0].days[1].year, found[0]))


def show(turn: Turn, proposal: Proposal) -> None:
    """Everybody who stands there, with why and what they were honoured for before."""
    at_work.refresh(turn, proposal)
    awards = honours.book(turn.session, turn.commune.id)
    lines = [
        wording.nominee_line(
            one.number,
            honour_papers.called(one),
            one.why,
            award_records.before(turn, awards, one, proposal),
        )
        for one in proposal.standing
    ]
    gone = [
        wording.nominee_gone(one.number, honour_papers.called(one), one.removed_why)
        for one in proposal.nominees
        if one.removed_at is not None
    ]
    direct, persons = award_records.direct_share([one.part for one in proposal.standing])
    choices = [Choice(label, f"honours-paper:{proposal.id}:{kind}") for kind, label in honour_papers.LABELS.items()]
    so_far = date_words.plain_date(turn.today) if proposal.round_id is None and turn.today.year == proposal.year else ""
    turn.reply(wording.honours_stand(_of(turn, proposal), so_far, lines, gone, direct, persons), choices)


def _of(turn: Turn, proposal: Proposal) -> str:
    one = turn.session.get(Round, proposal.round_id) if proposal.round_id is not None else None
    return wording.honours_of(proposal.year, one.name if one is not None else "")


# Changes


def _add(turn: Turn, proposal: Proposal, words: str) -> None:
    """«thôn Bản Còn: lý do», «ông Nông Văn An, Bản Còn, trực tiếp: lý do», «hộ bà Lan, Bản Còn: lý do»."""
    who, _, reason = (part.strip() for part in words.partition(":"))
    problem = _problem(who, reason)
    if problem:
        return turn.reply(problem)
    name, *others = (part.strip() for part in who.split(","))
    kind = UNIT if not others else HOUSEHOLD if fold(name).startswith("ho ") else PERSON
    if kind == UNIT:
        found, name = units.named(turn.session, turn.commune.id, name), ""
    else:
        found = units.named(turn.session, turn.commune.id, others[0])
        name = name.split(maxsplit=1)[1] if kind == HOUSEHOLD else name
    if len(found) != 1:
        return turn.reply(wording.nominee_how())
    part = _PARTS.get(fold(", ".join(others[1:])), "") if kind == PERSON else ""
    if kind == PERSON and not part:
        return turn.reply(wording.nominee_part())
    made = at_work.add(turn, proposal, kind, found[0], name=name, part=part, reason=reason)
    if made is None:
        return turn.reply(wording.nominee_there())
    before = award_records.before(turn, honours.book(turn.session, turn.commune.id), made, proposal)
    said = wording.nominee_added(made.number, honour_papers.called(made), before, is_named=kind != UNIT)
    return turn.reply(said)


def _problem(who: str, reason: str) -> str:
    if not who or not reason:
        return wording.nominee_how()
    if max(len(who), len(reason)) > at_work.LONGEST:
        return wording.nominee_too_long(at_work.LONGEST)
    if good_deeds.is_sensitive(who) or good_deeds.is_sensitive(reason) or privacy.is_personal(reason):
        return wording.nominee_is_sensitive()
    return ""


def _nominee(turn: Turn, proposal: Proposal, words: str) -> tuple[Nominee | None, str]:
    """Who stands under a number, and what was typed behind it; says what is wrong."""
    typed = _NUMBERED.fullmatch(words)
    if typed is None:
        turn.reply(wording.nominee_needs_why())
        return None, ""
    found = next((one for one in proposal.nominees if one.number == int(typed[1])), None)
    if found is None:
        turn.reply(wording.no_such_number(int(typed[1])))
    return found, typed[2].strip()


def _remove(turn: Turn, proposal: Proposal, words: str) -> None:
    one, why = _nominee(turn, proposal, words)
    if one is None:
        return None
    if not why or one.removed_at is not None:
        return turn.reply(wording.nominee_needs_why() if not why else wording.no_such_number(one.number))
    at_work.remove(turn, one, why[: at_work.LONGEST])
    return turn.reply(wording.nominee_removed(one.number, honour_papers.called(one), one.removed_why))


def _erase(turn: Turn, proposal: Proposal, words: str) -> None:
    one, _ = _nominee(turn, proposal, words)
    if one is None:
        return None
    number = one.number
    at_work.erase(turn, proposal, one)
    return turn.reply(wording.nominee_erased(number))


def _issue(turn: Turn, proposal: Proposal, words: str) -> None:
    """The decision is signed: its number and date as they stand on it."""
    typed = _SIGNED.fullmatch(words.removeprefix("số ").strip())
    day = written_days.day(int(typed[4]), int(typed[3]), int(typed[2])) if typed is not None else None
    if typed is None or day is None or day > turn.today:
        return turn.reply(wording.decision_how())
    if not proposal.standing:
        return turn.reply(wording.nobody_to_honour())
    decision = f"QĐ {typed[1].strip()}"
    return turn.reply(wording.awards_recorded(award_records.issue(turn, proposal, decision, day), decision))


def send_paper(turn: Turn, proposal: Proposal, kind: str) -> None:
    """[Danh sách], [Báo cáo thành tích], [Biên bản], [Tờ trình], [Quyết định]"""
    if kind not in honour_papers.LABELS:
        return turn.reply(wording.stale_button())
    if not files.can_send(turn):
        return None
    if proposal.issued_at is None:
        at_work.refresh(turn, proposal)
    said = wording.honour_paper_said(honour_papers.LABELS[kind], _of(turn, proposal))
    return turn.reply(said, picture=honour_papers.describe(turn, proposal, kind, _of(turn, proposal)))


# The book


def book(turn: Turn, words: str) -> None:
    """SỔ KHEN THƯỞNG; of an officer also «… THU HỒI 3: lý do», «… TRAO 1-5 ngày 20/1/2027», «… CHƯA TRAO 3»."""
    awards = honours.book(turn.session, turn.commune.id)
    said = " ".join(words.split())
    if fold(said).startswith("thu hoi ") and permissions.has(turn, Thing.NOMINEES):
        return _revoke(turn, said.split(maxsplit=2)[2])
    if permissions.has(turn, Thing.NOMINEES) and f"{fold(said)} ".startswith(("trao ", "da trao ", "chua trao ")):
        return _hand_over(turn, awards, said)
    if not awards:
        return turn.reply(wording.empty_book())
    direct, persons = award_records.direct_share([one.part for one in awards if one.revoked_on is None])
    lines = [_line(one) for one in awards[:_LISTED]]
    button = Choice(wording.AWARD_BOOK_FILE, "award-book:all")
    return turn.reply(wording.award_book(lines, len(awards), direct, persons), [button])


def _line(one: Award) -> str:
    revoked, handed = (date_words.plain_date(day) if day else "" for day in (one.revoked_on, one.handed_on))
    day = date_words.plain_date(one.decided_on)
    return wording.award_line(one.number, honour_papers.called(one), one.decision, day, one.deed, handed, revoked)


def _hand_over(turn: Turn, awards: Sequence[Award], said: str) -> None:
    """«trao 1-5, 7 ngày 20/1/2027», «trao cả», «chưa trao 3»: today where no day is said."""
    typed, taken_back = _HANDED.fullmatch(said), _NOT_HANDED.fullmatch(said)
    if taken_back is not None:
        wanted = _numbers(taken_back[1])
        found = [one for one in awards if one.number in wanted and one.handed_on is not None]
        if len(found) != len(wanted):
            return turn.reply(wording.handed_how())
        award_records.hand_over(turn, found, None)
        return turn.reply(wording.not_handed_yet([str(one.number) for one in reversed(found)]))
    day = turn.today if typed is None or typed[2] is None else written_days.day(*map(int, typed.group(4, 3, 2)))
    open_ones = [one for one in awards if one.revoked_on is None and one.handed_on is None]
    wanted = {one.number for one in open_ones} if typed is not None and fold(typed[1]) == "ca" else set()
    wanted = wanted or (_numbers(typed[1]) if typed is not None else set())
    found = [one for one in open_ones if one.number in wanted]
    if day is None or day > turn.today or not found or len(found) != len(wanted):
        return turn.reply(wording.handed_how())
    early = [one for one in found if one.decided_on > day]
    if early:
        return turn.reply(wording.handed_too_early(early[0].decision, date_words.plain_date(early[0].decided_on)))
    award_records.hand_over(turn, found, day)
    return turn.reply(wording.awards_handed(len(found), date_words.plain_date(day)))


def _numbers(written: str) -> set[int]:
    """«1-5, 7»; of a range that is the wrong way round, or too long for a book, nothing."""
    found: set[int] = set()
    for one in _NUMBERS.finditer(written):
        first, last = int(one[1]), int(one[2] or one[1])
        if not first <= last <= first + _LONGEST_RANGE:
            return set()
        found.update(range(first, last + 1))
    return found


def _revoke(turn: Turn, words: str) -> None:
    typed = _NUMBERED.fullmatch(words)
    awards = honours.book(turn.session, turn.commune.id)
    found = next((one for one in awards if typed is not None and one.number == int(typed[1])), None)
    if typed is None or found is None or not typed[2].strip():
        return turn.reply(wording.nominee_needs_why())
    award_records.revoke(turn, found, typed[2].strip()[: at_work.LONGEST])
    return turn.reply(wording.award_revoked(found.number))


def send_book(turn: Turn, _which: str) -> None:
    """[Sổ Excel]"""
    if not files.can_send(turn):
        return None
    return turn.reply(wording.award_book_file(), picture=honour_papers.describe_book(turn))
