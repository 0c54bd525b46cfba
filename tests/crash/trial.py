"""A week played with the bot: it is asked, answered and posted, and dies on the way as planned."""

from __future__ import annotations

from collections.abc import Sequence

from services import wording
from tests.crash.harness import CrashHarness
from tests.crash.harness_setting import Kill
from tests.crash.hooks import POST, TURN
from tests.crash.invariants import Answer

# The moments at which the bot dies while the week's question goes out, and while each of the three answers is taken
# (all heads answer at once; a number is the passing), and while the post goes out.
Plan = Sequence[Sequence[tuple[str, int]]]


class Trial:
    """Plays a week's dialogues through a plan of kills, and remembers what was answered."""

    def __init__(self, stage: CrashHarness) -> None:
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
        for who in self.stage.heads:
            self.reply(who, question)
        self._endure(kills, TURN)

    def reply(self, who: str, question: int) -> None:
        week = self.stage.week
        if question == 1:
            words = self._insured(who)
            self.stage.say(who, words)
            self.given.append(Answer(who, week, 1, words, f"{words} người chưa có thẻ BHYT"))
            return
        words, echo = {2: ("Không gieo thêm", "Không gieo thêm."), 3: ("Không có gì mới", "Đã nhận báo cáo")}[question]
        self.stage.tap(who, words)
        self.given.append(Answer(who, week, question, words, echo))

    def correct(self, kills: Sequence[tuple[str, int]]) -> None:
        """All heads who gave a number last correct it at once."""
        self._arm(kills, TURN)
        for who in self.stage.heads:
            self.mend(who)
        self._endure(kills, TURN)

    def mend(self, who: str) -> None:
        """«Nhầm»: one less than the number that a head gave last."""
        week, given = self.stage.week, next(answer for answer in reversed(self.given) if answer.who == who)
        right = given.number - 1
        echo = f"Đã sửa: {right} người chưa có thẻ BHYT (trước là {given.number} người)"
        self.stage.say(who, f"nhầm {right}")
        self.given.append(Answer(who, week, given.question, f"nhầm {right}", echo))

    def _insured(self, who: str) -> str:
        """One less than before: as it is, and nobody doubts it."""
        label = next(label for label in self.stage.labels(who) if label.startswith("Vẫn "))
        return str(int(label.split()[1]) - 1)

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

    def settle_doubt(self) -> None:
        """The officer looks into the group and says what she sees, if she is asked about the week."""
        stage, week = self.stage, self.stage.week
        post = "SELECT state FROM outbox JOIN periods ON outbox.\"key\" LIKE 'post:' || periods.id || ':%'"
        if ("unknown",) not in stage.rows(f"{post} WHERE periods.number = {week}"):
            return
        has_arrived = any(f"TUẦN {week} " in text for text in stage.texts("group"))
        stage.tap("hoa", wording.POST_ARRIVED if has_arrived else wording.POST_AGAIN)
        stage.rest()
