"""The wall between accounts, address by address: who is answered how, and what nobody else's request may change.

A new address needs a row here. Those of the account are walked in tests/accounts, the administration's with its pages.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import URLResolver, get_resolver

from kneecoach.accounts.models import User
from plans.models import PlanChange, Runner, Session
from plans.services.catalogue import planned_catalogue
from plans.services.planning import change, start
from tests.factories import RunnerFactory

MONDAY = date(2026, 11, 23)
RUNS = {"tuesday": "easy", "thursday": "hard", "sunday": "long"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Row:
    """An address: whether anybody may see it, its methods, what a POST of the owner holds, and where the owner is led
    to by a GET, if not to the page itself. `setup`: it is for those who have no plan yet."""

    path: str
    public: bool = False
    methods: tuple[str, ...] = ("GET",)
    post: dict[str, str] = field(default_factory=dict)
    leads_to: str = ""
    setup: bool = False

    def posted(self, client, user):
        """What the owner's own button would send: with the key of the latest change, or of the preview."""
        last = PlanChange.objects.filter(runner__user=user).last()
        answers = self.post | ({"change": str(last.pk)} if self.path == "/plan/undo/" and last else {})
        if self.path.startswith("/settings/runs/"):
            preview = client.post(self.path, answers).content.decode()
            answers |= {"apply": re.search(r'name="apply" value="(\w+)"', preview)[1]}
        return answers

    @property
    def writes(self):
        """Whether a POST of somebody with a plan changes what is kept of them."""
        return "POST" in self.methods and not self.public and not self.setup


CHANGE = {"do": "skip", "day": "2026-11-27"}
ROWS = {
    "plans:landing": Row("/", public=True),
    "plans:keep": Row("/keep/", public=True, methods=("GET", "POST"), post={"week": "tuesday=easy"}, leads_to="/"),
    "plans:privacy": Row("/privacy/", public=True),
    "plans:setup": Row("/setup/", leads_to="/today/", setup=True),
    "plans:setup_step": Row(
        "/setup/runs/", methods=("GET", "POST"), post={"monday": "race"}, leads_to="/today/", setup=True
    ),
    "plans:today": Row("/today/"),
    "plans:plan": Row("/plan/"),
    "plans:change": Row("/plan/change/", methods=("POST",), post=CHANGE),
    "plans:undo": Row("/plan/undo/", methods=("POST",)),
    "plans:settings": Row("/settings/"),
    "plans:settings_zone": Row("/settings/zone/", methods=("POST",), post={"time_zone": "Pacific/Auckland"}),
    "plans:settings_part": Row("/settings/runs/", methods=("GET", "POST"), post={"monday": "hard"}),
    "exercises:list": Row("/exercises/", public=True),
    "exercises:detail": Row("/exercises/squat/", public=True),
    "exercises:guide": Row("/guide/", public=True),
}
every_address = pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def begin(delivered):
    def begun():
        runner = RunnerFactory(runs=RUNS)
        catalogue = planned_catalogue()
        start(row=runner, catalogue=catalogue, first=MONDAY)
        change(row=runner, catalogue=catalogue, today=MONDAY, ask=lambda now: replace(now.runner, minutes=20))
        return runner

    return begun


def client_of(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


def state(user):
    """Everything that is kept of somebody."""
    tables = [model for model in apps.get_app_config("plans").get_models() if model is not Runner]
    rows = [list(model.objects.filter(runner__user=user).order_by("pk").values()) for model in tables]
    return (
        rows,
        list(Runner.objects.filter(user=user).values()),
        User.objects.values("time_zone", "week_start", "units", "email").get(pk=user.pk),
    )


def test_every_address_has_a_row():
    def names(patterns, namespace=""):
        for each in patterns:
            if isinstance(each, URLResolver):
                if each.namespace != "admin" and "account" not in str(each.pattern):
                    yield from names(each.url_patterns, f"{each.namespace}:" if each.namespace else "")
            elif each.name:
                yield namespace + each.name

    assert sorted(names(get_resolver().url_patterns)) == sorted(ROWS)


@every_address
def test_nobody_sees_a_page_of_a_runner_without_logging_in(row, delivered, client):
    for method in row.methods:
        response = client.generic(method, row.path, headers={"Referer": "http://testserver/plan/?day=2026-11-27"})
        if row.public:
            assert response.status_code < 400
        else:
            page = "%2Fplan%2F%3Fday%3D2026-11-27" if method == "POST" else row.path
            assert (response.status_code, response.url) == (302, f"/account/login/?next={page}")


@every_address
def test_the_owner_is_answered_and_a_get_writes_nothing(row, begin):
    owner = begin().user
    client, before = client_of(owner), state(owner)
    if "GET" in row.methods:
        for headers in ({}, {"HX-Request": "true", "HX-Target": "answer"}):
            response = client.get(row.path, headers=headers)
            assert (response.status_code, response.headers.get("Location", "")) == (
                (302, row.leads_to) if row.leads_to else (200, "")
            )
    assert state(owner) == before


@every_address
def test_other_methods_are_refused_with_a_page(row, begin):
    owner = begin().user
    client, before = client_of(owner), state(owner)
    for method in METHODS:
        if method not in row.methods:
            response = client.generic(method, row.path)
            assert response.status_code == 405
            assert '<main class="page"' in response.content.decode()
    assert state(owner) == before


@every_address
def test_a_post_without_its_token_changes_nothing(row, begin):
    owner = begin().user
    answers, before = row.posted(client_of(owner), owner), state(owner)
    if "POST" in row.methods:
        assert client_of(owner, enforce_csrf_checks=True).post(row.path, answers).status_code == 403
        assert state(owner) == before
    if row.writes:
        client_of(owner).post(row.path, answers)
        assert state(owner) != before, "with it, the same request does"


@every_address
def test_a_stranger_changes_nothing_of_the_owners_whatever_ids_are_sent(row, begin):
    owner, stranger = begin(), begin()
    before, own = state(owner.user), state(stranger.user)
    session = str(Session.objects.for_runner(owner)[0].pk)
    change_of_owner = str(PlanChange.objects.for_runner(owner).get().pk)
    foreign = dict.fromkeys(("runner", "runner_id", "user"), str(owner.pk)) | {"id": session, "session": session}
    client = client_of(stranger.user)
    if "POST" in row.methods:
        client.post(row.path, row.posted(client, stranger.user) | foreign)
        assert (state(stranger.user) != own) is row.writes
        client.post(row.path, foreign | {"change": change_of_owner})
    client.get(row.path, foreign)
    assert state(owner.user) == before


@every_address
def test_who_has_no_plan_is_led_to_the_setup(row, delivered):
    client = client_of(RunnerFactory(agreed_at=None, baseline=None).user)
    for method in row.methods:
        if not row.public and not row.setup:
            assert client.generic(method, row.path).headers["Location"] == "/setup/"
