"""Times what leaves and enters by files: workbook and PDF of 150 programs, and the return of a sheet of 1,000 rows.

Run by hand: ``.venv-check/bin/python bench/files.py [--runs 5]``. The list is made once and not counted; wall time and
processor time of each piece are printed, the median of the runs against its bar. With ``--fuzz 100000`` it feeds so
many damaged sheets to the reader instead, and prints what became of them.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import random
import statistics
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from smartpick.errors import RequestError
from smartpick.explain import ListRequest, make_list
from smartpick.facts import Facts, open_facts
from smartpick.importers.sheet import KeptRow, KeptSheet, Value, merge_sheet, read_sheet
from smartpick.present._export import Export, export_of
from smartpick.present._sheet_rows import base_of
from smartpick.profile import Known, load_profile
from smartpick.programs import Directory, load_directory, select

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples/us-md-la-step1-fail.toml"
DAY = date(2026, 9, 10)
PROGRAMS, ROWS = 150, 1_000
LONGEST_S = 2.0


def exported(facts: Facts, directory: Directory, count: int) -> Export:
    """Return a list of so many programs, ready to be written."""
    profile = load_profile(EXAMPLE, Known.of(facts, directory), DAY)
    codes = tuple(each.program_code_nrmp for each in select(directory, (), ("IM",), ("categorical",))[:count])
    request = ListRequest(today=DAY, forced=codes, max_programs=count, budget_usd=50_000, specialties=("IM",))
    made = make_list(facts, directory, profile, request)
    if len(made.programs) != count:
        raise SystemExit(f"the list has {len(made.programs)} programs, not {count}")
    return export_of(facts, directory, profile, made)


def timed(work: Callable[[], Any], runs: int) -> tuple[float, float]:
    """Return the median of wall and of processor seconds."""
    wall, processor = [], []
    for _ in range(runs):
        begun, used = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - begun)
        processor.append(time.process_time() - used)
    return statistics.median(wall), statistics.median(processor)


def long_sheet(shown: Export, rows: int) -> Export:
    """Return the export with so many rows: the rest are programs that she added, with notes and columns of her own."""
    listed = {each.program.program_code_nrmp for each in shown.made.programs}
    codes = [each.program_code_nrmp for each in shown.directory.programs if each.program_code_nrmp not in listed]
    values: dict[str, Value] = {
        "My notes": "asked in June, call again in September",
        "Vibe": "calm",
        "Miles": 12.5,
        "Seen": DAY,
    }
    kept = [KeptRow(code, is_added=True, values=values) for code in codes[: rows - len(listed)]]
    sheet = KeptSheet(("Vibe", "Miles", "Seen"), tuple(kept))
    return export_of(shown.facts, shown.directory, shown.profile, shown.made, sheet)


_PARTS = ("workbook.xml", "sheet2.xml", "sheet7.xml", "sheet11.xml", "sharedStrings.xml", "styles.xml", ".rels")
_BITS = (b"<", b">", b"/", b'"', b"&", b"<v>", b"</c>", b'r="A1"', b't="s"', b"-1", b"99999999", b"$ZZ$9", b"\x00")


def _damaged(whole: bytes, chance: random.Random) -> bytes:
    content = bytearray(whole)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(content))
        if chance.random() < 0.5:
            content[at] = chance.randrange(256)
        else:
            content[at : at + chance.randint(0, 3)] = chance.choice(_BITS)
    if chance.random() < 0.1:
        del content[chance.randrange(len(content)) :]
    return bytes(content)


def fuzz(shown: Export, count: int, seed: int) -> None:
    """Feed damaged workbooks and tables to the reader; print what became of them, and the longest wait."""
    chance = random.Random(seed)  # noqa: S311 -- damage, not secrets
    workbook, table = shown.workbook(), shown.csv()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    often = [name for name in parts if name.endswith(_PARTS)]
    ends: Counter[str] = Counter()
    longest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            # An archive, a table, and an archive in order whose parts are damaged.
            kind = ("archive", "table", "part")[number % 3]
            if kind == "part":
                name = chance.choice(often)
                damaged = {**parts, name: _damaged(parts[name], chance)}
                buffer = io.BytesIO()
                with zipfile.ZipFile(buffer, "w") as archive:
                    for each, content in damaged.items():
                        archive.writestr(each, content)
                data = buffer.getvalue()
            else:
                data = _damaged(table if kind == "table" else workbook, chance)
            path = Path(folder) / ("x.csv" if kind == "table" else "x.xlsx")
            path.write_bytes(data)
            begun = time.perf_counter()
            try:
                merge_sheet(shown.directory, read_sheet(path), ("internal_medicine",), {}, None)
                ends[f"{kind} read"] += 1
            except RequestError:
                ends[f"{kind} refused"] += 1
            taken = time.perf_counter() - begun
            longest = max(longest, taken)
            ends["over 2 s"] += taken > LONGEST_S
    told = f"{count:,} damaged files, seed {seed}: {dict(sorted(ends.items()))}; longest {longest:.2f} s"
    print(f"{told}; anything else would have ended it")


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--fuzz", type=int, default=0, metavar="N", help="feed N damaged files to the reader instead")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    facts = open_facts()
    directory = load_directory(facts)
    if options.fuzz:
        fuzz(exported(facts, directory, 20), options.fuzz, options.seed)
        return
    shown = exported(facts, directory, PROGRAMS)
    many = long_sheet(shown, ROWS)
    base = base_of(many.lines)
    results: list[tuple[str, tuple[float, float], float]] = []
    with tempfile.TemporaryDirectory() as folder:
        book, table = Path(folder) / "list.xlsx", Path(folder) / "list.csv"
        book.write_bytes(many.workbook())
        table.write_bytes(many.csv())

        def back(path: Path) -> None:
            merged = merge_sheet(directory, read_sheet(path), ("internal_medicine",), base, many.sheet)
            if len(merged.sheet.rows) != ROWS or merged.is_change:
                raise SystemExit(f"{len(merged.sheet.rows)} rows came back, change {merged.is_change}")

        for name, work, bar in (
            (f"workbook, {PROGRAMS} programs, all sheets", shown.workbook, 1.0),
            (f"csv, {PROGRAMS} programs", shown.csv, 1.0),
            (f"PDF, {PROGRAMS} programs", shown.report, 1.5),
            (f"PDF, a page for each of {PROGRAMS}", lambda: shown.report(("ALL",)), 1.5),
            (f"workbook back, {ROWS:,} rows", lambda: back(book), 1.0),
            (f"csv back, {ROWS:,} rows", lambda: back(table), 1.0),
        ):
            results.append((name, timed(work, options.runs), bar))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {options.runs} runs")
    print(f"{'what':42} {'wall s':>7} {'cpu s':>7}  bar")
    for name, (wall, processor), bar in results:
        print(f"{name:42} {wall:7.2f} {processor:7.2f}  {'met' if wall <= bar else 'MISSED'} ({bar} s)")


if __name__ == "__main__":
    main()
