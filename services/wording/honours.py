"""ĐỀ NGHỊ KHEN and SỔ KHEN THƯỞNG: nominees by the printed rule and by people, papers, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing

HONOUR_LIST = "Danh sách"
HONOUR_REPORTS = "Báo cáo thành tích"
HONOUR_MINUTES = "Biên bản"
HONOUR_SUBMISSION = "Tờ trình"
HONOUR_DECISION = "Quyết định"
RULE_FAILS = "không còn đúng quy tắc theo số liệu hiện nay"
AWARD_BOOK_FILE = "Sổ Excel"
_LISTED_IDS = 12
AWARD_KINDS = {"unit": "tập thể", "person": "cá nhân", "household": "hộ"}
AWARD_PARTS = {"direct": "trực tiếp", "leads": "lãnh đạo, quản lý"}
AWARD_PARTS_ON_PAPER = {"direct": "người trực tiếp lao động", "leads": "người lãnh đạo, quản lý"}


# Why


def honoured_in_round(name: str) -> str:
    return f"trong danh sách biểu dương đợt «{name}»"


def round_table_source(number: int, *, is_corrected: bool) -> str:
    return f"bảng {'đính chính ' if is_corrected else ''}đợt thi đua số {number}"


def all_lines_kept(right: int, of: int) -> str:
    return f"đạt {right}/{of} dòng giao ước"


def all_measures_met(count: int) -> str:
    return f"đạt {count}/{count} chỉ tiêu được xét (không có giao ước)"


def figure_ids(ids: Sequence[str], checked: int) -> str:
    """By which each figure is found; of many the first and the last."""
    listed = ", ".join(ids) if len(ids) <= _LISTED_IDS else f"{ids[0]} … {ids[-1]}, {len(ids)} số"
    return f"số liệu mã {listed}" + (f"; {checked} số đã kiểm tra đúng" if checked else "")


def honoured_before(decision: str, day: str, *, is_same: bool, is_revoked: bool) -> str:
    said = f"đã khen tại {decision} ngày {day}"
    said += ", cùng thành tích hoặc cùng năm" if is_same else ""
    return said + (", đã thu hồi" if is_revoked else "")


# The proposal


def honours_of(year: int, round_name: str) -> str:
    return f"đợt «{round_name}»" if round_name else f"năm {year}"


def honours_stand(of: str, so_far: str, lines: Sequence[str], removed: Sequence[str], direct: int, persons: int) -> str:
    """`so_far`: until which day a year that is not over was looked at."""
    until = f" Năm chưa hết, xét đến {so_far}." if so_far else ""
    head = f"Đề nghị khen {of}: {len(lines)} tập thể, hộ, người.{until} Chỉ gửi riêng, chưa phải quyết định."
    none = ["Theo quy tắc chưa có ai."] if not lines else []
    share = [f"Người trực tiếp lao động: {direct}/{persons} cá nhân."] if persons else []
    gone = ["Đã bỏ:", *(f"• {one}" for one in removed)] if removed else []
    how = (
        "Thêm: đề nghị khen thêm thôn Bản Còn: lý do; hoặc đề nghị khen thêm ông Nông Văn An, Bản Còn, trực tiếp: "
        "lý do; hộ thì thêm hộ bà Lan, Bản Còn: lý do. Bỏ: đề nghị khen bỏ 2: lý do. Ký rồi: "
        "đề nghị khen QĐ 12/QĐ-UBND ngày 20/12/2026."
    )
    return "\n".join([head, *lines, *none, *share, *gone, how])


def nominee_line(number: int, name: str, why: str, before: str) -> str:
    return f"{number}. {name}: {why}{f' ({before})' if before else ''}"


def nominee_gone(number: int, name: str, why: str) -> str:
    return f"{number}. {name}: {why}"


def nominee_person(name: str, unit: str, part: str) -> str:
    return f"{name}, {unit}{f', {part}' if part else ''}"


def nominee_household(name: str, unit: str) -> str:
    return f"hộ {name}, {unit}"


def no_such_round(words: str) -> str:
    return f"Không có năm hay đợt thi đua «{words}». Gõ đề nghị khen 2026, hoặc đề nghị khen và tên đợt."


def no_proposal() -> str:
    return "Chưa mở danh sách nào. Gõ đề nghị khen 2026, hoặc đề nghị khen và tên đợt."


def nominee_how() -> str:
    return (
        "Xin gõ cả nơi và lý do, ví dụ: đề nghị khen thêm thôn Bản Còn: làm xong 300 m đường; hoặc "
        "đề nghị khen thêm ông Nông Văn An, Bản Còn, trực tiếp: góp 200 m² đất làm đường."
    )


def nominee_part() -> str:
    return (
        "Cá nhân thì ghi thêm trực tiếp hoặc lãnh đạo, ví dụ: đề nghị khen thêm ông Nông Văn An, Bản Còn, trực tiếp: …"
    )


def nominee_is_sensitive() -> str:
    return "Trẻ em, người bệnh, hộ nghèo xã không nêu tên ở đây, nên chưa ghi. Hồ sơ này xin làm trên giấy."


def nominee_too_long(most: int) -> str:
    return f"Dài quá {most} chữ, xin ghi gọn lại."


def nominee_there() -> str:
    return "Đã có trong danh sách."


def nominee_added(number: int, name: str, before: str, *, is_named: bool) -> str:
    told = " Người được nêu phải biết và đồng ý; báo cáo thành tích do chính họ viết." if is_named else ""
    return f"Đã thêm số {number}: {name}.{f' Lưu ý: {before}.' if before else ''}{told}"


def nominee_needs_why() -> str:
    return "Xin gõ cả số và lý do, ví dụ: đề nghị khen bỏ 2: đã khen đợt trước."


def nominee_removed(number: int, name: str, why: str) -> str:
    return f"Đã bỏ số {number}, {name}: {why}. Gõ đề nghị khen để xem danh sách."


def nominee_erased(number: int) -> str:
    return f"Đã xóa hẳn số {number}, không giữ tên, lý do."


def no_such_number(number: int) -> str:
    return f"Danh sách không có số {number}."


def honour_paper_said(paper: str, of: str) -> str:
    return f"{paper}, đề nghị khen {of}. Bản dự thảo: chỗ màu vàng chờ xã xác nhận, kê ở trang 1."


def decision_how() -> str:
    return "Xin gõ số và ngày như trên văn bản đã ký: đề nghị khen QĐ 12/QĐ-UBND ngày 20/12/2026."


def nobody_to_honour() -> str:
    return "Danh sách chưa có ai nên chưa ghi sổ."


def awards_recorded(count: int, decision: str) -> str:
    return (
        f"Đã ghi sổ khen thưởng {count} dòng theo {decision}. Xem: gõ SỔ KHEN THƯỞNG. "
        "Trao rồi thì gõ sổ khen thưởng trao cả, hoặc ghi số và ngày."
    )


# The book


def award_book(lines: Sequence[str], count: int, direct: int, persons: int) -> str:
    share = f" Người trực tiếp lao động: {direct}/{persons} cá nhân." if persons else ""
    return "\n".join([f"Sổ khen thưởng, {count} dòng, mới nhất trước.{share}", *lines])


def empty_book() -> str:
    return "Sổ khen thưởng chưa có dòng nào."


def award_line(number: int, name: str, decision: str, day: str, deed: str, handed: str, revoked: str) -> str:
    given = f"; đã trao {handed}" if handed else ""
    gone = f"; đã thu hồi ngày {revoked}" if revoked else ""
    return f"{number}. {name}: {deed} ({decision}, {day}{given}{gone})"


def awards_handed(count: int, day: str) -> str:
    return f"Đã ghi trao {count} dòng, ngày {day}. Ghi nhầm thì gõ, ví dụ: sổ khen thưởng chưa trao 3."


def not_handed_yet(numbers: Sequence[str]) -> str:
    return f"Đã bỏ ghi trao ở số {listing(numbers)}."


def handed_how() -> str:
    return (
        "Xin gõ số của dòng chưa trao và ngày trao, ví dụ: sổ khen thưởng trao 1-5, 7 ngày 20/1/2027; cả sổ thì "
        "sổ khen thưởng trao cả."
    )


def handed_too_early(decision: str, day: str) -> str:
    return f"{decision} ký ngày {day}, nên ngày trao không thể trước đó. Xin gõ lại ngày."


def award_book_file() -> str:
    return "Sổ khen thưởng."


def award_revoked(number: int) -> str:
    return f"Đã ghi thu hồi ở số {number} của sổ; dòng cũ vẫn giữ."


def my_honours(proposed: int, awards: int) -> str:
    said = [f"có trong {proposed} danh sách đề nghị khen"] if proposed else []
    said += [f"có {awards} dòng trong sổ khen thưởng, giữ theo quyết định"] if awards else []
    return f"Khen thưởng: {', '.join(said)}."
