"""What people do about who they are in the commune, each once: examples for the audit."""

from __future__ import annotations

from services.inbound import Kind
from tests import commune
from tests.commune import Stand


def join(stand: Stand) -> None:
    stand.join("son")


def take_over(stand: Stand) -> None:
    """The second head of the same village comes in: the first one's role ends with her «Đồng ý»."""
    stand.join("son")
    commune.CAST["heir"] = ("T01", "village-head", "Hoàng Thị Mới", "bà Mới")
    try:
        stand.join("heir")
    finally:
        del commune.CAST["heir"]


def stop(stand: Stand) -> None:
    stand.join("son")
    stand.say("son", "dừng")
    stand.tap("son", stop_label(stand))


def stop_label(stand: Stand) -> str:
    """The first button under the question whether to stop."""
    return str(stand.heard("son")[-1].choices[0][0])


def withdraw(stand: Stand) -> None:
    stand.join("son")
    stand.say("son", "rút tên")
    stand.tap("son", "Rút tên tôi")
    stand.heard()


def link(stand: Stand) -> None:
    stand.join("son")
    stand.say("son", "thêm kênh")
    code = next(word.strip(".,:") for word in stand.heard("son")[-1].text.split() if word[4:5] == "-")
    stand.send("z-son", Kind.TEXT, bot="zalo", channel="zalo", text=code)


def prefer(stand: Stand) -> None:
    link(stand)
    stand.say("son", "nhắn ở đây")


def bring_people(stand: Stand) -> None:
    stand.join("hoa")
    stand.give("hoa", "Thôn;Họ và tên\nBản Còn;Hoàng Văn Sơn\n".encode())
    stand.tap("hoa", "Áp dụng")


def promote(stand: Stand) -> None:
    stand.join("son", "tu", "hoa")
    stand.say("hoa", "THAY BẢN CÒN")
    stand.tap("hoa", "Bà Tú (phó thôn)")
    stand.tap("hoa", "Thay")


def remove(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "XÓA NGƯỜI BẢN CÒN")
    stand.tap("hoa", "Xóa ông Sơn")


def bar(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "MẤT MÁY BẢN CÒN")
    stand.tap("hoa", "Chặn máy cũ")


def rename(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("hoa", "XƯNG HÔ BẢN CÒN bác Sơn")


def go_away(stand: Stand) -> None:
    stand.join("son", "hoa")
    stand.say("son", "tôi đi vắng đến 5/12")


def keep_campaign(stand: Stand) -> None:
    stand.join("hoa")
    stand.say("hoa", "BẮT ĐẦU PHONG TRÀO")
    stand.tap("hoa", "Dùng như mẫu")
