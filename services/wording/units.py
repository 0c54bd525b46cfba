"""Mergers, splits and new names of units, as the officer and those who report hear of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.wording.basics import capital, listing

CONFIRM_UNITS = "Ghi"
DROP_UNITS = "Thôi"
TAKE_UNITS_BACK = "Bỏ việc đã ghi"
KEEP_UNITS = "Giữ nguyên"


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def merge_example(first: str, second: str, year: int) -> str:
    return f"Xin gõ tên các nơi và tên mới, ví dụ sáp nhập {first} và {second} thành Bản Mới từ 1/7/{year} theo QĐ 12."


def split_example(first: str, year: int) -> str:
    return (
        f"Xin gõ tên cũ và tên mới với số hộ, như «tách thôn {first} thành {first} 1 (60 hộ, 240 khẩu, 180 người lớn) "
        f"và {first} 2 (58 hộ, 272 khẩu, 186 người lớn) từ 1/7/{year} theo QĐ 12»."
    )


def rename_example(first: str, year: int) -> str:
    return f"Xin gõ tên cũ và tên mới, ví dụ đổi tên {first} thành Bản Mới từ 1/7/{year} theo QĐ 12."


def merge_needs_two() -> str:
    return "Sáp nhập cần ít nhất hai đơn vị khác nhau."


def split_needs_two() -> str:
    return "Tách cần ít nhất hai tên khác nhau."


def units_of_one_kind() -> str:
    return "Chỉ gộp, tách, đổi tên các đơn vị cùng loại trong xã."


def outside_campaign(first: date, last: date) -> str:
    return f"Ngày phải trong đợt thi đua, từ {_day(first)} đến {_day(last)}."


def unit_ends(name: str, day: date, *, is_past: bool) -> str:
    ended = "đã kết thúc" if is_past else "đã được ghi là kết thúc"
    return f"{capital(name)} {ended}, có đến hết {_day(day)}. Chưa ghi gì cả."


def unit_begins(name: str, day: date) -> str:
    return f"{capital(name)} mới có từ {_day(day)}, xin gõ một ngày sau đó. Chưa ghi gì cả."


def name_in_use(name: str, code: str) -> str:
    return f"Tên này {name} (mã {code}) đang dùng. Xin đặt tên khác, như «{name} 2»."


def same_name(name: str) -> str:
    return f"{capital(name)} đang mang đúng tên này."


def counts_needed(name: str) -> str:
    return f"Xin ghi số hộ, số khẩu, số người lớn trong ngoặc sau tên, như «{name} (60 hộ, 240 khẩu, 180 người lớn)»."


def unit_change_said(kind: str, before: Sequence[str], after: Sequence[str], day: date, decision: str) -> str:
    """«Thôn Bản Còn và thôn Nà Pò sáp nhập thành Bản Mới từ 1/7/2027, theo «NQ 12»»."""
    did = {"merge": "sáp nhập thành", "split": "tách thành", "rename": "đổi tên thành"}.get(kind, kind)
    paper = f", theo «{decision}»" if decision else ""
    return f"{capital(_together(before))} {did} {_together(after)} từ {_day(day)}{paper}"


def unit_change_preview(said: str, details: Sequence[str]) -> str:
    """What is to be recorded, and what follows from it."""
    return "\n".join([f"{said}. Ghi không ạ?", *details])


def counts_from(day: date) -> str:
    return f"Các tuần đã đăng giữ nguyên, tính từ {_day(day)}."


def profile_after(name: str, households: int | None, people: int | None) -> str:
    told = [
        f"{count:,} {word}".replace(",", ".")
        for count, word in ((households, "hộ"), (people, "nhân khẩu"))
        if count is not None
    ]
    return f"{name}: {', '.join(told)}." if told else ""


def heads_after(head: str, deputies: Sequence[str]) -> str:
    """«Báo cáo: ông Sơn; bà Hiên làm phó.»"""
    others = f"; {listing(list(deputies))} báo thay khi cần" if deputies else ""
    return f"Người báo cáo: {head}{others}."


def nobody_after(name: str) -> str:
    return f"{name} chưa có người báo cáo."


def targets_to_set(name: str, measures: Sequence[str]) -> str:
    return f"Chỉ tiêu riêng khác nhau, cần giao lại cho {name}: {listing(list(measures))}."


def answers_to_ask(measures: Sequence[str]) -> str:
    return f"Nơi có nơi chưa, sẽ là «chưa rõ» và hỏi lại: {listing(list(measures))}."


def old_figures_stand() -> str:
    return "Số cũ được giữ đến khi tất cả nơi mới báo."


def unit_change_recorded(said: str, kind: str) -> str:
    take_back = {"split": "BỎ TÁCH THÔN", "rename": "BỎ ĐỔI TÊN"}.get(kind, "BỎ SÁP NHẬP")
    return f"Đã ghi: {_within(said)}. Ghi nhầm thì gõ {take_back}."


def unit_change_dropped() -> str:
    return "Đã bỏ, không ghi gì."


def unit_change_gone() -> str:
    return "Việc này đã ghi hoặc đã bỏ rồi."


def which_change_to_take_back() -> str:
    return "Bỏ việc nào đã ghi ạ?"


def event_to_take_back(names: Sequence[str], day: date) -> str:
    """On a button: «Bản Mới, 1/7/2027»."""
    return f"{listing(list(names))}, {_day(day)}"


def nothing_to_take_back(name: str) -> str:
    return f"Chưa ghi lần sáp nhập, tách hay đổi tên nào của «{name}»."


def take_back_later_first(said: str) -> str:
    """Another event rests on it."""
    return f"Sau đó đã ghi: {_within(said)}. Xin bỏ việc đó trước."


def taking_back(said: str, consequences: Sequence[str]) -> str:
    return "\n".join([f"Đã ghi: {_within(said)}. Bỏ không ạ?", *consequences])


def not_yet_in_force() -> str:
    return "Chưa đến ngày, chưa có gì thay đổi."


def there_again(names: Sequence[str]) -> str:
    return f"{capital(listing(list(names)))} có lại như trước, người báo cáo về chỗ cũ."


def called_again(name: str, before: str) -> str:
    return f"{capital(name)} lại mang tên {before}."


def has_taken_root(said: str) -> str:
    """It cannot be as if it had never been."""
    rests = "Theo tên mới đã có số liệu, chỉ tiêu hoặc bài đăng nên không xóa, chỉ ghi ngược lại."
    return f"Đã ghi: {_within(said)}. {rests}"


def unit_change_taken_back(said: str) -> str:
    return f"Đã bỏ: {_within(said)}."


def unit_change_kept() -> str:
    return "Vâng, giữ nguyên việc đã ghi."


def your_unit_again(address: str, said: str, unit: str, left: str) -> str:
    """What those hear who were told of an event that is taken back."""
    still = f" Tuần này {unit} còn {left}." if left else ""
    now = f"{capital(address)} vẫn báo cáo cho {unit}.{still}"
    return f"Chào {address}. Xã ghi nhầm và đã bỏ việc này: {_within(said)}. {now}"


def your_unit_now(address: str, said: str, unit: str, left: str) -> str:
    """What those who report hear on the day."""
    still = f" Tuần này {unit} còn {left}." if left else ""
    return f"Chào {address}. {said}. Từ nay {address} báo cáo cho {unit}.{still}"


def answer_for_new_unit(title: str, before: Sequence[str], unit: str) -> str:
    """Above the first question of a unit that came of others, to whoever answered for one of those."""
    return f"{capital(listing(list(before)))} nay là {unit}. Số vừa rồi chưa ghi, {title} cho số của {unit} giúp."


def your_unit_is_called(address: str, said: str) -> str:
    """What those who report for a unit of a new name hear on the day."""
    return f"Chào {address}. {said}. Việc báo cáo vẫn như trước."


def no_unit_changes() -> str:
    return "Chưa ghi lần sáp nhập, tách hay đổi tên nào."


def unit_is_over(name: str, day: date, after: Sequence[str]) -> str:
    """To whoever wants to do something with a unit that is no more: «Thôn Bản Còn có đến hết 30/6/2027; nay là …»"""
    return f"{capital(name)} có đến hết {_day(day)}" + (f"; nay là {listing(list(after))}." if after else ".")


def ended_unit(day: date, after: Sequence[str]) -> str:
    """Beside a unit that has ended: «Đến hết 30/6/2027; nay là thôn Bản Mới.»"""
    return f"Đơn vị này có đến hết {_day(day)}" + (f"; nay là {listing(list(after))}." if after else ".")


def made_from(day: date, before: Sequence[str]) -> str:
    """Beside a unit that came of others: what was told before stands under their names."""
    return f"Đơn vị này có từ {_day(day)}; trước đó là {listing(list(before))}."


def called_now(name: str) -> str:
    """Beside an earlier week of a unit that is called otherwise by now."""
    return f"Nay mang tên {name}."


def begins_later(day: date) -> str:
    return f"Đơn vị này có từ {_day(day)}."


def besides_told(told: Sequence[str]) -> str:
    """What was told this week of a village that went into this one: an answer is added to it."""
    return f"(ngoài {listing(list(told))} đã báo)"


def _together(names: Sequence[str]) -> str:
    """«thôn Bản Còn, thôn Nà Pò và thôn Khuổi Mạ»."""
    first, last = list(names[:-1]), list(names[-1:])
    return f"{listing(first)} và {listing(last)}" if first else listing(last)


def _within(said: str) -> str:
    """The same behind a colon."""
    return said[:1].lower() + said[1:] if said.startswith("Thôn ") else said
