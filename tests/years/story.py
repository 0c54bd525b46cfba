"""What happens in the five years, and the weeks themselves: asked, answered, posted, reckoned."""

from __future__ import annotations

import csv
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from statistics import mean
from typing import Any

from bot import bootstrap
from campaign.calendar import Calendar, ReportingWeek
from campaign.definition import load
from models.database import Store, connect
from tests import databases, forge
from tests.commune import FOLDER, ZONE
from tests.stage import ZALO_TOKEN
from tests.years.people import People
from tests.years.program import Running
from tests.years.reckoning import Reckoning

FIRST, SECOND = "06286", "92222"
_UNITS = {
    FIRST: ("T01", "T02", "T03", "T04", "TH05", "PKT", "VHXH", "CAX", "BXD", "TYT", "KLDB"),
    SECOND: ("T01", "T02", "T05", "PKT", "CAX"),
}
_CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}")
_DAY = timedelta(days=1)


@dataclass
class Measured:
    """A week in figures: of the processor's time and of the program's size."""

    turn_ms: float
    post_ms: float
    memory_mb: float
    database_mb: float


@dataclass
class Life:
    """A deployment of one commune, later two, that lives week after week. `folder` is empty."""

    folder: Path
    begins: datetime
    old_build: Path | None = None  # its folder, with an environment in it; without it there is no upgrade
    faults: list[str] = field(default_factory=list)
    weeks: dict[str, Measured] = field(default_factory=dict)
    posted: list[ReportingWeek] = field(default_factory=list)
    reports: int = 0

    def __post_init__(self) -> None:
        self.campaign: Mapping[str, Any] = tomllib.loads((FOLDER / "campaign.toml").read_text(encoding="utf-8"))
        self.running = Running(self.folder, self.begins.isoformat())
        self.people = People(self.running, self.campaign)
        self.reckoning = Reckoning(self.running, self.campaign)
        self.groups: dict[str, int] = {}
        self.units = _UNITS
        self.absent: frozenset[str] = frozenset()
        self._made = bootstrap.deployment(load.open_file(FOLDER / "campaign.toml"))
        self._number = 0

    # Beginning

    def begin(self) -> None:
        """The first commune, on the old build if there is one."""
        if self.old_build is not None:
            self.running.place, self.running.python = self.old_build, str(self.old_build / ".venv/bin/python")
            self.running.more = {"CAMPAIGN_FILE": str(self.old_build / "communes/khanh-khe/campaign.toml")}
        else:
            self._share()
        self._fill(FIRST)
        self.running.start()
        self._let_in(FIRST, "telegram" if self.old_build is not None else "zalo")

    def upgrade(self) -> None:
        """From the old build to today's, and from one commune to two."""
        self.running.stop()
        self.old_build = None
        self.running.place, self.running.python = forge.ROOT, sys.executable
        self._share()
        self.running.command("--commune", FIRST, "migrate")
        self.running.start()

    def begin_second(self) -> None:
        self._fill(SECOND)
        self._let_in(SECOND, "telegram")

    def _share(self) -> None:
        """Two communes over one campaign and one Telegram bot; the first has a Zalo bot of its own."""
        for code, key, name in ((FIRST, "khanh-khe", "xã Khánh Khê"), (SECOND, "nam-mo", "xã Nậm Mơ")):
            place = self.folder / "communes" / key
            place.mkdir(parents=True, exist_ok=True)
            itself = f'code = "{code}"\nname = "{name}"\nofficer_name = "chị Hoa"\n'
            (place / "commune.toml").write_text(f'campaign = "{FOLDER / "campaign.toml"}"\n{itself}', encoding="utf-8")
        (self.folder / "communes" / "khanh-khe" / ".env").write_text(f"ZALO_BOT_TOKEN={ZALO_TOKEN}\n", encoding="utf-8")
        self.running.more = {
            "COMMUNES": str(self.folder / "communes"),
            "ZALO_PACED": "false",
            "PUBLIC_URL": "http://127.0.0.1:9",
        }
        self.running.more |= {"ZALO_API_URL": f"{self.running.address}/zalo"}

    def thidua(self, code: str, *words: str) -> str:
        named = () if "CAMPAIGN_FILE" in self.running.more else ("--commune", code)
        return self.running.command(*named, *words)

    def _fill(self, code: str) -> None:
        """Some of the sample's units, with what it knows of the years before."""
        is_old = self.old_build is not None
        source = (self.old_build or forge.ROOT) / "communes" / "khanh-khe"
        wanted = {"XA", *self.units[code]}
        for kind, key in (("units", "code"), ("figures", "unit"), ("targets", "unit")):
            with (source / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
                lines = list(csv.DictReader(file))
            kept = [one for one in lines if one[key] in wanted and self._is_of_the_past(one)]
            for one in kept:
                if one[key] == "XA" and kind == "units" and code == SECOND:
                    one |= {"name": "xã Nậm Mơ", "aliases": "Nậm Mơ"}
            written = self.folder / f"{kind}.csv"
            with written.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(lines[0]))
                writer.writeheader()
                writer.writerows(kept)
            self.thidua(code, kind, "import", str(written), *(() if is_old else ("--yes",)))

    def _is_of_the_past(self, line: Mapping[str, str]) -> bool:
        on = line.get("date") or line.get("valid_from") or ""
        return on < self.begins.date().isoformat() or line.get("input") == "estimate" or "valid_from" in line

    def _let_in(self, code: str, of_second: str) -> None:
        for unit in self.units[code]:
            app = of_second if unit == "T02" else "telegram"
            self.join(code, unit, "reporter" if unit.isalpha() or unit.startswith("TH") else "village-head", app)
        self.join(code, "XA", "officer")
        self.groups[code] = self.people.bind_group(f"{code}/XA", f"Lãnh đạo {code}")

    def join(self, code: str, unit: str, role: str, app: str = "telegram", called: str = "") -> None:
        """Somebody comes in, who is known here by `called` or by the unit."""
        self._number += 1
        words = ("--name", f"Nông Văn {_name(self._number)}", "--address", f"ông {_name(self._number)}")
        printed = self.thidua(code, "invite", "--role", role, "--unit", unit, *words)
        self.people.join(called or f"{code}/{unit}", _found(_CODE, printed), app)

    # A week

    def calendar(self) -> Calendar:
        """The first commune's, with what its officer entered."""
        if self.old_build is not None:
            return self._made.calendar
        store = Store(connect(self.running.database))
        try:
            with store.transaction() as session:
                return self._made.context(session, self.running.clock.instant).calendar
        finally:
            store.close()

    def live(
        self, day: date, happens: Callable[[], None] = lambda: None, answered: Callable[[], None] = lambda: None
    ) -> ReportingWeek:
        """The week that holds a day: something happens before it, it is asked, answered, posted and reckoned."""
        schedule = self.calendar().schedule(self.calendar().period_on(day))
        now = self.running.clock.instant
        eve = datetime.combine(schedule.question.astimezone(ZONE).date() - _DAY, time(14), ZONE)
        self._move(max(eve, now + timedelta(minutes=5)))
        happens()
        week = self.calendar().period_on(day)
        schedule = self.calendar().schedule(week)
        self._move(schedule.question)
        before = self.running.used()[0]
        turns = self.people.answer_all(self.absent)
        turn = (self.running.used()[0] - before) * 1000 / max(turns, 1)
        answered()
        if week.number % 8 == 0:
            for moment in (schedule.first_reminder, schedule.second_reminder, schedule.late_list, schedule.note):
                self._move(moment)
        before = self.running.used()[0]
        self._move(schedule.draft)
        self._move(schedule.post)
        spent, memory = self.running.used()
        post = (spent - before) * 1000 / len(self.groups)
        self.weeks[week.label] = Measured(turn, post, memory, self.running.size())
        self.posted.append(week)
        self._reckon(week)
        return week

    def _move(self, moment: datetime) -> None:
        if moment > self.running.clock.instant:
            self.running.at(moment.astimezone(ZONE).replace(tzinfo=None))
            self.running.rest()

    def at(self, instant: str) -> None:
        self._move(datetime.fromisoformat(instant).replace(tzinfo=ZONE))

    def _reckon(self, week: ReportingWeek) -> None:
        for code, group in self.groups.items():
            posts = [text for text in self.people.posts(group) if f"TUẦN {week.number}" in text.split("\n")[0]]
            if not posts:
                self.faults.append(f"{code} {week.label}: no post in the group")
        if self.old_build is not None:
            return

        def reckon(code: str) -> list[str]:
            return self.reckoning.week(code, week.first, week.last, week.label, is_full=week.number % 13 == 0)

        # Most of it are commands of the program's, which run beside one another.
        with ThreadPoolExecutor() as pool:
            self.faults += [fault for found in pool.map(reckon, self.groups) for fault in found]

    def reckon_again(self, code: str, weeks: list[ReportingWeek]) -> None:
        """Weeks that the old build posted, told by today's rules."""
        for week in weeks:
            self.faults += self.reckoning.week_exported_again(code, week.first, week.last, week.label)

    # What happens

    def officer(self, code: str, text: str, *taps: str) -> None:
        """Something typed by whoever is the officer, and the buttons tapped after it."""
        self.people.say(f"{code}/XA", text)
        for label in taps:
            self.people.tap(f"{code}/XA", label)

    def expect(self, code: str, words: str) -> None:
        """Whether the officer was told so last."""
        told = self.people.last(f"{code}/XA")
        if not told.startswith(words):
            self.faults.append(
                f"{code} {self.running.clock.instant:%Y-%m-%d}: «{words}» was not said, but: {told[:200]}"
            )

    def has_village(self, code: str, name: str) -> bool:
        query = (
            "SELECT 1 FROM units JOIN units AS town ON town.id = units.commune_id"
            " WHERE town.code = :code AND units.name = :name AND units.active_to IS NULL"
        )
        return bool(self.running.rows(query, code=code, name=name))

    def close_year(self, code: str, year: int) -> None:
        """By the words of the reminder's button where it still stands, else by the command and its button."""
        self.officer(code, f"CHỐT NĂM {year}")
        if not self.people.last(f"{code}/XA").startswith(f"Đã chốt năm {year}"):
            self.people.tap(f"{code}/XA", "Chốt")

    def give_estimate(self, year: int) -> None:
        """The revenue that the year was given, which nobody is asked for."""
        file = self.folder / "estimate.csv"
        file.write_text(
            "measure,input,unit,date,value,denominator,choice,source\n"
            f"KT5,estimate,XA,{year}-01-01,{6000 + 300 * (year - 2025)},,,Dự toán\n",
            encoding="utf-8",
        )
        for code in self.groups:
            self.thidua(code, "figures", "import", str(file), "--yes")

    def year_report(self, year: int) -> None:
        """The year as a workbook, a document and a picture, and its verdicts against the oracle's."""
        for code in self.groups:
            self.faults += self.reckoning.year(code, year)
            for form in ("xlsx", "docx", "png"):
                file = self.folder / f"{code}-{year}.{form}"
                self.thidua(code, "export", "--period", str(year), "--format", form, "--out", str(file))
                self.reports += 1
                if file.stat().st_size < 5000:
                    self.faults.append(f"{file.name} is empty")

    def move_to_postgresql(self) -> None:
        """By a backup in lines, as the machine's guide says."""
        self.running.stop()
        self.running.command("backup", "--lines")
        made = max((self.folder / "backups").glob("*.jsonl.gz"), key=lambda one: one.stat().st_mtime)
        self._passing = databases.Passing()
        self.running.move_to(self._passing.url)
        self.running.command("restore", str(made))
        self.running.start()

    def growth(self, early: tuple[str, str], late: tuple[str, str]) -> dict[str, tuple[float, float]]:
        """Of each thing measured its mean in the weeks between two labels, early and late."""

        def of(name: str, ends: tuple[str, str]) -> float:
            return mean(float(getattr(one, name)) for label, one in self.weeks.items() if ends[0] <= label <= ends[1])

        names = ("turn_ms", "post_ms", "memory_mb", "database_mb")
        return {name: (of(name, early), of(name, late)) for name in names}


def _found(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    assert found is not None, text
    return found.group()


def _name(number: int) -> str:
    letters = "BCDĐGHKLMNPQRSTVX"
    return f"{letters[number % 17]}ai{letters[number // 17 % 17].lower()}"
