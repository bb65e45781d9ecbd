"""Strong ETags: an answer that a phone has already is not sent again."""

from flask import Response, request


def with_etag(response: Response, cache_control: str = "no-cache") -> Response:
    """Give an answer its strong ETag, and answer 304 where the phone has it."""
    response.add_etag()
    response.headers["Cache-Control"] = cache_control
    response.make_conditional(request)
    return response
