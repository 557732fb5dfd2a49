"""A session that was deleted and begun again: what it had held can come back, in place of what was done since."""

import pytest

from plans.core.types import DAY
from plans.models import KneeReport, Session
from plans.services import correcting, knee, past
from plans.services.correcting import TooLate
from plans.services.doing import doing
from plans.services.forgetting import forget_deleted
from tests.plans.services.training import MONDAY, MONTH, doses, noon, sets, trained


@pytest.fixture
def begun_again(on, call):
    """A session that was deleted, and its first exercise done once more with other numbers of reps."""
    [session] = trained(on, MONDAY, pain=4)
    call(correcting.delete_session, MONDAY, session=session)
    on(MONDAY).start(MONDAY)
    [part, *_] = doing(on(MONDAY).row, session).parts
    for number in (1, 2):
        on(MONDAY).log(session, part, number, 3)
    return session


def restored_earlier(call, session, at=None, day=MONDAY, **said):
    return call(correcting.restore_earlier, day, session=session, at=at or noon(MONDAY), **said)


def test_what_a_session_held_comes_back_in_place_of_what_was_done_since(begun_again, call, row, catalogue):
    [earlier] = past.deleted(row, noon(MONDAY))
    assert (earlier.at, earlier.session.pk, earlier.is_earlier) == (noon(MONDAY), begun_again, True)
    restored_earlier(call, begun_again, day=MONDAY + DAY)
    assert [log.amount for log in sets(begun_again)] == [5, 5]
    assert (doing(row, begun_again).knee, doing(row, begun_again).row.effort) == (4, None)
    assert doing(row, begun_again).row.finished_at, "or it would be under way"
    assert doses(row, catalogue, MONDAY + DAY)["squat"] == 20, "a knee that hurts at 4 holds"
    [other] = past.deleted(row, noon(MONDAY + DAY))
    assert (other.at, other.is_earlier) == (noon(MONDAY + DAY), True), "what was done since can come back as well"


def test_again_it_does_nothing_and_at_another_moment_neither(begun_again, call):
    call(correcting.restore_session, MONDAY, session=begun_again)
    restored_earlier(call, begun_again, at=noon(MONDAY - DAY))
    assert [log.amount for log in sets(begun_again)] == [3, 3]
    for _ in range(2):
        restored_earlier(call, begun_again, day=MONDAY + DAY)
        assert [log.amount for log in sets(begun_again)] == [5, 5]


def test_either_of_two_deletions_of_a_session_comes_back(begun_again, call, row, on):
    knee.say_knee(row=row, catalogue=on(MONDAY).catalogue, today=MONDAY, session=begun_again, pain=2)
    call(correcting.delete_session, MONDAY + DAY, session=begun_again)
    assert [each.is_earlier for each in past.deleted(row, noon(MONDAY + DAY))] == [False, True]
    restored_earlier(call, begun_again, at=noon(MONDAY + DAY), day=MONDAY + DAY)
    assert Session.objects.get(pk=begun_again).deleted_at, "the whole session is restored as such"
    restored_earlier(call, begun_again, day=MONDAY + DAY)
    assert ([log.amount for log in sets(begun_again)], doing(row, begun_again).knee) == ([5, 5], 4)
    assert Session.objects.get(pk=begun_again).deleted_at is None
    [since] = past.deleted(row, noon(MONDAY + DAY))
    restored_earlier(call, begun_again, at=since.at, day=MONDAY + 2 * DAY)
    assert ([log.amount for log in sets(begun_again)], doing(row, begun_again).knee) == ([3, 3], 2)


def test_what_had_only_been_told_of_a_session_comes_back_as_well(on, call, row, catalogue):
    session = on(MONDAY).start(MONDAY)
    knee.say_knee(row=row, catalogue=catalogue, today=MONDAY, session=session, pain=3)
    call(correcting.delete_session, MONDAY, session=session)
    on(MONDAY).start(MONDAY)
    assert doing(row, session).knee is None
    restored_earlier(call, session)
    assert doing(row, session).knee == 3


def test_sets_that_were_deleted_one_by_one_are_no_session(on, call, row):
    [session] = trained(on, MONDAY)
    for number, log in enumerate(sets(session)):
        call(correcting.delete_set, MONDAY + number * DAY, session=session, uuid=log.uuid)
    assert [each.log is not None for each in past.deleted(row, noon(MONDAY + DAY))] == [True, True]


def test_after_thirty_days_what_a_session_held_before_it_was_begun_again_goes_too(begun_again, call, row):
    later = noon(MONDAY) + MONTH
    assert past.deleted(row, later) == []
    with pytest.raises(TooLate):
        restored_earlier(call, begun_again, day=later.date())
    list(forget_deleted(later))
    assert KneeReport.objects.filter(runner=row).count() == 0
    with pytest.raises(TooLate):
        restored_earlier(call, begun_again, day=later.date())
    assert [log.amount for log in sets(begun_again)] == [3, 3]
