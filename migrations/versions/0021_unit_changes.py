"""Mergers, splits and new names of units"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = models.database.Moment(timezone=True)
    op.create_table(
        'unit_changes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('on_day', sa.Date(), nullable=False),
        sa.Column('holds_from', sa.Date(), nullable=False),
        sa.Column('decision', sa.String(), nullable=False),
        sa.Column('before', sa.JSON(), nullable=False),
        sa.Column('after', sa.JSON(), nullable=False),
        sa.Column('new', sa.JSON(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('proposed_at', moment, nullable=False),
        sa.Column('recorded_at', moment, nullable=True),
        sa.Column('followed_at', moment, nullable=True),
        sa.Column('told_at', moment, nullable=True),
        sa.ForeignKeyConstraint(['commune_id'], ['units.id'], name=op.f('fk_unit_changes_commune_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_unit_changes_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_changes')),
        sqlite_autoincrement=True,
    )
    op.create_index('unit_changes_of_commune', 'unit_changes', ['commune_id', 'on_day'])
    # Not as a batch: that would make the table anew, and everything refers to it.
    op.add_column('units', sa.Column('succeeds', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('units', sa.Column('qualifier', sa.String(), nullable=False, server_default=''))
    _tell_apart()


def _tell_apart() -> None:
    """Units of one name that are there already: the one that has not ended keeps it plain, others get what differs."""
    units = sa.table(
        'units', *(sa.column(name) for name in ('id', 'commune_id', 'code', 'kind', 'name', 'active_to', 'qualifier'))
    )
    alike: dict[tuple[object, ...], list[sa.Row[tuple[object, ...]]]] = {}
    for row in op.get_bind().execute(sa.select(units)):
        alike.setdefault((row.commune_id, row.kind, row.name.casefold()), []).append(row)
    for same in alike.values():
        there = [row for row in same if row.active_to is None]
        for row in same if len(same) > 1 else ():
            if row.active_to is not None or len(there) > 1:
                told = sa.update(units).where(units.c.id == row.id).values(qualifier=row.code)
                op.get_bind().execute(told)


def downgrade() -> None:
    op.drop_column('units', 'qualifier')
    op.drop_column('units', 'succeeds')
    op.drop_table('unit_changes')
