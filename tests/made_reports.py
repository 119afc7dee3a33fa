"""Reports in the NRMP's layout with made-up programs, as PDF: for tests and for measuring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from made_pdf import Placed, pdf_bytes, right

__all__ = ["Made", "list_pdf", "sample", "state_pdf"]

SEASONS = (2027, 2026, 2025, 2024, 2023)
STATE, INSTITUTION, CITY, NAME, CODE, FIRST, STEP = 36, 40, 44, 50, 236, 322, 27


@dataclass(frozen=True)
class Made:
    """A program of a made-up report."""

    code: str
    name: str
    institution: str = "Mercy Hospital-AL"
    city: str | None = "Montgomery"
    state: str = "Alabama"
    results: Mapping[int, tuple[int, int]] = field(default_factory=lambda: dict.fromkeys(SEASONS, (8, 7)))

    def but(self, **changes: object) -> Made:
        return replace(self, **changes)  # type: ignore[arg-type]


def sample() -> list[Made]:
    """Return a handful of programs of two states."""
    other = Made("", "", "Gulf Coast Medical Center", "Mobile")
    far = Made("", "", "NYC Health-NY", "New York", "New York")
    return [
        Made("9101120C0", "Family Medicine"),
        Made("9101140C0", "Internal Medicine", results={2027: (12, 12), 2026: (10, 9)}),
        other.but(code="9102140P0", name="Medicine-Preliminary", results=dict.fromkeys(SEASONS[:4], (3, 0))),
        other.but(code="9102400C0", name="Psychiatry", results={2025: (4, 4), 2024: (4, 4), 2023: (4, 3)}),
        far.but(code="9103120C11", name="Family Medicine/Rural (Bronx)"),
        Made("9104999P0", "Transitional", institution="New Institution-NY", city=None, state="New York"),
    ]


def totals(programs: Iterable[Made], seasons: Sequence[int] = SEASONS) -> dict[int, tuple[int, int]]:
    """Return season → (offered, filled) over programs."""
    programs = list(programs)
    return {
        season: (
            sum(each.results.get(season, (0, 0))[0] for each in programs),
            sum(each.results.get(season, (0, 0))[1] for each in programs),
        )
        for season in seasons
    }


def list_pages(
    programs: Sequence[Made],
    printed: Mapping[int, tuple[int, int]] | None = None,
    seasons: Sequence[int] = SEASONS,
    rows_a_page: int = 58,
) -> list[list[Placed]]:
    """Return the pages of a report; `printed` are the totals at its end, None for those that come out."""
    lines: list[list[tuple[float, str, bool]]] = []
    state = place = None
    for each in programs:
        if each.state != state:
            lines.append([(STATE, each.state.upper(), False)])
            state, place = each.state, None
        if (each.institution, each.city) != place:
            lines.append([(INSTITUTION, each.institution, False)])
            if each.city:
                lines.append([(CITY, each.city, False)])
            place = each.institution, each.city
        lines.append([(NAME, each.name, False), (CODE, each.code, False), *_numbers(each.results, seasons)])
    ends = totals(programs, seasons) if printed is None else printed
    if ends:
        lines.append([(STATE, "Total", False), *_numbers(ends, seasons)])
    pages: list[list[Placed]] = []
    for start in range(0, len(lines), rows_a_page):
        page = [Placed(36, 770, f"Program Results {min(seasons)}-{max(seasons)}"), Placed(36, 748, "Program")]
        page.append(Placed(CODE, 748, "Code"))
        for at, season in enumerate(seasons):
            page.append(Placed(FIRST + 2 * at * STEP + 16, 758, str(season)))
            page.append(Placed(FIRST + 2 * at * STEP, 748, "Quota"))
            page.append(Placed(FIRST + (2 * at + 1) * STEP - 2, 748, "Match"))
        y = 735.0
        for line in lines[start : start + rows_a_page]:
            page += [right(x, y, text, 8) if ends_there else Placed(x, y, text) for x, text, ends_there in line]
            y -= 12
        page.append(Placed(280, 24, f"Page {len(pages) + 1}"))
        pages.append(page)
    return pages


def list_pdf(
    programs: Sequence[Made],
    printed: Mapping[int, tuple[int, int]] | None = None,
    seasons: Sequence[int] = SEASONS,
    rows_a_page: int = 58,
) -> bytes:
    """Return a list of programs as PDF."""
    return pdf_bytes(list_pages(programs, printed, seasons, rows_a_page))


def _numbers(results: Mapping[int, tuple[int, int]], seasons: Sequence[int]) -> list[tuple[float, str, bool]]:
    return [
        (FIRST + (2 * at + which) * STEP + 20, f"{results[season][which]:,}", True)
        for at, season in enumerate(seasons)
        if season in results
        for which in (0, 1)
    ]


HEADINGS = ("Quota", "Filled", "MD Sr", "MD Gr", "DO Sr", "DO Gr", "US IMG", "Non-US IMG", "Other")


def state_pdf(rows: Sequence[tuple[str, str, str, Sequence[int]]], season: int = 2027) -> bytes:
    """Return results by state, specialty and type as PDF; a row is state, entry level, specialty and nine numbers."""
    page = [Placed(36, 770, f"Results by State, Specialty, and Applicant Type, {season}"), Placed(36, 750, "Specialty")]
    page += [Placed(200 + 44 * at, 750, heading) for at, heading in enumerate(HEADINGS)]
    y, state, entry = 738.0, "", ""
    for each in rows:
        if each[0] != state:
            state, entry = each[0], ""
            page.append(Placed(36, y, state.upper()))
            y -= 11
        if each[1] != entry:
            entry = each[1]
            page.append(Placed(40, y, f"{entry} Positions" if entry.startswith("PGY") else entry))
            y -= 11
        page.append(Placed(46, y, each[2]))
        page += [right(222 + 44 * at, y, str(number), 8) for at, number in enumerate(each[3])]
        y -= 11
    return pdf_bytes([page])
