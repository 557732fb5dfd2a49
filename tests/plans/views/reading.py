"""The plan's page as somebody reads it, and what can be asked for there."""

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from plans.models import Absence, DatedRun, DayChoice, Session
from plans.services.planning import latest_change

PLAN, CHANGE, UNDO = reverse("plans:plan"), reverse("plans:change"), reverse("plans:undo")


def of(row, **options):
    client = Client(**options)
    client.force_login(row.user)
    return client


def weeks(client, query=""):
    """The four weeks in words: of each its heading and count, and its days."""
    page = client.get(f"{PLAN}{query}").content.decode()
    rows = re.findall(r'<section class="wkrow".*?</section>', page, re.DOTALL)
    return [(text(re.search(r"<h2.*?</h2>", each, re.DOTALL)[0]), count(each), lanes(each)) for each in rows]


def text(markup):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def count(markup):
    return text(re.search(r'<p class="dim small">(.*?)</p>', markup)[1])


def lanes(markup):
    return re.findall(r'<span class="vh">(\w{3} \d+: [^<]*)</span>', markup)


def strength(client, query=""):
    """The days with strength, of all four weeks: “Mon 23”."""
    return [day.split(":")[0] for *_, days in weeks(client, query) for day in days if "strength" in day]


def ask(client, do, day=None, **fields):
    told = {"do": do, **({"day": day} if day else {}), **fields}
    return client.post(CHANGE, told)


def undo(client, row, **fields):
    """Take the latest change of a runner back, as the page's button does."""
    last = latest_change(row)
    return client.post(UNDO, {"change": last.pk if last else "", **fields})


def line(response):
    """What the plan says after a change."""
    return text(re.search(r'<div class="toast" id="said" role="status">(.*?)</div>', page(response), re.DOTALL)[1])


def page(response):
    return response.content.decode()


def kept(row):
    """All that is stored of a runner but the changes themselves."""
    tables = (DatedRun, DayChoice, Absence, Session)
    rows = [sorted(map(str, model.objects.for_runner(row))) for model in tables]
    row.refresh_from_db()
    return [*rows, row.after_easy_runs]
