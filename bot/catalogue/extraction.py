"""Gathers every sentence Gigi says into gigi.pot and brings the .po files up to date: `make catalogue`.

Sentences stand in the code (`t`, `tn`, `N_`, `Nn_`) and in the TOML files named here, by their keys.
"""

import ast
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.catalogue.translations import catalog_of

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = Path(__file__).parent
POT: Final = FOLDER / "gigi.pot"
ATTRIBUTE: Final = "default_for_person"  # of the errors, which stand below the catalogue
ARGUMENTS: Final = {"t": 1, "N_": 1, "tn": 2, "Nn_": 2}  # how many of a call's arguments are sentences
WIDTH: Final = 120
_NOISE: Final = (
    b'"POT-Creation-Date',
    b'"PO-Revision-Date',
    b'"Project-Id-Version',
    b'"Generated-By',
    b'"Report-Msgid-Bugs-To',
    b'"Last-Translator',
    b'"Language-Team',
)
_OF_A_PLAYBOOK: Final = (
    "advice", "measure", "cue", "swap", "long_cue", "own", "light_cue", "light", "clock", "cap", "note", "review",
    "focus", "do", "do_amount", "do_clock", "action", "question", "obstacle", "answer", "habit",
)  # fmt: skip
# Which keys of which files hold sentences for people; "*" is every one.
TEXTS: Final = {
    "bot/playbooks/*.toml": _OF_A_PLAYBOOK,
    "bot/rules/limits/data/messages.toml": ("*",),
    "bot/rules/goals/data/questions.toml": ("ask", "areas"),
    "bot/rules/plans/nudge.toml": ("*",),
    "bot/rules/safety/data/unsafe_replies.toml": ("say",),
    "bot/rules/answers/lapses.toml": ("words",),
    "bot/coach/talk.toml": ("replies", "unknown"),
}


def extracted() -> "Catalog":
    """The catalogue of all sentences, each with the files it stands in."""
    from babel.messages.catalog import Catalog

    comment = "# What Gigi says. docs/translating.md tells how to translate it."
    catalog = Catalog(project="Gigi", header_comment=comment, fuzzy=False)
    for path in sorted(path for place in ("adapters", "bot") for path in (ROOT / place).rglob("*.py")):
        _add(catalog, path, _of_python(path))
    for pattern, keys in TEXTS.items():
        for path in sorted(ROOT.glob(pattern)):
            _add(catalog, path, ((text,) for text in _of_toml(tomllib.loads(path.read_text("utf-8")), keys)))
    return catalog


def refresh() -> None:
    """Writes gigi.pot anew, and every .po file with what was added and what is no longer said."""
    catalog = extracted()
    POT.write_bytes(_written(catalog))
    for path in sorted(FOLDER.glob("*.po")):
        translated = catalog_of(path.stem)
        translated.update(catalog, no_fuzzy_matching=True, update_creation_date=False)
        for english in [english for english, message in translated.obsolete.items() if not message.string]:
            del translated.obsolete[english]
        path.write_bytes(_written(translated))
        print(f"{path.name}: {said_in(translated)} of {len(catalog)} sentences")  # noqa: T201 (a command's answer)


def said_in(catalog: "Catalog") -> int:
    """How many sentences are translated."""
    texts = (
        message.string if isinstance(message.string, list | tuple) else (message.string,)
        for message in catalog
        if message.id and not message.fuzzy
    )
    return sum(all(text) for text in texts)


def _written(catalog: "Catalog") -> bytes:
    """The catalogue as a .po file, without the header lines that say nothing and differ every time."""
    from babel.messages.pofile import write_po

    file = BytesIO()
    write_po(file, catalog, width=WIDTH, sort_by_file=True, include_lineno=False)
    return b"".join(line for line in file.getvalue().splitlines(keepends=True) if not line.startswith(_NOISE))


def _add(catalog: "Catalog", path: Path, found: Iterable[tuple[str, ...]]) -> None:
    place = path.relative_to(ROOT).as_posix()
    for text in found:
        known = catalog.get(text[0])
        if known is not None and len(text) > 1 and isinstance(known.id, tuple) and known.id != text:
            raise ValueError(f"{place}: {text[0]!r} has another plural already: {known.id[1]!r}")
        catalog.add(text if len(text) > 1 else text[0], locations=[(place, 1)])


def _of_python(path: Path) -> Iterator[tuple[str, ...]]:
    """The literal sentences of the calls and of the marked attributes, in the order of the file."""
    nodes = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call | ast.Assign))
    for node in sorted(nodes, key=lambda node: (node.lineno, node.col_offset)):
        values, count = _sentences(node)
        texts = tuple(value.value for value in values if isinstance(value, ast.Constant))
        if count and len(texts) == count and all(isinstance(text, str) and text for text in texts):
            yield tuple(str(text) for text in texts)


def _sentences(node: ast.Call | ast.Assign) -> tuple[Sequence[ast.expr], int]:
    """The values that hold sentences, and how many there have to be."""
    if isinstance(node, ast.Assign):
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        return [node.value], int(ATTRIBUTE in names)
    count = ARGUMENTS.get(node.func.id, 0) if isinstance(node.func, ast.Name) else 0
    return node.args[:count], count


def _of_toml(table: Any, keys: tuple[str, ...], key: str = "") -> Iterator[str]:
    """The strings under these keys or tables, however deep."""
    match table:
        case str() if table.strip() and (key in keys or "*" in keys):
            yield table
        case list():
            for value in table:
                yield from _of_toml(value, keys, key)
        case dict():
            for name, value in table.items():
                yield from _of_toml(value, keys, key if key in keys else name)


if __name__ == "__main__":
    refresh()
