"""What the campaign asks and promises: indicators, measures, inputs, targets, and the rules of its calendar.

Only shapes live here; `loading` reads them from a campaign file and lists every fault of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from campaign.rules import CalendarRules, Occasion, Office, PraiseRule, Rules


class EntryKind(StrEnum):
    """How one typed number relates to time (decision 2)."""

    is_flow: bool  # may be answered «nothing occurred»; everything else may be answered «unchanged» (decision 5)

    INCREMENT = "increment", True  # new since the last report; summed from the year's start
    RUNNING_TOTAL = "running_total", False  # total since the year's start, as typed; never summed
    LEVEL = "level", False  # how many there are now; carried forward
    CHANGE = "change", True  # like an increment, but moves a baseline up or down
    YES_NO = "yes_no", False
    CHOICE = "choice", False  # several named answers, of which some count as yes

    def __new__(cls, written: str, is_flow: bool) -> EntryKind:
        made = str.__new__(cls, written)
        made._value_, made.is_flow = written, is_flow
        return made


class Aggregation(StrEnum):
    """How the units' figures become the commune's value."""

    SUM = "sum"
    RATIO_OF_SUMS = "ratio_of_sums"
    WEIGHTED_MEAN = "weighted_mean"
    SHARE_OF_YES = "share_of_yes"
    COUNT_OF_YES = "count_of_yes"
    COMMUNE_SINGLE = "commune_single"


class Cadence(StrEnum):
    """When a measure is asked (decision 3)."""

    WEEKLY = "weekly"
    SEASON = "season"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    ON_CHANGE = "on_change"


class Comparison(StrEnum):
    """The campaign document's comparison word, read as a sign (domain 1.3)."""

    MORE_THAN = ">"
    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "=="


