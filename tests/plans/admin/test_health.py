"""What concerns health is kept from view, whatever way it is said."""

import re

import pytest

from plans.admin.addresses import masked
from plans.admin.health import HARMLESS, KEPT, Words, is_harmless
from plans.core import wording
from plans.core.types import because
from tests.core.test_wording import FACTS, TUESDAY

SPEAKS_OF_HEALTH = re.compile(
    r"\b(knee|ill|illness|pain|sore|hurt|clinician|cleared|warning|hard session)\b", re.IGNORECASE
)


def test_what_counts_as_harmless_is_what_the_planner_says_without_a_word_of_health():
    assert {*wording._SENTENCES, *wording._CLAUSES} >= HARMLESS
    for code in HARMLESS & set(wording._SENTENCES):
        assert not SPEAKS_OF_HEALTH.search(wording.sentence(because(code, **FACTS))), code


@pytest.mark.parametrize(
    "reason",
    [
        because("pain_severe", date=TUESDAY),
        because("cleared", less=True),
        because("away", weeks=1, ill=True, trained=False, less=False),
        because("short", free=1, left=1, away=2, passed=0, sessions=1, skipped=()),
        because("easier", why=because("effort_twice"), less=True, variation="chair-squat"),
        because("a code of next year"),
    ],
)
def test_reasons_of_health(reason):
    assert not is_harmless(reason)
    assert Words(whole=False, names={}).sentences([reason, because("hold")]) == [
        "Kept from view.",
        "The same this week.",
    ]


def test_a_dose_is_told_only_in_words_that_are_known_to_be_harmless():
    words = Words(whole=False, names={})
    assert words.of_dose("The same this week.", [because("hold")]) == "The same this week."
    assert words.of_dose("Good to have you back: no more than before, to begin with.", [because("hold")]) == f"{KEPT}."
    assert words.of_dose("Your knee hurt badly.", [because("pain_severe", date=TUESDAY)]) == f"{KEPT}."


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ana@example.org", "a…@e….org"),
        ("ana@mail.example.co.uk", "a…@m….uk"),
        ("a@localhost", "a…@l…"),
        ("“x@y”@b.de", "“…@b….de"),
    ],
)
def test_an_address_is_recognised_by_whoever_knows_it(address, shown):
    assert masked(address) == shown
