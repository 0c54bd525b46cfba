"""Giao ước: what the officer reads of all of them, from opening a year to the signed papers."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing, sentence


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
