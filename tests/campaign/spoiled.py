"""A small campaign file, and the many ways to spoil it, each with the line and the reason its fault must have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SMALL = (Path(__file__).parents[1] / "data" / "small_campaign.toml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Spoiled:
    """`old` becomes `new` (once, after `after`); the fault stands where that is, or on the line of `on`."""

    old: str
    new: str
    reason: str
    on: str = ""
    after: str = ""

    def text(self) -> str:
        begin = SMALL.index(self.after)
        assert self.old in SMALL[begin:], self.old
        return SMALL[:begin] + SMALL[begin:].replace(self.old, self.new, 1)

    def line(self) -> int:
        text = self.text()
        changed = SMALL.index(self.old, SMALL.index(self.after))
        at = text.index(self.on, SMALL.index(self.after)) if self.on else changed
        return text.count("\n", 0, at) + 1


AREA, YIELD, XH1, ROAD = 'key = "area"', 'key = "yield"', 'id = "XH1"\nindicator', 'key = "road"'
XH2 = 'id = "XH2"'

SPOILED = {
    "a key is misspelt": Spoiled('example = "44"', 'exampel = "44"', "unknown key: did you mean example?"),
    "a top key is unknown": Spoiled("schema = 1", "schema = 1\nzzz = 2", "unknown key: no such key here", on="zzz"),
    "praise of no kind": Spoiled('kind = "improved"', 'kind = "best"', "on_time"),
    "praise of no weeks": Spoiled("weeks = 4", "weeks = 0", "must be 1 or more"),
    "praise for what is not seen": Spoiled(
        'kind = "improved"',
        'kind = "on_time"',
        "improvement, and nothing else, needs the measures",
        on='measures = ["XH1"]',
    ),
    "praise in no measure": Spoiled('measures = ["XH1"]', 'measures = ["XH9"]', "there is no measure 'XH9'"),
    "praise in what no village tells": Spoiled(
        'measures = ["XH1"]', 'measures = ["XH2"]', "XH2 has no number for each village"
    ),
    "standards go back": Spoiled("since = 2027-01-01", "since = 2020-01-01", "must follow one another by their days"),
    "another schema": Spoiled("schema = 1", "schema = 2", "this program reads schema 1"),
    "unchanged is no key": Spoiled(
        'unit = "ha"', 'unit = "ha"\nunchanged = true', "a flow says `nothing` instead", on="unchanged"
    ),
    "a key is missing": Spoiled('phrase = "tổng sản lượng lương thực"\n', "", "missing", on='[[measure]]\nid = "KT1b"'),
    "a table is missing": Spoiled(
        "[rules]\non_track_band = 5\ncoverage_floor = 80.5\nsmall_base = 10\napproval_required = false\n"
        "private_days = 90\nleaders_one_by_one = false\n",
        "",
        "there is no table [rules]",
        on="# A campaign",
    ),
    "a text is a number": Spoiled('code = "00001"', "code = 1", "must be text in quotes"),
    "a number is a text": Spoiled("minimum = 10", 'minimum = "10"', "must be a number"),
    "a number is not one": Spoiled("minimum = 10", "minimum = nan", "must be a number"),
    "a whole number is a flag": Spoiled("small_base = 10", "small_base = true", "must be a whole number"),
    "a flag is a text": Spoiled("approval_required = false", 'approval_required = "no"', "must be true or false"),
    "a list is a text": Spoiled('reporters = ["village"]', 'reporters = "village"', "must be a list"),
    "a list is empty": Spoiled('reporters = ["village"]', "reporters = []", "must not be an empty list"),
    "a list of texts has a number": Spoiled('aliases = ["bhyt"]', "aliases = [5]", "must be a list of texts"),
    "a table is a number": Spoiled(
        'target = { kind = "baseline", comparison = ">=" }', "target = 3", "must be a table"
    ),
    "a day is a text": Spoiled("starts = 2026-01-01", 'starts = "2026-01-01"', "must be a date"),
    "a day has a clock time": Spoiled("starts = 2026-01-01", "starts = 2026-01-01T08:00:00", "must be a date"),
    "days off are texts": Spoiled("days_off = [2026-05-04]", 'days_off = ["04-05"]', "must be a list of dates"),
    "a month and day that is none": Spoiled('year_start = "12-15"', 'year_start = "13-15"', "month and day such as"),
    "a clock time that is none": Spoiled('deadline = "16:00"', 'deadline = "25:00"', "must be a time"),
    "months are no numbers": Spoiled("months = [5, 6, 7, 10]", 'months = ["May"]', "list of month numbers"),
    "a month that is none": Spoiled("months = [5, 6, 7, 10]", "months = [5, 13]", "months from 1 to 12"),
    "months out of order": Spoiled("months = [5, 6, 7, 10]", "months = [6, 5]", "months from 1 to 12, each once, in"),
    "a season without months": Spoiled("months = [5, 6, 7, 10]", "months = []", "a season needs the months"),
    "a quarter with two months": Spoiled(
        'cadence = "season"\nmonths = [5, 6, 7, 10]',
        'cadence = "quarterly"\nmonths = [3, 6]',
        "quarterly needs 4",
        on="months = [3",
    ),
    "a weekly measure with months": Spoiled(
        'cadence = "weekly"', 'cadence = "weekly"\nmonths = [3]', "weekly has no months", on="months = [3]"
    ),
    "a word of another kind": Spoiled('cadence = "weekly"', 'cadence = "weakly"', "did you mean weekly?"),
    "a word like no other": Spoiled('cadence = "weekly"', 'cadence = "zzz"', "one of weekly, season, monthly"),
    "a reminder before the question": Spoiled(
        'first_reminder = "19:00"', 'first_reminder = "07:00"', "must come after question (08:00)"
    ),
    "a deadline before its reminder": Spoiled(
        'deadline = "16:00"', 'deadline = "13:00"', "must come after second_reminder"
    ),
    "a post before its draft": Spoiled('post = "09:00"', 'post = "07:30"', "must come after draft (07:30)"),
    "a day both off and worked": Spoiled(
        "days_off = [2026-05-04]", "days_off = [2026-05-09]", "is also a day off", on="working_days"
    ),
    "a time zone that is none": Spoiled(
        'timezone = "Asia/Ho_Chi_Minh"', 'timezone = "Asia/Ha_Noi"', "there is no time zone"
    ),
    "a share above the whole": Spoiled("coverage_floor = 80.5", "coverage_floor = 101", "must be from 0 to 100"),
    "a campaign that ends first": Spoiled("ends = 2030-12-31", "ends = 2025-12-31", "lies before starts"),
    "an indicator twice": Spoiled('id = "XH1"\ngroup', 'id = "KT1"\ngroup', "duplicate: 'KT1' is already taken"),
    "a measure twice": Spoiled(
        XH2, 'id = "XH1"', "duplicate: 'XH1'", on='id = "XH1"\nindicator = "XH1"\nphrase = "Tỷ lệ người dân"'
    ),
    "a group twice": Spoiled(
        'name = "Kinh tế"',
        'name = "Kinh tế"\n[[group]]\nkey = "kinh_te"\nname = "x"',
        "duplicate",
        on='key = "kinh_te"\nname = "x"',
    ),
    "an input twice": Spoiled('key = "yield"', 'key = "area"', "duplicate", on='key = "area"\nkind = "level"'),
    "a number of a group twice": Spoiled("number = 2", "number = 1", "has a number 1 already"),
    "an unknown group": Spoiled('group = "kinh_te"', 'group = "xa_hoi"', "there is no group 'xa_hoi'"),
    "an unknown indicator": Spoiled('indicator = "KT1"', 'indicator = "KT9"', "there is no indicator 'KT9'"),
    "an indicator without measures": Spoiled(
        'indicator = "KT1"', 'indicator = "XH1"', "has no measure", on='[[indicator]]\nid = "KT1"'
    ),
    "an unknown term": Spoiled('"-uncovered"', '"-uncoverd"', "unknown term 'uncoverd': the inputs are uncovered"),
    "a term that cannot be read": Spoiled('"-uncovered"', '"of / 2"', "cannot read 'of / 2'"),
    "a denominator that is not there": Spoiled('value = ["road"]', 'value = ["of"]', "'of' needs exactly one input"),
    "a denominator of another input": Spoiled('over = ["of"]', 'over = ["of.area"]', "no input 'area' with a denom"),
    "an unknown denominator": Spoiled('denominator = "people"', 'denominator = "cows"', "'cows' is not known"),
    "an unknown bound": Spoiled('bounded_by = "people"', 'bounded_by = "cows"', "no number of a unit's profile"),
    "a ratio over nothing": Spoiled('over = ["of"]', "over = []", "needs what it is divided by"),
    "a sum over something": Spoiled(
        'value = ["area * yield * 0.1"]',
        'value = ["area * yield * 0.1"]\nover = ["area"]',
        "a sum is divided by nothing",
        on='over = ["area"]',
    ),
    "an input never used": Spoiled('"area * yield * 0.1"', '"area"', "the input 'yield' is asked for but never used"),
    "a yes that is no input": Spoiled(
        'aggregation = "share_of_yes"',
        'aggregation = "share_of_yes"\ndecided_by = "rod"',
        "'rod' is no yes_no input",
        on="decided_by",
    ),
    "yeses of something else": Spoiled('value = ["road"]', 'value = ["road", "road"]', "must be one yes_no or choice"),
    "a scale of nothing": Spoiled("scale = 100", "scale = 0", "must be above zero"),
    "a target without its number": Spoiled(
        ", value = 98", "", "a target of kind amount needs one", on='comparison = ">" }'
    ),
    "a baseline with a number": Spoiled('"baseline", comparison', '"baseline", value = 3, comparison', "has no value"),
    "a target after the campaign": Spoiled("by = 2030-12-31", "by = 2031-12-31", "lies outside the campaign"),
    "a sum without a first day": Spoiled(
        'year_start = "12-15"\n', "", "a sum needs the day", on='[[measure]]\nid = "KT1b"'
    ),
    "a sum with two first days": Spoiled(
        'year_start = "12-15"', 'year_start = "12-15"\nsince = 2026-01-01', "either since or year_start", on="since ="
    ),
    "a change on last year without a year": Spoiled(
        'kind = "amount", comparison = ">", value = 98',
        'kind = "year_on_year", comparison = ">", value = 98',
        "a change against last year needs",
        on='[[measure]]\nid = "XH1"',
    ),
    "a path that stays below the whole": Spoiled('["10-31", 1]', '["10-31", 0.9]', "must end at 1"),
    "a path that falls": Spoiled('["06-30", 0.5]', '["06-30", 1.5]', "must rise from 0 to 1"),
    "a path against the year": Spoiled('["06-30", 0.5]', '["12-01", 0.5]', "must follow one another"),
    "a path point that is none": Spoiled('["06-30", 0.5]', '["06-31", 0.5]', "must be a day and a share"),
    "a reporter of no form": Spoiled('reporters = ["PKT"]', 'reporters = ["Phòng"]', "neither a kind of unit"),
    "a reporter twice": Spoiled('reporters = ["PKT"]', 'reporters = ["PKT", "PKT"]', "names one reporter twice"),
    "everyone answers for the commune": Spoiled('reporters = ["PKT"]', 'reporters = ["office"]', "only one office"),
    "an unknown subject": Spoiled('subject = "commune"', 'subject = "province"', "'province' is not known"),
    "a long name": Spoiled('name = "Lương thực"', f'name = "{"x" * 27}"', "27 letters; the picture has room for 26"),
    "a long measure name": Spoiled('name = "Đường thôn"', f'name = "{"x" * 27}"', "27 letters; the picture"),
    "a long label": Spoiled('label = "năng suất"', f'label = "{"x" * 25}"', "25 letters; a button has room for 24"),
    "a long option": Spoiled('label = "Rồi"', f'label = "{"x" * 25}"', "25 letters; a button has 24", on="options"),
    "a long question": Spoiled("Đường đã cứng hóa chưa?", "x" * 121, "121 letters when filled"),
    "a question long when filled": Spoiled("thôn thu hoạch bao", "x" * 80 + " bao", "121 letters when filled"),
    "a stranger in a question": Spoiled("{since}", "{figure}", "{figure} cannot be filled here"),
    "half a placeholder in a question": Spoiled("{since}", "{since", "brace without its partner"),
    "an echo without the figure": Spoiled("{figure} chưa có", "số người chưa có", "must hold {figure}"),
    "an echo with a choice": Spoiled("{figure} chưa có", "{choice} chưa có", "{choice} cannot be filled here"),
    "another example": Spoiled("Ví dụ 5 sào.", "Ví dụ 7 sào.", "another example than '5 sào'"),
    "a flow without nothing": Spoiled(
        'nothing = "không thu hoạch thêm"\n', "", "needs the words for", on="[[measure.input]]\n" + AREA
    ),
    "a flow that is unchanged": Spoiled(
        'nothing = "không thu hoạch thêm"', 'nothing = "vẫn như tuần trước"', "reads as «unchanged»"
    ),
    "a long nothing": Spoiled('nothing = "không thu hoạch thêm"', f'nothing = "{"x" * 25}"', "25 letters"),
    "a level with nothing": Spoiled(
        'example = "25"', 'example = "25"\nnothing = "không ai"', "a level cannot answer", on="nothing", after=XH1
    ),
    "a number without a unit": Spoiled('unit = "người"', 'unit = ""', "a level is counted in something"),
    "a number with options": Spoiled(
        'example = "25"',
        'example = "25"\noptions = [{ key = "a", label = "a", said = "a", yes = true }]',
        "a level is a number and has no options",
        on="options",
    ),
    "one option": Spoiled(
        '  { key = "no", label = "Chưa", said = "đường chưa cứng hóa", yes = false },\n',
        "",
        "give two options",
        on="options",
    ),
    "an option without its words": Spoiled(', said = "đường đã cứng hóa"', "", "missing", on="options"),
    "two options of one label": Spoiled('label = "Chưa"', 'label = "Roi"', "the same label", on="options"),
    "no option that is a yes": Spoiled("yes = true", "yes = false", "must count as yes", on="options"),
    "a maximum below the minimum": Spoiled("maximum = 150", "maximum = 5", "5 is below the minimum 10"),
    "a mark out of reach": Spoiled("unusual_above = 75", "unusual_above = 175", "never marks a figure"),
    "marks that overlap": Spoiled("unusual_above = 75", "unusual_above = 15", "every figure would be marked"),
    "a guard with decimals for a count": Spoiled("maximum = 150", "maximum = 150.5", "are whole numbers"),
    "an example with decimals for a count": Spoiled('example = "44"', 'example = "44,5"', "are whole numbers"),
    "a companion that is no flow": Spoiled('asked_with = "area"', 'asked_with = "yield"', "no other flow"),
    "a flow known beforehand": Spoiled(
        'kind = "increment"', 'kind = "increment"\nasked = false', "only a level", on="asked ="
    ),
    "nothing to ask": Spoiled(
        'key = "road"', 'key = "road"\nasked = false', "no input of this measure is asked", on='[[measure]]\nid = "XH2"'
    ),
    "an input called of": Spoiled('key = "road"', 'key = "of"', "choose another key"),
    "a measure without inputs": Spoiled(
        SMALL[SMALL.index("[[measure.input]]\n" + ROAD) :], "", "missing", on='[[measure]]\nid = "XH2"'
    ),
    "a word with two meanings": Spoiled(
        'aliases = ["bhyt"]', 'aliases = ["bhyt", "Gat"]', "'gat' also means KT1b.area"
    ),
    "a label with two meanings": Spoiled(
        'label = "thẻ BHYT"', 'label = "năng suất"', "'nang suat' also means KT1b.yield", on="aliases = [", after=XH1
    ),
}
