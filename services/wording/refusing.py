"""What is said when something was not understood, or cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import listing, sentence


def not_understood() -> str:
    """Before a question that is put once more."""
    return "Tôi chưa hiểu."


def when_it_is_clear(title: str) -> str:
    """To «để tôi hỏi lại đã»; the choice is put once more below it."""
    return f"Vâng, lúc nào rõ {title} chọn giúp."


def type_a_number(example: str) -> str:
    return f"Tôi chưa hiểu. Xin gõ một con số, ví dụ {example}."


def tap_or_type(labels: Sequence[str]) -> str:
    return f"Tôi chưa hiểu. Xin chọn {' hoặc '.join(label.upper() for label in labels)}."


def which_question(said: str, title: str, example: str) -> str:
    return f"«{said}» là của câu nào ạ? {sentence(title)[:-1]} ghi số câu trước, ví dụ {example}"


def whose_figures(own: str, other: str, title: str) -> str:
    return f"Tin nhắc đến {other}. Số này là của {own} hay của {other}, {title}?"


def of_unit(unit: str) -> str:
    return f"Của {unit}"


def not_of_unit(own: str) -> str:
    return f"Vâng, tôi không ghi vào {own}."


def added_or_instead(before: str, title: str) -> str:
    return f"Trước ghi {before}. {sentence(title)[:-1]} muốn tính thêm vào đó, hay số này thay số trước?"


def total_now(figure: str) -> str:
    return f"Tính ra là {figure}"


def alone_now(figure: str) -> str:
    return f"Chỉ {figure}"


def written_before(said: str) -> str:
    return f"«{said}» gửi trước khi có câu này nên tôi chưa ghi."


def write_numbers(examples: str, title: str) -> str:
    return f"Tôi chưa hiểu. {sentence(title)[:-1]} ghi số câu rồi câu trả lời, ví dụ:\n{examples}"


def one_figure(title: str) -> str:
    return f"{sentence(title)[:-1]} cho một số cụ thể giúp. Chưa chắc thì gõ dấu ?, xã để trống, không tính là 0."


def which_reading(title: str) -> str:
    return f"{sentence(title)[:-1]} xem giúp, số nào đúng?"


def whole_number(unit: str, example: str) -> str:
    return f"Số {unit} phải là số tròn, ví dụ {example}."


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
    return f"Mục này gõ số mới của tuần này, ví dụ {example}. Không có thì gõ {nothing.upper()}."


def total_is_typed(example: str) -> str:
    return f"Mục này mỗi tuần gõ tổng số từ đầu năm, ví dụ {example}."


def not_understood_buttons(officer: str, phone: str) -> str:
    return f"Xin lỗi, tôi vẫn chưa hiểu. Xin chọn một mục dưới đây, hoặc gọi {officer}, {phone}, xã ghi hộ."


_QUOTED = 6  # words


def not_read(words: str) -> str:
    cut = words.split()
    said = " ".join(cut[:_QUOTED]) + ("…" if len(cut) > _QUOTED else "")
    return f"Còn «{said}» tôi chưa hiểu."


def tell_again(labels: Sequence[str]) -> str:
    return f"Còn {listing(labels)} tôi chưa rõ, xin báo lại riêng."


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


def enough_photos(title: str) -> str:
    return f"Tuần này đã đủ ảnh, ảnh vừa rồi không giữ. {sentence(title)[:-1]} gõ giúp các số trong ảnh nhé."


def nothing_to_ask(title: str) -> str:
    return f"Hiện không có câu hỏi nào. Cần gì {title} gõ GIÚP."


def for_reporters(title: str, officer: str, phone: str) -> str:
    """To a leader who types what only those type who report."""
    return (
        "Việc này dành cho người báo số liệu của thôn, trường, cơ quan. "
        f"{sentence(title)[:-1]} làm được gì: gõ GIÚP. Cần thì gọi {officer}, {phone}."
    )


def officer_reports_nothing(title: str) -> str:
    """BÁO CÁO and the like from an officer who answers for no unit."""
    return (
        f"{sentence(title)[:-1]} không báo số liệu của nơi nào nên chưa có câu hỏi. Ghi thay một nơi: gõ GHI HỘ. "
        "Xem từng nơi: gõ THÔN. Xem cả tuần: gõ BẢNG."
    )


def ask_privately() -> str:
    """In the leaders' group, to a command that is no matter for groups."""
    return "Việc này xin nhắn riêng cho tôi. Trong nhóm tôi trả lời /tonghop, /chitieu, /giup."


def group_is_not_bound(officer: str, phone: str) -> str:
    """In a group that no officer has confirmed, to somebody the commune knows."""
    return (
        "Nhóm này chưa nối với tôi nên tôi chưa trả lời trong nhóm. "
        f"Cán bộ tổng hợp ({officer}, {phone}) gõ MÃ NHÓM ở khung chat riêng với tôi là nối được."
    )


def all_answered(title: str) -> str:
    return f"Số liệu tuần này đã đủ rồi, cảm ơn {title}. Muốn sửa thì gõ SỬA."


def stale_button() -> str:
    return "Nút này đã cũ."


def too_long() -> str:
    return "Tin này dài quá, tôi không đọc hết được. Xin gõ riêng từng con số."


def caption_too_long() -> str:
    return "Đã nhận ảnh, nhưng lời kèm dài quá, tôi không đọc hết được. Xin gõ riêng từng con số."


def names_refused(title: str) -> str:
    return f"Tin giống như có họ tên hoặc số giấy tờ nên xã không lưu. {sentence(title)[:-1]} gõ riêng con số giúp."


def names_are_not_kept() -> str:
    return "Tôi không lưu tên người, chỉ lưu số liệu."


def apology(officer: str, phone: str) -> str:
    return f"Xin lỗi, máy vừa gặp trục trặc, chưa ghi được tin này. Xin gõ lại, hoặc gọi {officer}, {phone}."


def help_reporter(title: str, officer: str, phone: str, deadline: str, own: str) -> str:
    return (
        f"Sáng ngày hỏi, xã nhắn vài câu; {title} chọn hoặc gõ câu trả lời. Hạn {deadline}.\n"
        "• Số liệu. BÁO CÁO: trả lời tiếp. SỬA: sửa số đã gửi. THÔN TÔI: xem số đã gửi. ĐỂ SAU: lúc khác. "
        "BÁO VẮNG: khi đi vắng. GIAO ƯỚC: xem, đổi giao ước năm. BIỂU DƯƠNG: cách xét.\n"
        "• VIỆC TỐT: kể một việc tốt của thôn, của đơn vị.\n"
        "• BẢNG ĐIỂM: tháng 12, điểm của nơi mình.\n"
        f"{own}\n"
        "Chưa biết thì gõ dấu ?, xã để trống, không tính là 0.\n"
        f"Gặp người: {officer}, {phone}."
    )


def which_villages_not(said: str, count: int) -> str:
    return f"Trong {count} thôn, thôn nào {said}? Gõ tên các thôn, cách nhau bằng dấu phẩy."


def all_villages(count: int) -> str:
    return f"Cả {count} thôn đều có"


def unknown_villages(names: Sequence[str], title: str) -> str:
    if not names:
        return f"{sentence(title)[:-1]} gõ tên các thôn, ví dụ Nà A, Bản B. Không thôn nào thì gõ KHÔNG."
    return f"Trong danh sách không có thôn «{listing(names)}». {sentence(title)[:-1]} gõ lại tên các thôn giúp."
