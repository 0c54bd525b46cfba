"""Giao ước: what a unit reads of its pledge, and what the officer reads of all of them."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing, sentence

AGREE_ALL = "Đồng ý cả"
CHANGE_LINE = "Sửa một dòng"
CHANGE_ANOTHER = "Sửa dòng khác"
PLEDGE_LATER = "Để sau"
DROP_LINE = "Không nhận dòng này"
PLEDGE_YES = "Đạt"
NO_FALL = "Mở, không gợi ý giảm"
PLEDGE_SHEET = "Bảng các nơi"
PLEDGE_PAPER = "Bản in để ký"
PLEDGES_SIGNED = "Ghi đã ký"
HAS_AGREED = "Nơi này đã đồng ý"
CHANGED_BY_COMMUNE = "xã đồng ý"
CONSENT = "Đồng ý đổi"
NO_CONSENT = "Giữ như cũ"
OPEN_PLEDGES = "Mở giao ước"


# Amounts


def pledge_left(amount: str) -> str:
    return f"còn {amount}"


def pledge_above(amount: str) -> str:
    return f"trên {amount}"


def pledge_at_most(amount: str) -> str:
    return f"không quá {amount}"


def pledge_yes_no(*, is_yes: bool) -> str:
    return "đạt" if is_yes else "chưa đạt"


def pledge_counts(amount: str, least: str, of: str, whom: str) -> str:
    """The share with the people or households that it means."""
    return f"{amount}, cả {of} {whom}" if least == of else f"{amount}, ít nhất {least}/{of} {whom}"


def pledge_blank() -> str:
    return "chưa có số"


def last_year_was(year: int, amount: str, day: str, *, is_doubtful: bool) -> str:
    dated = f", ngày {day}" if day else ""
    doubt = ", đang đối chiếu" if is_doubtful else ""
    return f"năm {year}: {amount}{dated}{doubt}"


def pledge_line(number: int, name: str, amount: str, before: str) -> str:
    return f"{number}. {name}: {amount} ({before})" if before else f"{number}. {name}: {amount}"


def pledge_own_line(number: int, text: str, kind: str) -> str:
    return f"{number}. {sentence(text)[:-1]} (việc riêng của {kind})"


# To the unit


def pledge_asked(address: str, year: int, unit: str, lines: Sequence[str]) -> str:
    body = "\n".join(lines)
    return f"Chào {address}. Xã mời {unit} giao ước thi đua năm {year}. Điền sẵn {len(lines)} dòng:\n{body}"


def pledge_how(unit: str) -> str:
    """Below the lines."""
    return (
        f"{sentence(unit)[:-1]} muốn thêm một việc riêng thì gõ, ví dụ giao ước thêm làm 300 m đường\n"
        "Giao ước là tự nguyện, đổi được cho đến khi ký."
    )


def pledge_how_typed(title: str, unit: str) -> str:
    """The same where there are no buttons: one message answers all of it, and ĐỒNG Ý CẢ works at any time."""
    return (
        f"{sentence(title)[:-1]} trả lời một tin: ĐỒNG Ý CẢ; hoặc dòng cần đổi, ví dụ giao ước 1: 40\n"
        f"{pledge_how(unit)}"
    )


def pledge_stands(unit: str, year: int, state: str, lines: Sequence[str]) -> str:
    """GIAO ƯỚC, asked by the unit."""
    body = "\n".join(lines)
    return f"Giao ước năm {year} của {unit}, {state}:\n{body}"


def pledge_state(*, is_agreed: bool, signed_on: str) -> str:
    if signed_on:
        return f"đã ký {signed_on}"
    return "đã đồng ý, chờ ký" if is_agreed else "chưa trả lời"


def pledge_agreed(title: str, unit: str, count: int, year: int) -> str:
    return (
        f"Cảm ơn {title}. {sentence(unit)[:-1]} nhận {count} dòng giao ước năm {year}. "
        f"Xã in ra để {title} ký. Muốn xem hay đổi: gõ GIAO ƯỚC."
    )


def pledge_put_off(title: str) -> str:
    return f"Vâng. Lúc nào tiện, {title} gõ GIAO ƯỚC."


def which_pledge_line() -> str:
    return "Sửa dòng nào ạ?"


def pledge_line_asked(name: str, before: str, proposed: str, year: int, kind: str) -> str:
    """`before`: «năm 2026: 12 hộ»; `proposed`: "" where nothing is."""
    wished = f" Xã gợi ý năm {year}: {proposed}." if proposed else ""
    return f"{name}, {before}.{wished} {sentence(kind)[:-1]} nhận bao nhiêu ạ?"


def pledge_line_set(name: str, amount: str, before: str, count: int) -> str:
    old = f" (trước là {before})" if before else ""
    return f"{name}: {amount}{old}. Giờ đồng ý cả {count} dòng chứ ạ?"


def pledge_line_dropped(name: str, count: int) -> str:
    return f"Vâng, bỏ dòng {name}. Giờ đồng ý cả {count} dòng chứ ạ?"


def pledge_own_set(text: str, count: int) -> str:
    return f"Đã thêm: {text}. Giờ đồng ý cả {count} dòng chứ ạ?"


def pledge_own_what() -> str:
    return "Thêm việc gì ạ? Xin gõ, ví dụ giao ước thêm làm 300 m đường"


def pledge_own_too_long(most: int) -> str:
    return f"Việc riêng dài quá {most} chữ. Xin gõ ngắn lại, ví dụ giao ước thêm làm 300 m đường"


def pledge_no_line(lines: int) -> str:
    return f"Giao ước có {lines} dòng. Xin gõ số dòng và số mới, ví dụ giao ước 1: 40"


def pledge_not_a_value(name: str) -> str:
    return f"{name}: xin cho một con số, ví dụ 40"


def pledge_too_many(amount: str, households: int) -> str:
    return f"{amount} nhiều hơn số hộ hiện có ({households}). Xin xem lại con số."


def no_pledge_yet(title: str, year: int) -> str:
    return f"Xã chưa mở giao ước năm {year}. Khi mở, xã nhắn {title}."


PLEDGE_OWN = "việc riêng"


def pledge_needs_reason(day: str) -> str:
    return f"Giao ước đã ký {day}, nên đổi thì xin ghi lý do, ví dụ giao ước 1: 40 vì mưa lũ"


def pledge_own_needs_reason(day: str) -> str:
    return (
        f"Giao ước đã ký {day}, nên đổi thì xin ghi lý do, ví dụ giao ước thêm làm 200 m đường, lý do: mưa lũ sạt đất"
    )


def pledge_no_own() -> str:
    return "chưa có"


def pledge_change_asked(name: str, old: str, new: str, officer: str) -> str:
    return f"{name}: {old} đổi thành {new}. Đã ký rồi nên xin ý kiến {officer}, có trả lời xã nhắn ngay."


def pledge_change_decided(name: str, old: str, new: str, *, is_made: bool) -> str:
    return f"Xã đã đồng ý đổi {name}: {old} thành {new}." if is_made else f"Xã đề nghị giữ {name}: {old}."


# «So với giao ước»


def against_pledge(year: int, kept: int, of: int, lacking: Sequence[str], unknown: Sequence[str]) -> str:
    """`unknown`: lines of which the year has no figure yet."""
    more = f" Chưa đạt: {'; '.join(lacking)}." if lacking else ""
    more += f" Chưa có số: {listing(unknown)}." if unknown else ""
    return f"So với giao ước năm {year}: đạt {kept}/{of} dòng.{more}"


def pledge_lacking(name: str, value: str, pledged: str) -> str:
    return f"{name} {value}, giao ước {pledged}"


def pledge_verdicts(whole: int, of: int, partly: Sequence[str]) -> str:
    """At the year's end, to officers."""
    rest = f" Còn lại: {listing(partly)}." if partly else ""
    return f"Giao ước: {whole}/{of} nơi đạt đủ các dòng.{rest}"


