"""Roll-ups of several communes: their groups, the communes' consents, what was posted, and what weeks were frozen with"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None


def _moment(name: str, *, is_needed: bool = False) -> sa.Column:
    return sa.Column(name, models.database.Moment(timezone=True), nullable=not is_needed)


def _text(name: str, *, is_needed: bool = True) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=not is_needed)


def _number(name: str, *, is_needed: bool = True) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=not is_needed)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f'fk_{table}_{column}'))


def upgrade() -> None:
    op.create_table(
        'roll_up_groups',
        *(_number('id'), _text('code'), _text('bot', is_needed=False), _text('chat_id', is_needed=False)),
        *(_text('title'), _moment('bound_at'), _moment('left_at')),
        *(_text('code_hash', is_needed=False), _moment('code_expires_at')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_up_groups')),
        sa.UniqueConstraint('code', name=op.f('uq_roll_up_groups_code')),
    )
    op.create_table(
        'roll_up_consents',
        *(_number('id'), _number('commune_id'), _text('roll_up')),
        sa.Column('measures', sa.JSON(), nullable=False),
        *(_number('person_id'), _moment('given_at', is_needed=True)),
        *(_moment('withdrawn_at'), _number('withdrawn_by', is_needed=False)),
        _key('roll_up_consents', 'commune_id', 'units.id'),
        _key('roll_up_consents', 'person_id', 'people.id'),
        _key('roll_up_consents', 'withdrawn_by', 'people.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_up_consents')),
    )
    op.create_index('roll_up_consents_of_commune', 'roll_up_consents', ['commune_id', 'roll_up'])
    op.create_table(
        'roll_up_posts',
        *(_number('id'), _number('group_id'), _number('year'), _number('number')),
        sa.Column('last', sa.Date(), nullable=False),
        *(_number('correction'), _text('text')),
        sa.Column('table', sa.JSON(), nullable=False),
        _moment('posted_at', is_needed=True),
        _key('roll_up_posts', 'group_id', 'roll_up_groups.id'),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_up_posts')),
        sa.UniqueConstraint(
            'group_id', 'year', 'number', 'correction', name=op.f('uq_roll_up_posts_group_id_year_number_correction')
        ),
    )
    for table in ('summaries', 'corrections'):
        op.add_column(table, sa.Column('results', sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    for table in ('corrections', 'summaries'):
        op.drop_column(table, 'results')
    for table in ('roll_up_posts', 'roll_up_consents', 'roll_up_groups'):
        op.drop_table(table)
