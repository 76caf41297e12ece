"""Recognises persons by what stands before the name: an honorific, a rank or an office.

Without a language model this is all that can be said of names; a bare name is not found.
"""

from __future__ import annotations

from presidio_analyzer import Pattern, PatternRecognizer

__all__ = ["HonorificRecognizer"]

_TITLE = (
    r"(?:Mr|Mrs|Miss|Ms|Messrs|Dr|Prof|Professor|Rev|Father|Sir|Lord|Lady|Gen|General|Col|Colonel|Maj|Major|Capt|Captain|"
    r"Lt|Lieutenant|Adm|Admiral|Cdr|Commander|Sgt|Sergeant|Ambassador|Amb|Minister|Secretary|Senator|Sen|Congressman|Governor|"
    r"Gov|President|Premier|Chancellor|Marshal|Director|Judge|Justice|Consul|King|Queen|Prince|Shah|Pope|Comrade)"
)
_NAME = r"[A-Z][A-Za-z'’]*[a-z](?:-[A-Z][a-z]+)?"
_PARTICLE = r"(?:von|van|de|del|della|di|da|le|la|el|al|bin|ibn|U)"
_SCORE = 0.8


class HonorificRecognizer(PatternRecognizer):
    """A title, then one to three capitalised names with their particles and initials."""

    def __init__(self) -> None:
        """Set up the one pattern; it heeds case."""
        pattern = Pattern(
            "honorific and surname",
            rf"\b{_TITLE}\.?\s+(?:{_PARTICLE}\s+)?(?:[A-Z]\.\s*){{0,2}}{_NAME}(?:\s+(?:{_PARTICLE}\s+|[A-Z]\.\s+)?{_NAME}){{0,2}}",
            _SCORE,
        )
        super().__init__("PERSON", name="HonorificRecognizer", patterns=[pattern], global_regex_flags=0)
