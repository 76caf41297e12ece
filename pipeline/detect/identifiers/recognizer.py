"""What every recognizer of an identifier has in common: its entity and its forms."""

from __future__ import annotations

from typing import ClassVar

from pipeline.detect.identifiers.forms import Form

__all__ = ["IdentifierRecognizer"]


class IdentifierRecognizer:
    """Recognises one entity by its forms, without presidio, which takes over a second to load.

    Presidio's own recognizers pass over an expression that runs out of time without a word; the search for forms raises RulesError.
    """

    entity: ClassVar[str]
    forms: ClassVar[tuple[Form, ...]]
