"""BẢNG ĐIỂM and CĂN CỨ: points by the commune's own scheme, in private, and what is confirmed of law."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import sentence

SCORE_SHEET = "Bảng điểm Excel"
COUNCIL_SHEET = "Phiếu hội đồng Excel"
COUNCIL_PAPER = "Phiếu hội đồng Word"
SHOW_SCORES = "Gửi từng nơi xem"
YES_SHOW_SCORES = "Gửi ngay"
BY_COUNCIL = "hội đồng chấm"
NO_PLEDGE_TO_SCORE = "không có giao ước, chưa tính"
NO_FIGURE_TO_SCORE = "chưa có số, chưa tính"
SCORE_FIGURE_HIDDEN = "số nhỏ, không nêu theo thôn"


# Where points come from


def score_source(value: str, target: str, day: str) -> str:
    wanted = f", chỉ tiêu {target}" if target else ""
    return f"{value}{wanted}{f', ngày {day}' if day else ''}"


def figure_in_doubt(said: str) -> str:
    return f"{said}; số đang đối chiếu, chưa tính"


def no_share_to_score(said: str) -> str:
    return f"{said}; chưa có chỉ tiêu để tính"


def on_time_weeks(right: int, of: int) -> str:
    return f"{right}/{of} kỳ báo cáo đúng hạn"


def pledge_lines_kept(right: int, of: int) -> str:
    return f"đạt {right}/{of} dòng giao ước"


def pledge_lines_open(right: int, of: int, missing: int) -> str:
    return f"đạt {right}/{of} dòng giao ước, {missing} dòng chưa có số, chưa tính"


# The unit


def own_score(year: int, unit: str, points: str, of: str) -> str:
    return f"Bảng điểm năm {year} của {unit}, chỉ gửi riêng nơi này. Máy tính được {points}/{of} điểm:"


def score_line(number: int, text: str, points: str, most: str, source: str) -> str:
    given = f"{points}/{most}" if points else f"…/{most}"
    return f"{number}. {text}: {given} ({source})"


def how_to_object(title: str, objection: str) -> str:
    if objection:
        return f"Ý kiến đã gửi: «{objection}»"
    return (
        f"Phần còn lại do hội đồng chấm. Chưa đúng chỗ nào, {title} nhắn một tin, mở đầu bằng BẢNG ĐIỂM, "
        "ví dụ: bảng điểm dòng 3 thiếu một hộ. Mỗi nơi một tin."
    )


def no_score_yet(title: str, year: int) -> str:
    return f"Xã chưa gửi bảng điểm năm {year}. Có thì xã nhắn riêng cho {title} trong tháng 12."


def objection_kept(title: str) -> str:
    return f"Đã ghi ý kiến, cảm ơn {title}. Cán bộ xem và đưa ra hội đồng."


def objected_before(objection: str) -> str:
    return f"Nơi này đã gửi một ý kiến: «{objection}». Muốn nói thêm, xin gọi cán bộ."


def objection_too_long(most: int) -> str:
    return f"Dài quá {most} chữ, xin nói gọn lại trong một tin."


# The officer


def no_scheme(year: int) -> str:
    return (
        f"Chưa có bảng điểm năm {year}. Thang điểm là của xã, máy không đặt sẵn: gõ TỆP, chọn Mẫu bảng điểm, "
        "điền điểm từng dòng và tổng, rồi gửi lại."
    )


def scores_stand(year: int, total: str, computed: int, hand: int, shown: int, objections: Sequence[str]) -> str:
    told = f" Đã gửi {shown} nơi xem." if shown else " Từ tháng 12 gửi từng nơi xem."
    lines = [f"• {one}" for one in objections]
    said = [f"Ý kiến {len(lines)} nơi:", *lines] if lines else ["Chưa có ý kiến."] if shown else []
    head = (
        f"Bảng điểm năm {year}, thang {total} điểm: máy tính {computed} dòng, hội đồng chấm {hand} dòng.{told} "
        "Điểm và phiếu không đăng nhóm."
    )
    return "\n".join([head, *said])


def objection_item(unit: str, text: str) -> str:
    return f"{unit}: {text}"


def score_objected(unit: str, text: str) -> str:
    return f"{sentence(unit)[:-1]} có ý kiến về bảng điểm: «{text}» Xem cả: gõ BẢNG ĐIỂM."


def confirm_show_scores(year: int, places: int) -> str:
    return f"Gửi riêng cho {places} nơi dòng điểm năm {year} của chính nơi đó? Không nơi nào thấy điểm nơi khác."


def scores_not_yet() -> str:
    return "Bảng điểm gửi các nơi xem từ tháng 12 đến hết tháng 3."


def scores_shown(told: int, untold: Sequence[str]) -> str:
    rest = f" Chưa gửi được {len(untold)} nơi: {', '.join(untold[:12])}" if untold else ""
    more = f" và {len(untold) - 12} nơi khác" if len(untold) > 12 else ""
    return f"Đã gửi {told} nơi xem.{rest}{more}{'.' if untold else ''}"


def score_file(year: int) -> str:
    return f"Bảng điểm năm {year}. Ô trống là của người; kết quả bỏ phiếu ghi tay, máy không giữ."


def my_objections(count: int) -> str:
    return f"Ý kiến về bảng điểm: {count}."


# CĂN CỨ


def legal_listed(lines: Sequence[str]) -> str:
    head = "Căn cứ xã đã xác nhận. Chỗ nào chưa có, văn bản in «[Chờ xã xác nhận: …]» màu vàng, máy không tự điền.\n"
    how = "\nGhi: căn cứ 3: 15, theo Điều 2 Quyết định 40/QĐ-UBND. Có hạn thì thêm: đến 31/12/2027. Bỏ: căn cứ bỏ 3."
    return head + "\n".join(lines) + how


def legal_line(number: int, name: str, value: str, source: str, until: str) -> str:
    if not value:
        return f"{number}. {name}: chưa có"
    return f"{number}. {name}: {value} ({source}{f', đến {until}' if until else ''})"


def legal_needs_source(name: str) -> str:
    return f"{sentence(name)} Quy định này tôi chưa có căn cứ. Xin ghi cả văn bản, điều: căn cứ 3: 15, theo Điều 2 …"


def legal_no_number(most: int) -> str:
    return f"Xin gõ số từ 1 đến {most}, như: căn cứ 3: 15, theo Điều 2 Quyết định 40/QĐ-UBND."


def legal_too_long(most: int) -> str:
    return f"Dài quá {most} chữ, xin ghi gọn lại."


def legal_recorded(name: str, value: str, source: str, until: str) -> str:
    ends = f", đến {until}" if until else ""
    return f"Đã ghi {name}: {value}, theo {source}{ends}. Văn bản làm từ nay dùng giá trị này."


def legal_taken_back(name: str) -> str:
    return f"Đã bỏ {name}. Văn bản lại in chỗ chờ xác nhận."


def legal_was_empty(name: str) -> str:
    return f"{sentence(name)[:-1]}: chưa có gì để bỏ."
