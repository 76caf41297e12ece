"""A small PDF of every kind of leak through the whole command, judged by readers of others: what the 42 cases ask, without their files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from leak_judge import PARTS, folded, traces
from leak_kinds import KEPT, KINDS, SECRETS, build

RULES = {
    "format": 1,
    "default": "release",
    "rules": [
        {
            "id": "secrets",
            "match": {"terms": list(SECRETS)},
            "action": "redact",
            "authority": ["(b)(6)"],
            "rationale": "Made up for a test.",
        }
    ],
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, Any], Path]]:
    """Return, by kind, what one run over all told of it and the folder that it wrote."""
    folder = tmp_path_factory.mktemp("kinds")
    rules, names = folder / "rules.yaml", {kind: f"{kind.replace(' ', '-')}.pdf" for kind in KINDS}
    rules.write_text(json.dumps(RULES))
    for kind, name in names.items():
        (folder / name).write_bytes(build(kind))
    options = ["--rules", str(rules), "--status", "unclassified", "--out", str(folder / "out"), "--json"]
    files = [str(folder / name) for name in names.values()]
    command = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())", "run", *files, *options]
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)
    rows = {
        Path(row["file"]).name: row for line in done.stdout.splitlines() if line.startswith("{") and "file" in (row := json.loads(line))
    }
    return {kind: (rows[name], folder / "out" / rows[name]["record"]) for kind, name in names.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_the_source_of_a_kind_holds_what_its_release_may_not(kind: str) -> None:
    assert traces(build(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_secrets_is_left_and_the_lines_beside_are_read(kind: str, folders: dict[str, tuple[dict[str, Any], Path]]) -> None:
    row, folder = folders[kind]
    assert row["ok"], row["message"]
    for version in ("redacted", "released"):
        pdf = (folder / f"{version}.pdf").read_bytes()
        assert not traces(pdf)
        assert not any(part in folded((folder / f"{version}.txt").read_text()) for part in PARTS)
        with pypdfium2.PdfDocument(pdf) as drawn:
            read = drawn[0].get_textpage().get_text_bounded()
        assert all(line in read for line in KEPT)
