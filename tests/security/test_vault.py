"""A sealed value opens at its own place, for its own person, with the right key, and nowhere else."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.entities import PersonId
from bot.errors import DatabaseDamaged, KeyMalformed, KeyWrong
from bot.security.keys import generate_key
from bot.security.vault import PersonCipher, Vault

ANA, BOB = PersonId("p_ana"), PersonId("p_bob")
PLACE = {"table": "goals", "column": "sealed", "row": "g_1"}


def cipher(person: PersonId = ANA, key: bytes = b"k" * 32) -> PersonCipher:
    return PersonCipher(person, key)


@settings(max_examples=40)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_sealed_value_opens_at_its_place(plain: bytes | str) -> None:
    sealed = cipher().seal(plain, **PLACE)

    assert cipher().open(sealed, **PLACE) == (plain.encode() if isinstance(plain, str) else plain)


@pytest.mark.parametrize("moved", [{"table": "plans"}, {"column": "sealed_reply"}, {"row": "g_2"}])
def test_value_moved_to_another_place_does_not_open(moved: dict[str, str]) -> None:
    sealed = cipher().seal("my knee hurts", **PLACE)

    with pytest.raises(DatabaseDamaged):
        cipher().open(sealed, **(PLACE | moved))


def test_boundary_between_table_and_column_matters() -> None:
    sealed = cipher().seal("x", table="ab", column="c", row="d")

    with pytest.raises(DatabaseDamaged):
        cipher().open(sealed, table="a", column="bc", row="d")


def test_value_moved_to_another_person_does_not_open_even_with_the_same_key() -> None:
    sealed = cipher(ANA).seal("my knee hurts", **PLACE)

    with pytest.raises(DatabaseDamaged):
        cipher(BOB).open(sealed, **PLACE)


def test_every_changed_byte_is_noticed() -> None:
    sealed = cipher().seal("secret", **PLACE)

    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(DatabaseDamaged):
            cipher().open(changed, **PLACE)


@pytest.mark.parametrize("length", [0, 1, 5, 13, 20, 28])
def test_cut_value_is_damage_and_not_a_crash(length: int) -> None:
    with pytest.raises(DatabaseDamaged):
        cipher().open(cipher().seal("secret", **PLACE)[:length], **PLACE)


def test_same_words_are_sealed_differently_each_time() -> None:
    assert len({cipher().seal("secret", **PLACE) for _ in range(100)}) == 100


def test_derived_bytes_are_the_persons_own_and_differ_by_label() -> None:
    derived = {cipher(key=key).derive(label) for key in (b"a" * 32, b"b" * 32) for label in (b"x", b"y")}

    assert len(derived) == 4
    assert cipher().derive(b"x") == cipher().derive(b"x")
    assert {len(each) for each in derived} == {32}


def test_person_key_opens_only_for_its_person() -> None:
    vault = Vault([generate_key()])
    wrapped = vault.new_person_key(ANA)
    sealed = vault.open(wrapped, ANA).seal("secret", **PLACE)

    assert vault.open(wrapped, ANA).open(sealed, **PLACE) == b"secret"
    with pytest.raises(DatabaseDamaged):
        vault.open(wrapped, BOB)


def test_data_keys_of_two_people_differ() -> None:
    vault = Vault([generate_key()])

    seeds = {vault.person_rotation_seed(vault.new_person_key(person), person) for person in (ANA, BOB, ANA)}

    assert len(seeds) == 3


def test_wrong_master_key_is_noticed_at_the_opening() -> None:
    kept = Vault([generate_key()]).wrapped_index_key

    with pytest.raises(KeyWrong):
        Vault([generate_key()], kept)


def test_first_key_wraps_and_all_keys_open() -> None:
    old, new = generate_key(), generate_key()
    before = Vault([old])
    wrapped = before.new_person_key(ANA)
    both = Vault([new, old], before.wrapped_index_key)
    seed = before.person_rotation_seed(wrapped, ANA)

    rewrapped = both.rewrap(wrapped)
    only_new = Vault([new], both.rewrap(before.wrapped_index_key))

    assert both.person_rotation_seed(wrapped, ANA) == seed
    assert only_new.person_rotation_seed(rewrapped, ANA) == seed
    assert only_new.blind_index("a", "b") == before.blind_index("a", "b")
    with pytest.raises(KeyWrong):
        only_new.person_rotation_seed(wrapped, ANA)
    with pytest.raises(KeyWrong):
        only_new.rewrap(wrapped)


def test_blind_index_keeps_parts_apart_and_needs_the_index_key() -> None:
    vault, other = Vault([generate_key()]), Vault([generate_key()])

    assert vault.blind_index("ab", "c") == vault.blind_index("ab", "c")
    assert vault.blind_index("ab", "c") != vault.blind_index("a", "bc")
    assert vault.blind_index("ab", "c") != other.blind_index("ab", "c")


@pytest.mark.parametrize("key", ["", "short", "x" * 44, base64.urlsafe_b64encode(b"k" * 31).decode(), "ключ" * 11])
def test_malformed_key_is_named_by_its_place_and_not_repeated(key: str) -> None:
    with pytest.raises(KeyMalformed) as raised:
        Vault([generate_key(), key])

    assert "Encryption key 2" in str(raised.value)
    assert not key or key not in str(raised.value)


def test_vault_without_a_key_refuses() -> None:
    with pytest.raises(KeyMalformed):
        Vault([])
