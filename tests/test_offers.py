"""A test taps every button and types every word that any message offers, at the moment it is offered (decision 24).

The golden conversations are played; after every line, whatever a new message offers is tried in a copy of the
database, so that nothing tried disturbs the rest. What those answers offer is tried in turn, as deep as asked.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.buttons import BUTTONS, Button
from handlers.reporter import choosing
from services import wording
from services.permissions import Thing
from tests import offers, run_folder
from tests.commune import Stand, fresh_store
from tests.conftest import After
from tests.crawling import Crawl, Tried, follow
from tests.databases import SQLITE
from tests.test_conversations import SCRIPTS, Replay, crawled

pytestmark = pytest.mark.usefixtures("watched")

# Roles and months that no golden conversation has: a deputy, a school, the yearly questions of December.
DECEMBER = """
! join son tu binh vhxh mai hoa lam
! group hoa
@ son
= 2026-12-02T08:00
> GIÚP
@ tu
> GIÚP
> THÔN TÔI
@ binh
> GIÚP
> BÁO CÁO
> 40/45
> TRƯỜNG TÔI
@ vhxh
> BÁO CÁO
> 10/10
> [Cả 28 thôn đều có]
@ mai
> 3.300
@ hoa
= 2026-12-03T17:00
> [Ghi hộ]
> [Khòn Cải]
> 5
> 0
= 2026-12-04T07:30
= 2026-12-04T09:00
@ lam
> CHỈ TIÊU
> CHỈ TIÊU XH8 NĂM 2026
> THÔN
> TỔNG HỢP 9 THÁNG
@ group lam
> /tonghop
> /chitieu
"""


def crawl(folder: Path, script: str, depth: int, tried: Tried | None = None) -> Crawl:
    made = Crawl(folder, depth, tried or Tried(folder / "tried"), is_thorough=depth > 1)
    stand = Stand(folder, fresh_store(folder, SQLITE))
    follow(stand, made)
    Replay(stand).play(script)
    stand.close()
    made.close()
    return made


@pytest.mark.parametrize("path", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_every_word_and_button_offered_works(path: Path, after: After) -> None:
    """Whatever a message of a golden conversation offers, and none before it has, is answered and understood."""
    assert [] == crawled(after, path)


def test_december_offers_what_works(tmp_path: Path) -> None:
    """The same of the roles and months that no golden conversation has, of what none of those has offered yet."""
    found = crawl(tmp_path, DECEMBER, depth=1, tried=Tried(run_folder.kept_in() / "tried"))
    assert [] == found.faults
    assert found.offered > 100


def test_a_word_that_is_not_understood_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The crawl itself can fail: a printed word and an example that no handler takes, and a dead button."""
    monkeypatch.setattr(
        wording, "last_week", lambda figure: f"Tuần trước: {figure}. Gõ XEM SỔ CŨ, ví dụ bảy mươi lăm mèo."
    )
    monkeypatch.setitem(BUTTONS, "later", Button(choosing.later, Thing.OWN_REPORT, words=9))
    found = crawl(tmp_path, "! join son\n= 2026-11-18T08:00\n", depth=1)
    bad = {fault.split("«")[1].split("»")[0] for fault in found.faults}
    assert {"XEM SỔ CŨ", "bảy mươi lăm mèo", "Để sau", "ĐỂ SAU"} == bad


def test_what_was_tried_is_not_tried_again(tmp_path: Path) -> None:
    """By whichever process."""
    tried = Tried(tmp_path / "tried")
    assert [True, False] == [tried.add(("officer", "tapped")), Tried(tmp_path / "tried").add(("officer", "tapped"))]
    assert tried.add(("officer", "typed"))


def test_words_and_examples_are_found_in_a_text() -> None:
    """Names and abbreviations are no words to type; what is quoted was somebody else's."""
    text = "Chưa có thẻ BHYT ở Pò Háng: gõ SỬA hoặc TỔNG HỢP QUÝ 4, «ABC DEF» thì không. Ví dụ 7 sào."
    assert ["SỬA", "TỔNG HỢP QUÝ 4"] == offers.capitals(text)
    assert ["7 sào"] == offers.examples(text)


@pytest.mark.long
def test_what_the_answers_offer_works_too(tmp_path: Path) -> None:
    """Three steps off the beaten track."""
    tried, faults = Tried(tmp_path / "tried"), []
    for number, script in enumerate([*(path.read_text(encoding="utf-8") for path in SCRIPTS), DECEMBER]):
        folder = tmp_path / str(number)
        folder.mkdir()
        faults += crawl(folder, script, 3, tried).faults
    assert [] == faults
