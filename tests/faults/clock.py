"""One runner's half day on a clock of its own: python -m tests.faults.clock <zone> <zone after half of it> <instant>.

Every quarter of an hour Today is looked at, and every half a set is logged. Prints what was logged on which days, and
what was wrong of it.
"""

import sys
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import time_machine
from django.conf import settings
from django.test import Client

import benchmarks.ready  # noqa: F401
from benchmarks.people import runners, session_of
from plans.models import Runner, Session, SetLog
from plans.services.doing import doing

DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
QUARTERS = 48


class Life:
    def __init__(self, zone: str) -> None:
        [self.row] = runners(2, 1, 0, minutes=60)
        self.client = Client(headers={"host": settings.ALLOWED_HOSTS[0], "x-forwarded-proto": "https"})
        self.client.cookies[settings.SESSION_COOKIE_NAME] = session_of(self.row.user)
        self.faults: list[str] = []
        self.expected: dict[str, str] = {}
        self.days: set[str] = set()
        self.move(zone)

    def move(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self.ask("post", "/settings/zone/", {"time_zone": zone})

    def ask(self, method: str, address: str, fields: dict[str, Any] | None = None) -> None:
        answer = getattr(self.client, method)(address, fields or {})
        if answer.status_code >= 400:
            self.faults.append(f"{address} answered {answer.status_code} at {datetime.now(UTC):%d %b %H:%M}")

    def log_one(self) -> None:
        """The next set of today's session, where the runner is, as long as there is one."""
        day = str(datetime.now(self.zone).date())
        self.days.add(day)
        self.ask("post", "/sessions/start/", {"day": day})
        runner = Runner.objects.get(pk=self.row.pk)
        for session in Session.objects.for_runner(runner).filter(date=day, started_at__isnull=False):
            whole = doing(runner, session.pk)
            for part in whole.parts:
                if part.missing:
                    uuid = str(uuid4())
                    said = {"uuid": uuid, "prescription": part.row.pk, "way": part.way, "number": part.missing[0]}
                    sides = {"right": "5"} if part.version.one_sided else {}
                    self.ask("post", f"/sessions/{session.pk}/sets/", {**said, "amount": "5", **sides})
                    self.expected[uuid] = day
                    return


def main(begins: str, ends: str, at: str) -> None:
    start = datetime.fromisoformat(at).replace(tzinfo=UTC)
    with time_machine.travel(start - 3 * DAY):
        life = Life(begins)
    for quarter in range(QUARTERS):
        with time_machine.travel(start + quarter * QUARTER):
            if quarter == QUARTERS // 2 and begins != ends:
                life.move(ends)
            life.ask("get", "/today/")
            life.ask("get", "/plan/")
            if quarter % 2 == 0:
                life.log_one()
    there = {str(log.uuid): str(log.date) for log in SetLog.objects.for_runner(life.row).filter(at__gte=start)}
    faults = life.faults + [
        f"{uuid} is of {there.get(uuid)}" for uuid, day in life.expected.items() if there.get(uuid) != day
    ]
    if missing := life.days - set(there.values()):
        faults.append(f"nothing could be logged on {missing}")
    days = {day: list(there.values()).count(day) for day in sorted(set(there.values()))}
    print(f"{', '.join(f'{count} sets on {day}' for day, count in days.items())}; {'; '.join(faults) or 'no fault'}")


if __name__ == "__main__":
    main(*sys.argv[1:])
