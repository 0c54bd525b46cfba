"""Lists with numbers before their lines: the questions' numbers, those of another form, or of a table's rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from campaign.parsing.messages import clauses, headings, lexed
from campaign.parsing.messages.message import Found, Mention
from campaign.parsing.messages.names import ELSEWHERE, Names

_LONGEST_LABEL = 60
_ROW = re.compile(r"\d{1,2}\s(?=\D)")


def by_number(text: str, numbered: Sequence[str], known: Names) -> Found | None:
    found = headings.find(text, len(numbered))
    label = text[: found[0].start] if found else ""
    if not found or (lexed.tells(label, but_dates=True) and not lexed.takes_back(label)):
        return None
    mentions, rest = [], []
    for one, end in zip(found, [*(later.start for later in found[1:]), len(text)], strict=True):
        words = text[one.end : end].strip(" ;,\n")
        if 1 <= one.number <= len(numbered) and words:
            words = _without_others(words.removesuffix("."), known)
            mentions.append(Mention(numbered[one.number - 1], words, one.is_repeated))
        else:
            rest.append(text[one.start : end].strip())
    return Found(tuple(mentions), tuple(rest)) if mentions else None


def of_another_form(text: str, numbered: Sequence[str], due: Collection[str], known: Names) -> str | None:
    """The text of a list with labels of its own, without its numbers: «2. Số hộ 118», «3. Hộ nghèo 12».

    None where no label names another figure than the question of its number: then the numbers are the questions'.
    """
    found = headings.find(text, len(numbered))
    for one in found:
        label = _label(text[one.end : one.end + _LONGEST_LABEL], known)
        own = numbered[one.number - 1] if 1 <= one.number <= len(numbered) else ELSEWHERE
        if label and label != own and (own in due or own == ELSEWHERE):
            break
    else:
        return None
    for one in reversed(found):
        text = f"{text[: one.start]}\n{text[one.end :]}"
    return text


def _label(words: str, known: Names) -> str:
    """The figure named by the first words, "" where they name none."""
    spots = known.spots(words.split("\n")[0])
    return spots[0].key if spots and not words[: spots[0].start].strip() else ELSEWHERE


def _without_others(words: str, known: Names) -> str:
    """«12 hộ; hộ cận nghèo: 6 hộ» without the clause that speaks of something else."""
    cut = clauses.cut(words)
    own = [one for one in cut if not (spots := known.spots(one)) or any(spot.key for spot in spots)]
    return words if len(own) == len(cut) or not own else ", ".join(own)


def without_rows(found: list[str], known: Names) -> list[str]:
    """«1 BHYT 6», «2 Gieo 7 sào» of a table without the numbers of its rows, which go on rising from 1.

    A lone «6 hộ nghèo 4 bhyt» keeps its figure.
    """
    rows = {at: row for at, text in enumerate(found) if (row := _row(text, known)) is not None}
    for at, text in enumerate(found):  # «4 nvh chua dat» goes on behind «3 ngheo 12»
        row = _ROW.match(text)
        if at - 1 in rows and at not in rows and row is not None and int(row[0]) == int(rows[at - 1][0]) + 1:
            rows |= {at: row} if any(one.start == row.end() for one in known.spots(text)) else {}
    numbers = [int(row[0]) for row in rows.values()]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return found
    return [text[rows[at].end() :] if at in rows else text for at, text in enumerate(found)]


def _row(text: str, known: Names) -> re.Match[str] | None:
    """A number before a name that has its own figure behind it."""
    row = _ROW.match(text)
    if row is None or not any(letter.isdigit() for letter in text[row.end() :]):
        return None
    return row if any(one.start == row.end() for one in known.spots(text)) else None
