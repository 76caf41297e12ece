"""Redact and release archival records: the map of the six stages, in order.

    ingest -> detect -> decide -> render -> verify -> audit
    bytes     Record    Findings  Decisions  Draft     Release + log

Rings, inward to outward: ``model``, ``errors`` (0); ``markings``, ``authority``, ``rules`` and their
kin (1); the stages (2); ``rulebook``, ``flow``, ``store`` (3); ``batch`` (4); ``cli`` (5).
"""

STAGES = ("ingest", "detect", "decide", "render", "verify", "audit")

__version__ = "0.1.0"

__all__ = ["STAGES", "__version__"]
