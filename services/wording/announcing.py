"""THÔNG BÁO: what an officer is asked and told of an announcement, and what stands around its text."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import bullets, listing, quoted, sentence

RECEIVED = "Đã nhận"
SEND_WITH_RECEIPT = "Gửi, cần"
SEND = "Gửi, không cần"
CHOOSE_AUDIENCE = "Chọn"
CORRECT_ANNOUNCEMENT = "Đính chính thông báo"
IS_ANNOUNCEMENT = "Nội dung thông báo"
HAS_NOBODY = "chưa có người"
HAS_NOT_JOINED = "chưa vào kênh"
HAS_BLOCKED = "đã chặn máy"
REPORTS_BY_PHONE = "báo qua điện thoại"
ANNOUNCED_PICTURE = "ảnh"
OF_COMMUNE = "Xã"


# What is asked


def announce_what(title: str) -> str:
    return f"{sentence(title)[:-1]} gõ nội dung, hoặc gửi ảnh, tệp kèm lời."


def correct_what(title: str, day: str, excerpt: str) -> str:
    return f"Đính chính thông báo {day} («{excerpt}»). {sentence(title)[:-1]} gõ nội dung mới, đủ cả câu."


def announce_needs_words(file: str) -> str:
    return f"Đã nhận {file}. Xin gõ lời kèm theo."


def announce_too_long(most: int) -> str:
    return f"Dài quá {most} chữ nên tôi chưa nhận. Xin gõ ngắn lại, phần dài thì gửi thành tệp."


def announce_file_too_large() -> str:
    return "Tệp này lớn hơn 10 MB nên tôi chưa nhận. Xin gửi tệp nhỏ hơn."


def announce_whom(file: str) -> str:
    """`file`: what goes with it, or ""."""
    more = f"Kèm {file}. " if file else ""
    hint = "" if file else " Muốn kèm ảnh, tệp thì gửi luôn."
    return f"{more}Gửi cho ai? Chọn, hoặc gõ tên nơi.{hint}"


def announce_whom_else(example: str) -> str:
    return f"Gõ tên nơi hoặc vai trò, cách nhau bằng dấu phẩy, ví dụ {example}."


def announce_to_whom_typed() -> str:
    return "Gửi cho ai? Xin gõ tên nơi, hoặc tất cả."


def announce_no_such_place(name: str) -> str:
    return f"Không có nơi nào tên «{name}». Xin gõ lại tên nơi."


def all_places(count: int) -> str:
    return f"Tất cả {count} nơi"


def places_of_kind(count: int, kind: str) -> str:
    return f"{count} {kind}"


def whose_words(said: str, unit: str) -> str:
    return f"«{said}» là nội dung thông báo, hay trả lời cho {unit} ạ?"


# The preview


def announced_file(name: str) -> str:
    return f"tệp «{name}»"


def announce_preview(
    excerpt: str,
    audience: str,
    count: int,
    reached: int,
    unreached: Sequence[str],
    file: str,
    without_file: Sequence[str],
    quotas: Sequence[str],
    later: str,
    *,
    is_launch: bool,
) -> str:
    """«Gửi 28 thôn, 26 nơi nhận được. Không gửi được: Nà Pò (chưa có người).»; `later`: «7 giờ ngày mai»."""
    lines = [f"«{excerpt}» gửi {audience}: {reached}/{count} nơi nhận được."]
    if unreached:
        lines.append(f"Không gửi được: {'; '.join(unreached)}.")
    if file:
        lines.append(f"Kèm {file}.")
    if without_file:
        lines.append(f"Chỉ nhận được chữ, không nhận được tệp: {listing(without_file)}.")
    lines += quotas
    if later:
        lines.append(f"Giờ này bà con nghỉ, tôi gửi lúc {later}.")
    if is_launch:  # is never urgent, and always acknowledged
        return "\n".join(lines)
    if later:
        lines[-1] += " Việc khẩn thì bấm «Việc khẩn»."
    return "\n".join([*lines, "Có cần bấm «Đã nhận» không?"])


URGENT = "Việc khẩn:"
SEND_URGENT, SEND_URGENT_NOW, SEND_IN_THE_MORNING = "Việc khẩn", "Gửi khẩn ngay", "Để sáng gửi"


def urgent_means(reached: int, text: str) -> str:
    """`text` with what will stand before it."""
    return (
        f"Gửi ngay trong đêm cho {reached} nơi, điện thoại của bà con sẽ kêu. Tin là: «{text.rstrip('.')}». "
        "Có nút «Đã nhận». Chỉ nên dùng khi có thiên tai, cháy, an ninh; nơi nào chưa bấm «Đã nhận» thì xin gọi điện."
    )


def quota_left(label: str, left: str, needed: str, most: str, *, is_short: bool) -> str:
    short = " Nên giữ 1.500 tin cho việc hỏi số liệu." if is_short else ""
    return f"{label} còn {left} tin tháng này, lần này hết {needed} tin, cần «Đã nhận» thì tới {most} tin.{short}"


def unreached(names: Sequence[str], reason: str) -> str:
    return f"{listing(names)} ({reason})"


def nobody_to_announce_to(unreached: Sequence[str]) -> str:
    why = f" Không gửi được: {'; '.join(unreached)}." if unreached else ""
    return f"Chưa gửi được cho ai.{why} Xin gõ nơi khác."


def announced(reached: int, contacts: Sequence[str], without: Sequence[str], excerpt: str) -> str:
    """`contacts`: whom to call; `without`: places that have nobody; `excerpt` where it was sent in the morning."""
    lines = [f"Đã gửi thông báo «{excerpt}», {reached} nơi." if excerpt else f"Đã gửi {reached} nơi."]
    if contacts:
        lines.append(f"Không gửi được, xin gọi điện: {listing(contacts)}.")
    if without:
        lines.append(f"Chưa có người: {listing(without)}.")
    return "\n".join(lines)


def announced_later(moment: str) -> str:
    return f"Vâng, {moment} tôi gửi. Muốn thôi thì bấm trước giờ đó."


def announcement_dropped() -> str:
    return "Vâng, tôi không gửi gì."


def announced_before(day: str) -> str:
    return f"Thông báo này đã gửi {day} rồi. Đã gửi thì không sửa được; cần sửa thì đính chính."


NO_SENDING_AGAIN = "Không gửi lại"


def send_again(count: int) -> str:
    return f"Gửi lại {count} nơi"


def announcement_in_doubt(excerpt: str, contacts: Sequence[str]) -> str:
    return (
        f"Mạng đứt lúc gửi thông báo «{excerpt}», chưa rõ đã tới chưa: {listing(contacts)}. "
        "Tôi không tự gửi lại để khỏi tới hai lần; xin hỏi rồi bấm."
    )


def sending_again(count: int) -> str:
    return f"Vâng, tôi gửi lại {count} nơi."


def not_sending_again() -> str:
    return "Vâng, tôi không gửi lại."


def announcements_held(excerpts: Sequence[str]) -> str:
    """After a backup was put back, in which these waited for the morning."""
    return f"{quoted(excerpts)} chờ gửi lúc sao lưu, có thể đã gửi rồi nên tôi không tự gửi. Cần thì gõ THÔNG BÁO."


def announcements_not_sent(excerpts: Sequence[str]) -> str:
    """After the commune was out of service while these waited for the morning."""
    return (
        f"{quoted(excerpts)} chờ gửi từ trước lúc xã tạm ngừng bot, nay đã cũ nên tôi không gửi. Cần thì gõ THÔNG BÁO."
    )


# What people read


def announcement_of(commune: str) -> str:
    return f"Thông báo của UBND {commune}:"


def correction_of_announcement(day: str, excerpt: str) -> str:
    return f"Đính chính thông báo {day} của xã («{excerpt}»):"


def file_not_here() -> str:
    return "Có tệp kèm theo mà kênh này không nhận được, xin hỏi xã."


def to_ask_call(officer: str, phone: str) -> str:
    return f"Cần hỏi, gọi {officer}, {phone}."


def received_thanks(title: str, units: Sequence[str]) -> str:
    """`units`: for which it counts; none for somebody of the commune's own offices."""
    whose = f"{listing(units)} đã nhận" if units else "đã nhận thông báo"
    return f"Cảm ơn {title}. Xã ghi {whose}."


