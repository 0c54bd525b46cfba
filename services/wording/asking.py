"""What is said while a report is being given: questions, echoes, doubts, the read-back, mending."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing, sentence


def greeting(address: str, unit: str, since: str, count: int) -> str:
    return f"Chào {address}. Số liệu {unit} từ {since} đến nay, {count} câu."


NO = "không"


def greeting_for_all(address: str, title: str, unit: str, since: str, count: int) -> str:
    return f"Chào {address}. Số liệu {unit} từ {since} đến nay, {count} câu. {sentence(title)[:-1]} trả lời một tin:"


def questions_together(count: int) -> str:
    return f"Còn {count} câu:"


def type_a_new_number() -> str:
    return "Khác thì gõ số mới."


def for_example(lines: str) -> str:
    return f"Ví dụ:\n{lines}"


def write_zero() -> str:
    return "Không có thì ghi 0."


def write_no() -> str:
    return "Không có thì ghi KHÔNG."


def write_one_of(labels: Sequence[str]) -> str:
    return f"Ghi {' hoặc '.join(label.upper() for label in labels)}."


def leave_out() -> str:
    """Behind a question that follows from another one: no yield where nothing was harvested."""
    return "Không có thì bỏ qua câu này."


def numbered(number: int, total: int, question: str, unit: str = "") -> str:
    """«2/3. …», with the unit's name where a person answers for several."""
    return f"{number}/{total} ({unit}). {question}" if unit else f"{number}/{total}. {question}"


def last_week(figure: str) -> str:
    return f"Tuần trước: {figure}."


def before(figure: str) -> str:
    return f"Trước đây: {figure}."


def keep(figure: str) -> str:
    return f"Vẫn {figure}"


def anything_new(labels: Sequence[str]) -> str:
    return f"{sentence(listing(labels))[:-1]}: có gì mới không?"


def which_is_new() -> str:
    return "Mục nào mới?"


def which_more() -> str:
    return "Còn mục nào mới nữa không?"


def which_part(label: str) -> str:
    return f"{sentence(label)[:-1]}: việc nào?"


def later(title: str, deadline: str) -> str:
    return f"Vâng. Lúc nào tiện, {title} gõ BÁO CÁO. Hạn {deadline}."


def with_or_without(figure: str, opposite: str, rest: str) -> str:
    return f"{sentence(figure)[:-1]} là số {opposite} hay {rest}?"


def with_it(opposite: str, other: str) -> str:
    return f"{sentence(opposite)[:-1]}: còn {other} chưa"


def without_it(rest: str, figure: str) -> str:
    return f"{sentence(rest)[:-1]}: {figure}"


def week_or_total(figure: str) -> str:
    return f"{figure} là riêng tuần này, hay cộng cả từ đầu vụ, đầu năm?"


def since_start(other: str) -> str:
    return f"Từ đầu vụ: tuần này thêm {other}"


def is_it_decided(before: str, now: str, title: str) -> str:
    return f"Trước đây {before}, nay {now}. Xã đã có quyết định chưa, thưa {title}?"


def told_without_decision(figure: str) -> str:
    return f"báo {figure}, chưa có quyết định"


def kept_for_check(before: str) -> str:
    return f"Xã ghi để đối chiếu, tạm tính {before}."


def later_without_deadline(title: str) -> str:
    return f"Vâng. Lúc nào tiện, {title} gõ BÁO CÁO."


def unusual(echo: str, reason: str, title: str) -> str:
    return f"{echo} Khác mọi tuần: {reason}. {sentence(title)[:-1]} xem lại giúp, có đúng không ạ?"


def impossible(figure: str, limit: str, title: str) -> str:
    return f"Số nhận được là {figure}, nhưng {limit}. {sentence(title)[:-1]} gõ lại giúp."


def profile_limit(unit: str, figure: str) -> str:
    return f"theo hồ sơ xã, {unit} chỉ có {figure}"


def field_limit(figure: str) -> str:
    return f"mục này nhiều nhất {figure}"


