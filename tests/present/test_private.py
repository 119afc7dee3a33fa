"""An illness that is documented and private is in no export, and no export tells that there is one."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

Run = Callable[..., Any]
DAY = "2026-07-10"
SECRETS = ("hepatitis", "illness", "interferon", "neuropsych", "treatment in spring")
PRIVATE = """
[[setbacks]]
kind = "illness"
note = "hepatitis, treated with interferon"
is_documented = true
is_resolved = true

[[remediation]]
kind = "evaluation"
note = "neuropsych testing"
is_documented = true

[[gaps]]
start = 2024-07-01
end = 2024-09-30
reason = "treatment in spring and summer"
is_private = true
"""
JSON = ("assess", "plan", "ask", "packet", "list", "why", "letters", "ties", "interview", "text")
VOLATILE = {"profile_hash"}


@pytest.fixture
def two(tmp_path: Path, root: Path) -> tuple[Path, Path]:
    """Return a profile without and one with what is private."""
    text = (root / "examples" / "us-md-la-step1-fail.toml").read_text(encoding="utf-8")
    bare, full = tmp_path / "bare.toml", tmp_path / "full.toml"
    bare.write_text(text, encoding="utf-8")
    full.write_text(text + PRIVATE, encoding="utf-8")
    return bare, full


def arguments(command: str) -> tuple[str, ...]:
    texts = Path(__file__).resolve().parents[2] / "examples" / "texts"
    more = {"why": ("1047120C0",), "text": (str(texts / "statement-good.txt"), str(texts / "experiences.txt"))}
    return more.get(command, ())


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("command", JSON)
def test_json_is_the_one_of_a_profile_without_it(command: str, two: tuple[Path, Path], run: Run) -> None:
    bare, full = (run(command, file, *arguments(command), "--today", DAY, "--json", "-") for file in two)
    assert bare.code == full.code == 0
    for secret in SECRETS:
        assert secret not in full.out.lower()
    told, expected = full.data, bare.data
    assert {key for key in told if told[key] != expected.get(key)} <= VOLATILE


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("command", ["letters", "interview"])
def test_a_page_for_somebody_else_is_the_one_of_a_profile_without_it(
    command: str, two: tuple[Path, Path], run: Run
) -> None:
    more = ("--sheet", "1") if command == "letters" else ("--sheet",)
    bare, full = (run(command, file, *more, "--today", DAY) for file in two)
    assert (bare.code, bare.out, bare.err) == (full.code, full.out, full.err)


@pytest.mark.usefixtures("kept")
def test_calendar_pdf_packet_and_workbook_are_those_of_a_profile_without_it(
    two: tuple[Path, Path], run: Run, tmp_path: Path
) -> None:
    made: list[dict[str, bytes]] = []
    for file in two:
        ics, pdf, xlsx = (tmp_path / f"{file.stem}.{kind}" for kind in ("ics", "pdf", "xlsx"))
        assert run("plan", file, "--today", DAY, "--ics", ics).code == 0
        assert run("packet", file, "--today", DAY, "--pdf", pdf).code == 0
        assert run("list", file, "--today", DAY, "--xlsx", xlsx).code == 0
        with zipfile.ZipFile(xlsx) as book:
            sheets = b"".join(book.read(name) for name in sorted(book.namelist()))
        pages = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.read_bytes())).pages)
        packet = run("packet", file, "--today", DAY).out
        made.append({"ics": ics.read_bytes(), "pdf": pages.encode(), "packet": packet.encode(), "xlsx": sheets})
    bare, full = made
    for kind, content in full.items():
        for secret in SECRETS:
            assert secret.encode() not in content.lower(), (kind, secret)
    for kind in ("ics", "pdf", "packet"):
        assert full[kind] == bare[kind], kind


@pytest.mark.usefixtures("kept")
def test_she_herself_is_told_that_it_is_kept_without_its_kind_and_words(two: tuple[Path, Path], run: Run) -> None:
    for command in ("assess", "plan"):
        shown = " ".join(run(command, two[1], "--today", DAY).out.split())
        assert "private: in no export" in shown
        for secret in SECRETS:
            assert secret not in shown.lower(), (command, secret)


def test_json_of_the_plan_says_nothing_of_a_talk_about_it(two: tuple[Path, Path], run: Run) -> None:
    data = run("plan", two[1], "--today", DAY, "--json", "-").data
    assert "disclosure" not in json.dumps(data)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("command", ["letters", "ties", "interview"])
def test_a_private_tie_brings_no_program_into_what_leaves(command: str, tmp_path: Path, root: Path, run: Run) -> None:
    text = (root / "examples" / "us-img-step2-fail.toml").read_text(encoding="utf-8")
    bare, full = tmp_path / "bare.toml", tmp_path / "full.toml"
    bare.write_text(text, encoding="utf-8")
    tie = '\n[[ties]]\nkind = "partner"\nplace = "Toledo, Lucas County"\nstate = "OH"\n'
    full.write_text(text + tie, encoding="utf-8")
    more = ("--invited", "1580120C1") if command == "interview" else ()
    told = [run(command, file, *more, "--today", DAY, "--json", "-").data for file in (bare, full)]
    assert {key for key in told[0] if told[0][key] != told[1].get(key)} <= VOLATILE
