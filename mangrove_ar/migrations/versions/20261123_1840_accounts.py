"""accounts: invitations for every role, people who left, second factors, and the audit log

Invitations that wait stay good, and sessions stay open. Going back forgets the audit log, every second factor and the
invitations that wait: the service before knew only one for the first admin. Who was disabled gets a password that
nothing matches, since their accounts would come back to life otherwise.

Revision ID: 7a41c0d2e9b1
Revises: 8c2f4d6ba017
Create Date: 2026-11-23 18:40:00

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '7a41c0d2e9b1'
down_revision = '8c2f4d6ba017'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('audit_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('staff_name', sa.String(length=80), nullable=False),
    sa.Column('action', sa.String(length=40), nullable=False),
    sa.Column('subject', sa.String(length=160), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_audit_entry_staff_id_staff'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    op.create_index(op.f('ix_audit_entry_action'), 'audit_entry', ['action'], unique=False)
    op.create_index(op.f('ix_audit_entry_staff_id'), 'audit_entry', ['staff_id'], unique=False)
    op.create_index(op.f('ix_audit_entry_subject'), 'audit_entry', ['subject'], unique=False)
    op.create_table('half_sign_in',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_half_sign_in_staff_id_staff'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_half_sign_in')),
    sa.UniqueConstraint('token_sha256', name=op.f('uq_half_sign_in_token_sha256'))
    )
    op.create_index(op.f('ix_half_sign_in_staff_id'), 'half_sign_in', ['staff_id'], unique=False)
    op.create_table('recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('code_sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_recovery_code_staff_id_staff'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('code_sha256', name=op.f('uq_recovery_code_code_sha256'))
    )
    op.create_index(op.f('ix_recovery_code_staff_id'), 'recovery_code', ['staff_id'], unique=False)
    op.create_table('second_factor',
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.String(length=64), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_second_factor_staff_id_staff'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('staff_id', name=op.f('pk_second_factor'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('name_hint', sa.String(length=80), server_default='', nullable=False))
        batch_op.add_column(sa.Column('staff_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('invited_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_invitation_staff_id_staff'), 'staff', ['staff_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_invitation_invited_by_staff'), 'staff', ['invited_by'], ['id'])
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('browser', sa.String(length=40), server_default='', nullable=False))
    op.add_column('staff', sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    op.execute("UPDATE staff SET password_hash = '!' WHERE disabled_at IS NOT NULL")
    op.execute("DELETE FROM invitation WHERE invited_by IS NOT NULL AND used_at IS NULL")
    with op.batch_alter_table('staff_session', schema=None) as batch_op:
        batch_op.drop_column('browser')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_invitation_invited_by_staff'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_invitation_staff_id_staff'), type_='foreignkey')
        batch_op.drop_column('invited_by')
        batch_op.drop_column('staff_id')
        batch_op.drop_column('name_hint')
    op.drop_table('second_factor')
    op.drop_index(op.f('ix_recovery_code_staff_id'), table_name='recovery_code')
    op.drop_table('recovery_code')
    op.drop_index(op.f('ix_half_sign_in_staff_id'), table_name='half_sign_in')
    op.drop_table('half_sign_in')
    op.drop_index(op.f('ix_audit_entry_subject'), table_name='audit_entry')
    op.drop_index(op.f('ix_audit_entry_staff_id'), table_name='audit_entry')
    op.drop_index(op.f('ix_audit_entry_action'), table_name='audit_entry')
    op.drop_table('audit_entry')
    # SQLite can drop a column that nothing refers to; copying the table would empty those that refer to its rows.
    op.drop_column('staff', 'disabled_at')
