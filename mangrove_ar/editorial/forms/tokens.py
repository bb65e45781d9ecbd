"""The state of a record that a page showed, signed, so that it can travel to the browser and back unchanged."""

from typing import cast

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.errors import BadRequest


def sign_base(kind: Kind, slug: str, record: Record) -> str:
    """Pack and sign a record."""
    return str(_signer(kind, slug).dumps(record))


def read_base(kind: Kind, slug: str, token: object) -> Record:
    """Give the record that a page showed.

    Raises:
        BadRequest: nobody here signed this, or it belongs to another record.
    """
    try:
        return cast(Record, _signer(kind, slug).loads(str(token)))
    except BadSignature as error:
        raise BadRequest("The form does not say what it began with; please open it again.") from error


def _signer(kind: Kind, slug: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"mangrove/editing/{kind}/{slug}")
