"""Dialogues begun by the build before typed states (217d677): migrated up, they go on; down again, it can read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot import migrate
from models.conversations import VERSION, DialogueRow
from tests import databases
from tests.commune import Stand

BEFORE = "0006"
ASK = "2026-11-18T08:00"
AREA, CARDS = "KT1a.area", "XH1.uncovered"
OPEN_AREA = "2/3. Từ thứ Sáu thôn có gieo trồng thêm không? Có thì gõ số, ví dụ 7 sào."


@pytest.fixture(params=[databases.SQLITE, pytest.param(databases.POSTGRESQL, marks=pytest.mark.long)])
def week(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stand]:
    """Wednesday, eight o'clock: Bản Còn is asked, and the officer is in."""
    stand, _ = Stand.after(tmp_path, "two heads and an officer asked", _asked, request.param)
    yield stand
    stand.close()


def _asked(stand: Stand) -> None:
    stand.join("son", "hien", "hoa")
    stand.at(ASK)
    stand.tick()
    stand.heard()


class Old:
    """The database as the build before has it: its columns, read and written without our models."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand

    def __enter__(self) -> Old:
        migrate.downgrade(self._stand.store.engine, BEFORE)
        return self

    def __exit__(self, *_error: object) -> None:
        migrate.upgrade(self._stand.store.engine)

    def _all(self, statement: str, **values: Any) -> list[Any]:
        with self._stand.store.engine.begin() as connection:
            result = connection.execute(text(statement), values)
            return list(result.all()) if result.returns_rows else []

    def states(self) -> list[tuple[str, int, dict[str, Any]]]:
        """(chat, version, state) of every row."""
        rows = self._all(
            "SELECT accounts.chat_id, version, state FROM conversations JOIN accounts USING (person_id) ORDER BY 1"
        )
        return [(who, version, _plain(state)) for who, version, state in rows]

    def chat(self, who: str) -> tuple[str | None, str | None]:
        """The code of the unit whose report is in hand, and the topic."""
        ((code, topic),) = self._all(
            "SELECT units.code, chats.topic FROM chats LEFT JOIN reports ON reports.id = chats.report_id"
            " LEFT JOIN units ON units.id = reports.unit_id WHERE chat_id = :who",
            who=who,
        )
        return code, topic

    def begin(self, who: str, code: str, state: dict[str, Any] | None = None) -> None:
        """What the build before writes of somebody's dialogue about a unit's report."""
        ((report_id,),) = self._all(
            "SELECT reports.id FROM reports JOIN units ON units.id = unit_id WHERE units.code = :code", code=code
        )
        ((person_id,),) = self._all("SELECT person_id FROM accounts WHERE chat_id = :who", who=who)
        self._all("UPDATE chats SET report_id = :report_id WHERE chat_id = :who", report_id=report_id, who=who)
        if state is not None:
            values = {"person_id": person_id, "report_id": report_id, "state": json.dumps(state)}
            self._all("DELETE FROM conversations WHERE person_id = :person_id", person_id=person_id)
            self._all(
                "INSERT INTO conversations (person_id, report_id, version, state, updated_at)"
                " VALUES (:person_id, :report_id, 1, :state, '2026-11-18 01:00:00')",
                **values,
            )

    def mend(self, who: str) -> None:
        """«Sửa số» waits for a place."""
        ((period_id,),) = self._all("SELECT max(id) FROM periods")
        self._all("UPDATE chats SET topic = :topic WHERE chat_id = :who", topic=f"mend:{period_id}", who=who)


def _plain(state: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(state) if isinstance(state, str) else state
    return read


def answer(stand: Stand, who: str, words: str) -> str:
    stand.say(who, words)
    return stand.heard(who)[-1].text


def test_an_open_question_goes_on(week: Stand) -> None:
    """Nothing is stored of it but which report is in hand, before and after."""
    answer(week, "son", "8")
    with Old(week) as old:
        assert ("T01", None) == old.chat("son")
        assert [] == old.states()
    assert answer(week, "son", "7 sào").startswith("Gieo thêm 7 sào, bằng 0,252 ha.\n3/3.")


def test_a_doubt_goes_on(week: Stand) -> None:
    """«31 ha» waits for «đúng rồi»; what we write is what the build before wrote."""
    answer(week, "son", "8")
    answer(week, "son", "31 ha")
    with Old(week) as old:
        assert [("son", 1, {"doubt": AREA})] == old.states()
    assert answer(week, "son", "đúng rồi").startswith("Xã đã ghi, sẽ gọi hỏi lại.\n3/3.")


def test_a_doubt_with_a_refused_answer_goes_on(week: Stand) -> None:
    """The build before kept the refused input beside the doubt: the doubt may still be answered."""
    answer(week, "son", "8")
    answer(week, "son", "31 ha")
    with Old(week) as old:
        old.begin("son", "T01", {"doubt": AREA, "asking": AREA})
    assert answer(week, "son", "đúng rồi").startswith("Xã đã ghi, sẽ gọi hỏi lại.\n3/3.")


def test_a_half_told_list_of_news_goes_on(week: Stand) -> None:
    """«Hộ nghèo» was told: it is not offered again, and «hết» closes the report."""
    answer(week, "son", "8")
    answer(week, "son", "0")
    week.tap("son", "Có")
    week.tap("son", "Hộ nghèo")
    answer(week, "son", "13")
    with Old(week) as old:
        assert [("son", 1, {"news": True, "told": ["XH3"]})] == old.states()
    week.tap("son", "Hết")
    assert "13 hộ nghèo (tăng 1); còn lại như trước." in week.heard("son")[-1].text


def test_a_piece_of_news_that_was_asked_for_goes_on(week: Stand) -> None:
    """The list stands open, and one of its pieces is asked for."""
    answer(week, "son", "8")
    answer(week, "son", "0")
    week.tap("son", "Có")
    week.tap("son", "Hộ nghèo")
    with Old(week) as old:
        ((_, _, state),) = old.states()
        assert {"news", "asking"} == set(state)
        old.begin("son", "T01", state)
    assert answer(week, "son", "13").startswith("13 hộ nghèo (tăng 1).\nCòn mục nào mới nữa không?")


def test_a_figure_to_be_given_anew_goes_on(week: Stand) -> None:
    """SỬA, «Thẻ BHYT»: the next number is a correction."""
    answer(week, "son", "8")
    answer(week, "son", "SỬA")
    week.tap("son", "Thẻ BHYT: 8 người")
    with Old(week) as old:
        assert [("son", 1, {"asking": CARDS, "fixing": True})] == old.states()
    assert answer(week, "son", "7") == f"Đã sửa: 7 người chưa có thẻ BHYT (trước là 8 người).\n{OPEN_AREA}"


def test_words_without_a_number_go_on(week: Stand) -> None:
    """«7» là của câu nào ạ? — kept as it was, both ways."""
    with Old(week) as old:
        old.begin("son", "T01", {"which": "7"})
    with Old(week) as old:
        assert [("son", 1, {"which": "7"})] == old.states()


def test_entering_for_a_unit_goes_on(week: Stand) -> None:
    """GHI HỘ begun by the build before, which kept nothing but the report in hand; then finished, with its copy."""
    with Old(week) as old:
        old.begin("hoa", "T01")
    assert answer(week, "hoa", "8").startswith("8 người chưa có thẻ BHYT (giảm 1).\n2/3 (Bản Còn).")
    with Old(week) as old:
        assert ("T01", None) == old.chat("hoa")
    answer(week, "hoa", "0")
    week.say("hoa", "không")
    said = week.heard()
    assert [True, True] == ["ghi hộ" in row.text for row in said]
    assert ["hoa", "son"] == [row.chat_id for row in said]
    with week.context() as context:
        assert [] == context.session.query(DialogueRow).all()


def test_mending_for_a_unit_goes_on(week: Stand) -> None:
    """The officer was asked for one figure of a unit anew: it is mended, and nothing else is asked."""
    answer(week, "son", "8")
    with Old(week) as old:
        old.begin("hoa", "T01", {"asking": CARDS, "fixing": True})
    assert answer(week, "hoa", "6") == "Đã sửa: 6 người chưa có thẻ BHYT (trước là 8 người)."


def test_the_place_of_a_draft_goes_on(week: Stand) -> None:
    """«Sửa số của nơi nào?» was asked by the build before; its topic comes back when the migration is taken back."""
    answer(week, "son", "8")
    week.at("2026-11-20T07:30")
    week.tick()
    week.tap("hoa", "Sửa số")
    week.heard()
    with Old(week) as old:
        _, topic = old.chat("hoa")
        assert (topic or "").startswith("mend:")
        old.mend("hoa")
    assert "Sửa mục nào của thôn Bản Còn?" == answer(week, "hoa", "thôn bản còn")


def test_a_state_of_another_version_is_dropped(week: Stand) -> None:
    """The figures remain: the next open question is asked."""
    answer(week, "son", "8")
    with Old(week) as old:
        old.begin("son", "T01", {"doubt": AREA})
    with week.context() as context:
        (row,) = context.session.query(DialogueRow)
        row.version = VERSION + 1
    assert answer(week, "son", "7 sào").startswith("Gieo thêm 7 sào, bằng 0,252 ha.\n3/3.")
