"""Sets to log, in the database of the settings: python -m benchmarks.sets [session key] [how many].

Prints the key of a session that is begun and of which nothing is done, and then line by line a session and what a tap
on a set of it sends. They are like the runner's next session, one a day from when no plan looks so far ahead.
"""

import sys
from collections.abc import Iterator
from copy import copy
from datetime import date, timedelta
from itertools import count, islice
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.utils import timezone

import benchmarks.ready  # noqa: F401
from plans.models import Prescription, Runner, Session

AHEAD = 60  # days


def main(key: str, number: str) -> None:
    session, taps = to_do(_logged_in(key), int(number))
    print(session)
    for tap in taps:
        print(*tap)


@transaction.atomic
def to_do(row: Runner, number: int) -> tuple[int, list[tuple[int, str]]]:
    """The key of a session that is begun, and of others so many taps: the session, and what is sent."""
    today = row.today()
    following = Session.objects.for_runner(row).filter(date__gt=today).earliest("date")
    like = list(Prescription.objects.for_runner(row).filter(session=following).order_by("position"))
    sessions = (_begun(row, like, today + timedelta(days=day)) for day in count(AHEAD))
    first = next(sessions)[0].session_id
    return first, list(islice((tap for session in sessions for tap in _taps(session)), number))


def _logged_in(key: str) -> Runner:
    from django.contrib.sessions.backends.db import SessionStore

    return Runner.objects.get(user=SessionStore(key)[SESSION_KEY])


def _begun(row: Runner, like: list[Prescription], day: date) -> list[Prescription]:
    session = Session.objects.create(runner=row, date=day, slot=0, started_at=timezone.now())
    asked = [copy(each) for each in like]
    for each in asked:
        each.pk, each.session = None, session
    return Prescription.objects.bulk_create(asked)


def _taps(session: list[Prescription]) -> Iterator[tuple[int, str]]:
    for asked in session:
        for number, amount in enumerate(asked.sets, 1):
            way = (asked.variation or asked.exercise).slug
            said = {"uuid": uuid4(), "prescription": asked.pk, "way": way, "number": number, "amount": amount}
            yield asked.session_id, urlencode(said | ({"right": amount} if asked.version["one_sided"] else {}))


if __name__ == "__main__":
    main(*sys.argv[1:])
