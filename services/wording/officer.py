"""What is said to officers, about groups and about posts."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import bullets, listing, quoted, sentence


def coverage(week: int, counts: Sequence[str], partly: int) -> str:
    """`partly`: how many of those that have sent still lack something."""
    rest = f", {partly} nơi mới gửi một phần" if partly else ""
    return f"Tuần {week}: {listing(counts)} đã gửi{rest}."


def counted(done: int, due: int, noun: str) -> str:
    return f"{done}/{due} {noun}"


def contact(unit: str, address: str, phone: str | None, extended: str = "") -> str:
    """`extended`: until when the unit has more time than the others."""
    return f"{unit} ({listing(list(filter(None, [address, phone, extended and extended_until(extended)])))})"


def extended_until(hour: str) -> str:
    return f"gia hạn đến {hour}"


def missing(units: Sequence[str]) -> str:
    """A few in one sentence; more of them one a line, to be called down."""
    if len(units) <= 3:
        return f"Chưa có: {listing(units)}."
    return "Chưa có:\n" + "\n".join(f"- {unit}" for unit in units)


def without_reporter(units: Sequence[str]) -> str:
    return f"Chưa có người báo cáo: {listing(units)}."


def none_missing() -> str:
    return "Đã đủ, không thiếu nơi nào."


def to_check(items: Sequence[str]) -> str:
    return f"{len(items)} số chờ đối chiếu: {'; '.join(items)}."


def see_marked(count: int) -> str:
    return f"Xem {count} số"


def marked_line(item: str, words: str) -> str:
    return f"- {item}; gõ «{words}»." if words else f"- {item}."


def checked_button(unit: str) -> str:
    return f"Đúng: {unit}"


def mend_button(unit: str) -> str:
    return f"Sửa: {unit}"


def checked(unit: str) -> str:
    return f"Đã đối chiếu số của {unit}."


def nothing_to_check() -> str:
    return "Không có số nào chờ đối chiếu."


def not_asked_yet(week: int) -> str:
    return f"Tuần {week} chưa hỏi nơi nào."


def remind_places(count: int) -> str:
    return f"Nhắc {count} nơi"


def reminded(sent: int, unreachable: Sequence[str]) -> str:
    tail = f" Không nhắn được: {listing(unreachable)}; xin gọi điện." if unreachable else ""
    return f"Đã nhắc {sent} nơi.{tail}"


def reminded_already() -> str:
    return "Hôm nay đã nhắc rồi; mỗi ngày một lần thôi để khỏi phiền bà con."


def for_which_unit() -> str:
    return "Ghi hộ nơi nào?"


def has_reported(unit: str) -> str:
    """«Ghi hộ» of a place from which nothing is missing."""
    return f"Tuần này {unit} đã gửi đủ số. Xin gõ tên nơi khác."


def entering_for(unit: str) -> str:
    return f"Ghi hộ {unit}."


def entered_for(unit: str, items: str) -> str:
    return f"Đã ghi hộ {unit}: {items}."


def copy_of_entry(address: str, unit: str, officer: str, items: str) -> str:
    return f"Chào {address}. {officer} đã ghi hộ {unit}: {items}. Sai chỗ nào, gõ SỬA."


def copy_of_mending(address: str, unit: str, by: str, items: str) -> str:
    return f"Chào {address}. {by} đã sửa số của {unit}: {items}. Chưa đúng, gõ SỬA."


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


def no_group(week: int) -> str:
    return (
        f"Chưa có nhóm lãnh đạo nên chưa đăng được bài tuần {week}. Đưa tôi vào nhóm rồi chọn Duyệt. "
        "Không lập nhóm thì gõ BẮT ĐẦU NHÓM LÃNH ĐẠO."
    )


def is_this_the_group(title: str) -> str:
    return f"Tôi vừa được đưa vào nhóm «{title}». Đây có phải nhóm lãnh đạo để đăng tổng hợp hằng tuần không?"


def group_bound(title: str) -> str:
    return f"Từ nay bài tổng hợp đăng vào nhóm «{title}»."


def group_refused(title: str) -> str:
    return f"Vâng, tôi không đăng gì vào nhóm «{title}»."


def group_is_the_same(title: str) -> str:
    """A supergroup has another id, and is the group that an officer has confirmed before."""
    return (
        f"Nhóm «{title}» vẫn là nhóm lãnh đạo đã chọn trước đây, chỉ đổi mã nhóm."
        " Bài tổng hợp vẫn đăng ở đó; muốn thôi, xin đưa tôi ra khỏi nhóm."
    )


def group_hello() -> str:
    return "Kính chào các đồng chí. Nhóm này nhận bài tổng hợp thi đua của xã mỗi tuần một lần."


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


def group_lost(title: str) -> str:
    return (
        f"Tôi không còn ở trong nhóm «{title}» nên không đăng bài vào đó được. "
        "Nếu vẫn là nhóm lãnh đạo, xin đưa tôi vào lại; tôi sẽ hỏi lại ở đây."
    )


def doubt_settled(what: str) -> str:
    return f"Vâng, đã ghi là {what} đã tới nhóm."


def posting_again() -> str:
    return "Vâng, tôi đăng lại ngay."


# Targets


def target_example(*, is_pledge: bool, year: int) -> str:
    word, paper = ("giao ước", "") if is_pledge else ("giao chỉ tiêu", " theo QĐ 12")
    own = "" if is_pledge else f" Của xã thì ví dụ {word} KT1a xã 1.850 năm {year}."
    return f"Xin gõ mã, nơi, con số, ví dụ {word} KT1a Bản Còn 45,5 năm {year}{paper}.{own}"


def no_such_measure(name: str, example: str) -> str:
    return f"Không giao được chỉ tiêu «{name}». {example}"


def which_scale(measure: str, value: str, counted: str) -> str:
    """A number typed as the target of a measure that is told as «7/10 tiêu chí» and kept in per cent."""
    return f"{measure} là {value} {counted} hay {value}%? Xin gõ lại: «{value}/10» nếu là {counted}, hoặc «{value}%»."


def several_units(name: str, found: Sequence[str]) -> str:
    return f"«{name}» có thể là: {listing(found)}. Xin gõ đủ tên."


def target_recorded(
    unit: str, measure: str, year: int, amount: str, day: str, decision: str, *, is_pledge: bool, before: str
) -> str:
    """«Đã ghi chỉ tiêu giao năm 2027, thôn Bản Còn, Diện tích gieo trồng: 45 ha, từ 1/1/2027, theo NQ 05.»"""
    what = "giao ước" if is_pledge else "chỉ tiêu giao"
    paper = f", theo «{decision}»" if decision else ""
    earlier = f" Trước đó {before}." if before else ""
    return f"Đã ghi {what} năm {year}. {unit}, {measure}: {amount}, từ {day}{paper}.{earlier}"


def year_outside_campaign(year: int, first: int, last: int) -> str:
    return f"Năm {year} ngoài giai đoạn {first}–{last}."


def target_is_compared(measure: str) -> str:
    return f"«{measure}» so với cùng kỳ hoặc với đầu giai đoạn, không giao bằng con số."


def target_is_yes_or_no(measure: str) -> str:
    return f"«{measure}» chỉ có đạt hoặc chưa đạt, không giao bằng con số."


def target_is_a_share(measure: str) -> str:
    return f"«{measure}» là phần trăm của tổng số, không giao quá 100%."


def target_is_above_nothing(measure: str) -> str:
    return f"Chỉ tiêu giao «{measure}» phải lớn hơn 0."


def posted_weeks_keep(day: str) -> str:
    return f"Các tuần đã đăng giữ nguyên, tính từ {day}."


# The year's end


CLOSE_YEAR = "Chốt năm"
_MOST_MISSING = 8


def close_year_button(year: int) -> str:
    return f"{CLOSE_YEAR} {year}"


def which_year_to_close(year: int) -> str:
    return f"Xin gõ năm cần chốt, ví dụ CHỐT NĂM {year}."


def too_early_to_close(year: int, day: str) -> str:
    return f"Năm {year} chốt được từ {day}: số cả năm của nhiều nơi đến tháng 1 mới có."


def years_verdicts(year: int, told: int, of: int, counts: str, missing: Sequence[str], last_day: str) -> str:
    """What an officer closes: how much there is, what is missing, and what happens without them."""
    most = list(missing[:_MOST_MISSING])
    most += [f"{len(missing) - len(most)} chỉ tiêu khác"] if len(missing) > len(most) else []
    lacking = f" Chưa có số: {listing(most)}." if missing else ""
    return (
        f"Năm {year}: {told}/{of} chỉ tiêu thành phần có số của năm. Tạm tính: {counts}.{lacking}\n"
        f"Chốt rồi thì số gửi thêm hoặc sửa sẽ ghi là điều chỉnh. Không chốt thì hết {last_day} tôi tự chốt."
    )


def year_closed(year: int, counts: str) -> str:
    return f"Đã chốt năm {year}: {counts}. Xem: gõ TỔNG HỢP NĂM {year}."


def year_closed_by_itself(year: int, counts: str) -> str:
    return f"Đã qua 31/1, tôi chốt năm {year}: {counts}. Số đến sau ghi là điều chỉnh. Xem: gõ TỔNG HỢP NĂM {year}."


def year_closed_before(year: int, day: str) -> str:
    return f"Năm {year} đã chốt {day}. Xem: gõ TỔNG HỢP NĂM {year}."


def confirm_stop(title: str) -> str:
    return f"Xã thôi nhắn tin số liệu cho {title} nhé? {sentence(title)[:-1]} vẫn báo được qua điện thoại."


def for_officers(officer: str, phone: str) -> str:
    return f"Việc này dành cho cán bộ tổng hợp của xã. Cần thì gọi {officer}, {phone}."
