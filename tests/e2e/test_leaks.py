"""No word a person wrote, and no name, outside the encrypted columns: not in a file, an index, a log or a metric."""

import re
from pathlib import Path

import pytest

from tests.program import Chat, gigi

USER = "zebulonquist"
PLANTED = {
    "a goal": "I want to play the xylophonium 20 minutes every day",
    "a yes": "yes",
    "a time": "every day at 19:00",
    "a log": "/log done, practised the wolkenkratzer piece",
    "a memory": "my neighbour Quandrelle keeps ferrets and my left knee hurts on stairs",
    "a reminder": "remind me every day at 7am to feed the gryphonette",
    "a zone": "/timezone Reykjavik",
    "a country": "/country Iceland",
    "recall": "/memory ferrets",
    "a crisis": "I want to kill myself because of the bumblewaffle",
    "back": "I am safe, back to coaching",
    "an unknown command": "/snickerdoodlecmd",
    "a long one": "thromboxane " * 3000,
    "an export": "/export",
}
WORDS = (
    USER, "xylophonium", "wolkenkratzer", "quandrelle", "ferrets", "gryphonette", "reykjavik", "bumblewaffle",
    "snickerdoodlecmd", "thromboxane", "kill myself", "my left knee",
)  # fmt: skip


@pytest.fixture(scope="module")
def talked(tmp_path_factory) -> tuple[Path, str]:
    """A rich conversation with the most talkative log there is; its folder, killed while open, and all of stderr."""
    folder = tmp_path_factory.mktemp("leaks")
    settings = {"GIGI_LOGGING__LEVEL": "debug", "GIGI_LOGGING__FORMAT": "json"}
    with Chat(folder, "--json", "--user", USER, **settings) as chat:
        for line in PLANTED.values():
            assert chat.ask_json(line)["reply"]
        chat.kill()  # so that the write-ahead log is still there
        first = chat.errors
    with Chat(folder, "--json", "--user", USER, **settings) as again:
        assert "ferrets" in again.ask_json("/memory knee")["reply"]
        again.kill()
        return folder, first + again.errors


def variants(word: str) -> list[bytes]:
    """A word as it may lie in a file."""
    return [word.encode(), word.encode("utf-16-le"), word.encode().hex().encode()]


def test_no_file_no_name_of_one_and_no_log_line_holds_a_word_of_the_person(talked):
    """The log at its most talkative; but for the banner, which tells whoever sits there whose session it is."""
    folder, errors = talked
    files = [file for file in (folder / "data").rglob("*") if file.is_file()]
    assert {"gigi.db", "gigi.db-wal"} <= {file.name for file in files}

    leaks = []
    for file in files:
        content = file.read_bytes().lower()
        leaks += [(file.name, word) for word in WORDS if any(form in content for form in variants(word))]

    assert leaks == []
    names = " ".join(str(file.relative_to(folder)).lower() for file in folder.rglob("*"))
    log = "\n".join(line for line in errors.splitlines() if not line.startswith("Gigi, your coach.")).lower()
    assert [word for word in WORDS if word in names] == []
    assert [word for word in WORDS if word in log] == []


def test_inspect_shows_none_unless_it_is_told_to(talked):
    folder, _ = talked
    shown = ""
    for command in (["inbox"], ["person", f"console:{USER}"], ["turn", "1"]):
        ran = gigi(folder, "inspect", *command, "--json")
        assert ran.status == 0
        shown += ran.out
    revealed = gigi(folder, "inspect", "inbox", "--reveal").out

    assert [word for word in WORDS if word in shown.lower()] == []
    assert "gryphonette" in revealed


def test_after_forget_not_even_the_keys_are_left(tmp_path):
    """The person's row, their key and every sealed field are gone from the file, not only unlinked."""
    with Chat(tmp_path, "--json", "--user", USER) as chat:
        for line in list(PLANTED.values())[:5]:
            chat.ask_json(line)
        chat.ask_json("/forget")
        before = sealed_fields(tmp_path / "data" / "gigi.db")
        assert "destroyed" in chat.ask_json("forget me")["reply"]
        assert chat.end().status == 0

    left = (tmp_path / "data" / "gigi.db").read_bytes()
    wal = tmp_path / "data" / "gigi.db-wal"
    left += wal.read_bytes() if wal.exists() else b""
    assert len(before) > 5
    assert [field for field in before if field in left] == []


def sealed_fields(file: Path) -> list[bytes]:
    """Every encrypted value in the database, the keys among them; of long ones the beginning."""
    import sqlite3

    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    found = []
    tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
    for table in tables:
        if not re.fullmatch(r"\w+", table) or table == "vault":
            continue
        for row in connection.execute(f"select * from {table}"):  # noqa: S608
            found += [value[:64] for value in row if isinstance(value, bytes) and len(value) > 40]
            found += [value.encode()[:64] for value in row if isinstance(value, str) and len(value) > 80]
    connection.close()
    return found
