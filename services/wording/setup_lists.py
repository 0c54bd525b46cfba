"""What is said of lists that an officer types or pastes: units, opening figures, targets of single units."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import KINDS, SOME_VILLAGE, listing, sentence

UNITS_ENOUGH = "Đủ danh sách"
_FAULTY_SHOWN = 5
UNIT_FAULTS = {
    "no name": "chưa thấy tên",
    "too long": "tên dài quá",
    "too many numbers": "chưa rõ số nào là số gì",
    "twice": "trùng với dòng trên",
    "more households than people": "số hộ nhiều hơn số người",
    "more adults than people": "người lớn nhiều hơn số người",
}


def ask_for_units() -> str:
    return (
        "Xin gõ hoặc dán tên các thôn, cách nhau bằng dấu phẩy hoặc mỗi thôn một dòng. Có số hộ, số người, "
        "người lớn thì ghi luôn sau tên: 118 hộ 512 người 366 người lớn. Dài thì gửi vài tin. "
        "Trường học, cơ quan cũng gõ như vậy."
    )


def unit_counts(kinds: Sequence[str]) -> str:
    """«20 thôn, 11 trường»."""
    return listing([f"{kinds.count(kind)} {noun}" for kind, noun in KINDS.items() if kind in kinds])


def faulty_item(item: str, why: str) -> str:
    return f"«{item[:40]}» {why}"


def faulty_items(items: Sequence[str]) -> str:
    more = f" và {len(items) - _FAULTY_SHOWN} dòng nữa" if len(items) > _FAULTY_SHOWN else ""
    return f"{len(items)} dòng chưa đọc được: {'; '.join(items[:_FAULTY_SHOWN])}{more}."


def unit_plan(added: str, changed: int, same: int, sums: str, faulty: Sequence[str]) -> str:
    """`added`: «20 thôn»."""
    parts = [f"Sẽ thêm {added}" if added else "", f"đổi số của {changed} nơi" if changed else ""]
    lines = [sentence(listing([one for one in parts if one])) if added or changed else "Không có gì để ghi."]
    if same:
        lines.append(f"{same} nơi đã có sẵn như vậy.")
    if sums:
        lines.append(f"Tổng {sums}.")
    if faulty:
        lines.append(faulty_items(faulty))
    if added or changed:
        lines.append("Chưa ghi gì cả.")
    return " ".join(lines)


def households_and_people(households: str, people: str) -> str:
    return listing([*([f"{households} hộ"] if households else []), *([f"{people} người"] if people else [])])


def write_units(count: int) -> str:
    return f"Ghi {count} nơi"


def units_written(counts: str, without_people: int) -> str:
    lacking = (
        f" {without_people} thôn chưa có số người: gõ lại tên kèm số là được; thiếu thì chưa tính được phần trăm."
        if without_people
        else ""
    )
    return f"Đã ghi. Danh sách nay có {counts}.{lacking}"


def units_to_come(offices: Sequence[str], *, has_schools: bool) -> str:
    """What the list still lacks: schools, and offices that the campaign asks."""
    parts = [] if has_schools else ["Chưa có trường học: xin gõ tên các trường."]
    if offices:
        parts.append(f"Phong trào còn hỏi {len(offices)} cơ quan: {listing(offices)}.")
    return " ".join(parts)


def add_offices(count: int) -> str:
    return f"Thêm {count} cơ quan này"


# Opening figures and targets


def ask_for_opening(units: Sequence[str]) -> str:
    example = units[0] if units else SOME_VILLAGE.removeprefix("thôn ")
    return (
        "Số đầu kỳ là số đang có của từng nơi. Có thì tuần đầu hỏi ít câu hơn và so được ngay. Mỗi dòng một số: mã "
        f"chỉ tiêu, tên nơi, số; dán nhiều dòng cũng được. Như: XH3 {example} 12. Số của cả xã thì tên nơi là xã."
    )


def opening_plan(count: int, day: str, faulty: Sequence[str]) -> str:
    lines = [f"Đọc được {count} số, tính đến {day}." if count else "Chưa đọc được số nào."]
    if faulty:
        lines.append(faulty_items(faulty))
    if count:
        lines.append("Chưa ghi gì cả.")
    return " ".join(lines)


def write_opening(count: int) -> str:
    return f"Ghi {count} số"


def opening_written(count: int) -> str:
    return f"Đã ghi {count} số đầu kỳ."


def opening_is_over() -> str:
    return "Đã có bài đăng nên số đầu kỳ không nhận nữa. Sửa số đã gửi: gõ GHI HỘ hoặc ĐÍNH CHÍNH."


def target_planned(measure: str, unit: str, amount: str, year: int, decision: str) -> str:
    paper = f", theo «{decision}»" if decision else ""
    return f"{measure} {unit} {amount}, năm {year}{paper}"


def targets_plan(planned: Sequence[str], faulty: Sequence[str]) -> str:
    """`planned` and `faulty`: a line each; of many the first are told."""
    lines = [f"Đọc được {len(planned)} chỉ tiêu:" if planned else "Chưa đọc được chỉ tiêu nào."]
    lines += planned[:_TARGETS_TOLD]
    if len(planned) > _TARGETS_TOLD:
        lines.append(f"và {len(planned) - _TARGETS_TOLD} chỉ tiêu nữa.")
    if faulty:
        lines += [f"{len(faulty)} dòng chưa đọc được:", *faulty[:_FAULTS_TOLD]]
    return "\n".join([*lines, "Chưa ghi gì cả."] if planned else lines)


def faulty_target(line: str, why: str) -> str:
    return f"«{line}»: {why}"


def write_targets(count: int) -> str:
    return f"Áp dụng {count} chỉ tiêu"


def targets_written(count: int, sums: Sequence[str]) -> str:
    """`sums`: a sentence for each measure that is shared out; of many the first are told."""
    return " ".join([f"Đã ghi {count} chỉ tiêu. Sai thì gõ lại dòng đó.", *sums[:_FAULTS_TOLD]])


_TARGETS_TOLD, _FAULTS_TOLD = 10, 5

OPENING_FAULTS = {
    "shape": "thiếu mã, tên nơi hoặc số",
    "measure": "không có mã này; mã có ở BẮT ĐẦU PHONG TRÀO, nút Xem các chỉ tiêu",
    "unit": "không có nơi này",
    "several units": "nhiều nơi tên như vậy",
    "value": "số chưa đúng",
    "input": "chỉ tiêu này có nhiều số, xin ghi rõ mã số",
    "above": "lớn hơn tổng số của nơi đó",
    "whole": "phải là số nguyên",
    "ratio": "cần cả tổng số, như 95/120",
}


def ask_for_targets(units: Sequence[str]) -> str:
    example = units[0] if units else SOME_VILLAGE.removeprefix("thôn ")
    return (
        "Chỉ tiêu xã giao cho từng nơi, nếu có. Mỗi dòng một chỉ tiêu: mã, tên nơi, mức. Như: KT1a "
        f"{example} 45. Không giao riêng thì chọn Chưa có; sau này gõ GIAO CHỈ TIÊU."
    )
