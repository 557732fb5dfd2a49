"""The wall between accounts, address by address: who is answered how, and what nobody else's request may change.

A new address needs a row here. Those of the account are walked in tests/accounts, the administration's with its pages.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple
from unittest.mock import patch
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
import time_machine
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from exercises.models import Exercise, Picture
from kneecoach.accounts.leaving import delete_account
from kneecoach.accounts.models import User
from plans.models import ImportedSet, PlanChange, Prescription, Session
from plans.services.catalogue import planned_catalogue
from plans.services.choosing import take
from plans.services.doing import doing
from plans.services.planning import change, start
from plans.services.sets import Said, log_set, take_back
from plans.services.training import start_session
from plans.services.transfer.exporting import json_file
from tests.conftest import nothing_kept
from tests.factories import RunnerFactory
from tests.tables import all_of, everything

MONDAY, WEEK_BEFORE = date(2026, 11, 23), date(2026, 11, 16)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Row:
    """An address: whether anybody may see it, its methods, what a POST of the owner holds, and where the owner is led
    to by a GET, if not to the page itself. `setup`: it is for those who have no plan yet, `staff`: for those who look
    after the site, and nobody else, `anyone`: for whoever is logged in, `probe`: for machines, so it has no page.
    `file`: without a file a POST changes nothing.

    `{session}` stands for the key of today's session, `{part}` for that of its first exercise, of which the first set
    is logged under the key `{tap}`, and `{open}` for that of its last, which is still to be done in the `{way}`. Of
    the session `{past}`, in the week before, the first set is `{last}`, and the second is deleted: `{gone}`.
    """

    path: str
    public: bool = False
    methods: tuple[str, ...] = ("GET",)
    post: dict[str, str] = field(default_factory=dict)
    leads_to: str = ""
    setup: bool = False
    staff: bool = False
    anyone: bool = False
    file: bool = False
    probe: bool = False

    @property
    def writes(self):
        """Whether a POST of somebody with a plan changes what is kept of them."""
        return "POST" in self.methods and not (self.public or self.setup or self.file)

    def at(self, user=None):
        """The address as a button of somebody's has it, the first session there is for nobody in particular."""
        return self.path.format(**keys_of(user))

    def said_by(self, user):
        """What it takes, with somebody's keys."""
        return {name: value.format(**keys_of(user)) for name, value in self.post.items()}

    def posted(self, client, user):
        """What the owner's own button would send: with the key of the latest change, or of the preview."""
        last = PlanChange.objects.filter(runner__user=user).last()
        answers = self.said_by(user) | ({"change": str(last.pk)} if self.path == "/plan/undo/" and last else {})
        if self.path.startswith("/settings/runs/"):
            preview = client.post(self.path, answers).content.decode()
            answers |= {"apply": re.search(r'name="apply" value="(\w+)"', preview)[1]}
        return answers


def keys_of(user):
    parts = list(Prescription.objects.filter(runner__user=user, session__date=MONDAY).order_by("position"))
    if user is None or not parts:
        return {"session": 1, "part": 1, "open": 1, "way": "squat", "past": 1, **TAPS}
    past = Session.objects.get(runner__user=user, date=WEEK_BEFORE).pk
    first, last = parts[0], parts[-1]
    way = (last.variation or last.exercise).slug
    return {"session": first.session_id, "part": first.pk, "open": last.pk, "way": way, "past": past, **TAPS}


