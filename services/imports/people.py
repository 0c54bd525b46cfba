"""Who reports for which unit, from a table: people known before they have joined, with the telephone to call them by.

Only those who report come by a file. Officers, leaders and whoever approves are invited one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from campaign.text import fold
from models import people, units
from models.audit import Action
from models.people import Person, Role
from models.units import Unit
from services import appointments, named_people, wording
from services.context import Context
from services.imports import columns
from services.imports.columns import Column
from services.imports.naming import Names
from services.imports.preview import Preview
from services.imports.rows import Table
from services.imports.table_row import Row

COLUMNS = (
    Column("unit", ("Đơn vị", "Mã đơn vị", "Mã thôn", "Tên đơn vị", "Tên thôn", "Thôn", "Thôn bản", "Nơi"), True),
    Column(
        "name",
        ("Họ và tên", "Họ tên", "Họ và tên trưởng thôn", "Họ tên trưởng thôn", "Người báo cáo", "Tên người báo cáo"),
        True,
    ),
    Column("role", ("Chức vụ", "Vai trò", "Chức danh")),
    Column("gender", ("Giới tính", "Nam nữ")),
    Column("address", ("Xưng hô", "Cách gọi", "Gọi là")),
    Column("phone", ("Điện thoại", "Số điện thoại", "SĐT", "Số ĐT", "Di động", "Số máy")),
)
_ROLES = {
    "truong thon": "village-head", "truong ban": "village-head", "truong xom": "village-head",
    "to truong": "village-head", "pho thon": "deputy", "pho truong thon": "deputy", "pho ban": "deputy",
    "pho xom": "deputy", "to pho": "deputy", "nguoi bao cao": "reporter", "bao cao": "reporter", **{
        role: role for role in people.REPORTING_ROLES
    },
}  # fmt: skip
_BY_INVITATION = ("can bo", "lanh dao", "chu tich", "pho chu tich", "bi thu", "pho bi thu", "nguoi duyet", "officer")
_TITLES = {"nam": "ông", "nu": "bà"}
_WITHOUT_ZERO = re.compile(r"[35789][0-9]{8}")  # what a number cell leaves of 0912345678
_NAME = re.compile(r"[^\W\d_]{1,30}(?:[ '’.-][^\W\d_]{1,30}){0,7}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody as the file has them; `address` and `phone` are None where it does not say."""

    unit: Unit
    role: str
    name: str
    address: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """What one row does: `person` is the one who is there, `leaves` whoever gives the place up."""

    wanted: Wanted
    person: Person | None
    leaves: Person | None = None
    is_new_role: bool = True


@dataclass(frozen=True)
class Plan:
    """What a file would do to a commune's people; nothing is stored yet."""

    steps: tuple[Step, ...]
    preview: Preview


@dataclass
class _There:
    """Who is known today."""

    held: dict[tuple[int, str], list[Person]] = field(default_factory=dict)
    by_phone: dict[tuple[str, str], Person] = field(default_factory=dict)

    @classmethod
    def look(cls, context: Context) -> _There:
        there = cls()
        query = select(Role).where(Role.until.is_(None), Role.role.in_(people.REPORTING_ROLES))
        query = query.options(selectinload(Role.person).selectinload(Person.accounts)).order_by(Role.id)
        for role in context.session.scalars(query):
            there.held.setdefault((role.unit_id, role.role), []).append(role.person)
            if phone := named_people.phone_in(role.person.phone or ""):
                there.by_phone[fold(role.person.name), phone] = role.person
        return there


def draft(context: Context, table: Table) -> Plan:
    """Compare a table with what is there: rows with a fault are left out of it, and named in the preview."""
    names = Names(units.active_members(context.session, context.commune.id, context.today))
    there = _There.look(context)
    seats: dict[tuple[int, str, str], Row] = {}
    read: list[tuple[Row, Wanted]] = []
    for row in table.rows:
        wanted = _wanted(row, names)
        if wanted is None:
            continue
        # A unit has one head or reporter, and as many deputies as there are names.
        seat = (wanted.unit.id, wanted.role, fold(wanted.name) if wanted.role == "deputy" else "")
        if seat in seats:
            row.repeats(seats[seat], appointments.text(wanted.role, wanted.unit))
        seats.setdefault(seat, row)
        read.append((row, wanted))
    steps = [(row, step) for row, wanted in read if (step := _step(row, wanted, there)) is not None]
    sound = [step for row, step in steps if not row.reasons]
    return Plan(tuple(sound), _preview(table, sound))


def _wanted(row: Row, names: Names) -> Wanted | None:
    """A row as somebody in a unit; None when it has a fault."""
    unit = names.find(row, "unit")
    name, title = _name(row)
    role = _role(row, unit) if unit is not None else ""
    phone = _phone(row)
    if row.faults or unit is None:
        return None
    said = row.text("address")
    gender = _TITLES.get(columns.plain(row.text("gender")), "")
    address = said or (f"{title or gender} {name.split()[-1]}" if title or gender else None)
    return Wanted(unit, role, name, address, phone)


def _name(row: Row) -> tuple[str, str]:
    """The name, and the form of address that stands before it («ông Hoàng Văn Sơn»)."""
    title, words = named_people.title_and_rest(row.required("name").split())
    name = " ".join(word.capitalize() if word.isupper() else word for word in words)
    if words and (_NAME.fullmatch(name) is None or len(words) < 2):
        row.fault(f"{row.label('name')} là «{row.text('name')}», không phải họ tên đầy đủ")
    return name, title


