"""The list of communes: every one that COMMUNES names, read from its files, and of those that cannot be used why."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.channels import registry
from bot.channels.descriptor import BotToken, ChannelSettings
from bot.communes import places, roll_ups
from bot.communes.places import Place
from bot.communes.roll_ups import RollUpList
from bot.setting_faults import SettingsError
from bot.settings import Settings, load_own
from campaign.definition import load, reasons
from campaign.definition.faults import CampaignFileError
from campaign.definition.load import CampaignFile
from services.context import Deployment

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Member:
    """A commune that can be served: its campaign and calendar, and the settings of its own bots."""

    place: Place
    signature: str
    deployment: Deployment
    settings: ChannelSettings | None  # None: no .env of its own

    @property
    def code(self) -> str:
        return self.deployment.campaign.commune_code

    @property
    def tokens(self) -> list[BotToken]:
        return registry.tokens(self.settings) if self.settings is not None else []


@dataclass(frozen=True, slots=True)
class Faulty:
    """A commune that cannot be used as its files stand. `code` is known where they once could be, or still tell."""

    place: Place
    signature: str
    reasons: tuple[str, ...]
    code: str | None = None
    last: Member | None = None  # as it was served before: its bots stay

    def __str__(self) -> str:
        return "\n".join(f"{self.place.name}: {reason}" for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class CommuneList:
    members: tuple[Member, ...] = ()
    faulty: tuple[Faulty, ...] = ()
    above: RollUpList = field(default_factory=RollUpList)  # the roll-ups that ROLL_UPS names


@dataclass
class Reader:
    """Reads the listed again and again; what has not changed is not read a second time, and what is alike is shared."""

    settings: Settings
    make: Callable[[CampaignFile], Deployment]
    known_codes: Mapping[str, str] = field(default_factory=dict)  # by place, from before the program's start
    _read: dict[Place, Member | Faulty] = field(default_factory=dict)
    _last: dict[str, Member] = field(default_factory=dict)  # as each was served, by the name of its place
    _campaigns: dict[str, Deployment] = field(default_factory=dict)  # by content
    _digests: dict[Path, str] = field(default_factory=dict)  # of the files that were read in this look

    def read(self) -> CommuneList:
        """Every commune as its files stand now. `Unreadable` when something that COMMUNES names is not there."""
        found = places.find(self.settings.communes)
        self._digests = {}
        self._read = {place: self._known(place) for place in found}
        listed = self._checked(self._read.values())
        last = self._last | {one.place.name: one for one in listed.members}
        here = {place.name for place in found}
        self._last = {name: one for name, one in last.items() if name in here}
        return replace(listed, above=roll_ups.read(self.settings.roll_ups, self.make))

    def _known(self, place: Place) -> Member | Faulty:
        signature = place.signature()
        known = self._read.get(place)
        return known if known is not None and known.signature == signature else self._open(place, signature)

    def _open(self, place: Place, signature: str) -> Member | Faulty:
        try:
            deployment = self._deployment(place)
            own = load_own(place.own_settings, self.settings) if place.own_settings.is_file() else None
        except CampaignFileError as error:
            return self._faulty(place, signature, list(map(str, error.faults)))
        except SettingsError as error:
            return self._faulty(place, signature, [f"{places.OWN}: {line}" for line in str(error).splitlines()])
        except OSError as error:
            return self._faulty(place, signature, [reasons.cannot_be_read(error)])
        except Exception as error:
            # Whatever else a file may do to the program: it does it to its own commune alone.
            log.exception("unforeseen in %s", place.name)
            return self._faulty(place, signature, [f"{place.file.name}: {type(error).__name__}"])
        return Member(place, signature, deployment, own)

    def _deployment(self, place: Place) -> Deployment:
        if place.file.name != places.SHORT:
            return self._campaign(place.file)
        shared = load.shared_path(place.file)
        if shared is None:
            raise CampaignFileError(place.file, (load.Fault(0, "campaign", reasons.NAMES_NO_CAMPAIGN),))
        made = self._campaign(shared)
        return Deployment(load.own_table(place.file, made.campaign), made.calendar, labels=made.labels)

    def _campaign(self, path: Path) -> Deployment:
        """Files with the same content are one campaign, and one calendar."""
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(path.read_bytes()).hexdigest()
        key = self._digests[path]
        if key not in self._campaigns:
            self._campaigns[key] = self.make(load.open_file(path))
        return self._campaigns[key]

    def _faulty(self, place: Place, signature: str, reasons: Sequence[str]) -> Faulty:
        last = self._last.get(place.name)
        code = last.code if last is not None else load.code_of(place.file) or self.known_codes.get(place.name)
        return Faulty(place, signature, tuple(reasons), code, last)

    def _code_before(self, place: Place) -> str | None:
        last = self._last.get(place.name)
        return last.code if last is not None else self.known_codes.get(place.name)

    def _is_new(self, member: Member) -> tuple[bool, bool]:
        """Whether its code, and whether a token, was not its own before: who has had them keeps them."""
        last = self._last.get(member.place.name)
        had = {bot.secret for bot in last.tokens} if last is not None else set()
        return member.code != self._code_before(member.place), not {bot.secret for bot in member.tokens} <= had

    def _checked(self, found: Iterable[Member | Faulty]) -> CommuneList:
        """What two communes cannot both have: the official code, and a token."""
        taken: dict[str, str] = {bot.secret: ".env chung của máy" for bot in registry.tokens(self.settings)}
        codes: dict[str, str] = {}
        members: list[Member] = []
        faulty = [one for one in found if isinstance(one, Faulty)]
        for member in sorted((one for one in found if isinstance(one, Member)), key=self._is_new):
            wrong = [f"mã {member.code} đã là của {codes[member.code]}"] if member.code in codes else []
            wrong += [
                f"{bot.setting}: mã bot này đã dùng ở {taken[bot.secret]}"
                for bot in member.tokens
                if bot.secret in taken
            ]
            if wrong:
                code = self._code_before(member.place) if member.code in codes else member.code
                last = self._last.get(member.place.name)
                faulty.append(Faulty(member.place, member.signature, tuple(wrong), code, last))
                continue
            codes[member.code] = member.place.name
            taken |= {bot.secret: member.place.name for bot in member.tokens}
            members.append(member)
        return CommuneList(tuple(sorted(members, key=_name)), tuple(_alone(one, codes) for one in faulty))


def _name(one: Member) -> str:
    return one.place.name


def _alone(faulty: Faulty, codes: Collection[str]) -> Faulty:
    """Where another file has the commune by now, a faulty one takes nothing out and speaks through no bot."""
    return replace(faulty, code=None, last=None) if faulty.code in codes else faulty
