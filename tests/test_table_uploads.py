"""Tables in the chat: shown before anything is written, applied once, by officers alone, and kept for a day at most."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.channels.memory import Memory
from bot.inbox.table_files import TableFetcher
from bot.outbox import drawing
from models import accounts, figures, people, table_uploads, units
from models.audit import Audit
from models.figures import Figure
from models.messages import InboxMessage
from models.table_uploads import TableUpload, UploadState
from models.units import Unit
from services import late_files, table_templates, wording
from services.imports import formats, kinds, sheet_json
from services.inbound import Inbound, Kind
from tests import presses
from tests.commune import TUESDAY, Stand
from tests.imports import shapes
from tests.patience import LAST_RESORT
from tests.stage import Stage

HEAD = "Tên thôn;Số hộ;Nhân khẩu\n"
ONE_MORE = f"{HEAD}Bản Mới;40;160\n".encode()


@pytest.fixture
def office(stand: Stand) -> Stand:
    """Two officers and a village head."""
    stand.join("hoa", "thu", "son")
    return stand


def called(stand: Stand, name: str) -> list[Unit]:
    with stand.context() as context:
        return [unit for unit in units.members(context.session, context.commune.id) if unit.name == name]


def row(stand: Stand) -> TableUpload:
    """The newest table that was sent."""
    with stand.context() as context:
        return context.session.scalars(select(TableUpload).order_by(TableUpload.id.desc()).limit(1)).one()


def said(stand: Stand, who: str = "hoa") -> str:
    return stand.heard(who)[-1].text


# Proof of the issue


@pytest.mark.alone
def test_five_hundred_units_with_fifty_faulty_rows(office: Stand) -> None:
    """Read, compared and shown in under two seconds; nothing is stored of it but its own cells."""
    lines: list[list[Any]] = [["Tên thôn", "Mã", "Số hộ", "Nhân khẩu"]]
    lines += [[f"Thôn số {n}", f"S{n:03}", 50 if n % 10 else -1, 200] for n in range(500)]
    content = shapes.workbook(*lines)
    began, before = time.perf_counter(), stored(office)
    office.give("hoa", content, "500.xlsx")
    seconds = time.perf_counter() - began
    text = said(office)
    assert "đọc được 500 dòng" in text
    assert "Mới 450:" in text
    assert "Lỗi 50 dòng, để lại không ghi:" in text
    assert "… và 45 dòng nữa" in text
    assert before == stored(office)
    assert seconds < 2


def stored(stand: Stand) -> list[int]:
    """How many units, people, figures and acts there are."""
    with stand.context() as context:
        counted = (Unit, people.Person, people.Role, Figure, Audit)
        return [context.session.scalar(select(func.count(model.id))) or 0 for model in counted]


def test_a_kill_between_preview_and_word_loses_nothing(office: Stand, tmp_path: Path) -> None:
    """Another process on the same database knows the preview, and applies it."""
    office.give("hoa", ONE_MORE)
    again = Stand(tmp_path, office.store, keys_from=1000)
    again.tap("hoa", "Áp dụng")
    assert "Đã ghi danh sách đơn vị: 1 mới." == again.heard("hoa")[-1].text
    assert ["T29"] == [unit.code for unit in called(office, "Bản Mới")]


def test_two_officers_apply_at_once(office: Stand) -> None:
    """The same file by both: the second word finds that nothing is left to do, and says so."""
    for who in ("hoa", "thu"):
        office.give(who, ONE_MORE)
    office.heard()
    presses.at_once(presses.press(office, "hoa", "Áp dụng"), presses.press(office, "thu", "Áp dụng"))
    heard = sorted(row.text.splitlines()[0] for row in office.heard()[-2:])
    assert ["Số liệu đang có đã khác lúc xem trước, nên chưa ghi gì. Đây là bản xem trước mới.",
            "Đã ghi danh sách đơn vị: 1 mới."] == heard  # fmt: skip
    assert 1 == len(called(office, "Bản Mới"))


def test_what_has_changed_meanwhile_is_shown_again(office: Stand) -> None:
    """A preview that no longer holds is not applied; the new one is."""
    office.give("hoa", f"{HEAD}Bản Còn;120;512\n".encode())
    old = presses.press(office, "hoa", "Áp dụng")
    with office.context() as context:
        village = units.by_code(context.session, context.commune, "T01")
        assert village is not None
        village.households = 119
    old()
    assert "T01 Bản Còn: số hộ 119 → 120" in said(office)
    office.tap("hoa", "Áp dụng")
    assert [120] == [unit.households for unit in called(office, "Bản Còn")]


def test_a_table_is_applied_once(office: Stand) -> None:
    """A second tap, and the same file once more, change nothing."""
    office.give("hoa", ONE_MORE)
    tap = presses.press(office, "hoa", "Áp dụng")
    tap()
    tap()
    assert wording.table_was_applied() == said(office)
    office.give("hoa", ONE_MORE)
    assert "Không có gì thay đổi so với đang có." in said(office)
    assert [] == office.heard("hoa")
    assert 1 == len(called(office, "Bản Mới"))


@pytest.mark.parametrize("who", ["son", "lam"])
def test_nobody_else_brings_in_a_table(stand: Stand, who: str) -> None:
    """Neither a village head's file nor their tap on an officer's button; a leader's neither."""
    stand.join("hoa", who)
    stand.give("hoa", ONE_MORE)
    tap = presses.data_of(stand, "hoa", "Áp dụng")
    stand.send(who, Kind.CHOICE, data=tap)
    stand.give(who, ONE_MORE)
    stand.say(who, "Tên thôn;Số hộ;Nhân khẩu\nBản Lạ;1;2")
    assert 1 == tables_there(stand)
    assert [] == [*called(stand, "Bản Mới"), *called(stand, "Bản Lạ")]


