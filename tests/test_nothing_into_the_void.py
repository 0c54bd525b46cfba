"""Nothing typed goes into the void: what people type that no dialogue asks for, and what each hears, on both channels.

Who: an officer, a leader, a head with an open question, one who has sent all, a deputy, a stranger, the leaders' group.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.commands import COMMANDS
from models.messages import OutboxMessage
from models.outbox_states import Purpose
from services.capability import Capability
from services.context import Address
from services.inbound import Kind
from tests.commune import Stand
from tests.conftest import After
from tests.test_conversations import TEXT_ONLY

CANNOT, CALL = "Việc này tôi chưa làm được.", "Cần người giúp: chị Hoa, 0205 000 123."
THANKS, STILL = "Cảm ơn ", "Tuần này còn câu hỏi, gõ BÁO CÁO để trả lời."
OFFICERS, LEADERS = "dành cho cán bộ tổng hợp của xã. Cần thì gọi chị Hoa", "dành cho lãnh đạo và cán bộ"
REPORTERS = "dành cho người báo số liệu của thôn, trường, cơ quan."
NUMBERS, WORDS = "Tôi chỉ đọc được chữ và số.", "Tôi chỉ đọc được chữ. Xin gõ bằng chữ"
NOTHING, STRANGER = "Hiện không có câu hỏi nào.", "Kênh này chỉ dành cho cán bộ thôn"
SILENCE = ""
# Not typed but sent; «sửa tin» edits a message that gave no figure.
SENT: Mapping[str, tuple[Kind, dict[str, object]]] = {
    "(ảnh)": (Kind.PHOTO, {"data": "f"}),
    "(tệp)": (Kind.FILE, {"data": "f", "file_name": "a.pdf"}),
    "(ghi âm)": (Kind.OTHER, {}),
    "(sửa tin)": (Kind.EDIT, {"text": "chào chị", "message_id": "999"}),
}
# A sticker, a voice note, a place on the map and a contact are alike: nothing of them can be read.
HEARD: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "hoa": {
        "in giấy khen": (CANNOT, "gõ GIÚP", "Cần người giúp: chị Thu"),
        "gửi email cho tỉnh": (CANNOT,),
        "máy sai rồi": (CANNOT,),
        "đổi tên thôn Bản Còn": ("Xin gõ tên cũ và tên mới",),
        "mật khẩu là gì": (CANNOT,),
        "hỏi lại": ("chọn số cần hỏi, rồi chọn Hỏi lại",),
        "cảm ơn": (THANKS,),
        "ok": (THANKS,),
        "6": (NOTHING,),
        "SỬA": ("Chưa có số nào để sửa.",),
        **dict.fromkeys(("BÁO CÁO", "THÔN TÔI", "ĐỂ SAU", "ĐỒNG Ý CẢ"), ("không báo số liệu của nơi nào", "gõ GHI HỘ")),
        "(ảnh)": ("gõ THÔNG BÁO trước",),
        "(tệp)": (SILENCE,),  # it is fetched first, and then answered as a table, or as none (test_table_uploads)
        "(ghi âm)": (WORDS, "chị Thu"),
        "(sửa tin)": (SILENCE,),
    },
    "lam": {
        "cho tôi gặp chị Hoa": (CANNOT, CALL),
        "bao giờ có bài?": (CANNOT, CALL),
        "nhắc thôn Nà Pò": (CANNOT, CALL),
        "đề nghị khen Bản Còn": (OFFICERS,),
        "cảm ơn các đồng chí": (THANKS,),
        "THÔNG BÁO mai họp": (OFFICERS,),
        "GHI HỘ": (OFFICERS,),
        "BẢNG ĐIỂM": (REPORTERS, "chị Hoa"),
        "6": (NOTHING,),
        "(ảnh)": (WORDS, "chị Hoa"),
        "(tệp)": (WORDS, "chị Hoa"),
        "(ghi âm)": (WORDS, "chị Hoa"),
    },
    "son": {
        "cảm ơn xã": (THANKS, STILL),
        "👍": (THANKS, STILL),
        "hạn mấy giờ?": ("Hạn báo cáo tuần này: 16 giờ ngày mai.",),
        "máy hỏi nhiều quá": (CANNOT, CALL),
        "xin cấp lại mã": (CANNOT, CALL),
        "đổi số điện thoại cho tôi": (CANNOT, CALL),
        "mất thẻ bảo hiểm thì làm sao": (CANNOT, CALL),
        "tôi muốn nghỉ làm trưởng thôn": (CANNOT, CALL),
        "đừng nhắn nữa": ("gõ DỪNG",),
        "GHI HỘ": (OFFICERS,),
        "BẢNG": (LEADERS,),  # with its accent it is no «bằng» of a figure
        "MỜI Khuổi Mạ": (OFFICERS,),
        "(ảnh)": ("Đã nhận ảnh",),
        "(tệp)": (NUMBERS,),
        "(ghi âm)": (NUMBERS,),
        "cây cối tươi tốt": ("Tôi chưa hiểu.",),
        "(sửa tin)": ("Tin sửa lại tôi không đọc được.",),
    },
    "hien": {
        "vâng": (THANKS,),
        "👍": (THANKS,),
        "thôn mất điện rồi": (CANNOT, CALL),
        "gọi cho tôi nhé": (CANNOT, CALL),
        "XEM THÔNG BÁO": ("30 ngày qua xã không có thông báo nào.",),
        "ĐÃ NHẬN": ("Không có thông báo nào chờ bà xác nhận.",),
        "TỔNG HỢP": (LEADERS,),
        "(tệp)": (WORDS, "chị Hoa"),
        "(ghi âm)": (WORDS, "chị Hoa"),
        "(sửa tin)": (SILENCE,),
    },
    "tu": {
        "chào anh chị": (THANKS, STILL),
        "tôi trả lời thay được không?": (CANNOT, CALL),
        "anh Sơn đang ốm": (CANNOT, CALL),
        "NHẬT KÝ": (OFFICERS,),
    },
    "x": {
        "tôi là trưởng thôn mới": (STRANGER,),
        "GIÚP": (STRANGER,),
        "(ảnh)": (STRANGER,),
        "(ghi âm)": (STRANGER,),
        "(sửa tin)": (SILENCE,),
    },
}


@pytest.fixture(params=[Capability(), TEXT_ONLY], ids=["with buttons", "typed"])
def week(request: pytest.FixtureRequest, after: After) -> Stand:
    """The question is open; Khuổi Mạ has sent all, Bản Còn nothing."""
    stand, _ = after("nothing typed yet", _prepare)
    stand.channels_are({"memory": request.param})
    return stand


def _prepare(stand: Stand) -> None:
    stand.ask("son", "tu", "hien", "hoa", "thu", "lam")
    for words in ("Vẫn 8 người", "Không gieo thêm", "Không có gì mới"):
        stand.tap("hien", words)


def test_everything_is_answered(week: Stand) -> None:
    """Row by row: with what it cannot do, with the person to call; a question that is open stays open."""
    wrong = []
    for who, rows in HEARD.items():
        for what, parts in rows.items():
            _forgive(week, who, what)
            week.heard()
            week.clock.instant += timedelta(minutes=what in SENT)  # of several pictures in a minute one is answered
            kind, more = SENT.get(what, (Kind.TEXT, {"text": what}))
            week.send(who, kind, **more)
            said = "\n".join(row.text for row in week.heard(who))
            if (not said) != (parts == (SILENCE,)) or any(part not in said for part in parts):
                wrong.append(f"{who}: «{what}»: {said}")
    assert [] == wrong
    week.say("son", "bhyt 6")
    assert "6 người chưa có thẻ BHYT (giảm 3)" in week.heard("son")[-1].text


def _forgive(week: Stand, who: str, what: str) -> None:
    """Each row stands alone: what was not understood before is no second time, but for the edit of just that."""
    with week.context() as context:
        chat = context.chat_at(Address("memory", who))
        if what != "(sửa tin)" or who == "x":
            chat.failures = 0


@pytest.mark.parametrize("text", ["cảm ơn", "in giấy khen", "/abc", "chào cả nhà"])
def test_the_leaders_talk_is_their_own(week: Stand, text: str) -> None:
    """In the group free text, and what is no command, is nobody's business (decision 22)."""
    week.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    week.tap("hoa", "Đúng, nhóm lãnh đạo")
    week.heard()
    week.send("group", Kind.TEXT, sender_id="lam", is_group=True, text=text)
    assert [] == week.heard()


