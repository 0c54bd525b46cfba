"""What of an update's words may stay in the inbox: screened before they are stored, not after (decision 17)."""

from __future__ import annotations

from campaign.parsing import absence, numbers
from handlers import privacy, recognition
from services.inbound import Inbound, Kind

_HIDDEN = "[mã]"  # in place of a code: a copy of the database opens nothing


def redacted(inbound: Inbound) -> str | None:
    """The text as far as it may stay; groups are not listened to."""
    if inbound.is_group or inbound.is_too_long or inbound.kind not in (Kind.TEXT, Kind.EDIT, Kind.CHOICE):
        return None
    text = inbound.text or inbound.tapped
    if numbers.is_bare(text):
        return text  # the usual answer
    text = absence.without_reason(recognition.without_codes(text, _HIDDEN))
    return None if privacy.is_personal(text) else text
