"""The worksheet of a record: every passage with what the rules propose, for a person to write down what is decided.

It is a rulings file, so a run takes it back as it is. It holds record text and is never for release.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.model import Action, Decision, Record, Ruling, Span, Version
from pipeline.passages import Passage, page_finder, passages
from pipeline.segments import trimmed

__all__ = ["worksheet"]

_HEAD = """\
# What was withheld and referred, passage by passage, for a person to decide. It holds the record's text: never for release.
#
# 1. Write your name and office behind 'by:', and the day behind 'at:', here at the top.
# 2. Where you decide, write behind 'action:' one word, and why behind 'reason:':
#      redact   withheld; write the codes behind 'codes:', such as [1.4(c), '(b)(6)']
#      refer    another must decide; write who behind 'owner:', such as DOE
#      release  shown
#    A passage without an action stays as the rules decide.
# 3. Run:  declass run FILE --rulings rulings.yaml    (FILE is the file this was made from; a copy of this sheet will do)
#
# You may write more below a passage:
#      guide: TITLE AND DATE      the approved guide that a code 25X, 50X or 75X rests on
#      settled: {DOE: its letter of 3 May 2026}    an owner's own decision, which alone lifts its hold
#      second: NAME, OFFICE       who concurred; at the top it stands for all
# 'versions' may be cut down to one. To decide a part of a passage, write its own start, end and text, without a digest.
# What stands at 'proposed', 'page' and 'passage' is for you to read; nothing of it is taken.
"""
_SHOWN = 100_000  # characters of a passage that are shown; a longer one is read in the record
_INDENT = "      "
_ODD = re.compile(r"[^ !#-\[\]-~]")  # what is looked at before it stands in double quotes
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "\\r"}
_BYTE, _PLANE = 0xFF, 0xFFFF


@dataclass(slots=True)
class _Entry:
    """One passage, or a part of one: for each version it is for, what is proposed there; the ruling on it if there is one."""

    proposed: dict[Version, Passage] = field(default_factory=dict)
    ruling: Ruling | None = None


def worksheet(record: Record, decisions: Mapping[Version, tuple[Decision, ...]], rulings: tuple[Ruling, ...] = ()) -> bytes:
    """Return the rulings file to start from. ``rulings``, those on this record, stand in it already filled in.

    The entries of one version never overlap; where both versions cut the same span, one entry is for both.
    """
    entries = [*_undecided(record, decisions, rulings), *((each.span, _Entry(ruling=each)) for each in rulings)]
    rows = [_HEAD, f"format: 1\nsource: {record.source.sha256}\n"]
    rows.append('by:      # "NAME, OFFICE" of who decides\nat:      # the day of the decision, as 2026-11-24\n')
    rows.append("rulings:\n" if entries else "rulings: []\n")
    pages_of = page_finder(record)
    for span, entry in sorted(entries, key=lambda pair: pair[0]):
        rows += _head_of(record, span, entry, pages_of(span))
        rows += _said(entry.ruling) if entry.ruling else _asked(span, entry)
        rows += _text(record.text[span.start : span.end])
    return "".join(rows).encode()


def _undecided(
    record: Record, decisions: Mapping[Version, tuple[Decision, ...]], rulings: tuple[Ruling, ...]
) -> Iterator[tuple[Span, _Entry]]:
    """Yield what the rules and the law withhold or refer, without what is ruled on, each span once."""
    found: dict[Span, _Entry] = {}
    for version, settled in decisions.items():
        ruled = [each.span for each in rulings if version in each.versions]
        for span, passage in _outside(record.text, passages(record, settled), ruled):
            found.setdefault(span, _Entry()).proposed[version] = passage
    yield from found.items()


def _outside(text: str, blanks: Iterable[Passage], ruled: list[Span]) -> Iterator[tuple[Span, Passage]]:
    """Yield each passage, or the parts of it that lie in none of the ``ruled`` spans. All are in order and apart."""
    first = 0
    for passage in blanks:
        start, end = passage.span.start, passage.span.end
        while first < len(ruled) and ruled[first].end <= start:
            first += 1
        over = list(_until(ruled, first, end))
        if not over:
            yield passage.span, passage
            continue
        edges = [start, *(edge for each in over for edge in (each.start, each.end)), end]
        for left, right in zip(edges[::2], edges[1::2], strict=True):
            part = trimmed(text, Span(left, right)) if left < right else None
            if part:
                yield part, passage


def _until(spans: list[Span], first: int, end: int) -> Iterator[Span]:
    while first < len(spans) and spans[first].start < end:
        yield spans[first]
        first += 1


def _head_of(record: Record, span: Span, entry: _Entry, pages: tuple[int, ...]) -> Iterator[str]:
    """Yield where a passage stands, what binds a ruling to it, and which versions it is of."""
    versions = entry.ruling.versions if entry.ruling else tuple(entry.proposed)
    digest = hashlib.sha256(record.text[span.start : span.end].encode()).hexdigest()
    page = "-".join(dict.fromkeys(map(str, (*pages[:1], *pages[-1:]))))
    yield f"\n  - page: {page}\n"
    if entry.proposed:
        yield f"    passage: {', '.join(f'{version.value} {passage.id}' for version, passage in entry.proposed.items())}\n"
    yield f"    start: {span.start}\n    end: {span.end}\n    digest: {digest}\n"
    yield f"    versions: [{', '.join(version.value for version in versions)}]\n"


def _asked(span: Span, entry: _Entry) -> Iterator[str]:
    """Yield what is proposed for a passage, and the places where a decision is written."""
    yield "    proposed:\n"
    for version, passage in entry.proposed.items():
        claims = [claim for claim in passage.claims if claim.span.overlaps(span) and claim.action is not Action.RELEASE]
        facts = [f"action: {passage.action.name.lower()}"]
        for key, values in (
            ("codes", [code for claim in claims for code in claim.codes]),
            ("owners", [claim.owner for claim in claims if claim.owner]),
            ("rules", [claim.rule for claim in claims]),
        ):
            facts += [f"{key}: {_list(dict.fromkeys(values))}"] if values else []
        yield f"      {version.value}: {{{', '.join(facts)}}}\n"
    yield "    action:\n    codes:\n    owner:\n    reason:\n"


def _said(ruling: Ruling) -> Iterator[str]:
    """Yield a ruling as it was given."""
    yield f"    action: {ruling.action.name.lower()}\n"
    if ruling.codes:
        yield f"    codes: {_list(ruling.codes)}\n"
    for key, value in (("owner", ruling.owner), ("guide", ruling.guide), ("reason", ruling.reason), ("by", ruling.by)):
        if value is not None:
            yield f"    {key}: {_quoted(value)}\n"
    yield f"    at: {ruling.at.isoformat()}\n"
    if ruling.second is not None:
        yield f"    second: {_quoted(ruling.second)}\n"
    if ruling.settled:
        yield "    settled:\n"
        yield from (f"      {_quoted(owner)}: {_quoted(decision)}\n" for owner, decision in ruling.settled)


def _text(text: str) -> Iterator[str]:
    """Yield the passage: as it stands where that can be read back, else with its odd signs written as escapes."""
    if len(text) > _SHOWN:
        yield f"    # its {len(text):,} characters are too many to show here\n"
        return
    rows = text.split("\n")
    if rows[0][:1].strip() and rows[-1] and all(row.isprintable() and row == row.rstrip() for row in rows):
        yield "    text: |-\n"
        yield from (f"{_INDENT}{row}\n" if row else "\n" for row in rows)
        return
    yield f"    text: {_quoted(text)}\n"


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, values))}]"


def _quoted(text: str) -> str:
    """Return a text in double quotes, on lines of its own where it has several; what shows nothing stands as an escape."""
    rows = [_ODD.sub(_escaped, row) for row in text.split("\n")]
    joined = f"\\n\\\n{_INDENT}".join(f"\\{row}" if row.startswith(" ") and number else row for number, row in enumerate(rows))
    return f'"{joined}"'


def _escaped(odd: re.Match[str]) -> str:
    char = odd.group()
    if char in _ESCAPED:
        return _ESCAPED[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\x{code:02X}" if code <= _BYTE else f"\\u{code:04X}" if code <= _PLANE else f"\\U{code:08X}"
