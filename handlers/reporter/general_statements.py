"""«Tất cả như cũ», «còn lại không có gì mới»: what is said of all figures that a message does not name."""

from __future__ import annotations

from campaign.catalogue import EntryKind
from campaign.parsing import messages
from campaign.parsing.messages import Found
from handlers.reporter import parse
from handlers.reporter.dialogue import Dialogue
from services import wording
from services.guards import Refusal
from services.report_sheet import Ref


def store(dialogue: Dialogue, found: Found) -> list[str]:
    """Keep every open level that the message does not name as it was, and return what to say of it.

    What was sown or harvested has no «as before», and is still asked. The question about news is the caller's.
    """
    sheet, labels = dialogue.sheet, []
    named = {mention.key for mention in found.mentions}
    for question in list(sheet.open_questions):
        ref = question.refs[0]
        if question.is_news or ref.key in named or not _may_stay(dialogue, ref, found.general):
            continue
        result = parse.quiet(sheet, ref, dialogue.turn.title)
        if not isinstance(result, Refusal):
            parse.store(sheet, ref, result, dialogue.saying(dialogue.turn.inbound.text))
            dialogue.note_answer()
            labels.append(ref.label)
    return [wording.sentence(wording.as_before(labels))] if labels else []


def _may_stay(dialogue: Dialogue, ref: Ref, general: str) -> bool:
    """Levels; by «không có gì mới» also what changes seldom, but that is for a news question where one is open."""
    if ref.is_about_villages:
        return False
    if general == messages.NOTHING_NEW:
        has_news = any(question.is_news for question in dialogue.sheet.open_questions)
        return not has_news and ref.input.kind is not EntryKind.INCREMENT and dialogue.sheet.may_be_quiet(ref)
    return not ref.input.kind.is_flow and dialogue.sheet.last_known.get(ref.key) is not None
