"""The command line: what a person reads, and the exit code behind it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import settings
from bot.cli import outbox
from models import messages
from models.database import Store, connect
from models.messages import OutboxMessage
from models.outbox_states import Failure, Purpose
from tests import forge
from tests.commune import FOLDER, fresh_file


class Shell:
    """Runs `thidua` as a stranger would: a process of its own, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        known = {name.upper() for name in settings.Settings.model_fields}
        self.environment = {key: value for key, value in os.environ.items() if key not in known}
        self.environment["CAMPAIGN_FILE"] = str(FOLDER / "campaign.toml")
        self.environment["TELEGRAM_BOT_TOKEN"] = "1000:test"

    def run(self, *words: str, **more: str) -> tuple[int, str]:
        """Exit code and everything printed."""
        return forge.run(self.folder, self.environment | more, "thidua", *words)

    def run_anew(self, *words: str) -> tuple[int, str]:
        """The same, with the interpreter's own start and all imports."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "var").mkdir()
    fresh_file(tmp_path / "var")
    return Shell(tmp_path)


def test_invite_prints_a_code_and_what_it_is_for(shell: Shell) -> None:
    """A code to hand over, for one person and one unit."""
    code, text = shell.run("invite", "--role", "village-head", "--unit", "T01", "--name", "Hoàng Văn Sơn")
    assert 0 == code, text
    first = text.splitlines()[0]
    assert 9 == len(first)
    assert "-" == first[4]
    assert "thôn Bản Còn" in text


def test_the_officer_s_deputy_is_invited_into_the_commune(shell: Shell) -> None:
    """A deputy of the commune itself approves posts; one of a village reports."""
    code, text = shell.run("invite", "--role", "deputy", "--unit", "XA", "--name", "Hà Thị Lan")
    assert 0 == code, text
    assert "deputy of xã Khánh Khê" in text


def test_the_outbox_is_listed_retried_and_dropped(shell: Shell) -> None:
    """What was given up goes out again when told so; a post that may have arrived only when told so expressly."""
    store = Store(connect(f"sqlite:///{shell.folder / 'var' / 'thidua.db'}"))
    now = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
    common = {"bot": "telegram", "chat_id": "7", "text": "bí mật", "created_at": now}
    with store.transaction() as session:
        session.add(OutboxMessage(**common, purpose="reply", state=messages.GIVEN_UP, error="chat not found"))
        session.add(OutboxMessage(**common, purpose="post", once=True, state=messages.UNKNOWN, error="asked"))
    code, text = shell.run("outbox", "list")
    assert 0 == code, text
    _, first, second = text.splitlines()
    assert "không gửi được   chat not found" in first
    assert "chưa rõ đã đến   asked" in second
    assert "bí mật" not in text
    assert set(Purpose) == outbox.PURPOSES.keys()
    assert set(Failure) == outbox.FAILURES.keys()
    assert (0, "Sẽ gửi lại 1 tin.\n") == shell.run("outbox", "retry", "all")
    code, text = shell.run("outbox", "retry", "2")
    assert 2 == code
    assert "có thể đã đến" in text
    assert (0, "Đã bỏ 1 tin.\n") == shell.run("outbox", "drop", "2")
    assert (0, "Không có tin nào không gửi được, không có tin nào chưa rõ.\n") == shell.run("outbox", "list")
    assert 2 == shell.run("outbox", "drop", "1")[0]
    with store.transaction() as session:
        assert [messages.PENDING, messages.DROPPED] == [
            row.state for row in session.query(OutboxMessage).order_by(OutboxMessage.id)
        ]
    store.close()


def test_units_are_merged_split_and_called_otherwise(shell: Shell) -> None:
    """Each says what follows and is recorded; `--show` records nothing; what cannot be is refused in a sentence."""
    merge = ("units", "merge", "T01", "T02", "--into", "Bản Mới", "--from", "2029-07-01", "--decision", "NQ 12")
    code, text = shell.run(*merge, "--show")
    assert 0 == code, text
    assert "Bản Mới: " in text
    assert (0, "Chưa ghi lần sáp nhập, tách hay đổi tên nào.\n") == shell.run("units", "changes")
    assert "Đã ghi: thôn Bản Còn và thôn Khuổi Mạ sáp nhập thành Bản Mới từ 1/7/2029" in shell.run(*merge)[1]
    split = ("units", "split", "T03", "--into", "Một:60:240:180", "--into", "Hai:69:350:220", "--from", "2029-07-01")
    assert 0 == shell.run(*split)[0]
    assert 0 == shell.run("units", "rename", "T04", "--to", "Tên Khác", "--from", "2029-07-01")[0]
    listed = shell.run("units", "changes")[1].splitlines()
    assert ["sáp nhập thành", "tách thành", "đổi tên thành"] == [
        word for line in listed for word in ("sáp nhập thành", "tách thành", "đổi tên thành") if word in line
    ]
    code, text = shell.run(*merge)
    assert 2 == code
    assert "đã được ghi là kết thúc" in text
    number = listed[1].partition(".")[0]
    assert "Bỏ không ạ?" in shell.run("units", "undo", number, "--show")[1]
    assert "Đã bỏ: " in shell.run("units", "undo", number)[1]
    assert [listed[0], listed[2]] == shell.run("units", "changes")[1].splitlines()
    assert 2 == shell.run("units", "undo", number)[0]
    assert 2 == shell.run("units", "merge", "T05", "T99", "--into", "A", "--from", "2029-07-01")[0]
    assert 2 == shell.run("units", "rename", "T05", "--to", "A", "--from", "tomorrow")[0]


def test_praise_prints_rules_result_and_working(shell: Shell) -> None:
    """What a past week praised can be worked out again: the sample's imported figures hold an improvement."""
    code, text = shell.run("praise", "--week", "2026-W47")
    assert 0 == code, text
    assert "Tiến bộ: thôn rút ngắn" in text
    assert "2026-W47: Bản Khính tiến bộ nhất về xác nhận VNeID trong 4 tuần" in text
    working = [line for line in text.splitlines() if line.startswith("T17 Bản Khính")]
    assert ["T17 Bản Khính: đúng hạn 0 tuần liền"] == [line.partition(";")[0] for line in working]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("invite", "--role", "king", "--unit", "T01", "--name", "A"), "--role must be one of"),
        (("invite", "--role", "village-head", "--unit", "T99", "--name", "A"), "no unit T99"),
        (("invite", "--role", "village-head", "--unit", "PKT", "--name", "A"), "kind village"),
        (("job", "sweep"), "there is no job 'sweep'"),
        (("job", "ask", "--at", "tomorrow"), "is no instant"),
        (("job", "ask", "--at", "2099-01-01T08:00"), "lies in the future"),
        (("export", "--week", "2026-47", "--out", "x.csv"), "2026-W47"),
        (("praise", "--week", "2026-47"), "2026-W47"),
        (("praise", "--week", "2027-W53"), "2026-W47"),
        (("export", "--week", "2026-W47", "--format", "pdf", "--out", "x"), "--format must be one of"),
        (("export", "--out", "x.csv"), "give --week, such as 2026-W47, or --period"),
        (("export", "--week", "2026-W47", "--period", "2026", "--out", "x.csv"), "or --period, such as 2026-Q4"),
        (("units", "import", "nowhere.csv"), "Không có tệp này."),
        (("campaign", "show", "--on", "9999-12-31"), "write it like 2026-07-01"),
        (("invite", "--role", "village-head", "--unit", "\udced\udca0", "--name", "A"), "is not written in UTF-8"),
    ],
    ids=lambda value: " ".join(value[:3]) if isinstance(value, tuple) else None,
)
def test_wrong_words_are_told_in_one_sentence(shell: Shell, words: tuple[str, ...], said: str) -> None:
    """No traceback, exit code 2, and what to do."""
    code, text = shell.run(*words)
    assert 2 == code, text
    assert said in text
    assert "Traceback" not in text


