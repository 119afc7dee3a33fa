"""The report for an advisor, read back by another library: tagged, its fonts in it, charts told in words."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smartpick.explain import ListRequest, make_list
from smartpick.facts import Facts
from smartpick.importers.sheet import KeptRow, KeptSheet
from smartpick.present import _pdf
from smartpick.present._export import Export, export_of
from smartpick.present._report import report_data
from smartpick.profile import Known, load_profile
from smartpick.programs import Directory

pytest.importorskip("typst", reason="PDFs are an optional part")
pypdf: Any = pytest.importorskip("pypdf", reason="reads PDFs back")

Run = Callable[..., Any]
DAY = date(2026, 9, 10)
EXAMPLE = "us-md-la-step1-fail.toml"
BAD_MARKUP = '#panic("x") *bold* $x$ `code` @ref \\ "quote" <b> \u202e 漢字 ☃'


@pytest.fixture(scope="module")
def exporting(facts: Facts, directory: Directory, root: Path) -> Callable[..., Export]:
    profile = load_profile(root / "examples" / EXAMPLE, Known.of(facts, directory), DAY)
    made = make_list(facts, directory, profile, ListRequest(today=DAY))

    def export(sheet: KeptSheet | None = None, redact: tuple[str, ...] = ()) -> Export:
        return export_of(facts, directory, profile, made, sheet, redact)

    return export


@pytest.fixture(scope="module")
def report(exporting: Callable[..., Export]) -> bytes:
    return exporting().report(("ALL",))


@pytest.fixture(scope="module")
def reader(report: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(report))


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def elements(node: Any) -> Iterator[Any]:
    """Yield every element of the tree of tags."""
    node = node.get_object()
    if isinstance(node, list):
        for each in node:
            yield from elements(each)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"]) if not isinstance(node["/K"], int) else ()


def test_it_says_that_it_is_tagged_and_accessible(reader: Any) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part" in metadata
    assert reader.metadata.title == "Residency applications: a list for discussion"


def test_headings_tables_and_lists_are_tagged_as_such(reader: Any) -> None:
    kinds = {str(each["/S"]) for each in elements(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])}
    assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/Figure"} <= kinds


def test_every_chart_is_told_in_words(reader: Any, exporting: Callable[..., Export]) -> None:
    figures = [each for each in elements(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]) if each["/S"] == "/Figure"]
    programs = len(exporting().made.programs)
    assert len(figures) == 2 + programs
    for each in figures:
        assert "90 % interval" in str(each["/Alt"])
        assert len(str(each["/Alt"])) > 60


def test_every_font_is_in_the_file(reader: Any) -> None:
    fonts: dict[str, Any] = {}
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[str(inner["/BaseFont"])] = inner["/FontDescriptor"].get_object()
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(each) for each in fonts.values())


def test_it_is_of_the_day_that_is_asked_about_and_the_same_every_time(
    report: bytes, reader: Any, exporting: Callable[..., Export]
) -> None:
    assert reader.metadata.creation_date.date() == DAY
    assert exporting().report(("ALL",)) == report


def test_it_says_what_the_list_says(report: bytes, exporting: Callable[..., Export]) -> None:
    shown = exporting()
    text = " ".join(text_of(report).split())
    for sentence in shown.made.answer:
        assert sentence.split(";")[0][:40] in text
    for each in shown.made.programs:
        assert text.count(each.program.program_code_nrmp) >= 2
    assert "What the profile marks as private is not in it." in text


def test_without_pages_it_can_be_read_in_twenty_minutes(exporting: Callable[..., Export]) -> None:
    pages = pypdf.PdfReader(io.BytesIO(exporting().report())).pages
    words = sum(len(page.extract_text().split()) for page in pages)
    assert len(pages) <= 8
    assert words / 200 <= 20, "200 words a minute"


def test_a_page_for_each_program_that_is_asked_for(exporting: Callable[..., Export]) -> None:
    shown = exporting()
    code = shown.made.programs[3].program.program_code_nrmp
    bare, one = (len(pypdf.PdfReader(io.BytesIO(shown.report(pages))).pages) for pages in ((), (code,)))
    assert one == bare + 1


def test_nothing_private_is_in_it(facts: Facts, directory: Directory, root: Path, tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    private = """
[[setbacks]]
kind = "illness"
note = "Wombat fever"
[[remediation]]
kind = "evaluation"
note = "Okapi report"
[[contacts]]
role = "Resident called Tapir"
[[ties]]
kind = "partner"
place = "Zebra Falls"
state = "WA"
"""
    path.write_text((root / "examples" / EXAMPLE).read_text(encoding="utf-8") + private, encoding="utf-8")
    profile = load_profile(path, Known.of(facts, directory), DAY)
    made = make_list(facts, directory, profile, ListRequest(today=DAY), has_looks=False)
    text = text_of(export_of(facts, directory, profile, made).report(("ALL",), has_notes=True))
    assert not [word for word in ("Wombat", "Okapi", "Tapir", "Zebra", "partner") if word in text]


def test_what_she_takes_out_is_not_in_it(exporting: Callable[..., Export]) -> None:
    whole = text_of(exporting().report())
    assert "Step 1" in whole
    text = " ".join(text_of(exporting(redact=("exams", "money")).report(("ALL",))).split())
    for word in ("Step 1 fail", "233", "$", "failed Step 1", "Step 2 CK pass"):
        assert word not in text.partition("Where the figures come from")[0], word
    assert "Taken out by the applicant: exams, money" in text


def test_own_notes_are_in_it_only_when_they_are_asked_for(exporting: Callable[..., Export]) -> None:
    code = exporting().made.programs[0].program.program_code_nrmp
    sheet = KeptSheet(("Vibe",), (KeptRow(code, values={"My notes": "call the coordinator", "Vibe": "calm"}),))
    shown = exporting(sheet)
    assert "call the coordinator" not in text_of(shown.report(("ALL",)))
    assert "call the coordinator" in text_of(shown.report(("ALL",), has_notes=True))


def test_no_text_is_read_as_markup(exporting: Callable[..., Export]) -> None:
    code = exporting().made.programs[0].program.program_code_nrmp
    rows = (KeptRow(code, values={BAD_MARKUP: BAD_MARKUP}), KeptRow(None, BAD_MARKUP, is_added=True))
    text = text_of(exporting(KeptSheet((BAD_MARKUP,), rows)).report((code,), has_notes=True))
    assert '#panic("x") *bold* $x$ `code` @ref' in " ".join(text.split())
    assert "Letters that the fonts lack are shown as ?." in " ".join(text.split())


def test_every_letter_that_is_let_through_can_be_set() -> None:
    """A letter without a glyph would make the whole document fail as inaccessible."""
    letters = "".join(
        chr(code) for first, last in _pdf._SHOWN for code in range(first, last + 1) if chr(code).isprintable()
    )
    assert len(letters) > 2000
    data = {"title": "x", "foot": "x", "text": letters}
    page = "#show: document-of.with(data.title, data.foot)\n#heading(level: 1, data.title)\n#data.text"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_pdf, "_source", lambda name: page if name == "page" else source(name))
        assert _pdf.typeset("page", data, DAY).startswith(b"%PDF")


source = _pdf._source


def test_the_words_for_a_chart_hold_all_its_figures(exporting: Callable[..., Export]) -> None:
    data = report_data(exporting())
    assert all(bar["text"] in data["bars_alt"] for bar in data["bars"])
    assert "(this list)" in data["curve"]["alt"]


@pytest.mark.usefixtures("kept")
def test_the_command_line_writes_it(me: Path, tmp_path: Path, run: Run) -> None:
    for arguments in (("export", me, "--pdf"), ("list", me, "--pdf")):
        target = tmp_path / f"{arguments[0]}.pdf"
        ran = run(*arguments, target, "--today", "2026-09-10")
        assert ran.code == 0, ran.err
        assert target.read_bytes().startswith(b"%PDF-1.7")
    assert (tmp_path / "export.pdf").read_bytes() == (tmp_path / "list.pdf").read_bytes()
