"""One form for every text: what it keeps, what it takes out, and what holds for any text at all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.normalisation import normalise, one_line
from tests import effort

ODD = " \t\n\r\v\f\x00\x1c\x85\u00a0\u2003\u200b\u200d\u2028\u202e\ufeff\u0301\u0344\u0323aạ1.\ud83d"
TEXTS = st.one_of(st.text(max_size=60), st.text(alphabet=ODD, max_size=60), st.text(alphabet="a\u0344\u0301\u0323"))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("  bhyt\u00a0 con\t6  ", "bhyt con 6"),
        ("1: 25\r\n\r\n \n2: 7 sào\n", "1: 25\n2: 7 sào"),
        ("1: 25\u20282: 7", "1: 25\n2: 7"),
        ("c\u200bon\ufeff 6\x00\x07", "con 6"),
        (unicodedata.normalize("NFD", "Khuổi Mạ"), "Khuổi Mạ"),
        ("a\u200b\u0301", "á"),
        ("80\u2011NQ/TW, 0912\u2010345\u2011678", "80-NQ/TW, 0912-345-678"),
        ("8\ud83d", "8\ufffd"),
        ("\u202e12", "\u202e12"),
        ("\u200b \n\t", ""),
    ],
)
def test_a_text_in_one_form(typed: str, expected: str) -> None:
    """Blanks and hyphens become one, empty lines and invisible signs go, lines stay; a turned order stays."""
    assert expected == normalise(typed)


def test_one_line() -> None:
    """A name has no lines."""
    assert "Nguyễn Văn Sơn" == one_line(" Nguyễn\nVăn\u00a0 Sơn\n")


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_what_holds_for_any_text(text: str) -> None:
    """Done twice it stays; it is never longer than its NFC; no blanks side by side, at an end, or alone in a line."""
    form = normalise(text)
    assert form == normalise(form)
    assert len(form) <= len(unicodedata.normalize("NFC", text))
    lines = form.split("\n") if form else []
    assert lines == [line for line in form.splitlines() if line.strip()]
    assert lines == [" ".join(line.split()) for line in lines]
    assert len(lines) <= len(text.splitlines())


@given(st.lists(st.text(alphabet="abạ1 ,", min_size=1, max_size=8).filter(str.strip), max_size=8))
def test_every_line_with_something_in_it_stays(lines: list[str]) -> None:
    """As many lines as were typed, in their order."""
    assert [" ".join(line.split()) for line in lines] == normalise("\n\n".join(lines)).splitlines()


@pytest.mark.parametrize("marks", ["\u0301\u0323", "\u0f73", "\u0f71\u0f72"])
def test_a_letter_buried_under_marks(marks: str) -> None:
    """Putting 4,000 marks in order would take the square of their number: only thirty stay, however they are hidden."""
    text = "a" + marks * 2000
    assert 30 >= sum(1 for letter in normalise(text) if unicodedata.combining(letter))
    assert "" == effort.judge(normalise, effort.Shape("a", marks))
