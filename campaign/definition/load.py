"""Opens a campaign file: its `Campaign` and tables, or the list of everything that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from campaign.catalogue import Campaign
from campaign.definition import build, check_campaign, faults, reasons, toml_table
from campaign.definition.faults import CampaignFileError, Fault
from campaign.normalisation import composed
from campaign.rules import PraiseKind

__all__ = ["CampaignFile", "CampaignFileError", "Fault", "check", "load", "open_file"]


@dataclass(frozen=True)
class CampaignFile:
    """A campaign file that has no fault: its tables as TOML gives them, and the line of each.

    What the rules work by is the campaign of a day (`in_force`): this with the overrides that hold on it.
    """

    path: Path
    tables: Mapping[str, Any]
    lines: Mapping[faults.Place, int]

    @cached_property
    def as_written(self) -> Campaign:
        """The campaign that holds where nothing was overridden."""
        campaign, found = read_tables(self.tables, self.lines)
        if found:
            raise CampaignFileError(self.path, tuple(found))
        return campaign

    def for_commune(self, campaign: Campaign, table: Mapping[str, Any]) -> CampaignFile:
        """The same file for another commune, whose own `[commune]` table stands in its place; all else is shared."""
        made = CampaignFile(self.path, {**self.tables, "commune": table}, self.lines)
        campaign.__dict__["by_id"] = self.as_written.by_id
        made.__dict__["as_written"] = campaign
        return made

    @property
    def commune_code(self) -> str:
        """The key of the commune in the database: no override changes it."""
        return self.as_written.commune_code

    @property
    def commune_name(self) -> str:
        return self.as_written.commune_name


def open_file(path: Path) -> CampaignFile:
    """The file at `path`; CampaignFileError with every fault when there is one."""
    tables, lines, found = parse(path)
    if found:
        raise CampaignFileError(path, tuple(found))
    file = CampaignFile(path, tables, lines)
    _ = file.as_written  # every fault is told now, not when the campaign is first needed
    return file


def own_table(path: Path, shared: CampaignFile) -> CampaignFile:
    """A campaign file that a commune shares with others, with what a short file says of the commune itself.

    CampaignFileError with the short file's faults.
    """
    tables, lines, found = parse(path)
    own = {key: value for key, value in tables.items() if key != "campaign"}
    notes = toml_table.Notes(lines)
    read = toml_table.Table({**dict(shared.tables["commune"]), **own}, (), "", notes)
    itself = build.commune_of(read)
    for key in ("code", "name"):
        if key not in own:
            read.fault(key, reasons.TELLS_COMMUNES_APART)
    read.done()
    found = found or sorted(set(notes.found))
    if found:
        raise CampaignFileError(path, tuple(found))
    return shared.for_commune(replace(shared.as_written, **itself), {**dict(shared.tables["commune"]), **own})


def shared_path(path: Path) -> Path | None:
    """The campaign file that a short file names, seen from its own folder; None where it names none."""
    named = parse(path)[0].get("campaign")
    return path.parent / named if isinstance(named, str) and named and "\0" not in named else None


def code_of(path: Path) -> str | None:
    """The commune's code in a file of either kind, however faulty the rest is; None where it cannot be told."""
    tables = parse(path)[0]
    itself = tables.get("commune", tables)
    code = itself.get("code") if isinstance(itself, dict) else None
    return code if isinstance(code, str) and code else None


def load(path: Path) -> Campaign:
    """The campaign in the file at `path`; CampaignFileError with every fault when there is one."""
    return open_file(path).as_written


def everything(file: CampaignFile) -> Campaign:
    """The campaign of a file with the measures that are left out in it."""
    return build.campaign_of(toml_table.Table(file.tables, (), "", toml_table.Notes(file.lines)))


def check(path: Path) -> list[Fault]:
    """Every fault of the file at `path`, by line; [] when it can be used."""
    tables, lines, found = parse(path)
    return found or read_tables(tables, lines)[1]


def read_tables(tables: Mapping[str, Any], lines: Mapping[faults.Place, int]) -> tuple[Campaign, list[Fault]]:
    """The campaign that tables describe, with stand-ins for what is wrong, and every fault, by its line."""
    notes = toml_table.Notes(lines)
    campaign = build.campaign_of(toml_table.Table(tables, (), "", notes))
    for finding in check_campaign.of_campaign(campaign):
        notes.add(finding.place, finding.where, finding.reason)
    if any(one.left_out for one in campaign.measures) and not notes.found:
        campaign = _without_left_out(campaign)
        for finding in check_campaign.of_campaign(campaign):
            notes.add((), reasons.of_one(finding.where), finding.reason)
    return campaign, sorted(set(notes.found))


def _without_left_out(campaign: Campaign) -> Campaign:
    """What is left where a commune leaves measures out: an indicator without any goes too, and praise for them."""
    measures = tuple(one for one in campaign.measures if not one.left_out)
    kept = {one.id for one in measures}
    praise = (replace(rule, measures=tuple(one for one in rule.measures if one in kept)) for rule in campaign.praise)
    return replace(
        campaign,
        measures=measures,
        indicators=tuple(one for one in campaign.indicators if one.id in {measure.indicator for measure in measures}),
        praise=tuple(one for one in praise if one.measures or one.kind is not PraiseKind.IMPROVED),
    )


def parse(path: Path) -> tuple[dict[str, Any], dict[faults.Place, int], list[Fault]]:
    """The tables of a file and their lines; or why it is no TOML."""
    try:
        # Editors on Windows begin a file with a byte order mark; some keyboards write marks as signs of their own.
        text = composed(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"))
    except OSError as error:
        return {}, {}, [Fault(0, str(path), reasons.cannot_be_read(error))]
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return {}, {}, [Fault(line, path.name, reasons.NOT_UTF8)]
    except ValueError:  # no system has a file of such a name
        return {}, {}, [Fault(0, ascii(str(path)), reasons.NO_FILE_NAME)]
    try:
        return tomllib.loads(text, parse_float=Decimal), faults.scan(text), []
    except tomllib.TOMLDecodeError as error:
        return {}, {}, [_syntax_fault(text, str(error))]
    except RecursionError:
        return {}, {}, [Fault(0, "TOML", reasons.NESTED_TOO_DEEPLY)]


_AT = re.compile(r" ?\(at line (\d+), column \d+\)")


def _syntax_fault(text: str, message: str) -> Fault:
    at = _AT.search(message)
    line = int(at[1]) if at else text.count("\n") + 1
    return Fault(line, "TOML", reasons.no_toml(message))
