"""What each failure of Gemini becomes: its reason, the person's sentence, how many tries, how much time."""

import asyncio
import time
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from bot.coach.gemini.allowance import Allowance
from bot.coach.gemini.calling import Budget, ask
from bot.coach.gemini.coach import GeminiCoach
from bot.coach.gemini.faults import REASONS, ModelFault, translate
from bot.config import Gemini
from bot.errors import ModelUnavailable
from bot.health import MODEL_OUTCOMES
from bot.store.opening import Store
from tests.coach.gemini.samples import a_person, a_view, heard_goal, heard_talk, weight_goal, written
from tests.servers import gemini
from tests.servers.gemini import GeminiServer, filled

PER_DAY = "GenerateRequestsPerDayPerProjectPerModel-FreeTier"
BAD_KEY = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
NO_REGION = "User location is not supported for the API use."
HALF = '{"intent": "feeling", "mood": "low", "reply": "That sounds'
Make = Callable[..., GeminiCoach]


async def failure(coach: GeminiCoach) -> ModelUnavailable:
    with pytest.raises(ModelUnavailable) as raised:
        await coach.understand(a_view())
    return raised.value


@pytest.mark.parametrize(
    ("answer", "reason", "tries"),
    [
        pytest.param(gemini.exhausted(), "quota_minute", 3, id="429 a minute, without RetryInfo"),
        pytest.param(gemini.exhausted(wait="31.5s"), "quota_minute", 1, id="429 a minute, a long wait"),
        pytest.param(gemini.exhausted(PER_DAY, wait="2s"), "quota_day", 1, id="429 a day"),
        pytest.param(gemini.fails(503, "UNAVAILABLE", "The model is overloaded."), "overloaded", 3, id="503"),
        pytest.param(gemini.html(502), "overloaded", 3, id="502 of a proxy"),
        pytest.param(gemini.cut(), "unreachable", 3, id="cut before the answer"),
        pytest.param(gemini.cut(b'{"candidates": ['), "unreachable", 3, id="cut inside the answer"),
        pytest.param(gemini.says(HALF, "MAX_TOKENS"), "cut_short", 1, id="truncated, and said so"),
        pytest.param(gemini.says(HALF), "garbled", 3, id="truncated, and STOP"),
        pytest.param(gemini.says(HALF, None), "cut_short", 1, id="no finish reason"),
        pytest.param(gemini.says("", "STOP"), "garbled", 3, id="an empty text"),
        pytest.param(gemini.says("[1, 2]"), "garbled", 3, id="JSON of another shape"),
        pytest.param(gemini.says('{"a": ' + "[" * 90_000), "garbled", 3, id="JSON without a bottom"),
        pytest.param(gemini.body({}), "refused", 1, id="no candidate"),
        pytest.param(gemini.body([]), "refused", 1, id="a list for an answer"),
        pytest.param(gemini.body({"candidates": "none"}), "refused", 1, id="candidates of another type"),
        pytest.param(gemini.html(), "garbled", 3, id="HTML with 200"),
        pytest.param(gemini.blocked(), "refused", 1, id="prompt blocked"),
        pytest.param(gemini.says("", "SAFETY"), "refused", 1, id="answer blocked"),
        pytest.param(gemini.says('{"reply": "x"}', "RECITATION"), "refused", 1, id="stopped for recitation"),
        pytest.param(gemini.says('{"reply": "x"}', "A_NEW_REASON"), "refused", 1, id="an unknown finish reason"),
        pytest.param(gemini.fails(400, "INVALID_ARGUMENT", "API key not valid.", BAD_KEY), "key", 1, id="wrong key"),
        pytest.param(gemini.fails(401, "UNAUTHENTICATED"), "key", 1, id="401"),
        pytest.param(gemini.fails(403, "PERMISSION_DENIED"), "key", 1, id="403"),
        pytest.param(gemini.fails(404, "NOT_FOUND"), "model", 1, id="404"),
        pytest.param(gemini.fails(400, "FAILED_PRECONDITION", NO_REGION), "region", 1, id="region"),
        pytest.param(gemini.fails(400, "INVALID_ARGUMENT", "Bad schema."), "request", 1, id="another 400"),
    ],
)
async def test_failure_has_its_reason_and_number_of_tries(
    answer: gemini.Answer, reason: str, tries: int, server: GeminiServer, coach: GeminiCoach, outcomes: list[str]
) -> None:
    server.otherwise = answer

    error = await failure(coach)

    assert error.reason == reason
    assert len(server.asked) == tries
    assert outcomes == [reason] * tries
    assert "playbooks" in error.sentence_for_person
    assert error.sentence_for_person.count(".") == 1, "one line"
    assert "stuck" not in str(error), "no word of the person"


@pytest.mark.parametrize("answer", [gemini.hangs(), gemini.drips()], ids=["silent", "a byte now and then"])
async def test_hanging_server_is_left_after_the_timeout_each_time(
    answer: gemini.Answer, server: GeminiServer, make_coach: Make
) -> None:
    coach = make_coach(timeout=0.6)
    await coach.understand(a_view())  # the library is loaded by now
    server.otherwise = answer
    started = time.monotonic()

    error = await failure(coach)

    assert error.reason == "resting"
    assert len(server.asked) == 1 + 2, "after two timeouts in a row it is left alone"
    assert 1.2 <= time.monotonic() - started < 10