def _role(row: Row, unit: Unit) -> str:
    """The role in the program's word; without one it is the unit's head or reporter."""
    said = columns.plain(row.text("role"))
    main = appointments.main_role(unit)
    role = _ROLES.get(said, "") if said else main
    if said.startswith(_BY_INVITATION):
        row.fault("cán bộ, lãnh đạo không vào bằng tệp: xin gõ MỜI CÁN BỘ hoặc MỜI LÃNH ĐẠO")
    elif not role:
        known = ", ".join(wording.ROLE_NAMES[one] for one in people.REPORTING_ROLES)
        row.fault(f"{row.label('role')} là «{row.text('role')}»; phải là {known}")
    elif role != main and not (role == "deputy" and unit.kind == "village"):
        row.fault(f"{unit.full_name} không có {wording.ROLE_NAMES[role]}")
    return role


def _phone(row: Row) -> str | None:
    """The number as it is read aloud. A number cell has lost its first zero; two numbers are one too many."""
    said = row.text("phone")
    if not said:
        return "" if row.has("phone") else None
    bare = "".join(sign for sign in said if sign.isdigit())
    phone = named_people.phone_in(f"0{bare}" if _WITHOUT_ZERO.fullmatch(bare) else said)
    if not phone or len(bare) > len("84912345678"):
        row.fault(f"{row.label('phone')} là «{said}», không phải một số điện thoại như 0912 345 678")
    return phone


def _step(row: Row, wanted: Wanted, there: _There) -> Step | None:
    held = there.held.get((wanted.unit.id, wanted.role), [])
    same = next((person for person in held if fold(person.name) == fold(wanted.name)), None)
    if same is not None:
        return Step(wanted, same, is_new_role=False)
    if wanted.role != "deputy" and held:
        if any(map(people.has_joined, held)):
            role = appointments.text(wanted.role, wanted.unit)
            row.fault(f"{role} đang là {held[0].address}; đổi người thì gõ THAY {wanted.unit.short_name.upper()}")
            return None
        return Step(wanted, there.by_phone.get((fold(wanted.name), wanted.phone or "")), held[0])
    return Step(wanted, there.by_phone.get((fold(wanted.name), wanted.phone or "")))


def _preview(table: Table, steps: Sequence[Step]) -> Preview:
    preview = table.preview("người", len(steps))
    for step in steps:
        wanted = step.wanted
        role = appointments.text(wanted.role, wanted.unit)
        if step.leaves is not None:
            preview.changed.append(f"{role}: {step.leaves.name} → {wanted.name}")
        elif step.is_new_role:
            preview.added.append(f"{role}: {wanted.name}" + (f", {wanted.phone}" if wanted.phone else ""))
        if step.person is not None and not step.is_new_role:
            _compare(step, step.person, role, preview)
    return preview


def _compare(step: Step, person: Person, role: str, preview: Preview) -> None:
    for name, label in (("phone", "điện thoại"), ("address", "xưng hô")):
        new, old = getattr(step.wanted, name), getattr(person, name) or ""
        if new is None or new == old:
            continue
        said = f"{role} {person.name}: {label} {old or '(trống)'} → {new or '(trống)'}"
        (preview.changed if new else preview.emptied).append(said)


def apply(context: Context, made: Plan) -> None:
    """Store what a plan says."""
    new: dict[tuple[str, str], Person] = {}  # by name and telephone: one person may report for two units
    for step in made.steps:
        if step.leaves is not None:
            _leave(context, step.leaves, step.wanted)
        key = (fold(step.wanted.name), step.wanted.phone or "")
        person = step.person or (new.get(key) if step.wanted.phone else None)
        if person is None:
            person = new[key] = _add(context, step.wanted)
        elif not step.is_new_role:
            _change(context, person, step.wanted)
        if step.is_new_role:
            appointments.give(context, person, step.wanted.role, step.wanted.unit)
    context.record_change(Action.PEOPLE_IMPORTED, "people", new={"rows": len(made.steps)})


def _leave(context: Context, person: Person, wanted: Wanted) -> None:
    """Whoever was listed and never joined: forgotten, unless they are something else too."""
    held = [role for role in appointments.current(person) if (role.unit_id, role.role) != (wanted.unit.id, wanted.role)]
    if not held:
        return appointments.strike(context, person, Action.PERSON_REMOVED)
    for role in appointments.current(person):
        if role not in held:
            appointments.end(context, role)


def _add(context: Context, wanted: Wanted) -> Person:
    person = Person(
        commune_id=context.commune.id,
        name=wanted.name,
        address=wanted.address or f"ông/bà {wanted.name.split()[-1]}",
        phone=wanted.phone or None,
    )
    context.session.add(person)
    context.session.flush()
    return person


def _change(context: Context, person: Person, wanted: Wanted) -> None:
    """A telephone or a form of address as the file has it; what it does not say stays."""
    changed = {
        name: value or None
        for name, value in (("phone", wanted.phone), ("address", wanted.address))
        if value is not None and (value or name == "phone") and (value or None) != getattr(person, name)
    }
    if not changed:
        return
    for name, value in changed.items():
        setattr(person, name, value)
    context.record_change(Action.DETAILS_CHANGED, f"person:{person.id}", new={"changed": ", ".join(changed)})
