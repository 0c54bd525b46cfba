"""Pledges of units for a year, their lines and changes"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def _moment(name: str, *, is_needed: bool = False) -> sa.Column:
    return sa.Column(name, models.database.Moment(timezone=True), nullable=not is_needed)


def _micro(name: str) -> sa.Column:
    return sa.Column(name, models.database.Micro(), nullable=True)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f'fk_{table}_{column}'))


def upgrade() -> None:
    op.create_table(
        'pledges',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        _moment('opened_at', is_needed=True),
        sa.Column('opened_by', sa.Integer(), nullable=True),
        _moment('put_off_at'),
        _moment('agreed_at'),
        sa.Column('agreed_by', sa.Integer(), nullable=True),
        _moment('signed_at'),
        sa.Column('signed_by', sa.Integer(), nullable=True),
        _key('pledges', 'unit_id', 'units.id'),
        _key('pledges', 'opened_by', 'people.id'),
        _key('pledges', 'agreed_by', 'people.id'),
        _key('pledges', 'signed_by', 'people.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pledges')),
        sa.UniqueConstraint('unit_id', 'year', name=op.f('uq_pledges_unit_id_year')),
    )
    op.create_table(
        'pledge_lines',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('pledge_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('measure', sa.String(), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        _micro('last_value'),
        sa.Column('last_on', sa.Date(), nullable=True),
        sa.Column('is_doubtful', sa.Boolean(), nullable=False, server_default=sa.false()),
        _micro('commune_target'),
        _micro('people'),
        _micro('proposed'),
        _micro('value'),
        _key('pledge_lines', 'pledge_id', 'pledges.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge_lines')),
        sa.UniqueConstraint('pledge_id', 'position', name=op.f('uq_pledge_lines_pledge_id_position')),
    )
    op.create_table(
        'pledge_changes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('line_id', sa.Integer(), nullable=False),
        _micro('old'),
        _micro('new'),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('reason', sa.String(), nullable=False),
        _moment('at', is_needed=True),
        sa.Column('person_id', sa.Integer(), nullable=True),
        _moment('decided_at'),
        sa.Column('decided_by', sa.Integer(), nullable=True),
        _key('pledge_changes', 'line_id', 'pledge_lines.id'),
        _key('pledge_changes', 'person_id', 'people.id'),
        _key('pledge_changes', 'decided_by', 'people.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pledge_changes')),
    )
    op.create_index('pledge_changes_of_line', 'pledge_changes', ['line_id'])


def downgrade() -> None:
    """What was pledged stays among the targets; dialogues about it are none that the version before knows."""
    op.execute("DELETE FROM conversations WHERE kind = 'pledge'")
    op.execute("UPDATE chats SET dialogues = '[]' WHERE CAST(dialogues AS TEXT) LIKE '%pledge%'")
    op.execute(
        "DELETE FROM audit WHERE action IN ('pledges opened', 'pledge agreed', 'pledge changed', 'pledges signed')"
    )
    op.drop_table('pledge_changes')
    op.drop_table('pledge_lines')
    op.drop_table('pledges')
