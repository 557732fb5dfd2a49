import pytest

from plans.core.case import Malformed
from plans.management.case_text import MOST_BYTES, values_of


def test_values_come_as_they_are_written():
    assert values_of(b'{"a": [1, -2.5, true, null, "\xe2\x80\x99"], "b": {}}') == {
        "a": [1, -2.5, True, None, "’"],
        "b": {},
    }


def test_a_mark_of_its_encoding_may_come_first():
    assert values_of(b"\xef\xbb\xbf[]") == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"", "the case is missing: simulate takes one on standard input (see --help)."),
        (b" \n\t", "the case is missing: simulate takes one on standard input (see --help)."),
        (b"\xff{}", "the case takes text in UTF-8, which byte 1 is not."),
        (b'{"a": "\xc3("}', "the case takes text in UTF-8, which byte 8 is not."),
        (
            b"{'a': 1}",
            "the case takes JSON; line 1, column 2 is not: expecting property name enclosed in double quotes.",
        ),
        (b'{"a": 1,\n "b"}', "the case takes JSON; line 2, column 5 is not: expecting ':' delimiter."),
        (b"{} {}", "the case takes JSON; line 1, column 4 is not: extra data."),
        (b'{"a": {"knee": 1, "knee": 2}}', '"knee" stands twice in one object: keep one of them.'),
        (b'{"a\\nb": 1, "a\\nb": 2}', '"a\\nb" stands twice in one object: keep one of them.'),
        (b'{"a": NaN}', "the case takes JSON, which has no NaN."),
        (b'{"a": -Infinity}', "the case takes JSON, which has no -Infinity."),
        (b"[" * 100_000, "the case takes objects in objects three deep, not thousands."),
        (b'{"a":' * 100_000, "the case takes objects in objects three deep, not thousands."),
        (b" " * (MOST_BYTES + 1), "the case takes 10 megabytes at most."),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_wrong_is_said_in_one_line(given, said):
    with pytest.raises(Malformed) as refused:
        values_of(given)
    assert str(refused.value) == said


@pytest.mark.parametrize("digits", ["9" * 16, "-" + "9" * 5000, "1e999"])
def test_a_number_that_is_too_long_is_left_to_the_field_that_refuses_it(digits):
    assert isinstance(values_of(f"[{digits}]".encode())[0], float)
