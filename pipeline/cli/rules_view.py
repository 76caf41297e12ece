"""What ``declass rules`` says of rule files: a line, a table, or objects for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from pipeline.errors import Fault, printable
from pipeline.model import Action, Match, MatchKind, Rule, RuleSet
from pipeline.rules import Loaded, shown_width

__all__ = ["FaultJson", "FileJson", "MatchJson", "RuleJson", "check_json", "check_line", "rule_json", "table"]

_HEAD = ("rule", "action", "scope", "ground", "looks for", "place")


class FaultJson(TypedDict):
    """One fault, as ``check`` and ``test`` print it."""

    file: str
    line: int
    column: int
    message: str


class FileJson(TypedDict):
    """One file that was named: what is in it with all it includes, and its faults."""

    path: str
    ok: bool
    rules: int
    files: int
    examples: int
    examples_run: bool
    faults: list[FaultJson]


class MatchJson(TypedDict):
    """What a rule looks for: kind and number, never the words of a file that may be private."""

    kind: str
    count: int
    exact_case: bool


class RuleJson(TypedDict):
    """One rule, as ``list`` prints it."""

    id: str
    action: str
    scope: str
    authority: list[str]
    owner: str | None
    match: MatchJson
    file: str
    line: int
    rationale: str


def _examples(loaded: Loaded | None) -> int:
    return sum(len(rule.must_match) + len(rule.must_keep) for rule in loaded.rules.rules) if loaded else 0


def check_line(path: Path, loaded: Loaded | None, faults: Sequence[Fault], *, is_test: bool) -> str:
    """Return the line that ends the account of one file."""
    found = "no fault" if not faults else "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    if loaded is None:
        return printable(f"{path}: {found}")
    counted = f"{_examples(loaded)} examples" + ("" if is_test else " not run")
    return printable(f"{path}: {len(loaded.rules.rules)} rules in {len(loaded.rules.files)} files, {counted}, {found}")


def check_json(path: Path, loaded: Loaded | None, faults: Sequence[Fault], *, is_test: bool) -> FileJson:
    """Return the same for a program."""
    return FileJson(
        path=str(path),
        ok=not faults,
        rules=len(loaded.rules.rules) if loaded else 0,
        files=len(loaded.rules.files) if loaded else 0,
        examples=_examples(loaded),
        examples_run=is_test and loaded is not None,
        faults=[FaultJson(file=each.file, line=each.line, column=each.column, message=each.what) for each in faults],
    )


def _place(rule: Rule) -> tuple[str, int]:
    file, _, line = rule.place.rpartition(":")
    return file, int(line)


def rule_json(rule: Rule) -> RuleJson:
    """Return one rule for a program."""
    file, line = _place(rule)
    return RuleJson(
        id=rule.id,
        action=rule.action.name.lower(),
        scope=rule.scope.value,
        authority=list(rule.authority),
        owner=rule.owner,
        match=MatchJson(kind=rule.match.kind.value, count=len(rule.match.values), exact_case=rule.match.exact_case),
        file=file,
        line=line,
        rationale=rule.rationale,
    )


_COUNTED = {MatchKind.TERMS: "term", MatchKind.REGEX: "expression", MatchKind.PERSON: "person", MatchKind.OFFICE: "office"}


def _looks_for(match: Match) -> str:
    """Say kind and number: the words themselves stand in the file."""
    if match.parts:
        joined = f"{match.kind.value} of ({'; '.join(map(_looks_for, match.parts))})"
    elif match.kind is MatchKind.ENTITY:
        joined = f"entity {match.values[0]}"
    elif match.kind in _COUNTED:
        joined = f"{len(match.values)} {_COUNTED[match.kind]}{'s' if len(match.values) > 1 else ''}"
    else:
        joined = " ".join([match.kind.value, *([f"at least {match.level}"] if match.level else []), *match.carries])
    said = [joined, *(["exact case"] if match.exact_case else [])]
    said += [
        f"{word} {_looks_for(each.match)}" for word, conditions in (("near", match.near), ("unless", match.unless)) for each in conditions
    ]
    said += ([] if match.in_heading is None else ["in headings" if match.in_heading else "not in headings"]) + (
        ["on pages"] if match.pages else []
    )
    return ", ".join(said)


def _ground(rule: Rule) -> str:
    if rule.authority:
        return ", then ".join(rule.authority)
    if rule.action is not Action.REFER:
        return f"overrides {', '.join(rule.overrides)}" if rule.overrides else "none"
    return f"{'equity of' if rule.is_equity else 'waits for'} {rule.owner}"


def table(path: Path, rules: RuleSet) -> str:
    """Return the rules of a set in their order, a row each, and under it why the rule is there."""
    rows = [_HEAD]
    for rule in rules.rules:
        cells = (rule.id, rule.action.name.lower(), rule.scope.value, _ground(rule), _looks_for(rule.match), rule.place)
        rows.append(cells)
    widths = [max(shown_width(row[column]) for row in rows) for column in range(len(_HEAD) - 1)]
    lines = ["  ".join([*map(_padded, row, widths), row[-1]]).rstrip() for row in rows]
    said = [f"{line}\n    {' '.join(rule.rationale.split())}" for line, rule in zip(lines[1:], rules.rules, strict=True)]
    title = f"{path}: {len(rules.rules)} rules in {len(rules.files)} files, default: {rules.default.name.lower()}"
    return "\n".join(map(printable, "\n".join([title, "", lines[0], *said]).split("\n")))


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - shown_width(cell))
