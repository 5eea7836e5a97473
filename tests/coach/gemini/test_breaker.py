"""A Gemini that hangs is left alone after two timeouts in a row, tried again once, and used again when it answers."""

from bot.coach.coach import CoachGraph
from bot.coach.gemini.breaker import LONGEST_REST, PROBE_SECONDS, REST_SECONDS, Breaker
from bot.coach.gemini.coach import GeminiCoach
from bot.coach.gemini.faults import ModelFault
from tests.coach.gemini.samples import NOON, a_person, heard_talk
from tests.servers import gemini
from tests.servers.gemini import filled

TIMEOUT = ModelFault("timeout")


class Seconds:
    """The machine's steady clock, moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def one_try(breaker: Breaker, fault: ModelFault | None) -> str:
    """What becomes of one try that ends with `fault`."""
    try:
        breaker.admit()
    except ModelFault as held:
        return held.reason
    breaker.begin()
    breaker.note(fault)
    return fault.reason if fault else "ok"


def test_two_timeouts_in_a_row_keep_everybody_from_asking():
    seconds = Seconds()
    breaker = Breaker(seconds)

    tried = [one_try(breaker, TIMEOUT) for _ in range(4)]
    seconds.now = REST_SECONDS - 1

    assert tried == ["timeout", "timeout", "resting", "resting"]
    assert one_try(breaker, None) == "resting"


def test_timeouts_with_an_answer_between_them_change_nothing():
    breaker = Breaker(Seconds())

    assert [one_try(breaker, fault) for fault in (TIMEOUT, None, TIMEOUT, ModelFault("garbled"), TIMEOUT)] == [
        "timeout", "ok", "timeout", "garbled", "timeout",
    ]  # fmt: skip
    assert one_try(breaker, None) == "ok"


def test_one_probe_goes_through_after_the_rest_and_its_answer_opens_the_way():
    seconds = Seconds()
    breaker = Breaker(seconds)
    one_try(breaker, TIMEOUT), one_try(breaker, TIMEOUT)
    seconds.now = REST_SECONDS

    breaker.admit()
    breaker.begin()
    meanwhile = one_try(breaker, None)
    breaker.note(None)

    assert meanwhile == "resting"
    assert one_try(breaker, TIMEOUT) == "timeout"
    assert one_try(breaker, None) == "ok"


def test_a_probe_that_hangs_too_makes_the_rest_longer_up_to_a_limit():
    seconds = Seconds()
    breaker = Breaker(seconds)
    one_try(breaker, TIMEOUT), one_try(breaker, TIMEOUT)
    rests, since = [], 0.0
    for _ in range(5):
        while one_try(breaker, TIMEOUT) == "resting":
            seconds.now += 30
        rests.append(seconds.now - since)
        since = seconds.now

    assert rests == [REST_SECONDS, 2 * REST_SECONDS, 4 * REST_SECONDS, LONGEST_REST, LONGEST_REST]


def test_a_probe_that_is_never_heard_of_again_blocks_no_longer_than_a_minute():
    seconds = Seconds()
    breaker = Breaker(seconds)
    one_try(breaker, TIMEOUT), one_try(breaker, TIMEOUT)
    seconds.now = REST_SECONDS
    breaker.admit()
    breaker.begin()

    seconds.now += PROBE_SECONDS

    assert one_try(breaker, None) == "ok"


async def nothing(query: str, limit: int) -> list[str]:
    return []


async def test_turns_of_a_hanging_gemini_are_answered_at_once_and_say_so(server, make_coach):
    seconds = Seconds()
    server.otherwise = gemini.hangs()
    coach: GeminiCoach = make_coach(timeout=0.8, breaker=Breaker(seconds))
    graph = CoachGraph(model=coach)

    async def turn() -> str:
        state = await graph.run("I feel a bit stuck", a_person(), NOON, nothing, may_use_model=True)
        return state["response"].text

    await turn()
    asked = len(server.asked)
    text = await turn()
    server.otherwise = filled(heard_talk("That sounds slow. What would make it lighter?"))
    seconds.now = REST_SECONDS
    back = await turn()

    assert (asked, len(server.asked)) == (2, 3), "the second turn asked nothing"
    assert text.startswith("Gemini has not answered lately")
    assert len(text.splitlines()) > 1
    assert back == "That sounds slow. What would make it lighter?"


def test_a_try_that_our_own_books_refuse_is_no_probe():
    seconds = Seconds()
    breaker = Breaker(seconds)
    one_try(breaker, TIMEOUT), one_try(breaker, TIMEOUT)
    seconds.now = REST_SECONDS

    breaker.admit()  # and then the books said no: nothing was sent

    assert one_try(breaker, None) == "ok"
