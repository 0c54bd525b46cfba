"""Sổ khen thưởng (.xlsx): a line an award."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook

from reports.honour_page import What
from reports.period.worksheet import Column, Page, Styles

# Sổ khen thưởng


def workbook(what: What) -> bytes:
    """A line an award; what was revoked stays and says so."""
    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = Page(book.add_worksheet("Sổ khen thưởng"), Styles(book), what["commune"])
    columns = (
        *(Column("Số", 6), Column("Quyết định", 18, wraps=True), Column("Ngày", 12)),
        *(Column("Được khen", 32, wraps=True), Column("Loại", 10), Column("Trực tiếp, lãnh đạo", 16, wraps=True)),
        *(Column("Hình thức", 18, wraps=True), Column("Thành tích", 40, wraps=True), Column("Năm", 8)),
        *(Column("Đã trao", 12), Column("Thu hồi", 26, wraps=True)),
    )
    persons = [one for one in what["awards"] if one["part"] and not one["revoked"]]
    direct = sum(one["is_direct"] for one in persons)
    share = f"Người trực tiếp lao động: {direct}/{len(persons)} cá nhân." if persons else "Chưa có cá nhân nào."
    page.head((f"Sổ khen thưởng, {what['commune']}", share), columns, frozen=2, filtered=True)
    keys = ("number", "decision", "decided_on", "name", "kind", "part", "form", "deed", "year")
    for one in what["awards"]:
        page.row([*(one[key] for key in keys), one.get("handed", ""), one["revoked"]])
    book.close()
    return out.getvalue()
