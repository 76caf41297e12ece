"""What a run tells while it goes on and when it ends: lines in a pipe, a bar on a terminal, the closing table."""

from __future__ import annotations

import json
import shutil
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tqdm import tqdm

from pipeline.batch import Row
from pipeline.errors import EXIT_DONE
from pipeline.report import row_json, row_lines
from pipeline.table import closing_table, summary

__all__ = ["Teller"]

_PIPE_COLUMNS = 140  # where nobody says how wide the place is

tqdm.monitor_interval = 0  # no thread of its own: this process forks
tqdm.set_lock(threading.RLock())  # nor a lock that children would share


class Teller:
    """Tells each record as it ends: data on stdout, talk on stderr, with a bar where stderr is a terminal."""

    def __init__(self, total: int, *, as_json: bool) -> None:
        """Take the number of records and whether a program reads."""
        self.total, self.as_json = total, as_json
        self.bar: tqdm[None] = tqdm(total=total, unit="record", file=sys.stderr, disable=None, leave=False, dynamic_ncols=True)
        self.has_table = not as_json and total > 1

    def __enter__(self) -> Self:
        """Show the bar."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take the bar away."""
        self.bar.close()

    def tick(self, ended: int) -> None:
        """Show how many records have ended."""
        self.bar.n = ended
        self.bar.refresh()

    def tell(self, row: Row) -> None:
        """Tell one record; where a person watches the bar, the table at the end is enough for what went well."""
        is_watched = self.has_table and sys.stdout.isatty()
        with tqdm.external_write_mode(file=sys.stderr):
            if self.as_json:
                print(json.dumps(row_json(row), sort_keys=True), flush=True)
            elif row.code == EXIT_DONE and not is_watched:
                print("\n".join(row_lines(row)), flush=True)
            if row.code != EXIT_DONE:
                print(row.message, file=sys.stderr)

    def close(self, rows: Sequence[Row], passed_over: Sequence[str], remarks: Sequence[str] = ()) -> None:
        """Print the table with ``remarks`` on all of the run and, as talk, how many records ended how and what was passed over."""
        if self.has_table and rows:
            print("\n".join(closing_table(rows, shutil.get_terminal_size((_PIPE_COLUMNS, 0)).columns, remarks)))
        if self.has_table or len(rows) < self.total:
            print(summary(rows, self.total), file=sys.stderr)
        if passed_over:
            print(f"passed over: {', '.join(passed_over)}", file=sys.stderr)
