"""What a commune that is not served has asked for stands in nobody's way: tables, photos, rehearsals."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from models import photos, table_uploads
from models.people import Person
from models.periods import Report
from models.photos import Photo
from models.setup_steps import SetupStep, State
from models.table_uploads import TableUpload, UploadState
from services.setup import Part
from tests.commune import TUESDAY
from tests.communes.province import MARKS
from tests.communes.test_folders import Running, spoil


@pytest.fixture(params=["removed", "faulty"])
async def running(request: pytest.FixtureRequest, tmp_path: Path) -> Running:
    """Both communes' officers have asked for everything, the second one's first and often; then it is not served."""
    made = Running(tmp_path)
    for key in MARKS:
        made.province.enter(key, "hoa", "son")
    made.province.at("2026-11-18T08:00")
    made.province.tick()
    for key in ("b", "a"):
        _ask(made, key, 12 if key == "b" else 1)
    if request.param == "removed":
        (made.folder / "communes" / "b" / "commune.toml").unlink()
    else:
        spoil(made.folder, "b")
    await made.look()
    return made


def _ask(running: Running, key: str, often: int) -> None:
    province = running.province
    with province.everything() as session:
        person = session.scalars(select(Person).where(Person.commune_id == province.ids[key])).first()
        report = session.scalars(select(Report).where(Report.unit.has(commune_id=province.ids[key]))).first()
        assert person is not None
        assert report is not None
        heard = {"person_id": person.id, "file_id": f"file-{key}"}
        for _ in range(often):
            table = {"commune_id": province.ids[key], "bot": "memory", "chat_id": f"{key}-hoa", "name": "bang.xlsx"}
            times = {"created_at": TUESDAY, "expires_at": TUESDAY}
            session.add(TableUpload(**table, **heard, **times, state=UploadState.WANTED))
            bot = "memory" if key == "a" else "memory@92222"
            session.add(Photo(report_id=report.id, bot=bot, said_at=TUESDAY, state=photos.WANTED, **heard))
        step = {"commune_id": province.ids[key], "step": Part.REHEARSAL, "state": State.ASKED}
        session.add(SetupStep(**step, person_id=person.id, settled_at=TUESDAY))


async def test_others_are_served(running: Running) -> None:
    """A table, a photo and a rehearsal of the first commune come next; the second one's wait for it."""
    program, mine = running.program, running.province.ids["a"]
    assert [mine] == [one.commune_id for one in program.tables._wanted()]
    assert [mine] == [one.commune_id for one in program.rehearsals._waiting()]
    assert ["file-a"] == [one.file_id for one in program.evidence._wanted()]
    await program.evidence.look()
    with running.province.everything() as session:
        assert 12 == len(table_uploads.expected(session, 99)) - 1
        left = session.scalars(select(Photo.state).where(Photo.file_id == "file-b")).all()
        assert {photos.WANTED} == set(left)
    running.close()
