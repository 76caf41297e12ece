"""Hash-chained logs: a public one per version by allow-list, an internal one with everything."""

from pipeline.audit.chain import Head, Log, check, read_events
from pipeline.audit.commitment import commit, passage_salt
from pipeline.audit.internal import internal_log
from pipeline.audit.public import public_log
from pipeline.audit.show import show
from pipeline.audit.worksheet import worksheet

__all__ = ["Head", "Log", "check", "commit", "internal_log", "passage_salt", "public_log", "read_events", "show", "worksheet"]
