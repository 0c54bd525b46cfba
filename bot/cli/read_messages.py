"""`thidua read --messages`: whole messages with their right answers, through the bot's own turns; nothing is kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.operator_error import OperatorError
from bot.rehearsal import Rehearsal
from campaign.definition import in_force
from campaign.definition.load import CampaignFile
from models.figures import Figure

# The setting of every message: the sample's Bản Còn, each measure a question of its own, a harvest told in tonnes.
VILLAGE, WEEK = "T01", "2026-W47"
LAST_WEEK: Mapping[str, Decimal | str] = {"XH1": Decimal(9), "XH3": Decimal(12), "XH5": "below", "KT3b": "no"}
CHANGES = {
    "measure.KT1b.input.area.unit": '"tấn"',
    "measure.XH3.input.poor.falls_by_decision": "false",
    **{f"measure.{name}.cadence": '"weekly"' for name in ("XH3", "XH5", "KT3b", "KT6a")},
}


class Verdict(StrEnum):
    """What one measure of a message came to, the worst last."""

    RIGHT = "right"
    NEEDLESS = "needless"  # a figure was expected, and asked for
    NOT_ASKED = "stored where it should ask"
    WRONG = "silently wrong"  # stored, and another than the right one


_FAILING = (Verdict.NOT_ASKED, Verdict.WRONG)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a file: a message, the measures due, and for each what is right."""

    number: int
    message: str
    due: Sequence[str]
    expected: Mapping[str, float | str]
    ask: Sequence[str]
    may_ask: Sequence[str]


def rehearse(file: CampaignFile, *, has_buttons: bool = True) -> Rehearsal:
    """The setting of every message, with nothing said yet."""
    return Rehearsal(in_force.changed(file, CHANGES), VILLAGE, WEEK, LAST_WEEK, has_buttons=has_buttons)


def check(file: CampaignFile, path: Path, *, has_buttons: bool = True) -> tuple[list[str], bool]:
    """The lines to print for a file of messages, and whether any was stored that should not have been."""
    counts: Counter[Verdict] = Counter()
    shares: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}  # of messages with one measure due, several
    lines = []
    rehearsal = rehearse(file, has_buttons=has_buttons)
    for case in _cases(path, rehearsal.measures):
        heard = rehearsal.hear(case.message, case.due)
        for measure in case.due:
            figure = heard.given.get(measure)
            verdict = _judge(case, measure, figure)
            counts[verdict] += 1
            shares[len(case.due) == 1].update(needless=verdict is Verdict.NEEDLESS, wanted=_is_wanted(case, measure))
            if verdict is not Verdict.RIGHT:
                right = "ask" if measure in case.ask else case.expected[measure]
                lines.append(
                    f"line {case.number}: {case.message!r}: {measure}: {verdict}: {right}, got {_text(figure)}"
                )
    rehearsal.close()
    total = ", ".join(f"{verdict} {counts[verdict]}" for verdict in Verdict)
    single, several = (f"{one['needless']} of {one['wanted']}" for one in shares.values())
    total += f"; needless of single figures {single}, of several {several}"
    return [*lines, total], any(counts[verdict] for verdict in _FAILING)


def _cases(path: Path, measures: Collection[str]) -> Iterator[Case]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise OperatorError(f"{path} is not written in UTF-8") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _case(number, json.loads(line), measures)
        except (ValueError, KeyError, TypeError) as error:
            raise OperatorError(f"{path}: line {number}: {error}") from None


def _case(number: int, row: dict[str, Any], measures: Collection[str]) -> Case:
    """Raises ValueError for a measure that is unknown, or that is not in exactly one of `expected` and `ask`."""
    case = Case(number, row["message"], row["due"], row["expected"], row["ask"], row.get("may_ask", []))
    if unknown := [measure for measure in case.due if measure not in measures]:
        raise ValueError(f"the campaign has no {', '.join(unknown)}")
    if sorted(case.due) != sorted([*case.expected, *case.ask]):
        raise ValueError("each measure due stands in exactly one of expected and ask")
    return case


def _is_wanted(case: Case, measure: str) -> bool:
    """Whether a figure is expected that must not be asked for."""
    return case.expected.get(measure, "missing") != "missing" and measure not in case.may_ask


def _judge(case: Case, measure: str, figure: Figure | None) -> Verdict:
    if measure in case.ask:
        return Verdict.RIGHT if figure is None else Verdict.NOT_ASKED
    right = case.expected[measure]
    if figure is None or figure.value is None:
        return Verdict.RIGHT if right == "missing" or measure in case.may_ask else Verdict.NEEDLESS
    return Verdict.RIGHT if _is_right(figure, right, LAST_WEEK.get(measure)) else Verdict.WRONG


def _is_right(figure: Figure, right: float | str, known: Decimal | str | None) -> bool:
    """A choice by its key, a number by its value; "keep" is the value of the week before."""
    wanted = known if right == "keep" else right
    if isinstance(wanted, str):
        return figure.choice == wanted
    return wanted is not None and figure.value == Decimal(str(wanted))


def _text(figure: Figure | None) -> str:
    if figure is None:
        return "nothing"
    return figure.choice or ("missing" if figure.value is None else f"{figure.value.normalize():f}")
