"""What is asked of the site, as a browser asks it through the proxy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count, repeat
from typing import Any
from urllib.parse import urlencode

from benchmarks.pages import Asked, new_questions, new_weeks
from benchmarks.price.databases import Database
from benchmarks.server import HOST

TOKEN = "t" * 32  # against forged requests, in the cookie as in the form
PAGE, MINE, EDITED = "floor: page", "floor: page, logged in", "floor: page, beside edits"
INSERT, YEAR, YEARS = "floor: insert", "floor: sum of a year", "floor: sum of five years"
SUM = "floor: sum of five years, again"
TWICE = 2.0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the price list. `before` is done before each request, outside of what is measured; `most` is how many
    times the `floor` it may cost; `share` is how many of the round's requests are enough for it."""

    name: str
    floor: str
    ask: Callable[[], Asked]
    before: Callable[[], None] | None = None
    most: float | None = None
    share: float = 1.0
    status: int = 200

    @property
    def is_floor(self) -> bool:
        return self.name == self.floor

    @property
    def is_sum(self) -> bool:
        """Whether its floor is a sum, which is the database's work: that counts as much as the server's own."""
        return self.floor in (YEAR, YEARS, SUM)

    @property
    def is_quick(self) -> bool:
        """Nothing has to be worked out anew for it, so that what surrounds the view is a good part of its price."""
        return self.before is None and self.share == 1


@dataclass(slots=True)
class People:
    """Who is measured, as benchmarks.price.measured tells it."""

    year: dict[str, Any]
    years: dict[str, Any]
    training: dict[str, Any]
    busy: dict[str, Any]
    crowd: list[int]
    taps: Iterator[tuple[int, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.taps = iter(self.busy["taps"])


def rows(people: People, database: Database) -> list[Row]:
    return [*visitors(), *readers(people, database), *taps(people), log_in(people, database)]


def visitors() -> Iterator[Row]:
    yield Row(PAGE, PAGE, look("/floor/"))
    yield Row("landing", PAGE, look("/"), most=TWICE)
    yield Row("landing, a week nobody tried", PAGE, new_week, most=TWICE, share=0.5)
    yield Row("exercise list", PAGE, look("/exercises/"), most=TWICE)
    yield Row("exercise list, a new question", PAGE, new_question, most=TWICE)
    yield Row("exercise", PAGE, look("/exercises/squat/"), most=TWICE)


def edits(database: Database) -> list[Row]:
    """The first look after each edit of the catalogue, which is the end of all that was kept: apart from the others."""
    pages = {"landing": "/", "exercise list": "/exercises/", "exercise": "/exercises/squat/"}
    after = partial(Row, floor=EDITED, before=database.edit, most=TWICE, share=0.25)
    changed = [after(f"{name}, catalogue edited", ask=look(path)) for name, path in pages.items()]
    return [Row(EDITED, EDITED, look("/floor/")), *changed]


def anew(people: People) -> list[Row]:
    """What a server works out that keeps nothing of runners."""
    floor = Row(SUM, SUM, look("/floor/total/", people.years))
    return [floor, Row("progress, five years, nothing kept", SUM, look("/progress/", people.years), most=TWICE)]


def readers(people: People, database: Database) -> Iterator[Row]:
    """As it was kept, and at the first look after a change of anything of the runner's."""
    year, years = people.year, people.years
    yield Row(MINE, MINE, look("/floor/mine/", year))
    pages = {"today": "/today/", "plan": "/plan/", "session": f"/sessions/{year['session']}/"}
    for name, path in pages.items():
        yield from both(name, path, MINE, year, database)
    for floor, name, person in ((YEAR, "progress, a year", year), (YEARS, "progress, five years", years)):
        yield Row(floor, floor, look("/floor/total/", person))
        yield from both(name, "/progress/", floor, person, database)
    training = people.training
    logged = partial(database.tap, training["runner"], training["set"])
    yield Row("progress, five years, a set logged", YEARS, look("/progress/", training), before=logged, most=TWICE)


def both(name: str, path: str, floor: str, person: dict[str, Any], database: Database) -> Iterator[Row]:
    yield Row(name, floor, look(path, person), most=TWICE)
    change = partial(database.change, person["runner"])
    yield Row(f"{name}, changed", floor, look(path, person), before=change, most=TWICE)


def taps(people: People) -> Iterator[Row]:
    """A set to log is another one each time, but for the replay, which sends one that has arrived."""
    again = repeat(next(people.taps))
    yield Row(INSERT, INSERT, partial(tap, people, "/floor/tap/", people.taps))
    for name, told in (("log a set", people.taps), ("log a set, sent again", again)):
        yield Row(name, INSERT, partial(tap, people, "/sessions/{session}/sets/", told), most=TWICE)


def tap(people: People, path: str, told: Iterator[tuple[int, str]]) -> Asked:
    session, fields = next(told)
    cookies = f"__Host-session={people.busy['login']}; __Host-csrf={TOKEN}"
    return send(path.format(session=session), fields, {"Cookie": cookies, "HX-Request": "true"})


def log_in(people: People, database: Database) -> Row:
    """With the password, each time from another address: nobody may try often from one."""
    fields = urlencode({"login": people.busy["email"], "password": people.busy["password"]})
    numbers = count()

    def ask() -> Asked:
        number = next(numbers)
        address = f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"
        return send("/account/login/", fields, {"Cookie": f"__Host-csrf={TOKEN}", "X-Forwarded-For": address})

    return Row("log in", MINE, ask, before=database.forget_devices, share=0.05, status=302)


def new_question() -> Asked:
    return "GET", f"/exercises/?{next(new_questions)}", None, headers()


def new_week() -> Asked:
    return "GET", f"/?{next(new_weeks)}", None, headers() | {"HX-Request": "true", "HX-Target": "answer"}


def look(path: str, person: dict[str, Any] | None = None) -> Callable[[], Asked]:
    cookie = {"Cookie": f"__Host-session={person['login']}"} if person else {}
    return lambda: ("GET", path, None, headers() | cookie)


def send(path: str, fields: str, more: dict[str, str]) -> Asked:
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}"}
    return "POST", path, f"{fields}&csrfmiddlewaretoken={TOKEN}", headers() | form | more


def headers() -> dict[str, str]:
    """As the proxy hands them on."""
    proxied = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    return {**proxied, "Accept-Encoding": "gzip"}
