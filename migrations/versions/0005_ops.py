"""Count who knocks in vain"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('knocks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('chat_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('at', models.database.Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_knocks'))
    )
    with op.batch_alter_table('knocks', schema=None) as batch_op:
        batch_op.create_index('knocks_of_chat', ['channel', 'chat_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_knocks_at'), ['at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('knocks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_knocks_at'))
        batch_op.drop_index('knocks_of_chat')

    op.drop_table('knocks')
