"""Tables in the chat: shown before anything is written, applied once, by officers alone, and kept for a day at most."""

from __future__ import annotations

import importlib
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.outbox import drawing
from models import accounts, figures, people, table_uploads, units
from models.audit import Audit
from models.figures import Figure
from models.messages import InboxMessage
from models.table_uploads import TableUpload, UploadState
from models.units import Unit
from services import imports, late_files, table_templates, wording
from services.imports import formats, kinds, sheet_json
from services.inbound import Kind
from tests import presses, sent_tables
from tests.commune import TUESDAY, Stand
from tests.imports import shapes
from tests.sent_tables import HEAD, ONE_MORE

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
    text = sent_tables.said(office)
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
    assert ["T29"] == [unit.code for unit in sent_tables.called(office, "Bản Mới")]


def test_two_officers_apply_at_once(office: Stand) -> None:
    """The same file by both: the second word finds that nothing is left to do, and says so."""
    for who in ("hoa", "thu"):
        office.give(who, ONE_MORE)
    office.heard()
    presses.at_once(presses.press(office, "hoa", "Áp dụng"), presses.press(office, "thu", "Áp dụng"))
    heard = sorted(row.text.splitlines()[0] for row in office.heard()[-2:])
    assert ["Số liệu đang có đã khác lúc xem trước, nên chưa ghi gì. Đây là bản xem trước mới.",
            "Đã ghi danh sách đơn vị: 1 mới."] == heard  # fmt: skip
    assert 1 == len(sent_tables.called(office, "Bản Mới"))


def test_what_has_changed_meanwhile_is_shown_again(office: Stand) -> None:
    """A preview that no longer holds is not applied; the new one is."""
    office.give("hoa", f"{HEAD}Bản Còn;120;512\n".encode())
    old = presses.press(office, "hoa", "Áp dụng")
    with office.context() as context:
        village = units.by_code(context.session, context.commune, "T01")
        assert village is not None
        village.households = 119
    old()
    assert "T01 Bản Còn: số hộ 119 → 120" in sent_tables.said(office)
    office.tap("hoa", "Áp dụng")
    assert [120] == [unit.households for unit in sent_tables.called(office, "Bản Còn")]


def test_a_table_is_applied_once(office: Stand) -> None:
    """A second tap, and the same file once more, change nothing."""
    office.give("hoa", ONE_MORE)
    tap = presses.press(office, "hoa", "Áp dụng")
    tap()
    tap()
    assert wording.table_was_applied() == sent_tables.said(office)
    office.give("hoa", ONE_MORE)
    assert "Không có gì thay đổi so với đang có." in sent_tables.said(office)
    assert [] == office.heard("hoa")
    assert 1 == len(sent_tables.called(office, "Bản Mới"))


@pytest.mark.parametrize("who", ["son", "lam"])
def test_nobody_else_brings_in_a_table(stand: Stand, who: str) -> None:
    """Neither a village head's file nor their tap on an officer's button; a leader's neither."""
    stand.join("hoa", who)
    stand.give("hoa", ONE_MORE)
    tap = presses.data_of(stand, "hoa", "Áp dụng")
    stand.send(who, Kind.CHOICE, data=tap)
    stand.give(who, ONE_MORE)
    stand.say(who, "Tên thôn;Số hộ;Nhân khẩu\nBản Lạ;1;2")
    assert 1 == sent_tables.tables_there(stand)
    assert [] == [*sent_tables.called(stand, "Bản Mới"), *sent_tables.called(stand, "Bản Lạ")]


# What is kept, and for how long


def test_cells_go_after_a_day(office: Stand) -> None:
    """Whatever was not applied by then; that there was a table stays for the private days."""
    office.give("hoa", ONE_MORE)
    office.clock.instant += timedelta(hours=23)
    office.tick()
    assert sent_tables.row(office).sheet is not None
    office.clock.instant += timedelta(hours=1)
    office.tick()
    assert (None, UploadState.DROPPED) == (sent_tables.row(office).sheet, sent_tables.row(office).state)
    office.tap("hoa", "Áp dụng")
    assert wording.table_is_gone() == sent_tables.said(office)
    office.clock.instant += timedelta(days=91)
    office.tick()
    assert 0 == sent_tables.tables_there(office)


def test_faulty_rows_can_be_had_after_the_others_were_applied(office: Stand) -> None:
    """Of the cells the sound ones are gone; the file holds the others with their reasons, and can be sent back."""
    office.give("hoa", f"{HEAD}Bản Mới;40;160\nBản Nọi;-1;90\n".encode())
    office.tap("hoa", "Áp dụng")
    kept = sent_tables.row(office)
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
    assert "Dòng 2: cột B «Số hộ» là -1, nhỏ hơn không." in sent_tables.said(office)


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
    assert "trưởng thôn Bản Còn đang là ông Sơn" in sent_tables.said(office)
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
    assert "Mới 1:\n- T29 Bản Mới" in sent_tables.said(office, "thu")


# Rules


def test_every_kind_of_table_written_has_its_row() -> None:
    """A file that says which columns a table has, and whose row was forgotten, would never be recognised."""
    sources = {path.stem: path.read_text(encoding="utf-8") for path in Path(imports.__file__).parent.glob("*.py")}
    with_columns = [name for name, source in sources.items() if "\nCOLUMNS = " in source or "\nCOLUMNS: " in source]
    rows = [one.columns for one in kinds.KINDS.values()]
    assert [] == [
        name for name in with_columns if importlib.import_module(f"{imports.__name__}.{name}").COLUMNS not in rows
    ]
    assert len(rows) <= len(with_columns)


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
    assert sent_tables.said(office).startswith("Danh sách đơn vị «bang.csv»: đọc được 3 dòng.")


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
    assert "KT1a.area thôn Bản Còn ngày 17/11/2026: 0 (không phát sinh) → 0" in sent_tables.said(office)
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
    assert "Dòng 2: thôn Bản Còn đã kết thúc ngày 07/11/2026." in sent_tables.said(office)


def test_a_table_too_large_is_refused_before_it_is_fetched(office: Stand) -> None:
    """By the size that the platform tells."""
    office.send("hoa", Kind.FILE, data="f", file_name="a.xlsx", file_size=9_000_000)
    assert wording.table_too_large(9) == sent_tables.said(office)
    assert 0 == sent_tables.tables_there(office)


def test_cells_are_the_same_after_a_day_in_the_database() -> None:
    """Numbers exact, days as days, formulas and faults as they were."""
    for shape in (shapes.plain, shapes.two_sheets, shapes.old_workbook, shapes.unicode_text):
        for sheet in formats.sheets_of(shape()):
            assert sheet == sheet_json.load(sheet_json.dump(sheet))
