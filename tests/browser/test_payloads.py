"""Nobody's text becomes a script: hostile words in every field that a person fills, on every page that shows them."""

import json
from itertools import cycle
from pathlib import Path

import pytest
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise, Picture, Point
from plans.models import Prescription
from plans.services.catalogue import planned_catalogue
from plans.services.planning import start
from plans.services.training import start_session
from tests import accounts
from tests.accounts.conftest import PASSWORD
from tests.browser.conftest import log_in
from tests.factories import RunnerFactory, UserFactory

pytestmark = pytest.mark.looks

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><script>alert(1)</script>",
    "</textarea></svg><svg onload=alert(1)>",
    "'-alert(1)-'\u2028alert(1)//",
    "{{7*7}}{% debug %}${7*7}",
    "<style>*{display:none}</style>",
    "javascript:alert(1)",
)
FILLED = {
    "accounts.User": ["email"],
    "usersessions.UserSession": ["user_agent"],
    "exercises.Article": ["title", "lead"],
    "exercises.Point": ["text", "citation", "url"],
    "exercises.MuscleGroup": ["name"],
    "exercises.Equipment": ["name", "note"],
    "exercises.Exercise": ["name", "summary", "benefit", "knee_note", "picture_words"],
    "exercises.Step": ["text"],
    "exercises.Mistake": ["text", "cue"],
    "exercises.Source": ["citation", "url"],
}
IN_PLACE = {
    "account.EmailAddress.email": "the same as the user's",
    "mfa.Authenticator.data": "the name of a passkey in it is filled below",
    "plans.Prescription.name": "copied from the exercise's",
}
WRITTEN_BY_US = {
    "account.EmailConfirmation.key",
    "accounts.User.password",
    "accounts.User.time_zone",
    "exercises.Article.slug",
    "exercises.Equipment.slug",
    "exercises.Exercise.movement",
    "exercises.Exercise.slug",
    "exercises.MuscleGroup.slug",
    "exercises.Picture.name",
    "exercises.Revision.content",
    "exercises.Revision.entry",
    "plans.EndedWeek.week",
    "plans.ExerciseChoice.before",
    "plans.PlanChange.asked",
    "plans.PlanChange.before",
    "plans.PlanChange.what",
    "plans.PlannedWeek.coming",
    "plans.PlannedWeek.coming_from",
    "plans.PlannedWeek.history",
    "plans.PlannedWeek.plan",
    "plans.Prescription.reason",
    "plans.Prescription.sets",
    "plans.Prescription.version",
    "plans.Prescription.why",
    "plans.Session.reasons",
    "usersessions.UserSession.data",
    "usersessions.UserSession.session_key",
}
OF_OTHERS = {"admin", "auth", "contenttypes", "sessions"}
FOREIGN = """() => [...document.querySelectorAll("*")].filter((each) =>
    [...each.attributes].some((a) => a.name.startsWith("on") || /^\\s*javascript:/i.test(a.value)
        && ["href", "src", "action", "formaction"].includes(a.name))
    || (each.localName === "script" && !each.src && !(each.type || "").includes("json"))
    || (each.localName === "style")).map((each) => each.outerHTML.slice(0, 200))"""


def test_every_field_that_holds_text_is_filled_or_written_by_us():
    named = {f"{model}.{name}" for model, names in FILLED.items() for name in names} | {*IN_PLACE} | WRITTEN_BY_US
    texts = (models.CharField, models.TextField, models.JSONField)
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label not in OF_OTHERS
        for field in model._meta.get_fields()
        if isinstance(field, texts) and not field.choices
    }
    assert found == named


def fill():
    """Past the forms, into every row: what is shown must hold even if what is taken in did not. Gives the marks by
    which each field is found again."""
    marks = {}
    for label, names in FILLED.items():
        model = apps.get_model(label)
        for name in names:
            mark = f"~{len(marks)}~"
            marks[mark] = f"{label}.{name}"
            longest = model._meta.get_field(name).max_length
            for row, payload in zip(model.objects.exclude(**{name: ""}).order_by("pk"), cycle(PAYLOADS)):
                if getattr(row, name) is None:
                    continue
                end = f"{mark}{row.pk}" + ("@example.org" if name == "email" else "")
                begin = "https://example.org/" if name == "url" else ""
                text = begin + payload[: longest - len(begin) - len(end)] + end
                model.objects.filter(pk=row.pk).update(**{name: text})
    return marks


