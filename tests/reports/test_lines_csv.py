"""The .csv for machines: one line a measure, readable by any program, harmless in a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest

from reports.period import lines_csv
from reports.period.dossier import Dossier
from tests.reports import samples


def read(found: Dossier) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(lines_csv.write(found).decode("utf-8-sig"))))


def test_each_measure_has_its_line() -> None:
    """Plain numbers with a point, at most six places; days as ISO; the document's order."""
    found = samples.good_dossier()
    rows = read(found)
    assert [one.measure for one in found.measures] == [row["measure"] for row in rows]
    sown = rows[0]
    assert ("1727", "94.905754", "2026-11-19", "on_track") == (
        sown["value"],
        sown["attained_per_cent"],
        sown["as_of"],
        sown["rule"],
    )
    assert ("", "no") == (sown["same_period_last_year"], sown["provisional"])


def test_the_file_says_that_it_is_utf_8() -> None:
    """Excel reads Vietnamese letters rightly only with the mark."""
    assert lines_csv.write(samples.good_dossier()).startswith(b"\xef\xbb\xbf")


def named(name: str) -> Dossier:
    found = samples.good_dossier()
    return replace(found, measures=(replace(found.measures[0], name=name),))


BEFORE = ("", *" \t\r\n\x0b\u00a0\u2003\u3000\u2028\u200b\ufeff\u00ad", " \u00a0\t")
SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫⁼⁺−"


@pytest.mark.parametrize("sign", SIGNS)
def test_a_name_is_no_formula(sign: str) -> None:
    """What a spreadsheet might run is kept from it, whatever blank or mark nobody sees stands before it."""
    for before in BEFORE:
        name = f"{before}{sign}cmd()"
        assert f"'{name}" == read(named(name))[0]["name"]


@pytest.mark.parametrize("name", ["Bản Còn", "a = b", "(-1)", "1=1", "'=1", "“=1”", "", " ", "\u200b"])
def test_other_names_stay_as_they_are(name: str) -> None:
    """A sign further on begins no formula."""
    assert name == read(named(name))[0]["name"]


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_a_line_is_cut_at_no_other_sign(separator: str) -> None:
    """A spreadsheet set up for Vietnam takes a semicolon for the end of a cell, unless the cell is in quotes."""
    written = lines_csv.write(named(f"a{separator}=cmd()")).decode("utf-8-sig")
    assert (
        [["=cmd()" in cell for cell in row] for row in csv.reader(StringIO(written), delimiter=separator)][1].count(
            True
        )
        == written.count("=cmd()")
        == 1
    )
    assert f'"a{separator}=cmd()"' in written
