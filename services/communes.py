"""The communes that one process serves (tenants of a deployment): each with its campaign, calendar and bots."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from campaign.roll_up import RollUp
from models import units
from services.capability import FULL, Capability, owner_of
from services.context import Context, Deployment


@dataclass(frozen=True, slots=True)
class _Located:
    """The communes as the database numbers them."""

    served: Mapping[int, Deployment] = field(default_factory=dict)
    ids: Mapping[str, int] = field(default_factory=dict)  # of all, by code
    held: frozenset[int] = frozenset()  # of which nothing is sent: nobody has named them, or nobody does any more
    by_bot: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


class Communes:
    """Which communes are served may change while the program runs (`replace`); whoever asks gets what holds now."""

    def __init__(self, deployments: Iterable[Deployment]) -> None:
        self._deployments = tuple(deployments)
        self._resting: frozenset[str] = frozenset()
        self._located: _Located | None = None
        self._held: frozenset[int] = frozenset()  # as it was located last
        self._is_single = False
        self.roll_ups: tuple[RollUp, ...] = ()  # the units above, in a deployment of several communes

    @classmethod
    def only(cls, deployment: Deployment) -> Communes:
        """The one commune of a deployment that names no others: whatever is heard is its own."""
        made = cls((deployment,))
        made._is_single = True
        return made

    def __iter__(self) -> Iterator[Deployment]:
        return iter(self._deployments)

    def __len__(self) -> int:
        return len(self._deployments)

    @property
    def first(self) -> Deployment:
        """For what concerns no commune and needs one all the same: a time zone to name the night."""
        return self._deployments[0]

    def replace(
        self, deployments: Iterable[Deployment], resting: Collection[str] = (), roll_ups: Iterable[RollUp] = ()
    ) -> None:
        """From now on these are served; of `resting` ones (codes) nothing is answered, but what was said is sent."""
        self.roll_ups = tuple(roll_ups)
        self._deployments, self._resting = tuple(map(self._in_roll_ups, deployments)), frozenset(resting)
        self._located = None

    def known(self, session: Session) -> Mapping[str, int]:
        """By code the communes of the database that are of the deployment, also while they cannot be served."""
        located = self._numbers(session)
        return {code: key for code, key in located.ids.items() if key not in located.held}

    @property
    def single(self) -> Deployment | None:
        """The one commune of a deployment that has but one, and shares nothing."""
        return self._deployments[0] if self._is_single and len(self._deployments) == 1 else None

    def _in_roll_ups(self, one: Deployment) -> Deployment:
        mine = tuple(roll_up for roll_up in self.roll_ups if roll_up.takes(one.campaign.commune_code))
        return replace(one, roll_ups=mine) if mine or one.roll_ups else one

    @property
    def now(self) -> Mapping[int, Deployment]:
        """As `served` told last."""
        return self._located.served if self._located is not None else {}

    def served(self, session: Session) -> Mapping[int, Deployment]:
        """By the commune's id in the database; without those whose units were never imported."""
        return self._numbers(session).served

    def held(self, session: Session) -> Collection[int]:
        """Communes of the database of which nothing may be sent."""
        return self._numbers(session).held

    def is_held(self, commune_id: int | None) -> bool:
        """Whether nothing of a commune may be sent, as `held` told last."""
        return commune_id in self._held

    def unanswered(self, session: Session) -> Collection[int]:
        """Communes of the database that nobody answers now: they are held, or their files are faulty."""
        located = self._numbers(session)
        return located.ids.values() - located.served.keys()

    def owner(self, session: Session, bot: str) -> int | None:
        """The commune whose alone a bot is, also while it is not served; None for one that is shared."""
        located = self._numbers(session)
        if self.single is not None:
            return next(iter(located.served), None)
        return located.ids.get(owner_of(bot))

    def owners(self, session: Session, bots: Collection[str]) -> Mapping[str, int | None]:
        """The same of several bots. LookupError while no commune has units."""
        if not self.served(session):
            raise LookupError("chưa xã nào có đơn vị: thidua units import TỆP")
        return {bot: self.owner(session, bot) for bot in bots}

    def of_bot(self, session: Session, bot: str) -> tuple[int, ...]:
        """The communes that are served over a bot."""
        return self._numbers(session).by_bot.get(bot, ())

    def look_again(self) -> None:
        """Units may have been imported since."""
        self._located = None

    def _numbers(self, session: Session) -> _Located:
        located = self._located
        if located is None or not located.served:
            self._located = located = self._locate(units.communes(session))
            self._held = located.held
        return located

    def _locate(self, ids: Mapping[str, int]) -> _Located:
        by_code = {one.campaign.commune_code: one for one in self._deployments}
        served = {ids[code]: one for code, one in by_code.items() if code in ids}
        by_bot: dict[str, list[int]] = {}
        for key, one in served.items():
            for bot in one.heard:
                by_bot.setdefault(bot, []).append(key)
        known = {*by_code, *self._resting}
        return _Located(
            served,
            ids,
            frozenset(key for code, key in ids.items() if code not in known),
            {bot: tuple(keys) for bot, keys in by_bot.items()},
        )

    def enter(self, session: Session, commune_id: int, now: datetime) -> Context:
        """A commune's context; the session reaches its rows alone from now on."""
        if commune_id not in self.served(session):
            self.look_again()  # its units may have come after the last look
        return self.served(session)[commune_id].context(session, now)

    def label(self, bot: str) -> str:
        """What people read for a bot's key."""
        return self._deployments[0].label(bot) if self._deployments else bot

    def can(self, bot: str) -> Capability:
        """What a bot's channel has declared."""
        return next((one.bots[bot] for one in self._deployments if bot in one.bots), FULL)
