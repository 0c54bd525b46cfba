"""Launches, rounds, checks and deeds in the report of a longer stretch; misses with room beside them; «Nơi nhận»."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import docx
from docx.enum.text import WD_COLOR_INDEX
from openpyxl import load_workbook

from campaign.definition import in_force
from reports.period import document, document_text, movement, workbook
from reports.period.dossier import Dossier
from reports.period.movement import Contest, Launched, Movement, Pledged, Told
from tests.commune import deployment
from tests.reports import samples
from tests.reports.test_document import read, rows, texts

_DAYS = (date(2026, 6, 12), date(2026, 9, 2))
OVER = Contest(
    *("Làm đường", "số 20/KH-UBND", *_DAYS, True, date(2026, 9, 8)),
    results=("Làm đường: 2 nơi vượt. Toàn xã thêm 720 m.",),
    honoured=("Bản Còn",),
)
RUNNING = Contest("Trồng cây", "", date(2026, 12, 1), date(2027, 1, 30), False, None, (), ())
FULL = Movement(
    launches=(Launched(date(2026, 1, 20), "số 12/KH-UBND ngày 20/01/2026"), Launched(date(2026, 2, 23), "")),
    pledged=Pledged(2026, 41, 38, 19),
    contests=(OVER, RUNNING),
    checks="Kiểm tra bốc thăm 18 số, đúng 17",
    too_few=True,
    deeds=(Told(date(2026, 3, 5), "Thôn Bản Còn: <b>30</b> công."),),
)


def test_the_report_tells_the_campaign_beside_the_figures() -> None:
    """In the outline's order, word for word; what people still have to write is yellow; deeds stand in the annex."""
    made = read(replace(samples.year_dossier(), movement=FULL))
    told = texts(made)
    wanted = [
        "- Ngày 20/01/2026: phát động thi đua, số 12/KH-UBND ngày 20/01/2026.",
        "- Ngày 23/02/2026: phát động thi đua, [Chờ xã xác nhận: số và ngày văn bản phát động].",
        "- Giao ước năm 2026: 41 đơn vị đã nhận, 38 đơn vị đã ký; 19 đơn vị đạt đủ các dòng đã nhận.",
        "Đợt thi đua",
        "- «Làm đường», số 20/KH-UBND, từ 12/06/2026 đến 02/09/2026, chốt ngày 08/09/2026.",
        "+ Làm đường: 2 nơi vượt. Toàn xã thêm 720 m.",
        "+ Đủ điều kiện đề nghị xem xét biểu dương theo quy tắc của đợt: Bản Còn.",
        "- «Trồng cây», từ 01/12/2026 đến 30/01/2027: đang thực hiện.",
    ]
    first = told.index(wanted[0])
    assert wanted == told[first : first + len(wanted)]
    assert told.index("Kiểm tra bốc thăm 18 số, đúng 17.") + 1 == told.index(movement.TOO_FEW)
    assert "1 việc tốt đã được biểu dương cùng bản tin tuần (Phụ lục, mục 4)." in told
    assert ["1", "05/03/2026", "Thôn Bản Còn: <b>30</b> công."] == rows(made, len(made.tables) - 1)[1]
    yellow = [
        run.text for one in made.paragraphs for run in one.runs if run.font.highlight_color is WD_COLOR_INDEX.YELLOW
    ]
    assert ["[Chờ xã xác nhận: số và ngày văn bản phát động]"] == yellow


def test_a_stretch_without_anything_tells_nothing_of_it() -> None:
    """No empty headings; and it is stored as it was before there could be any."""
    plain = samples.year_dossier()
    assert not {"Phát động, giao ước", "Đợt thi đua", "Kiểm tra số liệu"} & set(texts(read(plain)))
    assert "movement" not in plain.to_json()
    full = replace(plain, movement=FULL)
    assert full == Dossier.from_json(json.loads(json.dumps(full.to_json())))


def test_the_workbook_has_the_same_lines_on_a_sheet_of_its_own() -> None:
    """Without anything to tell no such sheet; what looks like a formula stays text."""
    told = replace(FULL, deeds=(Told(date(2026, 3, 5), "=1+1"),))
    book = load_workbook(BytesIO(workbook.write(replace(samples.year_dossier(), movement=told))))
    lines = [(row[0].value, row[1].value, row[1].data_type) for row in book[workbook.MOVEMENT].iter_rows()]
    assert (datetime(2026, 3, 5), "=1+1", "s") in lines  # noqa: DTZ001  # as the reader has it
    assert "Làm đường: 2 nơi vượt. Toàn xã thêm 720 m." in [line for _, line, _ in lines]
    plain = load_workbook(BytesIO(workbook.write(samples.year_dossier())))
    assert workbook.MOVEMENT not in plain.sheetnames


def test_every_miss_has_room_for_its_cause_and_task() -> None:
    """What falls short by the figures, each once, with two empty cells; a week's report keeps its lines."""
    quarter = samples.quarter_dossier()
    behind = [one.measure for one in quarter.measures if one.status in ("behind", "review", "missed")]
    assert behind
    found = next(
        table for table in _tables(document.write(quarter)) if table[0][-2:] == ["Nguyên nhân", "Nhiệm vụ, giải pháp"]
    )
    assert [[one, "", ""] for one in behind] == [[row[0], *row[-2:]] for row in found[1:]]
    assert "4. Nguyên nhân" in texts(read(samples.bad_dossier()))


def _tables(content: bytes) -> list[list[list[str]]]:
    made = docx.Document(BytesIO(content))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]


def test_recipients_are_those_of_the_campaign_in_force() -> None:
    """Written with their marks whatever the commune has typed; without any those that every commune has."""
    changed = in_force.changed(deployment().campaign, {"commune.recipients": '["Đảng ủy xã;", "- Lưu: VT."]'})
    own = changed.as_written.recipients
    assert ("- Đảng ủy xã;", "- Lưu: VT.") == document_text.recipients(own)
    left = rows(read(replace(samples.good_dossier(), recipients=own)), 2)[0][0]
    assert "Nơi nhận:\n- Đảng ủy xã;\n- Lưu: VT." == left
    assert document_text.RECIPIENTS == document_text.recipients(())
