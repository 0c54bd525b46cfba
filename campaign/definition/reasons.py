"""Why a campaign file cannot be used, in the words of who mends it; what is wrong with a measure: `measure_reasons`.

Keys, their values and words of the file are quoted as they are written there; everything else is Vietnamese.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable

# Of the file as a whole, and of its tables
NOT_UTF8 = "tệp không phải UTF-8: xin lưu lại với bảng mã UTF-8 (Unicode)"
NO_FILE_NAME = "không phải tên tệp"
NESTED_TOO_DEEPLY = "lồng quá sâu"
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
EMPTY_LIST = "không được để danh sách trống"
NAMES_NO_CAMPAIGN = "chưa ghi tệp phong trào dùng chung"
TELLS_COMMUNES_APART = "còn thiếu: nhờ nó mới phân biệt được xã này với các xã dùng chung tệp phong trào"
FROM_0_TO_100 = "phải từ 0 đến 100"
SWALLOWS_EVERY_GOAL = "100 phần trăm là cả quãng đường từ đầu năm, nên lúc nào cũng thành đúng tiến độ"
ONE_OR_MORE = "phải từ 1 trở lên"
IMPROVED_NEEDS_MEASURES = "chỉ loại improved cần ghi chỉ số để xét, và loại đó bắt buộc phải ghi"
ENDS_BEFORE_STARTS = "trước ngày bắt đầu (starts)"
ENDS_BEFORE_IT_BEGINS = "ngày hết lại trước ngày bắt đầu"
HOLDS_ON_NO_DAY = "không có ngày nào để áp dụng: các ngày đó đã chốt, hoặc nằm ngoài năm của chỉ số"
WHOLE_TABLE = 'phải ghi trọn bảng như { name = "…" }; hoặc chỉ ra một giá trị trong bảng'
NOT_KEYS = {  # keys a reader of other tables may expect
    "unchanged": "giữ nguyên được hay không là do kind: level thì được, số phát sinh thì ghi nothing",
    "reporter": "xin ghi reporters, là danh sách như ['village'] hoặc ['PKT']",
}

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


def schema(number: int) -> str:
    return f"chương trình này đọc schema {number}"


def no_time_zone(name: str) -> str:
    return f"không có múi giờ {name!r}"


def remind(farthest: int) -> str:
    return f"phải là số ngày làm việc báo trước, từ 1 đến {farthest}"


def long_for_picture(letters: int, most: int) -> str:
    return f"dài {letters} chữ; trong ảnh chỉ đủ chỗ cho {most}"


def duplicate(value: str) -> str:
    return f"trùng: đã có {value!r}"


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


def no_such_measure(name: str) -> str:
    return f"không có chỉ số {name!r}"


def no_number_by_village(name: str) -> str:
    return f"{name} không có số của từng thôn, hoặc không được nêu theo thôn"


def must_come_after(earlier: str, at: str) -> str:
    return f"phải sau {earlier} ({at})"


def is_a_day_off(day: str) -> str:
    return f"{day} cũng là ngày nghỉ"


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
