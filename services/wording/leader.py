"""What is said to leaders, and to officers who ask the same: periods, places, files, help."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing, sentence

UNTOLD = "không nêu theo từng thôn"
UNMOVED = "không đổi"


def for_leaders(officer: str, phone: str) -> str:
    return f"Phần này dành cho lãnh đạo và cán bộ tổng hợp của xã. Cần thì gọi {officer}, {phone}."


# Periods


def which_period(*, in_group: bool) -> str:
    word, week, quarter = ("/tonghop", "tuần 45", "quý 3") if in_group else ("TỔNG HỢP", "TUẦN 45", "QUÝ 3")
    return f"Xin gõ kỳ cần xem, ví dụ {word} {week} hoặc {word} {quarter}."


def no_such_period(said: str, years: str) -> str:
    return (
        f"Không có kỳ «{said}». Xin gõ như sau: TỔNG HỢP TUẦN 45, TỔNG HỢP THÁNG 10, TỔNG HỢP QUÝ 4, "
        f"TỔNG HỢP 6 THÁNG, TỔNG HỢP 9 THÁNG, TỔNG HỢP NĂM {years[:4]}, TỔNG HỢP CẢ GIAI ĐOẠN («{years}»)."
    )


def which_week_of_praise(*, in_group: bool) -> str:
    return f"Xin gõ tuần cần xem, ví dụ {'/bieuduong tuần 45' if in_group else 'BIỂU DƯƠNG TUẦN 45'}."


def praised(week: str, lines: Sequence[str], rules: Sequence[str]) -> str:
    found = "; ".join(lines) or "chưa có thôn nào"
    return "\n".join([f"Biểu dương {week}: {found}.", "Cách xét:", *(f"- {rule}" for rule in rules)])


def not_begun(period: str) -> str:
    return f"{sentence(period)[:-1]} chưa có số liệu để tổng hợp."


def not_posted_yet(moment: str) -> str:
    return f"(Tạm tính đến {moment}, chưa đăng.)"


def as_of(moment: str) -> str:
    return f"(Theo số liệu có đến {moment}.)"


def period_heading(period: str, days: str, counts: str) -> str:
    return f"{sentence(period)[:-1]} ({days}): {counts}."


def indicator_line(key: str, name: str, figure: str, status: str) -> str:
    said = f"{figure}, {status}" if figure not in ("–", status) else status
    return f"- {key} {name}: {said}"


def years_side_by_side(years: str) -> str:
    """Below the picture of several years, whose words stand above it."""
    return f"Kết quả các năm {years}, từng năm cạnh nhau."


def several_years(years: str, lines: Sequence[str]) -> str:
    return "\n".join([f"Giai đoạn {years}:", *(f"- {line}" for line in lines)])


def targets_added(given: str, target: str, gap: str) -> str:
    return f"tổng chỉ tiêu giao các nơi {given}, chỉ tiêu xã {target}{f', {gap}' if gap else ''}"


# Who has sent


def places_heading(period: str, days: str) -> str:
    return f"{sentence(period)[:-1]} ({days}), xếp theo danh sách, không xếp hạng."


def sent_by(noun: str, full: Sequence[str], part: Sequence[str], none: Sequence[str]) -> str:
    """One kind of unit: who sent everything, a part, nothing."""
    total = len(full) + len(part) + len(none)
    lines = [f"{len(full) + len(part)}/{total} {noun} đã gửi."]
    if full:
        lines.append(f"Gửi đủ: {listing(full)}.")
    if part:
        lines.append(f"Mới gửi một phần: {listing(part)}.")
    if none:
        lines.append(f"Chưa gửi: {listing(none)}.")
    return "\n".join(lines)


def weeks_of_unit(unit: str, on_time: int, due: int) -> str:
    return f"- {unit}: {on_time}/{due} tuần đúng hạn"


def nothing_was_due(period: str) -> str:
    return f"{sentence(period)[:-1]} không có nơi nào phải gửi số liệu."


def open_unit(unit: str) -> str:
    return f"Xem một nơi: gõ {unit.upper()}."


# Files


def file_of(period: str) -> str:
    return f"{sentence(period)[:-1]}: số liệu tính đến lúc này."


def no_files_here(elsewhere: Sequence[str]) -> str:
    """`elsewhere`: the messengers on which a file can be had."""
    through = f"lấy tệp qua {' hoặc '.join(elsewhere)}, hoặc " if elsewhere else ""
    return f"Kênh này chưa gửi tệp được. Xin {through}hỏi cán bộ tổng hợp."


# In the leaders' group


def sent_privately(address: str) -> str:
    return f"Đã gửi riêng cho {address}."


def members_only() -> str:
    return "Phần này tôi chỉ gửi riêng cho lãnh đạo và cán bộ có tên trong danh sách của xã."


def write_first(address: str) -> str:
    return f"Tôi chưa nhắn riêng cho {address} được. Xin mở khung chat riêng với tôi, gõ một chữ rồi thử lại."


def help_group(indicator: str) -> str:
    return (
        f"Trong nhóm này: /tonghop xem bài mới nhất, /chitieu {indicator} xem một chỉ tiêu. "
        "Số của từng thôn và tệp Excel, Word tôi gửi riêng."
    )


# The commands behind Telegram's menu button.
GROUP_MENU = {
    "tonghop": "Bài tổng hợp; thêm kỳ được: /tonghop quý 4",
    "chitieu": "Một chỉ tiêu, ví dụ /chitieu KT1",
    "thon": "Một thôn, gửi riêng, ví dụ /thon Bản Còn",
    "conthieu": "Nơi chưa gửi số liệu, gửi riêng",
    "giup": "Cách dùng",
}
MENU = {
    "baocao": "Trả lời câu hỏi trong tuần",
    "sua": "Sửa số đã gửi",
    "thontoi": "Số thôn mình đã gửi",
    "tonghop": "Lãnh đạo, cán bộ: bài tổng hợp, ví dụ /tonghop quý 4",
    "chitieu": "Lãnh đạo, cán bộ: một chỉ tiêu, ví dụ /chitieu KT1",
    "thon": "Lãnh đạo, cán bộ: một thôn, ví dụ /thon Bản Còn",
    "conthieu": "Lãnh đạo, cán bộ: nơi chưa gửi",
    "giup": "Cách dùng",
}
