"""The .csv for machines: one line a measure, readable by any program, harmless in a spreadsheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

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


def test_a_name_is_no_formula() -> None:
    """What a spreadsheet would run is kept from it."""
    found = samples.good_dossier()
    bad = replace(found, measures=(replace(found.measures[0], name="=cmd()", unit="@x"),))
    assert ("'=cmd()", "'@x") == (read(bad)[0]["name"], read(bad)[0]["unit"])
