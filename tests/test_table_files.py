"""Tables from the platform: fetched, read in a process of their own, pasted, and the lists of people among them."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.channels.memory import Memory
from bot.inbox.table_files import TableFetcher
from models import accounts, people
from models.table_uploads import TableUpload, UploadState
from services.imports import formats
from services.inbound import Inbound, Kind
from tests import sent_tables
from tests.commune import Stand
from tests.imports import shapes
from tests.patience import LAST_RESORT
from tests.sent_tables import HEAD
from tests.stage import Stage

# From the platform


async def fetched(stand: Stand, files: dict[str, bytes], until: Any) -> TableUpload:
    """Let the fetching run until the newest table is as wanted."""
    with ThreadPoolExecutor(1) as executor:
        channels = {"memory": Memory(files=files)}
        work = TableFetcher(stand.store, stand.communes, stand.clock, channels, executor, answered=lambda: None)
        running = asyncio.create_task(work.run())
        async with asyncio.timeout(LAST_RESORT):
            while not until(sent_tables.row(stand)):
                work.wake()
                await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return sent_tables.row(stand)


async def test_a_file_is_read_in_a_process_of_its_own(office: Stand) -> None:
    """What is none is answered in a sentence; nobody's turn waits for it."""
    office.send("hoa", Kind.FILE, data="f", file_name="b.xlsx", file_size=9000)
    await fetched(office, {"f": b"PK\x03\x04 nothing"}, lambda upload: upload.state is not UploadState.WANTED)
    assert sent_tables.said(office).startswith("Chưa đọc được «b.xlsx». Tệp bị hỏng")


async def test_a_file_that_cannot_be_had_is_given_up_in_the_end(office: Stand) -> None:
    """After a few attempts whoever sent it is asked to send it again."""
    office.send("hoa", Kind.FILE, data="f", file_name="a.xlsx", file_size=9000)
    await fetched(office, {}, lambda upload: upload.state is UploadState.DROPPED)
    assert "Chưa tải được «a.xlsx» về. Xin gửi lại." == sent_tables.said(office)


async def test_a_workbook_through_the_messenger(tmp_path: Path) -> None:
    """Sent as a document, shown, its faulty rows handed back as a file that can be read, applied by a tap.

    Tables are looked for because one came, and because of nothing else that was said.
    """
    stage = Stage(tmp_path)
    await stage.open()
    looks: list[None] = []
    wake, stage.program.tables.wake = stage.program.tables.wake, lambda: looks.append(wake())  # type: ignore[method-assign]
    try:
        await stage.join("hoa")
        assert [] == looks
        head = ["Tên thôn", "Số hộ", "Nhân khẩu"]
        await stage.send_file("hoa", "ds.xlsx", shapes.workbook(head, ["Bản Mới", 40, 160], ["Bản Nọi", -3, 90]))
        assert ["Áp dụng", "Xem lỗi", "Thôi"] == stage.labels("hoa")
        assert [None] == looks
        await stage.tap("hoa", "Xem lỗi")
        document = stage.heard("hoa")[-1].content["document"]
        content = stage.world.files.read(stage.world.files.files[document["file_id"]])
        assert content is not None
        assert "Bản Nọi" == formats.sheets_of(content)[0].lines[1].cells[0].value
        await stage.tap("hoa", "Áp dụng")
        assert stage.last("hoa").startswith("Đã ghi danh sách đơn vị: 1 mới.")
    finally:
        await stage.close()


def test_a_text_of_lines_is_no_table() -> None:
    """Only where lines have cells; never in a group, and never more than a few messages' worth."""
    for text in ("1: 6\n2: 0", "Bản Còn 118\nKhuổi Mạ 107", "a; b", "x;y\n" * 5000):
        assert "" == inbound(text).pasted
    assert "a;b\nc;d" == inbound("a ;  b\n\nc;d").pasted
    assert "" == inbound("a;b\nc;d", is_group=True).pasted


def inbound(text: str, **more: Any) -> Inbound:
    where: dict[str, Any] = {"bot": "m", "channel": "m", "key": "1", "chat_id": "1", "sender_id": "1", "said_at": None}
    return Inbound(**where, kind=Kind.TEXT, text=text, pasted=text, **more)


def test_more_rows_are_pasted_for_an_hour(office: Stand) -> None:
    """Afterwards rows without the names of columns are a text like any other."""
    office.say("hoa", f"{HEAD}Bản Mới;40;160")
    office.say("hoa", "Bản Nọi;31;120\nBản Lạ;1;2")
    assert "Mới 3:" in sent_tables.said(office)
    office.clock.instant += timedelta(hours=2)
    office.say("hoa", "Bản Nữa;31;120\nBản Khác;1;2")
    assert "Bản Nữa" not in str(sent_tables.row(office).sheet)


def test_a_list_of_people_is_no_way_to_office(office: Stand) -> None:
    """Neither officers nor leaders come in by a file, nor a head twice, nor a number that is none."""
    lines = (
        "Bản Còn;Lý Văn Bảy;Cán bộ;", "Khuổi Mạ;Nông Thị Hiên;Trưởng thôn;09123", "Khòn Cải;An;;",
        "Nà Pò;Vi Văn Tất;;0912345678", "Nà Pò;Vi Văn Tú;;", "PKT;Lương Thị Mai;Phó thôn;",
    )  # fmt: skip
    office.give("hoa", "\n".join(["Đơn vị;Họ và tên;Chức vụ;SĐT", *lines]).encode())
    faults = sent_tables.row(office).faults or {}
    assert [
        "Dòng 2: cán bộ, lãnh đạo không vào bằng tệp: xin gõ MỜI CÁN BỘ hoặc MỜI LÃNH ĐẠO.",
        "Dòng 3: cột D «Điện thoại» là «09123», không phải một số điện thoại như 0912 345 678.",
        "Dòng 4: cột B «Họ và tên» là «An», không phải họ tên đầy đủ.",
        "Dòng 5: trưởng thôn Nà Pò có lần nữa ở dòng 6.",
        "Dòng 6: trưởng thôn Nà Pò đã có ở dòng 5.",
        "Dòng 7: Phòng Kinh tế không có phó thôn.",
    ] == list(faults.values())


def test_one_person_may_report_for_two_units(office: Stand) -> None:
    """The same name and telephone are one person; invited, they come in as the one who was listed."""
    office.give(
        "hoa", "Thôn;Họ và tên;SĐT\nKhuổi Mạ;Nông Thị Hiên;0912 000 111\nNà Pò;Nông Thị Hiên;912000111\n".encode()
    )
    office.tap("hoa", "Áp dụng")
    office.say("hien", f"/start {office.code('hien')}")
    office.tap("hien", "Đồng ý")
    with office.context() as context:
        account = accounts.account(context.session, "memory", "hien")
        assert account is not None
        assert ["T02", "T04"] == sorted(role.unit.code for role in account.person.roles)
        assert 1 == context.session.query(people.Person).filter_by(name="Nông Thị Hiên").count()
