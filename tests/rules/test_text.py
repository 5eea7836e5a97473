"""Folding makes one form of many spellings; undoing disguises leaves ordinary numbers alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.text import deobfuscate, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  I’m\tTIRED \n\n now ", "i'm tired now"),
        ("café CAÑA Straße", "cafe cana strasse"),
        ("ма сœur", "ма сoeur"),
        ("Всё ещё мой", "все еще мой"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "full width"),
        ("ze\u200bro\u2060 wi\u00addth\ufeff", "zero width"),
        ("“quoted” – dash", '"quoted" - dash'),
        ("a\u0000b\u202ec", "a bc"),
        ("", ""),
    ],
)
def test_fold_gives_one_form(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("folded", "undone"),
    [
        ("k1ll mys3lf", "kill myself"),
        ("ki11 me", "kill me"),
        ("s u i c i d e", "suicide"),
        ("sui-cide", "suicide"),
        ("dieeee", "die"),
        ("suіcide", "suicide"),
    ],
)
def test_a_disguise_is_undone(folded: str, undone: str) -> None:
    assert undone in deobfuscate(folded)


@pytest.mark.parametrize("folded", ["lose 5kg in 10wks", "run 5k on the 2nd", "great!", "хочу бегать", "10:30 and 7.5"])
def test_ordinary_text_has_no_other_reading(folded: str) -> None:
    assert deobfuscate(folded) == ()
