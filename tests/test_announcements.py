"""Announcements: who is told, once each; who is not and why; receipts, reminders, corrections, what is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.announcements import Announcement, AnnouncementFile, AnnouncementRecipient
from models.people import Person
from services.capability import Capability, Quota
from services.inbound import LONGEST_TEXT, Kind
from tests.announcing import TEXT, draft, gathered, told
from tests.commune import Stand
from tests.conftest import After
from tests.presses import at_once, data_of, faults, press


@pytest.fixture
def ready(after: After) -> Stand:
    """An announcement to Bản Còn and Khuổi Mạ waits for «Gửi»."""
    return after("announcement drafted", gathered)[0]


@pytest.fixture
def sent(ready: Stand) -> Stand:
    """It was sent, with receipts."""
    ready.tap("hoa", "Gửi, cần")
    ready.heard()
    return ready


def recipients(stand: Stand) -> list[tuple[str, str | None, bool]]:
    """Of each row the place, the person, and whether it was received."""
    with stand.everything() as session:
        rows = session.query(AnnouncementRecipient).order_by(AnnouncementRecipient.id)
        return [
            (row.unit.name, row.person.address if row.person else None, row.received_at is not None) for row in rows
        ]


def test_two_taps_tell_nobody_twice(ready: Stand) -> None:
    """The officer taps twice, and another officer taps the same button: one message each, and each officer hears it."""
    send = press(ready, "hoa", "Gửi, cần")
    data = data_of(ready, "hoa", "Gửi, cần")
    at_once(send, send, lambda: ready.send("thu", Kind.CHOICE, data=data, tapped="Gửi, cần"))
    assert ["son", "hien"] == [row.chat_id for row in told(ready)]
    assert 2 == sum("đã gửi 17/11 rồi" in row.text for row in ready.heard())
    assert [] == faults(ready)


def test_another_process_sends_what_was_seen(ready: Stand, tmp_path: Path) -> None:
    """Killed between the preview and «Gửi»: the draft is there, and everybody is told once."""
    again = Stand(tmp_path, ready.store, keys_from=1000)
    again.clock.instant = ready.clock.instant
    again.tap("hoa", "Gửi, không cần")
    assert ["son", "hien"] == [row.chat_id for row in told(again)]


def test_a_night_passes_between_two_processes(ready: Stand, tmp_path: Path) -> None:
    """Confirmed at night and killed: the next process sends it at seven, once, and not before."""
    ready.at("2026-11-17T21:00")
    ready.tap("hoa", "Gửi, cần")
    again = Stand(tmp_path, ready.store, keys_from=1000)
    for instant, count in (("2026-11-18T06:59", 0), ("2026-11-18T07:00", 2), ("2026-11-18T07:01", 2)):
        again.at(instant)
        again.tick()
        assert count == len(told(again))


@pytest.mark.parametrize("who", ["son", "lam", "x"])
def test_the_buttons_are_the_officers(ready: Stand, who: str) -> None:
    """In other hands «Gửi», «28 thôn» and «Thôi» do nothing."""
    for label in ("Gửi, cần", "28 thôn", "Thôi"):
        ready.send(who, Kind.CHOICE, data=data_of(ready, "hoa", label), tapped=label)
    assert [] == told(ready)
    ready.tap("hoa", "Gửi, cần")
    assert ["son", "hien"] == [row.chat_id for row in told(ready)]


def test_a_receipt_is_its_places(sent: Stand) -> None:
    """One a unit: the deputy, who was not written to, may give it; a leader may not."""
    data = data_of(sent, "son", "Đã nhận")
    sent.send("lam", Kind.CHOICE, data=data, tapped="Đã nhận")
    assert "Nút này đã cũ." == sent.heard("lam")[-1].text
    sent.send("tu", Kind.CHOICE, data=data, tapped="Đã nhận")
    assert [("Bản Còn", "ông Sơn", True), ("Khuổi Mạ", "bà Hiên", False)] == recipients(sent)
    sent.tap("son", "Đã nhận")
    assert "đã ghi là đã nhận rồi" in sent.heard("son")[-1].text


def test_typed_words_mean_whatever_waits(sent: Stand) -> None:
    """Two announcements wait, and «đã nhận» does not say which."""
    draft(sent, text="Chiều mai mất điện toàn xã.")
    sent.tap("hoa", "Gửi, cần")
    sent.say("son", "da nhan")
    assert [True, False, True, False] == [received for _, _, received in recipients(sent)]


def test_who_has_not_is_told_once_and_reminded_once_a_day(sent: Stand) -> None:
    """After a day, in the daytime, to every officer; the deputy is reminded while the head is away."""
    sent.tap("hien", "Đã nhận")
    with sent.context() as context:
        context.session.query(Person).filter_by(address="ông Sơn").one().absent_until = date(2026, 12, 5)
    sent.at("2026-11-18T08:59")
    sent.tick()
    assert [] == [row for row in sent.heard("hoa") if "đã nhận" in row.text]
    sent.at("2026-11-18T09:00")
    sent.tick()
    lists = {row.chat_id: row for row in sent.heard() if "1/2 nơi đã nhận" in row.text}
    assert {"hoa", "thu"} == set(lists)
    assert "Chưa: Bản Còn (bà Tú, 0900 000 200)." in lists["hoa"].text
    sent.tap("hoa", "Nhắc 1 nơi")
    sent.tap("thu", "Nhắc 1 nơi")
    rows = sent.heard()
    assert ["tu"] == [row.chat_id for row in rows if "xem được chưa ạ?" in row.text]
    assert "Hôm nay đã nhắc rồi" in rows[-1].text
    sent.at("2026-11-18T21:00")
    sent.tap("hoa", "Nhắc 1 nơi")
    assert "Giờ này bà con nghỉ" in sent.heard("hoa")[-1].text
    sent.at("2026-11-19T10:00")
    sent.tick()
    assert [] == [row for row in sent.heard() if "nơi đã nhận" in row.text]


def test_a_correction_answers_what_it_corrects(sent: Stand) -> None:
    """The first text stays; whoever had it gets the new one below it, also where somebody else answers by now."""
    sent.arrive("son", "41")
    with sent.context() as context:
        context.session.query(Person).filter_by(address="bà Hiên").one().roles[0].until = context.now
    sent.tap("hoa", "Đính chính thông báo")
    sent.say("hoa", "Họp chiều thứ Hai, 14 giờ, không phải buổi sáng.")
    sent.tap("hoa", "Gửi, không cần")
    rows = told(sent)[2:]
    assert [("son", "41"), ("hien", None)] == [(row.chat_id, row.reply_to) for row in rows]
    assert rows[0].text.startswith("Đính chính thông báo 17/11 của xã («Sáng thứ Hai họp ở hội…»):\nHọp chiều")
    with sent.everything() as session:
        assert [(TEXT, None), ("Họp chiều thứ Hai, 14 giờ, không phải buổi sáng.", 1)] == [
            (one.text, one.corrects_id) for one in session.query(Announcement).order_by(Announcement.id)
        ]


def test_names_in_an_announcement_are_the_communes_own(ready: Stand) -> None:
    """They are masked everywhere else; here they arrive, however the text is given."""
    words = "Mời ông Nông Văn Bình, bà Lý Thị Mai lên xã nhận quà."
    for typed in (["THÔNG BÁO", words], [f"THÔNG BÁO {words}"]):
        for text in (*typed, "Bản Còn"):
            ready.say("hoa", text)
        ready.tap("hoa", "Gửi, không cần")
        assert words in told(ready)[-1].text


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        (Kind.TEXT, {"text": "x" * 901}, "Dài quá 900 chữ"),
        (Kind.TEXT, {"text": "x" * (LONGEST_TEXT + 1)}, "Dài quá 900 chữ"),
        (Kind.FILE, {"file_name": "a.pdf", "file_size": 11 * 1024 * 1024, "text": "Văn bản kèm"}, "lớn hơn 10 MB"),
    ],
    ids=["long", "not even kept", "large file"],
)
def test_what_is_too_much_is_said(ready: Stand, kind: Kind, more: dict[str, object], said: str) -> None:
    """And asked for again; nothing is cut off in silence."""
    ready.say("hoa", "THÔNG BÁO")
    ready.send("hoa", kind, data="file-1", **more)
    assert said in ready.heard("hoa")[-1].text
    ready.say("hoa", "Mai họp ở xã, 8 giờ.")
    assert "Gửi cho ai?" in ready.heard("hoa")[-1].text


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Stand]:
    """A messenger that counts its messages and takes no files, beside one that does."""
    zalo = Capability(has_buttons=False, has_files=False, has_captions=False, quota=Quota("1", 1600, 50))
    made = Stand(tmp_path, channels={"memory": Capability(), "zalo": zalo})
    yield made
    made.close()


def test_the_preview_counts(two: Stand) -> None:
    """Who has blocked the bot, who takes no file, and what the other messenger has left."""
    two.send("hien", Kind.TEXT, bot="zalo", channel="zalo", text=two.code("hien"))
    two.send("hien", Kind.TEXT, bot="zalo", channel="zalo", text="đồng ý")
    two.join("son", "hoa")
    two.send("son", Kind.BLOCKED)
    two.at("2026-11-17T09:00")
    two.say("hoa", "THÔNG BÁO")
    two.send("hoa", Kind.FILE, data="file-1", file_name="KH 12.pdf", text="Kế hoạch làm đường.")
    two.say("hoa", "Bản Còn, Khuổi Mạ, Nà Pò")
    assert (
        "«Kế hoạch làm đường.» gửi thôn Bản Còn, thôn Khuổi Mạ, thôn Nà Pò: 1/3 nơi nhận được.\n"
        "Không gửi được: Bản Còn (đã chặn máy); Nà Pò (chưa có người).\n"
        "Kèm tệp «KH 12.pdf».\n"
        "Chỉ nhận được chữ, không nhận được tệp: Khuổi Mạ.\n"
        "Zalo còn 1.598 tin tháng này, lần này hết 1 tin, cần «Đã nhận» thì tới 3 tin.\n"
        "Có cần bấm «Đã nhận» không?"
    ) == two.heard("hoa")[-1].text
    two.tap("hoa", "Gửi, không cần")
    assert "Có tệp kèm theo mà kênh này không nhận được, xin hỏi xã." in two.heard("hien")[-1].text


def test_what_was_announced_is_forgotten(sent: Stand) -> None:
    """Drafts after a day, files after 30, texts and who had them after the private days; that it was sent stays."""
    sent.say("hoa", "THÔNG BÁO")
    sent.send("hoa", Kind.PHOTO, data="file-1", text="Bản nháp có ảnh")
    with sent.everything() as session:
        session.add(AnnouncementFile(announcement_id=1, bot="memory", file_id="f", is_picture=True, name=""))
    kept = []
    for days in (2, 31, 91):
        sent.clock.instant += timedelta(days=days)
        sent.tick()
        with sent.everything() as session:
            kept.append([session.query(table).count() for table in (Announcement, AnnouncementFile)])
            kept[-1].append(session.query(AnnouncementRecipient).count())
    assert [[1, 1, 2], [1, 0, 2], [1, 0, 0]] == kept
    with sent.everything() as session:
        assert "" == session.query(Announcement).one().text


def test_whoever_withdraws_leaves_their_receipt(sent: Stand) -> None:
    """The unit's, without them."""
    sent.tap("son", "Đã nhận")
    sent.say("son", "RÚT TÊN")
    sent.tap("son", "Rút tên tôi")
    assert [("Bản Còn", None, True), ("Khuổi Mạ", "bà Hiên", False)] == recipients(sent)
    with sent.everything() as session:
        assert [None, None] == [row.received_by for row in session.query(AnnouncementRecipient)]