TAP, LAST, GONE = (UUID(f"00000000-0000-4000-8000-00000000000{number}") for number in (1, 2, 3))
TAPS = {"tap": TAP, "last": LAST, "gone": GONE}
IMPORTED = datetime(2026, 11, 20, 12, tzinfo=UTC)
CHANGE = {"do": "skip", "day": "2026-11-27"}
GET_AND_POST = ("GET", "POST")
ROWS = {
    "plans:landing": Row("/", public=True),
    "plans:keep": Row("/keep/", public=True, methods=("GET", "POST"), post={"week": "tuesday=easy"}, leads_to="/"),
    "plans:privacy": Row("/privacy/", public=True),
    "plans:setup": Row("/setup/", leads_to="/today/", setup=True),
    "plans:setup_step": Row(
        "/setup/runs/", methods=("GET", "POST"), post={"monday": "race"}, leads_to="/today/", setup=True
    ),
    "plans:today": Row("/today/"),
    "plans:morning": Row("/today/morning/", methods=("POST",), post={"day": "2026-11-16", "pain": "1"}),
    "plans:clear": Row("/today/cleared/", methods=("POST",)),
    "plans:unflag": Row("/today/mistake/", methods=("POST",)),
    "plans:plan": Row("/plan/"),
    "plans:change": Row("/plan/change/", methods=("POST",), post=CHANGE),
    "plans:undo": Row("/plan/undo/", methods=("POST",)),
    "plans:paper": Row("/plan/print/"),
    "plans:progress": Row("/progress/"),
    "plans:history": Row("/history/"),
    "plans:deleted": Row("/history/deleted/"),
    "plans:past": Row("/history/{past}/"),
    "plans:correct": Row(
        "/history/{past}/correct/", methods=("POST",), post={"uuid": str(uuid4()), "set": "{last}", "amount": "4"}
    ),
    "plans:delete": Row("/history/{past}/delete/", methods=("POST",), post={"set": "{last}"}),
    "plans:restore": Row("/history/{past}/restore/", methods=("POST",), post={"set": "{gone}"}),
    "plans:signs": Row("/knee/", methods=GET_AND_POST, post={"kind": "red"}),
    "plans:start": Row("/sessions/start/", methods=("POST",), post={"day": "2026-11-23"}),
    "plans:session": Row("/sessions/{session}/"),
    "plans:log_set": Row(
        "/sessions/{session}/sets/",
        methods=("POST",),
        post={"uuid": str(uuid4()), "prescription": "{open}", "way": "{way}", "number": "1", "amount": "5"},
    ),
    "plans:undo_set": Row(
        "/sessions/{session}/sets/undo/", methods=("POST",), post={"uuid": "{tap}", "prescription": "{part}"}
    ),
    "plans:pain": Row(
        "/sessions/{session}/pain/?exercise=1", methods=GET_AND_POST, post={"prescription": "{part}", "pain": "2"}
    ),
    "plans:swap": Row(
        "/sessions/{session}/swap/?exercise=1",
        methods=GET_AND_POST,
        post={"prescription": "{part}", "exercise": "squat", "variation": "chair-squat", "how_long": "always"},
    ),
    "plans:unswap": Row("/sessions/{session}/swap/undo/", methods=("POST",)),
    "plans:load": Row(
        "/sessions/{session}/load/?exercise=1", methods=GET_AND_POST, post={"prescription": "{part}", "weight": "5"}
    ),
    "plans:finish": Row("/sessions/{session}/finish/", methods=GET_AND_POST, leads_to="/sessions/{session}/"),
    "plans:knee": Row("/sessions/{session}/knee/", methods=("POST",), post={"pain": "1"}),
    "plans:effort": Row("/sessions/{session}/effort/", methods=("POST",), post={"effort": "6"}),
    "plans:reopen": Row("/sessions/{session}/reopen/", methods=("POST",)),
    "plans:take": Row(
        "/sessions/{session}/take/", methods=("POST",), post={"exercise": "squat", "variation": "chair-squat"}
    ),
    "plans:settings": Row("/settings/"),
    "plans:data": Row(
        "/settings/data/", methods=GET_AND_POST, post={"adult": "on", "agreed": "on"}, anyone=True, file=True
    ),
    "plans:sets_file": Row("/settings/data/sets/", methods=GET_AND_POST, anyone=True, file=True),
    "plans:take_back_sets": Row(
        "/settings/data/sets/back/", methods=("POST",), post={"at": IMPORTED.isoformat()}, anyone=True
    ),
    "plans:export": Row("/settings/data/export/json/", anyone=True),
    "plans:settings_zone": Row("/settings/zone/", methods=("POST",), post={"time_zone": "Pacific/Auckland"}),
    "plans:settings_part": Row("/settings/runs/", methods=("GET", "POST"), post={"monday": "hard"}),
    "exercises:list": Row("/exercises/", public=True),
    "exercises:figures": Row("/exercises/figures/", staff=True),
    "exercises:detail": Row("/exercises/squat/", public=True),
    "exercises:picture": Row(f"/pictures/{'0' * 32}-3x2.webp", public=True),
    "exercises:guide": Row("/guide/", public=True),
    "healthz": Row("/healthz", public=True, probe=True),
    "readyz": Row("/readyz", public=True, probe=True),
}


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def runners(shared):
    """Two with a plan, and some of everything that is kept of a runner."""
    with time_machine.travel(NOW, tick=False):
        Picture.objects.create(name=f"{'0' * 32}-3x2", image=b"webp")
        return begun(), begun()


