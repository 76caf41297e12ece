"""Any change of a rule file loads, or is refused with faults whose lines are in the file; nothing else ever happens."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.errors import Fault, RulesError
from pipeline.rules import load_rules, underlined

ROOT = Path(__file__).parents[2] / "rules"
NAME = "rules.yaml"
FILES = [
    (ROOT / "starter.yaml").read_text(),
    (ROOT / "packs" / "privacy.yaml").read_text().replace("format: 1", "format: 1\ndefault: refer"),
    """format: 1
default: refer
rules:
  - {id: a, match: &m {terms: [x]}, action: refer, rationale: x}
  - id: b
    match: *m
    action: redact
    authority: ['(b)(6)']
    rationale: >-
      a
      text
""",
]
SIGNS = st.one_of(
    st.sampled_from([*":-[]{}'\"#&*!|>%@`,?~<\\ \t\n\r", "\x85", "\u2028", "\ufeff", "\0", "\x1b", "日", "<<: *m", "---\n", "- ", ": "]),
    st.characters(),
)
CHANGES = st.lists(st.tuples(st.sampled_from(["delete", "double", "replace", "insert", "cut"]), st.integers(0, 9_999), SIGNS), max_size=4)


def changed(text: str, kind: str, at: int, sign: str) -> str:
    """Return ``text`` with one line or one place of it changed."""
    rows = text.splitlines(keepends=True) or [""]
    row = at % len(rows)
    if kind == "delete":
        return "".join(rows[:row] + rows[row + 1 :])
    if kind == "double":
        return "".join(rows[: row + 1] + rows[row:])
    if kind == "replace":
        return "".join([*rows[:row], sign * 3 + "\n", *rows[row + 1 :]])
    place = at % (len(text) + 1)
    return text[:place] + sign + text[place:] if kind == "insert" else text[:place]


def lines_of(data: bytes) -> int:
    """Return how many lines an editor shows of a file; an empty one has its first."""
    rows = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return max(1, rows.count(b"\n") + (not rows.endswith(b"\n")))


@given(st.sampled_from(FILES), CHANGES, st.booleans())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(FILES[0], [], False)
@example(FILES[1], [], False)
@example(FILES[2], [], True)
@example("", [("insert", 0, "\ufeff")], False)
@example("rules:\nformat: 1\n- [\n", [], False)
@example("rules: # {\n  - 'a\n  x: [\n- b: ]\n", [], False)
def test_a_changed_rule_file_loads_or_is_told_with_lines_that_are_there(
    text: str, changes: list[tuple[str, int, str]], is_windows: bool
) -> None:
    for kind, at, sign in changes:
        text = changed(text, kind, at, sign)
    data = (text.replace("\n", "\r\n") if is_windows else text).encode(errors="surrogatepass")

    def read(path: PurePosixPath) -> bytes:
        if path.name != NAME:
            raise FileNotFoundError(2, "No such file or directory")
        return data

    places: tuple[Fault, ...] = ()
    try:
        rules = load_rules(PurePosixPath(NAME), read)
    except RulesError as error:
        places = error.places
    assert bool(places) or bool(rules.rules)
    assert list(places) == sorted(set(places))
    for fault in places:
        assert fault.file == NAME
        assert 1 <= fault.line <= lines_of(data)
        assert 1 <= fault.column <= len(fault.source_line) + 1
        assert fault.width >= 1
        assert "; expected " in fault.what
        assert all(char.isprintable() or char == "\n" for char in underlined(fault, 80))


@given(st.sets(st.integers(0, 19)))
@settings(max_examples=60)
def test_every_broken_rule_is_told_and_no_right_one(broken: set[int]) -> None:
    rules, expected = "", []
    faults = ("'open", "[open", "a: b", "@x", "x\n\ty: z")
    for number in range(20):
        line = 4 + rules.count("\n") + 1
        rules += f"  - id: r{number}\n    rationale: {faults[number % 5] if number in broken else 'x'}\n"
        rules += "    match: {terms: [x]}\n    action: refer\n"
        expected += [line + (number % 5 == 4)] if number in broken else []
    text = f"format: 1\ndefault: refer\nrules:\n{rules}"
    told = []
    try:
        load_rules(PurePosixPath(NAME), lambda _: text.encode())
    except RulesError as error:
        told = [fault.line for fault in error.places]
    assert told == expected
