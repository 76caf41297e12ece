"""The public log and the manifest, value by value: each key has a test, and no other key may stand there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.authority import HARMS, RATIONALE_CLASSES, basis, printed
from pipeline.errors import LeakError
from pipeline.verify.expected import Expected
from pipeline.verify.kept.verify import KEPT_PROBES
from pipeline.wording import BlankWords

__all__ = ["Folder", "check_manifest", "probe_log"]


@dataclass(frozen=True, slots=True)
class Folder:
    """What a log may say of the folder it lies in: the record's id, and the digests of the files."""

    record_id: str
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the values of one version's log are held against."""

    expected: Expected
    folder: Folder
    amounts: frozenset[str]
    marks: frozenset[str]

    @property
    def subject(self) -> str:
        return f"{self.folder.record_id}/{self.expected.statement.version.value}"


Check = Callable[[object, _Known], bool]

_HEX = re.compile(r"[0-9a-f]{64}")
_TOOL = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:\.?(?:a|b|rc|post|dev)[0-9]+)*")
_MODEL = re.compile(r"none|not needed|[\w.-]{1,60} [\w.+-]{1,30} sha256:[0-9a-f]{64}", re.ASCII)
_MODEL_NAME = "language-model"
_TOOL_NAMES = frozenset({"declass", "pikepdf", "presidio-analyzer", "pypdf", "pypdfium2", "reportlab"})
_PROBES = tuple(dict.fromkeys(("pypdf text", "pdfium text", "streams", "strings", "metadata", "text file", *KEPT_PROBES)))
_KINDS = ("declass.opened", "declass.choice", "declass.passage", "declass.status", "declass.closed")
_ALGORITHM = "HMAC-SHA256"


def _matches(pattern: re.Pattern[str]) -> Check:
    return lambda value, _: isinstance(value, str) and pattern.fullmatch(value) is not None


def _among(*allowed: object) -> Check:
    return lambda value, _: any(value == each and type(value) is type(each) for each in allowed)


def _each(check: Check) -> Check:
    return lambda value, known: isinstance(value, list) and all(check(each, known) for each in value)


def _same(name: str) -> Check:
    """Allow exactly what the statement says under ``name``."""

    def check(value: object, known: _Known) -> bool:
        said = getattr(known.expected.statement, name)
        return bool(value == said) and type(value) is type(said)

    return check


def _is_count(value: object, _: _Known) -> bool:
    return type(value) is int and value >= 0


def _as_of(value: object, known: _Known) -> bool:
    return value == known.expected.statement.as_of.isoformat()


def _time(value: object, known: _Known) -> bool:
    return value == f"{known.expected.statement.as_of.isoformat()}T00:00:00Z"


def _version(value: object, known: _Known) -> bool:
    return value == known.expected.statement.version.value


def _subject(value: object, known: _Known) -> bool:
    return value == known.subject


def _event_id(value: object, known: _Known) -> bool:
    return isinstance(value, str) and re.fullmatch(re.escape(known.subject) + "/[0-9]{6}", value) is not None


def _date(value: object, known: _Known) -> bool:
    date = known.expected.statement.date
    return value == (date.isoformat() if date else None)


def _known(expected: Expected, folder: Folder) -> _Known:
    blanks = [part for part in expected.parts if isinstance(part, BlankWords)]
    return _Known(expected, folder, frozenset(each.amount for each in blanks), frozenset(each.mark for each in blanks))


def _code(value: object, known: _Known) -> bool:
    return any(value == printed(code) for code in known.expected.codes)


def _owner(value: object, known: _Known) -> bool:
    return any(value == row.owner for row in known.expected.statement.holds)


def _basis(value: object, known: _Known) -> bool:
    return any(value == basis(code) for code in known.expected.codes)


def _amount(value: object, known: _Known) -> bool:
    return isinstance(value, str) and value in known.amounts


def _passage(value: object, known: _Known) -> bool:
    return isinstance(value, str) and value in known.marks


def _files(value: object, known: _Known) -> bool:
    """Allow digests of files that lie beside, and these alone."""
    digests = known.folder.digests
    return isinstance(value, dict) and all(key in digests and digests[key] == each for key, each in value.items())


def _tools(value: object, _: _Known) -> bool:
    return isinstance(value, dict) and all(
        isinstance(each, str) and (_MODEL.fullmatch(each) if key == _MODEL_NAME else key in _TOOL_NAMES and _TOOL.fullmatch(each))
        for key, each in value.items()
    )