def pledge_part(unit: str, kept: int, of: int) -> str:
    return f"{unit} {kept}/{of} dòng"


# To the officer


def pledges_to_open(year: int, places: int, reached: int, quotas: Sequence[str]) -> str:
    """`quotas`: a sentence for each messenger that counts."""
    left = "".join(f" {one}" for one in quotas)
    return (
        f"Giao ước năm {year} chưa mở. {places} nơi, {reached} nơi nhận được tin ở đây.{left} Mỗi nơi một tin, "
        f"điền sẵn theo số năm {year - 1} và chỉ tiêu của xã. Số hộ nghèo gợi ý giảm bao nhiêu so với năm {year - 1}?"
    )


def pledge_quota_left(label: str, left: str, needed: str, most: str, *, is_short: bool) -> str:
    short = " Nên giữ 1.500 tin cho việc hỏi số liệu." if is_short else ""
    return f"{label} còn {left} tin tháng này, lần này hết {needed} tin, tính cả trả lời thì tới {most} tin.{short}"


def open_with_fall(per_cent: int) -> str:
    return f"Mở, giảm {per_cent}%"


def open_for_new(count: int) -> str:
    return f"Mở thêm {count} nơi mới"


def pledges_opened(year: int, told: int, untold: Sequence[str]) -> str:
    more = f" Chưa gửi được {len(untold)} nơi: {_some(untold)}. Những nơi này in ra để ký." if untold else ""
    return f"Đã mở giao ước năm {year}, gửi {told} nơi.{more} Xem ai đã đồng ý: gõ GIAO ƯỚC."


