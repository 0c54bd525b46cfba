"""Words that answer no question, pictures and voices that nobody asked for: what is said, and whom to call."""

from __future__ import annotations

from campaign.parsing import remarks
from campaign.parsing.postponing import postpones
from campaign.text import fold
from handlers import intents
from handlers.dialogue_states import EnteringFor, OwnReport
from handlers.reporter import choosing, closing, named_answers, parse, put_again, questions_back, router
from handlers.reporter.dialogue import Dialogue
from handlers.turn import Turn
from handlers.typed_text import Answered
from models.outbox_states import Purpose
from models.periods import Report
from services import date_words, deadlines, wording
from services.guards import Refusal


def take(turn: Turn, answered: Answered) -> bool:
    """Answer a text that no dialogue is to read; False where one is."""
    text = turn.inbound.text
    if answered is not None and not isinstance(answered, OwnReport | EnteringFor):
        return False
    if not remarks.may_be_remark(text):
        return answered is None and intents.take(turn, text)  # else no report need be looked at here
    report = turn.session.get(Report, answered.report_id) if answered is not None else None
    dialogue = Dialogue(turn, report) if report is not None else None
    has_questions = dialogue is not None and bool(dialogue.sheet.questions)
    is_asked = dialogue is not None and has_questions and not dialogue.sheet.is_complete
    if dialogue is not None and remarks.asks_for_deadline(text):
        return _beside(turn, _deadline(turn, dialogue))
    if remarks.asks_who(text) and not turn.is_officer():
        return _beside(turn, wording.who_asks(turn.campaign.commune_name, *helper(turn)))
    if turn.is_officer() and fold(text) == "hoi lai":
        return _beside(turn, wording.how_to_ask_again())
    if is_asked and remarks.is_lost(text):
        return _beside(turn, wording.how_to_answer(turn.title, *helper(turn)))
    if remarks.asks_to_stop(text):
        return _beside(turn, wording.how_to_stop())
    if remarks.is_courtesy(text) or (not is_asked and remarks.is_agreement(text)):
        return _beside(turn, wording.courtesy_while_asked(turn.title) if is_asked else wording.courtesy(turn.title))
    if dialogue is not None and isinstance(answered, OwnReport) and remarks.says_it_was_given(text):
        return _given(dialogue)
    waits = dialogue is not None and dialogue.answers.undecided is not None
    if not waits and isinstance(answered, OwnReport) and postpones(text):
        return _later(turn, dialogue if is_asked else None)
    is_wish = remarks.is_wish(text) and not (dialogue is not None and _is_read(dialogue, text))
    has_words = any(map(str.isalpha, text)) and not any(map(str.isdigit, text))
    if is_wish or (has_words and not has_questions):
        return intents.take(turn, text) or _beside(turn, wording.cannot(*helper(turn)))
    return False


def _given(dialogue: Dialogue) -> bool:
    """«Tôi báo rồi mà»: what has come, and what has not."""
    if dialogue.sheet.is_complete:
        return _beside(dialogue.turn, wording.all_answered(dialogue.turn.title))
    given = closing.items(dialogue.sheet)
    unit = dialogue.sheet.unit.full_name
    said = wording.has_come(given) if given else wording.nothing_has_come(unit, dialogue.turn.title)
    put_again.go_on(dialogue, said)
    return True


def _later(turn: Turn, asked: Dialogue | None) -> bool:
    """«Đang họp, tí nữa báo»: as after «Để sau»; where nothing is asked, a courtesy."""
    if asked is None:
        return _beside(turn, wording.courtesy(turn.title))
    choosing.later(asked)
    return True


def _beside(turn: Turn, text: str) -> bool:
    """What was asked still waits, and its buttons' words still count."""
    turn.reply(text, purpose=Purpose.RECEIPT, beside=True)
    return True


def _is_read(dialogue: Dialogue, text: str) -> bool:
    """Whether a report answers a text that sounds like a wish: «cho tôi báo không gieo thêm», «tính thế nào?»."""
    sheet, title = dialogue.sheet, dialogue.turn.title
    parts = [(ref, text) for ref in dialogue.awaited]
    named = named_answers.by_name(sheet, text, dialogue.shown)
    first = sheet.ref(named.mentions[0].key) if named is not None and named.mentions else None
    if questions_back.explained(dialogue, text, first):
        return True
    for mention in named.mentions if named is not None else ():
        ref = sheet.ref(mention.key)
        parts += [(ref, mention.words)] if ref is not None else []
    return any(not isinstance(parse.understand(sheet, ref, words, title), Refusal) for ref, words in parts)


def _deadline(turn: Turn, dialogue: Dialogue) -> str:
    deadline = deadlines.of_report(turn, dialogue.report)
    return wording.deadline_is(date_words.deadline(deadline, turn.today))


def helper(turn: Turn) -> tuple[str, str]:
    """Who helps: the commune's officer; an officer is helped by another one, if there is one to call."""
    if not turn.is_officer():
        return turn.campaign.officer_name, turn.campaign.officer_phone
    for other in turn.officers():
        if other.id != turn.speaker.id and other.phone:
            return other.address, other.phone
    return "", ""


def unreadable(turn: Turn) -> None:
    """A voice, a sticker, a place, a file without words: who is asked for figures is asked to type them."""
    key = f"unreadable:{turn.inbound.bot}:{turn.inbound.chat_id}:{turn.now:%Y-%m-%dT%H:%M}"  # of several one is told
    if router.awaited(turn):
        return turn.reply(wording.type_the_numbers(turn.title), key=key)
    turn.reply(wording.only_words(*helper(turn)), key=key)


def unasked_file(turn: Turn) -> None:
    """A picture or file that nobody waits for."""
    if turn.is_officer() and not router.awaited(turn):
        return turn.reply(wording.file_is_for_nobody())
    return unreadable(turn)
