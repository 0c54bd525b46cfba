"""The usual answer: a figure alone, or with the word for what is counted or measured, «7», «7 sào», «1,5 ha»."""

from __future__ import annotations

import re

# Words that are nothing else in any spelling: «tạ» and «sao» may be other words, and go the long way.
_BARE = re.compile(r"[0-9]{1,7}(?:,[0-9]{1,3})?(?: ?(?:sào|mẫu|ha|m2|m²|tấn|kg|km|người|hộ))?", re.IGNORECASE)


def is_bare(text: str) -> bool:
    """Whether a text is a figure and nothing else: no name, code, command, date, notice or second figure is in it.

    What it answers is still to be seen: «7 sào» is no answer where people are counted.
    """
    return _BARE.fullmatch(text) is not None
