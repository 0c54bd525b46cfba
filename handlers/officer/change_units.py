"""SÁP NHẬP, TÁCH THÔN, ĐỔI TÊN: an officer records a dated merger, split or new name, after a preview.

«SÁP NHẬP Bản Còn và Nà Pò thành Bản Mới từ 1/7/2027 theo NQ 12»; «Bản Còn và Nà Pò sáp nhập thành Bản Mới …» and
«sáp nhập Bản Còn vào Nà Pò …» too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from handlers.leader import overview
from handlers.recognition import Typed
from handlers.turn import Turn
from models import units
from models.unit_changes import MERGE, RENAME, SPLIT, UnitChange
from models.units import Unit
from services import unit_change_effects, unit_changes, wording
from services.context import Choice
from services.unit_changes import NewUnit, Wanted

_DID = re.compile(r" (s[áa]p nh[ậa]p|h[ợo]p nh[ấa]t|t[áa]ch|[đd][ổo]i t[êe]n) th[àa]nh ", re.IGNORECASE)
_INTO = re.compile(r" th[àa]nh ", re.IGNORECASE)
_FROM = re.compile(
    r",? t[ừu] (?:ng[àa]y )?([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}))?(?![0-9/.-])", re.IGNORECASE
)
_SOON = re.compile(r",? t[ừu] (?:ng[àa]y )?(mai|h[ôo]m nay)(?!\w)", re.IGNORECASE)
_UNREAD = re.compile(r" từ ", re.IGNORECASE)  # «từ đầu năm»: a day that was not understood is asked for
_JOINS = re.compile(r" v[àa]o (?:th[ôo]n )?", re.IGNORECASE)
_PARTED = re.compile(r"(?:t[áa]ch|chia|chia t[áa]ch) (?:th[ôo]n )?(?=.{1,80} th[àa]nh .{1,300}\()", re.IGNORECASE)
_BY = re.compile(r",? theo ", re.IGNORECASE)
_AND = re.compile(r"(?:v[àa] )?(?:th[ôo]n )?", re.IGNORECASE)
_BETWEEN = re.compile(r" ?[,+] ?| v[àa] | v[ớo]i ", re.IGNORECASE)
_COUNTED = re.compile(r"(?P<name>[^(),]{1,60}) ?\((?P<counts>[^()]{1,80})\)")
_COUNT = re.compile(
    r"(?P<count>[0-9]{1,3}(?:\.[0-9]{3})|[0-9]{1,6}) (?P<what>h[ộo]|kh[ẩa]u|nh[âa]n kh[ẩa]u|ng[ưu][ờo]i)"
)
_WHAT = {"h": "households", "k": "people", "n": "adults"}
_SAYS = {"s": "merge_units", "h": "merge_units", "t": "split_unit", "đ": "rename_unit", "d": "rename_unit"}
_LONGEST, _LONGEST_PAPER = 700, 80
FEWEST_WORDS = 4  # of a sentence that says such an event: «Chia Nà Pò thành A(…)»


def recognise(text: str) -> Typed | None:
    """The event said as a sentence, with the villages in front: «Bản Còn và Nà Pò sáp nhập thành Bản Mới …»."""
    said = " ".join(text[:_LONGEST].split())
    parted = _PARTED.match(said)
    if parted is not None:
        return Typed("split_unit", said[parted.end() :])
    did = _DID.search(said)
    if did is None or _FROM.search(said, did.end()) is None:
        return None  # small talk about a merger is none
    return Typed(_SAYS[did[1][0].lower()], f"{said[: did.start()]} thành {said[did.end() :]}")


def merge(turn: Turn, words: str) -> None:
    """SÁP NHẬP."""
    _preview(turn, words, MERGE, wording.merge_example)


def split(turn: Turn, words: str) -> None:
    """TÁCH THÔN."""
    _preview(turn, words, SPLIT, lambda first, _, year: wording.split_example(first, year))


def rename(turn: Turn, words: str) -> None:
    """ĐỔI TÊN."""
    _preview(turn, words, RENAME, lambda first, _, year: wording.rename_example(first, year))


def _preview(turn: Turn, words: str, kind: str, example: Callable[[str, str, int], str]) -> None:
    wanted = _read(turn, words, kind)
    if wanted is None:
        first, second = _two_villages(turn)
        return turn.reply(example(first, second, min(turn.today.year + 1, turn.campaign.ends.year)))
    if isinstance(wanted, str):
        return turn.reply(wanted)
    return propose(turn, wanted)


def propose(turn: Turn, wanted: Wanted) -> None:
    """Show what an event will bring, to be confirmed; or why it cannot be."""
    refused = unit_changes.refusal(turn, wanted)
    if refused:
        return turn.reply(refused)
    change = unit_changes.propose(turn, wanted)
    text = wording.unit_change_preview(_said(wanted), unit_change_effects.lines(turn, wanted, change))
    turn.reply(
        text,
        [Choice(wording.CONFIRM_UNITS, f"units:{change.id}:yes"), Choice(wording.DROP_UNITS, f"units:{change.id}:no")],
    )


def decide(turn: Turn, change: UnitChange, answer: str) -> None:
    """«Ghi» or «Thôi», under a preview."""
    if change.recorded_at is not None:
        return turn.reply(wording.unit_change_gone())
    if answer != "yes":
        turn.session.delete(change)
        return turn.reply(wording.unit_change_dropped())
    wanted = unit_changes.wanted_by(turn, change)
    refused = unit_changes.refusal(turn, wanted)
    if refused:
        turn.session.delete(change)
        return turn.reply(refused)
    said = _said(wanted)
    unit_changes.record(turn, change)
    turn.reply(wording.unit_change_recorded(said, change.kind))


def _said(wanted: Wanted) -> str:
    before, after = [unit.full_name for unit in wanted.before], [one.name for one in wanted.after]
    return wording.unit_change_said(wanted.kind, before, after, wanted.on_day, wanted.decision)


def _two_villages(turn: Turn) -> tuple[str, str]:
    """Two villages to show it with."""
    members = units.active_members(turn.session, turn.commune.id, turn.today)
    first, second, *_ = (*(unit.short_name for unit in members if unit.kind == "village"), "Bản Một", "Bản Hai")
    return first, second


def _read(turn: Turn, words: str, kind: str) -> Wanted | str | None:
    """The event; the sentence to say back where a unit is not clear; None where nothing was understood."""
    said = " ".join(words[:_LONGEST].split())
    typed, day, decision = _without_tail(turn, said)
    if day is None:
        return None
    joins = _JOINS.search(typed) if kind == MERGE and _INTO.search(typed) is None else None
    if joins is not None:
        # «Sáp nhập Bản Còn vào Nà Pò»: both become one that is called as the other was.
        before = _units(turn, f"{typed[: joins.start()]}, {typed[joins.end() :]}", kind, day)
        return before if isinstance(before, str) else Wanted(kind, before, (NewUnit(before[-1].name),), day, decision)
    answer: str | None = None
    for into in _INTO.finditer(typed):
        # «Thành» may be part of a name too: the first place that leaves known units before it is meant.
        before = _units(turn, typed[: into.start()], kind, day)
        if not isinstance(before, str):
            return Wanted(kind, before, _new_units(typed[into.end() :], kind), day, decision)
        answer = answer or before
    return answer


def _without_tail(turn: Turn, said: str) -> tuple[str, date | None, str]:
    """The units alone; the first day, today where none was typed, None for one that no calendar has; the paper."""
    since = _FROM.search(said)
    when = since or _SOON.search(said)
    by = _BY.search(said)
    ends = min((tail.start() for tail in (when, by) if tail), default=len(said))
    paper_ends = when.start() if when and by and by.start() < when.start() else len(said)
    decision = said[by.end() : paper_ends][:_LONGEST_PAPER].strip(" ,") if by else ""
    if _UNREAD.search(f"{said[:ends]} "):
        return said[:ends], None, decision
    if since is None:
        is_tomorrow = when is not None and when[1].lower() == "mai"
        return said[:ends], turn.today + timedelta(days=is_tomorrow), decision
    try:
        return said[:ends], _first_day(turn, int(since[1]), int(since[2]), since[3]), decision
    except ValueError:
        return said[:ends], None, decision


def _first_day(turn: Turn, day: int, month: int, year: str | None) -> date:
    """Without a year the next such day."""
    if year is not None:
        return date(int(year), month, day)
    this = date(turn.today.year, month, day)
    return this if this >= turn.today else this.replace(year=this.year + 1)


def _units(turn: Turn, written: str, kind: str, day: date) -> tuple[Unit, ...] | str:
    names = [one for one in _BETWEEN.split(written) if one] if kind == MERGE else [written]
    found: list[Unit] = []
    for name in names:
        unit = _unit(turn, name, day)
        if isinstance(unit, str):
            return unit
        found.append(unit)
    return tuple(found)


def _unit(turn: Turn, name: str, day: date) -> Unit | str:
    """The unit that is meant: one that has ended only where no other is called so."""
    found = units.named(turn.session, turn.commune.id, name)
    there = [one for one in found if one.place().is_active(day)] or found
    if len(there) == 1:
        return there[0]
    if not there:
        return wording.no_unit(name, overview.example(turn))
    return wording.several_units(name, [one.full_name for one in there])


def _new_units(written: str, kind: str) -> tuple[NewUnit, ...]:
    """«Bản Còn 1 (60 hộ, 240 khẩu, 180 người lớn) và Bản Còn 2 (…)», or bare names."""
    counted = [_counted(one["name"], one["counts"]) for one in _COUNTED.finditer(written)]
    if counted:
        return tuple(counted)
    names = _BETWEEN.split(written) if kind == SPLIT else [written]
    return tuple(NewUnit(_name(one)) for one in names if one)


def _counted(name: str, counts: str) -> NewUnit:
    found = {_WHAT[_kind(one["what"])]: int(one["count"].replace(".", "")) for one in _COUNT.finditer(counts)}
    return NewUnit(_name(name), found.get("households"), found.get("people"), found.get("adults"))


def _kind(what: str) -> str:
    """«hộ» -> h, «khẩu» and «nhân khẩu» -> k, «người lớn» -> n."""
    return "k" if "kh" in what.lower() else what[0].lower()


def _name(said: str) -> str:
    """A village's name as it is said after «và», «thôn»."""
    bare = said.strip()
    joined = _AND.match(bare)
    name = bare[joined.end() :] if joined else bare
    return name.title() if name.islower() else name