class TargetKind(StrEnum):
    """What the target's number is compared with."""

    AMOUNT = "amount"  # the measure's own value, in the measure's unit
    BASELINE = "baseline"  # not below what stood when the campaign began; the document gives no figure
    YEAR_ON_YEAR = "year_on_year"  # change in % against the same days of last year


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a yes/no or choice question. `words` are what people type for it besides the label."""

    key: str
    label: str  # on the button
    said: str  # in the echo and the read-back
    yes: bool
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One figure a reporter gives for one measure.

    `said` is the echo with `{figure}` ("9 người") or `{choice}` in it, lower case, without a full stop.
    `denominator` is None, "asked" (typed as 95/120) or a profile field copied onto the figure (decision 6).
    `bounded_by` names the profile field a figure can never exceed; `maximum` is the other hard limit.
    `unusual_above` and `unusual_below` mark a figure for an officer without refusing it (decision 13).
    `aliases` are its names in messages, written with their accents; in `other_names` such a name stands, but the words
    speak of something else («cận nghèo» beside «nghèo»).
    `explanation` is the sentence for a reporter who asks what is meant.
    `asked_with` names the flow of the same measure that must be above zero for this one to be asked
    (KT1b: no yield where nothing was harvested).
    `asked` is False for what is known beforehand: a level that comes by import and holds until a newer
    row, never stale and never in a conversation (KT5: the year's estimate).
    `plausibility` reads the last four: `opposite` is what the rest of the denominator is called («đã có thẻ»), where
    the one is easily given for the other; `falls_by_decision` a level that falls by a paper alone; `only_with` the flow
    "QP2a.accidents" without which this one cannot be, `alone` what an officer reads when it comes without.
    """

    key: str
    kind: EntryKind
    unit: str
    label: str
    question: str
    said: str
    example: str
    nothing: str = ""  # flows only: what «nothing occurred» says, e.g. "không gieo thêm"
    options: tuple[Option, ...] = ()
    denominator: str | None = None
    whole: bool = True  # counts have no decimals
    minimum: Decimal = Decimal(0)
    maximum: Decimal | None = None
    bounded_by: str | None = None
    unusual_above: Decimal | None = None
    unusual_below: Decimal | None = None
    aliases: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    explanation: str = ""
    asked_with: str = ""
    asked: bool = True
    opposite: str = ""
    falls_by_decision: bool = False
    only_with: str = ""
    alone: str = ""

    def option(self, key: str | None) -> Option | None:
        return next((one for one in self.options if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Target:
    """The commune's own target. `by` is the day it must be met when that is not the end of each year."""

    kind: TargetKind
    comparison: Comparison
    value: Decimal | None
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """By which rule the counts of a measure are made from `since` on; counts of two standards are never compared."""

    since: date
    name: str


@dataclass(frozen=True, slots=True)
class PathPoint:
    """By `day` (month, day) of the measure's year, `share` (0 to 1) of the target is normally reached."""

    day: tuple[int, int]
    share: Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the 33 things measured.

    `value` is a sum of terms over a unit's inputs and the word `of` (the figure's denominator; `of.KEY` where
    several inputs have one) such as ("of", "-uncovered") or ("area * yield * 0.1",); `over` likewise for a
    ratio's denominator. `terms.evaluate` computes them; flows are multiplied day by day, then summed.
    `scale` multiplies the ratio (100 for per cent). `year_start` is (month, day), or None.
    `since` fixes a first day where the count does not begin anew each year (KT7: 2026-01-01).
    `reporters` are kinds of unit ("village", "school", "office") or codes of single units; each of them answers
    about `subject`: "self", "commune", or "village" (every village, told by one office).
    `label` is what menus and reminders call it, lower case: «rừng», «thẻ BHYT».
    `season_starts` are the months that open a season, needed where the month before is in one too (KT1a: September).
    `decided_by` names the yes/no input that alone tells whether the target is met, whatever the value (KT4).
    """

    id: str
    indicator: str
    phrase: str
    name: str
    unit: str
    aggregation: Aggregation
    value: tuple[str, ...]
    over: tuple[str, ...]
    scale: Decimal
    falling_is_good: bool
    maintain: bool
    target: Target
    cadence: Cadence
    months: tuple[int, ...]  # season: the months it is asked in; named periods: the months that open one
    year_start: tuple[int, int] | None
    since: date | None
    reporters: tuple[str, ...]
    subject: str
    inputs: tuple[Input, ...]
    path: tuple[PathPoint, ...]
    reading: str  # how an ambiguous phrase is understood, in Vietnamese, for a footnote; "" when it is plain
    judged: bool  # False: its owner asked for no mark and no forecast
    small_cells: bool  # True: never shown by village (deaths, crimes, poor households under 5)
    standards: tuple[Standard, ...] = ()  # e.g. the poverty standards, oldest first; () where there is but one
    forecast: bool = True  # False: its owner wants no forecast of the year's end
    label: str = ""
    decided_by: str = ""
    season_starts: tuple[int, ...] = ()
    left_out: bool = False  # by a commune: neither asked nor told, and in no `Campaign` that rules are given
    of_round: str = ""  # the round (đợt thi đua) that counts it alone: never among the campaign's measures
    # Whether it adds up from a first day on; a level may have a year of its own too (a school year).
    is_cumulative: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        sums = (EntryKind.INCREMENT, EntryKind.RUNNING_TOTAL)
        begins = self.year_start is not None or self.since is not None
        object.__setattr__(self, "is_cumulative", begins and any(one.kind in sums for one in self.inputs))

    def asks(self, kind: str, code: str) -> bool:
        """Whether a unit of this kind, or with this code, is among the reporters."""
        return kind in self.reporters or code in self.reporters

    def input(self, key: str) -> Input:
        """The input called `key`; KeyError when there is none."""
        for one in self.inputs:
            if one.key == key:
                return one
        raise KeyError(f"{self.id}.{key}")

    def standard(self, day: date) -> Standard | None:
        """The standard in force on a day; None where the measure has but one."""
        return max((one for one in self.standards if one.since <= day), key=lambda one: one.since, default=None)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the 21 lines of the campaign document."""

    id: str
    group: str
    number: int
    verbatim: str
    name: str  # short, in the document's words; at most 26 letters, for the picture


@dataclass(frozen=True, slots=True)
class Group:
    """One of the document's four headings, in its order. `launch`: what the document says of it, for launching."""

    key: str
    name: str
    launch: tuple[str, ...] = ()  # paragraphs in its own words, each short enough for one message


@dataclass(frozen=True)
class Campaign:
    """A whole campaign file."""

    commune_code: str
    commune_name: str  # "xã Khánh Khê"
    province: str
    starts: date
    ends: date
    officer_name: str  # whom a reporter may call: "chị Hoa"
    officer_phone: str
    groups: tuple[Group, ...]
    indicators: tuple[Indicator, ...]
    measures: tuple[Measure, ...]
    calendar: CalendarRules
    rules: Rules
    praise: tuple[PraiseRule, ...] = ()
    offices: tuple[Office, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    official_code: str = ""  # in the state's list, where it is not `commune_code`, the key of the database
    leader_title: str = ""  # who signs its reports, where that is not the chairman
    recipients: tuple[str, ...] = ()  # «Nơi nhận» of its reports, where they are not the usual ones

    @cached_property
    def by_id(self) -> dict[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    def counted_since(self, day: date) -> dict[str, date]:
        """Of each measure that has several standards, since when the one in force on a day counts."""
        found = {one.id: one.standard(day) for one in self.measures if one.standards}
        return {measure_id: standard.since for measure_id, standard in found.items() if standard is not None}

    def of_indicator(self, indicator_id: str) -> tuple[Measure, ...]:
        return tuple(measure for measure in self.measures if measure.indicator == indicator_id)
