"""`thidua campaign`: what a person reads when the campaign in force is shown, exported and changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import campaign_export
from bot.cli import main
from campaign.definition import load
from campaign.definition.in_force import Timeline
from campaign.definition.override import Override
from models import campaign_overrides, periods
from models.database import Store, connect
from tests import commune
from tests.campaign.test_in_force import FILE, OWN
from tests.commune import FOLDER

Shell = Callable[..., tuple[int, str]]
KEY, SINCE = "measures.KT1a.target.value", "2026-07-01"
WHY = ("--why", "NQ 12/NQ-HĐND")


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """`thidua` in this process, in a folder of its own; a refusal is the sentence it would print."""
    path = commune.fresh_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CAMPAIGN_FILE", str(FOLDER / "campaign.toml"))
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1000:test")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main.app, words)
        return done.exit_code, done.output + ("" if done.exception is None else str(done.exception))

    return run


def test_show_names_the_origin_of_each_value(shell: Shell) -> None:
    """A line of the file, or the override with its days, its author, its moment and its reason."""
    assert (0, f"{KEY}: 1900.5, from {SINCE}.\n") == shell("campaign", "set", KEY, "1900.5", "--from", SINCE, *WHY)
    code, text = shell("campaign", "show", "measures.KT1a.target", "--on", "2026-07-02")
    kind, comparison, value = text.splitlines()
    written = Path(commune.FOLDER / "campaign.toml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(written, 1) if text.startswith("target = ") and "1819.7" in text)
    assert (0, f'measure.KT1a.target.kind = "amount"  # line {line}') == (code, kind)
    assert f'measure.KT1a.target.comparison = ">="  # line {line}' == comparison
    assert value.startswith("measure.KT1a.target.value = 1900.5  # override from 2026-07-01, by the command line on 20")
    assert value.endswith(": NQ 12/NQ-HĐND")
    assert (
        f"measure.KT1a.target.value = 1819.7  # line {line}" in shell("campaign", "show", KEY, "--on", "2026-06-30")[1]
    )


def test_show_prints_the_whole_campaign(shell: Shell) -> None:
    """Every value of the file, in its order, without a key: some hundreds."""
    code, text = shell("campaign", "show")
    lines = text.splitlines()
    assert (0, "schema = 1  # line 6") == (code, lines[0])
    assert all("  # line " in line for line in lines)
    assert 'calendar.post = "09:00"  # line 27' in lines
    assert len(lines) > 900


def test_what_was_taken_back_is_told_as_such(shell: Shell) -> None:
    """The file's line, and who took the override back."""
    shell("campaign", "set", "calendar.post", "10:00", "--from", SINCE, *WHY)
    assert (0, f"calendar.post: as the file says, from {SINCE}.\n") == shell(
        "campaign", "unset", "calendar.post", "--from", SINCE, "--why", "nhầm"
    )
    _, text = shell("campaign", "show", "calendar.post", "--on", SINCE)
    assert text.startswith('calendar.post = "09:00"  # line 27, taken back from 2026-07-01, by the command line')