@pytest.fixture
def hostile(site):
    """The delivered catalogue, an editor and a runner in the middle of a session, all with hostile words."""
    picture = Picture.objects.create(name=f"{'0' * 32}-3x2", image=b"webp")
    Exercise.objects.filter(slug="lunge").update(picture=picture, picture_words="A lunge.")
    user, editor = UserFactory(), UserFactory(is_staff=True, is_superuser=True)
    user.vouch_for_email()
    Client(headers={"User-Agent": "Firefox"}).post("/account/login/", {"login": user.email, "password": PASSWORD})
    credential = json.loads((Path(accounts.__file__).parent / "passkey.json").read_text())
    WebAuthn.add(user, PAYLOADS[1], credential)
    marks = fill()
    for each in (user, editor):
        each.refresh_from_db()
        each.vouch_for_email()
    row, today = RunnerFactory(user=user, runs={}, minutes=45), timezone.localdate()
    start(row=row, catalogue=planned_catalogue(), first=today)
    start_session(row=row, catalogue=planned_catalogue(), today=today, day=today, now=timezone.now())
    return row, editor, marks


def pages_of(row):
    session = Prescription.objects.filter(runner=row, session__date=timezone.localdate()).first().session_id
    yield from ("/today/", "/plan/", "/progress/", "/history/", "/settings/equipment/", "/settings/training/", "/knee/")
    yield from (f"/sessions/{session}/", f"/sessions/{session}/swap/?exercise=1", f"/history/{session}/")
    yield from map(reverse, ("account_overview", "account_email", "usersessions_list", "account_delete"))


def pages_of_the_editor(row):
    squat = Exercise.objects.get(slug="squat").pk
    yield from ("/admin/", "/admin/exercises/exercise/", f"/admin/exercises/exercise/{squat}/change/")
    yield f"/admin/exercises/exercise/{Exercise.objects.get(slug='lunge').pk}/change/"
    for name in ("article", "musclegroup", "equipment"):
        first = apps.get_model("exercises", name).objects.order_by("pk")[0].pk
        yield from (f"/admin/exercises/{name}/", f"/admin/exercises/{name}/{first}/change/")
    yield from ("/admin/accounts/user/", f"/admin/accounts/user/{row.user_id}/change/")
    device = UserSession.objects.filter(user=row.user)[0].pk
    yield f"/admin/usersessions/usersession/{device}/change/"
    yield from (
        "/admin/usersessions/usersession/",
        "/admin/mfa/authenticator/",
        f"/admin/plans/runner/{row.pk}/change/",
    )


def test_what_anybody_writes_stays_text(hostile, site, page, context, complaints):
    row, editor, marks = hostile
    dialogs, seen = [], set()

    def ask(dialog):
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", ask)
    page.add_init_script("addEventListener('securitypolicyviolation', (e) => console.error(e.violatedDirective))")

    def visit(*addresses):
        for address in addresses:
            answer = page.goto(site + address)
            assert answer.status == 200, address
            assert page.url == site + address
            html = page.content()
            seen.update(mark for mark in marks if mark in html)
            assert page.evaluate(FOREIGN) == [], address
            assert (dialogs, complaints) == ([], []), address
            page.locator("h1").first.wait_for()

    visit("/", "/exercises/", "/exercises/squat/", "/exercises/lunge/", "/exercises/single-leg-curl/", "/guide/")
    log_in(row.user, context, site)
    visit(*pages_of(row))
    log_in(editor, context, site)
    visit(*pages_of_the_editor(row))
    assert {where for mark, where in marks.items() if mark not in seen} == set()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "//evil.example"]
)
def test_an_address_that_runs_or_hides_where_it_leads_is_no_source(address):
    for model in (Point, apps.get_model("exercises", "Source")):
        with pytest.raises(ValidationError):
            model._meta.get_field("url").run_validators(address)


def test_the_payload_would_be_noticed(site, page, complaints):
    page.goto(f"{site}/privacy/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)><style>*{}</style>')")
    page.wait_for_timeout(200)
    assert len(page.evaluate(FOREIGN)) == 2
    assert complaints
