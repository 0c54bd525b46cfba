"""What is said to somebody who comes in or goes out."""

from __future__ import annotations

from services.wording.basics import sentence

# What a person is, in words; a later line comes before an earlier one where somebody is both.
ROLE_NAMES = {
    "village-head": "trưởng thôn",
    "deputy": "phó thôn",
    "reporter": "người báo cáo",
    "officer": "cán bộ tổng hợp",
    "deputy-officer": "người duyệt bài thay cán bộ tổng hợp",
    "leader": "lãnh đạo",
}


def stranger(commune: str) -> str:
    return (
        f"Kênh này chỉ dành cho cán bộ thôn, trường học, cơ quan của {commune}. Ông/bà liên hệ UBND xã để được cấp mã; "
        "có mã rồi thì gõ mã vào đây."
    )


def nobody_is_in_yet() -> str:
    """While there is no officer: whoever set the program up writes first."""
    return (
        "Kênh này chưa bắt đầu chạy: chưa có cán bộ tổng hợp. Ai có mã in trên máy thì gõ mã vào đây. "
        "Người khác xin chờ UBND xã cấp mã."
    )


def stranger_of_several() -> str:
    """At a bot that communes share: which ones is nobody's business."""
    return (
        "Kênh này chỉ dành cho cán bộ thôn, trường học, cơ quan đã được xã cấp mã. Ông/bà liên hệ UBND xã để được cấp "
        "mã; có mã rồi thì gõ mã vào đây."
    )


def which_commune() -> str:
    return "Ông/bà đang nhắn cho xã nào? Xin chọn một nút, tôi chuyển đúng nơi."


def which_commune_of_group(title: str) -> str:
    return f"Nhóm «{title}» là của xã nào? Xin chọn một nút."


def speaking_to(commune: str) -> str:
    return f"Từ giờ tin ông/bà gõ được chuyển cho {commune}, tới khi xã khác nhắn. Muốn đổi thì gõ tên xã kia."


def said_by(commune: str, text: str) -> str:
    """What a commune says to somebody who is in another one too."""
    return f"[{commune}] {text}"


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
        "Xã lưu tên, đơn vị, tài khoản nhắn tin và số liệu gửi lên; tin nhắn giữ 90 ngày rồi xóa. "
        "Gõ DỮ LIỆU CỦA TÔI để xem, DỪNG để thôi nhận tin, RÚT TÊN để xóa tên."
    )


TAKE = "Đúng, tôi nhận"
LEAVE = "Không phải tôi"


def takes_unit(title: str, unit: str, *, more: bool) -> str:
    """`more`: they have something to do already, and this comes to it."""
    return f"{sentence(title)[:-1]} nhận báo cáo cho {unit}{' nữa' if more else ''} phải không?"


def takes_role(title: str, role: str) -> str:
    return f"{sentence(title)[:-1]} nhận làm {role} phải không?"


def left_to_another(title: str) -> str:
    return f"Vâng, {title} vẫn như cũ. Mã này để dành cho người được mời."


def thanks_for_unit(title: str, unit: str, then: str) -> str:
    return f"Cảm ơn {title}. Từ nay {title} báo cáo cho {unit}. {then}"


def questions_come(day: str) -> str:
    return f"Sáng {day} xã nhắn."


def questions_are_waiting() -> str:
    return "Tuần này còn câu hỏi, gõ BÁO CÁO để trả lời."


def joined_reporter(title: str, then: str) -> str:
    return f"Cảm ơn {title}. {then} Cần gì gõ GIÚP."


def joined_without_role(title: str) -> str:
    return f"Cảm ơn {title}. Hiện {title} không còn vai trò nào; cần gì xin hỏi xã."


def joined_officer(title: str) -> str:
    return (
        f"Cảm ơn {title}. Thêm nhóm lãnh đạo: đưa tôi vào nhóm, tôi sẽ hỏi lại ở đây. "
        "Chiều ngày hạn tôi gửi danh sách chưa báo cáo."
    )


def joined_deputy(title: str) -> str:
    return f"Cảm ơn {title}. Đến giờ đăng bài mà chưa ai duyệt, tôi gửi dự thảo nhờ {title} xem và duyệt."