@pytest.mark.parametrize("who", ["hoa", "lam", "son", "new", "x", "hidden"])
def test_every_command_is_answered_in_the_group(week: Stand, who: str) -> None:
    """Aloud, in private, or with where to ask; once a day each, so that the leaders read no list of refusals."""
    week.send("group", Kind.ADDED, sender_id="hoa", is_group=True, title="Lãnh đạo xã")
    week.tap("hoa", "Đúng, nhóm lãnh đạo")
    if who == "new":
        week.say("new", f"/start {week.code('van')}")
    silent = []
    for name, row in COMMANDS.items():
        if not row.slashes:
            continue  # «đồng ý» in a group is talk
        week.heard()
        with week.everything() as session:
            session.execute(update(OutboxMessage).values(key=None))  # of every day the first
        sender = {"sender_id": "group", "is_anonymous": True} if who == "hidden" else {"sender_id": who}
        week.send("group", Kind.TEXT, is_group=True, text=row.slashes[0], **sender)
        silent += [] if week.heard() else [name]
    assert [] == silent


@pytest.mark.parametrize(("who", "heard"), [("lam", True), ("son", True), ("x", False)])
def test_a_group_that_is_not_bound_says_so_once(week: Stand, who: str, heard: bool) -> None:
    """To those whom the commune knows; a stranger's group hears nothing."""
    week.heard()
    week.send("other", Kind.ADDED, sender_id=who, is_group=True, title="Nhóm mới")
    assert ["MÃ NHÓM" in row.text for row in week.heard(who)] == [True] * heard
    for _ in range(2):
        week.send("other", Kind.TEXT, sender_id=who, is_group=True, text="/tonghop")
    assert ["gõ MÃ NHÓM" in row.text for row in week.heard()] == [True] * heard


def test_what_is_said_beside_a_question_leaves_it_last(week: Stand) -> None:
    """Thanks are no question: a bare figure written before them is not asked about again."""
    week.heard()
    week.say("son", "cảm ơn xã")
    assert [Purpose.RECEIPT] == [row.purpose for row in week.heard("son")]


def test_where_nothing_is_left_to_ask_nothing_is_put_off(stand: Stand) -> None:
    """ĐỂ SAU offers no [Làm ngay] that would find no question: in a week without any, and when all is answered."""
    stand.join("vhxh", "son")
    stand.say("vhxh", "ĐỂ SAU")
    (said,) = stand.heard("vhxh")
    assert (NOTHING, []) == (said.text[: len(NOTHING)], said.choices)
    stand.at("2026-11-18T08:00")
    stand.tick()
    stand.say("son", "bhyt 6, gieo 7 sào, không có gì mới")
    stand.heard()
    stand.say("son", "ĐỂ SAU")
    (said,) = stand.heard("son")
    assert ("Số liệu tuần này đã đủ rồi, cảm ơn ông. Muốn sửa thì gõ SỬA.", []) == (said.text, said.choices)
