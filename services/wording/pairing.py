"""What is said about codes: a second messenger, a group that is bound by a mention, and a platform that is full."""

from __future__ import annotations

from collections.abc import Sequence

from services.wording.basics import sentence


def code_for_another(code: str, minutes: int) -> str:
    return (
        f"Mã của riêng mình: {code}, dùng một lần, trong {minutes} phút. Mở ứng dụng kia, tìm kênh của xã, gõ mã này."
    )


def linked(title: str) -> str:
    return f"Đã nối. Từ nay xã nhắn {title} ở đây; muốn nhận ở ứng dụng kia, sang đó gõ NHẮN Ở ĐÂY."


def linked_before(title: str) -> str:
    return f"Kênh này đã nối với tên {title} rồi."


def preferred_here(title: str) -> str:
    return f"Vâng, từ nay xã nhắn {title} ở đây. Không gửi được ở đây thì xã nhắn ở kênh kia."


def only_channel(title: str) -> str:
    return f"{sentence(title)[:-1]} chỉ có một kênh là đây. Muốn nhận tin ở ứng dụng khác nữa, gõ THÊM KÊNH."


def too_many_codes() -> str:
    return "Mã sai nhiều lần quá. Xin thử lại sau một giờ, hoặc hỏi UBND xã."


def group_code(code: str, minutes: int, *, by_command: Sequence[str], by_mention: Sequence[str]) -> str:
    """`by_command` and `by_mention`: on which messengers the code is typed in which way, as far as there are any."""
    ways = []
    if by_command:
        where = f"Nhóm {', '.join(by_command)}: " if by_mention else ""
        ways.append(
            f"{where}đưa tôi vào nhóm, rồi trong nhóm gõ /manhom, một dấu cách và mã này. "
            "Sau đó tôi hỏi lại ở khung chat riêng."
        )
    if by_mention:
        where = f"Nhóm {', '.join(by_mention)}: " if by_command else ""
        ways.append(
            f"{where}mời tôi vào nhóm, rồi trong nhóm chọn @ tên tôi và gõ mã này. "
            "Sau đó một cán bộ khác xác nhận ở khung chat riêng."
        )
    told = "\n".join(way[:1].upper() + way[1:] for way in ways)
    return f"Mã nhóm: {code}, dùng một lần, trong {minutes} phút.{chr(10) if len(ways) > 1 else ' '}{told}"


def bind_by_code() -> str:
    """In a group, to somebody who speaks in its name: nobody can say who that is."""
    return (
        "Quản trị viên đang ẩn danh nên tôi không biết là ai. Nếu đây là nhóm lãnh đạo xã: cán bộ tổng hợp gõ "
        "«mã nhóm» ở khung chat riêng với tôi, rồi trả lời tin này bằng mã nhận được."
    )


def hidden_asks() -> str:
    """In the leaders' group, to somebody who speaks in its name and asks for what is told in private."""
    return "Việc này tôi chỉ gửi riêng, mà đồng chí đang ẩn danh nên tôi không biết gửi cho ai. Xin nhắn riêng cho tôi."


def group_named_after(address: str, day: str) -> str:
    return f"nhóm {address} nối ngày {day}"


def second_officer_is_asked(group: str) -> str:
    return f"Đã nhận mã ở «{group}». Tôi đã hỏi cán bộ khác xác nhận; xác nhận rồi tôi mới đăng."


def second_officer_is_missing(group: str) -> str:
    return f"Đã nhận mã ở «{group}», nhưng cần một cán bộ thứ hai xác nhận mà xã chưa có. Xin mời thêm một cán bộ."


def is_this_the_group_of(address: str, title: str) -> str:
    return f"{sentence(address)[:-1]} vừa nối «{title}» để đăng tổng hợp hằng tuần. Đúng là nhóm lãnh đạo không?"


def somebody_else_confirms() -> str:
    return "Nhóm này cần một cán bộ khác xác nhận."


def quota_warning(channel: str, used: str, quota: str) -> str:
    return (
        f"{channel} tháng này đã dùng {used}/{quota} tin. Gần hết thì tôi thôi gửi lời nhắc trước, "
        "câu hỏi và trả lời vẫn gửi. Ai có kênh khác, nhờ gõ THÊM KÊNH."
    )


def quota_stopped(channel: str) -> str:
    return (
        f"{channel} không nhận thêm tin của tôi lúc này. Ai có kênh khác thì tôi nhắn ở đó; "
        "tin còn lại chờ. Nơi nào chưa gửi, xin gọi điện."
    )
