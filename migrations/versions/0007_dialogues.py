"""Dialogues of every kind under (person, kind, subject), with an expiry; a chat keeps the order in which they asked

What the build before kept: a row of `conversations` for a report with a loose dict, in `chats` the report in hand, and
"mend:7" while «Sửa số» waited for a place's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Connection

import models.database

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

_REPORTING_ROLES = ('village-head', 'deputy', 'reporter')
_TOPIC = 'mend:'
_DAYS = {'report': 30, 'entry': 7, 'edit': 7}
_STEPS = {'report': 'own report', 'entry': 'entering for a unit', 'edit': 'editing figures'}

_moment = models.database.Moment(timezone=True)
_chats = sa.table(
    'chats', sa.column('id', sa.Integer), sa.column('channel', sa.String), sa.column('chat_id', sa.String),
    sa.column('report_id', sa.Integer), sa.column('topic', sa.String), sa.column('dialogues', sa.JSON),
    sa.column('last_in_at', _moment),
)  # fmt: skip
_old = sa.table(
    'conversations', sa.column('id', sa.Integer), sa.column('person_id', sa.Integer),
    sa.column('report_id', sa.Integer), sa.column('version', sa.Integer), sa.column('state', sa.JSON),
    sa.column('updated_at', _moment),
)  # fmt: skip
_new = sa.table(
    'conversations', sa.column('id', sa.Integer), sa.column('person_id', sa.Integer), sa.column('kind', sa.String),
    sa.column('subject', sa.String), sa.column('subject_id', sa.Integer), sa.column('version', sa.Integer),
    sa.column('state', sa.JSON), sa.column('updated_at', _moment), sa.column('expires_at', _moment),
)  # fmt: skip
_accounts = sa.table(
    'accounts', sa.column('person_id', sa.Integer), sa.column('channel', sa.String), sa.column('chat_id', sa.String)
)
_roles = sa.table(
    'roles', sa.column('person_id', sa.Integer), sa.column('unit_id', sa.Integer), sa.column('role', sa.String),
    sa.column('until', _moment),
)  # fmt: skip
_reports = sa.table('reports', sa.column('id', sa.Integer), sa.column('unit_id', sa.Integer))


class Key(NamedTuple):
    kind: str
    subject: str
    subject_id: int


def upgrade() -> None:
    connection = op.get_bind()
    old_rows = [row for row in connection.execute(sa.select(_old)).all() if row.version == 1]
    old_chats = connection.execute(
        sa.select(_chats.c['id', 'channel', 'chat_id', 'report_id', 'topic', 'last_in_at'])
    ).all()
    op.drop_table('conversations')
    op.create_table(
        'conversations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('subject', sa.String(), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('state', sa.JSON(), nullable=False),
        sa.Column('updated_at', _moment, nullable=False),
        sa.Column('expires_at', _moment, nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_conversations_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_conversations')),
        sa.UniqueConstraint(
            'person_id', 'kind', 'subject', 'subject_id', name=op.f('uq_conversations_person_id_kind_subject_subject_id')
        ),
    )
    with op.batch_alter_table('chats') as batch:
        batch.add_column(sa.Column('dialogues', sa.JSON(), nullable=False, server_default='[]'))
    _move_up(connection, old_rows, old_chats)
    with op.batch_alter_table('chats') as batch:
        batch.alter_column('dialogues', server_default=None)
        batch.drop_constraint('fk_chats_report_id', type_='foreignkey')
        batch.drop_column('report_id')
        batch.drop_column('topic')


def _move_up(connection: Connection, old_rows: Any, old_chats: Any) -> None:
    rows = {}
    for old in old_rows:
        kind = 'edit' if old.state.get('fixing') else 'entry'
        key = Key('report' if _is_own(connection, old.person_id, old.report_id) else kind, 'report', old.report_id)
        if _answers(old.state) != _answers({}):
            rows[old.person_id, key] = (_answers(old.state), old.updated_at)
    for chat in old_chats:
        shown = list(_shown(connection, chat, rows))
        if shown:
            stored = [[*key, False] for key in shown]
            connection.execute(sa.update(_chats).where(_chats.c.id == chat.id).values(dialogues=stored))
    for (person_id, key), (answers, at) in rows.items():
        _insert(connection, person_id, key, answers, at)


def _shown(connection: Connection, chat: Any, rows: dict[Any, Any]) -> Iterator[Key]:
    """The dialogues that asked something in a chat. One of an officer is open by a row of its own."""
    person_id = _person(connection, chat)
    if person_id is None:
        return
    now = chat.last_in_at or datetime.now(UTC)
    if chat.report_id is not None:
        if _is_own(connection, person_id, chat.report_id):
            yield Key('report', 'report', chat.report_id)
        elif _is_officer(connection, person_id):
            key = Key('edit', 'report', chat.report_id)
            if (person_id, key) not in rows:
                key = Key('entry', 'report', chat.report_id)
                rows.setdefault((person_id, key), (_answers({}), now))
            yield key
    if (chat.topic or '').startswith(_TOPIC) and _is_officer(connection, person_id):
        key = Key('edit', 'period', int(chat.topic.removeprefix(_TOPIC)))
        rows[person_id, key] = (None, now)
        yield key


def _insert(connection: Connection, person_id: int, key: Key, answers: Any, at: datetime) -> None:
    if key.subject == 'period':
        state = {'period_id': key.subject_id, 'step': 'choosing place'}
        expires = at + timedelta(hours=1)
    else:
        state = {'report_id': key.subject_id, 'answers': answers, 'step': _STEPS[key.kind]}
        expires = at + timedelta(days=_DAYS[key.kind])
    values = {**key._asdict(), 'version': 2, 'state': state, 'updated_at': at, 'expires_at': expires}
    connection.execute(sa.insert(_new).values(person_id=person_id, **values))


def _answers(state: dict[str, Any]) -> dict[str, Any]:
    """The loose keys as one state: of what contradicts itself, what the person was asked last."""
    news = list(state.get('told') or []) if state.get('news') else None
    asking, doubt = state.get('asking'), state.get('doubt')
    if asking and (state.get('fixing') or not doubt):
        waits_for = {'key': asking, 'is_correction': bool(state.get('fixing')), 'name': 'asked alone'}
    elif doubt:
        waits_for = {'key': doubt, 'name': 'in doubt'}
    elif state.get('which'):
        waits_for = {'words': state['which'], 'name': 'which question'}
    else:
        waits_for = {'name': 'next question'}
    return {'waits_for': waits_for, 'news': news}


def _person(connection: Connection, chat: Any) -> int | None:
    query = sa.select(_accounts.c.person_id).where(
        _accounts.c.channel == chat.channel, _accounts.c.chat_id == chat.chat_id
    )
    person_id: int | None = connection.scalar(query)
    return person_id


def _is_own(connection: Connection, person_id: int, report_id: int) -> bool:
    query = (
        sa.select(_roles.c.person_id)
        .join_from(_roles, _reports, _reports.c.unit_id == _roles.c.unit_id)
        .where(_reports.c.id == report_id, _roles.c.person_id == person_id, _roles.c.until.is_(None))
        .where(_roles.c.role.in_(_REPORTING_ROLES))
    )
    return connection.scalar(query) is not None


def _is_officer(connection: Connection, person_id: int) -> bool:
    query = sa.select(_roles.c.person_id).where(
        _roles.c.person_id == person_id, _roles.c.role == 'officer', _roles.c.until.is_(None)
    )
    return connection.scalar(query) is not None


def downgrade() -> None:
    connection = op.get_bind()
    new_rows = connection.execute(sa.select(_new).order_by(_new.c.updated_at)).all()
    new_chats = connection.execute(sa.select(_chats.c['id', 'dialogues'])).all()
    op.drop_table('conversations')
    op.create_table(
        'conversations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('report_id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('state', sa.JSON(), nullable=False),
        sa.Column('updated_at', _moment, nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_conversations_person_id')),
        sa.ForeignKeyConstraint(['report_id'], ['reports.id'], name=op.f('fk_conversations_report_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_conversations')),
        sa.UniqueConstraint('person_id', 'report_id', name=op.f('uq_conversations_person_id_report_id')),
    )
    with op.batch_alter_table('chats') as batch:
        batch.add_column(sa.Column('report_id', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('topic', sa.String(), nullable=True))
        batch.create_foreign_key('fk_chats_report_id', 'reports', ['report_id'], ['id'])
        batch.drop_column('dialogues')
    for chat in new_chats:
        keys = [Key(*stored[:3]) for stored in chat.dialogues]
        report_id = next((key.subject_id for key in reversed(keys) if key.subject == 'report'), None)
        # The old build waits for a place only right after it has asked for one.
        is_place = bool(keys) and keys[-1][:2] == ('edit', 'period')
        topic = f'{_TOPIC}{keys[-1].subject_id}' if is_place else None
        if report_id is not None or topic is not None:
            values = {'report_id': report_id, 'topic': topic}
            connection.execute(sa.update(_chats).where(_chats.c.id == chat.id).values(values))
    # The newest of two about one report: the old build has one row for them.
    kept = {
        (row.person_id, row.subject_id): row for row in new_rows if row.subject == 'report' and row.version == 2
    }
    for row in kept.values():
        state = _loose(row.state['answers'])
        if state:  # without one nothing waits, and the old build has no row
            values = {'person_id': row.person_id, 'report_id': row.subject_id, 'updated_at': row.updated_at}
            connection.execute(sa.insert(_old).values(version=1, state=state, **values))


def _loose(answers: dict[str, Any]) -> dict[str, Any]:
    """The keys as the build before reads them."""
    waits_for = answers['waits_for']
    match waits_for['name']:
        case 'asked alone':
            state = {'asking': waits_for['key']} | ({'fixing': True} if waits_for['is_correction'] else {})
        case 'in doubt':
            state = {'doubt': waits_for['key']}
        case 'which question':
            state = {'which': waits_for['words']}
        case _:
            state = {}
    if answers['news'] is not None:
        state |= {'news': True} | ({'told': answers['news']} if answers['news'] else {})
    return state
