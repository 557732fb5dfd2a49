"""What the core knows can be kept as JSON and read back without a difference."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from plans.core.document import from_document, to_document
from plans.core.history import History
from plans.core.plan import WeekPlan
from plans.core.planner import forecast, if_all_goes_well, plan_week
from plans.core.record import Week, as_weeks
from plans.core.types import Illness, Reason, RunKind, Runner, because
from tests.core.playing import lives, mornings


def through_json(kind, value):
    return from_document(kind, json.loads(json.dumps(to_document(value))))


def test_a_runner_comes_back_as_told():
    runner = Runner(
        joined=date(2026, 11, 23),
        weekly_runs={1: RunKind.EASY, 6: RunKind.LONG},
        dated_runs={date(2026, 12, 6): RunKind.RACE, date(2026, 12, 3): None},
        equipment=frozenset({"wall", "band"}),
        pinned=frozenset({date(2026, 12, 1)}),
        ill=(Illness(date(2026, 12, 10), date(2026, 12, 12), below=True),),
    )
    assert through_json(Runner, runner) == runner


@pytest.mark.parametrize(
    "reason",
    [
        because("start"),
        because("before_run", run=RunKind.HARD, date=date(2026, 11, 26), pinned=False),
        because("uncovered", groups=("quads", "calves"), minutes=None),
        because("paused", why=because("pain_severe", date=date(2026, 11, 26))),
    ],
)
def test_a_reason_keeps_its_facts_and_their_classes(reason):
    again = through_json(Reason, reason)
    assert again == reason
    assert [type(fact) for fact in again.facts.values()] == [type(fact) for fact in reason.facts.values()]


def test_what_is_at_its_default_takes_no_room():
    assert to_document(Runner(date(2026, 11, 23), {})) == {"joined": "2026-11-23", "weekly_runs": []}


@given(lives)
def test_every_morning_of_any_life_comes_back_whole(life):
    *_, (day, present, plan) = mornings(life)
    assert through_json(WeekPlan, plan) == plan
    history = through_json(History, present.history)
    assert history == present.history
    assert list(history.standings) == list(present.history.standings)
    assert plan_week(replace(present, history=history), day) == plan_week(present, day)
    coming = as_weeks(forecast(if_all_goes_well(present, plan), day, 2))
    assert through_json(tuple[Week, ...], coming) == coming
