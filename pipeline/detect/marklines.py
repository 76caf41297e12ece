"""Lines that are markings: banners, channels, copy control, precedence, slugs, check boxes; damaged ones where they stand alone.

Each line is asked in turn, the cheapest question first: most lines of a record begin with a word that opens no marking.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.markings import Reading, Vocabulary
from pipeline.markings.damage import SPACED, mended
from pipeline.markings.layout import after_page_number, is_sentence, unboxed, untagged
from pipeline.markings.stack import WITHHELD, Element, read_opening
from pipeline.model import Category, Finding, Marking, Span

__all__ = ["LineReader", "Parse"]

Parse = Callable[[str], Reading | None]

DETECTOR = "markings"
_LONGEST_LINE = 160  # characters
_LONGEST_STAMP, _MOST_STAMP_WORDS = 60, 7
_SHORTEST_WORD, _LONGEST_WORD = 5, 13
_SPACED_LETTER = 2  # letters of a first word that may begin S E C R E T, or (U)
_SUBJECTS = frozenset({"SUB", "SUBJ", "SUBJECT", "RE"})
_LONGEST_UNKNOWN = 12  # letters of a code word that nobody listed
_ORNAMENT = " \t.*_=#>►|~-–—()[]"
_FIRST = re.compile(r"[A-Za-z0-9&][A-Za-z0-9&.'’]*")
_WORDS = re.compile(r"[A-Z0-9]+")
_SUBJECT = re.compile(r"(?:SUBJ?(?:ECT)?|RE)\s*:\s*")
# What follows the level in a heading: date-time group, originator, reference, section, page, what an enclosure changes.
_TAIL = re.compile(
    r"[\s.,/]*(?:[0-9OØ]{5,}[A-Z0-9Ø]*|FRP\b|CITE\b|IN\s*[0-9]{4,6}\b|FM\b|ZFF|DTG\b|[A-Z]\s+[0-9]{6}Z|"
    r"(?:FINAL\s+)?SECTION\s+\w+\s+OF\b|[A-Z]{3,12}(?:\s[A-Z]{3,12})?\s+(?!19[0-9]{2}\b)[0-9]{4,6}(?:\s|/|$)|"
    r"[–(\s-]*(?:PAGE|PG)\b|[–-]?\s*[0-9]{1,3}\s*[–-]?\s*$|[\W_]*(?:DOWN|RE)GRADED\s+(?:TO|WHEN|UPON)\b)",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[\d.\])—–:;]\s*$")
_LEVEL_LETTERS = frozenset({"SECRET", "TOPSECRET", "CONFIDENTIAL", "RESTRICTED"})
_LEVEL_WORDS = ("SECRET", "CONFIDENTIAL", "RESTRICTED")
_ALL_LEVELS = re.compile(r"(?<![A-Z])(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|RESTRICTED(?! DATA)|OFFICIAL USE ONLY)(?![A-Z])")
_CHECKBOX_CONFIDENCE = 0.8
# A line of these alone, with words that are withheld, is a sentence or a name.
_EMPTY_CATEGORIES = frozenset({None, Category.CAPTION, Category.LEAD})
_FEWEST_BOXES = 3
_MOST_CHANNEL_LINES = 3
_BOXES = frozenset("[(☐☑☒□■▢✓✔✗✘")
_OWNERS_WORDS = frozenset({"DATA", "NATO", "COSMIC", "ATOMAL", "RD", "FRD", "FGI"})  # one of them stands in every owner's stamp
_PAGES = frozenset({"PAGE", "PG"})
_SURE_DAMAGE = 0.75  # what may be lost of a level that stands by itself on a line, between lines of text


def _is_capitals(text: str) -> bool:
    """Tell whether all letters are capitals, but for a small l, which scans read for I."""
    return text.upper() == text or (folded := text.replace("l", "I")).upper() == folded


def _is_title(text: str) -> bool:
    """Tell whether every word of four letters or more begins with a capital."""
    return all(word[0].isupper() for word in re.findall(r"[A-Za-z]{4,}", text))


def _is_plainly_level(words: list[str]) -> bool:
    """Tell whether a line is nothing but a level, its letters set apart or one of them lost or mistaken."""
    if "".join(words) in _LEVEL_LETTERS:
        return True
    *others, last = words
    mend = mended(last, _LEVEL_WORDS) if others in ([], ["TOP"]) else None
    return mend is not None and mend[1] <= _SURE_DAMAGE


class LineReader:
    """Reads the lines of one record; ``rows`` are the lines that hold more than white space, without white space around.

    ``parse`` reads a line in good condition, ``mend`` a damaged one too.
    """

    def __init__(self, text: str, rows: Sequence[tuple[int, int]], vocabulary: Vocabulary, parse: Parse, mend: Parse) -> None:
        self.text, self.vocabulary, self.parse, self.mend = text, vocabulary, parse, mend
        self.rows = [untagged(text, *row) if text[row[0]] == "<" else row for row in rows]
        self.found: dict[int, list[Finding]] = {}

    def read(self, taken: frozenset[int]) -> Iterator[Finding]:
        """Yield what the lines hold, but for those ``taken`` already, by number."""
        loose: list[tuple[int, Reading]] = []
        text, openers, slashed = self.text, self.vocabulary.openers, self._slashed()
        for number, (start, end) in enumerate(self.rows):
            if end - start > _LONGEST_LINE or number in taken or number in self.found:
                continue
            first = _FIRST.search(text, start, end)
            if first is None:
                continue
            word = first.group().upper().replace(".", "").strip("'’")
            is_short = len(word) <= _SPACED_LETTER and SPACED.match(text, first.start(), end) is not None
            if is_short or text[start] in _BOXES or (word in openers and self._may_open(word, first.end(), end)) or number in slashed:
                self._read_line(number, loose)
            elif word in _PAGES or (word.isdigit() and text[start] in "-–"):
                self._read_paged(number, text[start:end])
            elif word in _SUBJECTS:
                self._read_subject(number)
            elif end - start <= _LONGEST_STAMP and (
                not (last := text[first.end() - 1]).islower() or last == "l"
            ):  # a worn I passes for an l
                self._read_stamp(number)
        self._read_loose(loose)
        self._find_boxes()
        for findings in self.found.values():
            yield from findings

    def _slashed(self) -> set[int]:
        """Return the numbers of the lines in which a double slash stands."""
        found: set[int] = set()
        at = self.text.find("//")
        while at >= 0:
            number = bisect_right(self.rows, at, key=lambda row: row[0]) - 1
            found.add(number)
            at = self.text.find("//", max(at + 1, self.rows[number][1]))
        return found

    def _may_open(self, word: str, at: int, end: int) -> bool:
        """Tell whether a marking may begin with ``word``: alone, or with the word after it."""
        seconds = self.vocabulary.seconds.get(word)
        if seconds is None:
            return True
        following = _FIRST.search(self.text, at, end)
        return following is not None and following.group().upper().replace(".", "").strip("'’") in seconds

    # --- one line ---

    def _read_line(self, number: int, loose: list[tuple[int, Reading]]) -> None:
        start, end = self.rows[number]
        line = self.text[start:end]
        reading = self.parse(line)
        if self._read_boxed(number, line):
            return
        if reading is not None and reading.marking.kind == "portion":
            return
        if reading is not None and self._is_known(line, reading.elements):
            if self._is_written_as_marking(number, line, reading) and self._stands_alone(reading):
                self._keep(number, reading, "whole line is a marking")
            elif _is_capitals(line) or _is_title(line):
                loose.append((number, reading))
        elif not (self._read_opening(number, start, line) or self._read_joined(number) or self._read_paged(number, line)):
            self._read_checkbox(number, line)
            if number not in self.found:
                self._read_stamp(number)

    def _read_joined(self, number: int) -> bool:
        """Read the name of a channel that is broken over lines: each line is struck by itself."""
        start, end = self.rows[number]
        if not self.text[start:end].upper().startswith("HANDLE VIA"):
            return False
        for last in range(number + 1, min(number + _MOST_CHANNEL_LINES, len(self.rows))):
            reading = self.parse(self.text[start : self.rows[last][1]])
            if reading is None or reading.marking.kind != "channel" or any(each.category is None for each in reading.elements):
                continue
            for each in range(number, last + 1):
                span = Span(*self.rows[each])
                marking = replace(reading.marking, text=self.text[span.start : span.end])
                self._add(each, Finding(span, "channel", DETECTOR, reading.confidence, "line of a channel", marking=marking))
            return True
        return False

    def _read_paged(self, number: int, line: str) -> bool:
        """Read a banner after the page's number."""
        at = after_page_number(line)
        reading = self.parse(line[at:]) if at and _is_capitals(line[at:]) else None
        if reading is None or not reading.marking.level or any(each.category is None for each in reading.elements):
            return False
        self._keep_elements(number, self.rows[number][0] + at, line[at:], reading.elements, "after the page's number")
        return True

    def _is_written_as_marking(self, number: int, line: str, reading: Reading) -> bool:
        """Tell whether the letters are those of a marking: capitals, a title's, or small ones in a heading."""
        if reading.marking.kind == "checkbox":
            return _is_capitals(line) or (_is_title(line) and len(set(_ALL_LEVELS.findall(line.upper()))) >= _FEWEST_BOXES)
        if _is_capitals(line) or reading.marking.kind in {"copy-control", "channel"}:
            return True
        if reading.marking.level is None and not reading.marking.owners:
            return False
        return _is_title(line) or self._is_set_off(number)

    def _is_known(self, line: str, elements: tuple[Element, ...]) -> bool:
        """Tell whether all words are known, but for one that may be a code word: short, in capitals, after a separator."""
        unknown = [each for each in elements if each.category is None]
        if elements and all(each.name == WITHHELD or each.category in _EMPTY_CATEGORIES for each in elements):
            return False
        return not unknown or (
            len(unknown) == 1 and _is_capitals(line) and len(unknown[0].name) <= _LONGEST_UNKNOWN and unknown[0].name.isalpha()
        )

    def _is_set_off(self, number: int) -> bool:
        """Tell whether a line in small letters stands between lines that end and begin something: a heading, no sentence."""
        start, end = self.rows[number]
        if self.text[end - 1 : end] in ".,;:" or number + 1 >= len(self.rows):
            return False
        before = self.text[self.rows[number - 1][0] : self.rows[number - 1][1]] if number > 1 else "."  # under the first line, too
        after = self.text[self.rows[number + 1][0]]
        return _ENDED.search(before) is not None and (after.isupper() or after.isdigit() or after == "[") and start > 0

    def _stands_alone(self, reading: Reading) -> bool:
        """Tell whether a line needs no marking beside it to be one."""
        marking = reading.marking
        if marking.level or marking.owners or marking.kind not in {"banner", "slug", "precedence"}:
            return True
        if marking.kind == "precedence":
            return True
        words = " ".join(each.name for each in reading.elements if each.category is not None).split()
        return any(each.token is not None and each.token.opens for each in reading.elements) or (len(words) > 1 and marking.kind != "slug")

    def _read_opening(self, number: int, start: int, line: str) -> bool:
        """Read a line that a marking opens: a cable's heading, caveats before a report's number, slugs before cryptonyms."""
        bare = len(line) - len(line.lstrip(_ORNAMENT))
        if not _is_capitals(line) and not line[bare : bare + 9].isupper():
            return False
        elements = read_opening(line, self.vocabulary)
        known = [each for each in elements if each.category not in {None, Category.LEAD, Category.CAPTION}]
        if not known:
            return False
        first = known[0]
        is_heading = bool(first.level) or first.category is Category.PRECEDENCE
        has_opener = not first.level and any(each.token is not None and each.token.opens for each in known) and not is_sentence(line)
        has_opener = has_opener and (_is_capitals(line) or (first.category is not Category.SLUG and _is_title(line)))
        if not (has_opener or (is_heading and any(_TAIL.match(line, end) for end in {elements[-1].end, known[-1].end}))):
            return False
        controls = [each for each in known if each.category is not Category.PRECEDENCE]
        self._keep_elements(number, start, line, controls, "opens the line")
        self._keep_precedence(number, start, line, known)
        return True

    def _read_subject(self, number: int) -> None:
        """Read caveats that open a subject line: ``SUBJ: WNINTEL ...``."""
        start, end = self.rows[number]
        lead = _SUBJECT.match(self.text, start, end)
        if lead is None or not _is_capitals(self.text[start:end]):
            return
        line = self.text[lead.end() : end]
        known = [each for each in read_opening(line, self.vocabulary) if each.token is not None and each.token.opens]
        if known:
            self._keep_elements(number, lead.end(), line, known, "opens the subject")

    def _read_boxed(self, number: int, line: str) -> bool:
        """Read levels beside boxes to tick: one of a column, or a row of them."""
        bare = unboxed(line)
        if bare is None:
            return False
        reading = self.parse(bare)
        is_row = len(set(_ALL_LEVELS.findall(bare.upper()))) > 1
        if is_row or (reading is not None and (reading.marking.level or "INTERNAL USE ONLY" in reading.marking.legacy)):
            self._add_checkbox(number, line)
            return True
        return False

    def _read_checkbox(self, number: int, line: str) -> None:
        """Read a form's printed list of levels, damaged in part."""
        levels = set(_ALL_LEVELS.findall(line))
        if len(levels) > 1 and _is_capitals(line):
            self._add_checkbox(number, line)

    def _add_checkbox(self, number: int, line: str) -> None:
        marking = Marking("checkbox", None, line)
        self._add(
            number,
            Finding(Span(*self.rows[number]), "checkbox", DETECTOR, _CHECKBOX_CONFIDENCE, "a form's list of levels", marking=marking),
        )

    # --- damage: only where a line stands as a stamp does ---

    def _read_stamp(self, number: int) -> None:
        """Read a damaged line that stands by itself, or beside a marking; an owner's is read wherever it stands."""
        start, end = self.rows[number]
        line = self.text[start:end]
        words = _WORDS.findall(line.replace("l", "I")) if _is_capitals(line) else []
        if not words or len(words) > _MOST_STAMP_WORDS * (2 if SPACED.search(line) else 1):
            return
        stands = self._is_isolated(number) or _is_plainly_level(words)
        if (not stands and _OWNERS_WORDS.isdisjoint(words)) or not self._may_be_damaged(words):
            return
        reading = self.mend(line)
        if reading is None or (reading.read_as is None and not reading.marking.level):
            return
        if stands or reading.marking.owners:
            self._keep(number, reading, f"damaged, read as {reading.read_as or line}")

    def _may_be_damaged(self, words: list[str]) -> bool:
        """Tell whether a word is nearly a level, or the letters of all together are one."""
        joined = "".join(words)
        if joined in _LEVEL_LETTERS:
            return True
        if any(_SHORTEST_WORD <= len(word) <= _LONGEST_WORD and mended(word, _LEVEL_WORDS) for word in words):
            return True
        return len(words) > 1 and any(word in self.vocabulary.first_words for word in words[1:])

    def _is_isolated(self, number: int) -> bool:
        """Tell whether no line of text adjoins: an empty line, the page's edge, or another marking on either side."""
        return self._is_free(number, -1) and self._is_free(number, 1)

    def _is_free(self, number: int, step: int) -> bool:
        other = number + step
        if not 0 <= other < len(self.rows) or other in self.found:
            return True
        one, two = sorted((number, other))
        gap = self.text[self.rows[one][1] : self.rows[two][0]]
        if len(gap) == 1:
            return gap == "\f"
        return "\f" in gap or gap.count("\n") + gap.count("\r") - gap.count("\r\n") > 1

    # --- lines that are markings only beside others ---

    def _read_loose(self, loose: list[tuple[int, Reading]]) -> None:
        """Keep single words such as SENSITIVE or CHESS, and caveats not in capitals, where they adjoin a marking."""
        for number, reading in loose:
            if any(self._is_banner(number + step) for step in (-1, 1)):
                self._keep(number, reading, "adjoins a marking")

    def _is_banner(self, number: int) -> bool:
        return any(each.kind in {"banner", "channel", "notice", "copy-control"} for each in self.found.get(number, ()))

    def _find_boxes(self) -> None:
        """Take lines that list one level each, one under the other, for the check boxes of a form."""
        run: list[int] = []
        for number in [*sorted(self.found), -1]:
            level = self._bare_level(number)
            if run and (level is None or number != run[-1] + 1):
                self._take_boxes(run)
                run = []
            if level is not None:
                run.append(number)

    def _bare_level(self, number: int) -> str | None:
        findings = self.found.get(number, [])
        marking = findings[0].marking if len(findings) == 1 else None
        return marking.level if marking and marking.kind == "banner" and marking.is_bare else None

    def _take_boxes(self, run: list[int]) -> None:
        levels = [self._bare_level(number) for number in run]
        if len(run) >= _FEWEST_BOXES and len(set(levels)) == len(levels):
            for number in run:
                finding = self.found[number][0]
                marking = Marking("checkbox", None, finding.marking.text if finding.marking else "")
                self.found[number] = [replace(finding, kind="checkbox", marking=marking, why="a form's list of levels")]

    # --- findings ---

    def _keep(self, number: int, reading: Reading, why: str) -> None:
        """Keep a line: its controls as one marking, each precedence as one of its own."""
        start, end = self.rows[number]
        marking = reading.marking
        precedences = [each for each in reading.elements if each.category is Category.PRECEDENCE]
        if marking.kind == "precedence" or not precedences:
            self._add(number, Finding(Span(start, end), marking.kind, DETECTOR, reading.confidence, why, marking=marking))
            return
        line = self.text[start:end]
        self._keep_elements(number, start, line, [each for each in reading.elements if each.category is not Category.PRECEDENCE], why)
        self._keep_precedence(number, start, line, precedences)

    def _keep_elements(self, number: int, start: int, line: str, elements: Sequence[Element], why: str) -> None:
        known = [each for each in elements if each.category is not Category.LEAD]
        if not known:
            return
        first, last = known[0].start, known[-1].end
        reading = self.parse(line[first:last])
        if reading is not None:
            span = Span(start + first, start + last)
            self._add(number, Finding(span, reading.marking.kind, DETECTOR, reading.confidence, why, marking=reading.marking))

    def _keep_precedence(self, number: int, start: int, line: str, elements: Sequence[Element]) -> None:
        for each in elements:
            if each.category is Category.PRECEDENCE:
                marking = Marking("precedence", None, line[each.start : each.end], precedence=(each.name,))
                span = Span(start + each.start, start + each.end)
                self._add(number, Finding(span, "precedence", DETECTOR, 1.0, "how fast it was sent", marking=marking))

    def _add(self, number: int, finding: Finding) -> None:
        self.found.setdefault(number, []).append(finding)
