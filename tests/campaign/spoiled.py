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
    "a key is misspelt": Spoiled('example = "44"', 'exampel = "44"', "khóa lạ: có phải example không?"),
    "a top key is unknown": Spoiled("schema = 1", "schema = 1\nzzz = 2", "khóa lạ: ở đây không có khóa nào", on="zzz"),
    "praise of no kind": Spoiled('kind = "improved"', 'kind = "best"', "on_time"),
    "praise of no weeks": Spoiled("weeks = 4", "weeks = 0", "phải từ 1 trở lên"),
    "praise for what is not seen": Spoiled(
        'kind = "improved"',
        'kind = "on_time"',
        "chỉ loại improved cần ghi chỉ số",
        on='measures = ["XH1"]',
    ),
    "praise in no measure": Spoiled('measures = ["XH1"]', 'measures = ["XH9"]', "không có chỉ số 'XH9'"),
    "praise in what no village tells": Spoiled(
        'measures = ["XH1"]', 'measures = ["XH2"]', "XH2 không có số của từng thôn"
    ),
    "standards go back": Spoiled("since = 2027-01-01", "since = 2020-01-01", "phải xếp theo thứ tự ngày"),
    "another schema": Spoiled("schema = 1", "schema = 2", "chương trình này đọc schema 1"),
    "unchanged is no key": Spoiled(
        'unit = "ha"', 'unit = "ha"\nunchanged = true', "số phát sinh thì ghi nothing", on="unchanged"
    ),
    "a key is missing": Spoiled(
        'phrase = "tổng sản lượng lương thực"\n', "", "còn thiếu", on='[[measure]]\nid = "KT1b"'
    ),
    "a table is missing": Spoiled(
        "[rules]\non_track_band = 5\ncoverage_floor = 80.5\nsmall_base = 10\napproval_required = false\n"
        "private_days = 90\nleaders_one_by_one = false\n",
        "",
        "còn thiếu bảng [rules]",
        on="# A campaign",
    ),
    "a text is a number": Spoiled('code = "00001"', "code = 1", "phải là chữ trong dấu ngoặc kép"),
    "a number is a text": Spoiled("minimum = 10", 'minimum = "10"', "phải là số, "),
    "a number is not one": Spoiled("minimum = 10", "minimum = nan", "phải là số, "),
    "a whole number is a flag": Spoiled("small_base = 10", "small_base = true", "phải là số nguyên"),
    "a flag is a text": Spoiled("approval_required = false", 'approval_required = "no"', "phải là true hoặc false"),
    "a list is a text": Spoiled('reporters = ["village"]', 'reporters = "village"', "phải là danh sách, trong [ ]"),
    "a list is empty": Spoiled('reporters = ["village"]', "reporters = []", "không được để danh sách trống"),
    "a list of texts has a number": Spoiled('aliases = ["bhyt"]', "aliases = [5]", "phải là danh sách chữ"),
    "a table is a number": Spoiled(
        'target = { kind = "baseline", comparison = ">=" }', "target = 3", "phải là một bảng"
    ),
    "a day is a text": Spoiled("starts = 2026-01-01", 'starts = "2026-01-01"', "phải là ngày như"),
    "a day has a clock time": Spoiled("starts = 2026-01-01", "starts = 2026-01-01T08:00:00", "phải là ngày như"),
    "days off are texts": Spoiled("days_off = [2026-05-04]", 'days_off = ["04-05"]', "phải là danh sách ngày"),
    "a month and day that is none": Spoiled('year_start = "12-15"', 'year_start = "13-15"', "tháng và ngày như"),
    "a clock time that is none": Spoiled('deadline = "16:00"', 'deadline = "25:00"', "phải là giờ như"),
    "months are no numbers": Spoiled("months = [5, 6, 7, 10]", 'months = ["May"]', "danh sách số tháng"),
    "a month that is none": Spoiled("months = [5, 6, 7, 10]", "months = [5, 13]", "các tháng từ 1 đến 12"),
    "months out of order": Spoiled(
        "months = [5, 6, 7, 10]", "months = [6, 5]", "các tháng từ 1 đến 12, mỗi tháng một lần, theo"
    ),
    "a season without months": Spoiled("months = [5, 6, 7, 10]", "months = []", "loại season cần ghi các tháng"),
    "a quarter with two months": Spoiled(
        'cadence = "season"\nmonths = [5, 6, 7, 10]',
        'cadence = "quarterly"\nmonths = [3, 6]',
        "quarterly cần 4",
        on="months = [3",
    ),
    "a weekly measure with months": Spoiled(
        'cadence = "weekly"', 'cadence = "weekly"\nmonths = [3]', "weekly không có tháng", on="months = [3]"
    ),
    "a word of another kind": Spoiled('cadence = "weekly"', 'cadence = "weakly"', "có phải weekly không?"),
    "a word like no other": Spoiled('cadence = "weekly"', 'cadence = "zzz"', "chọn một trong weekly, season, monthly"),
    "a reminder before the question": Spoiled(
        'first_reminder = "19:00"', 'first_reminder = "07:00"', "phải sau question (08:00)"
    ),
    "a deadline before its reminder": Spoiled('deadline = "16:00"', 'deadline = "13:00"', "phải sau second_reminder"),
    "a post before its draft": Spoiled('post = "09:00"', 'post = "07:30"', "phải sau draft (07:30)"),
    "a day both off and worked": Spoiled(
        "days_off = [2026-05-04]", "days_off = [2026-05-09]", "cũng là ngày nghỉ", on="working_days"
    ),
    "a time zone that is none": Spoiled(
        'timezone = "Asia/Ho_Chi_Minh"', 'timezone = "Asia/Ha_Noi"', "không có múi giờ"
    ),
    "a share above the whole": Spoiled("coverage_floor = 80.5", "coverage_floor = 101", "phải từ 0 đến 100"),
    "a campaign that ends first": Spoiled("ends = 2030-12-31", "ends = 2025-12-31", "trước ngày bắt đầu (starts)"),
    "an indicator twice": Spoiled('id = "XH1"\ngroup', 'id = "KT1"\ngroup', "trùng: đã có 'KT1'"),
    "a measure twice": Spoiled(
        XH2, 'id = "XH1"', "trùng: đã có 'XH1'", on='id = "XH1"\nindicator = "XH1"\nphrase = "Tỷ lệ người dân"'
    ),
    "a group twice": Spoiled(
        'name = "Kinh tế"',
        'name = "Kinh tế"\n[[group]]\nkey = "kinh_te"\nname = "x"',
        "trùng",
        on='key = "kinh_te"\nname = "x"',
    ),
    "an input twice": Spoiled('key = "yield"', 'key = "area"', "trùng", on='key = "area"\nkind = "level"'),
    "a number of a group twice": Spoiled("number = 2", "number = 1", "đã có số 1"),
    "an unknown group": Spoiled('group = "kinh_te"', 'group = "xa_hoi"', "không có nhóm 'xa_hoi'"),
    "an unknown indicator": Spoiled('indicator = "KT1"', 'indicator = "KT9"', "không có chỉ tiêu 'KT9'"),
    "an indicator without measures": Spoiled(
        'indicator = "KT1"', 'indicator = "XH1"', "chưa có chỉ số nào", on='[[indicator]]\nid = "KT1"'
    ),
    "an unknown term": Spoiled(
        '"-uncovered"', '"-uncoverd"', "không có 'uncoverd' trong công thức: các câu là uncovered"
    ),
    "a term that cannot be read": Spoiled('"-uncovered"', '"of / 2"', "không hiểu 'of / 2'"),
    "a denominator that is not there": Spoiled('value = ["road"]', 'value = ["of"]', "'of' cần đúng một câu"),
    "a denominator of another input": Spoiled(
        'over = ["of"]', 'over = ["of.area"]', "không có câu 'area' nào có mẫu số"
    ),
    "an unknown denominator": Spoiled('denominator = "people"', 'denominator = "cows"', "không có 'cows'"),
    "an unknown bound": Spoiled('bounded_by = "people"', 'bounded_by = "cows"', "không có trong hồ sơ đơn vị"),
    "a ratio over nothing": Spoiled('over = ["of"]', "over = []", "cần số để chia"),
    "a sum over something": Spoiled(
        'value = ["area * yield * 0.1"]',
        'value = ["area * yield * 0.1"]\nover = ["area"]',
        "cách tính sum không chia",
        on='over = ["area"]',
    ),
    "an input never used": Spoiled('"area * yield * 0.1"', '"area"', "có hỏi 'yield' mà không dùng"),
    "a yes that is no input": Spoiled(
        'aggregation = "share_of_yes"',
        'aggregation = "share_of_yes"\ndecided_by = "rod"',
        "'rod' không phải câu loại yes_no",
        on="decided_by",
    ),
    "yeses of something else": Spoiled(
        'value = ["road"]', 'value = ["road", "road"]', "phải là đúng một câu loại yes_no"
    ),
    "a scale of nothing": Spoiled("scale = 100", "scale = 0", "phải lớn hơn 0"),
    "a target without its number": Spoiled(
        ", value = 98", "", "đích loại amount phải có giá trị", on='comparison = ">" }'
    ),
    "a baseline with a number": Spoiled(
        '"baseline", comparison', '"baseline", value = 3, comparison', "đích loại baseline không ghi giá trị"
    ),
    "a target after the campaign": Spoiled("by = 2030-12-31", "by = 2031-12-31", "nằm ngoài thời gian phong trào"),
    "a sum without a first day": Spoiled(
        'year_start = "12-15"\n', "", "số cộng dồn cần ngày", on='[[measure]]\nid = "KT1b"'
    ),
    "a sum with two first days": Spoiled(
        'year_start = "12-15"',
        'year_start = "12-15"\nsince = 2026-01-01',
        "chỉ ghi since hoặc year_start",
        on="since =",
    ),
    "a change on last year without a year": Spoiled(
        'kind = "amount", comparison = ">", value = 98',
        'kind = "year_on_year", comparison = ">", value = 98',
        "so với năm trước thì cần",
        on='[[measure]]\nid = "XH1"',
    ),
    "a path that stays below the whole": Spoiled('["10-31", 1]', '["10-31", 0.9]', "phải kết thúc ở 1"),
    "a path that falls": Spoiled('["06-30", 0.5]', '["06-30", 1.5]', "phải tăng từ 0 đến 1"),
    "a path against the year": Spoiled('["06-30", 0.5]', '["12-01", 0.5]', "phải nối nhau"),
    "a path point that is none": Spoiled('["06-30", 0.5]', '["06-31", 0.5]', "phải là một ngày và một phần"),
    "a reporter of no form": Spoiled('reporters = ["PKT"]', 'reporters = ["Phòng"]', "không phải loại đơn vị"),
    "a reporter twice": Spoiled('reporters = ["PKT"]', 'reporters = ["PKT", "PKT"]', "ghi một nơi báo cáo hai lần"),
    "everyone answers for the commune": Spoiled('reporters = ["PKT"]', 'reporters = ["office"]', "chỉ một cơ quan"),
    "an unknown subject": Spoiled('subject = "commune"', 'subject = "province"', "không có 'province'"),
    "a long name": Spoiled('name = "Lương thực"', f'name = "{"x" * 27}"', "dài 27 chữ; trong ảnh chỉ đủ chỗ cho 26"),
    "a long measure name": Spoiled('name = "Đường thôn"', f'name = "{"x" * 27}"', "dài 27 chữ; trong ảnh"),
    "a long label": Spoiled('label = "năng suất"', f'label = "{"x" * 25}"', "dài 25 chữ; một nút chỉ đủ chỗ cho 24"),
    "a long option": Spoiled('label = "Rồi"', f'label = "{"x" * 25}"', "dài 25 chữ; một nút", on="options"),
    "a long question": Spoiled("Đường đã cứng hóa chưa?", "x" * 121, "điền đủ thì dài 121 chữ"),
    "a question long when filled": Spoiled("thôn thu hoạch bao", "x" * 80 + " bao", "điền đủ thì dài 121 chữ"),
    "a stranger in a question": Spoiled("{since}", "{figure}", "không điền được {figure} ở đây"),
    "half a placeholder in a question": Spoiled("{since}", "{since", "có dấu { hoặc } lẻ đôi"),
    "an echo without the figure": Spoiled("{figure} chưa có", "số người chưa có", "phải có {figure}"),
    "an echo with a choice": Spoiled("{figure} chưa có", "{choice} chưa có", "không điền được {choice} ở đây"),
    "another example": Spoiled("Ví dụ 5 sào.", "Ví dụ 7 sào.", "nêu ví dụ khác với '5 sào'"),
    "a flow without nothing": Spoiled(
        'nothing = "không thu hoạch thêm"\n',
        "",
        "cần câu để trả lời khi không phát sinh",
        on="[[measure.input]]\n" + AREA,
    ),
    "a flow that is unchanged": Spoiled(
        'nothing = "không thu hoạch thêm"', 'nothing = "vẫn như tuần trước"', "đọc như là giữ nguyên"
    ),
    "a long nothing": Spoiled('nothing = "không thu hoạch thêm"', f'nothing = "{"x" * 25}"', "dài 25 chữ"),
    "a level with nothing": Spoiled(
        'example = "25"', 'example = "25"\nnothing = "không ai"', "loại level không có câu", on="nothing", after=XH1
    ),
    "a number without a unit": Spoiled('unit = "người"', 'unit = ""', "loại level phải có đơn vị tính"),
    "a number with options": Spoiled(
        'example = "25"',
        'example = "25"\noptions = [{ key = "a", label = "a", said = "a", yes = true }]',
        "loại level là một con số, không có lựa chọn",
        on="options",
    ),
    "one option": Spoiled(
        '  { key = "no", label = "Chưa", said = "đường chưa cứng hóa", yes = false },\n',
        "",
        "loại yes_no cần hai lựa chọn",
        on="options",
    ),
    "an option without its words": Spoiled(', said = "đường đã cứng hóa"', "", "còn thiếu", on="options"),
    "two options of one label": Spoiled('label = "Chưa"', 'label = "Roi"', "cùng label", on="options"),
    "no option that is a yes": Spoiled("yes = true", "yes = false", "tính là có (yes = true)", on="options"),
    "a maximum below the minimum": Spoiled("maximum = 150", "maximum = 5", "5 thấp hơn mức nhỏ nhất 10"),
    "a mark out of reach": Spoiled("unusual_above = 75", "unusual_above = 175", "không bao giờ đánh dấu số nào"),
    "marks that overlap": Spoiled("unusual_above = 75", "unusual_above = 15", "số nào cũng bị đánh dấu"),
    "a guard with decimals for a count": Spoiled("maximum = 150", "maximum = 150.5", "số ở đây là số nguyên"),
    "an example with decimals for a count": Spoiled('example = "44"', 'example = "44,5"', "số ở đây là số nguyên"),
    "a companion that is no flow": Spoiled(
        'asked_with = "area"', 'asked_with = "yield"', "không phải số phát sinh khác"
    ),
    "a flow known beforehand": Spoiled(
        'kind = "increment"', 'kind = "increment"\nasked = false', "chỉ số loại level mới", on="asked ="
    ),
    "nothing to ask": Spoiled(
        'key = "road"', 'key = "road"\nasked = false', "chỉ số này không hỏi câu nào", on='[[measure]]\nid = "XH2"'
    ),
    "an input called of": Spoiled('key = "road"', 'key = "of"', "xin đặt tên khác"),
    "a measure without inputs": Spoiled(
        SMALL[SMALL.index("[[measure.input]]\n" + ROAD) :], "", "còn thiếu", on='[[measure]]\nid = "XH2"'
    ),
    "a word with two meanings": Spoiled('aliases = ["bhyt"]', 'aliases = ["bhyt", "Gat"]', "'gat' cũng là KT1b.area"),
    "a label with two meanings": Spoiled(
        'label = "thẻ BHYT"', 'label = "năng suất"', "'nang suat' cũng là KT1b.yield", on="aliases = [", after=XH1
    ),
}
