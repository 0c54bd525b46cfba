"""Scope: whose a message is, that came in or goes out, and whose work a job has done"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

_ONLY = "(SELECT CASE WHEN count(*) = 1 THEN min(id) END FROM units WHERE commune_id IS NULL)"
_OF_DEPLOYMENT = sa.text('commune_id IS NULL')
_IS_ONE = "(SELECT count(*) FROM units WHERE commune_id IS NULL) = 1"


def upgrade() -> None:
    for table in ('inbox', 'outbox'):
        # In words of our own: in a batch SQLite would copy the whole table for one column.
        op.execute(
            f'ALTER TABLE {table} ADD COLUMN commune_id INTEGER'
            f' CONSTRAINT fk_{table}_commune_id REFERENCES units (id)'
        )
    _fill_messages()
    with op.batch_alter_table('job_runs') as batch:
        batch.add_column(sa.Column('commune_id', sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f('fk_job_runs_commune_id'), 'units', ['commune_id'], ['id'])
        batch.drop_constraint('uq_job_runs_job_due_at_subject', type_='unique')
    _fill_job_runs()
    with op.batch_alter_table('job_runs') as batch:
        batch.create_unique_constraint(
            op.f('uq_job_runs_commune_id_job_due_at_subject'), ['commune_id', 'job', 'due_at', 'subject']
        )
    op.create_index(
        'job_runs_of_deployment',
        'job_runs',
        ['job', 'due_at', 'subject'],
        unique=True,
        sqlite_where=_OF_DEPLOYMENT,
        postgresql_where=_OF_DEPLOYMENT,
    )


def _fill_messages() -> None:
    """In a database of one commune everything is its own; in one of several, what a group or an account tells."""
    for table, sender in (('inbox', 'sender_id'), ('outbox', 'chat_id')):
        op.execute(f'UPDATE {table} SET commune_id = {_ONLY} WHERE {_IS_ONE}')
        account = 'external_id' if table == 'inbox' else 'chat_id'
        op.execute(
            f'UPDATE {table} SET commune_id = coalesce('
            f'(SELECT g.commune_id FROM groups g WHERE g.bot = {table}.bot AND g.chat_id = {table}.chat_id),'
            f'(SELECT min(p.commune_id) FROM accounts a JOIN people p ON p.id = a.person_id'
            f' WHERE a.bot = {table}.bot AND a.{account} = {table}.{sender})'
            ') WHERE commune_id IS NULL'
        )


def _fill_job_runs() -> None:
    """Of what its subject tells; «*», that all is done, is asked anew where nobody knows of whom it was said."""
    op.execute(f"UPDATE job_runs SET commune_id = {_ONLY} WHERE job <> 'backup' AND {_IS_ONE}")
    for kind, owner in (
        ('person', 'SELECT commune_id FROM people'),
        ('period', 'SELECT commune_id FROM periods'),
        ('unit', 'SELECT coalesce(commune_id, id) FROM units'),
    ):
        key = f'CAST(substr(subject, {len(kind) + 2}) AS INTEGER)'
        op.execute(
            f"UPDATE job_runs SET commune_id = ({owner} WHERE id = {key})"
            f" WHERE commune_id IS NULL AND job <> 'backup' AND subject LIKE '{kind}:%'"
        )
    op.execute("DELETE FROM job_runs WHERE commune_id IS NULL AND job <> 'backup'")


def downgrade() -> None:
    op.drop_index('job_runs_of_deployment', table_name='job_runs')
    # «*» was one row for all communes; asked anew, it finds every subject done.
    op.execute(
        'DELETE FROM job_runs WHERE id NOT IN (SELECT min(id) FROM job_runs GROUP BY job, due_at, subject)'
    )
    with op.batch_alter_table('job_runs') as batch:
        batch.drop_constraint('uq_job_runs_commune_id_job_due_at_subject', type_='unique')
        batch.drop_constraint('fk_job_runs_commune_id', type_='foreignkey')
        batch.drop_column('commune_id')
        batch.create_unique_constraint('uq_job_runs_job_due_at_subject', ['job', 'due_at', 'subject'])
    for table in ('outbox', 'inbox'):
        op.drop_column(table, 'commune_id')