def tables_there(stand: Stand) -> int:
    with stand.context() as context:
        return context.session.scalar(select(func.count(TableUpload.id))) or 0


# What is kept, and for how long


def test_cells_go_after_a_day(office: Stand) -> None:
    """Whatever was not applied by then; that there was a table stays for the private days."""
    office.give("hoa", ONE_MORE)
    office.clock.instant += timedelta(hours=23)
    office.tick()
    assert row(office).sheet is not None
    office.clock.instant += timedelta(hours=1)
    office.tick()
    assert (None, UploadState.DROPPED) == (row(office).sheet, row(office).state)
    office.tap("hoa", "Áp dụng")
    assert wording.table_is_gone() == said(office)
    office.clock.instant += timedelta(days=91)
    office.tick()
    assert 0 == tables_there(office)


def test_faulty_rows_can_be_had_after_the_others_were_applied(office: Stand) -> None:
    """Of the cells the sound ones are gone; the file holds the others with their reasons, and can be sent back."""
    office.give("hoa", f"{HEAD}Bản Mới;40;160\nBản Nọi;-1;90\n".encode())
    office.tap("hoa", "Áp dụng")
    kept = row(office)
    assert "Bản Mới" not in str(kept.sheet)
    assert "Bản Nọi" in str(kept.sheet)
    office.tap("hoa", "Xem lỗi")
    what = office.heard("hoa")[-1].picture
    assert what is not None
    assert "Bản Nọi" not in str(what)
    with office.context() as context:
        content = drawing.render(late_files.filled(context.session, what))
    (sheet,) = formats.sheets_of(content)
    assert ["Tên đơn vị", "Số hộ", "Nhân khẩu", "Cần sửa"] == [cell.value for cell in sheet.lines[0].cells]
    assert "Cột B «Số hộ» là -1, nhỏ hơn không." == sheet.lines[1].cells[3].value
    office.give("hoa", content)
    assert "Dòng 2: cột B «Số hộ» là -1, nhỏ hơn không." in said(office)


def test_who_withdraws_is_in_no_table(office: Stand) -> None:
    """The rows of a list that names people go with the first of them, and what the person has sent themselves."""
    office.give("thu", ONE_MORE)
    office.give("hoa", "Thôn;Họ và tên;SĐT\nBản Còn;Hoàng Văn Sơn;0987 654 321\n".encode())
    assert 2 == len(_kept(office))
    office.say("son", "RÚT TÊN")
    office.tap("son", "Rút tên tôi")
    assert ["thu"] == _kept(office)
    office.say("thu", "RÚT TÊN")
    office.tap("thu", "Rút tên tôi")
    assert [] == _kept(office)


