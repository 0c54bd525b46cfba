"""GIÚP: what a leader or an officer may type. An officer's list is long, so it is told in groups, each a tap away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# The groups of an officer's commands: behind GIÚP, as it is typed and on its button.
HELP_GROUPS: Mapping[str, str] = {
    "week": "Giúp tuần",
    "people": "Giúp người",
    "messages": "Giúp nhắn tin",
    "contest": "Giúp thi đua",
    "targets": "Giúp chỉ tiêu",
    "figures": "Giúp xem số",
    "machine": "Giúp máy",
}


def _asking(indicator: str, unit: str) -> str:
    return (
        f"TỔNG HỢP: bài mới nhất.\nCHỈ TIÊU {indicator}: một chỉ tiêu, gõ mã hay tên đều được.\n"
        f"{unit.upper()}: một nơi, cũng vậy với trường, cơ quan.\nCÒN THIẾU: nơi chưa gửi.\n"
        "BIỂU DƯƠNG: ai được nêu, xét thế nào.\n"
        f"Muốn xem kỳ khác thì thêm phía sau, ví dụ TỔNG HỢP QUÝ 4 hoặc {unit.upper()} TUẦN 45."
    )


def help_leader(indicator: str, unit: str, *, approves: bool = False) -> str:
    """`approves`: the reader is the deputy who decides about the post in the officer's stead."""
    return (
        "Bài tổng hợp gửi lãnh đạo sáng ngày làm việc đầu tiên sau hạn. Hỏi riêng ở đây, xin gõ:\n"
        + ("DỰ THẢO: xem và duyệt bài tuần này.\n" if approves else "")
        + "BẢNG: nơi nào đủ, dở, chưa gửi.\nĐỢT THI ĐUA: từng đợt, từng nơi.\nSỔ KHEN THƯỞNG: đã khen ai.\n"
        + _asking(indicator, unit)
    )


def help_without_role(title: str, officer: str, phone: str) -> str:
    """Somebody else reports, leads or is the officer now."""
    said = f"Hiện {title} không có việc gì ở kênh này. Cần hỏi thì gọi {officer}, {phone}."
    return f"{said} BIỂU DƯƠNG: ai được nêu, xét thế nào."


def help_officer() -> str:
    """The first screen: what every week needs, and the groups of the rest."""
    return (
        "Hay dùng nhất:\n"
        "BẢNG: nơi nào đủ, dở, chưa gửi; nhắc ngay tại đó.\n"
        "DỰ THẢO: xem bài sắp đăng.\n"
        "THÔNG BÁO: nhắn mọi nơi.\n"
        "BẮT ĐẦU: việc lúc mới dùng, xong và còn.\n"
        "Việc khác xem theo nhóm, mỗi nhóm một màn hình:"
    )


def help_week(has_roll_up: bool) -> str:
    """`has_roll_up`: a unit above asks for the commune's figures."""
    return (
        "BẢNG: nơi nào đủ, dở, chưa gửi, vắng; nhắc ngay tại đó. Dưới mỗi số có Hỏi lại.\n"
        "GHI HỘ: nhập thay một nơi.\n"
        "GIA HẠN: cho gửi muộn hơn.\n"
        "ĐỔI GIỜ: giờ hỏi, hạn, đăng.\n"
        "BÁO VẮNG: ai đi vắng, ai thay.\n"
        "DỰ THẢO: xem bài tuần này.\n"
        "ĐÍNH CHÍNH: sửa bài đã đăng.\n"
        + ("GÓP SỐ: góp vào tổng hợp liên xã.\n" if has_roll_up else "")
        + "NGHỈ: ngày nghỉ sắp tới, ghi theo thông báo. BỎ NGHỈ: bỏ lịch đã ghi.\n"
        "Không có chốt sớm: ai gửi trước lúc đăng đều được tính. Gửi sau lúc đăng là điều chỉnh."
    )


def help_people() -> str:
    return (
        "MỜI: nơi nào chưa có người, mời ai.\n"
        "THAY: đổi trưởng thôn, người báo cáo.\n"
        "XÓA NGƯỜI: xóa tên một người.\n"
        "XƯNG HÔ: sửa cách gọi. ĐIỆN THOẠI: sửa số máy.\n"
        "MẤT MÁY: chặn máy bị mất.\n"
        "BÀN GIAO: giao việc cho cán bộ khác.\n"
        "SÁP NHẬP, TÁCH THÔN, ĐỔI TÊN: ghi thôn thay đổi."
    )


def help_messages(by_code: Sequence[str]) -> str:
    """`by_code`: the messengers whose groups are bound by a code."""
    return (
        "THÔNG BÁO: gửi ai, ai đã nhận.\n"
        "PHÁT ĐỘNG: phát động thi đua, có người thứ hai đồng ý.\n"
        "VIỆC TỐT: việc chờ xem, chờ đăng.\n"
        "Nhóm lãnh đạo: đưa tôi vào nhóm rồi trả lời câu hỏi ở đây; nếu ẩn danh trong nhóm thì gõ MÃ NHÓM."
        + (f" Nhóm {', '.join(by_code)}: gõ MÃ NHÓM." if by_code else "")
    )


def help_contest() -> str:
    return (
        "ĐỢT THI ĐUA: mở đợt, xem từng nơi, báo cáo.\n"
        "ĐÓNG ĐỢT: khép sớm. BỎ ĐỢT: thôi không tính.\n"
        "GIAO ƯỚC: mở giao ước năm, ai đã đồng ý, bản để ký.\n"
        "KIỂM TRA: số bốc thăm tuần này, kiểm tra một nơi.\n"
        "BẢNG ĐIỂM: chấm điểm cuối năm, ý kiến các nơi.\n"
        "ĐỀ NGHỊ KHEN: danh sách, hồ sơ khen. SỔ KHEN THƯỞNG: đã khen ai.\n"
        "CĂN CỨ: quy định xã đã xác nhận."
    )


def help_targets() -> str:
    return (
        "GIAO CHỈ TIÊU: ghi chỉ tiêu của xã, của từng nơi.\n"
        "BỎ CHỈ TIÊU: chỉ tiêu nào xã không theo. LẤY LẠI CHỈ TIÊU: theo lại.\n"
        "CHỐT NĂM: chốt đánh giá cả năm, từ 15/1."
    )


def help_figures(indicator: str, unit: str) -> str:
    return _asking(indicator, unit)


def help_machine(own: str) -> str:
    """`own`: what everybody may type about themselves."""
    return (
        "BẮT ĐẦU: việc lúc mới dùng, xong và còn.\n"
        "CHẠY THỬ: xem trước một tuần.\n"
        "TỆP: nhập đơn vị, người, số liệu, chỉ tiêu bằng tệp; lấy mẫu, mở trang.\n"
        "KIỂM TRA HỆ THỐNG: còn thiếu gì.\n"
        "NHẬT KÝ: ai đã làm gì.\n"
        f"{own}"
    )


def other_help() -> str:
    return "Nhóm khác: gõ GIÚP."
