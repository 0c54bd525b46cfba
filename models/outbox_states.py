"""What a message of the outbox can be: its state, its purpose, and why it was not simply sent."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a message is on its way. `GIVEN_UP` and `UNKNOWN` wait for a person, the others do not."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given_up"
    UNKNOWN = "unknown"
    DROPPED = "dropped"  # by hand: nobody is told of it any more


class Failure(StrEnum):
    """Why a message did not simply arrive; the error text beside it is for people to read."""

    HELD_BACK = "held_back"  # left out on purpose: the month's quota runs short
    SENT_ELSEWHERE = "sent_elsewhere"  # queued anew for the person's other account
    REFUSED = "refused"  # the platform certainly did not take it
    UNANSWERED = "unanswered"  # the platform gave no clear answer: it may have arrived
    INTERRUPTED = "interrupted"  # the process ended while sending it: it may have arrived
    RESTORED = "restored"  # waiting in a backup that was put back: it may have gone out since
    OUT_OF_SERVICE = "out_of_service"  # its commune was taken out of service while it waited: it has not gone out

    @property
    def is_known_not_sent(self) -> bool:
        """Whether it is certain that such a message is not with anybody."""
        return self in (Failure.REFUSED, Failure.OUT_OF_SERVICE)

    @property
    def is_settled(self) -> bool:
        """Whether nobody need hear that such a message was given up."""
        return self in (Failure.HELD_BACK, Failure.SENT_ELSEWHERE)


class Purpose(StrEnum):
    """What a message is for."""

    REPLY = "reply"
    QUESTION = "question"
    REMINDER = "reminder"
    NOTE = "note"
    COPY = "copy"  # what somebody else has entered or changed for one's unit; what was asked before it still waits
    GROUP = "group"  # said in a group, in answer to somebody there
    DRAFT = "draft"
    POST = "post"
    LEADERS_POST = "leaders' post"  # the same to one leader's own chat, where there is no group
    LEADERS_CORRECTION = "leaders' correction"
    POSTED = "posted"
    CORRECTION_OFFER = "correction offer"
    CORRECTION = "correction"
    DOUBT = "doubt"
    LATE_LIST = "late list"
    NOT_REACHED = "not reached"
    ANNOUNCEMENT = "announcement"  # one message of several alike, in the commune's name: told to nobody twice
    ROUND = "round"  # what a unit is told of a round (đợt thi đua) by itself; what was asked before it still waits
    RECEIPT = "receipt"  # thanks, receipts: said beside a conversation; what was asked before it still waits
    ALERT = "alert"
    RESTORED = "restored"
    ROLL_UP = "roll-up"  # what a roll-up of several communes posts to its group: of no single commune
    DEPLOYMENT = "deployment"  # said for no commune: to a stranger at a shared bot, to who looks after the machine

    @property
    def is_essential(self) -> bool:
        """Whether it is sent even when a month's quota runs short."""
        return self not in (Purpose.REMINDER, Purpose.NOTE, Purpose.GROUP)

    @property
    def awaits_words(self) -> bool:
        """Whether a text that comes next may answer it, or what was asked with it."""
        return self not in (Purpose.COPY, Purpose.ANNOUNCEMENT, Purpose.ROUND, Purpose.RECEIPT, Purpose.ROLL_UP)

    @property
    def is_public(self) -> bool:
        """Whether it is said in a group, where nobody answers by typing the words of a button."""
        return self in (Purpose.POST, Purpose.CORRECTION, Purpose.GROUP, Purpose.ROLL_UP)


OF_NO_COMMUNE = frozenset({Purpose.DEPLOYMENT, Purpose.ROLL_UP})  # any other message without a commune is a fault
