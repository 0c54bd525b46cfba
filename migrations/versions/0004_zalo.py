"""Zalo: the ledger of a counted channel, addresses of pictures and files, codes for a second messenger and a group"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'traffic',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('channel', sa.String(), nullable=False),
        sa.Column('bot', sa.String(), nullable=False),
        sa.Column('month', sa.String(), nullable=False),
        sa.Column('taken', sa.Integer(), nullable=False),
        sa.Column('given', sa.Integer(), nullable=False),
        sa.Column('warned_at', models.database.Moment(timezone=True), nullable=True),
        sa.Column('stopped_until', models.database.Moment(timezone=True), nullable=True),
        sa.Column('alerted_at', models.database.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_traffic')),
        sa.UniqueConstraint('channel', 'bot', 'month', name=op.f('uq_traffic_channel_bot_month')),
    )
    op.create_table(
        'media',
        sa.Column('key', sa.String(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('mime', sa.String(), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=False),
        sa.Column('expires_at', models.database.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_media')),
    )
    op.create_index(op.f('ix_media_expires_at'), 'media', ['expires_at'])
    op.create_table(
        'passes',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code_hash', sa.String(), nullable=False),
        sa.Column('purpose', sa.String(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('expires_at', models.database.Moment(timezone=True), nullable=False),
        sa.Column('used_at', models.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_passes_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_passes')),
        sa.UniqueConstraint('code_hash', name=op.f('uq_passes_code_hash')),
    )
    op.add_column('people', sa.Column('preferred_channel', sa.String(), nullable=True))
    op.add_column('chats', sa.Column('wrong_codes', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('chats', sa.Column('wrong_since', models.database.Moment(timezone=True), nullable=True))
    op.add_column('outbox', sa.Column('pieces_sent', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('outbox', sa.Column('instead_of', sa.Integer(), nullable=True))


def downgrade() -> None:
    # Straight, not in a batch: that would copy the whole table for one column.
    op.drop_column('outbox', 'instead_of')
    op.drop_column('outbox', 'pieces_sent')
    op.drop_column('chats', 'wrong_since')
    op.drop_column('chats', 'wrong_codes')
    op.drop_column('people', 'preferred_channel')
    op.drop_table('passes')
    op.drop_index(op.f('ix_media_expires_at'), table_name='media')
    op.drop_table('media')
    op.drop_table('traffic')
