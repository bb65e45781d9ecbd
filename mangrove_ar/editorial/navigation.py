"""The studio's menu: which rooms there are for whom; rooms never import each other, so they are known by name."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app, request, url_for

from mangrove_ar.accounts.queries import Role, StaffMember


@dataclass(frozen=True)
class Place:
    """A room as the menu knows it: its word, the endpoint where it begins, the key after `g`, who may enter."""

    name: str
    endpoint: str
    kind: str | None = None
    key: str = ""
    role: Role = "educator"


@dataclass(frozen=True)
class Room:
    """A line of the menu."""

    name: str
    address: str
    key: str
    is_here: bool


@dataclass(frozen=True)
class Group:
    """Lines of the menu that belong together; the first and the last group have no name."""

    name: str
    rooms: list[Room]


MENU: dict[str, tuple[Place, ...]] = {
    "": (Place("desk", "editorial.dashboard", key="d"),),
    "content": (
        Place("species", "desk.records", "species", key="s"),
        Place("stations", "desk.records", "stations", key="p"),
        Place("sites", "desk.records", "sites"),
        Place("quizzes", "desk.records", "quizzes", key="q"),
        Place("pages", "desk.records", "pages"),
        Place("translations", "desk.translations", key="t"),
    ),
    "publishing": (
        Place("review", "review.queue", key="r"),
        Place("releases", "history.releases"),
        Place("exchange", "exchange.front"),
    ),
    "trail": (
        Place("builds", "builds.models"),
        Place("media", "builds.media"),
        Place("packs", "packs.packs"),
        Place("patrol", "packs.patrol"),
    ),
    "people": (
        Place("people", "people.people", role="admin"),
        Place("audit", "people.audit", role="admin"),
        Place("help", "help.front"),
    ),
}
ALLOWED: dict[Role, set[Role]] = {
    "educator": {"educator"},
    "curator": {"educator", "curator"},
    "admin": {"educator", "curator", "admin"},
}
ACCOUNT = "account.account"


def studio_rooms(staff: StaffMember) -> list[Group]:
    """Give the menu for one person; a room that is not part of this install, or not for this role, is left out."""
    groups = [Group(name, list(_rooms(places, staff))) for name, places in MENU.items()]
    return [group for group in groups if group.rooms]


def account_address() -> str | None:
    """Give the address of the page about one's own account, where it exists."""
    return url_for(ACCOUNT) if ACCOUNT in current_app.view_functions else None


def _rooms(places: tuple[Place, ...], staff: StaffMember) -> Iterator[Room]:
    for place in places:
        if place.endpoint in current_app.view_functions and place.role in ALLOWED[staff.role]:
            address = url_for(place.endpoint, kind=place.kind) if place.kind else url_for(place.endpoint)
            yield Room(place.name, address, place.key, _is_here(address))


def _is_here(address: str) -> bool:
    return request.path == address or (address != url_for("editorial.dashboard") and request.path.startswith(address))
