"""Phát động: who may be the second person, what they agree to, and the words above a launch's text."""

from __future__ import annotations

from zlib import crc32

from models import launches, people
from models.announcements import Announcement
from models.launches import Launch
from models.people import Person
from services import wording
from services.context import Choice, Context

LONGEST_NAME = 80  # letters


def seconds(context: Context, author_id: int) -> list[Person]:
    """Who may agree: another officer, or a leader, who can be written to."""
    found: dict[int, Person] = {}
    for role in ("officer", "leader"):
        for person in people.with_role(context.session, context.commune.id, role):
            if person.id != author_id and context.account_of(person) is not None:
                found[person.id] = person
    return list(found.values())


def mark(draft: Announcement, launch: Launch) -> str:
    """What an agreement is to: text, audience, file and paper as they are now."""
    file_id = draft.file.file_id if draft.file is not None else ""
    return f"{crc32(f'{draft.text}|{draft.audience}|{file_id}|{launch.paper}|{launch.name}'.encode()):x}"


def name_of(draft: Announcement, launch: Launch) -> str:
    """What is launched: as the officer has written it, else the first line above others; "" where there is neither."""
    first, _, rest = draft.text.strip().partition("\n")
    first = " ".join(first.split()).strip(" «»\"'.:")
    return launch.name or (first if rest.strip() and len(first) <= LONGEST_NAME else "")


def may_go_out(draft: Announcement, launch: Launch) -> bool:
    """Whether somebody has agreed to just this."""
    return launch.agreed_at is not None and launch.mark == mark(draft, launch)


def head(context: Context, announcement: Announcement) -> str:
    """What stands above the text of a launch; "" of any other announcement."""
    found = launches.of(context.session, announcement.id)
    return "" if found is None else wording.launch_head(context.commune.name, found.paper)


def agree(context: Context, draft: Announcement, launch: Launch, person_id: int | None, name: str = "") -> None:
    """A second person has agreed in the chat, or the officer says who did outside of it."""
    launch.mark, launch.agreed_at = mark(draft, launch), context.now
    launch.agreed_by, launch.agreed_name = person_id, name


def preview(context: Context, draft: Announcement, launch: Launch, author_id: int) -> tuple[str, list[Choice]]:
    """What is added to the preview of a launch, with the buttons that stand there in place of «Gửi»."""
    others = seconds(context, author_id)
    lines = [wording.launch_name_line(name_of(draft, launch)), wording.launch_paper_line(launch.paper)]
    if may_go_out(draft, launch):
        lines.append(wording.launch_agreed_note(who_agreed(context, launch)))
        first = Choice(wording.SEND_LAUNCH, f"launch-send:{draft.id}:{launch.mark}")
    else:
        lines.append(wording.launch_needs_second(wording.listing([one.address for one in others])))
        first = Choice(wording.ASK_SECOND, f"launch-ask:{draft.id}")
        if not others:
            first = Choice(wording.NAME_WHO_AGREED, f"launch-named:{draft.id}")
    more = [
        Choice(wording.WRITE_PAPER, f"launch-paper:{draft.id}"),
        Choice(wording.WRITE_NAME, f"launch-name:{draft.id}"),
    ]
    return "\n".join(lines), [first, *more]


def who_agreed(context: Context, launch: Launch) -> str:
    """By name, as far as it is still known."""
    person = context.session.get(Person, launch.agreed_by) if launch.agreed_by is not None else None
    return person.address if person is not None else launch.agreed_name
