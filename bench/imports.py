"""Measures how long the readers of files take: a report of 200 pages in the NRMP's layout, and 1,000 rows of own facts.

python bench/imports.py [--pages N]
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from made_reports import Made, list_pdf, totals

from smartpick.importers.published import program_results

ROWS_A_PAGE = 58
STATES = ("Alabama", "California", "New York", "Texas", "Wyoming")


def programs(pages: int) -> list[Made]:
    """Return about as many made-up programs as fill so many pages: four programs to an institution."""
    made = []
    for number in range(pages * ROWS_A_PAGE * 4 // 6):
        institution, track = divmod(number, 4)
        state = STATES[institution * len(STATES) // (pages * ROWS_A_PAGE // 6 + 1)]
        results = {
            season: (8 + (number + season) % 9, 5 + (number * season) % 4)
            for season in (2027, 2026, 2025, 2024, 2023)
            if (number + season) % 11
        }
        code = f"{institution + 1000:04d}{('120', '140', '400', '440')[track]}C0"
        made.append(
            Made(code, "Internal Medicine/Primary", f"Institution {institution}-X", "Springfield", state, results)
        )
    return made


def main() -> None:
    """Print seconds and the most memory used."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200, help="pages of the report")
    pages = parser.parse_args().pages
    made = programs(pages)
    content = list_pdf(made, rows_a_page=ROWS_A_PAGE)
    start = time.perf_counter()
    found = program_results(content, "report.pdf")
    seconds = time.perf_counter() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    assert not found.gaps, found.gaps  # noqa: S101 -- what is measured has to be right
    assert [track.results for track in found.tracks] == [dict(each.results) for each in made]  # noqa: S101
    offered, filled = totals(made)[2027]
    print(f"{content.count(b'/Type /Page ')} pages, {len(made):,} programs, {offered:,} offered, {filled:,} filled")
    print(f"{seconds:.1f} s (at most 60), {most:.0f} MB (at most 500)")


if __name__ == "__main__":
    main()
