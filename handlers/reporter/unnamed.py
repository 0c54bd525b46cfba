"""A reply that names no question while several are open: taken where only one reading is possible, else asked back.

A bare figure is never guessed: «3» may be an answer or the number of a question.
"""

from __future__ import annotations

import re

from campaign.parsing.mentions import Found, Mention
from handlers.reporter import news, parse, several
from handlers.reporter.dialogue import Dialogue
from services import numbered_questions, village_list, wording
from services.guards import Refusal
from services.report_sheet import Question

_BARE = re.compile(r"[\d.,\s]+")
_BETWEEN = re.compile(r"[;\n]+|,\s+")
_QUESTION = re.compile(r"(?:câu|cau|câu số|cau so)\s*(\d{1,2})\.?", re.IGNORECASE)
_LONGEST_SAID_BACK = 30
WHICH = "which"  # the words about which «là của câu nào ạ?» was asked


def find(dialogue: Dialogue, text: str) -> Found | None:
    """What a reply without numbers and names speaks of; None when that is not certain."""
    questions = numbered_questions.still_open(dialogue.sheet)
    meant = _QUESTION.fullmatch(text.strip())
    if meant and dialogue.state.get(WHICH):
        named = [one for one in questions if numbered_questions.number(dialogue.sheet, one) == int(meant[1])]
        return Found((Mention(_key(named[0]), dialogue.state[WHICH]),)) if named else None
    pieces = [piece.strip() for piece in _BETWEEN.split(text) if piece.strip()]
    if len(pieces) == len(questions):
        mentions = tuple(Mention(_key(one), piece) for one, piece in zip(questions, pieces, strict=True))
        return Found(mentions) if all(map(_Fit(dialogue).suits, questions, pieces)) else None
    if len(pieces) != 1 or _BARE.fullmatch(text):
        return None
    fitting = [one for one in questions if _Fit(dialogue).suits(one, text)]
    return Found((Mention(_key(fitting[0]), text),)) if len(fitting) == 1 else None


class _Fit:
    """Whether words can be an answer to a question."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    def suits(self, question: Question, words: str) -> bool:
        sheet, title = self._dialogue.sheet, self._dialogue.turn.title
        if question.is_news:
            return news.read(words) is not None
        ref = question.refs[0]
        if village_list.is_about_villages(ref):
            return not isinstance(village_list.read(sheet, ref, words, title), Refusal)
        return isinstance(parse.understand(sheet, ref, words, title), parse.Understood)


def _key(question: Question) -> str:
    return several.NEWS if question.is_news else question.refs[0].key


def ask_which(dialogue: Dialogue, text: str) -> None:
    """«Là của câu nào ạ?», with the questions that are open; every second time a human's number."""
    chat, sheet, title = dialogue.turn.chat, dialogue.sheet, dialogue.turn.title
    chat.failures += 1
    questions = numbered_questions.still_open(sheet)
    if _BARE.fullmatch(text) or any(_Fit(dialogue).suits(one, text) for one in questions):
        said = text if len(text) <= _LONGEST_SAID_BACK else f"{text[:_LONGEST_SAID_BACK]}…"
        dialogue.state[WHICH] = text
        answer = wording.which_question(said, title, f"{numbered_questions.number(sheet, questions[0])}: {said}")
    else:
        answer = wording.write_numbers(numbered_questions.examples(sheet, questions), title)
    if chat.failures % 2 == 0:
        answer = f"{answer}\n{wording.or_call(*dialogue.officer)}"
    dialogue.turn.reply(answer, unlisted=numbered_questions.words(sheet, questions))
    dialogue.save()
