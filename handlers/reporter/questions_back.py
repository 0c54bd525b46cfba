"""«BHYT là gì?»: a question about a question gets one sentence, and then the question again."""

from __future__ import annotations

import re

from campaign.text import fold
from handlers.reporter.dialogue import Dialogue
from services import wording
from services.report_sheet import Ref

_ASKS = re.compile(
    r"\bla (?:(?:cai|the|so) )?chi(?: (?:he|ri|day|vay|the))?$"
    r"|\b(?:la (?:cai )?gi|nghia la|la sao|la the nao|the nao la|hieu the nao|tinh (?:ca|nhung|ai|the nao|sao)|co tinh"
    r"|gom (?:nhung|ca)|hoi (?:cai )?gi|lam sao biet)\b"
)


_LAND = re.compile(
    r"(?:mot |the |vay )?(?:sao|mau|cong|thuoc|ha|hec ta|hecta) (?:la|bang|duoc|tinh) (?:gi|bao nhieu|may|the nao)\b"
)
_WEIGHT = re.compile(r"(?:mot |the |vay )?(?:ta|yen|tan) (?:la|bang|duoc|tinh) (?:gi|bao nhieu|may|the nao)\b")


def answer(dialogue: Dialogue, text: str, named: Ref | None) -> bool:
    """Explain the figure that is named or asked for, and ask again; False where the text is no such question."""
    explanation = explained(dialogue, text, named)
    if explanation:
        dialogue.ask(explanation)
    return bool(explanation)


def explained(dialogue: Dialogue, text: str, named: Ref | None) -> str:
    """The sentence that answers a question about a figure; "" for any other text."""
    asked = "" if any(letter.isdigit() for letter in text) else fold(text)
    if _LAND.match(asked):
        return wording.land_units()
    if _WEIGHT.match(asked):
        return wording.weight_units()
    if not _ASKS.search(asked):
        return ""
    ref = named or dialogue.target or next(iter(dialogue.awaited), None)
    return ref.input.explanation if ref is not None else ""