def test_a_faulty_row_stops_the_whole_file(shell: Shell) -> None:
    """Every faulty line is named, and nothing of the file is kept."""
    lines = (FOLDER / "units.csv").read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace(",village,", ",hamlet,")
    lines[5] = lines[5].replace(lines[5].split(",")[3], "many", 1)
    file = shell.folder / "units.csv"
    file.write_text("\n".join(lines).replace("Bản Còn", "Bản Mới"), encoding="utf-8")
    code, text = shell.run("units", "import", str(file))
    assert 2 == code
    assert "Dòng 3: cột B «Loại» là «hamlet»" in text
    assert "Dòng 6: cột D «Số hộ» là «many»" in text
    _, invited = shell.run("invite", "--role", "village-head", "--unit", "T01", "--name", "A")
    assert "Bản Còn" in invited


def test_a_wrong_campaign_file_lists_every_fault(shell: Shell) -> None:
    """The check shows line and reason; a program that needs the file says the same and stops."""
    file = shell.folder / "campaign.toml"
    text = (FOLDER / "campaign.toml").read_text(encoding="utf-8")
    file.write_text(text.replace('cadence = "weekly"', 'cadence = "hourly"').replace("XH8e", "XH8d"), encoding="utf-8")
    code, said = shell.run("campaign", "check", str(file))
    assert 1 == code
    assert "hourly" in said
    code, said = shell.run("check", CAMPAIGN_FILE=str(file))
    assert 1 == code
    assert "THIẾU    tệp phong trào: dòng" in said


