"""A log as a person reads it."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.audit.chain import Fact, read_events

__all__ = ["show"]

_WIDEST_KEY = 16
_LONGEST_VALUE = 64


def _shown(value: Fact) -> str:
    if isinstance(value, str):
        plain = "".join(char if char.isprintable() else f"[U+{ord(char):04X}]" for char in value)
        return plain if len(value) <= _LONGEST_VALUE or " " in value else f"{value[:16]}..."
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_shown(each)}" for key, each in value.items()) or "none"
    if isinstance(value, list):
        return "; ".join(map(_shown, value)) or "none"
    if value is None or isinstance(value, bool):
        return {None: "none", True: "yes", False: "no"}[value]
    return str(value)


def _event(event: Mapping[str, Fact]) -> list[str]:
    kind = str(event["type"]).removeprefix("declass.")
    facts = event["data"]
    told = {key: value for key, value in facts.items() if value not in (None, [], "")} if isinstance(facts, Mapping) else {}
    lines = [f"      {key.replace('_', ' '):<{_WIDEST_KEY}} {_shown(value)}" for key, value in told.items()]
    return [f"{event['seq']:>4}  {kind}", *lines]


def show(data: bytes) -> str:
    """Return a log as text, one block an event. Raises AuditError where a line is no event."""
    events = read_events(data)
    head = [f"{events[0]['subject']}, {events[0]['time']}, {len(events)} events", ""] if events else ["an empty log"]
    return "\n".join([*head, *(line for event in events for line in _event(event))]) + "\n"
