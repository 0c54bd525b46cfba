"""Every sentence the bot says to people, in one place, to be read aloud as a village head of sixty would hear it.

`title` is the first word of a person's form of address («ông», «cô»), `address` the whole («ông Sơn»).
Sentences about figures are put together in `handlers.reporter`; their parts come from the campaign file.
"""

from __future__ import annotations

from collections.abc import Sequence

# Buttons. Typing the words on one is the same as tapping it.
AGREE = "Đồng ý"
BY_PHONE = "Tôi báo qua điện thoại"
LATER = "Để sau"
NOW = "Làm ngay"
NOTHING_NEW = "Không có gì mới"
SOMETHING_NEW = "Có"
NO_MORE = "Hết"
NEWS = "việc mới"
CORRECT = "Đúng rồi"
RETYPE = "Gõ lại"
CANCEL = "Thôi"
THIS_WEEK_ALONE = "Riêng tuần này"
DECIDED = "Có rồi"
UNDECIDED = "Chưa có"
CHECKED = "Đã đối chiếu"
NO_VILLAGE = "Chưa thôn nào có"
STOP_YES = "Ngừng nhắn"
STOP_NO = "Cứ nhắn"
APPROVE = "Duyệt, đăng ngay"
HOLD = "Giữ lại"
ENTER_FOR = "Ghi hộ"
GROUP_YES = "Đúng, nhóm lãnh đạo"
GROUP_NO = "Không phải"
POST_ARRIVED = "Đã thấy trong nhóm"
POST_AGAIN = "Chưa thấy, đăng lại"


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", ":")) else text + "."


def listing(words: Sequence[str]) -> str:
    return ", ".join(words)


# Joining


def stranger(commune: str) -> str:
    return (
        f"Kênh này chỉ dành cho cán bộ thôn, trường học, cơ quan của {commune}. Ông/bà liên hệ UBND xã để được cấp mã."
    )


def not_me(address: str) -> str:
    return f"Tôi không phải {address}"


def welcome_reporter(address: str, commune: str, unit: str, day: str, deadline: str, officer: str, phone: str) -> str:
    return (
        f"Chào {address}. Đây là tin nhắn tự động của UBND {commune} để nhận số liệu thi đua hằng tuần của {unit}.\n"
        f"Sáng {day} có vài câu hỏi, chừng 1 phút. Hạn {deadline}. Cần hỏi, gọi {officer}, {phone}.\n" + _privacy()
    )


def welcome_officer(address: str, commune: str, role: str) -> str:
    return f"Chào {address}. Đây là tin nhắn tự động thi đua của UBND {commune}; {address} là {role}.\n" + _privacy()


def _privacy() -> str:
    return (
        "Xã lưu tên, đơn vị, tài khoản nhắn tin và số liệu gửi lên; tin nhắn giữ 90 ngày. "
        "Gõ DỮ LIỆU CỦA TÔI để xem, RÚT TÊN để ngừng nhận tin."
    )


def joined_reporter(title: str, day: str) -> str:
    return f"Cảm ơn {title}. Sáng {day} xã nhắn. Cần gì gõ GIÚP."


def joined_officer(title: str) -> str:
    return (
        f"Cảm ơn {title}. Thêm nhóm lãnh đạo: đưa tôi vào nhóm, tôi sẽ hỏi lại ở đây. "
        "Chiều ngày hạn tôi gửi danh sách chưa báo cáo."
    )


def joined_leader(title: str) -> str:
    return f"Cảm ơn {title}. Bài tổng hợp đăng ở nhóm lãnh đạo mỗi tuần."


def wrong_person(commune: str) -> str:
    return f"Vâng, xin lỗi đã làm phiền. Mã này đã được hủy; UBND {commune} sẽ cấp mã khác."


def reports_by_phone(title: str, officer: str, phone: str) -> str:
    return f"Vâng, xã sẽ không nhắn tin số liệu. Đến hạn {title} gọi {officer}, {phone}. Muốn nhận tin lại, gõ ĐỒNG Ý."


def consent_first() -> str:
    return "Xin chọn một nút trước đã, hoặc gõ ĐỒNG Ý."


def withdrawn() -> str:
    return "Đã ngừng nhận tin và xóa tài khoản nhắn tin. Số liệu của đơn vị vẫn giữ. Muốn vào lại, xin xã mã mới."