def received_before(title: str) -> str:
    return f"Thông báo này đã ghi là đã nhận rồi, cảm ơn {title}."


def nothing_to_receive(title: str) -> str:
    return f"Không có thông báo nào chờ {title} xác nhận."


def received_yet(address: str, day: str, excerpt: str, title: str) -> str:
    return (
        f"Chào {address}. Thông báo {day} của xã («{excerpt}») {title} xem được chưa ạ? "
        "Muốn xem lại thì gõ XEM THÔNG BÁO."
    )


def notices(lines: Sequence[str]) -> str:
    """What was announced to somebody in the last 30 days."""
    return f"Thông báo của xã trong 30 ngày qua:\n{bullets(lines)}"


def no_notices() -> str:
    return "30 ngày qua xã không có thông báo nào."


def notice_line(day: str, excerpt: str) -> str:
    return f"{day}: «{excerpt}»"


def notice_button(day: str, excerpt: str) -> str:
    return f"{day}: {excerpt}"[:40].rstrip(" ,.…")


def notices_before(count: int) -> str:
    """To a newcomer in a unit."""
    return f"30 ngày qua xã có {count} thông báo, gõ XEM THÔNG BÁO."


# Who has not received it


def sent_line(day: str, excerpt: str, audience: str, received: int, places: int, *, wants_receipt: bool) -> str:
    how = f"đã nhận {received}/{places} nơi" if wants_receipt else "không cần đã nhận"
    return f"{day}: «{excerpt}», gửi {audience}, {how}"


def waiting_line(moment: str, excerpt: str, audience: str) -> str:
    return f"{moment} sẽ gửi: «{excerpt}», {audience}"


def received_count(excerpt: str, day: str, received: int, places: int) -> str:
    return f"Thông báo {day} («{excerpt}»): {received}/{places} nơi đã nhận."


def not_received(contacts: Sequence[str], without: Sequence[str]) -> str:
    """`without`: places that have nobody."""
    lines = [f"Chưa: {listing(contacts)}." if len(contacts) <= 3 else f"Chưa:\n{bullets(contacts)}"] if contacts else []
    return "\n".join([*lines, *([f"Chưa có người: {listing(without)}."] if without else [])])


def everybody_received() -> str:
    return "Mọi nơi đã nhận rồi."


def people_sleep() -> str:
    return "Giờ này bà con nghỉ. Xin nhắc sau 7 giờ sáng; việc gấp thì gọi điện."
