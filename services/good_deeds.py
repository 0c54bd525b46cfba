"""Good deeds: what may be kept of one, how it is told, and which one stands below a week's post."""

from __future__ import annotations

from dataclasses import replace

from campaign.parsing import person_names
from campaign.parsing.known_names import KnownNames
from campaign.parsing.person_names import MASK
from campaign.text import fold
from models import good_deeds, people, units
from models.audit import Action
from models.good_deeds import GoodDeed, State
from models.outbox_states import Purpose
from models.periods import PeriodRow
from reports.weekly.summary import Summary
from services import wording
from services.context import Choice, Context
from services.retention import Kind, kept_for

LONGEST, FEWEST_WORDS = 300, 5  # letters: two sentences, which must stand below a post
LONGEST_NAME = 40
# Of whom nobody is named, whoever has agreed: folded, whole words.
_SENSITIVE = (
    *("tre em", "tre nho", "em be", "chau", "cac em", "hoc sinh", "mo coi", "thieu nhi", "con nho"),
    *("benh nhan", "nguoi benh", "bi benh", "om dau", "khuyet tat", "tam than", "hiv", "nghien", "ung thu"),
    *("ho ngheo", "can ngheo", "nguoi ngheo", "gia dinh ngheo", "gia dinh kho khan", "bao luc"),
)


def without_names(context: Context, text: str) -> str:
    """The words with every name masked, those of people whom the commune knows as well; villages keep theirs."""
    return person_names.masked(" ".join(text.split()), KnownNames([], units.names(context.session, context.commune)))


def has_names(text: str) -> bool:
    return MASK in text


def is_sensitive(text: str) -> bool:
    """Whether it speaks of children, the sick or the poor."""
    words = f" {fold(text)} "
    return any(f" {one} " in words.translate(_MARKS) for one in _SENSITIVE)


_MARKS = str.maketrans(dict.fromkeys(".,;:!?()«»\"'", " "))


def told(deed: GoodDeed) -> str:
    """As people read it: the one who agreed by name, everybody else as somebody of the village."""
    text = deed.text.replace(MASK, deed.named, 1) if deed.named else deed.text
    return wording.deed_told(deed.unit.full_name, text.replace(MASK, wording.SOMEBODY))


def hand_in(context: Context, deed: GoodDeed) -> None:
    """It was told whole: the officers decide."""
    deed.state, deed.told_at = State.WAITING, context.now
    for officer in context.officers():
        show(context, officer, deed)


def show(context: Context, officer: people.Person, deed: GoodDeed) -> None:
    """To one officer, with its photo where their messenger has it."""
    account = context.account_of(officer)
    has_photo = deed.photo_id is not None
    is_here = account is not None and account.bot == deed.photo_bot and context.can(account.bot).resends_files
    is_here = is_here and has_photo
    note = "" if not has_photo or is_here else wording.deed_photo_elsewhere()
    choices = [
        Choice(wording.KEEP_DEED, f"deed-decide:{deed.id}:keep"),
        Choice(wording.DECLINE_DEED, f"deed-decide:{deed.id}:no"),
    ]
    if deed.named:
        choices.insert(1, Choice(wording.KEEP_NAMELESS, f"deed-decide:{deed.id}:nameless"))
    text = wording.deed_waits(told(deed), is_named=bool(deed.named), is_sensitive=deed.is_sensitive)
    context.tell(
        officer,
        f"{text} {note}".strip(),
        choices,
        purpose=Purpose.RECEIPT,
        beside=True,
        picture={"kind": PHOTO, "deed": deed.id} if is_here else None,
    )


PHOTO = "deed"  # the kind of what the outbox says of a deed's photo


def decide(context: Context, deed: GoodDeed, how: str) -> None:
    """Kept, kept without its name, or not used; whoever told it hears when it is to be posted."""
    if how == "nameless":
        deed.named = ""
    deed.state, deed.decided_at = (State.UNUSED if how == "no" else State.KEPT), context.now
    action = Action.DEED_DECLINED if how == "no" else Action.DEED_KEPT
    context.record_change(action, f"deed:{deed.id}", new={"unit": deed.unit.code, "named": bool(deed.named)})
    if how == "no" or deed.sender is None:
        return
    choices = [Choice(wording.TAKE_DEED_BACK, f"deed-back:{deed.id}")]
    context.tell(deed.sender, wording.deed_kept(told(deed)), choices, purpose=Purpose.RECEIPT, beside=True)


def take_back(context: Context, deed: GoodDeed) -> None:
    """Whoever told it does not want it posted any more: nothing of it stays."""
    context.record_change(Action.DEED_TAKEN_BACK, f"deed:{deed.id}", old={"unit": deed.unit.code})
    good_deeds.drop(context.session, deed)


# The post


def added(context: Context, table: Summary, period: PeriodRow) -> Summary:
    """A week's table with the deed that stood below its post, or, before it is posted, the next one that is kept."""
    found = good_deeds.of_week(context.session, period.id)
    if found is None and period.frozen_at is None:
        found = good_deeds.next_kept(context.session, context.commune.id)
    return table if found is None else replace(table, deed=told(found))


def note_posted(context: Context, period: PeriodRow, text: str) -> None:
    """After a post: the deed that stands in it is used; one that had to give way waits for the next week."""
    found = good_deeds.next_kept(context.session, context.commune.id)
    if found is not None and told(found) in text:
        found.state, found.used_in = State.POSTED, period.id


def purge(context: Context) -> int:
    """What has been kept long enough; returns how many deeds went."""
    drafts, unused, used = (
        context.now - kept_for(kind) for kind in (Kind.DEED_DRAFT, Kind.DEED_UNUSED, Kind.DEED_POSTED)
    )
    return good_deeds.purge(context.session, context.commune.id, drafts, unused, used)
