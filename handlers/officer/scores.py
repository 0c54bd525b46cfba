"""BẢNG ĐIỂM: points by the commune's own scheme. A unit reads its own row and may object once; officers read all.

Nothing of it is told in a group, and nobody's vote is asked or kept.
"""

from __future__ import annotations

from handlers import permissions, privacy
from handlers.leader import files
from handlers.turn import Turn
from models import people, scoring, units
from models.scoring import ScoreScheme
from reports import format
from services import announcing, score_papers, score_rows, wording
from services import scoring as scores
from services.context import Choice
from services.permissions import Thing


def command(turn: Turn, words: str) -> None:
    """Of an officer: how the year's points stand. Of a unit: its own row, or, with words behind it, its objection."""
    mine = people.units_of(turn.speaker, people.REPORTING_ROLES)
    if permissions.has(turn, Thing.SCORES) and not (words and mine):
        return show(turn)
    year = scores.year_of(turn)
    rows = [row for unit in mine if (row := scoring.row_of(turn.session, unit.id, year)) is not None]
    if not rows:
        return turn.reply(wording.no_score_yet(turn.title, year))
    if words:
        return _object(turn, rows, turn.inbound.text.split(maxsplit=2)[-1].lstrip(" :.-\n"))
    for row in rows:
        turn.reply(score_rows.row_text(turn, row, turn.title))
    return None


def _object(turn: Turn, rows: list[scoring.ScoreRow], words: str) -> None:
    """One message a unit; of somebody with two, the one that is named in it, or the first without."""
    named = {unit.id for unit in units.named(turn.session, turn.commune.id, words)}
    waiting = [row for row in rows if not row.objection]
    chosen = next((row for row in waiting if row.unit_id in named), waiting[0] if waiting else None)
    text = " ".join(words.split())
    if chosen is None:
        return turn.reply(wording.objected_before(rows[0].objection))
    if len(text) > scores.LONGEST:
        return turn.reply(wording.objection_too_long(scores.LONGEST))
    if privacy.is_personal(text):
        return turn.reply(wording.names_refused(turn.title))
    score_rows.object_to(turn, chosen, text, turn.speaker.id)
    return turn.reply(wording.objection_kept(turn.title))


def show(turn: Turn) -> None:
    """The scheme in force, what units object, and the files."""
    year = scores.year_of(turn)
    scheme = scoring.scheme_of(turn.session, turn.commune.id, year)
    if scheme is None:
        return turn.reply(wording.no_scheme(year))
    scored = [one for one in scores.criteria_of(scheme) if one.sort is not scores.Sort.GRADE]
    hand = sum(one.rule is scores.Rule.HAND for one in scored)
    rows = scoring.rows_of(turn.session, turn.commune.id, year)
    said = [wording.objection_item(row.unit.short_name, row.objection) for row in rows if row.objection]
    text = wording.scores_stand(year, format.plain(scheme.total), len(scored) - hand, hand, len(rows), said)
    choices = [
        Choice(label, f"score-file:{year}:{kind}")
        for label, kind in (
            (wording.SCORE_SHEET, score_papers.SHEET),
            (wording.COUNCIL_SHEET, score_papers.COUNCIL),
            (wording.COUNCIL_PAPER, score_papers.PAPER),
        )
    ]
    if scores.may_show(turn):
        choices.append(Choice(wording.SHOW_SCORES, f"score-show:{year}:ask"))
    return turn.reply(text, choices)


def _scheme(turn: Turn, written: str) -> ScoreScheme | None:
    year = int(written) if written.isdecimal() and len(written) == 4 else 0
    return scoring.scheme_of(turn.session, turn.commune.id, year)


def send_file(turn: Turn, written: str, kind: str) -> None:
    """[Bảng điểm Excel], [Phiếu hội đồng Excel], [Phiếu hội đồng Word]"""
    scheme = _scheme(turn, written)
    if scheme is None or kind not in score_papers.FILES:
        return turn.reply(wording.stale_button())
    if not files.can_send(turn):
        return None
    return turn.reply(wording.score_file(scheme.year), picture=score_papers.describe(turn, scheme, kind))


def show_units(turn: Turn, written: str, answer: str) -> None:
    """[Gửi từng nơi xem], and [Gửi ngay] after it."""
    scheme = _scheme(turn, written)
    if scheme is None or scheme.year != scores.year_of(turn) or answer not in ("ask", "yes"):
        return turn.reply(wording.stale_button())
    if not scores.may_show(turn):
        return turn.reply(wording.scores_not_yet())
    if answer == "ask":
        count = len(units.active_members(turn.session, turn.commune.id, turn.today))
        yes = Choice(wording.YES_SHOW_SCORES, f"score-show:{scheme.year}:yes")
        return turn.reply(wording.confirm_show_scores(scheme.year, count), [yes])
    if announcing.is_quiet(turn):
        return turn.reply(wording.people_sleep())
    told, untold = score_rows.show_all(turn, scheme)
    return turn.reply(wording.scores_shown(told, untold))