def _commitment(value: object, known: _Known) -> bool:
    if not isinstance(value, dict) or value.get("alg") != _ALGORITHM or not set(value) <= {"alg", "value", "values"}:
        return False
    values = value.get("values", [])
    return _each(_matches(_HEX))(values, known) and _matches(_HEX)(value.get("value", "0" * 64), known)


_ENVELOPE: Mapping[str, Check] = {
    "hash": _matches(_HEX),
    "prev": _matches(_HEX),
    "id": _event_id,
    "schema": _among("declass-audit/1"),
    "seq": _is_count,
    "source": _among("declass"),
    "specversion": _among("1.0"),
    "subject": _subject,
    "time": _time,
    "type": _among(*_KINDS),
}
_FACTS: Mapping[str, Check] = {
    "amount": _amount,
    "approved": _among(True, False),
    "as_of": _as_of,
    "basis": _each(_basis),
    "case": _same("case"),
    "choice": _among("amount"),
    "class": _among(*RATIONALE_CLASSES),
    "classification": _same("classification"),
    "codes": _each(_code),
    "commitment": _commitment,
    "date": _date,
    "decided_by_role": _among("rule", "law", "reviewer"),
    "decision": _among("withheld", "referred"),
    "events": _is_count,
    "files": _files,
    "harm": _each(_among(*HARMS)),
    "owners": _each(_owner),
    "page": _is_count,
    "passage": _passage,
    "private_rules": _commitment,
    "probes": _each(_among(*_PROBES)),
    "projected": _same("is_projected"),
    "reason": _among("amount-would-reveal"),
    "referred": _same("referred"),
    "second_review": _among("none", "concurred"),
    "shipped_packs": _each(_matches(_HEX)),
    "title": _same("title"),
    "tools": _tools,
    "value": _among("none", "bucket", "exact"),
    "verdict": _same("verdict"),
    "version": _version,
    "withheld": _same("withheld"),
}


def _check(facts: Mapping[str, object], checks: Mapping[str, Check], known: _Known, place: str) -> None:
    for key, value in facts.items():
        if key not in checks or not checks[key](value, known):
            named = f"key {key!r}" if key in checks else "a key that is not on the allow-list"
            raise LeakError("public log", place, f"{named} holds what a public log may not")


def _parsed(text: bytes, indent: int | None) -> object:
    """Return the value of JSON in the one form that we write; None otherwise, for a second form could hide a key."""
    separators = (",", ":") if indent is None else None
    try:
        value: object = json.loads(text)
        again = json.dumps(value, sort_keys=True, separators=separators, indent=indent, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return value if again == text else None


def probe_log(data: bytes, expected: Expected, folder: Folder) -> None:
    """Raise LeakError unless every value of a public log is one that it may hold."""
    known = _known(expected, folder)
    *lines, rest = data.split(b"\n")
    if rest or not lines:
        raise LeakError("public log", f"line {len(lines) + 1}", "it does not end as a log of ours")
    for number, line in enumerate(lines, start=1):
        place = f"line {number}"
        event = _parsed(line, None)
        facts = event.pop("data", None) if isinstance(event, dict) else None
        if not isinstance(event, dict) or not isinstance(facts, dict):
            raise LeakError("public log", place, "it is no event in the form that we write")
        _check(event, _ENVELOPE, known, place)
        _check(facts, _FACTS, known, place)


def _manifest_code(value: object, known: _Known) -> bool:
    return isinstance(value, str) and any(row.code == printed(value) for row in known.expected.statement.legend)


_MANIFEST: Mapping[str, Check] = {
    "record": lambda value, known: value == known.folder.record_id,
    "case": _same("case"),
    "as_of": _as_of,
    "tools": _tools,
}
_VERSION: Mapping[str, Check] = {
    "verdict": _same("verdict"),
    "withheld": _same("withheld"),
    "referred": _same("referred"),
    "codes": _each(_manifest_code),
    "files": _files,
}


def check_manifest(data: bytes, expected: Mapping[str, Expected], folder: Folder) -> None:
    """Raise LeakError unless the manifest holds its promised keys and nothing that was not released."""
    manifest = _parsed(data.removesuffix(b"\n"), 2)
    versions = manifest.pop("versions", None) if isinstance(manifest, dict) else None
    if not isinstance(manifest, dict) or not isinstance(versions, dict) or set(versions) != set(expected):
        raise LeakError("public log", "manifest", "it is not the manifest of this record")
    for name, facts in versions.items():
        known = _known(expected[name], folder)
        if not isinstance(facts, dict):
            raise LeakError("public log", "manifest", "it is not the manifest of this record")
        _check(facts, _VERSION, known, "manifest")
        _check(manifest, _MANIFEST, known, "manifest")
