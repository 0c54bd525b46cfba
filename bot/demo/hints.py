"""What the demo's page tells its visitor: where to look now, and what to press or type next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from models import units
from models.summaries import PostedSummary
from services import first_officer, readiness, wording
from services.context import Context
from services.finding import Weight

OFFICER, HEAD, LEADER = "Cán bộ mới", "Trưởng thôn mới", "Lãnh đạo mới"  # the telephones of a beginning
GROUP = "Lãnh đạo xã Khánh Khê"
PREPARING = "Đang chuẩn bị: cán bộ các thôn đang vào kênh…"
_JUST_POSTED = timedelta(days=3)


@dataclass(frozen=True)
class Hint:
    """A sentence or two, and the title of the telephone that it is about."""

    text: str
    look: str = ""


_SAMPLE = {
    "ask": Hint("1. Bấm «Tới sự kiện kế tiếp»: sáng ngày hỏi, máy nhắn các thôn."),
    "remind-first": Hint(
        "2. Nhìn điện thoại có tin mới, trả lời thay ông Sơn, chị Mai: bấm nút, hoặc gõ «con 6», «2 mau 3 sao». "
        "Bà Hiên dùng Zalo: gõ «1: 6, 2: 0, 3: không». Rồi đi tiếp.",
        "Hoàng Văn Sơn",
    ),
    "remind-second": Hint("Ai chưa gửi vừa được nhắc. Trả lời nốt, gõ SỬA để sửa số, rồi đi tiếp.", "Hoàng Văn Sơn"),
    "late-list": Hint("Còn hai giờ nữa hết hạn. Đi tiếp để xem danh sách chưa gửi của cán bộ.", "Đàm Thị Hoa"),
    "note": Hint("3. Chị Hoa có danh sách: bấm «Nhắc» hoặc «Ghi hộ», rồi đi tiếp.", "Đàm Thị Hoa"),
    "draft": Hint("Nơi chưa gửi được báo là để trống. Đi tiếp để có dự thảo tổng hợp.", "Đàm Thị Hoa"),
    "post": Hint("4. Chị Hoa xem dự thảo: bấm «Duyệt, đăng ngay», hoặc đi tiếp để tự đăng lúc 9 giờ.", "Đàm Thị Hoa"),
}
_POSTED = (
    "5. Bài tuần này đã đăng: xem hình 21 chỉ tiêu (bấm vào hình cho to), rồi «Theo chỉ tiêu», «Excel». "
    "Đi tiếp: tuần sau."
)
_BEGINNING = {
    "ask": Hint("Tuần chạy được rồi. CHẠY THỬ để xem trước, hoặc bấm «Tới sự kiện kế tiếp»: máy hỏi thôn.", OFFICER),
    "remind-first": Hint("Máy vừa hỏi: trả lời trên điện thoại trưởng thôn, rồi đi tiếp.", HEAD),
    "remind-second": Hint("Ai chưa gửi vừa được nhắc. Trả lời nốt, rồi đi tiếp.", HEAD),
    "late-list": Hint("Còn hai giờ nữa hết hạn. Đi tiếp để xem danh sách chưa gửi.", OFFICER),
    "note": Hint("Cán bộ có danh sách chưa gửi: gõ BẢNG, bấm «Nhắc», rồi đi tiếp.", OFFICER),
    "draft": Hint("Đi tiếp để có dự thảo tổng hợp.", OFFICER),
    "post": Hint("Cán bộ xem dự thảo: bấm «Duyệt, đăng ngay», hoặc đi tiếp để tự đăng lúc 9 giờ.", OFFICER),
}


def of_sample(context: Context, coming: str) -> Hint:
    """In the commune that runs already, before the job `coming`."""
    if coming == "ask" and _has_just_posted(context):
        return Hint(_POSTED, GROUP)
    return _SAMPLE.get(coming, Hint(""))


def of_beginning(context: Context, coming: str, code: str) -> Hint:
    """From an empty database: the officer's way to the first week, then the week. `code` is what was printed."""
    if first_officer.is_missing(context.session, context.commune):
        return Hint(
            f"Màn hình máy tính của xã in mã {code}: trên điện thoại «{OFFICER}» bấm «Bắt đầu», gõ mã đó.", OFFICER
        )
    if not units.active_members(context.session, context.commune.id, context.today):
        return Hint(
            "Gõ BẮT ĐẦU, làm từng việc. Danh sách thôn thì gõ tên và số, ví dụ Bản Còn 118 hộ 512 người.", OFFICER
        )
    lacking = {one.subject for one in readiness.look(context) if one.weight is Weight.FAULT}
    if wording.REPORTERS in lacking:
        return Hint(
            f"Gõ MỜI và tên thôn. Mã máy trả lời thì gõ trên điện thoại «{HEAD}» (bấm «Bắt đầu» trước).", OFFICER
        )
    if wording.LEADERS_GROUP in lacking:
        return Hint(
            f"Bài đăng ở đâu: BẮT ĐẦU NHÓM LÃNH ĐẠO, «Gửi riêng từng lãnh đạo», rồi MỜI LÃNH ĐẠO; mã gõ ở «{LEADER}».",
            OFFICER,
        )
    if coming == "ask" and _has_just_posted(context):
        return Hint(
            "Bài tổng hợp đầu tiên đã tới lãnh đạo: xem hình, rồi bấm «Theo chỉ tiêu». Đi tiếp: tuần sau.", LEADER
        )
    return _BEGINNING.get(coming, Hint(""))


def _has_just_posted(context: Context) -> bool:
    posted = context.session.scalar(
        select(func.max(PostedSummary.posted_at)).where(PostedSummary.commune_id == context.commune.id)
    )
    return posted is not None and context.now - posted < _JUST_POSTED
