"""drafts and revisions: records keep their history, people work on drafts, releases know what they showed

Every record there is becomes revision 1, as it came from `content/`; the live release shows these. Going back drops
drafts, revisions and who published; records and releases stay as they are.

Revision ID: b8d2f6401c77
Revises: 7a41c0d2e9b1
Create Date: 2026-11-23 18:50:00

"""
import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = 'b8d2f6401c77'
down_revision = '7a41c0d2e9b1'
branch_labels = None
depends_on = None

KINDS = {'species': 'species', 'stations': 'station', 'sites': 'site', 'quizzes': 'quiz', 'pages': 'page'}


def upgrade():
    op.create_table('revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('slug', sa.String(length=64), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('record', sa.JSON(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('previous_sha256', sa.String(length=64), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['staff.id'], name=op.f('fk_revision_by_id_staff'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision')),
    sa.UniqueConstraint('kind', 'slug', 'n', name=op.f('uq_revision_kind_slug_n'))
    )
    op.create_table('media',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('file', sa.String(length=80), nullable=False),
    sa.Column('fallback_file', sa.String(length=80), nullable=True),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('duration_s', sa.Double(), nullable=True),
    sa.Column('alt', sa.JSON(), nullable=True),
    sa.Column('credit', sa.String(length=200), nullable=False),
    sa.Column('licence', sa.String(length=16), nullable=False),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_media')),
    sa.UniqueConstraint('file', name=op.f('uq_media_file'))
    )
    op.create_table('imported_file',
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('slug', sa.String(length=64), nullable=False),
    sa.Column('record', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'slug', name=op.f('pk_imported_file'))
    )
    op.create_table('draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('slug', sa.String(length=64), nullable=False),
    sa.Column('record', sa.JSON(), nullable=False),
    sa.Column('base', sa.JSON(), nullable=True),
    sa.Column('base_revision', sa.Integer(), nullable=False),
    sa.Column('confirmed', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('writers', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('begun_by_id', sa.Integer(), nullable=True),
    sa.Column('edited_by_id', sa.Integer(), nullable=True),
    sa.Column('edited_by', sa.String(length=80), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_by_id', sa.Integer(), nullable=True),
    sa.Column('submitted_by', sa.String(length=80), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_by', sa.String(length=80), nullable=False),
    sa.Column('decision', sa.String(length=500), nullable=False),
    sa.Column('publish_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['begun_by_id'], ['staff.id'], name=op.f('fk_draft_begun_by_id_staff'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['decided_by_id'], ['staff.id'], name=op.f('fk_draft_decided_by_id_staff'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['edited_by_id'], ['staff.id'], name=op.f('fk_draft_edited_by_id_staff'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['staff.id'], name=op.f('fk_draft_submitted_by_id_staff'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft')),
    sa.UniqueConstraint('kind', 'slug', name=op.f('uq_draft_kind_slug'))
    )
    op.create_table('draft_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('path', sa.String(length=120), nullable=False),
    sa.Column('text', sa.String(length=500), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_name', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('resolved_by', sa.String(length=80), nullable=True),
    sa.Column('resolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['staff.id'], name=op.f('fk_draft_comment_by_id_staff'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_comment_draft_id_draft'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_comment'))
    )
    op.create_index(op.f('ix_draft_comment_draft_id'), 'draft_comment', ['draft_id'], unique=False)
    for table in KINDS.values():
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column('revision', sa.Integer(), server_default=sa.text('0'), nullable=False))
            if table != 'page':
                batch.add_column(sa.Column('is_shown', sa.Boolean(), server_default=sa.true(), nullable=False))
    with op.batch_alter_table('release') as batch:
        batch.add_column(sa.Column('by_name', sa.String(length=80), server_default=sa.text("''"), nullable=False))
        batch.add_column(sa.Column('records', sa.JSON(), nullable=True))
        batch.add_column(sa.Column('restores_id', sa.Integer(), nullable=True))
        batch.drop_constraint(op.f('uq_release_sha256'), type_='unique')
        batch.create_index(op.f('ix_release_sha256'), ['sha256'], unique=False)
        batch.create_foreign_key(op.f('fk_release_restores_id_release'), 'release', ['restores_id'], ['id'])
    _begin_history()


def downgrade():
    with op.batch_alter_table('release') as batch:
        batch.drop_constraint(op.f('fk_release_restores_id_release'), type_='foreignkey')
        batch.drop_index(op.f('ix_release_sha256'))
        batch.drop_column('restores_id')
        batch.drop_column('records')
        batch.drop_column('by_name')
    # The same snapshot could be live twice; of these only the first row stays.
    op.execute('UPDATE live_release SET release_id = (SELECT MIN(b.id) FROM release a JOIN release b '
               'ON a.sha256 = b.sha256 WHERE a.id = live_release.release_id)')
    op.execute('DELETE FROM release WHERE id NOT IN (SELECT MIN(id) FROM release GROUP BY sha256)')
    with op.batch_alter_table('release') as batch:
        batch.create_unique_constraint(op.f('uq_release_sha256'), ['sha256'])
    for table in KINDS.values():
        with op.batch_alter_table(table) as batch:
            if table != 'page':
                batch.drop_column('is_shown')
            batch.drop_column('revision')
    op.drop_index(op.f('ix_draft_comment_draft_id'), table_name='draft_comment')
    op.drop_table('draft_comment')
    op.drop_table('draft')
    op.drop_table('imported_file')
    op.drop_table('media')
    op.drop_table('revision')


def _begin_history():
    """Give every record its first revision, and let the live release know that it shows these."""
    connection = op.get_bind()
    moment = datetime.now(UTC)
    revisions = sa.table('revision', *(sa.column(name) for name in ('kind', 'slug', 'n', 'sha256', 'by_name', 'note')),
                         sa.column('record', sa.JSON), sa.column('at', sa.DateTime(timezone=True)))
    files = sa.table('imported_file', sa.column('kind'), sa.column('slug'), sa.column('record', sa.JSON))
    shown = {}
    for kind, name in KINDS.items():
        table = sa.table(name, sa.column('slug'), sa.column('record', sa.JSON), sa.column('revision'),
                         *(sa.column(column) for column in ('is_withdrawn', 'confidence', 'is_shown')))
        columns = [table.c.slug, table.c.record]
        columns += [table.c.is_withdrawn] if name == 'station' else []
        columns += [table.c.confidence] if name in ('species', 'quiz') else []
        for row in connection.execute(sa.select(*columns)).mappings().all():
            slug, record = row['slug'], row['record']
            file = record
            if row.get('is_withdrawn'):
                record = record | {'withdrawn': True}
            changed = {'revision': 1, 'record': record}
            if row.get('confidence') == 'low' and record.get('confidence') != 'low':
                changed['is_shown'] = False  # Its file had left content/.
            else:
                shown[f'{kind}/{slug}'] = 1
                connection.execute(files.insert().values(kind=kind, slug=slug, record=file))
            digest = hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
            connection.execute(revisions.insert().values(kind=kind, slug=slug, n=1, record=record, sha256=digest,
                                                         by_name='content/', note='', at=moment))
            connection.execute(table.update().where(table.c.slug == slug).values(**changed))
    release = sa.table('release', sa.column('id'), sa.column('records', sa.JSON))
    live = sa.table('live_release', sa.column('release_id'))
    connection.execute(release.update().where(release.c.id.in_(sa.select(live.c.release_id))).values(records=shown))
