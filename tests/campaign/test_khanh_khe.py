"""The campaign that the project ships against the campaign document, word for word and number by number."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from campaign import text as folding
from campaign.assessment import terms
from campaign.catalogue import EntryKind
from campaign.definition import check_measure, load
from campaign.parsing.messages import Question, names
from campaign.parsing.messages.names import Spot
from campaign.parsing.numbers import Field
from tests.campaign.khanh_khe import CAMPAIGN, FIGURES, FOLDER, ROOT, UNITS, subjects

DOCUMENT = (ROOT / "tests" / "data" / "campaign_document.txt").read_text(encoding="utf-8")

# The document's numbering: seven, eight, three and three lines, some of which hold several measures.
INDICATORS = [
    f"{group}{number}"
    for group, count in (("KT", 7), ("XH", 8), ("QP", 3), ("CT", 3))
    for number in range(1, count + 1)
]
PARTS = {"KT1": "ab", "KT3": "ab", "KT6": "ab", "XH7": "ab", "XH8": "abcde", "QP1": "ab", "QP2": "abc", "CT2": "ab"}
MEASURES = [indicator + part for indicator in INDICATORS for part in PARTS.get(indicator) or [""]]


def test_the_shipped_campaign_has_no_fault() -> None:
    """The campaign check has nothing to say about the file that the program starts with."""
    assert [] == [str(fault) for fault in load.check(FOLDER / "campaign.toml")]


def test_indicators_and_measures_are_the_documents_in_its_order() -> None:
    """21 indicators and 33 measures, numbered and ordered as in the document, none of a measure's lines apart."""
    assert INDICATORS == [indicator.id for indicator in CAMPAIGN.indicators]
    assert INDICATORS == [f"{one.id[:2]}{one.number}" for one in CAMPAIGN.indicators]
    assert MEASURES == [measure.id for measure in CAMPAIGN.measures]
    assert [measure.id for one in CAMPAIGN.indicators for measure in CAMPAIGN.of_indicator(one.id)] == MEASURES


def test_indicators_are_quoted_word_for_word_in_the_documents_order() -> None:
    """Every line of the document's first part is an indicator's verbatim text, and each stands after the one before."""
    places = [DOCUMENT.index(one.verbatim) for one in CAMPAIGN.indicators]
    assert sorted(places) == places
    for indicator in CAMPAIGN.indicators:
        assert f"{indicator.number}. {indicator.verbatim}\n" in DOCUMENT


def test_phrases_are_the_indicators_own_words() -> None:
    """A measure's phrase stands in its indicator's text; together the phrases of an indicator keep its order."""
    for indicator in CAMPAIGN.indicators:
        places = [indicator.verbatim.index(measure.phrase) for measure in CAMPAIGN.of_indicator(indicator.id)]
        assert sorted(places) == places


def test_strict_words_are_strict() -> None:
    """«trên» asks for more than the number, every other word for at least, at most or exactly that number."""
    strict = {measure.id for measure in CAMPAIGN.measures if measure.target.comparison == ">"}
    assert {"KT3a", "KT3b", "XH1", "CT1"} == strict
    assert strict == {measure.id for measure in CAMPAIGN.measures if " đạt trên " in measure.phrase}


def test_targets_are_the_documents_numbers() -> None:
    """Every target with a figure of its own prints it as the document does."""
    derived = {"KT4", "KT5", "XH3", "XH4", "QP1b", "QP2a", "QP2b", "QP2c", "QP3", "CT3", "KT6a"}
    for measure in CAMPAIGN.measures:
        if measure.id not in derived:
            printed = f"{measure.target.value:,}".translate(str.maketrans(",.", ".,"))
            assert printed in measure.phrase, printed


def test_sums_and_only_sums_have_a_first_day() -> None:
    """What adds up is exactly grain, land, money, co-operatives, accidents, crimes and new members."""
    sums = {measure.id for measure in CAMPAIGN.measures if measure.is_cumulative}
    assert {"KT1a", "KT1b", "KT5", "KT7", "QP2a", "QP2b", "QP2c", "QP3", "CT1"} == sums
    police = {measure.id for measure in CAMPAIGN.measures if measure.year_start == (12, 15)}
    assert {"QP2a", "QP2b", "QP2c", "QP3"} == police


def test_only_what_must_be_footnoted_or_left_unjudged_is() -> None:
    """The party's measures carry no mark; the ambiguous ones say how they are read; deaths and crimes stay together."""
    assert {"CT1", "CT2a", "CT2b", "CT3"} == {measure.id for measure in CAMPAIGN.measures if not measure.judged}
    assert {"QP2a", "QP2b", "QP2c", "QP3"} == {measure.id for measure in CAMPAIGN.measures if measure.small_cells}
    assert {"QP2a", "QP2b", "QP2c", "QP3", "XH3"} == {measure.id for measure in CAMPAIGN.measures if measure.reading}


def test_questions_read_as_questions() -> None:
    """Every question begins with a capital and asks; every echo, label and «nothing» is lower case without a stop."""
    for measure in CAMPAIGN.measures:
        assert measure.label
        for one in measure.inputs:
            if not one.asked:
                continue
            assert "?" in one.question and one.question[0].isupper(), one.question
            assert one.kind.is_flow == ("{since}" in one.question), one.question
            for text in (one.said, one.label, one.nothing, *(option.said for option in one.options)):
                assert not text.endswith((".", "?")) and text[:1] == text[:1].lower(), text
            for option in one.options:
                assert option.label[0].isupper()


def test_examples_are_nobodys_real_figures() -> None:
    """No example is a number that some unit had in the autumn: it could be taken for a proposal."""
    known = defaultdict(set)
    for row in FIGURES:
        if row["date"] >= "2026-09-01":
            known[row["measure"], row["input"]].add((row["unit"], row["value"], row["denominator"]))
    for measure in CAMPAIGN.measures:
        for one in measure.inputs:
            if one.kind is EntryKind.LEVEL and one.denominator == "asked":
                pairs = {f"{value}/{below}" for _, value, below in known[measure.id, one.key]}
                assert one.example.replace(".", "").replace(",", ".") not in pairs
            elif one.kind is EntryKind.RUNNING_TOTAL:
                assert one.example.replace(".", "") not in {value for _, value, _ in known[measure.id, one.key]}


def test_words_may_be_typed_without_accents() -> None:
    """Every name in the file is found as it is written and without its accents, and no accent makes it another."""
    for measure in CAMPAIGN.measures:
        for one in measure.inputs:
            known = names.of([Question("X", one.aliases, Field(one.unit))])
            for alias in one.aliases:
                for typed in (alias, folding.fold(alias)):
                    assert [Spot(0, len(typed), "X")] == known.spots(typed), typed


def test_reporters_named_by_code_are_units() -> None:
    """A code in the campaign is a school or an office of the commune, and every office has something to report."""
    named = {
        code for measure in CAMPAIGN.measures for code in measure.reporters if code not in check_measure.KINDS_OF_UNIT
    }
    assert named <= UNITS.keys()
    assert {"office", "school"} >= {UNITS[code]["kind"] for code in named}
    assert all(subjects(measure) for measure in CAMPAIGN.measures)


def test_every_value_can_be_computed() -> None:
    """Each measure's terms add up when its inputs are one and its denominators two."""
    for measure in CAMPAIGN.measures:
        values = {one.key: Decimal(1) for one in measure.inputs}
        values |= {f"of.{one.key}": Decimal(2) for one in measure.inputs} | {"of": Decimal(2)}
        assert terms.evaluate(measure.value, values) is not None
        assert not measure.over or terms.evaluate(measure.over, values) > 0
