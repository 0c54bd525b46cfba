"""Schemes of points, what units were shown of theirs, and what is confirmed of law"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def _moment(name: str, *, is_needed: bool = False) -> sa.Column:
    return sa.Column(name, models.database.Moment(timezone=True), nullable=not is_needed)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f'fk_{table}_{column}'))


def upgrade() -> None:
    op.create_table(
        'legal',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(), nullable=False),
        sa.Column('value', sa.String(), nullable=False),
        sa.Column('source', sa.String(), nullable=False),
        sa.Column('confirmed_by', sa.Integer(), nullable=True),
        _moment('confirmed_at', is_needed=True),
        sa.Column('valid_from', sa.Date(), nullable=False),
        sa.Column('valid_to', sa.Date(), nullable=True),
        _key('legal', 'commune_id', 'units.id'),
        _key('legal', 'confirmed_by', 'people.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_legal')),
    )
    op.create_index('legal_of_commune', 'legal', ['commune_id', 'key'])
    op.create_table(
        'score_schemes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('total', models.database.Micro(), nullable=False),
        sa.Column('criteria', sa.JSON(), nullable=False),
        _moment('made_at', is_needed=True),
        sa.Column('made_by', sa.Integer(), nullable=True),
        _key('score_schemes', 'commune_id', 'units.id'),
        _key('score_schemes', 'made_by', 'people.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_score_schemes')),
    )
    op.create_index('score_schemes_of_commune', 'score_schemes', ['commune_id', 'year'])
    op.create_table(
        'score_rows',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('year', sa.Integer(), nullable=False),
        sa.Column('scheme_id', sa.Integer(), nullable=False),
        sa.Column('told', sa.JSON(), nullable=False),
        _moment('told_at', is_needed=True),
        sa.Column('objection', sa.String(), nullable=False),
        _moment('objected_at'),
        sa.Column('objected_by', sa.Integer(), nullable=True),
        _key('score_rows', 'unit_id', 'units.id'),
        _key('score_rows', 'scheme_id', 'score_schemes.id'),
        _key('score_rows', 'objected_by', 'people.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_score_rows')),
        sa.UniqueConstraint('unit_id', 'year', name=op.f('uq_score_rows_unit_id_year')),
    )


def downgrade() -> None:
    op.execute(
        "DELETE FROM audit WHERE action IN "
        "('legal basis confirmed', 'legal basis taken back', 'scheme imported', 'scores shown', 'score objected')"
    )
    op.execute("DELETE FROM table_uploads WHERE kind = 'scheme'")
    op.drop_table('score_rows')
    op.drop_table('score_schemes')
    op.drop_table('legal')