def test_what_was_seen_is_what_is_sent(ready: Stand) -> None:
    """«Gửi» under the preview of another audience shows the new one, and sends nothing."""
    data = data_of(ready, "hoa", "Gửi, cần")
    ready.say("hoa", "Khuổi Mạ")
    ready.send("hoa", Kind.CHOICE, data=data, tapped="Gửi, cần")
    assert "gửi thôn Khuổi Mạ: 1/1 nơi nhận được." in ready.heard("hoa")[-1].text
    assert [] == told(ready)


def test_an_edited_message_changes_a_draft_and_nothing_that_was_sent(ready: Stand) -> None:
    """Before «Gửi» the preview follows it; afterwards the officer hears that a correction is needed."""
    ready.send("hoa", Kind.TEXT, text="THÔNG BÁO Mai họp ở xã, 8 giờ.", message_id="57")
    ready.say("hoa", "Bản Còn")
    ready.send("hoa", Kind.EDIT, text="Mai họp ở xã, 9 giờ.", message_id="57")
    ready.tap("hoa", "Gửi, không cần")
    assert "Mai họp ở xã, 9 giờ." in told(ready)[-1].text
    ready.send("hoa", Kind.EDIT, text="Mai họp ở xã, 10 giờ.", message_id="57")
    assert "Đã gửi thì không sửa được" in ready.heard("hoa")[-1].text
    assert 1 == len(told(ready))


def test_a_button_of_a_draft_that_is_gone_is_old(ready: Stand) -> None:
    """«THÔNG BÁO» once more begins another one: the first is neither sent nor kept."""
    data = data_of(ready, "hoa", "Gửi, cần")
    draft(ready, "Khuổi Mạ", "Chiều mai mất điện toàn xã.")
    ready.send("hoa", Kind.CHOICE, data=data, tapped="Gửi, cần")
    assert "Nút này đã cũ." == ready.heard("hoa")[-1].text
    assert [] == told(ready)
