"""NGHỈ: days off, which of them are a guess, and what moves when they are entered."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import bullets, listing, sentence

HOLIDAYS = {
    "new_year": "Tết Dương lịch",
    "tet": "Tết",
    "hung_kings": "Giỗ Tổ",
    "victory_and_labour": "lễ 30/4–1/5",
    "national_day": "Quốc khánh",
    "culture_day": "ngày Văn hóa",
}
EXPECTED = "dự kiến"


def holiday_name(holiday: str, year: int) -> str:
    """«Tết 2027», «lễ 30/4–1/5 năm 2027»."""
    name = HOLIDAYS.get(holiday, holiday)
    return f"{name} năm {year}" if name[-1].isdigit() else f"{name} {year}"


def days_said(first: str, last: str, worked: Sequence[str]) -> str:
    """«từ thứ Năm 4/2 đến thứ Sáu 12/2/2027, làm bù thứ Bảy 20/2/2027»."""
    said = first if first == last else f"từ {first} đến {last}"
    return said + (f", làm bù {listing(worked)}" if worked else "")


def days_as_known(days: str, *, is_guess: bool, paper: str) -> str:
    fixed = f", theo «{paper}»" if paper else ""
    return f"{days}{f', {EXPECTED}' if is_guess else fixed}"


def holiday_line(name: str, days: str, *, is_guess: bool, paper: str) -> str:
    return f"{sentence(name)[:-1]}: {days_as_known(days, is_guess=is_guess, paper=paper)}"


def days_off_example(name: str, first: str, last: str) -> str:
    days = f"ngày {first}" if first == last else f"từ {first} đến {last}"
    return f"nghỉ {name} {days}"


def days_off_ahead(lines: Sequence[str], example: str) -> str:
    return f"Ngày nghỉ sắp tới:\n{bullets(lines)}\nTheo thông báo thì gõ lại, ví dụ {example}."


def which_days_off(example: str) -> str:
    return f"Xin gõ dịp nghỉ, từ ngày nào đến ngày nào, ví dụ {example}. Có ngày làm bù thì thêm vào cuối."


def not_days_of(name: str, core: str, example: str) -> str:
    return f"{sentence(name)[:-1]} là {core}, không nằm trong những ngày vừa gõ. Ví dụ {example}."


def no_saturday(day: str) -> str:
    return f"{sentence(day)[:-1]} không phải thứ Bảy gần dịp nghỉ, nên không làm bù được. Xin xem lại thông báo."


def days_off_over(name: str, last: str) -> str:
    return f"{sentence(name)[:-1]} nghỉ đến {last}, đã qua rồi nên tôi giữ như cũ."


def days_off_proposed(name: str, days: str, before: str, moves: Sequence[str], paper: str) -> str:
    """What an officer confirms: the days, those of before, and what moves."""
    by = f", theo «{paper}»" if paper else ""
    moved = f"\n{bullets(moves)}" if moves else " Không tuần nào đổi giờ."
    return f"Nghỉ {name}: {days}{by}. Đang tính: {before}.{moved}\nGhi lịch này?"


def days_off_withdrawn_proposal(name: str, days: str, moves: Sequence[str]) -> str:
    moved = f"\n{bullets(moves)}" if moves else " Không tuần nào đổi giờ."
    return f"Bỏ lịch nghỉ {name} đã ghi, về lịch {EXPECTED}: {days}.{moved}\nBỏ lịch đã ghi?"


def week_moves(week: int, parts: Sequence[str]) -> str:
    return f"Tuần {week}: {listing(parts)}"


def moved(what: str, to: str, was: str) -> str:
    return f"{what} {to} (trước là {was})"


def not_merged(week: int, question: str, post: str) -> str:
    return f"Tuần {week} không gộp nữa: hỏi {question}, đăng {post}"


def week_merges(week: int, into: int) -> str:
    return f"Tuần {week} gộp vào tuần {into}"


QUESTION, DEADLINE, POST = "hỏi", "hạn", "đăng"
RECORD_DAYS_OFF, LEAVE_DAYS_OFF, AS_EXPECTED = "Ghi lịch nghỉ", "Không ghi", "Đúng như dự kiến"
TAKE_DAYS_OFF_BACK, KEEP_DAYS_OFF = "Bỏ lịch đã ghi", "Giữ lịch đã ghi"


def days_off_recorded(name: str, days: str) -> str:
    return f"Đã ghi nghỉ {name}: {days}. Sai thì gõ lại. Muốn bỏ thì gõ, ví dụ bỏ nghỉ {name}."


def days_off_taken_back(name: str, days: str) -> str:
    return f"Đã bỏ lịch nghỉ {name} đã ghi. Nay tính theo {EXPECTED}: {days}."


def days_off_left() -> str:
    return "Vâng, lịch nghỉ vẫn như trước."


def no_days_off_entered(name: str) -> str:
    return f"Chưa ghi lịch nghỉ {name} nào để bỏ."


def days_off_newer() -> str:
    return "Lịch nghỉ này đã có người ghi lại sau đó. Gõ NGHỈ để xem."


def ask_about_days_off(address: str, year: int, lines: Sequence[str], example: str) -> str:
    """Asked once, from November on."""
    return (
        f"Chào {address}. Năm {year} tôi đang tính ngày nghỉ theo {EXPECTED}:\n{bullets(lines)}\n"
        f"Có thông báo thì gõ cho tôi, ví dụ {example}. Có ngày làm bù thì thêm vào cuối."
    )


def recorded_as_expected(lines: Sequence[str]) -> str:
    return f"Đã ghi:\n{bullets(lines)}\nSai thì gõ lại."
