"""Files that leave the program: they say what the list says, hold nothing private, and come back with what is hers."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from smartpick.explain import ListRequest, make_list
from smartpick.facts import Facts
from smartpick.importers.sheet import KeptRow, KeptSheet, merge_sheet, read_sheet
from smartpick.present._export import Export, export_of
from smartpick.present._sheet_rows import base_of
from smartpick.profile import Known, Profile, load_profile, profile_hash
from smartpick.programs import Directory

Run = Callable[..., Any]
DAY = date(2026, 9, 10)
TODAY = ("--today", "2026-09-10")

PROFILE = """
season = 2027
[applicant]
type = "us_md_senior"
school_state = "CA"
graduation_date = 2027-05-20
[[exams.step1]]
date = 2024-06-10
result = "fail"
[[exams.step1]]
date = 2024-09-10
result = "pass"
[[exams.step2_ck]]
date = 2026-04-14
result = "pass"
score = 243
[visa]
status = "us_citizen"
[goals]
specialties = ["Emergency Medicine"]
[goals.areas]
tier1 = ["greater-los-angeles"]
tier2 = ["WA"]
anywhere = false
[budget]
usd = 1234
[[letters]]
writer_role = "Sub-internship attending"
status = "agreed"
shared_cases = "Sutures in the night"
[[ties]]
kind = "partner"
place = "Zebra Falls"
state = "WA"
[[ties]]
kind = "family"
place = "Quokka Springs"
state = "WA"
is_private = true
[[us_experience]]
kind = "hands_on"
place = "Fresno"
start = 2026-03-02
end = 2026-03-27
note = "Slow with notes"
feedback = "critical"
[[us_experience]]
kind = "hands_on"
place = "Fresno"
start = 2026-04-06
end = 2026-04-30
note = "Quick and kind"
feedback = "praise"
[[own_facts]]
program_code_nrmp = "1067120C0"
field = "note"
value = "Curt at the open house"
source = "me"
date = 2026-06-01
[[rehearsals]]
question = "A question of my own"
date = 2026-06-02
honest = 2
specific = 2
confident = 2
[[setbacks]]
kind = "illness"
note = "Wombat fever"
[[remediation]]
kind = "evaluation"
note = "Okapi report"
[[gaps]]
start = 2025-01-01
end = 2025-04-01
reason = "Numbat journey"
is_private = true
[[contacts]]
role = "Resident called Tapir"
note = "Ask about Axolotl"
"""
PRIVATE = ("Zebra Falls", "Quokka", "Wombat", "Okapi", "Numbat", "Tapir", "Axolotl")


@pytest.fixture(scope="module")
def profile(facts: Facts, directory: Directory, tmp_path_factory: pytest.TempPathFactory) -> Profile:
    path = tmp_path_factory.mktemp("profile") / "me.toml"
    path.write_text(PROFILE, encoding="utf-8")
    return load_profile(path, Known.of(facts, directory), DAY)


@pytest.fixture(scope="module")
def exporting(facts: Facts, directory: Directory, profile: Profile) -> Callable[..., Export]:
    """Return a maker of exports of one list."""
    made = make_list(facts, directory, profile, ListRequest(today=DAY))

    def export(sheet: KeptSheet | None = None, redact: tuple[str, ...] = (), *, has_private: bool = False) -> Export:
        return export_of(facts, directory, profile, made, sheet, redact, has_private=has_private)

    return export


@pytest.fixture(scope="module")
def schemas(root: Path) -> dict[str, Draft202012Validator]:
    found = {}
    for name in ("share-1", "list-1", "import-1", "sheet-1", "profile-1"):
        schema = json.loads((root / "docs/schemas" / f"{name}.json").read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        found[name] = Draft202012Validator(schema)
    return found


def texts_of(content: bytes) -> str:
    """Return every part of a workbook as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def stands(word: str, text: str) -> bool:
    """Say whether a word stands in a text; a number within a longer one does not count."""
    return re.search(rf"(?<![\w.]){re.escape(word)}(?![\w.]\d|\d)", text) is not None


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_nothing_private_is_in_any_file(exporting: Callable[..., Export]) -> None:
    shown = exporting()
    share = json.dumps(shown.share(has_notes=True), ensure_ascii=False)
    for text in (texts_of(shown.workbook()), shown.csv().decode(), share):
        assert not [word for word in PRIVATE if word in text]