async def test_nobody_listening_is_unreachable(store: Store, clock, unused_tcp_port: int) -> None:
    async def one() -> int:
        return 1

    settings = Gemini(api_key=SecretStr("k"), base_url=f"http://127.0.0.1:{unused_tcp_port}")
    coach = GeminiCoach(settings, Allowance(store.quota, clock, 9, 9, one), first_wait=0.01)

    error = await failure(coach)

    assert error.reason == "unreachable"
    await coach.close()


async def test_wait_the_server_asks_for_is_kept(server: GeminiServer, coach: GeminiCoach, outcomes: list[str]) -> None:
    await coach.understand(a_view())
    server.will(gemini.exhausted(wait="0.6s"), filled(heard_talk()))

    understanding = await coach.understand(a_view())

    assert understanding.reply
    assert 0.6 <= server.asked[2].at - server.asked[1].at < 8
    assert outcomes == ["ok", "quota_minute", "ok"]


@pytest.mark.parametrize(
    ("header", "tries"), [("0.5", 2), ("60", 1), ("Wed, 25 Nov 2026 07:28:00 GMT", 2), ("soon", 2)]
)
async def test_retry_after_header_is_heard_like_retry_info(
    header: str, tries: int, server: GeminiServer, coach: GeminiCoach
) -> None:
    server.will(gemini.busy(header))

    if tries == 1:
        assert (await failure(coach)).reason == "quota_minute"
    else:
        await coach.understand(a_view())

    assert len(server.asked) == tries
    assert header != "0.5" or server.asked[1].at - server.asked[0].at >= 0.5


async def test_wait_beyond_eight_seconds_is_not_waited_for_and_binds_everybody(
    server: GeminiServer, coach: GeminiCoach, outcomes: list[str]
) -> None:
    server.will(gemini.exhausted(wait="30s"))
    started = time.monotonic()

    await failure(coach)
    with pytest.raises(ModelUnavailable) as raised:
        await coach.understand(a_view(person=a_person("bob")))

    assert raised.value.reason == "quota_minute"
    assert len(server.asked) == 1, "the server's wish is kept by all"
    assert outcomes == ["quota_minute", "held"]
    assert time.monotonic() - started < 6


async def test_one_failure_is_made_good_by_the_next_try(server: GeminiServer, coach: GeminiCoach) -> None:
    server.will(gemini.fails(503, "UNAVAILABLE"), gemini.cut(), filled(heard_talk("Slow days happen.")))

    assert (await coach.understand(a_view())).reply == "Slow days happen."
    assert len(server.asked) == 3


async def test_tries_are_spaced_out(server: GeminiServer, make_coach: Make) -> None:
    server.will(gemini.fails(503, "UNAVAILABLE"), gemini.fails(503, "UNAVAILABLE"))

    await make_coach(wait=0.1).understand(a_view())

    first, second, third = (asked.at for asked in server.asked)
    assert 0.07 < second - first < third - second + 0.1 < 0.9


async def test_gemini_is_used_again_in_the_turn_after_an_outage(server: GeminiServer, coach: GeminiCoach) -> None:
    server.will(*[gemini.fails(503, "UNAVAILABLE")] * 3)
    await failure(coach)

    assert (await coach.understand(a_view())).analysis.author == "gemini"


async def test_turn_with_a_plan_has_three_tries_in_all(server: GeminiServer, coach: GeminiCoach) -> None:
    view = a_view("I want to lose 5 kg in 8 weeks")
    server.will(gemini.html(), filled(heard_goal()))
    await coach.understand(view)
    server.otherwise = gemini.html()

    with pytest.raises(ModelUnavailable):
        await coach.write_plan(weight_goal(), view)

    assert len(server.asked) == 3


async def test_turn_that_writes_a_plan_asks_twice(server: GeminiServer, coach: GeminiCoach) -> None:
    view = a_view("I want to lose 5 kg in 8 weeks")
    server.will(filled(heard_goal()), filled(written()))

    understanding = await coach.understand(view)
    plan = await coach.write_plan(weight_goal(), view)

    assert understanding.reply == "You want to feel lighter in a few weeks.", "the draft asks the question"
    assert [asked.is_for_a_plan for asked in server.asked] == [False, True]
    assert plan.author == "gemini"


async def test_tries_of_a_turn_end_with_its_time() -> None:
    heard: list[ModelFault | None] = []

    async def before() -> None: ...

    async def after(fault: ModelFault | None) -> None:
        heard.append(fault)

    async def call() -> None:
        await asyncio.sleep(0.8)
        raise TimeoutError

    started = time.monotonic()
    with pytest.raises(ModelFault) as raised:
        await ask(call, Budget(0.01, seconds=1.3), before_try=before, after_try=after)

    assert raised.value.reason == "timeout"
    assert len(heard) == 2, "one ran its course, one was cut by the turn's end"
    assert time.monotonic() - started < 5


async def test_turn_cancelled_from_outside_ends_at_once(server: GeminiServer, coach: GeminiCoach) -> None:
    await coach.understand(a_view())
    server.otherwise = gemini.hangs()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await coach.understand(a_view())

    assert len(server.asked) == 2


def test_every_reason_is_a_known_outcome_of_the_metrics() -> None:
    assert {"ok", "held", *REASONS} == MODEL_OUTCOMES


def test_failures_of_httpx_are_read_like_those_of_aiohttp() -> None:
    import httpx

    assert translate(httpx.ReadTimeout("")).reason == "timeout"
    assert translate(httpx.ConnectError("")).reason == "unreachable"
    assert translate(httpx.RemoteProtocolError("")).reason == "unreachable"
    assert translate(KeyboardInterrupt()).reason == "unforeseen"
