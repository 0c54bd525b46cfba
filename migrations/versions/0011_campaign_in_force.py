"""The campaign in force: dated overrides of the campaign file, and an audit that says what, from what, to what, why"""

import sqlalchemy as sa
from alembic import op

import models.database

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

# Whose an act of a job or of the command line was, nobody wrote down: there was one commune in a database.
_COMMUNE = """
UPDATE audit SET commune_id = coalesce(
    (SELECT people.commune_id FROM people WHERE people.id = audit.person_id),
    (SELECT min(units.id) FROM units WHERE units.commune_id IS NULL)
)
"""


def upgrade() -> None:
    op.create_table(
        'campaign_overrides',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('commune_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(), nullable=False),
        sa.Column('written', sa.String(), nullable=True),
        sa.Column('valid_from', sa.Date(), nullable=False),
        sa.Column('valid_until', sa.Date(), nullable=True),
        sa.Column('exempt', sa.JSON(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('why', sa.String(), nullable=False),
        sa.Column('recorded_at', models.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['commune_id'], ['units.id'], name=op.f('fk_campaign_overrides_commune_id')),
        sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_campaign_overrides_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_overrides')),
    )
    op.create_index('campaign_overrides_of_commune', 'campaign_overrides', ['commune_id', 'id'])
    with op.batch_alter_table('audit') as audit:
        audit.add_column(sa.Column('commune_id', sa.Integer(), nullable=True))
        audit.add_column(sa.Column('subject', sa.String(), nullable=False, server_default=''))
        audit.add_column(sa.Column('old', sa.JSON(), nullable=False, server_default='{}'))
        audit.add_column(sa.Column('why', sa.String(), nullable=False, server_default=''))
        audit.alter_column('detail', new_column_name='new')
    op.execute(_COMMUNE)
    with op.batch_alter_table('audit') as audit:
        audit.alter_column('commune_id', existing_type=sa.Integer(), nullable=False)
        audit.create_foreign_key(op.f('fk_audit_commune_id'), 'units', ['commune_id'], ['id'])
        for name, kind in (('subject', sa.String()), ('old', sa.JSON()), ('why', sa.String())):
            audit.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
        audit.create_index('audit_of_commune', ['commune_id', 'id'])


def downgrade() -> None:
    with op.batch_alter_table('audit') as audit:
        audit.drop_index('audit_of_commune')
        audit.drop_constraint(op.f('fk_audit_commune_id'), type_='foreignkey')
        audit.alter_column('new', new_column_name='detail')
        for name in ('commune_id', 'subject', 'old', 'why'):
            audit.drop_column(name)
    op.drop_index('campaign_overrides_of_commune', table_name='campaign_overrides')
    op.drop_table('campaign_overrides')
