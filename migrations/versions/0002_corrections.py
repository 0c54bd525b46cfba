"""Corrections: posts get numbers, shown drafts are kept, and what changes after a post may be corrected"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

_VIETNAM = timedelta(hours=7)


def upgrade() -> None:
    with op.batch_alter_table('groups') as batch_op:
        batch_op.add_column(sa.Column('moved_to', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_groups_moved_to'), 'groups', ['moved_to'], ['id'])

    with op.batch_alter_table('periods') as batch_op:
        batch_op.add_column(sa.Column('changed_at', models.database.Moment(timezone=True), nullable=True))

    with op.batch_alter_table('chats') as batch_op:
        batch_op.add_column(sa.Column('topic', sa.String(), nullable=True))

    with op.batch_alter_table('summaries') as batch_op:
        batch_op.add_column(sa.Column('commune_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('year', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('number', sa.Integer(), nullable=True))
    _number_what_was_posted()
    with op.batch_alter_table('summaries') as batch_op:
        batch_op.alter_column('commune_id', existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(op.f('fk_summaries_commune_id'), 'units', ['commune_id'], ['id'])
        batch_op.create_unique_constraint(
            op.f('uq_summaries_commune_id_year_number'), ['commune_id', 'year', 'number']
        )

    op.create_table('drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('summary_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('table', sa.JSON(), nullable=False),
    sa.Column('shown_at', models.database.Moment(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['summary_id'], ['summaries.id'], name=op.f('fk_drafts_summary_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_drafts'))
    )
    op.create_index(op.f('ix_drafts_summary_id'), 'drafts', ['summary_id'], unique=False)
    op.create_table('corrections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('summary_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('table', sa.JSON(), nullable=False),
    sa.Column('drawing', sa.LargeBinary(), nullable=True),
    sa.Column('proposed_at', models.database.Moment(timezone=True), nullable=False),
    sa.Column('posted_at', models.database.Moment(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['decided_by'], ['people.id'], name=op.f('fk_corrections_decided_by')),
    sa.ForeignKeyConstraint(['summary_id'], ['summaries.id'], name=op.f('fk_corrections_summary_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_corrections')),
    sa.UniqueConstraint('summary_id', 'number', name=op.f('uq_corrections_summary_id_number'))
    )


def _number_what_was_posted() -> None:
    """Posts from before there were numbers get theirs in the order in which they were posted."""
    connection = op.get_bind()
    summaries = sa.table(
        'summaries',
        *(sa.column(name, sa.Integer()) for name in ('id', 'period_id', 'commune_id', 'year', 'number')),
        sa.column('posted_at', models.database.Moment()),
    )
    periods = sa.table('periods', sa.column('id', sa.Integer()), sa.column('commune_id', sa.Integer()))
    of_period = sa.select(periods.c.commune_id).where(periods.c.id == summaries.c.period_id).scalar_subquery()
    connection.execute(sa.update(summaries).values(commune_id=of_period))
    posted = sa.select(summaries).where(summaries.c.posted_at.is_not(None)).order_by(summaries.c.posted_at)
    numbers: dict[tuple[int, int], int] = {}
    for row in connection.execute(posted).all():
        key = row.commune_id, (row.posted_at + _VIETNAM).year
        numbers[key] = numbers.get(key, 0) + 1
        numbered = sa.update(summaries).where(summaries.c.id == row.id)
        connection.execute(numbered.values(year=key[1], number=numbers[key]))


def downgrade() -> None:
    op.drop_table('corrections')
    op.drop_index(op.f('ix_drafts_summary_id'), table_name='drafts')
    op.drop_table('drafts')
    with op.batch_alter_table('summaries') as batch_op:
        batch_op.drop_constraint(op.f('uq_summaries_commune_id_year_number'), type_='unique')
        batch_op.drop_constraint(op.f('fk_summaries_commune_id'), type_='foreignkey')
        batch_op.drop_column('number')
        batch_op.drop_column('year')
        batch_op.drop_column('commune_id')
    with op.batch_alter_table('chats') as batch_op:
        batch_op.drop_column('topic')
    with op.batch_alter_table('periods') as batch_op:
        batch_op.drop_column('changed_at')
    with op.batch_alter_table('groups') as batch_op:
        batch_op.drop_constraint(op.f('fk_groups_moved_to'), type_='foreignkey')
        batch_op.drop_column('moved_to')
