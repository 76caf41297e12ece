"""Rulings files to ``Rulings``: what persons decided, read as strictly as rules are.

A rulings file holds passages of the record, names and free text: no message of ours quotes a word of it but keys, levels and
codes that everybody knows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.authority import code_fault
from pipeline.errors import Fault, RulesError, printable
from pipeline.model import Action, Ruling, Span, Version
from pipeline.rules.fields import Faults, Text
from pipeline.rules.guess import hint, hint_of_code
from pipeline.rules.nodes import Mapping, Node, Scalar, compose
from pipeline.rules.private import LONGEST_GUESSED, Private
from pipeline.rules.source import Found, read_source
from pipeline.rules.syntax import Syntax

__all__ = ["MAX_RULINGS_BYTES", "Rulings", "read_rulings"]

MAX_RULINGS_BYTES = 64 * 2**20
_FORMAT = "1"
_SHARED = ("source", "by", "at", "second")  # said once for all rulings, or by each for itself
_FILE_KEYS = ("format", *_SHARED, "rulings")
_OWN = ("start", "end", "digest", "versions", "action", "codes", "owner", "guide", "reason", "settled")
_FOR_READERS = ("proposed", "text", "page", "passage")
_KEYS = (*_SHARED, *_OWN, *_FOR_READERS)
_ACTIONS = {"redact": Action.REDACT, "refer": Action.REFER, "release": Action.RELEASE}
_VERSIONS = {version.value: version for version in Version}
_LONGEST_NAME = 200  # letters of an owner
# JSON writes a sign beyond the first 65,536 as a pair of halves, which YAML does not know.
_PAIR = re.compile(rb"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


@dataclass(frozen=True, slots=True)
class Rulings:
    """What a rulings file says: the rulings in its order, and how many of its entries nobody has decided yet."""

    rulings: tuple[Ruling, ...]
    undecided: int


@dataclass(frozen=True, slots=True)
class _Shared:
    """What each ruling may say for itself, and the head of the file for all of them."""

    source: str | None
    by: str | None
    at: dt.date | None
    second: str | None

    @classmethod
    def read(cls, fields: Private) -> _Shared:
        """Read what stands in ``fields``."""
        return cls(fields.sha256("source"), fields.line("by"), fields.date("at"), fields.line("second"))

    def over(self, other: _Shared) -> _Shared:
        """Return what is said here, and where nothing is, what the ``other`` says."""
        at = other.at if self.at is None else self.at
        return _Shared(self.source or other.source, self.by or other.by, at, self.second or other.second)


def read_rulings(name: str, data: bytes) -> Rulings:
    """Read one rulings file, YAML or JSON. Raises RulesError with every fault of it, each with its line.

    ``name`` is what messages call the file. An entry without an action is undecided: it is no ruling.
    """
    found: Found = []
    read: list[Ruling] = []
    entries = 0
    node, faults = _document(name, data, found)
    if node is not None and faults is not None:
        entries, read = _read_file(node, faults)
    if found:
        raise RulesError(*map(str, sorted(set(found))))
    return Rulings(tuple(read), entries - len(read))


def _document(name: str, data: bytes, found: Found) -> tuple[Node | None, Faults | None]:
    """Return the file as nodes; None where nothing of it can be read."""
    if len(data) > MAX_RULINGS_BYTES:
        found.append(Fault(name, 1, 1, f"the file is over {MAX_RULINGS_BYTES:,} bytes; expected rulings in a smaller file"))
        return None, None
    source = read_source(name, _without_pairs(data), found)
    if source is None:
        return None, None
    faults = Faults(source, found)
    try:
        node = compose(source.text, _unquoted(faults.at))
    except Syntax as fault:
        faults.at(fault.start, fault.end, fault.what)
        return None, None
    if node is None:
        faults.at(0, 0, "the file is empty; expected at least 'format: 1' and 'rulings:'")
    return node, faults


def _without_pairs(data: bytes) -> bytes:
    """Return a JSON file with its pairs of halves as the one sign that each is."""
    if not data.removeprefix(BOM_UTF8).lstrip().startswith((b"{", b"[")):
        return data

    def whole(pair: re.Match[bytes]) -> bytes:
        halves = bytes.fromhex((pair[2] + pair[3]).decode())
        return pair[1] + halves.decode("utf-16-be").encode()

    return _PAIR.sub(whole, data)


def _unquoted(note: Callable[[int, int, str], None]) -> Callable[[int, int, str], None]:
    """Return ``note`` without the names of anchors and aliases: a stray ``*`` makes one of a word of the record."""

    def told(start: int, end: int, what: str) -> None:
        is_name = what.startswith(("alias", "anchor"))
        note(start, end, "a word behind '*' or '&' that cannot be followed; expected the value in quotes" if is_name else what)

    return told


def _read_file(node: Node, faults: Faults) -> tuple[int, list[Ruling]]:
    """Return how many entries the file has, and its rulings."""
    top = Private(node, faults, "the file", _FILE_KEYS, ("format", "rulings"))
    if top.text("format") not in {_FORMAT, None}:
        top.fault("format", f"'format' of the file is not known; expected {_FORMAT}")
    shared = _Shared.read(top)
    entries: list[Node] = []
    top.each("rulings", entries.append)
    read = [(each, ruling) for each in entries if (ruling := _read_entry(each, faults, shared))]
    for each, first in _overlapping(read):
        faults.add(each, f"this ruling overlaps the one on line {first} in the same version; expected one ruling on a passage")
    return len(entries), [ruling for _, ruling in read]


def _read_entry(node: Node, faults: Faults, shared: _Shared) -> Ruling | None:
    """Read one entry; None where it is undecided, or where a part is wrong that no ruling can do without."""
    fields = Private(node, faults, "the ruling", _KEYS)
    if not fields.is_mapping:
        return None
    own = _Shared.read(fields).over(shared)
    span, digest, versions = _read_span(fields), _read_digest(fields), _read_versions(fields)
    action, codes = fields.one_of("action", _ACTIONS), _read_codes(fields)
    owner, guide, reason, settled = _read_owner(fields), fields.line("guide"), fields.text("reason"), _read_settled(fields)
    if "action" not in fields:
        return None
    _check_owed(fields, own)
    if action is None or span is None or digest is None or reason is None or not versions:
        return None
    if not _agree(fields, action, codes, owner) or own.source is None or own.by is None or own.at is None:
        return None
    return Ruling(
        own.source,
        span,
        digest,
        versions,
        action,
        reason,
        own.by,
        own.at,
        printable(f"{faults.source.file}:{faults.line(node)}"),
        codes=codes,
        owner=owner,
        guide=guide,
        second=own.second,
        settled=settled,
    )


def _check_owed(fields: Private, own: _Shared) -> None:
    """Note what a ruling lacks that it owes, and a second review that is none."""
    is_given = {"source": own.source, "by": own.by, "at": own.at, "digest": "text" in fields}
    for key, expected in (
        ("source", "the SHA-256 of the source file"),
        ("start", "where the passage begins"),
        ("end", "where the passage ends"),
        ("digest", "the SHA-256 of the passage, or its text"),
        ("reason", "why it was decided so"),
        ("by", 'who decided, as "NAME, OFFICE"'),
        ("at", "the day of the decision, as 2026-11-24"),
    ):
        if key not in fields and not is_given.get(key):
            fields.fault("action", f"the ruling has no '{key}'; expected {expected}")
    if own.by and own.second and own.by.casefold() == own.second.casefold():
        fields.fault("second", "who concurred is who decided; expected another person, or no 'second'")


def _read_span(fields: Private) -> Span | None:
    start, end = fields.number("start"), fields.number("end")
    if start is None or end is None:
        return None
    if start >= end:
        fields.fault("end", "the passage ends where it begins, or before; expected 'end' behind 'start'")
        return None
    return Span(start, end)


def _read_versions(fields: Private) -> tuple[Version, ...]:
    """Return the versions a ruling is for, both where it says nothing; none where what it says is wrong."""
    if "versions" not in fields:
        return tuple(Version)
    named = fields.texts("versions")
    for each in named:
        if each.value not in _VERSIONS:
            meant = hint(each.value[:LONGEST_GUESSED], _VERSIONS)
            fields.faults.add(each.node, f"there is no such version{meant}; expected one of {', '.join(_VERSIONS)}")
    return tuple(version for name, version in _VERSIONS.items() if any(each.value == name for each in named))


def _read_codes(fields: Private) -> tuple[str, ...]:
    codes = fields.texts("codes")
    for each in codes:
        if fault := code_fault(each.value):
            fields.faults.add(each.node, _told_of_code(each, fault))
    return tuple(dict.fromkeys(each.value for each in codes))


def _told_of_code(code: Text, fault: str) -> str:
    said, _, expected = fault.replace(f" {code.value!r}", "").partition(";")
    return f"{said}{hint_of_code(code.value[:LONGEST_GUESSED])};{expected}"


def _read_owner(fields: Private) -> str | None:
    owner = fields.line("owner")
    if owner and not _is_name(owner):
        fields.fault("owner", "an owner's name holds brackets or a semicolon, or is long; expected a plain name")
        return None
    return owner


def _is_name(owner: str) -> bool:
    """Tell whether an owner can stand in a blank, on one line."""
    return owner.isprintable() and len(owner) <= _LONGEST_NAME and not set(owner) & set("[];")


def _read_settled(fields: Private) -> tuple[tuple[str, str], ...]:
    """Return the owners whose own decision is carried out, each with what that decision is."""
    node = fields.get("settled")
    if node is None:
        return ()
    if not isinstance(node, Mapping):
        fields.fault("settled", "'settled' of the ruling is no mapping; expected each owner with its own decision")
        return ()
    found: dict[str, str] = {}
    for key, value in node.pairs:
        owner, decision = fields.scalar(key, "settled"), fields.scalar(value, "settled")
        if owner and not _is_name(owner):
            fields.faults.add(key, "an owner's name holds brackets or a semicolon, or is long; expected a plain name")
        elif owner in found:
            fields.faults.add(key, "this owner stands twice in 'settled'; expected it once")
        elif owner and decision:
            found[owner] = decision
    return tuple(found.items())


def _read_digest(fields: Private) -> str | None:
    """Return the digest of the passage, that of its text where none is written; where both are, they must agree."""
    digest, node = fields.sha256("digest"), fields.get("text")
    if node is None:
        return digest
    if not isinstance(node, Scalar) or not node.value:
        fields.fault("text", "'text' of the ruling is no text; expected the passage as it stands in the record")
        return digest
    own = hashlib.sha256(node.value.encode()).hexdigest()
    if digest is not None and digest != own:
        fields.fault("text", "'text' is not the passage of which 'digest' is; expected both as the worksheet gave them, or one of them")
    return own if "digest" not in fields else digest


def _agree(fields: Private, action: Action, codes: tuple[str, ...], owner: str | None) -> bool:
    """Tell whether codes and owner are there where the action needs them, and nowhere else; note what is wrong."""
    told = len(fields.faults.found)
    if action is Action.REDACT and not codes and "codes" not in fields:
        fields.fault("action", "a redaction without its reason in law; expected such as codes: ['1.4(c)', '(b)(6)']")
    if action is not Action.REDACT and codes:
        fields.fault("codes", "only a redaction has codes; expected none, or action: redact")
    if action is Action.REFER and not owner and "owner" not in fields:
        fields.fault("action", "a referral to nobody; expected an owner, such as owner: DOE")
    if action is not Action.REFER and owner:
        fields.fault("owner", "only a referral has an owner; expected none, or action: refer")
    is_complete = bool(codes) is (action is Action.REDACT) and bool(owner) is (action is Action.REFER)
    return is_complete and len(fields.faults.found) == told


def _overlapping(read: list[tuple[Node, Ruling]]) -> Iterator[tuple[Node, str]]:
    """Yield each ruling that overlaps another of its version and source, and the line of that which stands before it."""
    told: set[int] = set()
    for version in Version:
        own = [(each.source, each.span, number) for number, (_, each) in enumerate(read) if version in each.versions]
        last: tuple[str, Span, int] | None = None
        for each in sorted(own):
            if last and last[0] == each[0] and last[1].overlaps(each[1]):
                first, second = sorted((last[2], each[2]))
                if second not in told:
                    told.add(second)
                    yield read[second][0], read[first][1].place.rpartition(":")[2]
            if last is None or last[0] != each[0] or each[1].end > last[1].end:
                last = each
