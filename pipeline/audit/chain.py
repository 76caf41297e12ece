"""An append-only log of canonical JSON lines, each bound to the one before it.

``hash`` is SHA-256 over the schema's name, a line feed and the event without its hash, as canonical JSON
(sorted keys, no spaces, UTF-8). A chain proves order and wholeness, not who wrote it: whoever may rewrite
the whole file can make a new chain, which is why the manifest and the archive keep the head.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import AuditError
from pipeline.model import AuditEvent

__all__ = ["CLOSED", "GENESIS", "SCHEMA", "Fact", "Head", "Log", "check", "read_events"]

SCHEMA = "declass-audit/1"
SPEC_VERSION = "1.0"
SOURCE = "declass"
GENESIS = "0" * 64
CLOSED = "declass.closed"
MAX_LINE_BYTES = 8 * 2**20
_KEYS = frozenset({"data", "hash", "id", "prev", "schema", "seq", "source", "specversion", "subject", "time", "type"})

Fact = str | int | bool | None | Sequence["Fact"] | Mapping[str, "Fact"]


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a whole chain: how many events, and the hash of the last."""

    count: int
    hash: str


def canonical_json(value: Fact) -> str:
    """Return ``value`` as JSON with sorted keys and no spaces: one value, one text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _envelope(event: AuditEvent) -> dict[str, Fact]:
    return {
        "data": json.loads(event.facts),
        "id": f"{event.subject}/{event.seq:06d}",
        "prev": event.prev,
        "schema": SCHEMA,
        "seq": event.seq,
        "source": SOURCE,
        "specversion": SPEC_VERSION,
        "subject": event.subject,
        "time": event.at,
        "type": event.type,
    }


def _digest(envelope: Mapping[str, Fact]) -> str:
    return hashlib.sha256(f"{SCHEMA}\n{canonical_json(envelope)}".encode()).hexdigest()


class Log:
    """A chain in the making. ``at`` is the time of its events; a public log has the release date there."""

    def __init__(self, subject: str, at: str) -> None:
        """Begin a chain about ``subject``."""
        self._subject, self._at = subject, at
        self.events: list[AuditEvent] = []

    def append(self, kind: str, facts: Mapping[str, Fact]) -> str:
        """Add an event and return its hash, which the next one will hold."""
        prev = self.events[-1].hash if self.events else GENESIS
        bare = AuditEvent(len(self.events) + 1, self._at, kind, self._subject, canonical_json(facts), prev, "")
        event = AuditEvent(bare.seq, bare.at, bare.type, bare.subject, bare.facts, bare.prev, _digest(_envelope(bare)))
        self.events.append(event)
        return event.hash

    def close(self, facts: Mapping[str, Fact]) -> str:
        """Add the closing event, which says how many events there are, so that a cut is seen."""
        return self.append(CLOSED, {**facts, "events": len(self.events) + 1})

    def to_bytes(self) -> bytes:
        """Return the log as JSON lines."""
        return "".join(canonical_json({**_envelope(event), "hash": event.hash}) + "\n" for event in self.events).encode()


def _lines(data: bytes) -> list[bytes]:
    """Return the lines, parted by line feeds alone; what follows the last one is a line cut short."""
    return data.removesuffix(b"\n").split(b"\n") if data else []


def _parse(number: int, line: bytes) -> dict[str, Fact]:
    try:
        value = json.loads(line) if len(line) <= MAX_LINE_BYTES else None
        canonical_json(value).encode()
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or set(value) != _KEYS or value["schema"] != SCHEMA:
        raise AuditError(f"line {number} is no event of {SCHEMA}; restore the log from its archive copy")
    return value


def read_events(data: bytes) -> list[dict[str, Fact]]:
    """Return the events of a log without checking the chain. Raises AuditError where a line is no event."""
    return [_parse(number, line) for number, line in enumerate(_lines(data), start=1)]


def check(data: bytes) -> Head:
    """Return the head of a whole chain.

    Raises AuditError at the first line that was edited, removed, added or moved, and where the end is missing:
    1. every line is an event in canonical form; 2. it holds the hash of the line before; 3. its own hash is
    right; 4. sequence numbers count from 1; 5. the last event closes the log and counts it.
    """
    prev = GENESIS
    event: dict[str, Fact] = {}
    count = 0
    for count, line in enumerate(_lines(data), start=1):
        event = _parse(count, line)
        bare = {key: value for key, value in event.items() if key != "hash"}
        if canonical_json(event).encode() != line:
            raise AuditError(f"line {count} is not in canonical form, so it was edited; restore the log from its archive copy")
        if event["prev"] != prev or event["seq"] != count:
            raise AuditError(f"line {count} does not follow the line before it: an event was removed, added or moved")
        if event["hash"] != _digest(bare):
            raise AuditError(f"line {count} does not match its hash, so it was edited")
        prev = str(event["hash"])
    facts = event.get("data")
    if event.get("type") != CLOSED or not isinstance(facts, dict) or facts.get("events") != count or not data.endswith(b"\n"):
        raise AuditError(f"the log does not close after line {count}: its end was cut off")
    return Head(count, prev)
