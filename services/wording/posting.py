"""The draft of the weekly post, the post under way, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import bullets, listing, quoted


def draft(week: int, post_at: str, waiting: int) -> str:
    doubt = f" {waiting} số còn chờ đối chiếu, sẽ ghi chú trong bài." if waiting else ""
    return f"Dự thảo tổng hợp tuần {week}.{doubt} Đăng lúc {post_at} nếu không giữ lại."


def draft_needs_approval(week: int, post_at: str, waiting: int) -> str:
    doubt = f" {waiting} số còn chờ đối chiếu, sẽ ghi chú trong bài." if waiting else ""
    return f"Dự thảo tổng hợp tuần {week}.{doubt} Chờ duyệt trước {post_at}."


def waits_for_approval(week: int) -> str:
    return f"Bài tuần {week} vẫn chờ duyệt."


def deputy_asked(week: int) -> str:
    return f"Bài tổng hợp tuần {week} đến giờ đăng mà chưa ai duyệt. Nhờ duyệt thay:"


def draft_held(week: int, waiting: int) -> str:
    doubt = f" {waiting} số còn chờ đối chiếu." if waiting else ""
    return f"Dự thảo tổng hợp tuần {week}, đang giữ lại.{doubt} Chọn Duyệt thì đăng."


def too_early_to_post(deadline: str) -> str:
    return f"Chưa hết hạn báo cáo ({deadline}) nên chưa đăng được. Đây là bài tính đến lúc này."


def posting(week: int, groups: Sequence[str]) -> str:
    """Before the platform has taken the post."""
    return f"Đang đăng tổng hợp tuần {week} vào nhóm {quoted(groups)}. Đăng xong tôi báo."


def posting_to_leaders(week: int, addresses: Sequence[str], number: str) -> str:
    """Whom of them it does not reach is told by itself."""
    return f"Đang gửi tổng hợp tuần {week} riêng cho {len(addresses)} lãnh đạo: {listing(addresses)}. Bài số {number}."


def posted(week: int, groups: Sequence[str], number: str) -> str:
    return f"Đã đăng tổng hợp tuần {week} vào nhóm {quoted(groups)}. Bài số {number}."


def held(week: int) -> str:
    return f"Đã giữ lại bài tuần {week}. Khi nào đăng, chọn Duyệt."


def posted_before(week: int, number: str) -> str:
    return f"Bài tuần {week} đã đăng rồi, là bài số {number}."


def draft_changed(week: int, changes: Sequence[str]) -> str:
    """What has changed since a person saw the draft; nothing said where only wording or coverage did."""
    if not changes:
        return f"Từ lúc xem dự thảo, tuần {week} có nơi gửi thêm. Đây là bài mới, xin xem và bấm lại:"
    return f"Từ lúc xem dự thảo, số liệu tuần {week} đã đổi:\n{bullets(changes)}\nĐây là bài mới, xin xem và bấm lại:"


def the_post(week: int) -> str:
    return f"bài tuần {week}"


def the_correction(week: int) -> str:
    return f"đính chính tuần {week}"


def post_in_doubt(what: str, group: str) -> str:
    return (
        f"Mạng đứt lúc đang đăng {what} vào nhóm «{group}». "
        "Tôi không biết bài đã tới chưa nên không tự đăng lại. "
        "Xin xem trong nhóm giúp."
    )


def not_reached(names: Sequence[str]) -> str:
    """Messages that were given up: the platform does not take them."""
    return f"Tin nhắn không tới được: {listing(names)}. Xin gọi điện giúp."


def not_taken_in_group(groups: Sequence[str]) -> str:
    """What was said in a group was given up, and the bot is still in it."""
    return f"Nhóm {quoted(groups)} không nhận tin của tôi. Xin xem tôi có được gửi tin ở đó không."


def doubt_settled(what: str) -> str:
    return f"Vâng, đã ghi là {what} đã tới nhóm."


def posting_again() -> str:
    return "Vâng, tôi đăng lại ngay."
