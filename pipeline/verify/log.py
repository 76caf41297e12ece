"""The public log and the manifest, value by value: each key has a test, and no other key may stand there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from pipeline.authority import HARMS, RATIONALE_CLASSES, basis, printed
from pipeline.errors import LeakError
from pipeline.verify.expected import Expected
from pipeline.wording import BlankWords

__all__ = ["check_manifest", "probe_log"]

Check = Callable[[object, Expected], bool]

_HEX = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z")
_PASSAGE = re.compile(r"[WR][0-9]{4,}")
_TOOL = re.compile(r"[0-9]+(?:\.[0-9A-Za-z]+)*")
_TOOL_NAMES = frozenset({"declass", "presidio-analyzer", "pypdf", "pypdfium2", "reportlab"})
_SUBJECT = re.compile(r"[a-z0-9-]+/(?:redacted|released)")
_EVENT_ID = re.compile(r"[a-z0-9-]+/(?:redacted|released)/[0-9]{6}")
_PROBES = frozenset({"pypdf text", "pdfium text", "streams", "strings", "metadata", "text file"})
_KINDS = frozenset({"declass.opened", "declass.choice", "declass.passage", "declass.status", "declass.closed"})


def _matches(pattern: re.Pattern[str]) -> Check:
    return lambda value, _: isinstance(value, str) and pattern.fullmatch(value) is not None


def _among(*allowed: object) -> Check:
    return lambda value, _: any(value == each and type(value) is type(each) for each in allowed)


def _each(check: Check) -> Check:
    return lambda value, expected: isinstance(value, list) and all(check(each, expected) for each in value)


def _same(name: str) -> Check:
    """Allow exactly what the statement says under ``name``."""
    return lambda value, expected: bool(value == getattr(expected.statement, name))


def _is_count(value: object, _: Expected) -> bool:
    return type(value) is int and value >= 0


def _date(value: object, expected: Expected) -> bool:
    date = expected.statement.date
    return value == (date.isoformat() if date else None)


def _blanks(expected: Expected) -> list[BlankWords]:
    return [part for part in expected.parts if isinstance(part, BlankWords)]


def _code(value: object, expected: Expected) -> bool:
    return value in {printed(code) for code in expected.codes}


def _owner(value: object, expected: Expected) -> bool:
    return any(value == row.owner for row in expected.statement.holds)


def _basis(value: object, expected: Expected) -> bool:
    return value in {basis(code) for code in expected.codes}


def _amount(value: object, expected: Expected) -> bool:
    return any(value == blank.amount for blank in _blanks(expected))


def _files(value: object, _: Expected) -> bool:
    return isinstance(value, dict) and all(
        re.fullmatch(r"(?:redacted|released)\.(?:pdf|txt|audit\.jsonl)", key) and isinstance(each, str) and _HEX.fullmatch(each)
        for key, each in value.items()
    )


def _tools(value: object, _: Expected) -> bool:
    return isinstance(value, dict) and all(
        key in _TOOL_NAMES and isinstance(each, str) and _TOOL.fullmatch(each) for key, each in value.items()
    )


def _commitment(value: object, _: Expected) -> bool:
    if not isinstance(value, dict) or value.get("alg") != "HMAC-SHA256":
        return False
    values = value.get("values") if "values" in value else [value.get("value")]
    return (
        set(value) <= {"alg", "value", "values"}
        and isinstance(values, list)
        and all(isinstance(each, str) and _HEX.fullmatch(each) for each in values)
    )


_ENVELOPE: Mapping[str, Check] = {
    "hash": _matches(_HEX),
    "prev": _matches(_HEX),
    "id": _matches(_EVENT_ID),
    "schema": _among("declass-audit/1"),
    "seq": _is_count,
    "source": _among("declass"),
    "specversion": _among("1.0"),
    "subject": _matches(_SUBJECT),
    "time": _matches(_TIME),
    "type": lambda value, _: value in _KINDS,
}
_FACTS: Mapping[str, Check] = {
    "amount": _amount,
    "approved": _among(True, False),
    "as_of": lambda value, expected: value == expected.statement.as_of.isoformat(),
    "basis": _each(_basis),
    "case": _same("case"),
    "choice": _among("amount"),
    "class": lambda value, _: value in RATIONALE_CLASSES,
    "classification": _same("classification"),
    "codes": _each(_code),
    "commitment": _commitment,
    "date": _date,
    "decided_by_role": _among("rule"),
    "decision": _among("withheld", "referred"),
    "events": _is_count,
    "files": _files,
    "harm": _each(lambda value, _: value in HARMS),
    "owners": _each(_owner),
    "page": _is_count,
    "passage": _matches(_PASSAGE),
    "private_rules": _commitment,
    "probes": _each(lambda value, _: value in _PROBES),
    "projected": _same("is_projected"),
    "reason": _among("amount-would-reveal"),
    "referred": _same("referred"),
    "second_review": _among("none"),
    "shipped_packs": _each(_matches(_HEX)),
    "title": _same("title"),
    "tools": _tools,
    "value": _among("none", "bucket", "exact"),
    "verdict": _same("verdict"),
    "version": lambda value, expected: value == expected.statement.version.value,
    "withheld": _same("withheld"),
}


def _check(facts: Mapping[str, object], checks: Mapping[str, Check], expected: Expected, place: str) -> None:
    for key, value in facts.items():
        if key not in checks or not checks[key](value, expected):
            named = f"key {key!r}" if key in checks else "a key that is not on the allow-list"
            raise LeakError("public log", place, f"{named} holds what a public log may not")


def probe_log(data: bytes, expected: Expected) -> None:
    """Raise LeakError unless every value of a public log is one that it may hold."""
    for number, line in enumerate(data.splitlines(), start=1):
        place = f"line {number}"
        try:
            event = json.loads(line)
        except ValueError:
            raise LeakError("public log", place, "it is no JSON") from None
        facts = event.pop("data", None) if isinstance(event, dict) else None
        if not isinstance(facts, dict):
            raise LeakError("public log", place, "it is no event")
        _check(event, _ENVELOPE, expected, place)
        _check(facts, _FACTS, expected, place)


_MANIFEST: Mapping[str, Check] = {
    "record": _matches(re.compile(r"[a-z0-9-]+")),
    "case": _same("case"),
    "as_of": _FACTS["as_of"],
    "tools": _tools,
}
_VERSION: Mapping[str, Check] = {
    "verdict": _same("verdict"),
    "withheld": _same("withheld"),
    "referred": _same("referred"),
    "codes": _each(lambda value, expected: isinstance(value, str) and any(row.code == printed(value) for row in expected.statement.legend)),
    "files": _files,
}


def check_manifest(data: bytes, expected: Mapping[str, Expected]) -> None:
    """Raise LeakError unless the manifest holds its promised keys and nothing that was not released."""
    try:
        manifest = json.loads(data)
        versions = manifest.pop("versions")
        for name, facts in versions.items():
            _check(facts, _VERSION, expected[name], "manifest")
        _check(manifest, _MANIFEST, next(iter(expected.values())), "manifest")
    except (ValueError, KeyError, AttributeError, StopIteration):
        raise LeakError("public log", "manifest", "it is not the manifest of this record") from None
