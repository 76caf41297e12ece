"""Finds pages that the rules cannot judge: mostly in a script or a language they do not cover."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

from pipeline.model import Finding, Record, Span

__all__ = ["ScriptDetector"]

_MIN_LETTERS = 40  # below it no language can be told; a script can
_LATIN_SHARE = 0.5
_WORD = re.compile(r"[^\W\d_]+")
_MIN_FOREIGN = 8
_FOREIGN_TO_ENGLISH = 1.5
_MIN_FOREIGN_SHARE = 0.1
_ENGLISH = frozenset(
    "the of and to in that is was for it with as his on be at by had not are but from have they which you were this".split()
)
_FOREIGN = {
    "French": frozenset("le les des et est que qui dans pour sur une du au aux avec pas nous vous il ont sont cette ce par plus".split()),
    "German": frozenset("der die das und ist nicht ein eine den dem zu mit sich auf für von im des auch es wir sie haben wird als".split()),
    "Spanish": frozenset("el los las y es que en por con una del al se no para como más su sus fue han este esta lo pero".split()),
    "Italian": frozenset("il gli che di è e un una per con non del della dei si sono come più alla nel questo ha anche le".split()),
    "Portuguese": frozenset("os as e que em um uma para com não do da dos das se por mais como ao foi são é no na".split()),
    "Dutch": frozenset("de het een en van ik te dat die is niet op aan met voor er maar om hem dan zou of wat ook".split()),
    "Polish": frozenset("i w z na nie do się że jest o to jak po za od przez ale co tego był oraz dla".split()),
}


@cache
def _script(char: str) -> str:
    return unicodedata.name(char, "UNKNOWN").split()[0]


def _why(part: str) -> str | None:
    """Say why no rule can judge ``part``, or None where it is text in Latin script and not clearly foreign."""
    letters = Counter(char for char in part if char.isalpha())
    scripts: Counter[str] = Counter()
    for char, times in letters.items():
        scripts[_script(char)] += times
    if scripts["LATIN"] < _LATIN_SHARE * letters.total():
        del scripts["LATIN"]
        return f"script not covered by the rules: {scripts.most_common(1)[0][0].title()}"
    if letters.total() < _MIN_LETTERS:
        return None
    words = [word.casefold() for word in _WORD.findall(part)]
    english = sum(word in _ENGLISH for word in words)
    language, hits = max(((name, sum(word in stop for word in words)) for name, stop in _FOREIGN.items()), key=lambda each: each[1])
    if hits >= _MIN_FOREIGN and hits > _FOREIGN_TO_ENGLISH * english and hits >= _MIN_FOREIGN_SHARE * len(words):
        return f"language not covered by the rules: {language}"
    return None


class ScriptDetector:
    """Finds unread pages (Law of release 8): their script or language is not that of the rules."""

    name = "scripts"

    def find(self, record: Record) -> Iterator[Finding]:
        """Yield one finding of kind ``unread`` for each page that the rules do not cover."""
        for page in record.pages:
            if page.span is None:
                continue
            why = _why(record.text[page.span.start : page.span.end])
            if why:
                yield Finding(Span(page.span.start, page.span.end), "unread", self.name, 1.0, why)
