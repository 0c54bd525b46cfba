"""What whoever looks after the machine hears of its troubles: what is wrong, what it means, what to do."""

from __future__ import annotations


def trouble(text: str) -> str:
    return f"⚠ Máy báo: {text}"


def still(text: str) -> str:
    return f"⚠ Vẫn còn: {text}"


def all_clear(text: str) -> str:
    return f"Đã ổn trở lại. Trước đó: {text}"


def job_is_late(title: str, minutes: int) -> str:
    return f"việc «{title}» đáng ra chạy từ {minutes} phút trước mà chưa chạy. Xin người phụ trách máy xem nhật ký."


def outbox_grows(channel: str, count: int, minutes: int) -> str:
    return f"{count} tin qua {channel} chưa gửi được, tin lâu nhất đã {minutes} phút. Số liệu không mất; xin xem mạng."


def inbox_grows(channel: str, count: int, minutes: int) -> str:
    return f"{count} tin đến qua {channel} chưa được trả lời, tin lâu nhất đã {minutes} phút. Xin xem nhật ký."


def database_moved() -> str:
    """Sent past the outbox, as the next two: the database takes nothing."""
    return (
        "⚠ Máy báo: tệp số liệu đang dùng đã bị dời đi, xóa hoặc thay. Từ lúc đó máy không nhận tin nào nữa; tin mọi "
        "người gửi còn chờ ở ứng dụng nhắn tin. Xin đưa tệp về chỗ cũ, hoặc dừng máy rồi chạy: thidua restore."
    )


def database_unusable() -> str:
    return (
        "⚠ Máy báo: không ghi được vào kho số liệu. Từ lúc đó máy không nhận tin nào nữa; tin mọi người gửi còn chờ ở "
        "ứng dụng nhắn tin. Xin xem ổ đĩa hoặc máy chủ dữ liệu, rồi chạy: thidua check."
    )


def database_usable_again() -> str:
    return "Kho số liệu ghi lại được rồi. Tin gửi trong lúc đó sẽ được trả lời."


def codes_are_guessed(count: int) -> str:
    return f"{count} lần thử mã mời sai trong một giờ qua. Chưa ai vào được; nếu lạ, xin báo người phụ trách máy."


def channel_is_silent(channel: str, minutes: int) -> str:
    return f"{channel} không trả lời đã {minutes} phút. Xin xem mạng; tin chưa gửi sẽ tự gửi sau."


def clock_is_wrong(seconds: int) -> str:
    return f"đồng hồ của máy lệch {seconds} giây: hạn và giờ nhắc sẽ sai. Xin đặt lại giờ (timedatectl set-ntp true)."


def clock_jumped(seconds: int) -> str:
    return f"đồng hồ của máy vừa nhảy {seconds:+d} giây. Xin xem lại giờ của máy."


def disk_is_full(folder: str, megabytes: int) -> str:
    return f"ổ đĩa chứa {folder} chỉ còn {megabytes} MB. Hết chỗ thì máy không ghi được số liệu; xin dọn bớt."


def ticker_stands(minutes: int) -> str:
    return f"máy đã {minutes} phút không xem việc đến giờ. Xin khởi động lại máy."


def no_backup(hours: int | None) -> str:
    since = "chưa có bản sao lưu nào tốt" if hours is None else f"bản sao lưu tốt gần nhất đã {hours} giờ"
    return f"{since}. Xin xem ổ đĩa, rồi chạy: thidua backup"


def restored(made_at: str, weeks: str) -> str:
    """To the officers after a restore; `weeks` are those whose post may have gone out since, "" for none."""
    text = f"Số liệu vừa được khôi phục từ bản sao lưu lúc {made_at}. Những gì gửi sau lúc đó phải gửi lại."
    if weeks:
        text += f" Bài tổng hợp tuần {weeks} có thể đã đăng rồi nên máy không tự đăng; chưa có thì gõ DỰ THẢO để đăng."
    return text


def campaign_is_faulty(count: int) -> str:
    """To the officers of a commune whose file cannot be used; what was said to the bot waits."""
    return (
        f"Tệp chiến dịch của xã có {count} lỗi, người quản trị máy đã được báo. Bot tạm ngừng trả lời và nhắc ở xã ta; "
        "tin gửi đến được giữ lại và trả lời sau khi sửa xong."
    )


def campaign_is_mended() -> str:
    return "Tệp chiến dịch của xã đã dùng lại được: bot trả lời tiếp, kể cả tin đã gửi trong lúc chờ."


def commune_is_faulty(place: str, reason: str) -> str:
    """To whoever looks after the machine."""
    return f"Không phục vụ được {place}: {reason}. Các xã khác không bị ảnh hưởng; thidua communes liệt kê hết các lỗi."


def commune_is_back(count: int) -> str:
    """To the officers of a commune that was out of service for long."""
    return f"Bot phục vụ lại xã ta. {count} tin chờ gửi từ trước lúc ngừng nay đã cũ, tôi không gửi nữa."


def commune_is_served_again(place: str) -> str:
    return f"{place} đã phục vụ lại được."