def _kept(stand: Stand) -> list[str]:
    with stand.context() as context:
        query = select(TableUpload.chat_id).where(TableUpload.sheet.is_not(None))
        return list(context.session.scalars(query))


def test_a_pasted_list_of_people_stays_in_no_message(office: Stand) -> None:
    """Officers' rows are kept as cells alone; of anybody else's text the names are masked as ever."""
    pasted = "Thôn;Họ và tên;SĐT\nBản Còn;Lý Văn Bảy;0987 654 321"
    office.say("hoa", pasted)
    assert "trưởng thôn Bản Còn đang là ông Sơn" in said(office)
    office.say("son", pasted)
    with office.context() as context:
        kept = [f"{one.text} {one.payload}" for one in context.session.scalars(select(InboxMessage))]
    assert [] == [text for text in kept if "Bảy" in text or "0987" in text]


def test_what_waits_is_handed_over(office: Stand) -> None:
    """With the other duties of an officer: the taker hears of it, and has it by TỆP."""
    office.give("hoa", ONE_MORE)
    with office.context() as context:
        giver, taker = (accounts.account(context.session, "memory", who).person for who in ("hoa", "thu"))  # type: ignore[union-attr]
        assert 1 == table_uploads.hand_over(context.session, giver.id, taker.id, context.now)
    office.say("thu", "TỆP")
    assert "Mới 1:\n- T29 Bản Mới" in said(office, "thu")


# Rules


@pytest.mark.parametrize("kind", list(kinds.KINDS))
def test_a_template_comes_back_as_it_is(office: Stand, kind: str) -> None:
    """Filled with what is known: read back it changes nothing, and rows that nobody has filled in are no faults."""
    if kind == kinds.SCHEME:  # none is shipped
        office.give("hoa", "Tiêu chí;Điểm;Cách tính;Năm\nGiao ước;40;giao ước;2026\nTổng cộng;40;;\n".encode())
        office.tap("hoa", "Áp dụng")
    with office.context() as context:
        what = table_templates.describe(context, kind)
        what = late_files.filled(context.session, what) if late_files.is_late(what) else what
        what["rows"] = what["rows"][-700:]  # of the figures the last ones, and those that are still open
        sheets = formats.sheets_of(drawing.render(what))
        recognised, sheet = kinds.recognise(sheets)
        made = kinds.draft(context, recognised, "mẫu", sheet)
    assert kind == recognised
    assert ([], True) == (made.preview.faulty, made.preview.is_empty)
    assert made.preview.rows > 0


@pytest.mark.parametrize(
    "shape", [shapes.plain, shapes.titled, shapes.more_columns, shapes.open_document, shapes.signed]
)
def test_shapes_of_offices_are_known_by_their_headings(office: Stand, shape: Any) -> None:
    """A list of units stays one, also where it names the head and the area."""
    office.give("hoa", shape())
    assert said(office).startswith("Danh sách đơn vị «bang.csv»: đọc được 3 dòng.")


def test_a_standing_figure_is_told_with_its_state_and_mark(office: Stand) -> None:
    """A zero that was confirmed, and one that waits for an officer's look, are changed by the same number."""
    day = TUESDAY.date()
    with office.context() as context:
        village = units.by_code(context.session, context.commune, "T01")
        assert village is not None
        for key, state, mark in (("area", "nothing", ""), ("productive", "reported", "gấp 3 lần")):
            context.session.add(
                Figure(commune_id=context.commune.id, measure="KT1a", input=key, subject_id=village.id, on_day=day,
                       state=state, value=Decimal(0), mark=mark, first_said_at=context.now)
            )  # fmt: skip
    office.give("hoa", f"Chỉ tiêu;Mục;Đơn vị;Ngày;Giá trị\nKT1a;area;Bản Còn;{day};0\n".encode())
    assert "KT1a.area thôn Bản Còn ngày 17/11/2026: 0 (không phát sinh) → 0" in said(office)
    office.tap("hoa", "Áp dụng")
    with office.context() as context:
        standing = figures.find(context.session, village.id, "KT1a", "area", day)
        assert standing is not None
        assert "reported" == standing.state


