"""No sentence for a person stands in the code outside the catalogue.

A sentence is a literal of two words or more that begins large or ends like one, and every f-string that holds a word.
What is meant for the operator, a model or a pattern is recognised by the call it stands in, or listed with its reason.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "bot"
SAID_BY = {"t", "tn", "N_", "Nn_"}
NOT_FOR_PEOPLE = {
    *("compile", "search", "fullmatch", "match", "sub", "subn", "split", "startswith", "endswith"),  # patterns
    *("debug", "info", "warning", "error"),  # the log
    *("ValueError", "TypeError", "KeyError", "LookupError", "DatabaseDamaged", "ModelUnavailable"),  # the operator
    *("joinpath", "read_text", "Field", "pattern", "wordlist", "strptime", "__init__"),
    *("read_schedule", "find_clock", "find_deadlines", "find_frequencies"),  # words made for our own reading
}
ALLOWED = {
    "bot/rules/ics.py": "iCalendar's own words",
    "bot/coach/gemini/prompts.py": "said to the model, in English",
    "bot/coach/gemini/schema.py": "said to the model, in English",
    "bot/coach/gemini/client.py": "said to the model or to the operator",
    "bot/coach/gemini/transcribing.py": "said to the model",
    "bot/rules/plans/check.py": "what a plan breaks, for the model that wrote it and for the log",
    "bot/coach/graph.py": "said to the operator",
    "bot/rules/goals/complete.py": "words made for our own reading",
    "bot/rules/plans/write.py": "a stored plan is English; bot/rules/plans/said.py says it",
    "bot/rules/plans/words.py": "what a stored plan is written with",
    "bot/rules/plans/revise.py": "a stored plan is English",
    "bot/rules/plans/days.py": "a stored plan is English",
    "bot/rules/countries.py": "names of countries as people write them",
}
ALLOWED_TEXTS = {
    "say:forget {}": "what a button means, not what it shows",
    "daily {}:{}": "a code",
    "{} at {}": "words made for our own reading",
    "{} at 00:00": "words made for our own reading",
    "on {} at 00:00": "words made for our own reading",
    "in {}": "words made for our own reading",
    "{} times a {}": "the English of an English title",
    "once a {}": "the English of an English title",
}
WATCHED = sorted(
    path
    for place in ("conversation", "reminding", "rules", "coach")
    for path in [*(ROOT / place).rglob("*.py"), *ROOT.glob(f"{place}.py")]
    if f"bot/{path.relative_to(ROOT).as_posix()}" not in ALLOWED
)


@pytest.mark.parametrize("path", WATCHED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_sentence_goes_through_the_catalogue(path: Path) -> None:
    assert list(sentences(ast.parse(path.read_text("utf-8")))) == []


def test_the_watch_sees_what_it_should() -> None:
    code = '''
"""A docstring is none."""
A = f"Hello {name}, well done."
B = "Nothing was changed."
C = N_("Nothing was changed.")
D = t("Week {n} of {weeks}.", n=1, weeks=2)
E = re.compile("This or that")
F = f"**{name}** ({n})"
G = t("Week {n}") + f" of {t('seven')}"
H = {"code": "two words"}
'''
    assert [line for line, _ in sentences(ast.parse(code))] == [3, 4, 9]


def sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and the text of every sentence that is not said through the catalogue."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        text = _text(node, parents)
        if (
            text is not None
            and text not in ALLOWED_TEXTS
            and _is_sentence(node, text)
            and not _is_excused(node, parents)
        ):
            yield node.lineno, text  # type: ignore[attr-defined]


def _text(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    is_part = isinstance(parents.get(node), ast.JoinedStr | ast.Expr | ast.FormattedValue)
    return node.value if is_text and not is_part else None  # type: ignore[attr-defined]


def _is_sentence(node: ast.AST, text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", text)
    if re.search(r"\(\?|\\[bwsd]", text):
        return False  # a pattern
    if isinstance(node, ast.JoinedStr):
        return bool(words) and " " in text
    return len(words) > 1 and " " in text.strip() and (text[:1].isupper() or text.rstrip()[-1] in ".!?:")


def _is_excused(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether it stands in a call that says it, or that is not for people, or is compared with."""
    while (parent := parents.get(node)) is not None:
        if isinstance(parent, ast.Call) and _name(parent) in SAID_BY | NOT_FOR_PEOPLE:
            return True
        if isinstance(parent, ast.Compare | ast.arg | ast.Subscript):
            return True
        if isinstance(parent, ast.AnnAssign) and parent.annotation is node:
            return True
        node = parent
    return False


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
