"""The words of the draft report: headings, the sentences between the tables, what the office fills in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaign.assessment.status import Status
from campaign.calendar import Kind
from campaign.rules import CHAIRMAN
from reports import format, small_cells
from reports.period import cells
from reports.period.dossier import Dossier
from reports.period.measure_lines import MeasureLine
from reports.weekly import caption

DRAFT = "DỰ THẢO"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
COMMITTEE = "ỦY BAN NHÂN DÂN"
NUMBER = "Số:        /BC-UBND"
KIND = "BÁO CÁO"
ON_BEHALF = "TM. ỦY BAN NHÂN DÂN"
RECIPIENTS_TITLE = "Nơi nhận:"
ANNEX = "PHỤ LỤC"
SECTIONS = (
    "I. TÌNH HÌNH CHUNG",
    "II. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
    "III. VIỆC NỔI BẬT, TỒN TẠI, NGUYÊN NHÂN",
    "IV. ĐỀ XUẤT, KIẾN NGHỊ",
)
HIGHLIGHTS, CONCERNS = "1. Kết quả nổi bật", "2. Nội dung cần quan tâm"
SHORTCOMINGS, CAUSES = "3. Tồn tại, hạn chế", "4. Nguyên nhân"
CIRCUMSTANCES = "Khó khăn, thuận lợi"
MISSES = "3. Tồn tại, hạn chế, nguyên nhân"
MISSES_NOTE = (
    "Chỉ tiêu chưa đạt theo số liệu; nguyên nhân và nhiệm vụ, giải pháp do xã ghi. Nội dung khác ghi dưới bảng."
)
TASKS, PROPOSALS = "2. Nhiệm vụ, giải pháp", "3. Đề xuất, kiến nghị"
NONE_YET = "Chưa có nội dung nổi bật từ số liệu đã nhận."
NO_CONCERN = "Không có nội dung cần lưu ý từ số liệu đã nhận."

_SHORT = (Status.MISSED.value, Status.BEHIND.value, Status.REVIEW.value)
RECIPIENTS = (
    "- Thường trực Đảng ủy xã;",
    "- Thường trực HĐND xã;",
    "- Chủ tịch, các Phó Chủ tịch UBND xã;",
    "- Lưu: VT, VHXH.",
)
KINDS = {"village": "1. Các thôn", "school": "2. Các trường", "office": "3. Các cơ quan"}
ANNEX_NOTE = (
    "Ô trống: chưa có số liệu hoặc đơn vị không báo cáo chỉ tiêu này. "
    f"Số hộ nghèo dưới {small_cells.FEWEST} ghi {small_cells.FEW}. {small_cells.MARK}."
)


def recipients(own: Sequence[str]) -> tuple[str, ...]:
    """The lines below «Nơi nhận», the commune's own with the usual marks, or those every commune has."""
    if not own:
        return RECIPIENTS
    lines = [one.strip().lstrip("-").strip().rstrip(";.").strip() for one in own]
    return (*(f"- {one};" for one in lines[:-1]), f"- {lines[-1]}.")


def authority(dossier: Dossier) -> tuple[str, ...]:
    """Who signs: the chairman, or in their stead whoever the commune has named (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    return (ON_BEHALF, *signer(dossier.signer))


def signer(title: str) -> tuple[str, ...]:
    """Whoever signs for the committee, "" the chairman: another one does so in the chairman's stead, and says it."""
    named = title or CHAIRMAN
    return (*(["KT. CHỦ TỊCH"] if named.casefold() != CHAIRMAN.casefold() else []), named.upper())


def subject(dossier: Dossier) -> str:
    """The report's subject, «Sơ kết thực hiện 21 chỉ tiêu thi đua quý IV/2026»."""
    verb = "Kết quả" if dossier.period.kind is Kind.WEEK else cells.name_of(dossier.period)
    return f"{verb} thực hiện {len(dossier.summary.rows)} chỉ tiêu thi đua {format.title(dossier.period)}"


def dates(dossier: Dossier) -> str:
    return f"(từ ngày {dossier.period.first:%d/%m/%Y} đến ngày {dossier.period.last:%d/%m/%Y})"


def general(dossier: Dossier) -> list[str]:
    """How many have sent their figures, how the indicators stand, and how far the figures can be relied on."""
    found = dossier.summary
    lines = [
        caption.sent(found),
        f"Trong {len(found.rows)} chỉ tiêu: {caption.counts(found)}.",
        *caption.verdicts(found),
    ]
    if dossier.missing:
        lines.append(f"Còn {len(dossier.missing)} đơn vị chưa gửi đủ số liệu.")
    provisional = [one for one in dossier.measures if one.provisional]
    if provisional:
        lines.append(f"Số liệu tạm tính do chưa đủ đơn vị báo cáo: {_names(one.name for one in provisional)}.")
    marked = [one for one in dossier.measures if one.marked]
    if marked:
        lines.append(f"Số liệu đang chờ đối chiếu: {_names(one.name for one in marked)}.")
    if dossier.adjustments:
        lines.append(f"Có {len(dossier.adjustments)} lần điều chỉnh số liệu sau khi đăng tổng hợp.")
    return lines


def _names(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def prospects(dossier: Dossier) -> str:
    return f"IV. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM {dossier.period.year + 1}"


def next_targets_title(dossier: Dossier) -> str:
    return f"1. Chỉ tiêu năm {dossier.period.year + 1}"


def footnotes(dossier: Dossier) -> list[str]:
    """What is to be known about the table: doubts, readings of unclear phrases, standards.

    What a missed year lacks stands among what needs attention.
    """
    notes: dict[str, list[str]] = {}
    for line in dossier.measures:
        for note in (*cells.doubts(line), line.reading.rstrip(".")):
            if note:
                notes.setdefault(note, []).append(line.measure)
    return [f"{', '.join(measures)}: {note}." for note, measures in notes.items()]


def missed(dossier: Dossier) -> list[MeasureLine]:
    """What the figures show to fall short, in the document's order."""
    return [one for one in dossier.measures if one.status in _SHORT]


def closing(dossier: Dossier) -> str:
    """The last sentence; «./.» ends every administrative text."""
    about = subject(dossier)
    return f"Trên đây là báo cáo {about[:1].lower()}{about[1:]} của Ủy ban nhân dân {dossier.summary.commune}./."


def annex_title(dossier: Dossier) -> str:
    return f"Kết quả theo thôn, trường, cơ quan {format.title(dossier.period)}"


def annexed_to(dossier: Dossier) -> str:
    return attached_to("Báo cáo", "BC-UBND", dossier.made_on.year, f"UBND {dossier.summary.commune}")


def attached_to(paper: str, mark: str, year: int | str, by: str) -> str:
    """Below an annex's title: number and day are the office's to write (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    return f"(Kèm theo {paper} số       /{mark} ngày      tháng      năm {year} của {by})"
