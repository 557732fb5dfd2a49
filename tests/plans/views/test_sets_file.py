"""Sets from a table: the page shows what would come, brings it, and takes it back."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from plans.models import ImportedSet, Runner
from plans.services.transfer import confined
from plans.services.transfer.confined import MOST_BYTES
from plans.views import sets_file
from tests.factories import UserFactory
from tests.plans.services.transfer.conftest import NOON, _noon, exported, fresh, life  # noqa: F401 - fixtures
from tests.plans.views.reading import text

PAGE, BACK = reverse("plans:sets_file"), reverse("plans:take_back_sets")
AGREED = {"adult": "on", "agreed": "on"}
TABLE = b"session;exercise;set;amount\n2025-03-03;squat;1;12\n2025-03-03;squat;2;11\n2025-03-05;calf-raise;1;9\n"


@pytest.fixture
def runner(client, delivered, row):
    client.force_login(row.user)
    return row


@pytest.fixture
def newcomer(client, fresh):  # noqa: F811
    client.force_login(fresh)
    return fresh


def sends(client, raw=TABLE, headers=None, **told):
    return client.post(PAGE, {"file": SimpleUploadedFile("sets.csv", raw), **AGREED, **told}, headers=headers)


def seen(response):
    return response.context["seen"]


def words(response):
    return text(response.content.decode())


def test_first_it_is_looked_at_and_nothing_is_written(client, life):  # noqa: F811
    runner = life.row
    client.force_login(runner.user)
    before = exported(runner.user)
    version = Runner.objects.get(pk=runner.pk).version
    said = words(sends(client, TABLE + b"2025-03-06;squat;1;many\n2026-11-23;squat;1;5\n"))
    assert "3 sets to import On 2 days, from 3 March 2025 to 5 March 2025." in said
    assert "Squat 3 Mar 2025 2 1 Calf raise 5 Mar 2025 1 1" in said
    assert "1 set is here already and is left out." in said
    assert "1 line was not understood and would be left out." in said
    assert "Line 5: amount is not a whole number from 0 to 999: “many”." in said
    assert "Choose the same file once more : nothing of it was kept." in said
    assert (exported(runner.user), Runner.objects.get(pk=runner.pk).version) == (before, version)


def test_what_was_looked_at_comes_once_it_is_sent_again(client, runner):
    response = sends(client, seen=seen(sends(client)))
    page = client.get(response.url)
    assertContains(page, "3 sets are here. Progress shows them, those of long ago under All.")
    assertContains(page, "3 Mar 2025 to 5 Mar 2025")
    assertContains(page, "imported on 16 Dec 2026")
    assert ImportedSet.objects.for_runner(runner).count() == 3
    again = sends(client)
    assertContains(again, "There is nothing new to import")
    assertContains(again, "3 sets are here already and are left out.")
    assertNotContains(again, 'name="seen"')


def test_another_file_than_the_one_that_was_looked_at_is_looked_at_first(client, runner):
    other = TABLE + b"2025-03-06;squat;1;9\n"
    response = sends(client, other, seen=seen(sends(client)))
    assertContains(response, "This is another file than the one that you looked at.")
    assertContains(response, "4 sets to import")
    assert not ImportedSet.objects.exists()
    assertRedirects(sends(client, other, seen=seen(response)), PAGE)
    assert ImportedSet.objects.count() == 4


def test_with_javascript_the_look_is_a_part_of_the_page(client, runner):
    part = sends(client, headers={"HX-Request": "true"})
    assert part.content.decode().strip().startswith('<div class="moves fades" id="look">')
    assertContains(part, "Import 3 sets")
    assertNotContains(part, "Choose the same file once more")
    empty = client.post(PAGE, AGREED, headers={"HX-Request": "true"})
    assertContains(empty, "Choose a table of sets", status_code=400)


def test_what_came_is_taken_back_as_one(client, runner):
    sends(client, seen=seen(sends(client)))
    assertContains(client.post(BACK, {"at": NOON.isoformat()}, follow=True), "There is nothing of that left.")
    [at] = {each.imported_at for each in ImportedSet.objects.all()}
    assertContains(client.post(BACK, {"at": at.isoformat()}, follow=True), "3 sets are gone again.")
    assert not ImportedSet.objects.exists()
    for wrong in ("", "yesterday", "2026-12-16T12:00:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"):
        assertContains(client.post(BACK, {"at": wrong}, follow=True), "There is nothing of that left.")


def test_somebody_who_has_not_started_can_bring_sets_and_agrees_to_it(client, newcomer):
    assertContains(client.get(PAGE), "I am 16 or older")
    refused = sends(client, agreed="")
    assertContains(refused, "tick this", status_code=400, count=1)
    response = sends(client, seen=seen(sends(client)))
    page = client.get(response.url)
    assertContains(page, "3 sets are here. Progress shows them once you have a plan.")
    assertNotContains(page, "I am 16 or older")
    row = Runner.objects.get(user=newcomer)
    assert (row.agreed_at is not None, row.started_on) == (True, None)
    assertContains(
        client.get(reverse("plans:data")),
        "This account has sets from a table of its own already. Take those back first",
    )
    assert client.get(reverse("plans:setup"), follow=True).status_code == 200


@pytest.mark.parametrize(
    ("raw", "status", "said"),
    [
        (b"", 400, "This file is empty."),
        (b"PK\x03\x04" + b"\0" * 900, 400, "This is a zip file or a workbook."),
        (b"GIF89a\xff\xfe", 400, "This is a picture, not a table of sets"),
        (b"\0" * 5000, 400, "is not one of a table"),
        (b"session,exercise,set,amount\n" + b"x" * 15_000_000, 400, "Line 2 of the file is not one of a table."),
        (b"session,exercise,set,amount\n" + b"\n" * 15_000_000, 400, "The table has more than 100,000 lines"),
        (b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", 400, "This is no table of sets"),
        (b"session,exercise,set,amount\n<script>,squat,1,1", 200, "“&lt;script&gt;”"),
        (b"session,exercise,set,amount\n2025-03-03,squat,1," + b"9" * 400, 200, "“9999999999999999999999999999999999"),
        (b" " * (MOST_BYTES + 1), 413, "The file is too big: at most 32 MB can be imported."),
    ],
    ids=range(10),
)
def test_a_file_that_means_harm_is_answered_in_words(client, runner, raw, status, said):
    before = exported(runner.user)
    assertContains(sends(client, raw), said, status_code=status)
    assert exported(runner.user) == before


def test_a_file_that_is_too_big_is_not_received(client, runner):
    options = {"content_type": "multipart/form-data; boundary=x", "CONTENT_LENGTH": "300000000"}
    assertContains(client.generic("POST", PAGE, b"x", **options), "The file is too big", status_code=413)


def test_lines_that_are_not_understood_are_counted_and_what_is_alike_is_said_once(client, runner):
    raw = b"session,exercise,set,amount\n" + b"never,squat,1,1\n" * 50
    said = words(sends(client, raw))
    assert "50 lines were not understood and would be left out." in said
    assert "50 lines (2, 3, 4, …): session is not a date such as 2026-11-23 or 23.11.2026: “never”." in said


def test_what_is_of_this_week_is_not_called_wrong(client, runner):
    said = words(sends(client, TABLE + b"2026-12-14;squat;1;9\n"))
    assert (
        "1 set is of this week or later and is left out (line 5): those you log in your sessions, where your plan "
        "counts them." in said
    )
    assert "not understood" not in said
    said = words(sends(client, TABLE + b"".join(b"2026-12-14;squat;%d;9\n" % number for number in range(1, 6))))
    assert "5 sets are of this week or later and are left out (lines 5, 6, 7, …):" in said


def test_only_so_many_complaints_are_listed(client, runner, monkeypatch):
    monkeypatch.setattr(sets_file, "_LINES", 1)
    said = words(sends(client, TABLE + b"never;squat;1;1\n2025-03-06;plank;1;1\n2025-03-07;plank;1;1\n"))
    assert ("session is not a date" in said, "plank" in said, "And 2 more lines." in said) == (True, False, True)


def test_a_look_can_be_left(client, runner):
    cancel = f'<a class="link" href="{reverse("plans:data")}">Cancel</a>'
    assertNotContains(client.get(PAGE), cancel, html=True)
    for headers in (None, {"HX-Request": "true"}):
        assertContains(sends(client, headers=headers), cancel, html=True)


def test_a_parser_that_takes_too_long_is_ended(client, runner, monkeypatch):
    monkeypatch.setattr(confined, "SECONDS", 0.001)
    assertContains(sends(client), "The file takes too much to read", status_code=400)
    assert not ImportedSet.objects.exists()


def test_an_account_sends_so_many_files_and_no_more(client, runner):
    answers = [client.post(PAGE).status_code for _ in range(21)]
    assert answers == [400] * 20 + [429]
    assertContains(sends(client), "Those were many files in a short time", status_code=429)
    assertContains(client.post(reverse("plans:data")), "Those were many files in a short time", status_code=429)
    assert client.get(PAGE).status_code == 200
    other = Client()
    other.force_login(UserFactory())
    assert other.post(PAGE).status_code == 400


def test_a_file_needs_the_pages_token(runner):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(runner.user)
    assert sends(strict).status_code == 403


def test_the_page_costs_the_same_however_much_was_brought(client, runner, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get(PAGE)
    days = [f"2025-{month:02}-{day:02};squat;1;9" for month in range(1, 13) for day in range(1, 28)]
    raw = b"session;exercise;set;amount\n" + "\n".join(days).encode()
    sends(client, raw, seen=seen(sends(client, raw)))
    with django_assert_num_queries(4):
        client.get(PAGE)
    assert ImportedSet.objects.count() == len(days)
    assert timedelta(0) <= ImportedSet.objects.latest("imported_at").imported_at - NOON