def test_an_unreadable_database_says_what_to_do(shell: Shell) -> None:
    """A file that is no database is not overwritten."""
    file = shell.folder / "var" / "thidua.db"
    file.write_bytes(b"not a database at all" * 100)
    code, text = shell.run("migrate")
    assert 2 == code
    assert "hỏng hoặc không phải kho số liệu" in text
    assert file.read_bytes().startswith(b"not a database")


def test_check_without_a_network_says_so(shell: Shell) -> None:
    """Settings, campaign and database are looked at all the same."""
    code, text = shell.run("check", TELEGRAM_API_URL="http://127.0.0.1:9")
    assert 1 == code
    assert "tốt      kho số liệu" in text
    assert "THIẾU    Telegram: không tới được http://127.0.0.1:9 từ máy này" in text
    assert "1000:test" not in text


def test_a_longer_period_is_exported(shell: Shell) -> None:
    """A half-year as the draft of a report."""
    code, text = shell.run("export", "--period", "2026-H1", "--format", "docx", "--out", "so-ket.docx")
    assert (0, "so-ket.docx: 2026-H1, docx\n") == (code, text)
    assert (shell.folder / "so-ket.docx").read_bytes().startswith(b"PK")


def test_every_command_explains_itself(shell: Shell) -> None:
    """`thidua --help` lists what there is."""
    _, text = shell.run_anew("--help")
    for word in (
        "run",
        "migrate",
        "campaign",
        "units",
        "figures",
        "targets",
        "invite",
        "job",
        "export",
        "praise",
        "backup",
        "restore",
        "check",
    ):
        assert word in text


def test_check_says_whether_a_week_can_run(shell: Shell) -> None:
    """Advice alone is no fault of the exit code: what is left to do is said all the same."""
    code, text = shell.run("check", TELEGRAM_BOT_TOKEN="", DATABASE_URL=f"sqlite:///{shell.folder}/var/thidua.db")
    lines = text.splitlines()
    assert (1, "Tuần này chưa chạy được: xem những dòng THIẾU.") == (code, lines[-1])
    faults = [line.partition(":")[0].split(maxsplit=1)[1] for line in lines if line.startswith("THIẾU")]
    assert ["người báo cáo", "cán bộ", "nhóm lãnh đạo"] == faults
    assert any(line.startswith("tốt      thôn, trường, cơ quan: 47 nơi") for line in lines)
