"""What is said to leaders, and to officers who ask the same: periods, indicators, units, where a figure comes from."""

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


def open_indicator(key: str, *, in_group: bool) -> str:
    return f"Xem kỹ: gõ {_indicator(in_group)} {key}."


def _indicator(in_group: bool) -> str:
    """How the command is written: in a group only with its stroke."""
    return "/chitieu" if in_group else "CHỈ TIÊU"


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


# An indicator


def which_indicator() -> str:
    return "Xem chỉ tiêu nào?"


def no_indicator(name: str, *, in_group: bool) -> str:
    return f"Không có chỉ tiêu «{name}». Gõ {_indicator(in_group)} để xem cả danh sách."


def indicator_heading(key: str, name: str, period: str, days: str, status: str) -> str:
    return f"{key}. {name}, {period} ({days}): {status}."


def verbatim(phrase: str) -> str:
    return f"«{phrase}»"


def measure_value(name: str, value: str, needed: str) -> str:
    return f"{name}: {value}{f', cần thêm {needed}' if needed else ''}."


def should_be(wanted: str, basis: str, *, at_most: bool) -> str:
    return f"Đến nay {'chỉ nên còn' if at_most else 'cần đạt'} {wanted} ({basis})."


def lacks(shortfall: str) -> str:
    return f"{sentence(shortfall)[:-1]} so với chỉ tiêu."


def why(status: str, reason: str) -> str:
    return f"Xếp «{status}» vì {reason}."


def forecast(until: str, amount: str, basis: str) -> str:
    return f"Dự báo {until}: {amount} ({basis})."


def in_period(stretch: str, change: str) -> str:
    return f"trong {stretch} {change}"


def same_period(amount: str) -> str:
    return f"cùng kỳ năm trước {amount}"


def made_of(fresh: int, due: int, noun: str, *, provisional: bool) -> str:
    told = f"{fresh}/{due} {noun}"
    return f"Tạm tính, {told} có số mới." if provisional else f"Có số mới của {told}."


def waiting(count: int) -> str:
    return f"{count:02d} số chờ đối chiếu."


def also(others: Sequence[str]) -> str:
    return f"Cùng chỉ tiêu: {'; '.join(others)}."


def reading(text: str) -> str:
    return f"Ghi chú: {sentence(text)}"


def spread_heading(measure: str, period: str) -> str:
    return f"{measure}, {period}, xếp theo danh sách, không xếp hạng:"


def spread_line(unit: str, said: str) -> str:
    return f"- {unit}: {said}"


# A unit


def which_unit() -> str:
    return "Xem nơi nào?"


def no_unit(name: str, example: str) -> str:
    return f"Không có nơi nào tên «{name}». Gõ tên như {example.upper()}."


def unit_heading(unit: str, period: str, days: str, sent: str) -> str:
    tail = f": {sent}" if sent else ":"
    return f"{sentence(unit)[:-1]}, {period} ({days}){tail}"


def sent_all(clock: str, day: str, *, late: bool) -> str:
    return f"gửi đủ lúc {clock} {day}{', sau hạn' if late else ''}."


def sent_part(given: int, asked: int) -> str:
    return f"đã trả lời {given}/{asked} câu." if given else "chưa gửi."


def nothing_owed() -> str:
    return "không có gì phải gửi."


def unit_item(label: str, said: str, *, waits: bool) -> str:
    return f"- {sentence(label)[:-1]}: {said}{' (chờ đối chiếu)' if waits else ''}"


def unit_same(labels: Sequence[str]) -> str:
    return f"- Như trước: {listing(labels)}"


def against_targets() -> str:
    return "So với chỉ tiêu:"


def my_hidden(name: str, instead: str) -> str:
    return f"- {name}: {instead}."


def weeks_sent(on_time: int, due: int) -> str:
    return f"Gửi đúng hạn {on_time}/{due} tuần."


# Where a figure comes from


def trace_heading(unit: str, period: str, label: str, figure: str, before: str) -> str:
    return f"{sentence(unit)[:-1]}, {period}, {label}: {figure}{before}."


def trace_before(figure: str, day: str) -> str:
    return f"; trước đó {figure} ({day})"


LAST_WEEK = "tuần trước"


def trace_said(
    address: str, words: str, channel: str, at: str, meant: str, *, typed: bool, owner: str, adjusted: bool
) -> str:
    """«- Ông Sơn gõ «con 6» qua Telegram lúc 08:05 thứ Tư 18/11: 6 người.»"""
    verb = "gõ" if typed else "chọn"
    told = f" {verb} «{words}»" if words else " trả lời"
    by = f" ghi hộ {owner}," if owner else ""
    through = f" qua {channel}" if channel else ""
    late = ", điều chỉnh sau khi đăng" if adjusted else ""
    return f"- {sentence(address)[:-1]}{by}{told}{through} lúc {at}: {meant}{late}."


def trace_cleared(address: str, at: str) -> str:
    return f"- {sentence(address)[:-1]} đã đối chiếu lúc {at}."


def trace_import(source: str) -> str:
    return f"- Nhập từ tệp của xã{f' ({source})' if source else ''}."


def trace_waits(mark: str) -> str:
    return f"Chờ đối chiếu: {mark}." if mark else "Chờ đối chiếu."


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
