"""Whom an announcement is for: kinds of unit, named units, roles; from typed words to people who can be written to.

An audience is a list of tokens, «all», «kind:village», «unit:12», «role:deputy»; it is resolved when it is looked
at and once more when the announcement is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaign.text import fold
from models import people, units
from models.people import Person
from models.units import Unit
from services import wording
from services.context import Context

ALL, KIND, UNIT, ROLE = "all", "kind", "unit", "role"
_AND = re.compile(r"[,;\n]| và | va ", re.IGNORECASE)
_AHEAD = re.compile(r"(?:gui|cho|toi|cac|nhung|moi|[0-9]{1,3}) ")
_AHEAD_MOST = 4
_EVERYBODY = re.compile(r"(?:tat )?ca(?: [0-9]{1,3})?(?: cac| moi)?(?: noi| don vi)?|noi|(?:toan |ca )?xa")
_KINDS = {"thon": "village", "truong": "school", "truong hoc": "school", "co quan": "office"}
_ROLES = {
    "truong thon": "village-head",
    "pho thon": "deputy",
    "nguoi bao cao": "reporter",
    "lanh dao": "leader",
    "can bo": "officer",
    "can bo tong hop": "officer",
    "nguoi duyet": people.DEPUTY_OFFICER,
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """A place with whoever is written to for it; `person` is None where there is nobody."""

    unit: Unit
    person: Person | None

    @property
    def place(self) -> tuple[int, int]:
        """What has one receipt: a unit, or, in the commune's own offices, each person."""
        is_commune = self.unit.kind == "commune" and self.person is not None
        return self.unit.id, self.person.id if is_commune and self.person is not None else 0

    @property
    def name(self) -> str:
        """«Nà Pò»; in the commune's own offices the person."""
        return self.person.address if self.unit.kind == "commune" and self.person is not None else self.unit.short_name


@dataclass(frozen=True, slots=True)
class Read:
    """What typed words name: tokens, or the sentence that says why not."""

    tokens: tuple[str, ...] = ()
    problem: str = ""


def read(context: Context, text: str) -> Read:
    """«Bản Còn, các trường và phó thôn»."""
    tokens: list[str] = []
    for part in filter(None, map(str.strip, _AND.split(text))):
        token = _token(context, part)
        if isinstance(token, Read):
            return token
        tokens.append(token)
    return Read(tuple(dict.fromkeys(tokens))) if tokens else Read(problem=wording.announce_to_whom_typed())


def _token(context: Context, part: str) -> str | Read:
    named = _general(part)
    if named:
        return named
    matching = units.named(context.session, context.commune.id, part)
    if len(matching) == 1:
        return f"{UNIT}:{matching[0].id}"
    if matching:
        return Read(problem=wording.several_units(part, [unit.full_name for unit in matching[:_AHEAD_MOST]]))
    return Read(problem=wording.announce_no_such_place(part[:40]))


def _general(part: str) -> str:
    """The token of a kind or a role; "" for anything else."""
    word = fold(part)
    for _ in range(_AHEAD_MOST):
        if word in _ROLES or word in _KINDS or _EVERYBODY.fullmatch(word):
            break
        ahead = _AHEAD.match(word)
        if ahead is None:
            return ""
        word = word[ahead.end() :]
    if word in _ROLES:
        return f"{ROLE}:{_ROLES[word]}"
    if word in _KINDS:
        return f"{KIND}:{_KINDS[word]}"
    return ALL if _EVERYBODY.fullmatch(word) else ""


def is_known(tokens: Iterable[str]) -> bool:
    """Whether tokens, as a button carries them, are such as are offered."""
    kinds, roles = {f"{KIND}:{kind}" for kind in wording.KINDS}, {f"{ROLE}:{role}" for role in people.ROLES}
    return all(token == ALL or token in kinds or token in roles for token in tokens)


def resolve(context: Context, tokens: Sequence[str], without: int = 0) -> list[Addressee]:
    """Everybody an audience means today, each place and person once; not the person `without`, who sends it."""
    found: dict[tuple[int, int], Addressee] = {}
    named = _units(context, tokens)
    spoken_for = people.spokespeople(context.session, [unit.id for unit in named], context.today) if named else {}
    addressed = [Addressee(unit, spoken_for.get(unit.id)) for unit in named]
    for token in tokens:
        sort, _, what = token.partition(":")
        if sort == ROLE:
            held = people.holders_of(context.session, context.commune.id, what)
            addressed += [Addressee(role.unit, role.person) for role in held]
    for one in addressed:
        if one.person is None or one.person.id != without:
            found.setdefault((one.unit.id, one.person.id if one.person else 0), one)
    return list(found.values())


def _units(context: Context, tokens: Sequence[str]) -> list[Unit]:
    there = units.active_members(context.session, context.commune.id, context.today)
    wanted = set(tokens)
    return [unit for unit in there if wanted & {ALL, f"{KIND}:{unit.kind}", f"{UNIT}:{unit.id}"}]


def counts(context: Context) -> Mapping[str, int]:
    """How many units of each kind the commune has today, in the order in which they are called."""
    there = units.active_members(context.session, context.commune.id, context.today)
    return {kind: sum(unit.kind == kind for unit in there) for kind in wording.KINDS}


def said(context: Context, tokens: Sequence[str]) -> str:
    """«28 thôn, phó thôn, Trạm Y tế»."""
    how_many = counts(context)
    words = []
    for token in tokens:
        sort, _, what = token.partition(":")
        unit = context.session.get(Unit, int(what)) if sort == UNIT else None
        if sort == ALL:
            words.append(wording.all_places(sum(how_many.values())).lower())
        elif sort == KIND:
            words.append(f"{how_many[what]} {wording.KINDS[what]}")
        elif sort == ROLE:
            words.append(wording.ROLE_NAMES[what])
        elif unit is not None:
            words.append(unit.full_name)
    return wording.listing(words)


def unreached(named: Iterable[tuple[str, str]]) -> list[str]:
    """Names, each with the reason why nobody can be written to there, by reason: «Nà Pò, Pò Háng (chưa có người)»."""
    by_reason: dict[str, list[str]] = {}
    for name, why in named:
        by_reason.setdefault(why, []).append(name)
    return [wording.unreached(names, why) for why, names in by_reason.items()]


def why_unreached(context: Context, person: Person | None) -> str:
    """Why nobody can be written to; "" where somebody can."""
    if person is None:
        return wording.HAS_NOBODY
    if context.account_of(person) is not None:
        return ""
    if person.by_phone:
        return wording.REPORTS_BY_PHONE
    has_blocked = bool(person.accounts) and all(account.blocked_at is not None for account in person.accounts)
    return wording.HAS_BLOCKED if has_blocked else wording.HAS_NOT_JOINED
