"""Where names stand by the custom of the form: lists of who took part, who sent, who receives, who signed."""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline.model import Span

__all__ = ["Setting"]

_HEAD = re.compile(
    r"^[^\S\n]*(?:(?P<list>(?:(?:also|persons?|those|others?|list of|other|american|u\.?s\.?|foreign|united states)[ -]+){0,2}"
    r"(?:participants|participating|present|attendees|attendance|in attendance|members present|distribution|copies(?: to)?|members|"
    r"attended by|invited|observers|absent|information copies|copy to|copies furnished)(?: were)?)|"
    r"(?P<line>from|to|thru|through|via|cc|bcc|info|copy to|attention|attn|drafted(?: by)?|approved(?: by)?|cleared(?: by| with)?|signed|"
    r"prepared by|submitted by|reported by|memorandum for|memo for|by|author|interviewer|notetaker|note ?taker|drafting officer|"
    r"concurrences?|clearances?|name|subject of file))[^\S\n]*(?::|\.{2,}|—|--?|(?=\n))",
    re.IGNORECASE | re.MULTILINE,
)
_BULLET = re.compile(r"[\s•*·–—-]*(?:\(?[0-9]{1,3}[.)]|\(?[a-zA-Z][.)]|[0-9]{1,3}[ ]?[-–—])?[\s•*·–—-]*\Z")
_COPIES = re.compile(r"\s*(?:b?cc|info|thru|through|via|copy to|attention|attn)\b", re.IGNORECASE)  # what may go on over several lines
_INDENTED = re.compile(r"\n[ \t]+(?=\S)")
_LONG = 130  # characters of a line that is prose and ends a list; beyond them no bound of a line is sought
_WIDEST_BULLET = 40  # characters before a name that opens its line
_NOTHING = re.compile(r"[\s.,:;*]*(?:/s/)?\s*")
_MOST_LINES = 60  # of a list
_SIGNED_LINES = 6  # before the end of the record or of a page


class Setting:
    """Tells of a place in one text what kind of line it is in."""

    def __init__(self, text: str) -> None:
        """Read the heads of lists and of single lines."""
        self._text = text
        self._lists: list[Span] = []
        self._lines: list[Span] = []
        for match in _HEAD.finditer(text):
            if self._lists and match.end() < self._lists[-1].end and match.group("list"):
                continue
            into = self._lists if match.group("list") else self._lines
            end = self._list_end(match.end()) if match.group("list") else self._line_end(match.end())
            if end > match.end():
                into.append(Span(match.end(), end))
                if match.group("line") and _COPIES.match(match.group()):
                    self._go_on(end)
        self._list_starts = [span.start for span in self._lists]
        self._line_starts = [span.start for span in self._lines]

    def _go_on(self, at: int) -> None:
        """Add the lines set in below the one that ends at ``at``, as a list of those who get copies goes on."""
        end = at
        for _ in range(_MOST_LINES):
            stop = self._stop(end + 1)
            if not _INDENTED.match(self._text, end) or stop - end > _LONG or _HEAD.match(self._text, end + 1):
                break
            end = stop
        if end > at:
            self._lists.append(Span(at, end))

    def _line_end(self, at: int) -> int:
        """Return where the line at ``at`` ends; where it is empty, the next one."""
        end = self._stop(at)
        return self._stop(end + 1) if not self._text[at:end].strip(" :\t") and end < len(self._text) else end

    def _stop(self, at: int) -> int:
        """Return where the line that goes on at ``at`` ends, or where it is too long to be one of a list."""
        last = min(len(self._text), at + _LONG + 1)
        end = self._text.find("\n", at, last)
        return last if end < 0 else end

    def _list_end(self, at: int) -> int:
        """Return where the list that begins at ``at`` ends: before prose, before a second empty line, or after many lines."""
        end, empty, count = at, 0, 0
        position = at
        while position < len(self._text) and count < _MOST_LINES:
            stop = self._stop(position)
            line = self._text[position:stop]
            empty = empty + 1 if count and not line.strip() else 0
            if len(line) > _LONG or empty > 1 or (count and _HEAD.match(line)):
                break
            end, position, count = stop, stop + 1, count + 1
        return end

    def is_listed(self, start: int, opening: int) -> bool:
        """Tell whether what stands at ``start`` (with its titles from ``opening`` on) opens a line of a list."""
        return _holds(self._lists, self._list_starts, start) and self.opens_line(opening)

    def is_addressed(self, start: int) -> bool:
        """Tell whether the line says from whom, to whom or by whom, and ``start`` is in it."""
        return _holds(self._lines, self._line_starts, start)

    def opens_line(self, start: int) -> bool:
        """Tell whether nothing but a bullet or a number stands before ``start`` on its line."""
        first = max(0, start - _WIDEST_BULLET)
        break_ = max(self._text.rfind("\n", first, start), self._text.rfind("\f", first, start))
        return (break_ >= 0 or not first) and _BULLET.fullmatch(self._text, max(break_ + 1, first), start) is not None

    def is_alone(self, start: int, end: int) -> bool:
        """Tell whether nothing else stands on the line."""
        return self.opens_line(start) and _NOTHING.fullmatch(self._text, end, self._stop(end)) is not None

    def is_signature(self, start: int, end: int) -> bool:
        """Tell whether what stands alone on its line is among the last lines of the record or of a page."""
        if not self.is_alone(start, end):
            return False
        rest = self._text[end : end + _SIGNED_LINES * _LONG].partition("\f")[0]
        return len(rest) < _SIGNED_LINES * _LONG and rest.strip().count("\n") < _SIGNED_LINES


def _holds(spans: list[Span], starts: list[int], at: int) -> bool:
    number = bisect_right(starts, at) - 1
    return number >= 0 and at < spans[number].end
