"""Tables that officers send in tests, and what stands of them."""

from __future__ import annotations

from sqlalchemy import func, select

from models import units
from models.table_uploads import TableUpload
from models.units import Unit
from tests.commune import Stand

HEAD = "Tên thôn;Số hộ;Nhân khẩu\n"
ONE_MORE = f"{HEAD}Bản Mới;40;160\n".encode()


def called(stand: Stand, name: str) -> list[Unit]:
    with stand.context() as context:
        return [unit for unit in units.members(context.session, context.commune.id) if unit.name == name]


def row(stand: Stand) -> TableUpload:
    """The newest table that was sent."""
    with stand.context() as context:
        return context.session.scalars(select(TableUpload).order_by(TableUpload.id.desc()).limit(1)).one()


def said(stand: Stand, who: str = "hoa") -> str:
    return stand.heard(who)[-1].text


def tables_there(stand: Stand) -> int:
    with stand.context() as context:
        return context.session.scalar(select(func.count(TableUpload.id))) or 0