def my_data(name: str, address: str, phone: str, roles: str, since: str) -> str:
    return (
        f"Xã đang lưu: họ tên {name}, xưng hô {address}, điện thoại {phone}, vai trò {roles}, "
        f"đồng ý từ {since}, tài khoản nhắn tin này, và số liệu đã gửi. Sai chỗ nào xin báo xã."
    )


# Asking


def greeting(address: str, unit: str, since: str, count: int) -> str:
    return f"Chào {address}. Số liệu {unit} từ {since} đến nay, {count} câu."


def numbered(number: int, total: int, question: str, unit: str = "") -> str:
    place = f"{unit}: " if unit else ""
    return f"{number}/{total}. {place}{question}"


def last_week(figure: str) -> str:
    return f"Tuần trước: {figure}."


def before(figure: str) -> str:
    return f"Trước đây: {figure}."


def keep(figure: str) -> str:
    return f"Vẫn {figure}"


def anything_new(labels: Sequence[str]) -> str:
    return f"{sentence(listing(labels))[:-1]}: có gì mới không?"


def which_is_new() -> str:
    return "Mục nào mới?"


def which_more() -> str:
    return "Còn mục nào mới nữa không?"


def which_part(label: str) -> str:
    return f"{sentence(label)[:-1]}: việc nào?"


def later(title: str, deadline: str) -> str:
    return f"Vâng. Lúc nào tiện, {title} bấm nút dưới đây hoặc gõ BÁO CÁO. Hạn {deadline}."


def with_or_without(figure: str, opposite: str, rest: str) -> str:
    return f"{sentence(figure)[:-1]} là số {opposite} hay {rest}?"


def with_it(opposite: str, other: str) -> str:
    return f"{sentence(opposite)[:-1]}: còn {other} chưa"


def without_it(rest: str, figure: str) -> str:
    return f"{sentence(rest)[:-1]}: {figure}"


def week_or_total(figure: str) -> str:
    return f"{figure} là riêng từ lần báo trước, hay tính từ đầu vụ, đầu năm?"


def since_start(other: str) -> str:
    return f"Từ đầu vụ: tuần này thêm {other}"


def is_it_decided(before: str, now: str, title: str) -> str:
    return f"Trước đây {before}, nay {now}. Đã có quyết định của xã chưa {title}?"


def told_without_decision(figure: str) -> str:
    return f"báo {figure}, chưa có quyết định"


def kept_for_check(before: str) -> str:
    return f"Xã ghi để đối chiếu, tạm tính {before}."


def later_without_deadline(title: str) -> str:
    return f"Vâng. Lúc nào tiện, {title} bấm nút dưới đây hoặc gõ BÁO CÁO."


def unusual(echo: str, reason: str, title: str) -> str:
    return f"{echo} Xã thấy khác thường: {reason}. {sentence(title)[:-1]} xem lại giúp, có đúng không ạ?"


def impossible(figure: str, limit: str, title: str) -> str:
    return f"Số nhận được là {figure}, nhưng {limit}. {sentence(title)[:-1]} xem lại giúp."


def profile_limit(unit: str, figure: str) -> str:
    return f"{unit} đang có {figure}"


def field_limit(figure: str) -> str:
    return f"mục này nhiều nhất {figure}"


def profile_wrong(officer: str, phone: str) -> str:
    return f"Nếu hồ sơ của xã sai, gọi {officer}, {phone}."


def left_empty() -> str:
    return "Xã để trống mục này, không tính là 0."


def marked_for_check() -> str:
    return "Xã ghi để đối chiếu."


def received(unit: str, items: str, title: str) -> str:
    return f"Đã nhận báo cáo của {unit}: {items}.\nCảm ơn {title}."


EARLY = ("Thôn gửi sớm nhất xã.", "Thôn gửi sớm thứ hai toàn xã.", "Thôn gửi sớm thứ ba toàn xã.")


def may_fix(deadline: str | None) -> str:
    return f"Cần sửa trước {deadline}: gõ SỬA." if deadline else "Cần sửa: gõ SỬA."


def as_before(labels: Sequence[str]) -> str:
    return f"{listing(labels)} như trước"


