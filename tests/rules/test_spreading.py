"""Many nudges at one moment: spread over the next minutes, the same turn for the same person, all in time."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.entities import PersonId, Platform
from bot.rules.spreading import AT_ONCE, RATES, most_at_once, place_in, span_of

HOUR = timedelta(hours=1)


def test_few_are_sent_at_once():
    assert span_of(Platform.TELEGRAM, 200) == timedelta()
    assert place_in(timedelta(), PersonId("p")) == timedelta()


def test_terminal_has_no_limit():
    assert span_of(Platform.CONSOLE, 1_000_000) == timedelta()
    assert most_at_once(Platform.CONSOLE) is None


def test_hundred_thousand_at_nine_fit_before_they_are_stale():
    for platform in RATES:
        span = span_of(platform, 100_000)
        assert AT_ONCE < span < 3 * HOUR
        assert (most_at_once(platform) or 0) >= 100_000


def test_more_than_fits_is_known():
    assert span_of(Platform.TELEGRAM, (most_at_once(Platform.TELEGRAM) or 0) + 20) > 3 * HOUR


@given(st.text(min_size=1, max_size=30), st.timedeltas(timedelta(), 4 * HOUR))
def test_turn_is_never_before_the_due_instant_nor_after_the_span_and_always_the_same(person, span):
    place = place_in(span, PersonId(person))

    assert timedelta() <= place <= span
    assert place == place_in(span, PersonId(person))


def test_turns_fill_the_span_evenly():
    span = timedelta(seconds=1000)
    places = [place_in(span, PersonId(f"p_{number}")) for number in range(5000)]

    per_tenth = [sum(n * span / 10 <= place < (n + 1) * span / 10 for place in places) for n in range(10)]

    assert min(per_tenth) > 400
    assert max(per_tenth) < 600
