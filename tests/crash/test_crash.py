"""Twenty kills of the running bot, and four builds broken on purpose that the same checks must find out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.crash import faults, invariants, ordeal
from tests.crash.invariants import Answer
from tests.crash.ordeal import HEADS, Kill, Ordeal
from tests.crash.runner import ACCEPTED, AFTER_COMMIT, BEFORE_COMMIT, CLAIMED, POST, TURN

MOMENTS = (BEFORE_COMMIT, AFTER_COMMIT, CLAIMED, ACCEPTED)
TYPED = {("son", 47): "8", ("hien", 47): "7", ("son", 48): "6", ("hien", 48): "5"}

# The moments at which the bot dies while the week's question goes out, and while each of the three answers is taken
# (both heads answer at once; a number is the passing), and while the post goes out.
Plan = Sequence[Sequence[tuple[str, int]]]
WEEK_47: Plan = (
    (),
    ((BEFORE_COMMIT, 1), (AFTER_COMMIT, 1), (CLAIMED, 1), (ACCEPTED, 1)),
    ((BEFORE_COMMIT, 2), (ACCEPTED, 1)),
    ((AFTER_COMMIT, 2), (CLAIMED, 1)),
    ((BEFORE_COMMIT, 1), (AFTER_COMMIT, 1), (ACCEPTED, 1)),
)
WEEK_48: Plan = (
    ((CLAIMED, 2), (ACCEPTED, 1)),
    ((BEFORE_COMMIT, 1), (AFTER_COMMIT, 1), (CLAIMED, 1)),
    ((AFTER_COMMIT, 1), (ACCEPTED, 2)),
    ((BEFORE_COMMIT, 1),),
    ((CLAIMED, 1),),
)


class Trial:
    """Plays a week's dialogues through a plan of kills, and remembers what was answered."""

    def __init__(self, stage: Ordeal) -> None:
        self.stage = stage
        self.given: list[Answer] = []

    def ask(self, week: int, kills: Sequence[tuple[str, int]]) -> None:
        self.stage.week = week
        self._arm(kills, TURN)
        self.stage.at(f"2026-11-{18 if week == 47 else 25}T08:00")
        self._endure(kills, TURN)

    def answer(self, question: int, kills: Sequence[tuple[str, int]]) -> None:
        """Both heads answer one question at once."""
        self._arm(kills, TURN)
        for who in HEADS:
            self._answer(who, question)
        self._endure(kills, TURN)

    def _answer(self, who: str, question: int) -> None:
        week = self.stage.week
        if question == 1:
            words = TYPED[who, week]
            self.stage.say(who, words)
            self.given.append(Answer(who, week, 1, words, f"{words} người chưa có thẻ BHYT"))
            return
        words, echo = {2: ("Không gieo thêm", "Không gieo thêm."), 3: ("Không có gì mới", "Đã nhận báo cáo")}[question]
        self.stage.tap(who, words)
        self.given.append(Answer(who, week, question, words, echo))

    def post(self, kills: Sequence[tuple[str, int]]) -> None:
        day = 20 if self.stage.week == 47 else 27
        self.stage.at(f"2026-11-{day}T07:30")
        self.stage.wait(lambda: len(self._drafts()) == 1, "no draft")
        self.stage.rest()
        self._arm(kills, POST)
        self.stage.at(f"2026-11-{day}T09:00")
        self._endure(kills, POST)

    def _drafts(self) -> list[str]:
        return [text for text in self.stage.texts("hoa") if f"THI ĐUA TUẦN {self.stage.week} " in text]

    def week(self, week: int, plan: Plan) -> None:
        asking, *answering, posting = plan
        self.ask(week, asking)
        for question, kills in enumerate(answering, 1):
            self.answer(question, kills)
        self.post(posting)

    def _arm(self, kills: Sequence[tuple[str, int]], what: str) -> None:
        self.stage.arm(Kill(kills[0][0], what, kills[0][1]) if kills else None)

    def _endure(self, kills: Sequence[tuple[str, int]], what: str) -> None:
        """Die as planned, each time start again, and come to rest."""
        for number, (moment, passing) in enumerate(kills):
            assert self.stage.dies(Kill(moment, what, passing)), f"the bot came to rest and never passed {moment}"
            self._arm(kills[number + 1 :], what)
            self.stage.start()
        self.stage.rest()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("prepared")
    return folder, ordeal.prepare(folder)


def test_twenty_kills_harm_nobody(
    prepared: tuple[Path, dict[str, int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through two weeks of dialogues and posts no answer is lost or doubled, and no post comes twice."""
    with Ordeal(prepared[0], tmp_path, prepared[1]) as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        trial.week(47, WEEK_47)
        trial.week(48, WEEK_48)
        with capsys.disabled():
            sys.stdout.write(ordeal.table(stage.deaths))
        assert [] == invariants.violations(stage, trial.given)
        assert dict.fromkeys(MOMENTS, 5) == dict(Counter(death.kill.moment for death in stage.deaths))
        assert 12 == len(trial.given)
        # The officer was asked about both weeks; what never left is sent when she says so.
        assert [1, 0] == [len(posts(stage, week)) for week in (47, 48)]
        stage.tap("hoa", "Chưa thấy, đăng lại")
        stage.rest()
        assert [1, 1] == [len(posts(stage, week)) for week in (47, 48)]


def posts(stage: Ordeal, week: int) -> list[str]:
    return [text for text in stage.texts("group") if f"TUẦN {week} " in text]


@pytest.mark.parametrize(
    ("fault", "moment", "found"),
    [
        ("confirmed before commit", BEFORE_COMMIT, "not stored"),
        ("answer after commit", AFTER_COMMIT, "never said back"),
        ("inbox key not checked", AFTER_COMMIT, "without having been said"),
    ],
)
def test_a_broken_dialogue_is_found_out(
    prepared: tuple[Path, dict[str, int]], tmp_path: Path, fault: str, moment: str, found: str
) -> None:
    """One kill during an answer is enough to show what each of these builds does wrong."""
    with Ordeal(prepared[0], tmp_path, prepared[1], fault) as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        trial.ask(47, ())
        trial.answer(1, ((moment, 1),))
        assert any(found in one for one in invariants.violations(stage, trial.given))


def test_a_post_sent_again_is_found_out(prepared: tuple[Path, dict[str, int]], tmp_path: Path) -> None:
    """A build that treats the post like any message posts twice after a kill, and the check says so."""
    with Ordeal(prepared[0], tmp_path, prepared[1], "post sent again") as stage:
        trial = Trial(stage)
        stage.at("2026-11-17T15:00")
        stage.start()
        trial.ask(47, ())
        trial.post(((ACCEPTED, 1),))
        assert ["week 47 was posted 2 times"] == invariants.violations(stage, trial.given)


def test_every_fault_is_tried() -> None:
    """A fault that no test starts would prove nothing."""
    tried = {"confirmed before commit", "answer after commit", "inbox key not checked", "post sent again"}
    assert tried == set(faults.FAULTS)
