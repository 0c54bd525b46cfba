"""The campaign file as shapes, and every way in which it can be wrong, each with its line."""

from __future__ import annotations

import unicodedata
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from campaign.catalogue import Aggregation, Comparison, EntryKind, PathPoint, Target, TargetKind
from campaign.definition import load
from tests.campaign.khanh_khe import FOLDER
from tests.campaign.spoiled import SMALL, SPOILED, Spoiled


def written(folder: Path, text: str) -> Path:
    path = folder / "campaign.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("spoiled", SPOILED.values(), ids=SPOILED.keys())
def test_every_fault_is_told_with_its_line(spoiled: Spoiled, tmp_path: Path) -> None:
    """A file spoiled in one way has a fault that says so, on the line where it was spoiled."""
    found = load.check(written(tmp_path, spoiled.text()))
    assert [spoiled.line()] == [fault.line for fault in found if spoiled.reason in fault.reason], list(map(str, found))


def test_the_small_campaign_has_no_fault(tmp_path: Path) -> None:
    """What the other tests spoil is right to begin with."""
    assert [] == load.check(written(tmp_path, SMALL))


def test_all_faults_come_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    """Three faults in three tables are three lines of one list, not three runs of the check."""
    text = SMALL.replace('code = "00001"\n', "").replace('"16:00"', '"4 pm"').replace('"of", "-uncovered"', '"no"')
    found = load.check(written(tmp_path, text))
    assert ["commune, code", "calendar, deadline", "measure XH1, value"] == [
        fault.where for fault in found if "mà không dùng" not in fault.reason
    ]
    assert sorted(fault.line for fault in found) == [fault.line for fault in found]


def test_one_mistake_is_one_fault(tmp_path: Path) -> None:
    """A key of the wrong type is not complained about again by the rules that needed it."""
    found = load.check(written(tmp_path, SMALL.replace('kind = "increment"', 'kind = "increments"')))
    assert ["measure KT1b, input area, kind"] == [fault.where for fault in found]


def test_load_gives_shapes(tmp_path: Path) -> None:
    """A sound file becomes a campaign with Decimals, dates, times and defaults in their places."""
    campaign = load.load(written(tmp_path, SMALL))
    harvest, cards, road = campaign.measures
    assert ("xã Mẫu", date(2026, 1, 1)) == (campaign.commune_name, campaign.starts)
    assert (time(19), (date(2026, 5, 9),)) == (campaign.calendar.first_reminder, campaign.calendar.working_days)
    assert Decimal("80.5") == campaign.rules.coverage_floor
    assert Target(TargetKind.AMOUNT, Comparison.AT_LEAST, Decimal("5793.8"), date(2030, 12, 31)) == harvest.target
    assert (PathPoint((6, 30), Decimal("0.5")), PathPoint((10, 31), Decimal(1))) == harvest.path
    assert ((12, 15), None, "self", True, "thu hoạch") == (
        harvest.year_start,
        harvest.since,
        harvest.subject,
        harvest.judged,
        harvest.label,
    )
    assert (EntryKind.INCREMENT, False, None) == (
        harvest.inputs[0].kind,
        harvest.inputs[0].whole,
        harvest.inputs[0].denominator,
    )
    assert ("area", Decimal(20)) == (harvest.input("yield").asked_with, harvest.input("yield").unusual_below)
    assert (Aggregation.RATIO_OF_SUMS, Decimal(100)) == (cards.aggregation, cards.scale)
    assert [True, False] == [option.yes for option in road.inputs[0].options]
    assert [True, False, False] == [measure.is_cumulative for measure in campaign.measures]


def test_load_refuses_a_faulty_file_with_all_its_faults(tmp_path: Path) -> None:
    """The error holds the same list as the check and names the file and the lines."""
    path = written(tmp_path, SMALL.replace('deadline = "16:00"', "").replace("number = 2", 'number = "2"'))
    calendar = SMALL[: SMALL.index("[calendar]")].count("\n") + 1
    with pytest.raises(load.CampaignFileError) as caught:
        load.load(path)
    assert tuple(load.check(path)) == caught.value.faults
    assert "campaign.toml có 2 lỗi:" == str(caught.value).splitlines()[0]
    assert f"dòng {calendar}: calendar, deadline: còn thiếu" == str(caught.value).splitlines()[1]


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    """No file, and a folder in its place, are told as faults of the whole file."""
    for path in (tmp_path / "nowhere.toml", tmp_path):
        assert [0] == [fault.line for fault in load.check(path)]


def test_a_file_in_another_encoding_is_a_fault_with_its_line(tmp_path: Path) -> None:
    """A file saved in an old Vietnamese encoding is refused where the first such letter stands."""
    path = tmp_path / "campaign.toml"
    path.write_bytes(b'schema = 1\n[commune]\nname = "x\xe3"\n')
    (fault,) = load.check(path)
    assert (3, True) == (fault.line, "không phải UTF-8" in fault.reason)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("schema = 1\nname = \n", 2),
        ("schema = 1\n[a]\nb = 2026-13-01\n", 3),
        ("schema = 1\nschema = 2\n", 2),
        ('schema = 1\nname = """never\nclosed\n', 4),
    ],
)
def test_what_is_no_toml_is_a_fault_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    """A slip of the pen is told with the line the parser stopped at."""
    (fault,) = load.check(written(tmp_path, text))
    assert (line, "TOML") == (fault.line, fault.where)


def test_lines_survive_what_windows_editors_do(tmp_path: Path) -> None:
    """A byte order mark and carriage returns change neither the reading nor the lines."""
    path = tmp_path / "campaign.toml"
    text = SMALL.replace("small_base = 10", "small_base = 1.5")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    line = text[: text.index("small_base")].count("\n") + 1
    assert [(line, "rules, small_base")] == [(fault.line, fault.where) for fault in load.check(path)]


def test_marks_as_signs_of_their_own_are_no_letters_more(tmp_path: Path) -> None:
    """A file saved in NFD is the same file: no label grows too long by it."""
    text = (FOLDER / "campaign.toml").read_text(encoding="utf-8")
    split = unicodedata.normalize("NFD", text)
    assert len(split) > len(text)
    assert [] == load.check(written(tmp_path, split))
