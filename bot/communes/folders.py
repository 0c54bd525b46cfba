"""The folders of communes while the program runs: their files are looked at, and what has changed is put in force.

A file that is being written is left alone until it has been the same at two looks.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels import registry
from bot.channels.contract import Channel
from bot.communes import bot_identities, bots, places, returning, roll_ups, telling
from bot.communes.places import Place, Unreadable
from bot.communes.reading import CommuneList, Faulty, Member, Reader
from bot.monitoring import logs
from bot.settings import Settings, secrets_of
from campaign.definition.load import CampaignFile
from models import campaign_overrides, key_values, turn_locks
from models.database import Store
from services.communes import Communes
from services.context import Deployment

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0


def _misfits(session: Session, member: Member, now: datetime) -> list[str]:
    """What of a commune's overrides no longer fits its file."""
    try:
        context = member.deployment.context(session, now)
        found = [str(fault) for fault in context.timeline.faults(context.today)]
    except LookupError:
        return []  # its units are not imported yet
    except Exception as error:
        log.exception("the overrides of %s cannot be held against its file", member.place.name)
        found = [type(error).__name__]
    return [f"{one} (tệp không còn khớp với những chỗ đã đổi)" for one in found]


class CommuneFolders:
    """Which communes a program serves, by what COMMUNES names."""

    def __init__(self, settings: Settings, store: Store, make: Callable[[CampaignFile], Deployment]) -> None:
        self._settings, self._store = settings, store
        with store.transaction() as session:
            known: Mapping[str, str] = json.loads(key_values.get(session, key_values.CODES_BY_FOLDER) or "{}")
        self._reader = Reader(settings, make, known)
        self._seen: Mapping[Place | None, str] = {}
        self._applied: Mapping[Place | None, str] | None = None

    def look(self, now: datetime, *, at_once: bool = False) -> CommuneList | None:
        """The listed where it has changed and come to rest; None otherwise. In whatever thread it is called."""
        try:
            seen: dict[Place | None, str] = {place: place.signature() for place in places.find(self._settings.communes)}
            seen[None] = roll_ups.signature(self._settings.roll_ups)
            is_at_rest = at_once or seen == self._seen
            self._seen = seen
            if not is_at_rest or seen == self._applied:
                return None
            listed = self._in_force(self._reader.read(), now)
        except Unreadable as error:
            log.error("COMMUNES cannot be looked at, all stays as it is: %s", error)
            return None
        self._applied = seen
        self._remember(listed)
        for one in listed.faulty:
            log.error("a commune cannot be served:\n%s", one)
        for fault in listed.above.faults:
            log.error("a roll-up cannot be posted: %s", fault)
        return listed

    def _in_force(self, listed: CommuneList, now: datetime) -> CommuneList:
        """A file that no longer has what is overridden in it cannot be used either."""
        with self._store.deployment_wide("the overrides of every commune are held against its file") as session:
            ids = campaign_overrides.communes(session)
            wrong: dict[str, Faulty] = {}
            for member in listed.members:
                if not ids:
                    break
                if found := _misfits(session, member, now):
                    wrong[member.code] = Faulty(member.place, member.signature, tuple(found), member.code, member)
        good = tuple(one for one in listed.members if one.code not in wrong)
        return CommuneList(good, (*listed.faulty, *wrong.values()), listed.above)

    def _remember(self, listed: CommuneList) -> None:
        everybody: list[Member | Faulty] = [*listed.faulty, *listed.members]
        codes = {one.place.name: one.code for one in everybody if one.code}
        with self._store.transaction() as session:
            turn_locks.end_soon(session)
            key_values.put(session, key_values.CODES_BY_FOLDER, json.dumps(codes, ensure_ascii=False))

    def own_bots(self, listed: CommuneList) -> dict[str, tuple[str, Member]]:
        """The key of every own bot with its token: of a commune that turned faulty those that it had."""
        last = [one.last for one in listed.faulty if one.last is not None]
        served: list[Member] = [*listed.members, *last]
        found: dict[str, tuple[str, Member]] = {}
        for member in served:
            if member.settings is None:
                continue
            for channel in registry.CHANNELS:
                found |= {bot.key: (bot.secret, member) for bot in channel.bots(member.settings, member.code)}
        return found

    def settle(self, own: Mapping[str, tuple[str, Member]]) -> None:
        """A bot that stood under another key before goes on under its own, with its people."""
        secrets = {key: secret for key, (secret, _) in own.items()}
        bot_identities.settle(self._store, registry.keys(self._settings) | secrets)

    def open(self, key: str, member: Member) -> Channel:
        """One of a commune's own bots."""
        assert member.settings is not None
        logs.hide(secrets_of(member.settings))
        opened = registry.configured(member.settings, self._store, member.code)
        return next(one for one in opened if one.name == key)

    def apply(self, communes: Communes, listed: CommuneList, channels: Mapping[str, Channel], now: datetime) -> None:
        """From now on these are served, over these bots; of others nothing is sent any more."""
        deployments = [_over(one, channels.values()) for one in listed.members]
        resting = [one.code for one in listed.faulty if one.code]
        by_code = {one.commune_code: one for one in deployments}
        returning.settle(self._store, by_code, resting, channels.keys(), now)
        communes.replace(deployments, resting, listed.above.roll_ups)
        with self._store.deployment_wide("who is held is known before the next message leaves") as session:
            communes.held(session)

    def tell(self, listed: CommuneList, channels: Mapping[str, Channel], now: datetime) -> None:
        with self._store.transaction() as session:
            turn_locks.end_soon(session)
            telling.tell(session, self._settings, listed, list(channels), now)


def _over(one: Member, channels: Collection[Channel]) -> Deployment:
    heard = bots.also_heard(one.code, channels)
    return replace(one.deployment, bots=bots.of_commune(one.code, channels), also_heard=heard)
