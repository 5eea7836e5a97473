"""The playbooks that come with Gigi, and what a new one has to be."""

import pytest

from bot.entities import Direction, Domain, Goal
from bot.rules.plans import Playbook, load_playbooks, playbook_for, read_playbook, unsafe_words
from tests.rules.plans.samples import goal

BOOKS = sorted(load_playbooks().values(), key=lambda book: book.id)


@pytest.mark.parametrize("domain", list(Domain))
def test_every_domain_has_a_general_playbook(domain: Domain) -> None:
    plain = goal("zzz", domain, direction=Direction.MAINTAIN)

    assert playbook_for(plain).domain is domain


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        (goal("run a 10k", Domain.FITNESS), "running"),
        (goal("get fit", Domain.FITNESS, sport="running"), "running"),
        (goal("walk every day", Domain.FITNESS), "walking"),
        (goal("10 push-ups", Domain.FITNESS), "strength"),
        (goal("go to spin class", Domain.FITNESS), "fitness"),
        (goal("lose weight", Domain.WEIGHT, direction=Direction.DECREASE), "weight"),
        (goal("put on weight", Domain.WEIGHT, direction=Direction.INCREASE), "weight_gain"),
        (goal("read 12 books", Domain.LEARNING), "reading"),
        (goal("learn Welsh", Domain.LEARNING), "learning"),
        (goal("stop smoking", Domain.SUBSTANCE, direction=Direction.STOP), "nicotine"),
        (goal("drink less wine", Domain.SUBSTANCE, direction=Direction.DECREASE), "alcohol"),
        (goal("less coffee", Domain.SUBSTANCE, direction=Direction.DECREASE), "substance"),
        (goal("pay off my credit card", Domain.FINANCE), "debt"),
        (goal("save for a car", Domain.FINANCE), "finance"),
        (goal("less instagram", Domain.PRODUCTIVITY, direction=Direction.DECREASE), "phone"),
        (goal("plan my week", Domain.PRODUCTIVITY), "productivity"),
        (goal("drink more water", Domain.NUTRITION), "water"),
        (goal("drink 8 glasses", Domain.NUTRITION, unit="glass"), "water"),
        (goal("eat more fruit", Domain.NUTRITION), "nutrition"),
        (goal("wake up at six", Domain.SLEEP), "sleep_wake"),
        (goal("sleep eight hours", Domain.SLEEP), "sleep"),
        (goal("make new friends", Domain.RELATIONSHIPS), "friendship"),
        (goal("be a better brother", Domain.RELATIONSHIPS), "relationships"),
        (goal("stop biting my nails", Domain.OTHER, direction=Direction.STOP), "breaking"),
    ],
)
def test_variant_is_chosen_by_its_own_data(wanted: Goal, name: str) -> None:
    assert playbook_for(wanted).id == name


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_playbook_asks_for_nothing_unsafe(book: Playbook) -> None:
    lines = [f"{step.cue}: {step.action}" for phase in book.phases for step in phase.skills]
    lines += [text for phase in book.phases for text in (*phase.focus, *phase.do, *phase.do_amount, *phase.do_clock)]
    lines += [
        book.core.swap,
        *book.core.cap,
        *book.record.note,
        *book.record.review,
        *(o.answer for o in book.obstacles),
    ]

    assert [what for line in lines for what in unsafe_words(line)] == []


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_obstacle_answers_are_if_then_sentences(book: Playbook) -> None:
    assert [o.answer for o in book.obstacles if not (o.answer.startswith("If ") and ", then I " in o.answer)] == []


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_every_phase_teaches_problem_solving_and_changes_the_surroundings_or_support(book: Playbook) -> None:
    taught = {tag for phase in book.phases for step in phase.skills for tag in step.bct}

    assert "1.2" in taught
    assert taught & {"12.1", "12.3"}
    assert taught & {"3.1", "3.2"}


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
def test_checkin_question_is_one_question(book: Playbook) -> None:
    assert [text for text in book.checkin.question if text.count("?") != 1] == []


def test_addiction_playbooks_have_no_skip_days() -> None:
    assert {b.defaults.skips_per_week for b in BOOKS if b.domain is Domain.SUBSTANCE} == {0}


def test_unknown_key_is_refused_with_the_name_of_the_playbook() -> None:
    with pytest.raises(ValueError, match="playbook juggling"):
        read_playbook("juggling", 'title = "x"\ndomain = "leisure"\nnonsense = 1\n')


def test_shares_of_phases_must_add_up() -> None:
    book = load_playbooks()["other"]
    data = book.model_dump(exclude={"id"})
    data["phases"][0]["share"] = 0.9

    with pytest.raises(ValueError, match="add up to 1"):
        Playbook.model_validate({"id": "other", **data})
