"""Why a campaign file cannot be used, in the words of who mends it: every reason of a fault stands here.

Keys, their values and words of the file are quoted as they are written there; everything else is Vietnamese.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence

# Of the file as a whole, and of its tables
NOT_UTF8 = "tệp không phải UTF-8: xin lưu lại với bảng mã UTF-8 (Unicode)"
NOT_A_TABLE = "phải là một bảng, trong [ ] hay { }"
MISSING = "còn thiếu"
ONE_LINE = "phải gọn trong một dòng"
TEXT = "phải là chữ trong dấu ngoặc kép, không để trống"
FLAG = "phải là true hoặc false"
WHOLE = "phải là số nguyên"
NUMBER = "phải là số, dùng dấu chấm cho phần lẻ, không có dấu ngoặc kép"
DAY = "phải là ngày như 2026-01-31, không có dấu ngoặc kép"
DAYS = "phải là danh sách ngày như [2026-01-31], không có dấu ngoặc kép"
CLOCK = 'phải là giờ như "08:00", từ "00:00" đến "23:59"'
MONTH_DAY = 'phải là tháng và ngày như "12-15"'
TEXTS = "phải là danh sách chữ trong dấu ngoặc kép"
LIST = "phải là danh sách, trong [ ]"
MONTH_NUMBERS = "phải là danh sách số tháng như [5, 6, 7]"
EMPTY_LIST = "không được để danh sách trống"
NAMES_NO_CAMPAIGN = "chưa ghi tệp phong trào dùng chung"
TELLS_COMMUNES_APART = "còn thiếu: nhờ nó mới phân biệt được xã này với các xã dùng chung tệp phong trào"
FROM_0_TO_100 = "phải từ 0 đến 100"
SWALLOWS_EVERY_GOAL = "100 phần trăm là cả quãng đường từ đầu năm, nên lúc nào cũng thành đúng tiến độ"
ONE_OR_MORE = "phải từ 1 trở lên"
ABOVE_ZERO = "phải lớn hơn 0"
IMPROVED_NEEDS_MEASURES = "chỉ loại improved cần ghi chỉ số để xét, và loại đó bắt buộc phải ghi"
ENDS_BEFORE_STARTS = "trước ngày bắt đầu (starts)"
ENDS_BEFORE_IT_BEGINS = "ngày hết lại trước ngày bắt đầu"
HOLDS_ON_NO_DAY = "không có ngày nào để áp dụng: các ngày đó đã chốt, hoặc nằm ngoài năm của chỉ số"
WHOLE_TABLE = 'phải ghi trọn bảng như { name = "…" }; hoặc chỉ ra một giá trị trong bảng'
NOT_KEYS = {  # keys a reader of other tables may expect
    "unchanged": "giữ nguyên được hay không là do kind: level thì được, số phát sinh thì ghi nothing",
    "reporter": "xin ghi reporters, là danh sách như ['village'] hoặc ['PKT']",
}

# Of measures and their inputs
ONLY_LEVELS_ARE_KNOWN = "chỉ số loại level mới có thể biết trước; số phát sinh thì phải hỏi"
OF_IS_TAKEN = "'of' trong công thức là mẫu số; xin đặt tên khác"
HALF_A_BRACE = "có dấu { hoặc } lẻ đôi"
FLOW_NEEDS_NOTHING = "còn thiếu: số phát sinh cần câu để trả lời khi không phát sinh"
NOTHING_READS_UNCHANGED = "đọc như là giữ nguyên; với số phát sinh, câu này phải nói là không phát sinh"
TWO_OPTIONS = "còn thiếu: loại yes_no cần hai lựa chọn, loại choice cần từ hai trở lên"
ONE_YES_ONE_NO = "phải có ít nhất một lựa chọn tính là có (yes = true) và một tính là không"
MARKS_OVERLAP = "thấp hơn unusual_below, nên số nào cũng bị đánh dấu"
OPPOSITE_NEEDS_REST = "chỉ số loại level có mẫu số mới có phần còn lại để nhầm với nó"
ALONE_IS_MISSING = "còn thiếu: đã có only_with thì cần câu nói khi số này đứng một mình"
ALONE_IS_NEVER_SAID = "không bao giờ dùng đến khi không có only_with"
NOTHING_IS_ASKED = "chỉ số này không hỏi câu nào"
REPORTER_TWICE = "ghi một nơi báo cáo hai lần"
ONE_OFFICE = "chỉ một cơ quan, ghi bằng mã, mới trả lời thay cho nơi khác được"
MONTHS_IN_ORDER = "phải là các tháng từ 1 đến 12, mỗi tháng một lần, theo thứ tự"
SEASON_NEEDS_MONTHS = "còn thiếu: loại season cần ghi các tháng được hỏi"
SEASON_STARTS_IN_MONTHS = "phải là các tháng của chính mùa đó, mỗi tháng một lần, theo thứ tự"
SINCE_OR_YEAR_START = "chỉ ghi since hoặc year_start: số cộng dồn hoặc tính lại mỗi năm, hoặc không"
SUM_NEEDS_START = "còn thiếu: số cộng dồn cần ngày bắt đầu tính"
YEAR_ON_YEAR_NEEDS_START = "còn thiếu: so với năm trước thì cần ngày bắt đầu năm"
BASELINE_HAS_NO_VALUE = "đích loại baseline không ghi giá trị: đó chính là số đầu kỳ"
ONE_COUNTED_INPUT = "phải là đúng một câu loại yes_no hoặc choice, vì ở đây đếm số nơi trả lời có"
PATH_DAYS = "các ngày phải nối nhau trong năm của chỉ số"
PATH_RISES = "các phần phải tăng từ 0 đến 1"
STANDARDS_FOLLOW = "phải xếp theo thứ tự ngày"
NO_MEASURE = "chưa có chỉ số nào"

# Of the file of a roll-up (tổng hợp liên xã)
ROLL_UP_CODE = "phải là chữ thường không dấu, số hay gạch nối, nhiều nhất 20 ký tự, như lang-son"
MEASURE_TWICE = "ghi một chỉ số hai lần"

_OF_SYSTEM = {
    errno.ENOENT: "không có tệp này",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.ENOTDIR: "đường dẫn đi qua một tệp, không phải thư mục",
    errno.EACCES: "người dùng này không có quyền đọc",
    errno.EPERM: "người dùng này không có quyền đọc",
}
# What Python's own parser says, by how it begins; its words differ from version to version.
_OF_TOML = {
    "Cannot overwrite": "ghi một khóa hai lần",
    "Cannot declare": "ghi một bảng hai lần",
    "Cannot mutate": "ghi thêm vào một bảng đã đóng",
    "Cannot add": "ghi thêm vào một bảng đã đóng",
    "Cannot redefine": "ghi một bảng hai lần",
    "Found invalid character": "có ký tự ẩn: gõ lại dòng này",
    "Duplicate": "ghi một khóa hai lần",
    "Unterminated": "chữ mở ngoặc kép mà không đóng",
    "Expected '='": "thiếu dấu = sau tên khóa",
    "Expected ']": "thiếu dấu ] ở cuối tên bảng",
    "Expected newline": "thừa chữ sau giá trị",
    "Expected": "thiếu dấu đóng",
    "Illegal character": "có chữ không dùng được ở đây: hay là thiếu dấu ngoặc kép đóng?",
    "Unclosed": "danh sách hoặc bảng mở mà không đóng",
    "Escaped": "dấu \\ trong chữ phải viết thành \\\\",
    "Invalid hex": "dấu \\ trong chữ phải viết thành \\\\",
    "Unescaped": "dấu \\ trong chữ phải viết thành \\\\",
    "Invalid initial character": "tên khóa không dùng được dấu hay khoảng trắng",
    "Invalid date": "ngày giờ không có thật",
    "Invalid value": "giá trị không đọc được: chữ phải nằm trong dấu ngoặc kép",
    "Invalid statement": "không phải khóa, cũng không phải bảng",
}


def cannot_be_read(error: OSError) -> str:
    return f"không đọc được: {_OF_SYSTEM.get(error.errno or 0, 'máy báo lỗi khi đọc')}"


def no_toml(said: str) -> str:
    """What the parser says of text that is no TOML."""
    return f"sai cách viết TOML: {next((to for by, to in _OF_TOML.items() if said.startswith(by)), 'không đọc được')}"


def of_one(where: str) -> str:
    """The place of a fault that is there only once measures are left out."""
    return f"{where} (sau khi bỏ các chỉ số không dùng)"


def ordinal(number: int) -> str:
    """The name of a table that has none of its own."""
    return f"thứ {number}"


def missing_table(key: str) -> str:
    return f"còn thiếu bảng [{key}]"


def unknown_key(key: str, near: str | None) -> str:
    hint = NOT_KEYS.get(key) or (f"có phải {near} không?" if near else "ở đây không có khóa nào tên như vậy")
    return f"khóa lạ: {hint}"


def unknown_word(found: object, near: str | None, words: Iterable[str]) -> str:
    hint = f"có phải {near} không?" if near else f"chọn một trong {', '.join(words)}"
    return f"không có {found!r}: {hint}"


def unknown(found: object, known: Iterable[str]) -> str:
    return f"không có {found!r}: chọn một trong {', '.join(known)}"


def schema(number: int) -> str:
    return f"chương trình này đọc schema {number}"


def no_time_zone(name: str) -> str:
    return f"không có múi giờ {name!r}"


def remind(farthest: int) -> str:
    return f"phải là số ngày làm việc báo trước, từ 1 đến {farthest}"


def long_for_picture(letters: int, most: int) -> str:
    return f"dài {letters} chữ; trong ảnh chỉ đủ chỗ cho {most}"


def long_for_button(letters: int, most: int) -> str:
    return f"dài {letters} chữ; một nút chỉ đủ chỗ cho {most}"


def long_option(label: str, most: int) -> str:
    return f"{label!r} dài {len(label)} chữ; một nút chỉ đủ chỗ cho {most}"


def long_question(letters: int, most: int) -> str:
    return f"điền đủ thì dài {letters} chữ; nhiều nhất {most}"


def duplicate(value: str) -> str:
    return f"trùng: đã có {value!r}"


def duplicate_input(key: str) -> str:
    return f"trùng: chỉ số này đã có câu tên {key!r}"


def no_group(key: str) -> str:
    return f"không có nhóm {key!r}"


def number_is_taken(group: str, number: int) -> str:
    return f"nhóm {group} đã có số {number}"


def no_indicator(name: str) -> str:
    return f"không có chỉ tiêu {name!r}"


def outside_campaign(day: str) -> str:
    return f"ngày {day} nằm ngoài thời gian phong trào"


def two_meanings(word: str, other: str) -> str:
    return f"{word!r} cũng là {other}, do cùng một nơi trả lời: không phân biệt được"


def no_other_flow(name: str) -> str:
    return f"{name!r} không phải số phát sinh khác mà cùng nơi đó báo về cùng một nơi"


def no_other_flow_here(name: str) -> str:
    return f"{name!r} không phải số phát sinh khác của chỉ số này"


def no_such_measure(name: str) -> str:
    return f"không có chỉ số {name!r}"


def no_number_by_village(name: str) -> str:
    return f"{name} không có số của từng thôn, hoặc không được nêu theo thôn"


def must_come_after(earlier: str, at: str) -> str:
    return f"phải sau {earlier} ({at})"


def is_a_day_off(day: str) -> str:
    return f"{day} cũng là ngày nghỉ"


def no_profile_number(found: str, known: Iterable[str]) -> str:
    return f"{found!r} không có trong hồ sơ đơn vị: {', '.join(known)}"


def must_hold(name: str) -> str:
    return f"phải có {{{name}}}, nếu không câu đọc lại sẽ thiếu câu trả lời"


def another_example(example: str) -> str:
    return f"nêu ví dụ khác với {example!r}"


def cannot_be_filled(name: str, allowed: str) -> str:
    return f"không điền được {{{name}}} ở đây; chỉ có {{{allowed}}}"


def nothing_of_no_flow(kind: str) -> str:
    return f"loại {kind} không có câu «không phát sinh»; chỉ số phát sinh mới có"


def needs_unit(kind: str) -> str:
    return f"còn thiếu: loại {kind} phải có đơn vị tính"


def has_no_options(kind: str) -> str:
    return f"loại {kind} là một con số, không có lựa chọn"


def same_option(key: str) -> str:
    return f"hai lựa chọn có cùng {key}"


def below_minimum(maximum: object, minimum: object) -> str:
    return f"{maximum} thấp hơn mức nhỏ nhất {minimum}"


def never_marks(guard: object) -> str:
    return f"{guard} nằm ngoài minimum và maximum, nên không bao giờ đánh dấu số nào"


def has_decimals(found: object) -> str:
    return f"{found!s} có phần lẻ, mà số ở đây là số nguyên"


def does_not_fall(kind: str) -> str:
    return f"loại {kind} không giảm; chỉ loại level mới giảm"


def has_no_companion(kind: str) -> str:
    return f"loại {kind} có sẵn dù không phát sinh gì; chỉ số phát sinh mới đi cùng số khác"


def no_reporter(name: str, kinds: Iterable[str]) -> str:
    return f"{name!r} không phải loại đơn vị ({', '.join(kinds)}), cũng không phải mã như PKT"


def months_needed(cadence: str, count: int) -> str:
    return f"{cadence} cần {count} tháng: những tháng hỏi số của kỳ"


def no_months(cadence: str) -> str:
    return f"{cadence} không có tháng riêng"


def needs_value(kind: str) -> str:
    return f"còn thiếu: đích loại {kind} phải có giá trị"


def needs_over(aggregation: str) -> str:
    return f"còn thiếu: cách tính {aggregation} cần số để chia (mẫu số)"


def divided_by_nothing(aggregation: str) -> str:
    return f"cách tính {aggregation} không chia cho số nào"


def unreadable_term(factor: str, term: str) -> str:
    return f"không hiểu {factor!r} trong công thức {term!r}: ghi tên một câu, of, hoặc một số"


def one_denominator(count: int) -> str:
    return f"'of' cần đúng một câu có mẫu số, ở đây có {count}; hoặc ghi of.TÊN"


def no_denominator(name: str, key: str) -> str:
    return f"{name!r}: không có câu {key!r} nào có mẫu số"


def unknown_term(name: str, keys: Sequence[str]) -> str:
    return f"không có {name!r} trong công thức: các câu là {', '.join(keys)}"


def no_yes_no(name: str) -> str:
    return f"{name!r} không phải câu loại yes_no của chỉ số này"


def never_used(key: str) -> str:
    return f"có hỏi {key!r} mà không dùng vào đâu"


def ends_below_the_whole(share: object) -> str:
    return f"phải kết thúc ở 1, là trọn đích, không phải {share}"


def no_path_point(found: object) -> str:
    return f'{found!r} phải là một ngày và một phần, như ["06-30", 0.5]'


def post_between(earliest: str, latest: str) -> str:
    return f"phải sau {earliest} là giờ các xã đăng bài, và trước {latest}"


def no_measure_of_campaign(name: str, near: str | None) -> str:
    hint = f": có phải {near} không?" if near else ""
    return f"không có chỉ số {name!r} trong tệp phong trào{hint}"


def many_measures(count: int, most: int) -> str:
    return f"có {count} chỉ số; bài gọn một màn hình, nhiều nhất {most}"


def campaign_has_faults(file: object, count: int) -> str:
    return f"{file} có {count} lỗi: xem bằng thidua campaign check {file}"


def no_file_in(folder: str) -> str:
    return f"{folder}: chưa có tệp .toml nào trong thư mục này"


def cannot_be_overridden(key: str) -> str:
    return f"không đổi được {key}: kho số liệu của xã ghi theo nó"


def nothing_called(part: str) -> str:
    return f"ở đây không có {part!r}"


def nothing_below(part: str) -> str:
    return f"{part} chỉ có một giá trị, bên dưới không có gì"
