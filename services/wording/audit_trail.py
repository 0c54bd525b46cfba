"""NHẬT KÝ: what was done, by whom, to what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.audit import Action

AUDITED = {
    Action.JOINED: "vào hệ thống:",
    Action.CONSENTED: "đồng ý tham gia:",
    Action.ROLE_ENDED: "thôi vai trò:",
    Action.STOPPED: "dừng nhận tin:",
    Action.WITHDRAWN: "rút tên",
    Action.LINKED: "thêm kênh nhắn tin:",
    Action.PREFERRED_CHANNEL: "đổi nơi nhận tin:",
    Action.INVITED: "mời",
    Action.GROUP_PROPOSED: "đưa máy vào nhóm",
    Action.GROUP_CONFIRMED: "xác nhận nhóm lãnh đạo",
    Action.GROUP_REFUSED: "từ chối nhóm",
    Action.GROUP_LEFT: "máy rời nhóm",
    Action.GROUP_MOVED: "nhóm chuyển thành nhóm lớn",
    Action.HELD: "giữ lại bài",
    Action.POSTED: "đăng bài",
    Action.CORRECTED: "đính chính bài",
    Action.CORRECTION_DECLINED: "bỏ đính chính bài",
    Action.POST_SETTLED: "xác nhận bài chưa rõ đã đăng hay chưa",
    Action.MARK_CLEARED: "đối chiếu xong",
    Action.ENTERED_FOR_UNIT: "ghi hộ",
    Action.MESSAGE_RETRIED: "gửi lại một tin",
    Action.MESSAGE_DROPPED: "bỏ một tin chưa gửi được",
    Action.UNITS_IMPORTED: "nhập danh sách đơn vị",
    Action.UNITS_LISTED: "đổi danh sách đơn vị",
    Action.SETUP_SETTLED: "xong một việc lúc bắt đầu:",
    Action.FIGURES_IMPORTED: "nhập số liệu, số dòng:",
    Action.TARGETS_IMPORTED: "nhập chỉ tiêu giao từ tệp",
    Action.PEOPLE_IMPORTED: "nhập danh sách người từ tệp, số dòng:",
    Action.CAMPAIGN_OVERRIDE: "đổi quy định",
    Action.OVERRIDE_TAKEN_BACK: "bỏ thay đổi quy định",
    Action.RESTORED: "khôi phục dữ liệu từ bản sao lưu",
    Action.YEAR_CLOSED: "chốt năm",
    Action.DEADLINE_EXTENDED: "gia hạn",
    Action.TARGET_SET: "ghi chỉ tiêu",
    Action.DAYS_OFF_ANNOUNCED: "ghi ngày nghỉ",
    Action.DAYS_OFF_TAKEN_BACK: "bỏ ngày nghỉ đã ghi",
    Action.DEED_KEPT: "giữ việc tốt để đăng",
    Action.DEED_DECLINED: "không dùng việc tốt",
    Action.DEED_TAKEN_BACK: "rút việc tốt",
    Action.ROUND_OPENED: "mở đợt thi đua",
    Action.ROUND_ENDED: "đóng sớm đợt thi đua",
    Action.ROUND_DROPPED: "bỏ đợt thi đua",
    Action.ANNOUNCED: "gửi thông báo, số nơi:",
    Action.ANNOUNCEMENT_CANCELLED: "bỏ thông báo chưa gửi",
    Action.ROLE_GIVEN: "giao vai trò:",
    Action.PERSON_REMOVED: "xóa tên một người",
    Action.ACCOUNTS_BARRED: "chặn máy đã mất của",
    Action.ABSENCE: "báo vắng:",
    Action.DETAILS_CHANGED: "đổi cách gọi hoặc điện thoại của",
    Action.UNITS_CHANGED: "ghi sáp nhập, chia tách, đổi tên:",
    Action.UNITS_TAKEN_BACK: "bỏ sáp nhập, chia tách, đổi tên đã ghi:",
    Action.LOT_DRAWN: "bốc thăm số để kiểm tra",
    Action.FIGURE_CHECKED: "ghi kiểm tra số liệu",
    Action.LAUNCH_AGREED: "đồng ý phát động",
    Action.PLEDGES_OPENED: "mở giao ước, số nơi:",
    Action.PLEDGE_AGREED: "đồng ý giao ước:",
    Action.PLEDGE_CHANGED: "đổi giao ước:",
    Action.PLEDGES_SIGNED: "ghi đã ký giao ước:",
    Action.HONOURS_PROPOSED: "lập danh sách đề nghị khen, số nơi:",
    Action.NOMINEE_ADDED: "thêm đề nghị khen:",
    Action.NOMINEE_REMOVED: "bỏ đề nghị khen:",
    Action.AWARDS_RECORDED: "ghi sổ khen thưởng, số dòng:",
    Action.AWARD_REVOKED: "ghi thu hồi khen thưởng",
    Action.AWARDS_HANDED: "ghi đã trao khen thưởng, số dòng:",
    Action.LEGAL_CONFIRMED: "ghi căn cứ đã xác nhận",
    Action.LEGAL_TAKEN_BACK: "bỏ căn cứ đã ghi",
    Action.SCHEME_IMPORTED: "ghi bảng điểm:",
    Action.SCORES_SHOWN: "gửi bảng điểm, số nơi:",
    Action.SCORE_OBJECTED: "ý kiến về bảng điểm:",
    Action.ROLE_FOLLOWED: "theo đơn vị:",
    Action.ROLL_UP_JOINED: "đồng ý góp số liên xã, số mục:",
    Action.ROLL_UP_LEFT: "thôi góp số liên xã",
}


def target_in_audit(name: str) -> str:
    """«KT1a T01 2027 assigned» as people say it."""
    return name.replace("assigned", "(giao)").replace("pledged", "(giao ước)")


def targets_in_audit(first: str, others: int) -> str:
    return f"{target_in_audit(first)} và {others} chỉ tiêu khác"


def all_in_week(week: int) -> str:
    return f"mọi nơi tuần {week}"


def until_in_audit(old: datetime, new: datetime) -> str:
    """In the commune's own zone, as they were written down."""
    return f"{old:%H:%M %d/%m} → {new:%H:%M %d/%m}"


def by_machine() -> str:
    """Who acts where nobody spoke: a job, or a command on the machine."""
    return "máy"


def units_in_audit(before: Sequence[str], after: Sequence[str]) -> str:
    """«Bản Còn, Nà Pò → Bản Mới»."""
    return f"{', '.join(before)} → {', '.join(after)}"


def paper_in_audit(paper: str) -> str:
    return f"«{paper}»"


def nothing_there() -> str:
    return "(chưa có)"


def audit_line(at: datetime, who: str, what: str, change: str, why: str) -> str:
    """«20/11/2026 09:12, Đàm Thị Hoa: đăng bài 12/2026»."""
    reason = f" (lý do: {why})" if why else ""
    return f"{at:%d/%m/%Y %H:%M}, {who}: {what.rstrip(':')}{' ' + change if change else ''}{reason}"


def audit_trail(lines: Sequence[str]) -> str:
    return "Nhật ký, mới nhất trước:\n" + "\n".join(lines)


def no_audit_yet() -> str:
    return "Nhật ký chưa có gì."


def older_acts() -> str:
    return "Xem cũ hơn"
