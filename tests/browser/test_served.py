"""What goes over the wire when the site is served as ./run serves it."""

import http.client
import os
import shutil

import pytest
from playwright.sync_api import Browser

from benchmarks.server import served

PAGES = [
    "/",
    "/exercises/",
    "/exercises/?q=squat",
    "/exercises/squat/",
    "/exercises/single-leg-curl/",
    "/guide/",
    "/privacy/",
]
ANSWERS = [*PAGES, "/nothing-here/", "/exercises/?muscle=arms", "/admin/", "/account/login/", "/static/none.css"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def server(folder):
    with served(folder) as running:
        yield running


def ask(server, path, method="GET", **headers):
    connection = http.client.HTTPConnection("localhost", server.port, timeout=10)
    connection.request(method, path, headers={"Accept-Encoding": "br, gzip", **headers})
    answer = connection.getresponse()
    answer.body = answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_is_light(server, browser: Browser, path):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    loads: list[int] = []
    network.on("Network.loadingFinished", lambda load: loads.append(load["encodedDataLength"]))
    page.goto(server.url + path, wait_until="networkidle")
    context.close()

    assert 0 < len(loads) <= 10
    assert sum(loads) < 60_000


POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}


def policy(answer):
    directives = answer.headers["Content-Security-Policy"].split(";")
    return dict(directive.strip().split(" ", 1) for directive in directives)


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_carries_the_strict_policy(server, path):
    answer = ask(server, path)
    assert policy(answer) == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.fixture(scope="session")
def production(tmp_path_factory, server, folder):
    data = tmp_path_factory.mktemp("production")
    shutil.copytree(folder / "static", data / "static")  # compressed already
    shutil.copy(folder / "static.stamp", data)
    variables = {
        "PRODUCTION": "true",
        "SECRET_KEY": "a-key-of-more-than-fifty-characters-with-0123456789-and-more",
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{data}/kneecoach.sqlite3",
        "BEHIND_PROXY": "true",
    }
    with served(data, **variables) as running:
        yield running


HTTPS = {"X-Forwarded-Proto": "https"}


def test_production_sends_to_https_and_keeps_the_policy(production):
    answer = ask(production, "/guide/")
    assert (answer.status, answer.headers["Location"][:8]) == (301, "https://")
    assert policy(answer) == POLICY


def test_production_refuses_other_hosts_under_the_policy(production):
    answer = ask(production, "/", Host="evil.example")
    assert answer.status == 400
    assert policy(answer) == POLICY


@pytest.mark.parametrize("path", ANSWERS)
def test_production_answers_https_under_the_policy(production, path):
    answer = ask(production, path, **HTTPS)
    assert policy(answer) == POLICY
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_production_cookies_belong_to_the_host_and_to_https_alone(production):
    cookie = ask(production, "/account/login/", **HTTPS).headers["Set-Cookie"]
    assert cookie.startswith("__Host-csrf=")
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert attribute in cookie


def test_static_files_are_compressed_and_kept_for_ever(server):
    page = ask(server, "/", **{"Accept-Encoding": "identity"}).body.decode()
    sheets = [part.split('"')[0] for part in page.split('href="')[1:] if ".css" in part.split('"')[0]]
    assert len(sheets) >= 3
    for sheet in sheets:
        answer = ask(server, sheet)
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]


def test_pages_are_compressed(server):
    assert ask(server, "/exercises/").headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/exercises/%00/", 404),
        ("/exercises/../../etc/passwd", 404),
        ("/exercises/" + "x" * 3000 + "/", 404),
        ("/exercises/?q=%00", 400),
        ("/exercises/?q=" + "x" * 3500, 400),
        ("/exercises/?%FF=%FE", 200),
        ("/exercises/?" + "&".join(f"have=x{n}" for n in range(300)), 400),
    ],
)
def test_bad_addresses_are_answered_in_words(server, path, status):
    answer = ask(server, path, **{"Accept-Encoding": "identity"})
    assert answer.status == status
    assert b"<h1" in answer.body


def test_an_unknown_host_is_refused_without_a_traceback(server):
    answer = ask(server, "/", Host="evil.example", **{"Accept-Encoding": "identity"})
    assert answer.status == 400
    assert b"Traceback" not in answer.body
    assert b"<h1" in answer.body


@pytest.mark.parametrize(("method", "status"), [("POST", 403), ("PUT", 403), ("DELETE", 403), ("TRACE", 405)])
def test_a_wrong_method_is_answered_in_words(server, method, status):
    answer = ask(server, "/guide/", method, **{"Accept-Encoding": "identity"})
    assert answer.status == status
    assert b"<h1" in answer.body
