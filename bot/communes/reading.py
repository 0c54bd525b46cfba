"""The list of communes: every one that COMMUNES names, read from its files, and of those that cannot be used why."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
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
    _last: dict[Place, Member] = field(default_factory=dict)
    _campaigns: dict[str, Deployment] = field(default_factory=dict)  # by content
    _digests: dict[Path, str] = field(default_factory=dict)  # of the files that were read in this look

    def read(self) -> CommuneList:
        """Every commune as its files stand now. `Unreadable` when something that COMMUNES names is not there."""
        found = places.find(self.settings.communes)
        self._digests = {}
        self._read = {place: self._known(place) for place in found}
        self._last |= {place: one for place, one in self._read.items() if isinstance(one, Member)}
        return replace(self._checked(self._read.values()), above=roll_ups.read(self.settings.roll_ups, self.make))

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
        last = self._last.get(place)
        code = last.code if last is not None else self.known_codes.get(place.name) or load.code_of(place.file)
        return Faulty(place, signature, tuple(reasons), code, last)

    def _checked(self, found: Iterable[Member | Faulty]) -> CommuneList:
        """What two communes cannot both have: the official code, and a token."""
        taken: dict[str, str] = {bot.secret: ".env chung của máy" for bot in registry.tokens(self.settings)}
        codes: dict[str, str] = {}
        members: list[Member] = []
        faulty = [one for one in found if isinstance(one, Faulty)]
        for member in (one for one in found if isinstance(one, Member)):
            wrong = [f"mã {member.code} đã là của {codes[member.code]}"] if member.code in codes else []
            wrong += [
                f"{bot.setting}: mã bot này đã dùng ở {taken[bot.secret]}"
                for bot in member.tokens
                if bot.secret in taken
            ]
            if wrong:
                code = None if member.code in codes else member.code
                faulty.append(Faulty(member.place, member.signature, tuple(wrong), code))
                continue
            codes[member.code] = member.place.name
            taken |= {bot.secret: member.place.name for bot in member.tokens}
            members.append(member)
        return CommuneList(tuple(members), tuple(faulty))