def joined_leader(title: str, *, in_group: bool) -> str:
    where = "đăng ở nhóm lãnh đạo" if in_group else f"gửi cho {title} ở đây"
    return f"Cảm ơn {title}. Bài tổng hợp {where} mỗi tuần."


def wrong_person(commune: str) -> str:
    return f"Vâng, xin lỗi đã làm phiền. Mã này đã được hủy; UBND {commune} sẽ cấp mã khác."


def reports_by_phone(title: str, officer: str, phone: str) -> str:
    return f"Vâng, xã sẽ không nhắn tin số liệu. Đến hạn {title} gọi {officer}, {phone}. Muốn nhận tin lại, gõ ĐỒNG Ý."


def consent_first() -> str:
    return "Xin chọn một mục trước đã, hoặc gõ ĐỒNG Ý."


def then_agree() -> str:
    return "Vâng. Vậy xin bấm Đồng ý để nhận tin."


def confirm_withdrawal(title: str) -> str:
    return (
        f"Xã xóa tên và tài khoản nhắn tin của {title} nhé? Số liệu đã gửi vẫn giữ. "
        f"Muốn vào lại, {title} phải xin xã mã mới."
    )


def has_withdrawn(roles: str, without: str) -> str:
    """To the officers, without a name: it is just what is not kept. `without`: units that nobody reports for now."""
    text = f"{sentence(roles or 'một người')[:-1]} vừa rút tên; tên và tài khoản nhắn tin đã xóa."
    if without:
        text += f" Nay chưa có ai báo cáo cho {without}: xin cấp mã mời người khác, trong lúc chờ thì GHI HỘ."
    return text


def withdrawn() -> str:
    return "Đã ngừng nhận tin và xóa tài khoản nhắn tin. Số liệu của đơn vị vẫn giữ. Muốn vào lại, xin xã mã mới."


def my_data(
    name: str,
    address: str,
    phone: str,
    roles: str,
    since: str,
    away: str = "",
    notices: int = 0,
    rounds: int = 0,
    deeds: int = 0,
) -> str:
    """`away`: «đến hết thứ Bảy 5/12». `notices`: announcements that they wrote, were sent or have received.

    `rounds`: how many they have opened; `deeds`: how many good deeds they have told.
    """
    held = f"vai trò {roles}" if roles else "không còn vai trò nào"
    agreed = f"đồng ý từ {since}" if since else "chưa đồng ý"
    absence = f", vắng {away}" if away else ""
    told = f", {notices} thông báo của xã đã soạn, đã gửi hoặc đã nhận (xóa sau 90 ngày)" if notices else ""
    told += f", {deeds} việc tốt đã kể (không đăng thì xóa sau 90 ngày)" if deeds else ""
    told += f", {rounds} đợt thi đua đã mở" if rounds else ""
    return (
        f"Xã đang lưu: họ tên {name}, xưng hô {address}, điện thoại {phone}, {held}, "
        f"{agreed}{absence}{told}, tài khoản nhắn tin này, và số liệu đã gửi. Sai chỗ nào xin báo xã."
    )


def post_refused(what: str, group: str, button: str) -> str:
    """To an officer: the leaders' group does not take the post (the bot was put out of it, or may not write)."""
    return (
        f"Chưa đăng được {what} vào nhóm «{group}»: nhóm không nhận tin của tôi. "
        f"Xin xem tôi còn ở trong nhóm và được gửi ảnh không, rồi chọn «{button}»."
    )


def post_was_held(what: str, group: str, button: str) -> str:
    """To an officer, after the commune was out of service while the post waited."""
    return f"Chưa đăng {what} vào nhóm «{group}»: lúc đó xã tạm ngừng bot. Nếu vẫn cần đăng, xin chọn «{button}»."


def help_oneself(*, has_several: bool) -> str:
    """What everybody may type about their own name and telephone. `has_several`: the commune has several messengers."""
    return (
        "• Thông báo của xã. XEM THÔNG BÁO: xã đã báo gì. ĐÃ NHẬN: báo là đã xem.\n"
        "• Riêng mình. DỪNG: ngừng nhận tin. DỮ LIỆU CỦA TÔI: xem xã lưu gì. RÚT TÊN: xóa tên."
    ) + (" THÊM KÊNH: nhận tin ở cả ứng dụng khác. NHẮN Ở ĐÂY: chọn nơi nhận tin." if has_several else "")
