"""Why a measure of a campaign file, or an input of it, cannot be used: as `reasons`, in the words of who mends it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MONTH_NUMBERS = "phải là danh sách số tháng như [5, 6, 7]"
ABOVE_ZERO = "phải lớn hơn 0"
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


def unknown(found: object, known: Iterable[str]) -> str:
    return f"không có {found!r}: chọn một trong {', '.join(known)}"


def long_for_button(letters: int, most: int) -> str:
    return f"dài {letters} chữ; một nút chỉ đủ chỗ cho {most}"


def long_option(label: str, most: int) -> str:
    return f"{label!r} dài {len(label)} chữ; một nút chỉ đủ chỗ cho {most}"


def long_question(letters: int, most: int) -> str:
    return f"điền đủ thì dài {letters} chữ; nhiều nhất {most}"


def duplicate_input(key: str) -> str:
    return f"trùng: chỉ số này đã có câu tên {key!r}"


def no_other_flow_here(name: str) -> str:
    return f"{name!r} không phải số phát sinh khác của chỉ số này"


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