def begun():
    runner = RunnerFactory(runs=RUNS, level="strong", owns=["dumbbell", "step", "wall"])
    catalogue = planned_catalogue()
    start(row=runner, catalogue=catalogue, first=WEEK_BEFORE)
    log_one(runner, WEEK_BEFORE, LAST)
    session = log_one(runner, WEEK_BEFORE, GONE, number=2)
    take_back(runner=runner, session=session, uuid=GONE, now=timezone.now())
    change(row=runner, catalogue=catalogue, today=MONDAY, ask=lambda now: replace(now.runner, minutes=20))
    log_one(runner, MONDAY, TAP)
    squat = Exercise.objects.get(slug="squat")
    told = {"uuid": uuid4(), "date": WEEK_BEFORE, "number": 9, "amount": 5, "imported_at": IMPORTED}
    ImportedSet.objects.create(runner=runner, exercise=squat, **told)
    take(row=runner, catalogue=catalogue, today=MONDAY, exercise="calf-raise", variation=None, grams=None)
    return runner


def log_one(runner, day, tap, number=1):
    """A set of the first exercise of a day's session, on that day."""
    now = timezone.now()
    session = start_session(row=runner, catalogue=planned_catalogue(), today=day, day=day, now=now)
    part = doing(runner, session).parts[0]
    log_set(runner=runner, session=session, said=Said(tap, part.row.pk, part.way, number, 5), now=now)
    return session


