"""What must hold after any number of kills, read from the world's messages and the bot's database alone.

Every check lists its violations in words; a sound program gives none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models.database import MICRO
from tests import commune
from tests.crash.harness import CrashHarness

_DOUBT = "Tôi không biết bài đã tới chưa"
_PLAN = {"question": 1, "reminder": 2, "note": 1}
_REVISIONS = """
    SELECT units.code, periods.number, figures.measure || '.' || figures.input, figure_revisions.words
    FROM figure_revisions JOIN figures ON figures.id = figure_id JOIN periods ON periods.id = period_id
    JOIN units ON units.id = reporter_id"""
_FIGURES = """
    SELECT units.code, periods.number, measure || '.' || input, value FROM figures
    JOIN periods ON periods.id = period_id JOIN units ON units.id = reporter_id"""
_DUE = """
    SELECT units.code, periods.number, due FROM reports
    JOIN units ON units.id = unit_id JOIN periods ON periods.id = period_id"""


@dataclass(frozen=True)
class Answer:
    """An answer that a head gave: to which question of which week (1 to 3), in which words, and how it is echoed."""

    who: str
    week: int
    question: int
    words: str
    echo: str

    @property
    def number(self) -> int:
        """The number in the words of an answer that has one."""
        return int(self.words.split()[-1])


def violations(harness: CrashHarness, given: Sequence[Answer]) -> list[str]:
    """Everything that does not hold; `given` is every answer of the heads so far."""
    found = [
        *_storage(harness, given),
        *_standing(harness, given),
        *_posts(harness),
        *_deliveries(harness),
        *_plan(harness),
    ]
    for answer in given:
        found.extend(_echo(harness, answer))
    stumbled = harness.rows("SELECT count(*) FROM inbox WHERE fault IS NOT NULL")[0][0]
    return [*found, f"{stumbled} messages were not understood by the program itself"] if stumbled else found


def false_echoes(harness: CrashHarness, given: Sequence[Answer]) -> list[str]:
    """Answers that were said back though they are not stored: what must not happen even in the middle of trouble."""
    stored = {(code, week, words) for code, week, _, words in harness.rows(_REVISIONS)}
    return [
        f"said back and not stored: {answer}"
        for answer in given
        if (commune.CAST[answer.who][0], answer.week, answer.words) not in stored
        and any(answer.echo in text for text in _week(harness, answer))
    ]


def _plan(harness: CrashHarness) -> Iterator[str]:
    """A week asks once, reminds twice, and notes once that a place stays empty."""
    weeks = harness.rows("SELECT count(DISTINCT period_id) FROM reports WHERE asked_at IS NOT NULL")[0][0]
    names = {str(number): who for who, number in harness.ids.items()}
    query = "SELECT chat_id, purpose, count(*) FROM outbox GROUP BY chat_id, purpose"
    for chat, purpose, count in harness.rows(query):
        if count > _PLAN.get(purpose, count) * weeks:
            yield f"{names[chat]} got {count} times a {purpose} in {weeks} weeks"


def _storage(harness: CrashHarness, given: Sequence[Answer]) -> Iterator[str]:
    """Every answer is stored exactly once, in its own words, and nothing else is."""
    due = {(code, week): _read(keys) for code, week, keys in harness.rows(_DUE)}
    expected: Counter[tuple[object, ...]] = Counter()
    for answer in given:
        code = commune.CAST[answer.who][0]
        keys = due[code, answer.week]
        # A village's first two questions are single ones; the third is about all that rarely changes.
        for key in keys[2:] if answer.question == 3 else [keys[answer.question - 1]]:
            expected[code, answer.week, key, answer.words] += 1
    stored = Counter(harness.rows(_REVISIONS))
    for row, count in (expected - stored).items():
        yield f"{count} times not stored: {row}"
    for row, count in (stored - expected).items():
        yield f"{count} times stored without having been said: {row}"


def _standing(harness: CrashHarness, given: Sequence[Answer]) -> Iterator[str]:
    """Of several answers to a question the last one stands, as its history says."""
    last = {(commune.CAST[answer.who][0], answer.week): answer for answer in given if answer.question == 1}
    due = {(code, week): _read(keys) for code, week, keys in harness.rows(_DUE)}
    standing = {(code, week, key): value for code, week, key, value in harness.rows(_FIGURES)}
    for (code, week), answer in last.items():
        value = standing.get((code, week, due[code, week][0]))
        if value is not None and value != answer.number * MICRO:
            yield f"{value / MICRO} stands, and the last that was said is {answer}"


def _read(keys: Any) -> list[str]:
    """A list, as PostgreSQL gives it, or its JSON, as SQLite does."""
    found: list[str] = json.loads(keys) if isinstance(keys, str) else keys
    return found


def _echo(harness: CrashHarness, answer: Answer) -> Iterator[str]:
    """What was answered is said back, and not asked again from then on."""
    week = _week(harness, answer)
    echoed = next((index for index, text in enumerate(week) if answer.echo in text), None)
    if echoed is None:
        yield f"never said back: {answer}"
        return
    marker = f"\n{answer.question}/3. "
    if any(marker in f"\n{text}" and "Chào" not in text for text in week[echoed + 1 :]):
        yield f"asked again after its echo: {answer}"


def _week(harness: CrashHarness, answer: Answer) -> list[str]:
    """What a head heard from one week's greeting to the next one's."""
    texts = harness.texts(answer.who)

    def begins(week: int) -> int:
        greeting = f"từ thứ Sáu {harness.first_day(week):%d/%m} đến nay"
        return next((index for index, text in enumerate(texts) if greeting in text), len(texts))

    return texts[begins(answer.week) : begins(answer.week + 1)]


def _posts(harness: CrashHarness) -> Iterator[str]:
    """At most one post a week; where nobody can know, an officer was asked once."""
    officer = harness.texts("hoa")
    group = harness.texts("group")
    query = "SELECT number, state FROM outbox JOIN periods ON outbox.\"key\" LIKE 'post:' || periods.id || ':%'"
    for week, state in harness.rows(query):
        posts = sum(f"TUẦN {week} " in text for text in group)
        asked = sum(_DOUBT in text and f"tuần {week} " in text for text in officer)
        if posts > 1:
            yield f"week {week} was posted {posts} times"
        if state == "sent" and posts == 0:
            yield f"week {week} counts as posted and was not"
        if state == "unknown" and (not asked or _questions(harness, week) != 1):
            yield f"week {week} is in doubt and an officer was asked {_questions(harness, week)} times, heard {asked}"


def _questions(harness: CrashHarness, week: int) -> int:
    """How often the officer was to be asked about a post: that she heard it twice may be the platform's doing."""
    texts = [str(text) for (text,) in harness.rows("SELECT text FROM outbox WHERE purpose = 'doubt'")]
    return sum(_DOUBT in text and f"tuần {week} " in text for text in texts)


def _deliveries(harness: CrashHarness) -> Iterator[str]:
    """Every message arrives; a private one a second time only if a kill lay between acceptance and record."""
    allowed = Counter(row for death in harness.deaths for row in death.accepted)
    for who in (*harness.heads, "hoa"):
        arrived = Counter(harness.texts(who))
        rows = harness.rows(f"SELECT id, text FROM outbox WHERE chat_id = '{harness.ids[who]}'")  # noqa: S608  a number
        queued = Counter(text for _, text in rows)
        repeats = Counter[object]()
        for row, text in rows:
            repeats[text] += allowed[int(row)]
        spare = harness.spare[who]
        for text, count in queued.items():
            spare -= max(arrived[str(text)] - count - repeats[text], 0)
            if arrived[str(text)] < count or spare < 0:
                yield f"{who} got {arrived[str(text)]} times what was to be said {count} times: {str(text)[:60]!r}"
