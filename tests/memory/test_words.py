"""What a question is about, and which words meet, in several languages."""

import time

import pytest

from bot.memory.words import keys, topic_of


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("what did I say about my knee?", "knee"),
        ("What did I tell you about my sister last week?", "sister"),
        ("Have I told you about Momo?", "momo"),
        ("do you remember what I said about sleeping badly", "sleeping badly"),
        ("do you remember my doctor's name?", "doctor's name"),
        ("when did I last mention my back", "back"),
        ("did I ever mention anything about coffee??", "coffee"),
        ("Hey Gigi, what have I told you about my job so far?", "job"),
        ("remind me what I said about running", "running"),
        ("what do you know about me?", "me"),
        ("¿Qué te dije sobre mi rodilla?", "rodilla"),
        ("¿Te acuerdas de mi hermana?", "hermana"),
        ("Was habe ich dir über mein Knie gesagt?", "knie"),
        ("Was weißt du über meine Arbeit?", "arbeit"),
        ("Qu'est-ce que j'ai dit sur mon genou ?", "genou"),
        ("Что я говорил про колено?", "колено"),
    ],
)
def test_the_frame_of_a_question_is_left_out(query, topic):
    assert topic_of(query) == topic


@pytest.mark.parametrize("query", ["knee", "knee hurts on stairs?", "膝が痛い"])
def test_words_without_a_frame_are_the_topic(query):
    assert topic_of(query) == query.rstrip("?").lower()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("running", "run"),
        ("studies", "studying"),
        ("knees", "knee"),
        ("meditate", "meditation"),
        ("Rodíllas", "rodilla"),
        ("Knie", "KNIE"),
        ("колено", "колени"),
        ("my doctor's", "doctors"),
        ("膝盖", "我的膝盖很疼"),
        ("무릎", "무릎이 아파요"),
    ],
)
def test_forms_of_a_word_meet(one, other):
    assert keys(one) & keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("knee", "know"), ("car", "cat"), ("planet", "plaster"), ("what is it about me", "about me"), ("", "x")],
)
def test_different_words_and_empty_ones_do_not_meet(one, other):
    assert not keys(one) & keys(other)


@pytest.mark.parametrize("text", ["what " * 25_000, "do you remember " * 8_000, "last week " * 10_000, "?" * 100_000])
def test_a_very_long_query_takes_no_time(text):
    began = time.perf_counter()

    topic_of(text)

    assert time.perf_counter() - began < 0.1