def client_of(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


def test_every_address_has_a_row():
    def names(patterns, namespace=""):
        for each in patterns:
            if isinstance(each, URLResolver):
                if each.namespace != "admin" and "account" not in str(each.pattern):
                    yield from names(each.url_patterns, f"{each.namespace}:" if each.namespace else "")
            elif each.name:
                yield namespace + each.name

    assert sorted(names(get_resolver().url_patterns)) == sorted(ROWS)


class Kept(NamedTuple):
    of_all: dict
    of_owner: dict
    of_stranger: dict


def every_address(check):
    """A test of a check on each address by itself: what one of them changed is undone before the next. So what is
    `kept` before is the same for all: every row, and those of each of the two."""

    def test(subtests, runners, delivered):
        for runner in runners:
            client_of(runner.user)  # that they were here is kept as well
        kept = Kept(everything(), *(all_of(runner.user) for runner in runners))
        for name, row in ROWS.items():
            with subtests.test(name), transaction.atomic():
                try:
                    check(row, kept, *runners)
                finally:
                    transaction.set_rollback(True)
                    nothing_kept()

    return test


@every_address
def test_nobody_sees_a_page_of_a_runner_without_logging_in(row, *_):
    for method in row.methods:
        response = Client().generic(method, row.at(), headers={"Referer": "http://testserver/plan/?day=2026-11-27"})
        if row.public:
            assert response.status_code < 400
        else:
            page = "%2Fplan%2F%3Fday%3D2026-11-27" if method == "POST" else quote(row.at())
            assert (response.status_code, response.url) == (302, f"/account/login/?next={page}")


@every_address
def test_the_owner_is_answered_and_a_get_writes_nothing(row, kept, runner, *_):
    owner = runner.user
    client = client_of(owner)
    if "GET" in row.methods:
        for headers in ({}, {"HX-Request": "true", "HX-Target": "answer"}):
            response = client.get(row.at(owner), headers=headers)
            assert (response.status_code, response.headers.get("Location", "")) == (
                (302, row.leads_to.format(**keys_of(owner))) if row.leads_to else (403 if row.staff else 200, "")
            )
        assert everything() == kept.of_all


@every_address
def test_other_methods_are_refused_with_a_page(row, kept, runner, *_):
    owner = runner.user
    client = client_of(owner)
    for method in METHODS:
        if method not in row.methods:
            response = client.generic(method, row.at(owner))
            assert response.status_code == 405
            assert ('<main class="page"' in response.content.decode()) is not row.probe
    assert all_of(owner) == kept.of_owner


@every_address
def test_a_post_without_its_token_changes_nothing(row, kept, runner, *_):
    owner = runner.user
    answers = row.posted(client_of(owner), owner)
    if "POST" in row.methods:
        assert client_of(owner, enforce_csrf_checks=True).post(row.at(owner), answers).status_code == 403
        assert all_of(owner) == kept.of_owner
    if row.writes:
        client_of(owner).post(row.at(owner), answers)
        assert all_of(owner) != kept.of_owner, "with it, the same request does"


@every_address
def test_a_stranger_changes_nothing_of_the_owners_whatever_ids_are_sent(row, kept, owner, stranger):
    session = str(Session.objects.for_runner(owner)[0].pk)
    change_of_owner = str(PlanChange.objects.for_runner(owner).get().pk)
    foreign = dict.fromkeys(("runner", "runner_id", "user"), str(owner.pk)) | {"id": session, "session": session}
    client = client_of(stranger.user)
    if "POST" in row.methods:
        client.post(row.at(stranger.user), row.posted(client, stranger.user) | foreign)
        assert (all_of(stranger.user) != kept.of_stranger) is row.writes
        client.post(row.at(stranger.user), row.said_by(owner.user) | foreign | {"change": change_of_owner})
    client.get(row.at(stranger.user), foreign)
    if "{session}" in row.path or "{past}" in row.path:
        for method in row.methods:
            assert client.generic(method, row.at(owner.user)).status_code == 404
    assert all_of(owner.user) == kept.of_owner


@every_address
def test_who_has_no_plan_is_led_to_the_setup(row, *_):
    client = client_of(RunnerFactory(agreed_at=None, baseline=None).user)
    for method in row.methods:
        if row.anyone:
            assert client.generic(method, row.at()).headers.get("Location") != "/setup/"
        elif not row.public and not row.setup and not row.staff:
            assert client.generic(method, row.at()).headers["Location"] == "/setup/"


@every_address
def test_whose_account_goes_meanwhile_is_as_one_who_is_logged_out(row, kept, owner, stranger):
    """It is deleted in another tab once the request is known to be its own."""
    left, user, asks_who = {}, owner.user, LoginRequiredMiddleware.process_view

    def goes(self, request, *about):
        answer = asks_who(self, request, *about)
        if request.user.is_authenticated:
            delete_account(user=User.objects.get(pk=request.user.pk))
            left.update(everything())
        return answer

    for method in row.methods:
        with transaction.atomic(), patch.object(LoginRequiredMiddleware, "process_view", goes):
            client, told = client_of(user), row.said_by(user) | (sent(row.path, stranger.user) if row.file else {})
            ask, posts = getattr(client, method.lower()), method == "POST"
            response = ask(row.at(user), told if posts else None, follow=True)
            assert response.status_code < 500
            if posts and (row.writes or row.file):
                assert response.redirect_chain[-1][0].startswith("/account/login/")
            assert everything() == (left or kept.of_all)
            transaction.set_rollback(True)


def sent(path, user):
    """A file for its page, and what is said with it."""
    raw = json_file(user=user, now=NOW).read()
    if path == ROWS["plans:sets_file"].path:
        raw = b"session,exercise,set,amount\n2026-11-10,squat,1,9\n"
    return {"file": BytesIO(raw), "seen": sha256(raw).hexdigest(), "adult": "on", "agreed": "on"}
