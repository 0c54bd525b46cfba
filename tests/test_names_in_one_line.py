"""Names have one line, whatever sign of Unicode somebody takes for the end of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import invite
from campaign.definition import load
from campaign.definition.faults import CampaignFileError
from models import invitation_codes, units
from models.invitation_codes import Invitation
from services.imports import units as unit_files
from services.inbound import Inbound, Kind
from tests.commune import FOLDER, Stand
from tests.live import live_settings

ENDS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("end", ENDS)
def test_an_invited_persons_name_has_one_line(stand_on_file: Stand, end: str) -> None:
    """By the command line and behind it: name, form of address and telephone."""
    settings = live_settings(database_url=f"sqlite:///{stand_on_file.store.engine.url.database}")
    said = invite.invite(settings, "village-head", "T01", f"Hoàng Văn{end}Sơn", f"ông{end}Sơn", f"0900{end}000")
    assert 3 == len(said.splitlines())
    with stand_on_file.context() as context:
        unit = units.by_code(context.session, context.commune, "T02")
        assert unit is not None
        name, address, phone = f"Nông{end}Hiên", f"bà{end}Hiên", f"0900{end}111"
        invitation_codes.invite(
            context.session, unit, "reporter", name=name, address=address, phone=phone, now=context.now, days=1
        )
        context.session.flush()
        kept = [(one.name, one.address, one.phone) for one in context.session.query(Invitation).order_by(Invitation.id)]
    assert [("Hoàng Văn Sơn", "ông Sơn", "0900 000"), ("Nông Hiên", "bà Hiên", "0900 111")] == kept


@pytest.mark.parametrize("is_quoted", [True, False], ids=["quoted", "bare"])
@pytest.mark.parametrize("end", ENDS)
def test_an_imported_units_name_has_one_line(stand: Stand, tmp_path: Path, end: str, is_quoted: bool) -> None:
    """In quotes any end of line may stand in a cell; without them all but the file's own."""
    if not is_quoted and end in ("\n", "\r", "\r\n"):
        end = "\u2028\u2029"
    cell = f'"Nà{end}Mới"' if is_quoted else f"Nà{end}Mới"
    written = (FOLDER / "units.csv").read_text(encoding="utf-8")
    header, *lines = written.splitlines()
    place = header.split(",").index("name")
    changed = [line.split(",") for line in lines]
    of_t01 = next(fields for fields in changed if "T01" in fields)
    of_t01[place] = cell
    file = tmp_path / "units.csv"
    file.write_bytes("\n".join([header, *(",".join(fields) for fields in changed)]).encode())
    with stand.context() as context:
        unit_files.load(context.session, file, context.campaign.commune_code, context.now)
        unit = units.by_code(context.session, context.commune, "T01")
        assert unit is not None
        assert "Nà Mới" == unit.name


@pytest.mark.parametrize("end", ["\\n", "\\r", "\\u2028", "\\u2029", "\\u0085", "\\f"])
def test_a_campaign_files_text_with_two_lines_is_refused(tmp_path: Path, end: str) -> None:
    """With the line at which it stands."""
    written = (FOLDER / "campaign.toml").read_text(encoding="utf-8")
    line = next(line for line in written.splitlines() if line.startswith("officer_name"))
    file = tmp_path / "campaign.toml"
    file.write_text(written.replace(line, f'officer_name = "Đàm Thị{end}Hoa"'), encoding="utf-8")
    with pytest.raises(CampaignFileError) as refused:
        load.open_file(file)
    assert ["phải gọn trong một dòng"] == [fault.reason for fault in refused.value.faults]


@pytest.mark.parametrize("end", ENDS)
def test_a_groups_title_has_one_line(end: str) -> None:
    """It is somebody else's choice, and stands in our messages."""
    said = Inbound("m", "m", "1", "-1", "son", Kind.ADDED, None, is_group=True, title=f"Lãnh đạo{end}xã")
    assert "Lãnh đạo xã" == said.title
