"""``declass check`` as a user runs it: exit codes, JSON, and not a word of what was hidden."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from checked_pdfs import CODE, NAME, made, text
from pikepdf import Encryption, Pdf

from pipeline.cli.main import main

BOXED = made(text(NAME) + "0 g 70 595 300 20 re f " + text("Public", y=500))


@pytest.fixture
def boxed(tmp_path: Path) -> Path:
    """Return a file with a box over a name."""
    path = tmp_path / "boxed.pdf"
    path.write_bytes(BOXED)
    return path


def test_a_leak_ends_with_five_and_a_line_that_says_what_to_do(boxed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(boxed)]) == 5  # the exit code
    out = capsys.readouterr().out
    assert "LEAK  page 1, points 72,5" in out
    assert "text under a box (21); take the text itself out" in out
    assert "boxed.pdf: 1 leak found, 0 more told" in out
    assert "Viktor" not in out


def test_json_holds_places_and_counts_alone(boxed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secrets = tmp_path / "secrets.txt"
    secrets.write_text(f"{CODE}\n\n{NAME}\n", encoding="utf-8")
    assert main(["check", str(boxed), "--secrets", str(secrets), "--json"]) == 5
    out = capsys.readouterr().out
    found = json.loads(out)
    assert (found["file"], found["ok"], found["not_judged"]) == ("boxed.pdf", False, [])
    assert {each["kind"] for each in found["findings"]} == {"text under a box", "secret"}
    assert set(found["findings"][0]) == {"kind", "page", "place", "count", "leak"}
    assert "Viktor" not in out


def test_a_clean_file_ends_with_nought(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "clean.pdf"
    path.write_bytes(made(text("Public")))
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == "clean.pdf: no leak found, 0 more told\n"


def test_what_cannot_be_opened_ends_with_three(boxed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    locked, passwords = tmp_path / "locked.pdf", tmp_path / "passwords.txt"
    with Pdf.open(boxed) as pdf:
        pdf.save(locked, encryption=Encryption(owner="top", user="open"))
    (tmp_path / "no.pdf").write_bytes(b"no PDF")
    passwords.write_text("open\n", encoding="utf-8")
    assert main(["check", str(locked)]) == 3
    assert main(["check", str(tmp_path / "no.pdf")]) == 3
    assert main(["check", str(tmp_path / "absent.pdf")]) == 3
    assert "--password-file" in capsys.readouterr().err
    assert main(["check", str(locked), "--password-file", str(passwords)]) == 5


@pytest.mark.parametrize("content", [b"", b"\n\n", b"x\n", b"\xff\xfe\xfa"])
def test_a_list_of_secrets_that_cannot_be_sought_ends_with_two(boxed: Path, tmp_path: Path, content: bytes) -> None:
    secrets = tmp_path / "secrets.txt"
    secrets.write_bytes(content)
    assert main(["check", str(boxed), "--secrets", str(secrets)]) == 2
