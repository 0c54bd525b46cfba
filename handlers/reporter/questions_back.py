"""«BHYT là gì?»: a question about a question gets one sentence, and then the question again."""

from __future__ import annotations

import re

from campaign.text import fold
from handlers.reporter.dialogue import Dialogue
from services.report_sheet import Ref

_ASKS = re.compile(
    r"\b(?:la (?:cai )?gi|nghia la|la sao|la the nao|the nao la|hieu the nao|tinh (?:ca|nhung|ai|the nao|sao)|co tinh"
    r"|gom (?:nhung|ca)|hoi (?:cai )?gi|lam sao biet)\b"
)


def answer(dialogue: Dialogue, text: str, named: Ref | None) -> bool:
    """Explain the figure that is named or asked for, and ask again; False where the text is no such question."""
    if any(letter.isdigit() for letter in text) or not _ASKS.search(fold(text)):
        return False
    ref = named or dialogue.target or next(iter(dialogue.awaited), None)
    if ref is None or not ref.input.explanation:
        return False
    dialogue.ask(ref.input.explanation)
    return True
