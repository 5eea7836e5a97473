"""Envelope encryption: the master key wraps one data key per person, and that data key seals the person's fields."""

import hashlib
import hmac
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.entities import PersonId
from bot.errors import DatabaseDamaged, KeyMalformed, KeyWrong

if TYPE_CHECKING:
    from cryptography.fernet import Fernet, MultiFernet

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"  # the first byte of every sealed value, so that the format can change one day
_INDEX = "index"  # the name the index key is wrapped under, where a data key has its person's id
_DAMAGED = "A stored record cannot be opened: it was damaged, or moved from another place."


class PersonCipher:
    """Seals and opens one person's fields."""

    def __init__(self, person: PersonId, data_key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._person = person
        self._data_key = data_key
        self._aead = AESGCM(self.derive(b"fields"))

    def seal(self, plain: bytes | str, *, table: str, column: str, row: str) -> bytes:
        """AES-256-GCM with a random nonce, bound to this table, column, row and person.

        The answer is one format byte, a 12-byte nonce, the ciphertext and its 16-byte tag.
        """
        nonce = os.urandom(NONCE_BYTES)
        data = plain.encode() if isinstance(plain, str) else plain
        return FORMAT + nonce + self._aead.encrypt(nonce, data, self._place(table, column, row))

    def open(self, sealed: bytes, *, table: str, column: str, row: str) -> bytes:
        """What was sealed at this very place. Raises DatabaseDamaged when it was changed or moved."""
        from cryptography.exceptions import InvalidTag

        nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        if sealed[:1] != FORMAT or len(nonce) < NONCE_BYTES:
            raise DatabaseDamaged(_DAMAGED)
        try:
            return self._aead.decrypt(nonce, ciphertext, self._place(table, column, row))
        except InvalidTag:
            raise DatabaseDamaged(_DAMAGED) from None

    def derive(self, label: bytes) -> bytes:
        """32 bytes for another purpose, by HKDF-SHA256: the same label gives the same bytes for this person only."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), KEY_BYTES, salt=None, info=label).derive(self._data_key)

    def _place(self, table: str, column: str, row: str) -> bytes:
        return FORMAT + _joined((table, column, self._person, row))


class Vault:
    """The master key at work: wraps and opens data keys, and makes blind indexes.

    The index key is random, made once and kept wrapped beside the data, so that look-ups survive a change of master
    key. Without `wrapped_index_key` a new one is made; the caller stores `vault.wrapped_index_key`.
    """

    def __init__(self, fernet_keys: Sequence[str], wrapped_index_key: str | None = None) -> None:
        """Raises KeyMalformed for a value that is no Fernet key, KeyWrong when none of them opens the index key."""
        self._master = _master(fernet_keys)
        self.wrapped_index_key = wrapped_index_key or self._wrap(os.urandom(KEY_BYTES), _INDEX)
        self._index_key = self._unwrap(self.wrapped_index_key, _INDEX)

    def new_person_key(self, person: PersonId) -> str:
        """A new random data key, wrapped by the first master key and bound to this person."""
        return self._wrap(os.urandom(KEY_BYTES), person)

    def open(self, wrapped: str, person: PersonId) -> PersonCipher:
        """The cipher of a person. Raises KeyWrong when no master key opens it, DatabaseDamaged for another's key."""
        return PersonCipher(person, self._unwrap(wrapped, person))

    def person_rotation_seed(self, wrapped: str, person: PersonId) -> bytes:
        """32 bytes that pick the person's rotation of vectors."""
        return self.open(wrapped, person).derive(b"vector-rotation")

    def rewrap(self, wrapped: str) -> str:
        """The same key wrapped by the first master key."""
        from cryptography.fernet import InvalidToken

        try:
            return self._master.rotate(wrapped).decode()
        except InvalidToken:
            raise _wrong_key() from None

    def blind_index(self, *parts: str) -> str:
        """HMAC-SHA256 of the parts in hex: equal for equal parts, and telling nothing without the index key."""
        return hmac.new(self._index_key, _joined(parts), hashlib.sha256).hexdigest()

    def _wrap(self, key: bytes, owner: str) -> str:
        return self._master.encrypt(key + owner.encode()).decode()

    def _unwrap(self, wrapped: str, owner: str) -> bytes:
        from cryptography.fernet import InvalidToken

        try:
            opened = self._master.decrypt(wrapped)
        except InvalidToken:
            raise _wrong_key() from None
        if opened[KEY_BYTES:] != owner.encode():
            raise DatabaseDamaged("A stored key belongs to somebody else: rows of the database were exchanged.")
        return opened[:KEY_BYTES]


def _master(fernet_keys: Sequence[str]) -> "MultiFernet":
    from cryptography.fernet import MultiFernet

    if not fernet_keys:
        raise KeyMalformed("There is no encryption key; `gigi keys generate` prints one.")
    return MultiFernet([_fernet(key, number) for number, key in enumerate(fernet_keys, 1)])


def _fernet(key: str, number: int) -> "Fernet":
    from cryptography.fernet import Fernet

    try:
        return Fernet(key)
    except ValueError:
        raise KeyMalformed(
            f"Encryption key {number} is not a Fernet key (44 characters); `gigi keys generate` prints one."
        ) from None


def _wrong_key() -> KeyWrong:
    return KeyWrong(
        "The encryption key does not open this database: put back the key it was written with "
        "(security.encryption_keys, or secret.key in the data folder)."
    )


def _joined(parts: Sequence[str]) -> bytes:
    """The parts with their lengths in front, so that ("ab", "c") and ("a", "bc") differ."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
