"""Proposals for honours with their nominees, and the book of awards"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None


def _moment(name: str, *, is_needed: bool = False) -> sa.Column:
    return sa.Column(name, models.database.Moment(timezone=True), nullable=not is_needed)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str, *, is_needed: bool = True) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=not is_needed)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f'fk_{table}_{column}'))


def upgrade() -> None:
    op.create_table(
        'honour_proposals',
        *(_number('id'), _number('commune_id'), _number('year'), _number('round_id', is_needed=False)),
        *(_moment('opened_at', is_needed=True), _moment('looked_at', is_needed=True), _moment('issued_at')),
        _key('honour_proposals', 'commune_id', 'units.id'),
        _key('honour_proposals', 'round_id', 'rounds.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_honour_proposals')),
        sqlite_autoincrement=True,
    )
    op.create_index('honour_proposals_of_commune', 'honour_proposals', ['commune_id', 'year'])
    op.create_table(
        'nominees',
        *(_number('id'), _number('proposal_id'), _number('number'), _text('kind'), _number('unit_id')),
        *(_text('name'), _text('part'), _number('person_id', is_needed=False), _text('rule'), _text('reason')),
        sa.Column('figures', sa.JSON(), nullable=False),
        *(_moment('added_at', is_needed=True), _moment('removed_at'), _text('removed_why')),
        _key('nominees', 'proposal_id', 'honour_proposals.id'),
        _key('nominees', 'unit_id', 'units.id'),
        _key('nominees', 'person_id', 'people.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_nominees')),
        sa.UniqueConstraint('proposal_id', 'number', name=op.f('uq_nominees_proposal_id_number')),
    )
    op.create_table(
        'awards',
        *(_number('id'), _number('commune_id'), _number('number'), _text('decision')),
        sa.Column('decided_on', sa.Date(), nullable=False),
        *(_text('kind'), _number('unit_id'), _text('name'), _text('part'), _text('form'), _text('deed')),
        *(_number('year'), _number('round_id', is_needed=False), _moment('recorded_at', is_needed=True)),
        sa.Column('revoked_on', sa.Date(), nullable=True),
        _text('revoked_why'),
        _key('awards', 'commune_id', 'units.id'),
        _key('awards', 'unit_id', 'units.id'),
        _key('awards', 'round_id', 'rounds.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_awards')),
    )
    op.create_index('awards_of_commune', 'awards', ['commune_id', 'number'])


def downgrade() -> None:
    op.execute(
        "DELETE FROM audit WHERE action IN "
        "('honours proposed', 'nominee added', 'nominee removed', 'awards recorded', 'award revoked')"
    )
    op.drop_table('awards')
    op.drop_table('nominees')
    op.drop_table('honour_proposals')
