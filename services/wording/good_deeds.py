"""VIỆC TỐT: how a head tells a good deed, and what officers are asked about it."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import bullets, sentence

AGREED = "Đã đồng ý"
NO_NAME = "Không nêu tên"
KEEP_DEED = "Giữ để đăng"
KEEP_NAMELESS = "Giữ, không nêu tên"
DECLINE_DEED = "Không dùng"
TAKE_DEED_BACK = "Đừng đăng"
SOMEBODY = "một người dân"


def tell_deed(title: str) -> str:
    return (
        f"{sentence(title)[:-1]} kể giúp một, hai câu: ai làm gì, ở đâu, hôm nào. Có ảnh thì gửi kèm. "
        "Trẻ em, người bệnh, hộ nghèo xã không nêu tên."
    )


def deed_too_long(most: int) -> str:
    return f"Dài quá {most} chữ. Xin kể gọn trong hai câu."


def deed_needs_words() -> str:
    return "Đã nhận ảnh. Xin kể một, hai câu về việc này."


def deed_photo_not_kept() -> str:
    return "Chuyện này có trẻ em, người bệnh hoặc hộ nghèo nên xã không giữ ảnh, không nêu tên ai."


def deed_agreed() -> str:
    return "Người trong chuyện đã đồng ý nêu tên chưa ạ?"


def deed_whose_name() -> str:
    return "Xin gõ tên người đã đồng ý, một tên thôi, ví dụ: ông Nông Văn An."


def deed_one_name(most: int) -> str:
    return f"Xin gõ một tên, không quá {most} chữ, không kèm số."


def deed_received(title: str, note: str) -> str:
    """`note`: why nobody is named, where nobody may be."""
    return f"{note} Xã đã nhận, cảm ơn {title}. Nếu đăng, xã báo {title} trước.".strip()


def deed_dropped() -> str:
    return "Vâng, tôi không ghi gì."


def deed_told(unit: str, text: str) -> str:
    """As it stands below the post."""
    ended = text if text.endswith((".", "!", "…")) else f"{text}."
    return f"{sentence(unit)[:-1]}: {ended}"


def deed_waits(told: str, *, is_named: bool, is_sensitive: bool) -> str:
    why = "Người kể báo người được nêu tên đã đồng ý." if is_named else "Không nêu tên ai."
    if is_sensitive:
        why = "Có trẻ em, người bệnh hoặc hộ nghèo: không nêu tên ai, không giữ ảnh."
    return f"Việc tốt gửi về: {told}\n{why} Có đăng dưới bài tổng hợp không?"


def deed_photo_elsewhere() -> str:
    return "Có ảnh ở máy người gửi, kênh này không chuyển được."


def deed_kept(told: str) -> str:
    return f"Xã sẽ đăng việc tốt này dưới bài tổng hợp một tuần tới: {told}"


def deed_decided(word: str) -> str:
    return f"Đã ghi: {word}."


DEED_IS_KEPT = "giữ, mỗi tuần đăng một việc, việc giữ trước đăng trước"
DEED_IS_DECLINED = "không dùng, xóa sau 90 ngày"


def deed_decided_before() -> str:
    return "Việc này đã xem xét rồi."


def deed_taken_back() -> str:
    return "Vâng, xã không đăng việc này."


def deed_posted_before() -> str:
    return "Việc này đã đăng rồi. Cần gỡ thì gọi xã."


def no_deeds() -> str:
    return "Chưa có việc tốt nào chờ xem hoặc chờ đăng."


def deeds_kept(lines: Sequence[str]) -> str:
    return f"Chờ đăng, mỗi tuần một việc:\n{bullets(lines)}"
