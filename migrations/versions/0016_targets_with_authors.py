"""Targets with their kind, author and paper, recorded one after the other"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

_UNIQUE = 'uq_targets_measure_unit_id_year_valid_from'
# Of several records of one day only one can stay where one was allowed.
_NEWEST = """
DELETE FROM targets WHERE kind <> 'assigned' OR id NOT IN (
    SELECT max(id) FROM targets WHERE kind = 'assigned' GROUP BY measure, unit_id, year, valid_from
)
"""


def upgrade() -> None:
    with op.batch_alter_table('targets') as targets:
        targets.drop_constraint(_UNIQUE, type_='unique')
        targets.add_column(sa.Column('kind', sa.String(), nullable=False, server_default='assigned'))
        targets.add_column(sa.Column('decision', sa.String(), nullable=False, server_default=''))
        targets.add_column(sa.Column('holds_from', sa.Date(), nullable=True))
        targets.add_column(sa.Column('person_id', sa.Integer(), nullable=True))
        targets.add_column(sa.Column('recorded_at', models.database.Moment(timezone=True), nullable=True))
    op.execute('UPDATE targets SET holds_from = valid_from')
    with op.batch_alter_table('targets') as targets:
        targets.alter_column('holds_from', existing_type=sa.Date(), nullable=False)
        for name in ('kind', 'decision'):
            targets.alter_column(name, existing_type=sa.String(), existing_nullable=False, server_default=None)
        targets.create_foreign_key(op.f('fk_targets_person_id'), 'people', ['person_id'], ['id'])
        targets.create_index('targets_of_unit', ['unit_id', 'measure', 'year'])


def downgrade() -> None:
    op.execute(_NEWEST)
    with op.batch_alter_table('targets') as targets:
        targets.drop_index('targets_of_unit')
        targets.drop_constraint(op.f('fk_targets_person_id'), type_='foreignkey')
        for name in ('kind', 'decision', 'holds_from', 'person_id', 'recorded_at'):
            targets.drop_column(name)
        targets.create_unique_constraint(_UNIQUE, ['measure', 'unit_id', 'year', 'valid_from'])
