"""The files of roll-ups (tổng hợp liên xã) that ROLL_UPS names: each read with its faults, again when it changes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from campaign.catalogue import Campaign
from campaign.definition import load, reasons
from campaign.definition.faults import CampaignFileError, Fault
from campaign.definition.load import CampaignFile
from campaign.definition.toml_table import Notes, Table
from campaign.roll_up import MOST_MEASURES, RollUp
from services.context import Deployment

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")  # it stands on buttons, which hold 64 bytes
_LATEST = time(20)  # later it is posted on no day

Make = Callable[[CampaignFile], Deployment]


@dataclass(frozen=True, slots=True)
class RollUpList:
    roll_ups: tuple[RollUp, ...] = ()
    faults: tuple[str, ...] = ()  # a line each, with the file's name, its line and the key


def files(named: Sequence[Path]) -> list[Path]:
    """Every file below what was named, by name; what is not there is none, and a fault when it is read."""
    found = {path.resolve(): path for one in named for path in (sorted(one.glob("*.toml")) if one.is_dir() else [one])}
    return sorted(found.values())


def signature(named: Sequence[Path]) -> str:
    """Another one when any of them, or the campaign that it names, was written since."""
    return " ".join(_seen(path) for file in files(named) for path in (file, *_campaign_of(file)))


def _seen(path: Path) -> str:
    try:
        seen = path.stat()
    except OSError:
        return f"{path}: none"
    return f"{path}:{seen.st_mtime_ns}:{seen.st_size}"


def _campaign_of(file: Path) -> Iterator[Path]:
    found = load.shared_path(file) if file.is_file() else None
    if found is not None:
        yield found


def read(named: Sequence[Path], make: Make) -> RollUpList:
    """All of them. A faulty one is left out, and so is the second of one code."""
    found: dict[str, RollUp] = {}
    faults = [reasons.no_file_in(str(one)) for one in named if one.is_dir() and not files([one])]
    for file in files(named):
        made, wrong = _read(file, make, found)
        faults += [f"{file}: {fault}" for fault in wrong]
        if made is not None:
            found[made.code] = made
    return RollUpList(tuple(found.values()), tuple(faults))


def _read(file: Path, make: Make, taken: Collection[str]) -> tuple[RollUp | None, Sequence[Fault]]:
    """One of them, or everything that is wrong with its file."""
    tables, lines, unreadable = load.parse(file)
    if unreadable:
        return None, [Fault(one.line, "TOML" if one.line else "tệp", one.reason) for one in unreadable]
    notes = Notes(lines)
    table = Table(tables, (), "", notes)
    code, name, post = _code(table, taken), table.text("name"), table.clock("post")
    measures, communes = table.words("measures"), table.words("communes", ())
    if table.raw.get("communes") == []:
        table.fault("communes", reasons.EMPTY_LIST)  # left out it means all, and nobody means none
    made = _campaign(table, file.parent, make)
    if made is not None:
        _hold_against(table, made.campaign.as_written, measures, post)
    table.done()
    if made is None or notes.found:
        return None, sorted(set(notes.found))
    return RollUp(code, name, made.campaign.as_written, made.calendar, post, measures, frozenset(communes)), ()


def _code(table: Table, taken: Collection[str]) -> str:
    code = table.text("code")
    if code in taken:
        table.fault("code", reasons.duplicate(code))
    elif "code" not in table.wrong and not _CODE.fullmatch(code):
        table.fault("code", reasons.ROLL_UP_CODE)
    return code


def _campaign(table: Table, folder: Path, make: Make) -> Deployment | None:
    """The campaign that the file names, seen from its own folder; None, and a fault, where it cannot be used."""
    named = table.text("campaign")
    if "campaign" in table.wrong:
        return None
    path = folder / named
    try:
        return make(load.open_file(path))
    except CampaignFileError as error:
        first = error.faults[0]
        is_unread = not first.line
        table.fault("campaign", first.reason if is_unread else reasons.campaign_has_faults(path, len(error.faults)))
    return None


def _hold_against(table: Table, campaign: Campaign, measures: Sequence[str], post: time) -> None:
    """What holds between the file and its campaign."""
    if "measures" not in table.wrong:
        for reason in _wrong_measures(campaign, measures):
            table.fault("measures", reason)
    earliest = campaign.calendar.post
    if "post" not in table.wrong and not earliest < post < _LATEST:
        table.fault("post", reasons.post_between(f"{earliest:%H:%M}", f"{_LATEST:%H:%M}"))


def _wrong_measures(campaign: Campaign, measures: Sequence[str]) -> Iterator[str]:
    if not measures:
        yield reasons.EMPTY_LIST
    for one in measures:
        if one not in campaign.by_id:
            near = difflib.get_close_matches(one, campaign.by_id, n=1)
            yield reasons.no_measure_of_campaign(one, next(iter(near), None))
    if len(set(measures)) < len(measures):
        yield reasons.MEASURE_TWICE
    if len(measures) > MOST_MEASURES:
        yield reasons.many_measures(len(measures), MOST_MEASURES)
