"""Announcements, their files, and who has received them"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def _moment(name: str, *, is_needed: bool = False) -> sa.Column:
    return sa.Column(name, models.database.Moment(timezone=True), nullable=not is_needed)


def upgrade() -> None:
    op.create_table(
        'announcements',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('text', sa.String(), nullable=False),
        sa.Column('audience', sa.JSON(), nullable=False),
        sa.Column('wants_receipt', sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column('message_id', sa.String(), nullable=True),
        sa.Column('corrects_id', sa.Integer(), nullable=True),
        _moment('drafted_at', is_needed=True),
        _moment('due_at'),
        _moment('sent_at'),
        _moment('listed_at'),
        sa.ForeignKeyConstraint(['commune_id'], ['units.id'], name=op.f('fk_announcements_commune_id')),
        sa.ForeignKeyConstraint(['author_id'], ['people.id'], name=op.f('fk_announcements_author_id')),
        sa.ForeignKeyConstraint(['corrects_id'], ['announcements.id'], name=op.f('fk_announcements_corrects_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_announcements')),
        sqlite_autoincrement=True,
    )
    op.create_index('announcements_of_commune', 'announcements', ['commune_id', 'id'])
    op.create_table(
        'announcement_files',
        sa.Column('announcement_id', sa.Integer(), nullable=False),
        sa.Column('bot', sa.String(), nullable=False),
        sa.Column('file_id', sa.String(), nullable=False),
        sa.Column('is_picture', sa.Boolean(), nullable=False),
        sa.Column('name', sa.String(), nullable=False),
        sa.Column('state', sa.String(), nullable=False),
        sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ['announcement_id'], ['announcements.id'], name=op.f('fk_announcement_files_announcement_id')
        ),
        sa.PrimaryKeyConstraint('announcement_id', name=op.f('pk_announcement_files')),
    )
    op.create_table(
        'announcement_recipients',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('announcement_id', sa.Integer(), nullable=False),
        sa.Column('unit_id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        _moment('told_at'),
        _moment('received_at'),
        sa.Column('received_by', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ['announcement_id'], ['announcements.id'], name=op.f('fk_announcement_recipients_announcement_id')
        ),
        sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_announcement_recipients_unit_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_announcement_recipients_person_id')),
        sa.ForeignKeyConstraint(['received_by'], ['people.id'], name=op.f('fk_announcement_recipients_received_by')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_announcement_recipients')),
        sa.UniqueConstraint(
            'announcement_id',
            'unit_id',
            'person_id',
            name=op.f('uq_announcement_recipients_announcement_id_unit_id_person_id'),
        ),
    )
    op.create_index('announcement_recipients_of_person', 'announcement_recipients', ['person_id'])
    op.create_index('announcement_recipients_of_unit', 'announcement_recipients', ['unit_id'])


def downgrade() -> None:
    """Messages, and dialogues that wait for words, become such as the version before can read."""
    op.execute("UPDATE outbox SET purpose = 'copy' WHERE purpose IN ('announcement', 'receipt')")
    op.execute("DELETE FROM conversations WHERE kind = 'announcement'")
    op.execute("UPDATE chats SET dialogues = '[]' WHERE CAST(dialogues AS TEXT) LIKE '%announcement%'")
    op.execute("DELETE FROM audit WHERE action IN ('announced', 'announcement cancelled')")
    op.drop_table('announcement_recipients')
    op.drop_table('announcement_files')
    op.drop_table('announcements')
