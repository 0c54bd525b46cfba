"""Mở đợt thi đua: what an officer is asked and told while opening a round."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import bullets, listing, sentence

NEW_ROUND = "Mở đợt mới"
OPEN_ROUND = "Mở đợt"
OTHER_WORK = "Việc khác"
ONE_MORE = "Thêm việc nữa"
ADDED_WEEKLY = "Mỗi tuần thêm bao nhiêu"
STANDING = "Hiện có bao nhiêu"
OWN_TARGETS = "Theo chỉ tiêu của từng nơi"
ROUND_OWN_TARGETS = "theo chỉ tiêu của từng nơi"


# Opening: six questions, three more for what the round counts itself


def round_name(title: str) -> str:
    return f"Đợt thi đua tên gì? {sentence(title)[:-1]} gõ tên, ví dụ: 90 ngày làm đường."


def round_name_too_long(most: int) -> str:
    return f"Tên dài quá {most} chữ. Xin gõ ngắn lại."


def round_days(name: str, example: str) -> str:
    return f"Đợt «{name}». Từ ngày nào đến ngày nào? Ví dụ: {example}."


def round_days_unread(example: str) -> str:
    return f"Tôi chưa đọc được ngày. Xin gõ ngày đầu và ngày cuối, ví dụ: {example}."


def round_too_short(fewest: int) -> str:
    return f"Đợt phải dài ít nhất {fewest} ngày, nhiều nhất một năm. Xin gõ lại hai ngày."


def round_too_early(day: str) -> str:
    return f"Ngày đầu sớm nhất là {day}, vì số đầu đợt lấy từ số đã gửi. Xin gõ lại hai ngày."


def until_day(day: str) -> str:
    return f"Đến {day}"


def so_many_days(count: int) -> str:
    return f"{count} ngày"


def round_whom() -> str:
    return "Nơi nào tham gia? Chọn, hoặc gõ tên nơi."


def round_no_units() -> str:
    return "Nơi đó không có thôn, trường, cơ quan nào. Xin chọn nơi khác."


def round_counts_what(count: int, most: int) -> str:
    return f"Đợt tính việc gì? Chọn, hoặc gõ tên tới {most} việc." if not count else "Thêm việc gì nữa?"


def round_no_such_work(said: str, known: Sequence[str]) -> str:
    return f"Tôi chưa rõ «{said}». Các việc đã có: {listing(known)}. Việc chưa có trong đó thì bấm {OTHER_WORK}."


def round_enough_measures(most: int, own: int) -> str:
    return f"Mỗi đợt nhiều nhất {most} việc, trong đó {own} việc riêng."


def round_counted_in() -> str:
    return "Việc gì, tính bằng gì? Gõ cách nhau dấu phẩy, ví dụ: làm đường, m."


def round_counted_unread() -> str:
    return "Xin gõ việc, dấu phẩy, rồi đơn vị tính, ví dụ: trồng cây, cây."


def round_weekly_or_standing(what: str) -> str:
    return f"«{what}»: mỗi tuần hỏi làm thêm bao nhiêu, hay hỏi hiện có bao nhiêu?"


def round_largest(unit: str) -> str:
    return f"Một nơi báo một lần nhiều nhất chừng bao nhiêu {unit} là hợp lý? Trên số đó tôi hỏi lại. Ví dụ: 500."


def round_number_unread() -> str:
    return "Xin gõ một con số, ví dụ: 500."


def round_question_made(question: str) -> str:
    return f"Trong tin hằng tuần tôi hỏi: «{question}»"


def round_goals(lines: Sequence[str]) -> str:
    """`lines`: what each may be answered with, one for each thing that is counted."""
    if len(lines) == 1:
        return f"Mức của mỗi nơi: {lines[0]}"
    numbered = [f"{number}. {line}" for number, line in enumerate(lines, 1)]
    return "Mức của mỗi nơi, gõ mỗi việc một dòng:\n" + "\n".join(numbered)


def round_goal_of_flow(what: str, unit: str) -> str:
    return f"{what}, cả đợt làm thêm bao nhiêu {unit}? Ví dụ: 300, hoặc 30/100 hộ để nơi đông hộ làm nhiều hơn."


def round_goal_of_level(what: str, example: str) -> str:
    return f"{what}, cuối đợt đạt bao nhiêu? Ví dụ: {example}."


def round_goal_unread(count: int) -> str:
    each = "một con số" if count == 1 else f"{count} dòng, mỗi dòng một con số"
    return f"Tôi chưa đọc được mức. Xin gõ {each}."


def round_goal_too_high() -> str:
    return "Tỷ lệ không quá 100%."


def round_goal(kind: str, value: str, unit: str, *, falls: bool) -> str:
    """`kind` is `models.rounds.Goal`'s word, `value` printed."""
    if kind == "value":
        return f"mỗi nơi đạt {value}{unit}"
    verb = "giảm" if falls else "thêm"
    return f"mỗi nơi {verb} {value}{unit}" + (" cho 100 hộ" if kind == "per hundred" else "")


def round_preview(
    name: str,
    days: str,
    places: str,
    works: Sequence[str],
    unreached: Sequence[str],
    without_goal: Sequence[str],
    freezes: str,
    paper: str,
    weeks: str,
    *,
    is_in_turn: bool,
) -> str:
    """`weeks`: which ones count, where they are not the days; `is_in_turn`: it counts two things of its own."""
    lines = [f"Đợt «{name}», {days}, {places}.", bullets(works)]
    if weeks:
        lines.append(f"Số tính theo tuần báo cáo: {weeks}.")
    if is_in_turn:
        lines.append("Hai việc riêng được hỏi luân phiên, mỗi tuần một việc.")
    if without_goal:
        lines.append(f"Chưa có mức, sẽ không xét: {listing(without_goal)}.")
    if unreached:
        lines.append(f"Không báo được, xin gọi điện: {'; '.join(unreached)}.")
    lines.append(f"Chốt số {freezes}.")
    lines.append("Nơi nào mức khác thì gõ, ví dụ: mức Bản Còn: 500.")
    lines.append(f"Theo {paper}." if paper else "Có văn bản thì gõ, ví dụ: văn bản 07/KH-UBND ngày 13/1/2026.")
    return "\n".join(lines)


def round_overburdened(names: Sequence[str], most: int) -> str:
    return f"{listing(names)} đang trong {most} đợt rồi. Xin bớt nơi, hoặc chờ đợt cũ khép."


def round_opened(name: str, told: int, starts: str, without_start: Sequence[str]) -> str:
    """`starts`: the day, where it is still to come."""
    when = f"Sáng {starts} tôi ghi số đầu đợt và báo các nơi." if starts else f"Đã báo {told} nơi."
    more = ""
    if without_start:
        more = f" Chưa có số đầu đợt hoặc đang đối chiếu: {listing(without_start)}. Các nơi đó được hỏi trong tuần đầu."
    return f"Đã mở đợt «{name}». {when}{more}"


def round_draft_dropped() -> str:
    return "Vâng, tôi không mở đợt nào."
