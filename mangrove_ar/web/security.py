"""The rules that every answer carries: content security policy and its companions.

Source: OWASP ASVS 5.0.0, chapter V3.4; MDN HTTP Observatory.
"""

from datetime import timedelta

from flask import Flask, Response, request

from mangrove_ar.extensions import csrf

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "connect-src": "'self' blob:",
    "worker-src": "'self' blob:",
    "media-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def policy(**more: str) -> str:
    """Write the content security policy, with further sources for some directives (`script_src`)."""
    further = {name.replace("_", "-"): f" {sources}" for name, sources in more.items()}
    return "; ".join(f"{directive} {sources}{further.get(directive, '')}" for directive, sources in POLICY.items())


HEADERS = {
    "Content-Security-Policy": policy(),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), xr-spatial-tracking=(self), geolocation=(self), microphone=()",
}
ASK_EACH_TIME = "no-cache"
"""For answers that do not say how long they hold; a browser would keep a 410 or a moved address for ever.

Source: RFC 9111, section 4.2.2.
"""
TWO_YEARS_OF_HTTPS = "max-age=63072000"
WITHOUT_FORM_TOKEN = {
    "mangrove_ar.progress.api.events": "the phone shows its own key in a header, which no foreign form can set",
    "mangrove_ar.progress.api.learner": "the phone shows its own key in a header, which no foreign form can set",
    "mangrove_ar.editorial.invitations.accept": "the address holds a one-time secret that nobody else knows",
    "mangrove_ar.packs.plaque_views.send_report": "no session is read, and the browser must name our page as sender",
}
"""Views that change something without a CSRF token, each with the reason why a forged form cannot use it."""


def secure(app: Flask, *, is_https: bool) -> None:
    """Put the security headers on every answer; the promise of HTTPS only where it is kept.

    No answer is without `Cache-Control` either: what the public may see changes at once, also when it was gone before.
    """

    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if is_https:
            response.headers.setdefault("Strict-Transport-Security", TWO_YEARS_OF_HTTPS)
        if request.path.startswith("/studio/"):
            response.headers["Cache-Control"] = "no-store"
        response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
        return response

    app.after_request(protect)
    for view in WITHOUT_FORM_TOKEN:
        csrf.exempt(view)


LARGEST_BODY_BYTES = 64 * 1024
"""Of whatever visitors send; routes that take more from staff say so themselves."""
LARGEST_FIELD_BYTES = 2 * LARGEST_BODY_BYTES
"""Werkzeug reads a form with files in chunks of 64 kB and counts the rest of the chunk before: with no more room than
one chunk, it would refuse every file that is longer."""
MOST_PARTS = 100


def limits() -> dict[str, object]:
    """Give Flask's own settings for cookies and for the size of what it accepts."""
    return {
        "MAX_CONTENT_LENGTH": LARGEST_BODY_BYTES,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FIELD_BYTES,
        "MAX_FORM_PARTS": MOST_PARTS,
        "SESSION_COOKIE_NAME": "__Host-staff",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "WTF_CSRF_TIME_LIMIT": None,  # A token lives as long as the session that it belongs to.
    }
