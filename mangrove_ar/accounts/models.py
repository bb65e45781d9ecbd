"""Staff, the one-time links that invite them, their open sessions, their second factors, and what they changed."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mangrove_ar.extensions import Moment, db

LONGEST_NAME = 80
LONGEST_BROWSER = 40
LONGEST_ACTION = 40
LONGEST_SUBJECT = 160
SHA256 = String(64)


class Staff(db.Model):
    """A person who signs in, with the role educator, curator or admin.

    Nobody is ever deleted, so that the history keeps its names; whoever leaves is disabled.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Moment)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)


class Invitation(db.Model):
    """A link that makes one account, once, or gives one account a new password; only the hash of its token is kept.

    `name_hint` is whom it is meant for, `staff_id` whose password it renews; `invited_by` is empty for the first
    admin, whom the service itself invites.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(SHA256, unique=True)
    role: Mapped[str] = mapped_column(String(16))
    name_hint: Mapped[str] = mapped_column(String(LONGEST_NAME), server_default="")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class StaffSession(db.Model):
    """One signed-in browser; the row's end is the session's end, whatever copies of its cookie exist."""

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    token_sha256: Mapped[str] = mapped_column(SHA256, unique=True)
    signed_in_at: Mapped[datetime] = mapped_column(Moment)
    browser: Mapped[str] = mapped_column(String(LONGEST_BROWSER), server_default="")


class SecondFactor(db.Model):
    """A person's authenticator; it counts once `confirmed_at` is there.

    `last_step` is the time step of the code that was taken last: neither it nor an older one is taken again.
    """

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(64))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(db.Model):
    """A code on paper that stands in for the authenticator, once; using it deletes it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    code_sha256: Mapped[str] = mapped_column(SHA256, unique=True)


class HalfSignIn(db.Model):
    """A sign-in whose password was right and whose second code is still to come; it opens nothing."""

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    token_sha256: Mapped[str] = mapped_column(SHA256, unique=True)
    began_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)


class AuditEntry(db.Model):
    """Who changed what, and when; rows are only ever added, and `staff_name` outlives `staff_id`."""

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    staff_name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    action: Mapped[str] = mapped_column(String(LONGEST_ACTION), index=True)
    subject: Mapped[str] = mapped_column(String(LONGEST_SUBJECT), index=True)
    details: Mapped[dict[str, str | int | bool | None]] = mapped_column(JSON)