def test_what_is_private_is_in_a_file_once_it_is_ticked(exporting: Callable[..., Export]) -> None:
    share = exporting(has_private=True).share(has_notes=True)
    assert share["has_private"] is True
    text = json.dumps(share, ensure_ascii=False)
    assert all(word in text for word in PRIVATE)


@pytest.mark.parametrize(
    ("redact", "gone"),
    [
        (("exams",), ("243", "Step 1", "Step 2", "failed")),
        (("letters",), ("Sub-internship attending",)),
        (("graduation",), ("2027-05-20",)),
        (("money",), ("1234", "1,234", "ERAS application fees")),
    ],
)
def test_what_she_takes_out_is_in_no_file(
    exporting: Callable[..., Export], redact: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    whole = json.dumps(exporting().share(), ensure_ascii=False) + texts_of(exporting().workbook())
    assert any(word in whole for word in gone)
    shown = exporting(redact=redact)
    share = shown.share()
    # Sources keep the titles of the tables that figures rest on, which say nothing about her.
    share["list"] = {key: value for key, value in dict(share["list"]).items() if key not in {"sources", "caveats"}}  # type: ignore[call-overload]
    assert not [word for word in gone if stands(word, json.dumps(share, ensure_ascii=False))]
    book = load_workbook(io.BytesIO(shown.workbook()))
    told = [
        str(cell.value)
        for sheet in book
        if sheet.title not in {"Sources", "Program sources", "Program sheet"}
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and not str(row[0].value).startswith("Caveat")
    ]
    assert not [text for text in told if any(stands(word, text) for word in gone)]
    assert ("Cost" in book.sheetnames) is ("money" not in redact)
    assert rows_of(shown.csv())
    assert not [word for word in gone if stands(word, shown.csv().decode())]


def test_the_same_list_gives_the_same_bytes(exporting: Callable[..., Export]) -> None:
    sheet = KeptSheet(("Vibe",), (KeptRow("1067120C0", values={"Vibe": "calm"}),))
    assert exporting(sheet).workbook() == exporting(sheet).workbook()
    assert exporting(sheet).csv() == exporting(sheet).csv()


def test_workbook_and_csv_say_what_the_list_says(exporting: Callable[..., Export]) -> None:
    shown = exporting()
    rows = rows_of(shown.csv())
    book = load_workbook(io.BytesIO(shown.workbook()))
    head, *lines = book["Programs"].iter_rows(values_only=True)
    assert len(rows) == len(lines) == len(shown.made.programs)
    for number, (row, line, each) in enumerate(zip(rows, lines, shown.made.programs, strict=True), 1):
        there = dict(zip(head, line, strict=True))
        assert (row["Rank"], there["Rank"]) == (str(number), number)
        assert row["NRMP code"] == there["NRMP code"] == each.program.program_code_nrmp
        assert float(row["Offer: chance"]) == each.p_interview.mean
        assert there["Offer: chance"] == pytest.approx(each.p_interview.mean, rel=1e-14)
        assert row["On the list"] == there["On the list"] == "yes"


def test_the_program_sheet_holds_every_program_of_the_first_area(
    exporting: Callable[..., Export], directory: Directory
) -> None:
    from smartpick.programs import select

    head, *lines = load_workbook(io.BytesIO(exporting().workbook()))["Program sheet"].iter_rows(values_only=True)
    codes = {line[head.index("NRMP code")] for line in lines}
    wanted = select(directory, ["greater-los-angeles"], ["emergency_medicine"])
    assert {each.program_code_nrmp for each in wanted} <= codes


def test_no_cell_of_hers_can_be_taken_for_a_formula(exporting: Callable[..., Export]) -> None:
    hostile = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "＝1", "'=1"]  # noqa: RUF001 -- full-width on purpose
    code = exporting().made.programs[0].program.program_code_nrmp
    columns = tuple(hostile)
    sheet = KeptSheet(columns, (KeptRow(code, values=dict(zip(columns, hostile, strict=True))),))
    shown = exporting(sheet)
    for row in csv.reader(io.StringIO(shown.csv().decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "＝"))]  # noqa: RUF001 -- the same
        assert not [
            cell for cell in row if cell.startswith("-") and not cell[1:].replace(".", "").replace("e-", "").isdigit()
        ]
    cells = [cell for row in load_workbook(io.BytesIO(shown.workbook()))["Programs"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if str(cell.value).strip() in {each.strip() for each in hostile}} == {"s"}
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_words_are_offered_and_the_sheet_prints(exporting: Callable[..., Export]) -> None:
    book = load_workbook(io.BytesIO(exporting().workbook()))
    sheet = book["Programs"]
    kinds = sorted(each.type for each in sheet.data_validations.dataValidation)
    assert kinds == ["list", "list", "whole"]
    assert "date" in {each.type for each in book["Tracker"].data_validations.dataValidation}
    for each in book:
        if each.sheet_state == "visible":
            assert each.page_setup.orientation == "landscape"
            assert each.sheet_properties.pageSetUpPr.fitToPage
            assert each.print_title_rows == "$1:$1"
            assert each.auto_filter.ref or each.max_row == 1
            assert "ColumnTitle" in each.defined_names
            assert all(5 <= dimension.width <= 145 for dimension in each.column_dimensions.values())


def test_the_share_file_is_what_its_schema_says(
    exporting: Callable[..., Export], schemas: dict[str, Draft202012Validator]
) -> None:
    for redact in ((), ("exams", "money", "season")):
        share: Any = exporting(redact=redact).share()
        schemas["share-1"].validate(share)
        schemas["profile-1"].validate(share["profile"])
        if not redact:
            schemas["list-1"].validate(share["list"])


def test_no_hash_tells_whether_a_guess_at_what_is_left_out_is_right(
    exporting: Callable[..., Export], profile: Profile
) -> None:
    whole = profile_hash(profile)
    assert exporting(has_private=True).made.profile_hash == whole
    public: Any = exporting().share()
    taken: Any = exporting(redact=("exams",)).share()
    assert len({whole, public["list"]["profile_hash"], taken["list"]["profile_hash"]}) == 3


def test_what_she_noted_is_shared_only_when_she_says_so(exporting: Callable[..., Export]) -> None:
    shown = exporting(KeptSheet((), (KeptRow("1067120C0", values={"My notes": "call the coordinator"}),)))
    quiet, whole = (json.dumps(shown.share(has_notes=each), ensure_ascii=False) for each in (False, True))
    for word in ("call the coordinator", "Sutures in the night", "Curt at the open house", "A question of my own"):
        assert word not in quiet
        assert word in whole


def test_of_feedback_only_praise_is_shared(exporting: Callable[..., Export]) -> None:
    """That a supervisor was critical is in no file, neither in words nor as a mark."""
    share: Any = exporting().share(has_notes=True)
    rotations = share["profile"]["us_experience"]
    assert [each.get("feedback") for each in rotations if "feedback" in each] == ["praise"]
    assert "Slow with notes" not in json.dumps(share)
    assert "critical" not in json.dumps(share["profile"])


@pytest.mark.parametrize("example", ["dermatology-la-only", "us-img-step2-fail"])
def test_the_bill_of_the_workbook_is_that_of_the_list(
    example: str, facts: Facts, directory: Directory, root: Path, schemas: dict[str, Draft202012Validator]
) -> None:
    """One of them has first years beside advanced positions, which cost too."""
    known = load_profile(root / "examples" / f"{example}.toml", Known.of(facts, directory), DAY)
    made = make_list(facts, directory, known, ListRequest(today=DAY), has_looks=False)
    shown = export_of(facts, directory, known, made)
    book = load_workbook(io.BytesIO(shown.workbook()), data_only=True)
    rows = {row[0]: row for row in book["Cost"].iter_rows(values_only=True)}
    assert rows["In all"][6] == pytest.approx(made.summary.cost.total_usd)
    years = len(made.years.programs) if made.years else 0
    assert rows["In all"][1] == len(made.programs) + years
    places = [row[1] for row in book["Programs"].iter_rows(min_row=2, values_only=True)]
    assert places.count("first year") == years
    merged = merge_sheet(directory, _back(shown), known.goals.specialties, base_of(shown.lines), None)
    assert not merged.is_change
    schemas["share-1"].validate(shown.share())
    assert (years > 0) is (example == "dermatology-la-only")


def _back(shown: Export) -> Any:
    from smartpick.importers.sheet._read import sheet_of

    return sheet_of(shown.workbook(), "list.xlsx", ".xlsx")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    path = tmp_path / "me.toml"
    path.write_text(PROFILE, encoding="utf-8")
    return path


@pytest.mark.usefixtures("kept")
def test_a_workbook_goes_out_and_comes_back(
    here: Path, tmp_path: Path, run: Run, schemas: dict[str, Draft202012Validator]
) -> None:
    """Out, changed as a person would, back, and out again: everything of hers is there."""
    book_path = tmp_path / "list.xlsx"
    ran = run("export", here, "--xlsx", book_path, *TODAY)
    assert ran.code == 0
    assert "import PROFILE FILE" in ran.out
    book = load_workbook(book_path)
    sheet = book["Programs"]
    at = {cell.value: cell.column for cell in sheet[1]}
    codes = [sheet.cell(row, at["NRMP code"]).value for row in range(2, sheet.max_row + 1)]
    sheet.cell(1, sheet.max_column + 1).value = "Vibe"
    sheet.cell(2, sheet.max_column).value = "calm"
    sheet.cell(1, at["My notes"]).value = "What I think"
    sheet.cell(2, at["My notes"]).value = "=call()"
    sheet.cell(2, at["My notes"]).data_type = "s"
    sheet.cell(3, at["On the list"]).value = "struck out"
    book.save(book_path)
    ran = run("import", here, book_path, *TODAY, "--json", "-")
    assert ran.code == 0, ran.err
    schemas["import-1"].validate(ran.data)
    assert ran.data["struck"] == [codes[1]]
    assert ran.data["new_columns"] == ["Vibe"]
    assert ran.data["renamed"] == [{"ours": "My notes", "now": "What I think"}]
    kept = json.loads((tmp_path / "me.sheet.json").read_text(encoding="utf-8"))
    schemas["sheet-1"].validate(kept)
    again, table = tmp_path / "again.xlsx", tmp_path / "again.csv"
    assert run("export", here, "--xlsx", again, "--csv", table, *TODAY).code == 0
    rows = {row["NRMP code"]: row for row in rows_of(table.read_bytes())}
    assert rows[codes[0]]["Vibe"] == "calm"
    assert rows[codes[0]]["My notes"] == "'=call()"
    assert rows[codes[1]]["On the list"] == "struck out"
    assert rows[codes[1]]["Rank"] == ""
    for path in (again, table):
        told = run("import", here, path, *TODAY, "--json", "-").data
        assert not [note for note in told["notes"] if "of your own" in note], "every sheet and column of ours is known"
        for key in ("struck", "added", "cells", "new_columns", "lost_columns", "brought_back", "ours_not_taken_over"):
            assert told[key] == [], (path, key)


@pytest.mark.usefixtures("kept")
def test_what_cannot_be_read_leaves_everything_as_it_was(here: Path, tmp_path: Path, run: Run) -> None:
    book_path, kept = tmp_path / "list.xlsx", tmp_path / "me.sheet.json"
    before = b'{"schema":"smartpick.sheet/1","columns":["Vibe"],"is_ordered":false,"rows":[]}'
    kept.write_bytes(before)
    book_path.write_bytes(b"PK\x03\x04 not a workbook")
    ran = run("import", here, book_path, *TODAY)
    assert ran.code == 2
    assert "damaged" in ran.err
    assert kept.read_bytes() == before
    assert here.read_text(encoding="utf-8") == PROFILE
    kept.write_bytes(b"{")
    ran = run("export", here, "--csv", tmp_path / "list.csv", *TODAY)
    assert ran.code == 2
    assert "is not what SmartPick keeps" in ran.err
    assert not (tmp_path / "list.csv").exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["list.xlsx", "me.sheet.json", "me.toml"]


@pytest.mark.usefixtures("kept")
def test_every_problem_with_the_files_is_told_at_once(here: Path, tmp_path: Path, run: Run) -> None:
    ran = run("export", here, *TODAY)
    assert (ran.code, "no file is named" in ran.err) == (2, True)
    same = tmp_path / "same"
    ran = run("export", here, "--xlsx", same, "--csv", same, "--share", here, "--page", "1067120C0", "--redact", "x")
    assert ran.code == 2
    for told in ("same file as --xlsx", "same file as the profile itself", "--page: pages are part of the PDF"):
        assert told in ran.err
    assert here.read_text(encoding="utf-8") == PROFILE
    ran = run("export", here, "--csv", same, "--redact", "scores", "--redact", "list", *TODAY)
    assert (ran.code, "'scores' cannot be taken out" in ran.err) == (2, True)
    ran = run("export", here, "--csv", same, "--redact", "list", *TODAY)
    assert (ran.code, "cannot be taken out of itself" in ran.err) == (2, True)
    assert not same.exists()


def test_a_sheet_keeps_her_order_and_what_is_no_longer_chosen(exporting: Callable[..., Export]) -> None:
    codes = [each.program.program_code_nrmp for each in exporting().made.programs]
    sheet = KeptSheet(
        (),
        (
            KeptRow(codes[2], values={"My notes": "first"}),
            KeptRow(None, "Hospital of my aunt", is_added=True, values={"My notes": "ask"}),
            KeptRow(codes[0]),
            KeptRow("1067120C0", values={"My notes": "another specialty"}),
            KeptRow("1956140C0"),
        ),
        is_ordered=True,
    )
    rows = rows_of(exporting(sheet).csv())
    assert [row["NRMP code"] or row["Institution"] for row in rows[:4]] == [
        codes[2], "Hospital of my aunt", codes[0], "1067120C0",
    ]  # fmt: skip
    assert [row["On the list"] for row in rows[:4]] == ["yes", "added by you", "yes", "not chosen now"]
    assert {row["NRMP code"] for row in rows} == {*codes, "1067120C0", ""}


def test_our_own_file_read_back_is_no_change(exporting: Callable[..., Export], tmp_path: Path) -> None:
    shown = exporting()
    path = tmp_path / "list.xlsx"
    path.write_bytes(shown.workbook())
    merged = merge_sheet(shown.directory, read_sheet(path), ("emergency_medicine",), base_of(shown.lines), None)
    assert not merged.is_change
    assert not [*merged.notes, *merged.ours, *merged.renamed]


@pytest.mark.usefixtures("kept")
def test_what_she_wrote_into_the_program_sheet_stays_when_it_is_written_again(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "programs.xlsx"
    wide = ("programs", "--area", "greater-los-angeles", "--specialty", "EM", "--xlsx", target)
    assert run(*wide).code == 0
    bare = target.read_bytes()
    assert run(*wide).code == 0
    assert target.read_bytes() == bare
    book = load_workbook(target)
    sheet = book["Programs"]
    at = {cell.value: cell.column for cell in sheet[1]}
    code = sheet.cell(3, at["NRMP code"]).value
    sheet.cell(3, at["My notes"]).value = "=asked"
    sheet.cell(3, at["My notes"]).data_type = "s"
    sheet.cell(3, at["Asked on"]).value = DAY
    sheet.cell(1, sheet.max_column + 1).value = "Vibe"
    sheet.cell(3, sheet.max_column).value = "calm"
    book.save(target)
    assert run("programs", "--search", "Harbor", "--specialty", "FM", "--xlsx", target).code == 0
    head, *lines = load_workbook(target)["Programs"].iter_rows(values_only=True)
    rows = {line[head.index("NRMP code")]: dict(zip(head, line, strict=True)) for line in lines}
    assert rows[code]["My notes"] == "=asked"
    assert rows[code]["Vibe"] == "calm"
    assert str(rows[code]["Asked on"])[:10] == "2026-09-10"
    assert rows["1067120C0"]["Vibe"] is None
    assert len(rows) == 2


@pytest.mark.usefixtures("kept")
def test_notes_from_the_program_sheet_can_be_taken_in_without_adding_its_programs(
    here: Path, tmp_path: Path, run: Run
) -> None:
    target = tmp_path / "programs.xlsx"
    assert run("programs", "--area", "CA", "--specialty", "EM", "--xlsx", target).code == 0
    book = load_workbook(target)
    sheet = book["Programs"]
    at = {cell.value: cell.column for cell in sheet[1]}
    code = sheet.cell(2, at["NRMP code"]).value
    sheet.cell(2, at["My notes"]).value = "asked"
    book.save(target)
    told = run("import", here, target, *TODAY, "--json", "-").data
    assert told["added"] == told["struck"] == []
    assert [(each["row"], each["column"], each["now"]) for each in told["cells"]] == [(code, "My notes", "asked")]
    assert told["columns"] == ["Asked on", "Answer"]
