"""Moments as the people of the trail read them: in their own time, in both languages."""

from datetime import datetime, timedelta, timezone

from flask import Flask

from mangrove_ar.web.languages import language, thai_date

TRAIL_TIME = timezone(timedelta(hours=7))
"""Thailand, all year."""


def tell_time(app: Flask) -> None:
    """Give every template the filters `moment` and `day`."""
    app.add_template_filter(written_out, "moment")
    app.add_template_filter(day_of, "day")


def trail_time(moment: datetime) -> datetime:
    """Give a moment in the time of the trail."""
    return moment.astimezone(TRAIL_TIME)


def day_of(moment: datetime) -> str:
    """Write out on which day of the trail a moment was."""
    return thai_date(trail_time(moment))


def written_out(moment: datetime) -> str:
    """Write date and time out, such as `23 November 2026, 18:54`."""
    here = trail_time(moment)
    if language() == "en":
        return f"{thai_date(here)}, {here:%H:%M}"
    return f"{thai_date(here)} เวลา {here:%H.%M} น."
