"""How markings and their problems are shown: as JSON for programs, as a table for people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

from pipeline.errors import printable
from pipeline.inspection import Seen
from pipeline.model import Marking, Problem, Record

__all__ = ["as_json", "controls", "problem_json", "problem_lines", "table"]

_LISTS = ("sci", "sap", "aea", "fgi", "non_us", "dissem", "rel_to", "display_only", "non_ic", "legacy")
_LABELS = {"non_us": "non-US", "rel_to": "REL TO", "display_only": "DISPLAY ONLY", "non_ic": "non-IC", "legacy": "caveats"}
_COLUMNS, _ROWS = 100, 24  # of output that goes to no terminal
_LEVEL_WIDTH, _KIND_WIDTH, _LEAST_TEXT = 19, 16, 24
_SURE = 0.9


def as_json(marking: Marking, start: int, end: int, page: int | None, confidence: float) -> dict[str, object]:
    """Return a marking with its place, in the keys that are promised."""
    lists = {name: list(getattr(marking, name)) for name in _LISTS}
    return {
        "kind": marking.kind,
        "text": marking.text,
        "level": marking.level,
        **lists,
        "start": start,
        "end": end,
        "page": page,
        "confidence": round(confidence, 2),
    }


def problem_json(problem: Problem) -> dict[str, object]:
    """Return a problem in the keys that are promised; the rule it rests on closes the message."""
    return {"code": problem.code, "message": f"{problem.message} ({problem.rule})", "start": problem.start, "end": problem.end}


def controls(marking: Marking) -> Iterator[tuple[str, str]]:
    """Yield the lists of a marking that hold anything, each with its label and its words."""
    for name in (*_LISTS, "precedence", "owners"):
        words = getattr(marking, name)
        if words:
            yield _LABELS.get(name, name), ", ".join(words)


def table(seen: Sequence[Seen], record: Record) -> list[str]:
    """Return the markings as lines: line and page, kind, level, and the words as they stand; the same one after another once."""
    if not seen:
        return ["no marking was found"]
    width = max(shutil.get_terminal_size((_COLUMNS, _ROWS)).columns - _LEVEL_WIDTH - _KIND_WIDTH - len("page line "), _LEAST_TEXT)
    rows = [f"{'page':>4} {'line':>4} {'kind':{_KIND_WIDTH}}{'level':{_LEVEL_WIDTH}}marking"]
    for each in seen:
        line = record.text.count("\n", 0, each.start) + 1
        text = printable(" ".join(each.marking.text.split()))
        sure = "" if each.confidence >= _SURE else f"  [{each.confidence:.2f}: {each.why}]"
        shown = text if len(text) <= width else f"{text[: width - 1]}…"
        place = f"{each.page or '':>4} {line:>4}"
        rows.append(f"{place} {each.marking.kind:{_KIND_WIDTH}}{each.marking.level or '':{_LEVEL_WIDTH}}{shown}{sure}".rstrip())
    return rows


def problem_lines(problems: Sequence[Problem], record: Record) -> list[str]:
    """Return the problems as lines, each with the line of the record in which it stands."""
    if not problems:
        return ["", "no problem was found"]
    rows = ["", f"{len(problems)} problem{'s' if len(problems) > 1 else ''}:"]
    for problem in problems:
        line = record.text.count("\n", 0, problem.start) + 1
        rows.append(printable(f"  line {line}: {problem.code}: {problem.message} ({problem.rule})"))
    return rows
