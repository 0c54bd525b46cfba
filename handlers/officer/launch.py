"""PHÁT ĐỘNG: an announcement that opens a movement. It has a paper's number, and a second person has to agree to it."""

from __future__ import annotations

from campaign.catalogue import Group
from handlers.officer import announce, announce_sending, announce_to_whom
from handlers.turn import Turn
from handlers.typed_states import LaunchWords, WritingAnnouncement
from models import launches, people
from models.announcements import Announcement
from models.audit import Action
from models.launches import Launch
from models.outbox_states import Purpose
from services import announcement_audience, announcing, launching, wording
from services.context import Choice

_MOST_PAPER, _MOST_NAME = 36, 120  # so that head and text stand below a picture
PAPER, NAME, AGREED = "paper", "name", "agreed"


def begin(turn: Turn) -> None:
    """PHÁT ĐỘNG: a draft, and the campaign document's own words at hand."""
    draft = announce.new_draft(turn)
    turn.session.add(Launch(announcement_id=draft.id, announcement=draft))
    turn.session.flush()
    under = [Choice(group.name[:40], f"launch-words:{draft.id}:{group.key}:0") for group in _groups(turn)]
    turn.reply(wording.launch_what(turn.title), [*under, _cancel(draft)])
    turn.dialogues.show(WritingAnnouncement(draft.id))


def _groups(turn: Turn) -> list[Group]:
    return [group for group in turn.campaign.groups if group.launch]


def _cancel(draft: Announcement) -> Choice:
    return Choice(wording.CANCEL, f"announce-no:{draft.id}")


def _open(turn: Turn, draft: Announcement) -> Launch | None:
    """The launch of a draft that is still one."""
    return launches.of(turn.session, draft.id) if draft.due_at is None else None


def section(turn: Turn, draft: Announcement, key: str, written: str) -> None:
    """[Kinh tế]: the document's own section, to be used as it is or to be written after."""
    group = next((one for one in _groups(turn) if one.key == key), None)
    number = int(written) if written.isdecimal() else -1
    if _open(turn, draft) is None or group is None or not 0 <= number < len(group.launch):
        return turn.reply(wording.stale_button())
    others = [one for one in range(len(group.launch)) if one != number]
    under = [Choice(wording.TAKE_WORDS, f"launch-take:{draft.id}:{key}:{number}")]
    under += [Choice(wording.launch_next_section(one + 1), f"launch-words:{draft.id}:{key}:{one}") for one in others]
    said = wording.launch_section(group.name, number + 1, len(group.launch), group.launch[number])
    turn.reply(said, [*under, _cancel(draft)])
    turn.dialogues.show(WritingAnnouncement(draft.id))
    return None


def take_section(turn: Turn, draft: Announcement, key: str, written: str) -> None:
    """[Dùng đoạn này]."""
    group = next((one for one in _groups(turn) if one.key == key), None)
    number = int(written) if written.isdecimal() else -1
    if _open(turn, draft) is None or group is None or not 0 <= number < len(group.launch):
        return turn.reply(wording.stale_button())
    return announce.take_text(turn, WritingAnnouncement(draft.id), group.launch[number])


# What the preview asks for


def paper(turn: Turn, draft: Announcement) -> None:
    """[Ghi số văn bản]."""
    if _open(turn, draft) is None:
        return turn.reply(wording.stale_button())
    turn.reply(wording.which_paper(), [_cancel(draft)])
    turn.dialogues.show(LaunchWords(draft.id, PAPER))
    return None


def name(turn: Turn, draft: Announcement) -> None:
    """[Ghi tên]: where the first line is not what is launched."""
    if _open(turn, draft) is None:
        return turn.reply(wording.stale_button())
    turn.reply(wording.which_launch_name(), [_cancel(draft)])
    turn.dialogues.show(LaunchWords(draft.id, NAME))
    return None


def named(turn: Turn, draft: Announcement) -> None:
    """[Ghi ai đã đồng ý]: where nobody else is in reach."""
    if _open(turn, draft) is None:
        return turn.reply(wording.stale_button())
    if launching.seconds(turn, turn.speaker.id):
        return ask(turn, draft)
    turn.reply(wording.who_agreed(), [_cancel(draft)])
    turn.dialogues.show(LaunchWords(draft.id, AGREED))
    return None


def is_asked(turn: Turn, state: LaunchWords) -> bool:
    """Whether the last message asked for these words."""
    return any(data == f"announce-no:{state.announcement_id}" for _, data in turn.chat.offered)


