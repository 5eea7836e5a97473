"""A secret orthogonal map for each person: cosine within one person is unchanged, across two people it is noise.

Honest about its limit: it is linear, so whoever knows as many texts of one person as a vector has dimensions,
and which vector belongs to which, can undo it. It keeps a stolen vector store from being read or joined up.
"""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

ROUNDS = 6  # mixes every dimension into every other several times over; measured in tests/memory/test_rotation.py


def rotated(vectors: Matrix, seed: bytes) -> Matrix:
    """`vectors` (n, dimensions) turned by the map that `seed` (32 secret bytes) stands for; lengths are kept.

    Each round shuffles the dimensions, flips signs and applies a Walsh-Hadamard transform to the largest power of two
    of them: all orthogonal, so the whole is. Shuffles and signs come from SHAKE-256, not from a random generator whose
    stream may change with a release: the same seed must give the same map for as long as the vectors are kept.
    """
    import numpy as np

    if len(seed) != 32:
        raise ValueError("a rotation seed is 32 bytes")
    turned = np.array(vectors, dtype=np.float32)
    dimensions = turned.shape[1]
    width = 1 << (dimensions.bit_length() - 1)
    stream = hashlib.shake_256(b"gigi rotation 1" + seed).digest(ROUNDS * dimensions * 9)
    for step in range(ROUNDS):
        part = stream[step * dimensions * 9 : (step + 1) * dimensions * 9]
        order = np.argsort(np.frombuffer(part, dtype="<u8", count=dimensions), kind="stable")
        flips = (np.frombuffer(part, dtype=np.uint8, offset=8 * dimensions) & 1).astype(np.float32) * 2 - 1
        turned = turned[:, order] * flips
        turned[:, :width] = _hadamard(turned[:, :width])
    return turned


def _hadamard(vectors: Matrix) -> Matrix:
    """The normalised Walsh-Hadamard transform of each row; the width is a power of two."""
    import numpy as np

    count, width = vectors.shape
    half = width // 2
    while half:
        pairs = vectors.reshape(count, -1, 2, half)
        vectors = np.stack((pairs[:, :, 0] + pairs[:, :, 1], pairs[:, :, 0] - pairs[:, :, 1]), axis=2)
        half //= 2
    return vectors.reshape(count, width) * np.float32(1 / math.sqrt(width))
