"""A key is made only over an empty database in the data folder; over anything else a missing key refuses."""

import stat
from pathlib import Path

import pytest

from bot.errors import KeyMalformed, KeyMissing, ReadOnlyFolder
from bot.security.keys import KEY_FILE, generate_key, load_or_make_keys

FRESH = {"database_is_empty": True, "is_sqlite_in_data_dir": True}


def test_key_is_made_once_announced_and_found_again(tmp_path: Path) -> None:
    made = load_or_make_keys([], tmp_path / "data", **FRESH)
    again = load_or_make_keys([], tmp_path / "data", database_is_empty=False, is_sqlite_in_data_dir=True)

    assert made.announced == tmp_path / "data" / KEY_FILE
    assert (again.keys, again.announced) == (made.keys, None)


def test_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    load_or_make_keys([], tmp_path, **FRESH)

    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_keys_of_the_settings_win_and_nothing_is_written(tmp_path: Path) -> None:
    keys = [generate_key(), generate_key()]

    assert load_or_make_keys(keys, tmp_path, **FRESH) == (tuple(keys), None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "database",
    [
        {"database_is_empty": False, "is_sqlite_in_data_dir": True},
        {"database_is_empty": True, "is_sqlite_in_data_dir": False},
        {"database_is_empty": False, "is_sqlite_in_data_dir": False},
    ],
)
def test_missing_key_refuses_in_one_sentence(tmp_path: Path, database: dict[str, bool]) -> None:
    with pytest.raises(KeyMissing) as raised:
        load_or_make_keys([], tmp_path, **database)

    assert "security.encryption_keys" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_key_file_may_hold_two_keys_for_a_rotation(tmp_path: Path) -> None:
    new, old = generate_key(), generate_key()
    (tmp_path / KEY_FILE).write_text(f"# new first\n{new}\r\n\n{old}\n")

    assert load_or_make_keys([], tmp_path, **FRESH).keys == (new, old)


@pytest.mark.parametrize("content", [b"", b"# only a comment\n", b"\xff\xfe\x00"])
def test_key_file_without_a_key_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)

    with pytest.raises(KeyMalformed):
        load_or_make_keys([], tmp_path, **FRESH)

    assert (tmp_path / KEY_FILE).read_bytes() == content


def test_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(ReadOnlyFolder):
        load_or_make_keys([], tmp_path / "file" / "data", **FRESH)
