"""What a rule looks for, in words; the words it seeks themselves stand in its file."""

from __future__ import annotations

from pipeline.model import Match, MatchKind, Near, Scope, Within

__all__ = ["looks_for", "reach_told"]

_SENTENCE = Within(Scope.SENTENCE)
_COUNTED = {
    MatchKind.TERMS: ("one term", "any of {} terms"),
    MatchKind.REGEX: ("an expression", "any of {} expressions"),
    MatchKind.PERSON: ("the name of one person", "the names of {} persons"),
    MatchKind.OFFICE: ("one office", "any of {} offices"),
}
_MARKED = {MatchKind.PORTION: "portions marked", MatchKind.BANNER: "text under a marking of the page or record"}
_REACHES = {
    Scope.SPAN: "It takes nothing but what it found.",
    Scope.RECORD: "It takes the whole record.",
}


def reach_told(scope: Scope) -> str:
    """Say how far around its match a rule reaches."""
    return _REACHES.get(scope, f"It takes the whole {scope.value} around what it found.")


def looks_for(match: Match) -> str:
    """Say what a match looks for, its kind and number, and all that narrows it."""
    said = [_plain(match), *(["with the same capital letters"] if match.exact_case else [])]
    said += [f"with {_condition(each)}" for each in match.near] + [f"without {_condition(each)}" for each in match.unless]
    if match.in_heading is not None:
        said.append("in headings" if match.in_heading else "outside headings")
    if match.pages:
        said.append(f"on {'page' if len(match.pages) == 1 and match.pages[0][0] == match.pages[0][1] else 'pages'} {_pages(match)}")
    return ", ".join(said)


def _plain(match: Match) -> str:
    if match.kind is MatchKind.ALL:
        return f"all of these {_within(match.within or _SENTENCE)} ({'; '.join(map(looks_for, match.parts))})"
    if match.kind is MatchKind.ANY:
        return f"any of these ({'; '.join(map(looks_for, match.parts))})"
    if match.kind is MatchKind.ENTITY:
        return f"anything that has the form of {match.values[0]}"
    if match.kind in _COUNTED:
        one, many = _COUNTED[match.kind]
        return one if len(match.values) == 1 else many.format(len(match.values))
    level = f"{match.level} or higher" if match.level else ""
    return " ".join(filter(None, [_MARKED[match.kind], level, f"with {' and '.join(match.carries)}" if match.carries else ""]))


def _condition(near: Near) -> str:
    return f"{looks_for(near.match)} {_within(near.within)}"


def _within(within: Within) -> str:
    if within.words is not None:
        return f"within {within.words} word{'' if within.words == 1 else 's'}"
    unit = within.unit or Scope.SENTENCE
    return f"{'on' if unit in {Scope.PAGE, Scope.LINE} else 'in'} the same {unit.value}"


def _pages(match: Match) -> str:
    def number(page: int) -> str:
        return "last" if page < 0 else str(page)

    return ", ".join(number(first) if first == last else f"{number(first)}-{number(last)}" for first, last in match.pages)
