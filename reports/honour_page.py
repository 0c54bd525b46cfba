"""A page of the papers of a proposal for honours: its head, tables, places that are open, and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from docx.document import Document

from reports import to_confirm
from reports.period import letterhead, to_confirm_box, word_page, word_table
from reports.period.document_text import RECIPIENTS_TITLE, signer
from reports.period.word_table import Text

What = dict[str, Any]
_SIZE = 12.0
_KINDS = {"unit": "tập thể", "household": "hộ gia đình", "person": "cá nhân"}


class Paper:
    """A paper being written; what it leaves open is known before its first line."""

    def __init__(self, what: What) -> None:
        self.what = what
        self.document: Document = word_page.open_document("Đề nghị khen thưởng", date.fromisoformat(what["made_on"]))

    def place(self, what: str) -> str:
        """A yellow place."""
        return to_confirm.place(what)

    def legal(self, key: str) -> str:
        """What is confirmed under a key, or its place."""
        return to_confirm.value(self.what["legal"], key)

    def say(self, text: str, **how: Any) -> None:
        word_page.say(self.document, text, **how)

    def count(self, kind: str) -> int:
        return sum(one["kind"] == kind for one in self.what["nominees"])

    def counted(self) -> str:
        """«3 tập thể, 1 hộ gia đình, 2 cá nhân»."""
        return ", ".join(f"{self.count(kind)} {said}" for kind, said in _KINDS.items() if self.count(kind)) or "0 nơi"

    def table(self, widths: Sequence[float], titles: Sequence[str], rows: Sequence[Sequence[word_table.Cell]]) -> None:
        head = [Text(one, bold=True, align="center") for one in titles]
        word_table.add(self.document, widths, [head, *rows], head=1, size=_SIZE)
        word_page.gap(self.document, 6)

    def letterhead(self, left: Sequence[Text], number: str = "", *, is_dated: bool = True) -> None:
        """`left`: who issues it; nobody does a person's paper. Minutes tell place and time in their text."""
        sides = [*left, *([Text(number, align="center", size=13, space=8)] if number else []), letterhead.draft()]
        dated = letterhead.place_and_date(self.what["commune"], self.what["made_on"][:4]) if is_dated else ""
        letterhead.add(self.document, sides, dated, widths=(70, 95))

    @property
    def council(self) -> list[Text]:
        return letterhead.council(self.what["commune"])

    def title(self, kind: str, about: str) -> None:
        word_page.middle(self.document, kind, above=14)
        word_page.middle(self.document, about)
        word_page.short_line(self.document, word_page.WIDTH, 45)

    def sign(self, right: Sequence[str], left: Sequence[Text]) -> None:
        """On one page with the sentence before it, which `keeps`."""
        side = [Text(one, bold=True, align="center", size=14, keeps=True) for one in right]
        side += [Text("", size=14) for _ in range(4)]
        word_table.add(self.document, (80, 85), [[list(left), side]], head=0, size=13, top=True)

    def packed(self) -> bytes:
        """The file, with the box of what is open at its head."""
        found = to_confirm.open_places(_texts(self.document))
        if found:
            _box_first(self.document, found)
        return word_page.packed(self.document)


def _texts(document: Document) -> list[str]:
    return ["".join(run.text or "" for run in one.iter(_W_TEXT)) for one in document.element.body.iter(_W_PARAGRAPH)]


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W_TEXT, _W_PARAGRAPH = f"{_W}t", f"{_W}p"


def _box_first(document: Document, found: Sequence[str]) -> None:
    """The box is written at the end and moved to the head: only then is it known what is open."""
    body = document.element.body
    before = len(body) - 1  # the last is the section
    to_confirm_box.add(document, [one.replace("\u200b", "") for one in found])
    for at, part in enumerate(list(body)[before:-1]):
        body.remove(part)
        body.insert(at, part)


def commune_in_capitals(paper: Paper) -> str:
    return str(paper.what["commune"]).upper()


def chairman(paper: Paper) -> list[str]:
    return list(signer(paper.what["signer"]))


def recipients(*whom: str) -> list[Text]:
    return [Text(RECIPIENTS_TITLE, bold=True, italic=True, size=12), *(Text(one, size=11) for one in whom)]


def number_cell(number: int) -> Text:
    return Text(str(number), align="center")


def as_sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
