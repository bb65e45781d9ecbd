"""Pages of the studio that no address opens, since they answer a form: axe-core finds nothing in them either."""

import csv
import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, Playwright
from werkzeug.serving import make_server

from mangrove_ar.builds import background
from mangrove_ar.builds.models import Upload
from mangrove_ar.extensions import db
from tests.conftest import NOON
from tests.editorial.drafting import CRABS, change, make_member
from tests.editorial.judging import SIZES, Complaint, judged, sign_in
from tests.editorial.serving import Quiet
from tests.journeys.conftest import CHROMIUM, QUIET
from tests.staff import PASSWORD, make_staff

FORM = "form.editor"
UPLOADS = {
    "receiving": "",
    "waiting": "",
    "checking": "",
    "building": "",
    "refused": "no_file",
    "failed": "disk_full",
}
"""States of an upload besides done, each with its reason."""


@dataclass
class Visitor:
    """A person at a browser that runs none of our scripts, so that each form is answered by a page."""

    app: Flask
    browser: Browser
    url: str
    size: str
    complaints: list[Complaint] = field(default_factory=list)

    def __post_init__(self) -> None:
        width, height, language = SIZES[self.size]
        self.page = self.browser.new_page(viewport={"width": width, "height": height}, locale=language)
        self.page.route("**/*.js", lambda route: route.abort())

    def open(self, address: str, what: str = "", status: int = 200) -> None:
        """Open a page, and judge it if it is named."""
        answer = self.page.goto(self.url + address)
        assert answer and answer.status == status, (address, answer and answer.status)
        if what:
            self.judge(what)

    def send(self, form: str, status: int, what: str, /, **fields: str) -> None:
        """Fill in a form and send it, whatever the browser thinks of it; judge what is answered."""
        for name, value in fields.items():
            self.page.locator(f'{form} [name="{name}"]').first.fill(value)
        with self.page.expect_navigation() as answered:
            self.page.locator(form).first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
        answer = answered.value
        assert answer and answer.status == status, (what, answer and answer.status)
        self.judge(what)

    def choose(self, name: str, text: str) -> None:
        """Choose a table for the page's file field."""
        file = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
        self.page.locator('[type="file"]').set_input_files(file)

    def judge(self, name: str) -> None:
        self.complaints += judged(self.page, name)


@pytest.fixture
def studio(trail: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A studio with an admin, an educator, and uploads of the educator in every state, on which nobody works."""
    monkeypatch.setattr(background, "start_work", lambda lock: None)
    make_staff("ดวงใจ", "admin")
    staff = make_staff("วิภา", "educator")
    for number, (state, reason) in enumerate(UPLOADS.items()):
        db.session.add(
            Upload(
                id=f"{number:032x}", staff_id=staff.id, staff_name=staff.name, purpose="picture", name="crab.jpg",
                size_bytes=9, received_bytes=4, state=state, reason=reason, reason_values={}, recipe=None, result={},
                attempts=1, created_at=NOON, updated_at=NOON,
            )
        )  # fmt: skip
    db.session.commit()
    return trail


@pytest.fixture
def url(studio: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, studio, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, "--disable-gpu"])
    try:
        yield browser
    finally:
        browser.close()


def translated(table: str) -> str:
    """Give a table back as a translator might: a text is new, one has a remark, and one belongs to nothing."""
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    rows[0] |= {"en": "New."}
    rows[1] |= {"note": "Why?"}
    rows[2] |= {"slug": "no-such-thing", "en": "New."}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_what_the_forms_of_an_educator_answer(
    studio: Flask, url: str, browser: Browser, size: str
) -> None:
    visitor = Visitor(studio, browser, url, size)
    visitor.open("/studio/sign-in")
    visitor.send("main form", 422, "wrong password", name="วิภา", password="no")
    sign_in(visitor.page, url, "วิภา")
    visitor.open("/studio/people/", "not allowed", 403)
    visitor.open("/studio/quizzes/new")
    visitor.send("main form", 422, "a name that cannot be", name="!")
    for number, state in enumerate(UPLOADS):
        visitor.open(f"/studio/builds/uploads/{number:032x}", f"upload {state}")
    visitor.open("/studio/builds/media")
    visitor.send("form[enctype]", 422, "no file chosen")

    visitor.open("/studio/exchange/")
    visitor.choose("texts.csv", "nothing")
    visitor.send("form[enctype]", 422, "not a table of ours")

    visitor.open("/studio/exchange/")
    visitor.choose("texts.csv", translated(visitor.page.request.get(f"{url}/studio/exchange/texts.csv").text()))
    visitor.send("form[enctype]", 200, "what a table would change")

    visitor.open(f"/studio/stations/{CRABS}")
    visitor.page.locator('[name="lead.en"]').fill("Mine.")
    with visitor.app.app_context():
        change(make_member("สมชาย"), lead_en="Theirs.")
    visitor.send(FORM, 409, "two changed the same")
    visitor.send("main form", 422, "nothing was decided")
    visitor.open(f"/studio/stations/{CRABS}")
    visitor.page.context.clear_cookies()
    visitor.send(FORM, 400, "words given back")
    assert visitor.complaints == []


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_in_what_the_forms_of_an_admin_answer(
    studio: Flask, url: str, browser: Browser, size: str
) -> None:
    visitor = Visitor(studio, browser, url, size)
    sign_in(visitor.page, url, "ดวงใจ")
    visitor.open("/studio/people/")
    visitor.send('form[action$="invitations"]', 422, "wrong password for an invitation", password="no")
    visitor.send('form[action$="invitations"]', 201, "a link of an invitation", password=PASSWORD, name_hint="ครูนก")
    guest = Visitor(studio, browser, url, size)
    link = visitor.page.locator("textarea").input_value()
    guest.open("/studio/" + link.partition("/studio/")[2], "an invitation")
    guest.send("main form", 422, "two passwords that differ", password=PASSWORD, password_again=f"{PASSWORD}!")
    guest.send("main form", 201, "an invitation taken", password=PASSWORD, password_again=PASSWORD)
    assert guest.complaints == []

    visitor.open("/studio/account/")
    visitor.send(
        'form[action$="password"]', 422, "old password wrong", password="no", new_password="x", new_password_again="x"
    )
    visitor.open("/studio/account/second-factor")
    visitor.send("main form", 200, "a second factor begun", password=PASSWORD)
    secret = visitor.page.locator("code").inner_text()
    visitor.send('form[action$="confirm"]', 422, "a wrong code", code="000")
    visitor.send('form[action$="confirm"]', 201, "recovery codes", code=pyotp.TOTP(secret).now())
    visitor.open("/studio/account/second-factor", "a second factor that is on")
    visitor.page.context.clear_cookies()
    visitor.open("/studio/sign-in")
    visitor.send("main form", 200, "asks for the code", name="ดวงใจ", password=PASSWORD)
    visitor.send("main form", 422, "the code is wrong", code="000")
    assert visitor.complaints == []