def what_to_fix(title: str) -> str:
    return f"{sentence(title)[:-1]} muốn sửa mục nào?"


def nothing_to_fix() -> str:
    return "Chưa có số nào để sửa."


def fixed(echo: str, old: str) -> str:
    return f"Đã sửa: {echo} (trước là {old})."


def left_as_it_was() -> str:
    return "Vâng, giữ nguyên như đã gửi."


def adjusted() -> str:
    return "Tuần này đã đăng tổng hợp nên xã ghi là điều chỉnh."


def my_unit(unit: str, days: str, given: str, left: str) -> str:
    lines = [f"{unit}, {days}: {given}." if given else f"{unit}, {days}: chưa có số liệu."]
    if left:
        lines.append(f"Còn {left}. Gõ BÁO CÁO để trả lời tiếp.")
    return "\n".join(lines)


def my_standing(name: str, value: str, target: str, status: str, more: str | None) -> str:
    wanted = f" (chỉ tiêu {target})" if target else ""
    left = f", còn {more}" if more else ""
    return f"- {name}: {value}{wanted}, {status}{left}."


def my_yes_no(name: str, *, is_yes: bool) -> str:
    return f"- {name}: {'đạt' if is_yes else 'chưa đạt'}."


def weeks_on_time(weeks: int) -> str:
    return f"Gửi đúng hạn {weeks} tuần liền."


# Not understood


def type_a_number(example: str) -> str:
    return f"Tôi chưa hiểu. Xin gõ một con số, ví dụ {example}."


def tap_or_type(labels: Sequence[str]) -> str:
    return f"Tôi chưa hiểu. Xin bấm một nút, hoặc gõ {' hoặc '.join(label.upper() for label in labels)}."


def one_figure(title: str) -> str:
    return f"{sentence(title)[:-1]} cho một số cụ thể giúp. Chưa chắc thì gõ dấu ?, xã để trống, không tính là 0."


def which_reading(title: str) -> str:
    return f"{sentence(title)[:-1]} xem giúp, số nào đúng?"


def whole_number(unit: str, example: str) -> str:
    return f"Mục này đếm chẵn theo {unit}, không có số lẻ. Ví dụ {example}."


def other_unit(unit: str, example: str) -> str:
    return f"Mục này tính bằng {unit}. Ví dụ {example}."


def two_numbers(example: str) -> str:
    return f"Xin gõ cả hai số, ví dụ {example}."


def two_figures(example: str) -> str:
    return f"Tin có hai con số, tôi không biết lấy số nào. Xin gõ một số, ví dụ {example}."


def level_not_change(title: str) -> str:
    return f"{sentence(title)[:-1]} cho biết hiện có bao nhiêu, đừng gõ tăng hay giảm bao nhiêu."


def this_week_alone(title: str, example: str) -> str:
    return f"{sentence(title)[:-1]} cho số riêng từ lần báo trước đến nay, không cộng dồn. Ví dụ {example}."


def this_week_s(title: str) -> str:
    return f"{sentence(title)[:-1]} cho số của tuần này giúp."


def not_negative(example: str) -> str:
    return f"Số không thể âm. Xin gõ lại, ví dụ {example}."


def nothing_or_same(figure: str | None) -> str:
    same = f" Không đổi thì gõ NHƯ CŨ ({figure})." if figure else ""
    return f"Hết hẳn thì gõ 0.{same}"


def flow_is_a_number(example: str, nothing: str) -> str:
    return f"Mục này mỗi tuần một số, ví dụ {example}. Không có thì gõ {nothing.upper()}."


def total_is_typed(example: str) -> str:
    return f"Mục này mỗi tuần gõ tổng số từ đầu năm, ví dụ {example}."


def not_understood_buttons(officer: str, phone: str) -> str:
    return f"Xin lỗi, tôi vẫn chưa hiểu. Bấm một nút dưới đây, hoặc gọi {officer}, {phone}, xã ghi hộ."


def not_read(words: str) -> str:
    return f"Còn «{words}» tôi chưa hiểu."


def about(label: str, text: str) -> str:
    return f"{sentence(label)[:-1]}: {text}"


def or_call(officer: str, phone: str) -> str:
    return f"Hoặc gọi {officer}, {phone}."


