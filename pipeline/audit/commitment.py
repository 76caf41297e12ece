"""Salted commitments: a passage can be proved later, one by one, and nobody can guess it before.

Opening a passage means to publish its salt and its text. Salts are derived from the case key and bound to
record, version, span and text, so that opening one tells nothing of another.
"""

from __future__ import annotations

import hashlib
import hmac

from pipeline.model import Span, Version

__all__ = ["ALGORITHM", "commit", "passage_salt", "rule_file_commitment"]

ALGORITHM = "HMAC-SHA256"
_PASSAGE_LABEL = "declass passage salt 1"
_RULES_LABEL = "declass rules salt 1"


def _keyed(key: bytes, *parts: str) -> bytes:
    """Return HMAC over length-prefixed parts, so that no two lists of parts read the same."""
    message = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)
    return hmac.new(key, message, hashlib.sha256).digest()


def passage_salt(case_key: bytes, record_id: str, version: Version, span: Span, text: str) -> bytes:
    """Return the 32-byte salt of one passage."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return _keyed(case_key, _PASSAGE_LABEL, record_id, version.value, f"{span.start}:{span.end}", digest)


def commit(salt: bytes, text: str) -> str:
    """Return the commitment to ``text`` under ``salt``, in hex."""
    return hmac.new(salt, text.encode(), hashlib.sha256).hexdigest()


def rule_file_commitment(case_key: bytes, name: str, sha256: str) -> str:
    """Return a commitment to a rule file that does not ship with the project; its bare digest could be guessed."""
    return _keyed(case_key, _RULES_LABEL, name, sha256).hex()
