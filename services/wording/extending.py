"""GIA HẠN, ĐỔI GIỜ: what an officer is asked and told, and what the units hear of it."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing, sentence

EXTEND_ALL = "Tất cả"
EXTEND_EVERYBODY = "Tất cả các nơi chưa gửi đủ"
EXTENSION_IS_WHY = "gia hạn"


def posted_already(week: int) -> str:
    return f"Bài tuần {week} đã đăng; số gửi sau khi đăng là điều chỉnh, không gia hạn được nữa."


def nothing_to_extend(week: int) -> str:
    return f"Tuần {week} không có nơi nào đang chờ gửi."


def extend_whom(example: str) -> str:
    return f"Gia hạn cho nơi nào? Xin gõ GIA HẠN {example.upper()}, hoặc chọn Tất cả."


def extend_until(name: str, typed: str, present: str, post: str) -> str:
    return (
        f"{name} được gửi đến mấy giờ? Hạn đang là {present}, bài đăng {post}. "
        f"Giờ khác thì gõ, ví dụ GIA HẠN {typed.upper()} 21 GIỜ."
    )


def hour_is_over() -> str:
    return "Giờ đó đã qua."


def no_earlier_deadline(present: str) -> str:
    return f"Hạn đang là {present}; chỉ gia hạn thêm được, không đóng sớm."


def extend_before_post(post: str) -> str:
    return f"Bài đăng {post}, chỉ gia hạn được đến trước giờ đó. Số gửi sau khi đăng là điều chỉnh."


def move_the_post(post: str, later: str) -> str:
    return f"Bài đăng {post}. Muốn gia hạn đến giờ đó thì dời bài sang {later}."


def move_post_to(hour: str) -> str:
    return f"Dời bài sang {hour}"


def post_cannot_move() -> str:
    return "Không dời bài sang giờ đó được."


def extended(name: str, until: str, moved: str, told: int, missed: Sequence[str]) -> str:
    said = [f"{sentence(name)[:-1]} được gửi đến {until}."]
    said += [f"Bài đăng {moved}."] if moved else []
    said += [f"Đã báo {told} nơi."] if told else []
    said += [f"Không nhắn được {listing(missed)}; xin gọi điện."] if missed else []
    return " ".join(said)


def extended_for_you(address: str, unit: str, until: str) -> str:
    return f"Chào {address}. Xã gia hạn cho {unit} đến {until}."


# ĐỔI GIỜ

BY_MESSAGE = "qua tin nhắn"
CLOCK_TIMES = {
    "question": "câu hỏi",
    "first_reminder": "nhắc lần một",
    "second_reminder": "nhắc lần hai",
    "deadline": "hạn",
    "late_list": "danh sách",
    "note": "báo nơi để trống",
    "draft": "dự thảo",
    "post": "bài",
}
# As they are typed, without accents.
CLOCK_TIMES_TYPED = {
    "cau hoi": "question",
    "hoi": "question",
    "nhac lan mot": "first_reminder",
    "nhac lan 1": "first_reminder",
    "nhac lan hai": "second_reminder",
    "nhac lan 2": "second_reminder",
    "han": "deadline",
    "danh sach": "late_list",
    "bao noi de trong": "note",
    "du thao": "draft",
    "bai": "post",
    "dang bai": "post",
}


def hours_in_force(week: int, hours: Sequence[str], following: int) -> str:
    return (
        f"Giờ của tuần {week}: {listing(hours)}.\n"
        f"Muốn đổi một tuần thì gõ ĐỔI GIỜ HẠN 16 GIỜ 30 TUẦN {following}; đổi từ một tuần trở đi thì gõ "
        f"ĐỔI GIỜ BÀI 10 GIỜ TỪ TUẦN {following}."
    )


def hours_out_of_order(hours: Sequence[str]) -> str:
    return f"Chưa đổi: giờ trong tuần phải đúng thứ tự. Đang là {listing(hours)}. Xin đổi giờ kia trước."


def clock_time_is_over(name: str, week: int) -> str:
    return f"Giờ {name} của tuần {week} đã qua, không đổi được nữa."


def hour_changed(name: str, week: int, old: str, new: str, *, is_lasting: bool) -> str:
    since = f"Từ tuần {week}" if is_lasting else f"Riêng tuần {week}"
    return f"{since}: {name} {new} (trước là {old})."
