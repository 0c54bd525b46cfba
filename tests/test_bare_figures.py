"""A figure and nothing else goes the short way: what is left out for it would have found nothing in it."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from campaign.parsing import absence, messages, numbers, person_names, remarks
from campaign.parsing.messages import Found, Mention
from handlers import commands, privacy, recognition
from handlers.reporter import parse, typed_corrections
from services.report_sheet import Ref, Sheet
from tests.campaign.khanh_khe import CAMPAIGN

FIGURES = ["0", "7", "12", "100", "2026", "1234567", "7,5", "12,345"]
WORDS = ["", "sào", " sào", " SÀO", " mẫu", " ha", "m2", " m²", " tấn", " kg", " km", " người", " hộ"]
BARE = list(map("".join, itertools.product(FIGURES, WORDS)))
REFS = [Ref(measure, one) for measure in CAMPAIGN.measures for one in measure.inputs if not one.options]


@pytest.mark.parametrize(
    "text",
    ["", "7 sao", "7 tạ", "7 sào ạ", "7,", "1.5 ha", "7 5", "12345678", "0912345678", "7\nsào", "-7", "7 thôn", "٧"],
)
def test_anything_more_is_read_whole(text: str) -> None:
    """A word more, a word with two meanings, a number that may be a telephone's, a code's or two figures."""
    assert not numbers.is_bare(text)


def test_nothing_that_is_left_out_would_have_found_anything() -> None:
    for text in BARE:
        assert numbers.is_bare(text)
        found = commands.recognise(text), absence.read(text, date(2026, 11, 30)), typed_corrections.read(text)
        assert (None, None, None) == found, text
        assert recognition.start_code(text) is recognition.bare_code(text) is None, text
        assert not remarks.may_be_remark(text) and not privacy.is_personal(text), text
        whole = recognition.without_codes(text, "[mã]"), absence.without_reason(text), person_names.masked(text)
        assert {text} == {*whole, messages.without_stamps(text) or text}


def test_the_long_way_gives_it_to_the_same_question() -> None:
    """Where it is an answer to the open question, reading it as a whole message names no other one."""
    sheet = cast(Sheet, SimpleNamespace(last_known={ref.key: SimpleNamespace(value=Decimal(9)) for ref in REFS}))
    due = [messages.Question(ref.key, parse.names(ref), parse.field(sheet, ref)) for ref in REFS]
    answered = [(one, text) for one in due for text in BARE if one.is_answered_by(text)]
    for opened, text in answered:
        found = messages.read(text, [one.key for one in due], due, opened.key)
        assert found in (None, Found((Mention(opened.key, text),))), (opened.key, text)
    assert len(answered) > len(BARE)