def test_a_closed_unit_takes_nothing_more(office: Stand) -> None:
    """A figure or a target of a day after a village's last one is a fault."""
    with office.context() as context:
        village = units.by_code(context.session, context.commune, "T01")
        assert village is not None
        village.active_to = TUESDAY.date() - timedelta(days=10)
    office.give("hoa", b"measure,input,unit,date,value\nKT1a,area,T01,2026-11-16,3\nKT1a,area,T01,2026-10-01,3\n")
    assert "Dòng 2: thôn Bản Còn đã kết thúc ngày 07/11/2026." in said(office)


def test_a_table_too_large_is_refused_before_it_is_fetched(office: Stand) -> None:
    """By the size that the platform tells."""
    office.send("hoa", Kind.FILE, data="f", file_name="a.xlsx", file_size=9_000_000)
    assert wording.table_too_large(9) == said(office)
    assert 0 == tables_there(office)


def test_cells_are_the_same_after_a_day_in_the_database() -> None:
    """Numbers exact, days as days, formulas and faults as they were."""
    for shape in (shapes.plain, shapes.two_sheets, shapes.old_workbook, shapes.unicode_text):
        for sheet in formats.sheets_of(shape()):
            assert sheet == sheet_json.load(sheet_json.dump(sheet))


# From the platform


async def fetched(stand: Stand, files: dict[str, bytes], until: Any) -> TableUpload:
    """Let the fetching run until the newest table is as wanted."""
    with ThreadPoolExecutor(1) as executor:
        channels = {"memory": Memory(files=files)}
        work = TableFetcher(stand.store, stand.communes, stand.clock, channels, executor, answered=lambda: None)
        running = asyncio.create_task(work.run())
        async with asyncio.timeout(LAST_RESORT):
            while not until(row(stand)):
                work.wake()
                await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return row(stand)


async def test_a_file_is_read_in_a_process_of_its_own(office: Stand) -> None:
    """What is none is answered in a sentence; nobody's turn waits for it."""
    office.send("hoa", Kind.FILE, data="f", file_name="b.xlsx", file_size=9000)
    await fetched(office, {"f": b"PK\x03\x04 nothing"}, lambda upload: upload.state is not UploadState.WANTED)
    assert said(office).startswith("Chưa đọc được «b.xlsx». Tệp bị hỏng")


async def test_a_file_that_cannot_be_had_is_given_up_in_the_end(office: Stand) -> None:
    """After a few attempts whoever sent it is asked to send it again."""
    office.send("hoa", Kind.FILE, data="f", file_name="a.xlsx", file_size=9000)
    await fetched(office, {}, lambda upload: upload.state is UploadState.DROPPED)
    assert "Chưa tải được «a.xlsx» về. Xin gửi lại." == said(office)


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
    assert "Mới 3:" in said(office)
    office.clock.instant += timedelta(hours=2)
    office.say("hoa", "Bản Nữa;31;120\nBản Khác;1;2")
    assert "Bản Nữa" not in str(row(office).sheet)


def test_a_list_of_people_is_no_way_to_office(office: Stand) -> None:
    """Neither officers nor leaders come in by a file, nor a head twice, nor a number that is none."""
    lines = (
        "Bản Còn;Lý Văn Bảy;Cán bộ;", "Khuổi Mạ;Nông Thị Hiên;Trưởng thôn;09123", "Khòn Cải;An;;",
        "Nà Pò;Vi Văn Tất;;0912345678", "Nà Pò;Vi Văn Tú;;", "PKT;Lương Thị Mai;Phó thôn;",
    )  # fmt: skip
    office.give("hoa", "\n".join(["Đơn vị;Họ và tên;Chức vụ;SĐT", *lines]).encode())
    faults = row(office).faults or {}
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
