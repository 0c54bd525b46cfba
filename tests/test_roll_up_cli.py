"""What an operator reads of roll-ups (tổng hợp liên xã): `thidua roll-ups`, and its lines of `thidua check`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import bootstrap, settings
from bot.cli import roll_ups as cli
from bot.operator_error import OperatorError
from models import roll_ups
from tests import databases, rolled_up
from tests.commune import FOLDER
from tests.communes.province import CODES, Province, fresh_province
from tests.communes.test_folders import written
from tests.live import live_settings


class Desk:
    """An operator's folder with two communes and a unit above them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.roll_ups = folder, folder / "roll-ups"
        self.roll_ups.mkdir()
        self.province = Province(folder, fresh_province(folder, databases.SQLITE))
        address = f"sqlite:///{folder / 'thidua.db'}"
        self.settings = written(folder, roll_ups=(self.roll_ups,), database_url=address)
        monkeypatch.setattr(settings, "load", lambda: self.settings)

    def write(self, name: str, /, **changed: object) -> None:
        fields: dict[str, object] = {
            "code": name,
            "name": "tỉnh Lạng Sơn",
            "campaign": str(FOLDER / "campaign.toml"),
            "post": "15:00",
            "measures": ["XH1", "XH3"],
        }
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in (fields | changed).items()]
        (self.roll_ups / f"{name}.toml").write_text("".join(lines), encoding="utf-8")

    def findings(self) -> list[str]:
        with self.province.everything() as session:
            return [str(one) for one in cli.findings(session, bootstrap.read_communes(self.settings))]

    def run(self, *words: str) -> tuple[int, list[str]]:
        done = CliRunner().invoke(cli.app, list(words))
        if isinstance(done.exception, OperatorError):
            return 2, [str(done.exception)]
        return done.exit_code, done.output.splitlines()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = Desk(tmp_path, monkeypatch)
    yield made
    made.province.close()


def test_check_says_what_a_roll_up_lacks(desk: Desk) -> None:
    """No file, no group, too few that agree, a commune that is not there, a faulty file; then nothing."""
    empty = f"{desk.roll_ups}: chưa có tệp .toml nào trong thư mục này"
    assert [f"nên làm  tổng hợp liên xã: {empty}"] == desk.findings()
    desk.write("lang-son", communes=[*CODES.values(), "99999"])
    desk.write("cum", post="08:00")
    (faulty, unbound, unserved) = desk.findings()
    assert faulty.startswith("nên làm  tổng hợp liên xã: ")
    assert faulty.endswith("cum.toml: dòng 4: post: phải sau 09:00 là giờ các xã đăng bài, và trước 20:00")
    assert unbound.endswith("tỉnh Lạng Sơn chưa có nhóm: thidua roll-ups code lang-son, gõ mã trong nhóm")
    assert unserved.endswith("tỉnh Lạng Sơn: không phục vụ xã 99999")
    (desk.roll_ups / "cum.toml").unlink()
    desk.write("lang-son")
    with desk.province.everything() as session:
        group = roll_ups.keep(session, "lang-son")
        group.bot, group.chat_id, group.title, group.bound_at = "memory", "g", "Thi đua", desk.province.clock.now()
    (few,) = desk.findings()
    assert few.endswith("tỉnh Lạng Sơn: mới 0/2 xã góp số, dưới 3 xã thì không cộng")


def test_the_list_names_who_has_not_agreed(desk: Desk) -> None:
    """And the faults; the exit code says that there are any."""
    desk.write("lang-son")
    desk.province.enter("a", "hoa")
    with desk.province.context() as context:
        rolled_up.leave_rows(context)
    code, lines = desk.run("list")
    assert (0, ["lang-son  tỉnh Lạng Sơn  15:00, nhóm «Thi đua tỉnh»; 1/2 xã góp số"]) == (code, lines[:1])
    assert [f"  chưa góp số: {CODES['b']}"] == lines[1:]
    desk.write("cum", measures=["XX"])
    code, lines = desk.run("list")
    assert 2 == code
    assert "cum.toml: dòng 5: measures: không có chỉ số 'XX' trong tệp phong trào" in lines[-1]


def test_a_code_is_for_a_roll_up_that_there_is(desk: Desk) -> None:
    """Nine letters for one that can be read; otherwise what to do."""
    desk.write("lang-son")
    code, lines = desk.run("code", "lang-son")
    assert (0, 9) == (code, len(lines[0]))
    assert (2, ["không có tổng hợp liên xã x: xem thidua roll-ups list"]) == desk.run("code", "x")
    desk.settings = live_settings()
    said = "chưa đặt ROLL_UPS trong .env: máy này không có tổng hợp liên xã nào"
    assert (2, [said]) == desk.run("list") == desk.run("code", "x")


def test_check_says_who_would_always_be_late(desk: Desk) -> None:
    """A commune whose own hour is not before that of the unit above: alone it would wait for others every week."""
    desk.write("lang-son", post="10:00")
    desk.province.enter("a", "hoa")
    with desk.province.context() as context:
        rolled_up.leave_rows(context)
    assert not [one for one in desk.findings() if "trước hay cùng giờ" in one]
    place = desk.folder / "communes" / "a"
    shared = (FOLDER / "campaign.toml").read_text(encoding="utf-8")
    later = desk.folder / "later.toml"
    later.write_text(shared.replace('post = "09:00"', 'post = "10:00"'), encoding="utf-8")
    own = place / "commune.toml"
    own.write_text(own.read_text(encoding="utf-8").replace(str(FOLDER / "campaign.toml"), str(later)), encoding="utf-8")
    told = [one for one in desk.findings() if "trước hay cùng giờ" in one]
    said = f"tỉnh Lạng Sơn: đăng 10:00, trước hay cùng giờ đăng của xã {CODES['a']}"
    assert [f"nên làm  tổng hợp liên xã: {said}"] == told


def test_check_says_which_two_can_be_taken_from_each_other(desk: Desk) -> None:
    """What the province has more than the group of communes is one commune."""
    desk.write("lang-son")
    desk.write("cum", name="cụm 1", communes=[CODES["a"]])
    said = f"cụm 1 và tỉnh Lạng Sơn chỉ khác nhau xã {CODES['b']}: ai đọc cả hai nhóm thì trừ ra được số của xã"
    assert f"nên làm  tổng hợp liên xã: {said}" in desk.findings()
    desk.write("cum", name="cụm 1", communes=[CODES["a"]], measures=["KT1a"])
    assert not [one for one in desk.findings() if "chỉ khác nhau" in one]


def test_a_roll_up_of_roll_ups_is_none(desk: Desk) -> None:
    """One names another as its commune, or as its campaign: the first is not served, the second no campaign."""
    desk.write("lang-son")
    desk.write("vung", communes=["lang-son", CODES["a"]])
    assert [True] == [one.endswith("không phục vụ xã lang-son") for one in desk.findings() if "phục vụ" in one]
    desk.write("vung", campaign="lang-son.toml")
    code, lines = desk.run("list")
    assert 2 == code
    assert "vung.toml: dòng 3: campaign: " in lines[-1]