def test_a_change_says_which_posted_weeks_it_passes_over(shell: Shell, tmp_path: Path) -> None:
    """Week 27 is frozen: the days of it are named."""
    store = Store(connect(f"sqlite:///{tmp_path / 'thidua.db'}"))
    with store.transaction() as session:
        context = commune.deployment().context(session, commune.TUESDAY)
        row = periods.keep(session, context.commune.id, context.calendar.of("2026-W27"))
        row.frozen_at = commune.TUESDAY
    store.close()
    _, text = shell("campaign", "set", KEY, "1900", "--from", SINCE, *WHY)
    assert "Not on 2026-06-26 to 2026-07-02: what was posted stays judged as it was." in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "calendar.post", "07:00", "--from", SINCE, *WHY), "dòng 27: calendar, post: phải sau draft"),
        (("set", "measures.KT99.name", "x", "--from", SINCE, *WHY), "measures.KT99.name: ở đây không có 'KT99'"),
        (("set", KEY, "1", "--from", "1/7", *WHY), "--from '1/7' is no day; write it like 2026-07-01"),
        (("set", KEY, "1", "--from", SINCE, "--until", "2026-06-01", *WHY), "ngày hết lại trước ngày bắt đầu"),
        (("set", KEY, "1", "--from", SINCE, "--why", " "), "--why must say a reason"),
        (("show", "nowhere"), "there is nothing called 'nowhere'"),
        (("export", "--out", "/nowhere/x.toml"), "cannot be written"),
    ],
)
def test_what_cannot_be_is_told_and_not_done(shell: Shell, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """In a sentence, or with every fault; nothing is recorded."""
    code, text = shell("campaign", *words)
    assert (1, True) == (code, said in text), text
    store = Store(connect(f"sqlite:///{tmp_path / 'thidua.db'}"))
    with store.transaction() as session:
        assert [] == campaign_overrides.of_commune(session, 1)
    store.close()


def test_an_exported_campaign_is_the_one_in_force(shell: Shell, tmp_path: Path) -> None:
    """It has no fault, keeps the file's comments, and loads to the very same campaign."""
    shell("campaign", "set", KEY, "1900.5", "--from", SINCE, *WHY)
    shell("campaign", "set", "calendar.days_off", "[2026-12-24]", "--from", SINCE, *WHY)
    code, text = shell("campaign", "export", "--on", "2026-07-02", "--out", "x.toml")
    assert (0, "x.toml: the campaign in force on 2026-07-02\n") == (code, text)
    assert (0, "x.toml: 21 chỉ tiêu, 33 chỉ số, không có lỗi.\n") == shell("campaign", "check", "x.toml")
    written = (tmp_path / "x.toml").read_text(encoding="utf-8")
    assert "days_off = [2026-12-24] # days off and worked days that the public calendar does not know" in written
    target = load.load(tmp_path / "x.toml").by_id["KT1a"].target
    assert "1900.5" == str(target.value)


def test_without_overrides_the_export_loads_to_the_file_s_campaign(tmp_path: Path) -> None:
    """Whatever the library does to spaces."""
    (tmp_path / "x.toml").write_text(campaign_export.text(Timeline(FILE), date(2026, 7, 1)), encoding="utf-8")
    assert FILE.as_written == load.load(tmp_path / "x.toml")


def test_every_kind_of_override_is_exported(tmp_path: Path) -> None:
    """Of a year, of a table, of a whole input, of a measure of one's own, one taken back, and a part of each."""
    day = date(2026, 7, 1)
    area = '{ kind = "increment", unit = "ha", label = "gieo", question = "?", said = "{figure}", example = "5",'
    written: list[tuple[str, str | None]] = [
        ("measures.KT1a.target.2026", "1900.25"),
        ("measures.KT1b.target", '{ kind = "amount", comparison = ">", value = 6000 }'),
        ("measures.KT1b.target.value", "6000.5"),
        ("measures.KT1a.inputs.area", f'{area} nothing = "không", whole = false }}'),
        ("measures.RX1", OWN),
        ("measures.RX1.name", "Hồi"),
        ("measures.RX2", OWN.replace("Cây hồi", "Cây quế").replace("cây hồi", "cây quế")),
        ("measures.RX1", None),
        ("commune.officer_name", 'chị "Thu"'),
        ("rules.approval_required", "true"),
        ("praise", "[]"),
        ("calendar.working_days", "[2026-08-01]"),
    ]
    made = Timeline(FILE, tuple(Override(number, key, value, day) for number, (key, value) in enumerate(written, 1)))
    assert [] == made.faults()
    (tmp_path / "x.toml").write_text(campaign_export.text(made, day), encoding="utf-8")
    assert made.on(day) == load.load(tmp_path / "x.toml")
