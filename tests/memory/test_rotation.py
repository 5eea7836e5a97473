"""The secret map of one person: keeps angles, hides everything else, and never changes."""

import numpy as np
import pytest

from bot.memory.rotation import rotated

ANA, BEN = b"a" * 32, b"b" * 32


def unit(count: int, dimensions: int) -> np.ndarray:
    vectors = np.random.default_rng(7).normal(size=(count, dimensions)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("dimensions", [3, 100, 384, 768, 1536])
def test_cosines_within_one_person_are_unchanged(dimensions):
    vectors = unit(20, dimensions)

    turned = rotated(vectors, ANA)

    assert np.abs(turned @ turned.T - vectors @ vectors.T).max() < 1e-5


@pytest.mark.parametrize("dimensions", [384, 768])
def test_the_same_vector_of_two_people_is_no_closer_than_chance(dimensions):
    vectors = unit(300, dimensions)

    across = np.sum(rotated(vectors, ANA) * rotated(vectors, BEN), axis=1)
    original = np.sum(rotated(vectors, ANA) * vectors, axis=1)

    chance = 1 / np.sqrt(dimensions)
    assert 0.8 * chance < across.std() < 1.2 * chance
    assert 0.8 * chance < original.std() < 1.2 * chance


def test_each_dimension_is_spread_over_all_others():
    axes = np.eye(384, dtype=np.float32)

    turned = np.abs(rotated(axes, ANA))

    assert turned.max() < 0.4


def test_the_map_of_a_seed_is_the_same_in_every_release():
    vector = np.arange(384, dtype=np.float32).reshape(1, -1) / 384

    turned = rotated(vector, bytes(range(32)))[0]

    assert turned[:4] == pytest.approx(PINNED, abs=1e-5)


def test_a_seed_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        rotated(unit(1, 8), b"short")


PINNED = [-0.978696, 0.088316, 0.62777, -0.014919]
