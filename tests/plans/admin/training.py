"""What a runner did of sessions, and what support reads of it."""

import re
from html import unescape
from uuid import uuid4

from exercises.models import Exercise
from plans.core.types import DAY, WEEK
from plans.models import ExerciseChoice, KneeReport, Session
from plans.services import sets
from plans.services.doing import doing
from plans.services.planning import open_weeks
from tests.plans.lives.living import Services


def hands_on(row, catalogue, day):
    """The hands of a runner on a day."""
    hands = Services(row, catalogue)
    hands.wakes_on(day)
    return hands


def part_of(row, session, slug):
    return next(part for part in doing(row, session).parts if part.slug == slug)


def log(hands, session, slug, *amounts):
    """The sets of an exercise, one after the other: an amount each, or the left and the right."""
    for number, amount in enumerate(amounts, start=1):
        left, right = amount if isinstance(amount, tuple) else (amount, None)
        part = part_of(hands.row, session, slug)
        said = sets.Said(uuid4(), part.row.pk, part.way, number, left, right)
        sets.log_set(runner=hands.row, session=session, said=said, now=hands.now)


def train(row, catalogue, weeks):
    """So many weeks with every session done and answered, something that hurt, something chosen and a flag."""
    for week in range(weeks):
        first = row.started_on + week * WEEK
        open_weeks(row=row, catalogue=catalogue, today=first)
        week_of = Session.objects.filter(date__range=(first, first + WEEK - DAY), finished_at=None)
        for session in week_of.order_by("date"):
            hands = hands_on(row, catalogue, session.date)
            hands.start(session.date)
            for part in doing(row, session.pk).parts:
                log(
                    hands,
                    session.pk,
                    part.slug,
                    *[(each, each) if part.version.one_sided else each for each in part.row.sets],
                )
            hands.hurts(session.pk, part, 1)
            hands.finish(session.pk, 1, 6)
            hands.wakes_on(session.date + DAY)
            hands.morning(session.pk, 0)
        KneeReport.objects.create(runner=row, date=first, moment=KneeReport.Moment.CLEARED)
        ExerciseChoice.objects.create(
            runner=row, kind=ExerciseChoice.Kind.TAKE, date=first, after=2, exercise=Exercise.objects.get(slug="squat")
        )


def text(answer):
    """What the page says, without its marks."""
    main = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())


def page(client, runner, query=""):
    return text(client.get(f"/admin/plans/runner/{runner.pk}/change/{query}"))