def not_understood_again(officer: str, phone: str, example: str) -> str:
    return f"Xin lỗi, tôi vẫn chưa hiểu. Gõ riêng con số, ví dụ {example}, hoặc gọi {officer}, {phone}, xã ghi hộ."


def type_the_numbers(title: str) -> str:
    return f"Tôi chỉ đọc được chữ và số. {sentence(title)[:-1]} gõ số giúp nhé."


def photo_kept(title: str) -> str:
    return f"Đã nhận ảnh, giữ cùng số liệu tuần này. {sentence(title)[:-1]} gõ giúp các số trong ảnh nhé."


def nothing_to_ask(title: str) -> str:
    return f"Hiện không có câu hỏi nào. Cần gì {title} gõ GIÚP."


def all_answered(title: str) -> str:
    return f"Số liệu tuần này đã đủ rồi, cảm ơn {title}. Muốn sửa thì gõ SỬA."


def stale_button() -> str:
    return "Nút này đã cũ."


def too_long() -> str:
    return "Tin này dài quá, tôi không đọc hết được. Xin gõ riêng từng con số."


def names_refused(title: str) -> str:
    return f"Tin có họ tên hoặc số giấy tờ nên xã không lưu. {sentence(title)[:-1]} chỉ gõ con số giúp."


def apology(officer: str, phone: str) -> str:
    return f"Xin lỗi, máy vừa gặp trục trặc, chưa ghi được tin này. Xin gõ lại, hoặc gọi {officer}, {phone}."


def help_reporter(title: str, officer: str, phone: str, deadline: str) -> str:
    return (
        f"Sáng ngày hỏi, xã nhắn vài câu; {title} bấm nút hoặc gõ số. Hạn {deadline}.\n"
        "BÁO CÁO: trả lời tiếp. SỬA: sửa số đã gửi. THÔN TÔI: xem số đã gửi. ĐỂ SAU: lúc khác. "
        "DỪNG: ngừng nhận tin.\n"
        "Chưa biết thì gõ dấu ?, xã để trống, không tính là 0.\n"
        f"Gặp người: {officer}, {phone}."
    )


def help_officer() -> str:
    return (
        "Chiều ngày hạn có danh sách chưa báo cáo, sáng hôm sau có dự thảo tổng hợp.\n"
        "CÒN THIẾU: xem ai chưa gửi. GHI HỘ: nhập thay một đơn vị. DỰ THẢO: xem bài tuần này.\n"
        "Lập nhóm lãnh đạo: đưa tôi vào nhóm rồi trả lời câu hỏi ở đây."
    )


def help_leader() -> str:
    return "Bài tổng hợp đăng ở nhóm lãnh đạo sáng ngày làm việc đầu tiên sau hạn."


def which_villages_not(said: str, count: int) -> str:
    return f"Trong {count} thôn, thôn nào {said}? Gõ tên các thôn, cách nhau bằng dấu phẩy."


def all_villages(count: int) -> str:
    return f"Cả {count} thôn đều có"


def unknown_villages(names: Sequence[str], title: str) -> str:
    if not names:
        return f"{sentence(title)[:-1]} gõ tên các thôn, ví dụ Nà A, Bản B. Không thôn nào thì gõ KHÔNG."
    return f"Trong danh sách không có thôn «{listing(names)}». {sentence(title)[:-1]} gõ lại tên các thôn giúp."


# Reminders


def first_reminder(address: str, unit: str, left: str, deadline: str) -> str:
    return f"Chào {address}. {sentence(unit)[:-1]} còn {left}, hạn {deadline}."


def questions_left(count: int, labels: Sequence[str]) -> str:
    return f"{count} câu: {listing(labels)}" if labels else f"{count} câu"


def second_reminder(address: str, unit: str, left: str, hours: str, officer: str, phone: str) -> str:
    return f"Chào {address}. Còn {hours} nữa hết hạn, {unit} còn {left}. Nếu bận, gọi {officer}, {phone}, xã ghi hộ."


def left_blank_note(unit: str) -> str:
    return f"Xã chưa nhận đủ số liệu tuần này của {unit} nên tạm để trống. Gửi lúc nào, xã bổ sung lúc đó."


def thanks_note(address: str, unit: str) -> str:
    return f"Cảm ơn {address}, xã đã nhận đủ số liệu tuần này của {unit}."


