"""What is said of a commune that cannot be served, to its officers and to who looks after the machine; and of its end.

Its campaign cannot be used, so nothing here needs one.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from bot.communes.reading import CommuneList, Faulty
from bot.settings import Settings
from models import key_values, messages, people, scope, units
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from services import wording
from services.context import Address

_KEY = "faulty communes"
_KEY_ABOVE = "faulty roll-ups"


def tell(session: Session, settings: Settings, listed: CommuneList, bots: Collection[str], now: datetime) -> None:
    """Each fault is told once, also over a restart, and its end once."""
    scope.widen(session, "which communes cannot be served is known of all")
    before = set(filter(None, (key_values.get(session, _KEY) or "").split("\n")))
    ids = units.communes(session)
    standing = {_mark(one): one for one in listed.faulty}
    for mark in sorted(set(standing) - before):
        _begin(session, settings, standing[mark], ids, bots, now)
    members = {one.place.name: one for one in listed.members}
    for place in sorted({mark.split("\t")[0] for mark in before} & members.keys()):
        commune_id = ids.get(members[place].code)
        if commune_id is not None:
            to_officers(session, commune_id, wording.campaign_is_mended(), bots, now)
        _to_operator(session, settings, wording.commune_is_served_again(place), now)
    key_values.put(session, _KEY, "\n".join(sorted(standing)))
    _tell_above(session, settings, listed, now)


def _tell_above(session: Session, settings: Settings, listed: CommuneList, now: datetime) -> None:
    """Faults of roll-ups' files are the operator's alone; no commune has to do with them."""
    before = set(filter(None, (key_values.get(session, _KEY_ABOVE) or "").split("\n")))
    for fault in listed.above.faults:
        if fault not in before:
            _to_operator(session, settings, wording.roll_up_is_faulty(fault), now)
    if before and not listed.above.faults:
        _to_operator(session, settings, wording.roll_ups_are_mended(), now)
    if before != set(listed.above.faults):
        key_values.put(session, _KEY_ABOVE, "\n".join(listed.above.faults))


def _mark(faulty: Faulty) -> str:
    """Of one state of its files."""
    return f"{faulty.place.name}\t{faulty.signature}"


def _begin(
    session: Session,
    settings: Settings,
    faulty: Faulty,
    ids: dict[str, int],
    bots: Collection[str],
    now: datetime,
) -> None:
    commune_id = ids.get(faulty.code or "")
    told = wording.campaign_is_faulty(len(faulty.reasons))
    if commune_id is not None:
        to_officers(session, commune_id, told, bots, now)
    _to_operator(session, settings, wording.commune_is_faulty(faulty.place.name, faulty.reasons[0]), now)


def to_officers(session: Session, commune_id: int, text: str, bots: Collection[str], now: datetime) -> None:
    """Wherever a bot that runs reaches them."""
    for officer in people.with_role(session, commune_id, "officer"):
        account = people.reachable_account(officer, [one.bot for one in officer.accounts if one.bot not in bots])
        if account is not None:
            _say(session, Address(account.bot, account.chat_id), text, Purpose.ALERT, now, commune_id)


def _to_operator(session: Session, settings: Settings, text: str, now: datetime) -> None:
    if settings.administrator is not None:
        bot, _, chat = settings.administrator.partition(":")
        _say(session, Address(bot, chat), text, Purpose.DEPLOYMENT, now)


def _say(
    session: Session, to: Address, text: str, purpose: Purpose, now: datetime, commune_id: int | None = None
) -> None:
    row = OutboxMessage(
        commune_id=commune_id, bot=to.bot, chat_id=to.chat_id, purpose=purpose, text=text, choices=[], created_at=now
    )
    messages.queue(session, row)
