"""The files of roll-ups (tổng hợp liên xã) that ROLL_UPS names: each read with its faults, again when it changes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from campaign.definition import load
from campaign.definition.faults import CampaignFileError
from campaign.definition.load import CampaignFile
from campaign.roll_up import MOST_MEASURES, RollUp
from services.context import Deployment

_KEYS = {"code", "name", "campaign", "post", "measures", "communes"}
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")  # it stands on buttons, which hold 64 bytes


class _Fault(Exception):
    """What is wrong with one file, in a sentence."""


@dataclass(frozen=True, slots=True)
class RollUpList:
    roll_ups: tuple[RollUp, ...] = ()
    faults: tuple[str, ...] = ()  # a line each, with the file's name


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


def read(named: Sequence[Path], make: Callable[[CampaignFile], Deployment]) -> RollUpList:
    """All of them. A faulty one is left out, and so is the second of one code."""
    found: dict[str, RollUp] = {}
    faults = []
    for file in files(named):
        try:
            one = _read(file, make)
            if one.code in found:
                raise _Fault(f"code: {one.code} is another file's")
            found[one.code] = one
        except _Fault as fault:
            faults.append(f"{file}: {fault}")
    return RollUpList(tuple(found.values()), tuple(faults))


def _read(file: Path, make: Callable[[CampaignFile], Deployment]) -> RollUp:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _Fault(f"cannot be read: {error}") from None
    unknown = sorted(tables.keys() - _KEYS)
    if unknown:
        raise _Fault(f"{unknown[0]}: is not known here")
    code, name = _text(tables, "code"), _text(tables, "name")
    if not _CODE.fullmatch(code):
        raise _Fault("code: small letters, digits and hyphens, at most 20")
    made = _campaign(file.parent / _text(tables, "campaign"), make)
    campaign = made.campaign.as_written
    measures = _texts(tables, "measures")
    missing = [one for one in measures if one not in campaign.by_id]
    if missing or not 0 < len(measures) <= MOST_MEASURES or len(set(measures)) < len(measures):
        raise _Fault(
            f"measures: 1 to {MOST_MEASURES} different ones of the campaign"
            + (f", not {missing[0]}" if missing else "")
        )
    communes = frozenset(_texts(tables, "communes")) if "communes" in tables else frozenset()
    return RollUp(code, name, campaign, made.calendar, _hour(tables, campaign.calendar.post), tuple(measures), communes)


def _campaign(path: Path, make: Callable[[CampaignFile], Deployment]) -> Deployment:
    try:
        return make(load.open_file(path))
    except CampaignFileError as error:
        raise _Fault(f"campaign: {path} has {len(error.faults)} faults: thidua campaign check {path}") from None
    except OSError as error:
        raise _Fault(f"campaign: {error}") from None


def _text(tables: Mapping[str, Any], key: str) -> str:
    found = tables.get(key)
    if not isinstance(found, str) or not found.strip():
        raise _Fault(f"{key}: is missing")
    return found.strip()


def _texts(tables: Mapping[str, Any], key: str) -> list[str]:
    found = tables.get(key)
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise _Fault(f"{key}: is a list of texts")
    return found


def _hour(tables: Mapping[str, Any], earliest: time) -> time:
    try:
        found = time.fromisoformat(_text(tables, "post"))
    except ValueError:
        raise _Fault('post: a time such as "15:00"') from None
    if not earliest < found < time(20):
        raise _Fault(f"post: after {earliest:%H:%M}, when the communes post, and before 20:00")
    return found