def typed(turn: Turn, state: LaunchWords, text: str) -> None:
    """The paper's number, the name, or who has agreed."""
    draft = turn.session.get(Announcement, state.announcement_id)
    launch = _open(turn, draft) if draft is not None else None
    words = " ".join(text.split())
    if draft is None or launch is None:
        return turn.reply(wording.stale_button())
    if state.what == PAPER and len(words) > _MOST_PAPER:
        return turn.reply(wording.paper_is_too_long(_MOST_PAPER), [_cancel(draft)])
    if state.what == NAME and len(words) > launching.LONGEST_NAME:
        return turn.reply(wording.launch_name_too_long(launching.LONGEST_NAME), [_cancel(draft)])
    turn.dialogues.leave(state.key)
    if state.what == PAPER:
        launch.paper = words
    elif state.what == NAME:
        launch.name = words.strip(" «»\"'.")
    else:
        launching.agree(turn, draft, launch, None, words[:_MOST_NAME])
        turn.record_change(Action.LAUNCH_AGREED, f"announcement:{draft.id}", new={"outside": True})
    return announce_to_whom.preview(turn, draft)


# The second person


def ask(turn: Turn, draft: Announcement) -> None:
    """[Xin ý kiến rồi gửi]: all who may agree are asked; the first one decides."""
    launch = _open(turn, draft)
    if launch is None or not draft.text or not draft.audience:
        return turn.reply(wording.stale_button())
    if announcing.is_quiet(turn):
        return turn.reply(wording.people_sleep())
    found = launching.seconds(turn, turn.speaker.id)
    if not found:
        return named(turn, draft)
    launch.requested_at = turn.now
    for person in found:
        text, under = _question(turn, draft, launch)
        turn.tell(person, text, under, purpose=Purpose.DRAFT, picture=announcing.file(draft), beside=True)
    return turn.reply(wording.launch_asked(wording.listing([one.address for one in found])), [_cancel(draft)])


def _question(turn: Turn, draft: Announcement, launch: Launch) -> tuple[str, list[Choice]]:
    author = turn.session.get(people.Person, draft.author_id)
    audience = announcement_audience.said(turn, draft.audience)
    officer = author.address if author is not None else turn.campaign.officer_name
    text = wording.agree_to_launch(officer, audience, launch.name, launch.paper, draft.text)
    head = f"launch-agree:{draft.id}"
    return text, [
        Choice(wording.AGREE_TO_LAUNCH, f"{head}:yes:{launching.mark(draft, launch)}"),
        Choice(wording.NOT_YET, f"{head}:no:{launching.mark(draft, launch)}"),
    ]


def agree(turn: Turn, draft: Announcement, answer: str, seen: str) -> None:
    """[Đồng ý phát động]: a second person's tap, on what they have seen; then it goes out."""
    launch = _open(turn, draft)
    if launch is None or answer not in ("yes", "no") or launch.requested_at is None:
        return turn.reply(wording.stale_button())
    if turn.speaker.id == draft.author_id:
        return turn.reply(wording.launch_not_oneself())
    if seen != launching.mark(draft, launch):
        text, under = _question(turn, draft, launch)
        return turn.reply(f"{wording.launch_has_changed()}\n{text}", under)
    author = turn.session.get(people.Person, draft.author_id)
    if answer == "no":
        if author is not None:
            under = [Choice(wording.ASK_SECOND, f"launch-ask:{draft.id}"), _cancel(draft)]
            said = wording.launch_refused(turn.speaker.address)
            turn.tell(author, said, under, purpose=Purpose.NOTE, beside=True)
        return turn.reply(wording.launch_refusal_told(author.address if author else turn.campaign.officer_name))
    launching.agree(turn, draft, launch, turn.speaker.id)
    turn.record_change(Action.LAUNCH_AGREED, f"announcement:{draft.id}", new={"outside": False})
    launch.name = launching.name_of(draft, launch)
    told = announce_sending.confirm(turn, draft)
    if author is not None:
        said = wording.launch_was_agreed(turn.speaker.address)
        turn.tell(author, f"{said} {told}", purpose=Purpose.NOTE, beside=True)
    return turn.reply(told)


def send(turn: Turn, draft: Announcement, seen: str) -> None:
    """[Gửi phát động]: where the officer has named who agreed."""
    launch = _open(turn, draft)
    if launch is None or not launching.may_go_out(draft, launch) or seen != launch.mark:
        return announce_to_whom.preview(turn, draft) if launch is not None else turn.reply(wording.stale_button())
    launch.name = launching.name_of(draft, launch)
    return turn.reply(announce_sending.confirm(turn, draft), [announce_sending.correcting(draft)])
