"""`thidua export`: every form of any period, from a database as it is used."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from bot.cli import export
from bot.operator_error import OperatorError
from bot.settings import Settings
from models import periods, summaries
from models.database import Store, connect
from models.figures import Figure
from services import weekly_summary
from tests import commune
from tests.commune import Stand
from tests.short_form import diagonal, every


@pytest.fixture
def stand(tmp_path: Path) -> Any:
    """A week with one whole report and one half."""
    made = Stand(tmp_path, Store(connect(f"sqlite:///{commune.fresh_file(tmp_path)}")))
    made.ask("son", "hien")
    made.say("son", "6")
    made.tap("son", "Không gieo thêm")
    made.tap("son", "Không có gì mới")
    made.say("hien", "7")
    yield made
    made.close()


def settings(folder: Path) -> Settings:
    return Settings(  # type: ignore[call-arg]  # the library's own way to leave .env out
        _env_file=None,
        telegram_bot_token="1000:test",
        database_url=f"sqlite:///{folder / 'thidua.db'}",  # type: ignore[arg-type]  # the library makes a secret of it
        campaign_file=commune.FOLDER / "campaign.toml",
    )


def exported(folder: Path, form: str, label: str = "2026-W47") -> bytes:
    out = folder / f"out.{form}"
    said = export.export(settings(folder), label, form, out)
    assert f"{out}: {label}, {form}" == said
    return out.read_bytes()


def document(folder: Path, label: str = "2026-W47") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(exported(folder, "json", label))
    return found


def post(stand: Stand) -> str:
    """The week's post goes out and freezes it; returns its text."""
    stand.at("2026-11-20T09:00")
    with stand.context() as context:
        row = periods.keep(context.session, context.commune.id, context.calendar.of("2026-W47"))
        drafted = weekly_summary.draft(context, row)
        drafted.state, drafted.posted_at, row.frozen_at = summaries.POSTED, context.now, context.now
        return drafted.text


def correct(stand: Stand) -> None:
    """Fifteen times as many people are without a card as were told."""
    with stand.context() as context:
        figure = context.session.query(Figure).filter_by(measure="XH1", value=6).one()
        figure.value = figure.value and figure.value * 15


@pytest.mark.parametrize(("form", "label"), diagonal(export.FORMATS, ["2026-W47", "2026-H1", "2025"]))
def test_every_form_of_any_period_is_written(stand: Stand, tmp_path: Path, form: str, label: str) -> None:
    """Each file begins as its kind does."""
    begins = {
        "xlsx": b"PK",
        "docx": b"PK",
        "png": b"\x89PNG",
        "csv": b"\xef\xbb\xbf",
        "json": b"{",
        "txt": {"2026-W47": "TỔNG HỢP", "2026-H1": "SƠ KẾT", "2025": "TỔNG KẾT"}[label].encode(),
    }
    assert exported(tmp_path, form, label).startswith(begins[form])


@pytest.mark.parametrize("form", every(3, export.FORMATS))
def test_every_form_of_several_years_is_written(stand: Stand, tmp_path: Path, form: str) -> None:
    """2026-2030 as far as it is: each file begins as its kind does."""
    begins = {
        "xlsx": b"PK",
        "docx": b"PK",
        "png": b"\x89PNG",
        "csv": b"\xef\xbb\xbf",
        "json": b"{",
        "txt": "TỔNG".encode(),
    }
    assert exported(tmp_path, form, "2026-2030").startswith(begins[form])


def test_the_files_tell_the_same_numbers(stand: Stand, tmp_path: Path) -> None:
    """Workbook and json agree on every measure's value to the last digit of a workbook; the report has it too."""
    found = document(tmp_path)
    book = openpyxl.load_workbook(BytesIO(exported(tmp_path, "xlsx")))["Tổng hợp"]
    in_book = {row[0].value: row[5].value for row in book.iter_rows(min_row=4)}
    table = docx.Document(BytesIO(exported(tmp_path, "docx"))).tables[1]
    in_report = {row.cells[0].text: row.cells[5].text for row in table.rows[1:]}
    assert 33 == len(found["measures"])
    for one in found["measures"]:
        value = None if one["value"] is None else pytest.approx(float(one["value"]), rel=1e-14)
        assert value == in_book[one["measure"]], one["measure"]
        assert (value is None) == (in_report[one["measure"]] == ""), one["measure"]


def test_every_number_has_its_provenance(stand: Stand, tmp_path: Path) -> None:
    """All 33 measures, with the rows of the table of figures behind each value that there is."""
    found = document(tmp_path)
    assert {one["measure"] for one in found["measures"]} == set(found["provenance"])
    with stand.context() as context:
        rows = {row.id: row for row in context.session.query(Figure)}
    for one in found["measures"]:
        trail = found["provenance"][one["measure"]]
        assert one["value"] == trail["value"]["value"]
        assert one["rule"] == trail["status"]["rule"]
        assert bool(trail["value"]["rows"]) == (one["value"] is not None)
        for made in trail["value"]["rows"]:
            stored = rows[made["figure"]]
            assert (stored.measure, stored.input) == (one["measure"], made["input"])


def test_a_posted_week_keeps_its_text_and_picture(stand: Stand, tmp_path: Path) -> None:
    """After a correction the text is still what was posted; the numbers are today's, and the json says both."""
    before = document(tmp_path)
    assert (None, None) == (before["posted_at"], before["posted_text"])
    text = post(stand)
    picture = exported(tmp_path, "png")
    correct(stand)
    found = document(tmp_path)
    assert ("2026-11-20T09:00:00+07:00", text) == (found["posted_at"], found["posted_text"])
    assert f"{text}\n".encode() == exported(tmp_path, "txt")
    assert picture == exported(tmp_path, "png")
    values = [next(one for one in made["measures"] if one["measure"] == "XH1")["value"] for made in (before, found)]
    assert values[0] != values[1]
    assert found["posted_table"] != found["summary"]


@pytest.mark.parametrize(
    ("label", "form", "said"),
    [
        ("2026-W47", "pdf", "--format must be one of xlsx, docx, png, csv, json, txt"),
        ("2026-Q5", "csv", "not a period"),
        ("2030", "csv", "no week of it is over yet"),
    ],
)
def test_what_cannot_be_exported_is_told(stand: Stand, tmp_path: Path, label: str, form: str, said: str) -> None:
    """In one sentence, and no file is left."""
    with pytest.raises(OperatorError, match=said):
        export.export(settings(tmp_path), label, form, tmp_path / "out")
    assert not (tmp_path / "out").exists()