def profile_wrong(officer: str, phone: str) -> str:
    return f"Nếu hồ sơ của xã sai, gọi {officer}, {phone}."


def left_empty() -> str:
    return "Xã để trống mục này, không tính là 0."


def waits(mark: str) -> str:
    """Behind a figure in the read-back that an officer is still to look at."""
    return f" ({mark}, chờ đối chiếu)" if mark else " (chờ đối chiếu)"


def marked_for_check() -> str:
    return "Xã đã ghi, sẽ gọi hỏi lại."


def received(unit: str, items: str, title: str) -> str:
    return f"Đã nhận báo cáo của {unit}: {items}.\nCảm ơn {title}."


EARLY = ("Thôn mình gửi sớm nhất xã.", "Thôn mình gửi sớm thứ hai xã.", "Thôn mình gửi sớm thứ ba xã.")


def may_fix(deadline: str | None, by_number: str = "") -> str:
    until = f"Cần sửa trước {deadline}" if deadline else "Cần sửa"
    return f"{until}: ghi lại số câu và số đúng, ví dụ {by_number}" if by_number else f"{until}: gõ SỬA."


def as_before(labels: Sequence[str]) -> str:
    return f"{listing(labels)} như trước"


def mend_by_number(title: str, lines: Sequence[str], example: str) -> str:
    return f"{sentence(title)[:-1]} ghi lại số câu và số đúng, ví dụ {example}. Đã gửi:\n" + "\n".join(lines)


def which_place(words: str, title: str) -> str:
    """A number that fits the open questions of two places."""
    return f"«{words}» là của nơi nào ạ? {sentence(title)[:-1]} chọn giúp."


def back_to(unit: str) -> str:
    """Before an older question that is put again."""
    return f"Trở lại số liệu của {unit}."


def what_to_fix(title: str) -> str:
    return f"{sentence(title)[:-1]} muốn sửa mục nào?"


def what_to_fix_of(unit: str) -> str:
    return f"Sửa mục nào của {unit}?"


def nothing_to_fix() -> str:
    return "Chưa có số nào để sửa."


def fixed(echo: str, old: str) -> str:
    return f"Đã sửa: {changed_from(echo, old)}."


def changed_from(echo: str, old: str) -> str:
    return f"{echo} (trước là {old})"


def colleague_told(address: str, title: str) -> str:
    """`address`, `title`: of the other person who answers for the unit, and had given the figure."""
    return f"{sentence(address)[:-1]} đã báo số này trước, xã đã nhắn để {title} ấy biết."


def land_units() -> str:
    """The northern sào, as the reader of figures counts it."""
    return "1 sào là 360 m², 1 mẫu là 10 sào, 1 ha là 10.000 m²."


def weight_units() -> str:
    return "1 yến là 10 kg, 1 tạ là 100 kg, 1 tấn là 10 tạ."


def of_earlier_week(days: str, said: str) -> str:
    """What became of an earlier week's figure whose message was edited."""
    return f"Số của tuần {days}. {said}"


def left_as_it_was() -> str:
    return "Vâng, giữ nguyên như đã gửi."


def adjusted() -> str:
    return "Tuần này đã đăng tổng hợp nên xã ghi là điều chỉnh."


def my_unit(unit: str, days: str, given: str, left: str) -> str:
    lines = [f"{unit}, {days}: {given}." if given else f"{unit}, {days}: chưa có số liệu."]
    if left:
        lines.append(f"Còn {left}. Gõ BÁO CÁO để trả lời tiếp.")
    return "\n".join(lines)


def my_standing(name: str, value: str, target: str, status: str, more: str | None) -> str:
    wanted = f" (chỉ tiêu {target})" if target else ""
    left = f", còn {more}" if more else ""
    return f"- {name}: {value}{wanted}, {status}{left}."


def my_yes_no(name: str, *, is_yes: bool) -> str:
    return f"- {name}: {'đạt' if is_yes else 'chưa đạt'}."


def weeks_on_time(weeks: int) -> str:
    return f"Gửi đúng hạn {weeks} tuần liền."
