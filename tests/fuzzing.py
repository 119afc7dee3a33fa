"""Hostile files for every parser: files that are in order, changed at random, and what became of each.

A parser may read a file or refuse it with an error that says how to mend it. Anything else is a finding: another
exception, more than two seconds of work, or a file that is not as it was.
"""

from __future__ import annotations

import functools
import io
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl
from made_pdf import pdf_bytes
from made_reports import list_pages, list_pdf, sample, state_pdf

from smartpick.errors import FactsError, ProfileError, UserError
from smartpick.facts import open_facts
from smartpick.facts.build import check_folder
from smartpick.importers import _counts, _decode, _events, _pairs, _read
from smartpick.importers.own import fact_sheet
from smartpick.importers.published import _pages as pages_room
from smartpick.importers.published import _program_results as list_room
from smartpick.importers.published import program_results, state_results
from smartpick.importers.sheet import SheetFile, merge_sheet
from smartpick.importers.sheet import _read as sheet_room
from smartpick.importers.texts import read_text as read_essay
from smartpick.profile import Known, check_profile
from smartpick.profile.log import edited_log, save_text
from smartpick.profile.own import edited_own_facts
from smartpick.programs import Directory, load_directory
from smartpick.store.sheet import load_sheet, save_sheet

__all__ = ["LIMIT_SECONDS", "TARGETS", "Counts", "Target", "changed", "run_one", "run_target", "shares"]

LIMIT_SECONDS = 2.0
DAY = date(2026, 9, 1)
ROOT = Path(__file__).resolve().parents[1]
BITS = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b'"',
        b"'",
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r\n",
        b"=1+1",
        b"@SUM(A1)",
        b"%PDF",
    ),
    *(b"[[", b"]]", b"{", b"}", b'"""', b"# ", b"1e999", b"-1", b"99999999999999999999", b"0x", b"nan", b"2026-02-30"),
    *(b"1067120C0", b"9999999X99", b"\xe2\x80\xae", b"\x1b[31m", b"\xc3\x28", b"/Kids [3 0 R]", b"endobj", b"stream\n"),
    *(
        b"<</Length 99999999>>",
        b" 0 R",
        b"(",
        b")",
        b"Tj ET BT",
        b"Total 1 1 1",
        b"2027 2026 2025 2024 2023",
        b"A" * 300,
    ),
)


@dataclass(frozen=True)
class Target:
    """One parser: files that are in order, and what reads a file in a folder; `share` of the inputs are for it.

    `prepare` puts into the folder what the parser needs beside an input.
    """

    name: str
    seeds: Callable[[], Sequence[bytes]]
    read: Callable[[bytes, Path], object]
    share: int
    prepare: Callable[[Path], object] = lambda folder: (folder / "input").write_bytes(b"")