_MOST_NAMED = 12


def _some(names: Sequence[str]) -> str:
    more = f" và {len(names) - _MOST_NAMED} nơi khác" if len(names) > _MOST_NAMED else ""
    return listing(names[:_MOST_NAMED]) + more


def pledges_stand(
    year: int, agreed: int, signed: int, of: int, put_off: Sequence[str], silent: Sequence[str], changes: Sequence[str]
) -> str:
    paper = f", trong đó {signed} nơi đã ký" if signed else ""
    lines = [f"Giao ước năm {year}: {agreed}/{of} nơi đã đồng ý{paper}."]
    lines += [f"Để sau: {_some(put_off)}."] if put_off else []
    lines += [f"Chưa trả lời: {_some(silent)}."] if silent else []
    lines += [f"Đã sửa so với gợi ý: {'; '.join(changes)}."] if changes else []
    return "\n".join(lines)


def pledge_changed_item(unit: str, name: str, old: str, new: str) -> str:
    return f"{unit}, {name} {old} → {new}"


def remind_pledges(count: int) -> str:
    return f"Nhắc {count} nơi"


def pledge_reminded(count: int) -> str:
    return f"Đã nhắc {count} nơi." if count else "Hôm nay đã nhắc rồi, hoặc không nơi nào còn nhắn được."


def pledge_reminder(address: str, year: int) -> str:
    return f"Chào {address}. Giao ước năm {year} xã gửi hôm trước còn chờ. Xem lại: gõ GIAO ƯỚC."


def confirm_signed(count: int, year: int, unit: str) -> str:
    return f"Ghi {count} nơi đã đồng ý là đã ký giao ước năm {year}, hôm nay? Một nơi thì gõ, ví dụ giao ước ký {unit}"


def sign_all(count: int) -> str:
    return f"Đã ký {count} nơi"


def pledges_are_signed(count: int, year: int) -> str:
    return f"Đã ghi {count} nơi ký giao ước năm {year}. Từ nay đổi phải có lý do và xã đồng ý."


def nothing_to_sign() -> str:
    return "Chưa có nơi nào đồng ý mà chưa ký."


def pledge_not_agreed(unit: str) -> str:
    return f"{sentence(unit)[:-1]} chưa đồng ý giao ước, nên chưa ghi đã ký."


def pledge_of_unit_missing(unit: str, year: int) -> str:
    return f"{sentence(unit)[:-1]} chưa có giao ước năm {year}."


def pledge_agreed_for(unit: str, count: int) -> str:
    return f"Đã ghi {unit} đồng ý {count} dòng giao ước, theo lời báo với xã."


def pledge_history_item(day: str, old: str, new: str, who: str, reason: str) -> str:
    why = f", lý do: {reason}" if reason else ""
    return f"   {day}: {old} → {new}, {who}{why}"


def pledge_signed_as(old: str, day: str) -> str:
    """On the printed page, below what stands now: both stay visible."""
    return f"lúc ký: {old}; sửa ngày {day}"


def consent_to_change(unit: str, name: str, old: str, new: str, reason: str) -> str:
    return f"{sentence(unit)[:-1]} xin đổi giao ước đã ký, {name}: {old} thành {new}. Lý do: {reason}."


def needs_a_leader(day: str) -> str:
    return f"Từ {day} hạ giao ước phải có lãnh đạo đồng ý. Tôi đã hỏi lãnh đạo xã."


def no_leader_to_ask(day: str) -> str:
    return f"Từ {day} hạ giao ước phải có lãnh đạo đồng ý, mà chưa có lãnh đạo nào ở kênh này. Giữ như cũ."


def change_was_decided() -> str:
    return "Việc này đã có người trả lời rồi."


def change_is_decided(*, is_made: bool) -> str:
    return "Đã ghi đổi, cả số cũ và lý do." if is_made else "Vâng, giữ như cũ. Đã báo lại."


def pledge_file(year: int) -> str:
    return f"Giao ước năm {year}."


def pledge_january(title: str, year: int) -> str:
    return f"Đầu năm, {title} mở giao ước năm {year} cho các nơi chứ ạ? Lúc khác thì gõ GIAO ƯỚC."


def my_pledges(years: Sequence[str]) -> str:
    return f"Giao ước đã thay mặt đơn vị đồng ý: năm {listing(years)}."
