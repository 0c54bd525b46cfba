"""The clauses of a message and what was made of each: labels with what follows them, headings, names in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from campaign.parsing.messages import clauses, lexed, statements
from campaign.parsing.messages.message import Mention
from campaign.parsing.messages.names import ELSEWHERE, Names, Spot
from campaign.parsing.messages.partition import trimmed

_MOST_CLAUSES, _LONGEST_CLAUSE = 40, 300  # nobody tells more in a message, or says more in one breath
_END = re.compile(r"(?:xin |chấm )?(?:hết|het|xong)(?: ạ| nhé| rồi)?", re.IGNORECASE)
# Behind a figure it takes it back: «6 sào. Xin lỗi cô, 5 sào».
_SORRY = re.compile(r"(?:(?:à|ấy|dạ|em|tôi) )?(?:xin lỗi|xin loi|sorry)(?: [^\W\d]{1,4}){0,2}", re.IGNORECASE)

_DATE = re.compile(r"\d{1,2}/\d{1,2}(?:/20\d{2})?\s?$")
# «còn lại đúng», «các số khác vẫn đúng rồi»: nothing else is mended.
_CONFIRMS = re.compile(
    r"(?:còn lại|con lai|(?:(?:các|cac|mấy|may) )?(?:số|so|mục|muc|câu|cau|cái|cai) (?:khác|khac|còn lại|con lai|kia))"
    r"(?: (?:thì|thi|vẫn|van|là|la)){0,2} (?:đúng|dung|chuẩn|chuan|ok)(?: (?:rồi|roi|hết|het|cả|ca|ạ|nhé|nhe)){0,2}",
    re.IGNORECASE,
)


@dataclass
class Piece:
    """What was made of one clause: mentions, or words that hang on what stands beside them."""

    text: str
    mentions: list[Mention] = field(default_factory=list)
    is_label: bool = False  # a name alone: «BHYT:», «Hộ nghèo, đường …»
    is_elsewhere: bool = False


def clauses_of(text: str) -> list[str]:
    """The clauses, a word of correction alone with what it corrects; «hết.» at the end closes the message."""
    cut = clauses.cut(text)
    if len(cut) > _MOST_CLAUSES or any(len(one) > _LONGEST_CLAUSE for one in cut):
        return []
    found: list[str] = []
    is_open: object = False  # «nhầm,» waits for the right figure
    for one in cut:
        if _CONFIRMS.fullmatch(one):
            continue
        if is_open:
            found[-1] = f"{found[-1]}, {one}"
        else:
            found.append(one)
        is_open = (lexed.takes_back(one) and not one.endswith("lại")) or (len(found) > 1 and _SORRY.fullmatch(one))
    if len(found) > 1 and _END.fullmatch(found[-1]):
        found.pop()
    return found


def labelled(pieces: Sequence[Piece]) -> list[Piece]:
    """«BHYT:» above its figure, and «hộ nghèo, đường, rừng như cũ»: a name alone takes the words that follow it."""
    found: list[Piece] = []
    for piece in reversed(pieces):
        after = found[-1] if found else None
        if piece.is_label and after is not None and not after.is_elsewhere:
            key = piece.mentions[0].key
            if not after.mentions:
                found[-1] = Piece(f"{piece.text} {after.text}", [Mention(key, after.text)])
                continue
            said = after.mentions[0].words
            if statements.is_shared(said):
                piece = Piece(piece.text, [Mention(key, said)])
        found.append(piece)
    return found[::-1]


def in_order(text: str, spots: Sequence[Spot], keys: Sequence[str]) -> list[Mention]:
    """Each name with the words up to the next one; all unclear where something telling stands before the first.

    «bhyt hộ nghèo còn 6», «hộ nghèo có 6 thẻ» tell one figure by two names: both are unclear.
    """
    if lexed.tells(text[: spots[0].start]):
        return [Mention(key, text, is_unclear=True) for key in keys]
    ends = [one.start for one in spots[1:]] + [len(text)]
    said = [(one.key, trimmed(text[one.end : end])) for one, end in zip(spots, ends, strict=True)]
    told = {key for key, words in said if words}
    shared: set[str] = set()
    for place, (key, _) in enumerate(said):
        is_of_next = place + 1 < len(said) and said[place + 1][0] == ELSEWHERE  # «người chưa có BHXH»
        if key and key not in told and not is_of_next:
            shared |= {key, said[place - 1][0] if place else said[min(place + 1, len(said) - 1)][0]}
    return [Mention(key, words, key in shared) for key, words in said if key != ELSEWHERE]


def head_and_tail(text: str, known: Names) -> tuple[str, str]:
    """«Thôn Bản Còn báo cáo: bhyt 6» in two, where no figure is named before the colon."""
    head, sign, tail = text.partition(":")
    is_number = head[-1:].isdigit() and not _DATE.search(head)
    if not sign or not tail.strip() or known.spots(head) or not lexed.is_heading(head) or is_number:
        return text, ""
    return head.strip(), tail.strip()


def said_once(text: str) -> str:
    """A text that was pasted twice, once."""
    lines = [line.strip() for line in text.split("\n")]
    half = len(lines) // 2
    is_twice = half and lines[:half] == lines[half:] and any(map(str.isalpha, "".join(lines)))
    return "\n".join(lines[:half]) if is_twice else text