@dataclass
class Counts:
    """What became of the inputs of one parser; `findings` hold the number of an input and what went wrong."""

    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    findings: list[tuple[int, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.read + self.refused + len(self.findings)


def changed(seed: bytes, other: bytes, draw: random.Random) -> bytes:
    """Return a file with a few bytes, stretches and ends changed, or spliced with another; at times as it is."""
    data = bytearray(seed)
    for _ in range(draw.choice((0, 1, 1, 2, 3, 5, 9))):
        at = draw.randrange(len(data) + 1)
        what = draw.randrange(7)
        if what == 0 and data:
            data[min(at, len(data) - 1)] = draw.randrange(256)
        elif what == 1:
            data[at:at] = draw.choice(BITS)
        elif what == 2:
            del data[at : at + draw.choice((1, 3, 20, 200))]
        elif what == 3:
            piece = bytes(data[at : at + draw.choice((5, 50, 500))])
            data[at:at] = piece * draw.choice((1, 2, 20))
        elif what == 4:
            data = data[:at]
        elif what == 5:
            cut = draw.randrange(len(other) + 1)
            data[at:] = other[cut:]
        else:
            data[at:at] = bytes(draw.randrange(256) for _ in range(draw.choice((1, 4, 30))))
    return bytes(data[:60_000])


def run_one(target: Target, content: bytes, folder: Path) -> tuple[str, float]:
    """Return what became of an input, ``read``, ``refused`` or what went wrong, and how long it took in seconds."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    start = time.process_time()
    told = "read"
    try:
        target.read(content, folder)
    except UserError as error:
        told = "refused" if error.problems and str(error) else "an error that says nothing"
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is what is looked for
        told = f"{type(error).__name__}: {str(error)[:200]}"
    seconds = time.process_time() - start
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for path in set(before) ^ set(after):
        told = f"{path.name} appeared or is gone"
    if seconds > LIMIT_SECONDS:
        told = f"took {seconds:.1f} s"
    return told, seconds


def run_target(target: Target, numbers: Sequence[int], seed: int, folder: Path) -> Counts:
    """Run inputs by their numbers: an input depends on the seed, the parser's name and its number alone."""
    counts = Counts()
    seeds = target.seeds()
    target.prepare(folder)
    for number in numbers:
        draw = random.Random(f"{seed} {target.name} {number}")  # noqa: S311 -- inputs for a test
        told, seconds = run_one(target, changed(draw.choice(seeds), draw.choice(seeds), draw), folder)
        counts.slowest = max(counts.slowest, seconds)
        if told == "read":
            counts.read += 1
        elif told == "refused":
            counts.refused += 1
        else:
            counts.findings.append((number, told))
    return counts


# --- Files that are in order ---


def lists() -> Sequence[bytes]:
    text = 'NRMP code,Program,City,State,Signal\n1067120C0,Harbor-UCLA,Torrance,CA,gold\n,"Mercy\nHospital",X,IA,\n'
    return [
        text.encode(),
        text.encode("utf-16"),
        text.replace(",", ";").encode("cp1252"),
        b"1. Harbor-UCLA Medical Center, Torrance, CA (gold)\n\n1067 120 C0\nMercy\n",
    ]


def sheets() -> Sequence[bytes]:
    text = (
        "Program,City,State,Min Step 2 CK,% IMG,J1 visa,Notes,As of,Strict\n"
        "Harbor-UCLA,Torrance,CA,225,30%,yes,asked,2026-08-03,rule\nMercy,X,IA,n/a,,no,,8/3/2026,no\n"
    )
    return [text.encode(), text.replace(",", "\t").encode("utf-8-sig"), books()[1]]


def books() -> Sequence[bytes]:
    found = []
    for rows in (
        [["NRMP code", "Program"], ["1067120C0", "Harbor"], ["", "=1+1"]],
        [["Program", "Min Step 2 CK", "J1 visa"], ["Harbor", 220, "yes"]],
    ):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        found.append(out.getvalue())
    return found


def reports() -> Sequence[bytes]:
    return [list_pdf(sample()), pdf_bytes(list_pages(sample()), is_packed=False), state_pdfs()[0]]


def report_texts() -> Sequence[bytes]:
    return [text.encode() for _, text in pages_room._texts(list_pdf(sample()), "report")]


def state_pdfs() -> Sequence[bytes]:
    rows = [("Alabama", "PGY-1", "Family Medicine", (10, 9, 2, 1, 3, 0, 1, 2, 0))]
    more = ("New York", "Physician", "Anesthesiology", (1, 1, 0, 1, 0, 0, 0, 0, 0))
    return [state_pdf(rows), state_pdf([*rows, more])]


def state_tables() -> Sequence[bytes]:
    header = "State,Specialty,PGY,Quota,Filled,MD Sr,MD Gr,DO Sr,DO Gr,US IMG,Non-US IMG,Other"
    rows = "Alabama,Family Medicine,PGY-1,10,9,2,1,3,0,1,2,0\nNew York,Anesthesiology,R,1,1,0,1,0,0,0,0,0\n"
    return [f"{header}\n{rows}".encode()]


def profiles() -> Sequence[bytes]:
    return [path.read_bytes() for path in sorted((ROOT / "examples").glob("*.toml"))]


def fact_files() -> Sequence[bytes]:
    names = ("nrmp/nrmp_soap_2025.toml", "aamc/fees_eras_2026.toml", "nrmp/rules_nrmp_lists.toml", "publishers.toml")
    return [(ROOT / "facts" / name).read_bytes() for name in names]


def fact_folder(folder: Path) -> None:
    """Put down registries and vocabulary, so that a table beside them can be in order."""
    shutil.copytree(ROOT / "facts" / "vocabulary", folder / "facts" / "vocabulary")
    (folder / "facts" / "nrmp").mkdir()
    for name in ("publishers.toml", "sources.toml", "caveats.toml"):
        shutil.copy(ROOT / "facts" / name, folder / "facts" / name)


_BACK = (
    ("Rank", "NRMP code", "Program", "On the list", "My rating 1-5", "My notes", "My ward", "Adds to matching"),
    (1, "1067120C0", "Harbor-UCLA", "yes", 5, "asked", "=1+1", 0.4),
    (2, "1485120C0", "Kaiser", "struck out", "", "-- no", "2026-09-01", "<0.01"),
    ("", "", "Mercy Hospital", "added", 3, "", "", ""),
)


def sheets_back() -> Sequence[bytes]:
    book = openpyxl.Workbook()
    for row in _BACK:
        book.active.append(["'=1+1" if each == "=1+1" else each for each in row])
    out = io.BytesIO()
    book.save(out)
    text = "\n".join(",".join(map(str, row)) for row in _BACK)
    return [text.encode(), text.replace(",", ";").encode("utf-16"), text.encode("utf-8-sig"), out.getvalue()]


def kept_sheets() -> Sequence[bytes]:
    found = []
    for content in sheets_back():
        merged = merge_sheet(directory(), sheet_of(content), ("family_medicine",), _BASE)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "me.sheet.json"
            save_sheet(path, merged.sheet)
            found.append(path.read_bytes())
    return found


def pairs() -> Sequence[bytes]:
    text = "hers,his\n1067120C0,1485120C0\n1067120C0,no match\n–,1485140C0\n"
    return [text.encode(), text.replace(",", "\t").encode("utf-16"), b"1067120C0 & 1485120C0\nno match | 1485140C0\n"]


def calendars() -> Sequence[bytes]:
    event = "BEGIN:VEVENT\r\nSUMMARY:Open House\\, Harbor-UCLA\r\nDTSTART;TZID=America/Los_Angeles:20260912T170000\r\n"
    whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}LOCATION:Torrance\r\n CA\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    return [whole.encode(), whole.replace("T170000", "").replace("\r\n", "\n").encode("utf-8-sig")]


def counts_of_questions() -> Sequence[bytes]:
    return [
        b"date,done,total,% correct\n2026-08-01,120,3600,61\n8/20/2026,480,3600,64\n",
        b"Date;Questions\n2026-08-01;40\n",
    ]


def essays() -> Sequence[bytes]:
    text = "I grew up in East Los Angeles, and I want to stay. I studied alone; now I meet a group."
    return [(f"{text}\n\n" * 4).encode(), text.encode("utf-16")]


# --- What reads them ---


@functools.cache
def directory() -> Directory:
    return load_directory(open_facts())


_BASE = {
    code: {"rank": rank, "place": "yes", "gain": 0.4}
    for rank, code in enumerate(("1067120C0", "1485120C0", "1485140C0"), 1)
}


def sheet_of(content: bytes) -> SheetFile:
    return sheet_room.sheet_of(content, "list", ".xlsx" if content.startswith(b"PK") else ".csv")


def read_sheet_back(content: bytes, folder: Path) -> object:
    """Hold it against a list, keep it and read what was kept: it is the same."""
    del folder
    merged = merge_sheet(directory(), sheet_of(content), ("family_medicine",), _BASE)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "me.sheet.json"
        save_sheet(path, merged.sheet)
        if load_sheet(path) != merged.sheet:
            raise AssertionError("what was kept is not what was read")
    return merged


def read_kept_sheet(content: bytes, folder: Path) -> object:
    return load_sheet(kept_in(folder, content))


def read_pairs(content: bytes, folder: Path) -> object:
    del folder
    return _pairs.pairs_of(content, "pairs", (".csv", ".txt", ".xlsx")[len(content) % 3])


def read_calendar(content: bytes, folder: Path) -> object:
    del folder
    return _events.events_of(content, "calendar.ics")


def read_counts(content: bytes, folder: Path) -> object:
    return _counts.read_counts(kept_in(folder, content))


def read_words(content: bytes, folder: Path) -> object:
    return read_essay(kept_in(folder, content))


def read_list(content: bytes, folder: Path) -> object:
    del folder
    return _read.list_of(content, "list", (".csv", ".txt", ".xlsx")[len(content) % 3])


def read_book(content: bytes, folder: Path) -> object:
    del folder
    return _read.list_of(content, "list.xlsx", ".xlsx")


def read_text(content: bytes, folder: Path) -> object:
    del folder
    return _decode.text_of(content, "list")


def read_sheet(content: bytes, folder: Path) -> object:
    del folder
    return fact_sheet(content, "sheet", ".csv", {})


def read_report(content: bytes, folder: Path) -> object:
    del folder
    return program_results(content, "report.pdf")


def read_report_text(content: bytes, folder: Path) -> object:
    del folder
    lines = pages_room.lines_of_text(content.decode("utf-8", "replace"), 1, "report")
    reader = list_room._Reader("report")
    reader.read([pages_room.Page(1, lines)])
    return reader.results({})


def read_states(content: bytes, folder: Path) -> object:
    del folder
    return state_results(content, "state", 2027)


def read_profile(content: bytes, folder: Path) -> object:
    path = kept_in(folder, content)
    problems = check_profile(path, Known(), DAY)
    if problems:
        raise ProfileError(problems)
    return path


def edit_own(content: bytes, folder: Path) -> object:
    """Add a fact and write it: the file is the old one or the new one, and reads back."""
    path = kept_in(folder, content)
    fact = {"program_code_nrmp": "1067120C0", "field": "minimum_step2_ck", "value": 220, "strict": False}
    edit = edited_own_facts(path, Known(), DAY, [fact | {"source": "x", "date": DAY}])
    save_text(edit.path, edit.text)
    again = edited_own_facts(path, Known(), DAY, removed=[("1067120C0", "minimum_step2_ck")])
    if path.read_bytes() == content or "minimum_step2_ck" in [each.field for each in again.profile.own_facts]:
        raise AssertionError("the fact was not written, or not taken out")
    return again


def edit_log(content: bytes, folder: Path) -> object:
    path = kept_in(folder, content)
    edit = edited_log(path, Known(), DAY, "1067120C0", "open_house", DAY)
    if path.read_bytes() != content:
        raise AssertionError("something was written")
    return edit


def read_facts(content: bytes, folder: Path) -> object:
    """Read a folder of fact files with one more table, or with another registry."""
    root = folder / "facts"
    is_registry = b"[[publisher]]" in content
    path = root / ("publishers.toml" if is_registry else "nrmp/a.toml")
    before = path.read_bytes() if is_registry else None
    path.write_bytes(content)
    try:
        problems = check_folder(root)
    finally:
        path.unlink() if before is None else path.write_bytes(before)
    if problems:
        raise FactsError(problems)
    return root


def kept_in(folder: Path, content: bytes) -> Path:
    """Put an input into the one file of a folder that parsers may look at."""
    path = folder / "input"
    path.write_bytes(content)
    return path


TARGETS = (
    Target("list", lists, read_list, 18),
    Target("encoding", lists, read_text, 6),
    Target("workbook", books, read_book, 3),
    Target("sheet that comes back", sheets_back, read_sheet_back, 6),
    Target("what was kept of a sheet", kept_sheets, read_kept_sheet, 3),
    Target("pairs of a couple", pairs, read_pairs, 5),
    Target("calendar", calendars, read_calendar, 3),
    Target("counts of questions", counts_of_questions, read_counts, 1),
    Target("text to check", essays, read_words, 2),
    Target("own facts sheet", sheets, read_sheet, 10),
    Target("program results, PDF", reports, read_report, 3),
    Target("program results, text of a page", report_texts, read_report_text, 13),
    Target("state results, PDF", state_pdfs, read_states, 2),
    Target("state results, table", state_tables, read_states, 9),
    Target("profile", profiles, read_profile, 8),
    Target("own facts into a profile", profiles, edit_own, 3),
    Target("log into a profile", profiles, edit_log, 3),
    Target("fact files", fact_files, read_facts, 2, fact_folder),
)
"""Shares of 100."""


def shares(total: int) -> Counter[str]:
    """Return how many inputs each parser gets."""
    return Counter({target.name: total * target.share // 100 for target in TARGETS})