# The officer


def coverage(week: int, counts: Sequence[str]) -> str:
    return f"Tuần {week}: {listing(counts)} đã gửi."


def counted(done: int, due: int, noun: str) -> str:
    return f"{done}/{due} {noun}"


def contact(unit: str, address: str, phone: str | None) -> str:
    return f"{unit} ({address}, {phone})" if phone else f"{unit} ({address})"


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


def checked(unit: str) -> str:
    return f"Đã đối chiếu số của {unit}."


def nothing_to_check() -> str:
    return "Không có số nào chờ đối chiếu."


def remind_places(count: int) -> str:
    return f"Nhắc {count} nơi"


def reminded(sent: int, unreachable: Sequence[str]) -> str:
    tail = f" Không nhắn được: {listing(unreachable)}; xin gọi điện." if unreachable else ""
    return f"Đã nhắc {sent} nơi.{tail}"


def reminded_already() -> str:
    return "Hôm nay đã nhắc rồi; mỗi ngày một lần thôi để khỏi phiền bà con."


def for_which_unit() -> str:
    return "Ghi hộ nơi nào?"


def entering_for(unit: str) -> str:
    return f"Ghi hộ {unit}."


def entered_for(unit: str) -> str:
    return f"Đã ghi hộ {unit}."


def copy_of_entry(address: str, unit: str, officer: str, items: str) -> str:
    return f"Chào {address}. {officer} đã ghi hộ {unit}: {items}. Sai chỗ nào, gõ SỬA."


def draft(week: int, post_at: str, waiting: int) -> str:
    doubt = f" {waiting} số còn chờ đối chiếu, sẽ ghi chú trong bài." if waiting else ""
    return f"Dự thảo tổng hợp tuần {week}.{doubt} Đăng lúc {post_at} nếu không giữ lại."


def draft_needs_approval(week: int, post_at: str, waiting: int) -> str:
    doubt = f" {waiting} số còn chờ đối chiếu, sẽ ghi chú trong bài." if waiting else ""
    return f"Dự thảo tổng hợp tuần {week}.{doubt} Chờ duyệt trước {post_at}."


def waits_for_approval(week: int) -> str:
    return f"Bài tuần {week} vẫn chờ duyệt."


def posted(week: int, groups: Sequence[str]) -> str:
    return f"Đã đăng tổng hợp tuần {week} vào nhóm {listing([f'«{group}»' for group in groups])}."


def held(week: int) -> str:
    return f"Đã giữ lại bài tuần {week}. Khi nào đăng, bấm Duyệt."


def posted_before(week: int) -> str:
    return f"Bài tuần {week} đã đăng rồi."


def no_draft() -> str:
    return "Tuần này chưa có dự thảo."


def no_group(week: int) -> str:
    return f"Chưa có nhóm lãnh đạo nên chưa đăng được bài tuần {week}. Đưa tôi vào nhóm rồi bấm Duyệt."


def is_this_the_group(title: str) -> str:
    return f"Tôi vừa được đưa vào nhóm «{title}». Đây có phải nhóm lãnh đạo để đăng tổng hợp hằng tuần không?"


def group_bound(title: str) -> str:
    return f"Từ nay bài tổng hợp đăng vào nhóm «{title}»."


def group_refused(title: str) -> str:
    return f"Vâng, tôi không đăng gì vào nhóm «{title}»."


def group_hello() -> str:
    return "Kính chào các đồng chí. Nhóm này nhận bài tổng hợp thi đua của xã mỗi tuần một lần."


def post_in_doubt(week: int, group: str) -> str:
    return (
        f"Mạng đứt lúc đang đăng bài tuần {week} vào nhóm «{group}». "
        "Tôi không biết bài đã tới chưa nên không tự đăng lại. "
        "Xin xem trong nhóm giúp."
    )


def doubt_settled() -> str:
    return "Vâng, đã ghi là bài đã tới nhóm."


def posting_again() -> str:
    return "Vâng, tôi đăng lại ngay."


def confirm_stop(title: str) -> str:
    return f"Xã thôi nhắn tin số liệu cho {title} nhé? {sentence(title)[:-1]} vẫn báo được qua điện thoại."


def not_allowed() -> str:
    return "Việc này dành cho cán bộ tổng hợp của xã."
