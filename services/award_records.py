"""Sổ khen thưởng: decisions that were issued, handed over, revoked; what a nominee had before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from campaign.text import fold
from models import honours
from models.audit import Action
from models.honours import Award, Nominee, Proposal
from services import (
    date_words,
    legal,
    wording,
)
from services.context import Context
from services.legal import Key

# The book


def issue(context: Context, one: Proposal, decision: str, decided_on: date) -> int:
    """The decision is signed: everybody who stands in the proposal comes into the book; how many."""
    known = honours.book(context.session, context.commune.id)
    number = known[0].number if known else 0
    forms = legal.confirmed(context).get(Key.FORM)
    for nominee in one.standing:
        number += 1
        context.session.add(
            Award(
                commune_id=context.commune.id,
                number=number,
                decision=decision,
                decided_on=decided_on,
                kind=nominee.kind,
                unit_id=nominee.unit_id,
                name=nominee.name,
                part=nominee.part,
                form=forms.value if forms is not None else "",
                deed=nominee.why,
                year=one.year,
                round_id=one.round_id,
                recorded_at=context.now,
                revoked_why="",
            )
        )
    one.issued_at = context.now
    context.record_change(Action.AWARDS_RECORDED, f"honours:{one.id}", new={"places": len(one.standing)})
    return len(one.standing)


def hand_over(context: Context, found: Sequence[Award], day: date | None) -> None:
    """They were handed over on a day; None: they were not, it had been said by mistake."""
    for one in found:
        one.handed_on = day
    numbers = sorted(one.number for one in found)
    new = {"places": len(found), "numbers": numbers, "day": day.isoformat() if day else None}
    context.record_change(Action.AWARDS_HANDED, "awards", new=new)


def revoke(context: Context, one: Award, why: str) -> None:
    """A false declaration, say: the entry stays, and says so."""
    one.revoked_on, one.revoked_why = context.today, why
    context.record_change(Action.AWARD_REVOKED, f"award:{one.number}")


def before(context: Context, awards: Sequence[Award], one: Nominee, proposal: Proposal) -> str:
    """«đã khen tại QĐ …» of the same nominee; of the same deed, round or year it is said that it is the same."""
    said = []
    for award in honours.earlier(awards, one.kind, one.unit_id, one.name):
        same = fold(award.deed) == fold(one.why) or (award.round_id, award.year) == (proposal.round_id, proposal.year)
        day = date_words.plain_date(award.decided_on)
        said.append(wording.honoured_before(award.decision, day, is_same=same, is_revoked=bool(award.revoked_on)))
    return "; ".join(said)


def direct_share(parts: Sequence[str]) -> tuple[int, int]:
    """Of the persons whose part is told, how many work directly: shown, no threshold."""
    return sum(one == honours.DIRECT_WORKER for one in parts), sum(bool(one) for one in parts)
