"""The packet as a PDF, read back by another program: same words, tagged, fonts inside, nothing that was taken out."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartpick.facts import Facts, open_facts
from smartpick.guidance.packet import Packet, Section
from smartpick.present._packet_pdf import packet_pdf

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted(path.stem for path in (ROOT / "examples").glob("*.toml"))
DAY = "2026-07-10"
PRIVATE = """
[[setbacks]]
kind = "illness"
note = "hepatitis"
is_resolved = true
is_documented = true
"""

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return open_facts()


def words_of(content: bytes) -> str:
    """Return the text of a PDF without the places where its lines end."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("-", "")


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_says_what_the_json_says(name: str, run: Run, tmp_path: Path) -> None:
    file, pdf, data = ROOT / "examples" / f"{name}.toml", tmp_path / "p.pdf", tmp_path / "p.json"
    ran = run("packet", file, "--today", DAY, "--pdf", pdf, "--json", data)
    assert (ran.code, ran.out) == (0, "")
    said = squeezed(words_of(pdf.read_bytes()))
    for section in json.loads(data.read_text(encoding="utf-8"))["sections"]:
        assert squeezed(section["title"]) in said
        for line in section["lines"]:
            assert squeezed(line["text"]) in said, line["text"]


def test_a_screen_reader_can_read_it(run: Run, tmp_path: Path) -> None:
    pdf = tmp_path / "p.pdf"
    run("packet", ROOT / "examples" / "us-md-la-step1-fail.toml", "--today", DAY, "--pdf", pdf)
    reader = pypdf.PdfReader(pdf)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-US"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "For a talk of twenty minutes, season 2027"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    kinds = _kinds(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/L", "/LI", "/P"} <= kinds
    assert 2 <= len(reader.pages) <= 4


def _kinds(node: Any) -> set[str]:
    """Return the kinds of parts that a screen reader is told of."""
    found, open_ones = set(), [node]
    while open_ones:
        each = open_ones.pop()
        each = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(each, list):
            open_ones += each
        elif isinstance(each, dict):
            if "/S" in each:
                found.add(str(each["/S"]))
            if "/K" in each:
                open_ones.append(each["/K"])
    return found


def test_its_fonts_are_in_it(run: Run, tmp_path: Path) -> None:
    pdf = tmp_path / "p.pdf"
    run("packet", ROOT / "examples" / "reapplicant.toml", "--today", DAY, "--pdf", pdf)
    fonts = {}
    for page in pypdf.PdfReader(pdf).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            (below,) = font.get_object()["/DescendantFonts"]
            descriptor = below.get_object()["/FontDescriptor"].get_object()
            fonts[str(font.get_object()["/BaseFont"])] = "/FontFile3" in descriptor or "/FontFile2" in descriptor
    assert fonts
    assert all(fonts.values())


def test_the_same_packet_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    file = ROOT / "examples" / "third-year.toml"
    for name in ("one.pdf", "two.pdf"):
        run("packet", file, "--today", DAY, "--pdf", tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_what_is_private_or_taken_out_is_not_in_it(run: Run, tmp_path: Path) -> None:
    text = (ROOT / "examples" / "us-md-la-step1-fail.toml").read_text(encoding="utf-8")
    file, whole, short = (tmp_path / name for name in ("me.toml", "whole.pdf", "short.pdf"))
    file.write_text(text + PRIVATE, encoding="utf-8")
    run("packet", file, "--today", DAY, "--pdf", whole)
    said = words_of(whole.read_bytes()).lower()
    assert "hepatitis" not in said
    assert "illness" not in said
    assert "233" in said
    run("packet", file, "--today", DAY, "--pdf", short, "--redact", "exams,ties", "--redact", "visa")
    said = words_of(short.read_bytes())
    for word in ("233", "Step 1", "East Los Angeles", "US citizen, none"):
        assert word not in said, word
    assert "Taken out by the applicant: exams, visa, ties." in said
    # Neither in what no page shows.
    assert b"233" not in pypdf.PdfReader(short).trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]


@given(text=st.text(max_size=300))
def test_whatever_a_profile_holds_is_text_and_no_markup(text: str) -> None:
    line = f"before {text} #panic() $x$ after"
    made = Packet(2027, date(2026, 7, 10), (Section("who", "Who", ((line, ()),)),), ())
    said = words_of(packet_pdf(open_facts(), made))
    assert "before" in said
    assert "#panic() $x$ after" in said


@pytest.mark.parametrize("place", ["-", " "])
def test_a_pdf_needs_a_file(place: str, run: Run) -> None:
    ran = run("packet", ROOT / "examples" / "high-scorer.toml", "--today", DAY, "--pdf", place)
    assert ran.code == 2
    assert "--pdf" in ran.err


def test_it_never_takes_the_place_of_the_profile_or_the_json(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "me.toml"
    text = (ROOT / "examples" / "high-scorer.toml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    assert run("packet", file, "--today", DAY, "--pdf", file).code == 2
    assert file.read_text(encoding="utf-8") == text
    both = tmp_path / "both"
    assert run("packet", file, "--today", DAY, "--pdf", both, "--json", both).code == 2
    assert not both.exists()


def test_without_the_library_it_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    pdf = tmp_path / "p.pdf"
    ran = run("packet", ROOT / "examples" / "high-scorer.toml", "--today", DAY, "--pdf", pdf)
    assert ran.code == 2
    assert "smartpick[pdf]" in ran.err
    assert not pdf.exists()


def test_letters_without_a_shape_are_shown_as_such_and_said() -> None:
    made = Packet(2027, date(2026, 7, 10), (Section("who", "Who", (("Volunteers at 한인 clínica", ()),)),), ())
    said = words_of(packet_pdf(open_facts(), made))
    assert "Volunteers at ?? clínica" in said
    assert "question marks" in said
    plain = Packet(2027, date(2026, 7, 10), (Section("who", "Who", (("Volunteers, Łódź", ()),)),), ())
    said = words_of(packet_pdf(open_facts(), plain))
    assert "Volunteers, Łódź" in said
    assert "question marks" not in said
