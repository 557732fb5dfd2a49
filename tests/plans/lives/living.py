"""A case of the simulator, lived by a runner day by day, as the pages have it: each night the weeks are opened, each
morning the knee is asked about, each set is a tap of its own."""

from copy import copy
from datetime import UTC, datetime, time
from uuid import uuid4

from plans.core.case import Entry, read_case
from plans.core.simulation import play
from plans.core.types import DAY, WEEK, FlagKind
from plans.models import PlannedWeek, Runner, Session
from plans.services import choosing, knee, sets, training
from plans.services.catalogue import planned_catalogue
from plans.services.doing import doing
from plans.services.planning import open_weeks, start
from plans.services.standing import standing
from plans.services.told import tell, told
from tests.factories import RunnerFactory, UserFactory


def simulated(given):
    """Of each week the doses, and what was done on each date: as the simulator plays it."""
    catalogue = planned_catalogue()
    weeks = play(read_case(given, catalogue.exercises), catalogue.exercises, catalogue.names)["weeks"]
    return [
        (
            {each["exercise"]: (each["variation"], each["dose"], each["action"]) for each in week["doses"]},
            {
                session["date"]: {
                    each["exercise"]: sorted(each["done"], reverse=True)
                    for each in session["exercises"]
                    if any(each["done"])
                }
                for session in week["sessions"]
                if session["status"] != "missed"
            },
        )
        for week in weeks
    ]


class Services:
    """Does what a page's button does, by the service behind it."""

    def __init__(self, row, catalogue):
        self.row, self.catalogue, self.today = row, catalogue, None

    def wakes_on(self, day):
        self.today = day

    def _call(self, writer, **said):
        return writer(row=self.row, catalogue=self.catalogue, today=self.today, **said)

    @property
    def now(self):
        return datetime.combine(self.today, time(9), UTC)

    def morning(self, session, pain):
        self._call(knee.say_morning, session=session, pain=pain)

    def start(self, day):
        return self._call(training.start_session, day=day, now=self.now)

    def log(self, session, part, number, amount):
        right = amount if part.version.one_sided else None
        said = sets.Said(uuid4(), part.row.pk, part.way, number, amount, right)
        sets.log_set(runner=self.row, session=session, said=said, now=self.now)

    def hurts(self, session, part, pain):
        self._call(knee.hurts, session=session, prescription=part.row.pk, pain=pain, sharp=False)

    def finish(self, session, pain, effort):
        self._call(training.finish, session=session, now=self.now)
        if pain is not None:
            self._call(knee.say_knee, session=session, pain=pain)
        if effort is not None:
            self._call(training.say_effort, session=session, effort=effort)

    def flag(self, kind):
        if kind is FlagKind.CLEARED:
            self._call(knee.clear)
        else:
            self._call(knee.raise_flag, kind=kind)

    def take(self, slug, variation, grams):
        self._call(choosing.take, exercise=slug, variation=variation, grams=grams)

    def swap(self, session, part, other):
        self._call(
            choosing.change_exercise,
            session=session,
            prescription=part.row.pk,
            exercise=other,
            variation=None,
            how_long="once",
        )


class Life:
    """`hands` do what the diary says; they are made with what else they take."""

    def __init__(self, given, hands=Services, **more):
        self.catalogue = planned_catalogue()
        self.case = self.read(given)
        runner = self.case.runner
        week_start = "sunday" if runner.week_starts_on else "monday"
        self.row = RunnerFactory(user=UserFactory(week_start=week_start, time_zone="UTC"), owns=[])
        blank = told(self.row, runner.joined)
        tell(self.row, blank, runner, runner.joined)
        self.row.baseline = runner.baseline
        self.row.save(update_fields=["baseline"])
        start(row=self.row, catalogue=self.catalogue, first=runner.joined)
        self.row.refresh_from_db()
        self.hands = hands(self.row, self.catalogue, **more)
        self.today = None
        self.slept_on = None  # the session of yesterday, and the answer of this morning

    def read(self, given):
        return read_case(given, self.catalogue.exercises)

    def lived(self):
        """As `simulated`."""
        return [self._week(number) for number in range(self.case.weeks)]

    def _week(self, number):
        runner = self.case.runner
        first = runner.first_day(runner.joined) + number * WEEK
        doses = None
        for day in (first + place * DAY for place in range(7)):
            if day >= runner.joined:
                self.today = day
                self.hands.wakes_on(day)
                open_weeks(row=self.row, catalogue=self.catalogue, today=day)
                self._morning()
                entry = self.case.diary.get(day)
                self._take(entry)
                doses = self._doses() if doses is None else doses
                self._day(day, entry)
                if entry and entry.swap:
                    doses = self._doses() | doses
        done = {str(each.date): _done(self.row, each.pk) for each in self._sessions(first)}
        return doses, {day: works for day, works in done.items() if works}

    def _doses(self):
        return {each.exercise: (each.version.variation, each.dose, str(each.action)) for each in self._plan().doses}

    def _plan(self):
        return standing(PlannedWeek.objects.latest_of(self.row), self.catalogue, self.today).plan

    def _sessions(self, first):
        return Session.objects.for_runner(self.row).filter(date__range=(first, first + WEEK - DAY)).order_by("date")

    def _morning(self):
        if self.slept_on and self.slept_on[1] is not None:
            self.hands.morning(*self.slept_on)
        self.slept_on = None

    def _take(self, entry):
        for slug, taken in (entry.take if entry else {}).items():
            self.hands.take(slug, taken.variation, taken.load_grams)

    def _day(self, day, entry):
        planned = self._plan().session_on(day) is not None
        entry = entry or (self.case.otherwise if planned else Entry(did="nothing"))
        did = entry.did if entry.did is not None else ("all" if planned else "nothing")
        if did != "nothing":
            self._train(day, did, entry)
        for kind in entry.flags:
            self.hands.flag(kind)

    def _train(self, day, did, entry):
        session = self.hands.start(day)
        for old, new in entry.swap.items():
            self.hands.swap(session, _part(self.row, session, old), new)
        for part in doing(self.row, session).parts:
            wanted = part.row.sets if did == "all" else did.get(part.slug, ())
            for number, amount in enumerate(wanted, start=1):
                self.hands.log(session, part, number, amount)
            if part.slug in entry.pain:
                self.hands.hurts(session, part, entry.pain[part.slug])
        self.hands.finish(session, entry.knee, entry.effort)
        self.slept_on = session, entry.next_morning


def again(life):
    """A life that a module's tests share, as it stands in the database."""
    life, hands = copy(life), copy(life.hands)
    life.row = hands.row = Runner.objects.select_related("user").get(pk=life.row.pk)
    life.hands = hands
    return life


def _part(row, session, slug):
    return next(part for part in doing(row, session).parts if part.slug == slug)


def _done(row, session):
    works = doing(row, session).held.works
    return {work.exercise: list(work.done) for work in works if any(work.done)}
