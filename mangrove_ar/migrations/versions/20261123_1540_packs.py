"""packs in the database: what was printed, codes that can be withdrawn, patrol and reports

Every code that there is stays in force. Going back forgets packs, checks and reports, and withdrawn codes give stamps
again.

Revision ID: 8c2f4d6ba017
Revises: 5b7c1e0a9d34
Create Date: 2026-11-23 15:40:00

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '8c2f4d6ba017'
down_revision = '5b7c1e0a9d34'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('pack',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('template', sa.String(length=32), nullable=False),
    sa.Column('reading_distance_m', sa.Double(), nullable=False),
    sa.Column('public_url', sa.String(length=200), nullable=False),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('message', sa.String(length=400), nullable=False),
    sa.Column('heard_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('folder', sa.Text(), nullable=True),
    sa.Column('content_key', sa.String(length=64), nullable=True),
    sa.Column('ordered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ordered_by', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('printed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('printed_by', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['ordered_by'], ['staff.id'], name=op.f('fk_pack_ordered_by_staff')),
    sa.ForeignKeyConstraint(['printed_by'], ['staff.id'], name=op.f('fk_pack_printed_by_staff')),
    sa.ForeignKeyConstraint(['withdrawn_by'], ['staff.id'], name=op.f('fk_pack_withdrawn_by_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pack'))
    )
    op.create_index(op.f('ix_pack_content_key'), 'pack', ['content_key'], unique=False)
    op.create_table('patrol_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=True),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_patrol_check_staff_id_staff')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_patrol_check_station_id_station')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_patrol_check'))
    )
    op.create_index(op.f('ix_patrol_check_station_id'), 'patrol_check', ['station_id'], unique=False)
    op.create_table('plaque_report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=True),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['closed_by'], ['staff.id'], name=op.f('fk_plaque_report_closed_by_staff')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_plaque_report_station_id_station')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plaque_report'))
    )
    op.create_index(op.f('ix_plaque_report_station_id'), 'plaque_report', ['station_id'], unique=False)
    op.create_table('packed_plaque',
    sa.Column('pack_id', sa.Integer(), nullable=False),
    sa.Column('station_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('revision', sa.String(length=8), nullable=False),
    sa.Column('target_sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['code'], ['station_code.code'], name=op.f('fk_packed_plaque_code_station_code')),
    sa.ForeignKeyConstraint(['pack_id'], ['pack.id'], name=op.f('fk_packed_plaque_pack_id_pack')),
    sa.ForeignKeyConstraint(['station_id'], ['station.id'], name=op.f('fk_packed_plaque_station_id_station')),
    sa.PrimaryKeyConstraint('pack_id', 'station_id', name=op.f('pk_packed_plaque'))
    )
    op.create_index(op.f('ix_packed_plaque_code'), 'packed_plaque', ['code'], unique=False)
    with op.batch_alter_table('station_code', schema=None) as batch_op:
        batch_op.add_column(sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f('ix_station_code_station_id'), 'station_code', ['station_id'], unique=False)


def downgrade():
    op.drop_index(op.f('ix_packed_plaque_code'), table_name='packed_plaque')
    op.drop_table('packed_plaque')
    op.drop_index(op.f('ix_plaque_report_station_id'), table_name='plaque_report')
    op.drop_table('plaque_report')
    op.drop_index(op.f('ix_patrol_check_station_id'), table_name='patrol_check')
    op.drop_table('patrol_check')
    op.drop_index(op.f('ix_pack_content_key'), table_name='pack')
    op.drop_table('pack')
    op.drop_index(op.f('ix_station_code_station_id'), table_name='station_code')
    # Last, since SQLite copies the table for this, and nothing may refer to it meanwhile.
    with op.batch_alter_table('station_code', schema=None) as batch_op:
        batch_op.drop_column('withdrawn_at')
